"""A digest -> CSV that Excel opens: a row for each cell of a table, each line of a list; numbers and days as such.

Columns: section, table, row, column, text, value, unit, numbers of the sources. The sources stand at the end, as rows
of their own. Cells that a sheet would take for a formula are made inert.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from pipeline.digest.block import Block, Cell, Digest, Items, Paragraph, RatingTable, Table, Value
from pipeline.digest.formats.format import Format
from pipeline.speech import Speech

_HEADS: Final = ("part", "table", "row", "column", "text", "value", "unit", "sources")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""
_Line = tuple[str | int | float, ...]


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as CSV in UTF-8."""
    content = StringIO()
    rows = csv.writer(content, lineterminator="\r\n")
    rows.writerow([speech(f"digest.csv_{head}") for head in _HEADS])
    for line in _lines(digest, speech):
        rows.writerow([_inert(value) for value in line])
    return (_MARK + content.getvalue()).encode("utf-8")


def _lines(digest: Digest, speech: Speech) -> Iterator[_Line]:
    for at, fact in enumerate(digest.head, 1):
        yield digest.title, "", at, fact.name, fact.text, "", "", ""
    for section in digest.sections:
        for block in section.blocks:
            yield from _block(section.title, block)
    for source in digest.sources:
        text = "".join(piece.text for piece in source.pieces)
        yield speech("digest.sources"), "", source.number, source.document, text, source.page or "", "", ""


def _block(section: str, block: Block) -> Iterator[_Line]:
    """Yield the lines of a block; a chart repeats numbers of its table and is left out."""
    if isinstance(block, RatingTable):
        block = block.as_table()
    if isinstance(block, Table):
        rows = (*block.rows, *((block.total,) if block.total else ()))
        for at, row in enumerate(rows, 1):
            for column, cell in zip(block.columns, row, strict=True):
                if cell.text:
                    yield section, block.title or "", at, column.head, *_cell(cell)
    elif isinstance(block, Items):
        for at, line in enumerate(block.lines, 1):
            yield section, "", at, "", line.text, "", "", _numbers(line.sources)
    elif isinstance(block, Paragraph):
        yield section, "", "", "", block.text, "", "", _numbers(block.sources)


def _cell(cell: Cell) -> tuple[str | int | float, str | int | float, str, str]:
    return cell.text, _plain(cell.value), cell.unit or "", _numbers(cell.sources)


def _plain(value: Value) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _numbers(sources: tuple[int, ...]) -> str:
    return " ".join(map(str, sources))


def _inert(value: str | int | float) -> str | int | float:
    """Return what a sheet shows as it is.

    >>> _inert("=1+2"), _inert("-5"), _inert(-5)
    ("'=1+2", "'-5", -5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


FORMAT: Final = Format("csv", ".csv", write)
