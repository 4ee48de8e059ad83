"""Merged reports -> the sheets of an Excel file: what each unit says, what is left, headings by unit, sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.merging.merged import LEFT_OVER, Merged, Passage
from pipeline.sheets import Sheet
from pipeline.speech import Speech
from pipeline.table import Value


def sheets(merged: Merged, speech: Speech) -> list[Sheet]:
    """Return the sheets; the first holds every paragraph and every row of a table under its heading."""
    made = [
        ("merge", ["number", "heading", "reporting_unit", "document", "own_heading", "content"], _said(merged)),
        ("merge_left", ["left_why", "reporting_unit", "document", "content"], _left(merged, speech)),
        ("merge_matrix", ["number", "heading", "units_with"], _matrix(merged)),
        ("merge_headings", ["reporting_unit", "document", "own_heading", "number", "heading"], _headings(merged)),
        ("merge_sources", ["reporting_unit", "document", "date", "title", "path", "remark"], _sources(merged, speech)),
    ]
    found = []
    for name, columns, lines in made:
        heads = [speech("column.ordinal"), *(speech(f"column.{column}") for column in columns)]
        heads += merged.chosen.units if name == "merge_matrix" else ()
        found.append(Sheet(speech(f"sheet.{name}"), heads, _numbered(lines)))
    return found


def _numbered(lines: Iterator[list[Value]]) -> Iterator[list[Value]]:
    for number, line in enumerate(lines, 1):
        yield [number, *line]


def _said(merged: Merged) -> Iterator[list[Value]]:
    for node in merged.root.walk():
        for passage in merged.passages.get(node, ()):
            own = "; ".join(passage.titles)
            for text in _texts(passage):
                yield [node.key, node.title, passage.report.unit, passage.report.name, own, text]


def _texts(passage: Passage) -> Iterator[str]:
    """Yield the paragraphs of a passage, and the rows of its tables."""
    for piece in passage.pieces:
        if piece.part.rows:
            yield from (" | ".join(row) for row in piece.part.rows)
        else:
            yield piece.text


def _left(merged: Merged, speech: Speech) -> Iterator[list[Value]]:
    for kind in LEFT_OVER:
        for passage in merged.left[kind]:
            for text in _texts(passage):
                yield [speech(f"merge.{kind}"), passage.report.unit, passage.report.name, text]


def _matrix(merged: Merged) -> Iterator[list[Value]]:
    """Yield for each heading how many paragraphs and tables each unit has there and below, nothing for none."""
    for node in merged.root.walk():
        counts = [merged.said(node, unit) for unit in merged.chosen.units]
        yield [node.key, node.title, sum(count > 0 for count in counts), *(count or None for count in counts)]


def _headings(merged: Merged) -> Iterator[list[Value]]:
    """Yield the headings that units word otherwise, each with the one of the outline that it was taken for."""
    for node in merged.root.walk():
        for passage in merged.passages.get(node, ()):
            for title in passage.titles:
                yield [passage.report.unit, passage.report.name, title, node.key, node.title]


def _sources(merged: Merged, speech: Speech) -> Iterator[list[Value]]:
    chosen = merged.chosen
    for report in chosen.reports:
        day = date.fromisoformat(report.date) if report.date else None
        yield [report.unit, report.code, day, report.title, report.path, speech("merge.used")]
    for old, new in chosen.replaced:
        yield [None, old, None, None, None, speech("merge.was_replaced", new=new)]
    for unit in chosen.silent:
        yield [unit, None, None, None, None, speech("merge.no_report")]
