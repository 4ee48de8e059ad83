"""Expected records of the sample corpus, one line a fact: `make golden` writes them, and its change is read as a diff.

They stand beside the documents in hidden `.expected` folders, which an archive run passes over. A line names what the
record says of one stretch of text, and leaves out what has its default value:
`figure 412-415 312 | value 312 | measure count | unit hội nghị | indicator conference | part of 18@380`.
The reports of the communes have none: four of those communes are kept unseen, and tests/communes.tsv is their truth.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractors.model import Citation, Figure, Record, Rules
from pipeline.annotate import annotate
from pipeline.errors import ClassifiedDocument
from pipeline.readers.ingest import read_source
from pipeline.run.discover import discover
from pipeline.serialise import plain

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
DOCUMENTS = [job.file for job in discover(CORPUS).jobs if not job.path.startswith("tong-hop-xa/")]


def expected_path(document: Path) -> Path:
    """Return where the expected record of a document stands."""
    return document.parent / ".expected" / f"{document.name}.txt"


def golden_text(document: Path) -> str | None:
    """Return the record of a document as golden text, None for a classified one, which has no record."""
    try:
        record = annotate(read_source(document, document.relative_to(CORPUS).as_posix()))
    except ClassifiedDocument:
        return None
    return "".join(line + "\n" for line in told_lines(record))


def told_lines(record: Record) -> Iterator[str]:
    """Yield what a record says, a line for each fact, in the order of the record."""
    source = record.source
    yield f"source {source.format} | sha256 {source.sha256} | pages {source.pages}"
    for name, value in _said(record.metadata).items():
        yield f"metadata | {name} {value}"
    for section in record.sections:
        yield _told("section", section)
    for start, end in record.boilerplate:
        yield f"boilerplate {start}-{end}"
    for citation in record.citations:
        yield _told("citation", citation, of=record.citations)
    for figure in record.figures:
        yield _told("figure", figure, of=record.figures)
    for rating in record.ratings:
        levels = [record.figures[index] for index in rating.figures]
        yield _told("rating", dataclasses.replace(rating, figures=())) + f" | figures {_places(levels)}"
    for task in record.tasks:
        yield _told("task", task)
    for problem in record.problems:
        yield _told("problem", problem)


def _told(kind: str, item: Any, of: Sequence[Any] = ()) -> str:
    said = _said(item)
    start, end = said.pop("start", None), said.pop("end", None)
    words = [kind] if start is None else [kind, f"{start}-{end}"]
    if "text" in said and kind != "task":
        words.append(said.pop("text"))
    # The facts and the margin of a link shift with each fit of the weights; the link itself is told by `_belongs`.
    for name in ("role", "of_figure", "antecedent", "antecedents", "link", "evidence"):
        said.pop(name, None)
    named = (f"{name} {value}" for name, value in said.items())
    return " | ".join([" ".join(words), *named, *_belongs(item, of), *_evidence(item)])


def _evidence(item: Any) -> Iterator[str]:
    """Yield where period and place of a figure were told."""
    for told in item.evidence if isinstance(item, Figure) else ():
        yield f"{told.what} by {told.told}" + ("" if told.start is None else f" {told.start}-{told.end}")


def _belongs(item: Any, of: Sequence[Any]) -> Iterator[str]:
    """Yield what an item points at by its text and place, so that an item more changes no other line."""
    if isinstance(item, Figure) and item.role and item.of_figure is not None:
        yield f"{item.role.value} of {_places([of[item.of_figure]])}"
    if isinstance(item, Citation):
        named = item.antecedents if item.antecedent is None else (item.antecedent,)
        if named:
            yield f"stands for {_places([of[index] for index in named])}"


def _places(items: Sequence[Any]) -> str:
    return ", ".join(f"{item.text}@{item.start}" for item in items)


def _said(item: Any) -> dict[str, str]:
    """Return the fields of a model value that differ from their defaults, on one line each."""
    said = {}
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        if value != field.default and value not in (None, ()):
            shown = _told_rules(value) if isinstance(value, Rules) else plain(value)
            said[field.name] = (
                shown.replace("\n", "⏎") if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
            )
    return said


def _told_rules(rules: Rules) -> str:
    """Return what decided unit, indicator, label and modality; that of the link shifts with each fit of the weights."""
    return " ".join(rule or "-" for rule in (rules.unit, rules.indicator, rules.label, rules.modality))


def main() -> int:
    """Rewrite every expected record."""
    for document in DOCUMENTS:
        text = golden_text(document)
        if text is not None:
            path = expected_path(document)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
