"""Expected records of the sample corpus: `make golden` writes them, and its change is read as a diff.

They stand beside the documents in hidden `.expected` folders, which an archive run passes over.
A record is kept without its text (the document has it).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.annotate import annotate
from pipeline.errors import ClassifiedDocument
from pipeline.readers.ingest import read_source
from pipeline.run.batch import discover
from pipeline.serialise import record_object

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def expected_path(document: Path) -> Path:
    """Return where the expected record of a document stands."""
    return document.parent / ".expected" / f"{document.name}.json"


def golden_text(document: Path) -> str | None:
    """Return the record of a document as golden text, None for a classified one, which has no record."""
    try:
        record = record_object(annotate(read_source(document, document.relative_to(CORPUS).as_posix())))
    except ClassifiedDocument:
        return None
    del record["text"]
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Rewrite every expected record."""
    for job in discover(CORPUS):
        text = golden_text(job.file)
        if text is not None:
            path = expected_path(job.file)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
