"""Builds the Word, Excel and PDF files of corpus/ from corpus_sources/*.txt, byte for byte the same each time.

    python scripts/make_corpus.py [--sources DIR] [--out DIR] [--only docx]

A source with `@scan CONDITION` becomes a PDF of pictures alone, one with `@copy PATH` is written there once more.
The .txt, .md and .html files of corpus/ are written by hand and not touched.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from corpus_docx import write_docx
from corpus_markup import Document, read_document
from corpus_pdf import has_font, write_pdf
from corpus_xlsx import write_xlsx
from make_scans import CONDITIONS, scan_pages

_HERE = Path(__file__).resolve().parent
SOURCES = _HERE / "corpus_sources"
CORPUS = _HERE.parent / "corpus"


def _write_pdf(document: Document, path: Path) -> None:
    if "scan" not in document.fields:
        write_pdf(document, path)
        return
    (condition,) = (one for one in CONDITIONS if one.name == document.fields["scan"])
    with tempfile.TemporaryDirectory() as folder:
        digital = Path(folder) / path.name
        write_pdf(document, digital)
        scan_pages(digital, condition, path, document.lines["sign"][-1].strip("*"))


_WRITERS = {"docx": write_docx, "xlsx": write_xlsx, "pdf": _write_pdf}


def build(sources: Path, out: Path, formats: tuple[str, ...]) -> list[Path]:
    """Write every document of the given formats below `out`, and return the files made, in the sources' order."""
    made = []
    for source in sorted(sources.rglob("*.txt")):
        document = read_document(source)
        target = out / document.fields["out"]
        if target.suffix[1:] not in formats:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS[target.suffix[1:]](document, target)
        made.append(target)
        if "copy" in document.fields:
            made.append(out / document.fields["copy"])
            shutil.copyfile(target, made[-1])
    return made


def main() -> int:
    """Read the command line, build, and print what was made; 3 when the font for PDF is not here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=SOURCES)
    parser.add_argument("--out", type=Path, default=CORPUS)
    parser.add_argument("--only", choices=tuple(_WRITERS))
    arguments = parser.parse_args()
    formats = (arguments.only,) if arguments.only else tuple(_WRITERS)
    if "pdf" in formats and not has_font():
        print("Cần phông Liberation Serif 2.1.5: apt-get install fonts-liberation2", file=sys.stderr)
        return 3
    for path in build(arguments.sources, arguments.out, formats):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
