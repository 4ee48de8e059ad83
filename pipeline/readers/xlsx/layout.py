"""Rows of a sheet -> lines of text: tables row by row with their columns kept, letterhead and signatures as text.

A sheet has no paragraphs: a table is where rows have three cells or a number, all else is text that was
placed in cells. Columns that are empty over a whole table are left out, so that no claim of size costs room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.readers.tables import Line, is_layout, table_lines
from pipeline.readers.xlsx.sheet import Cell

_NUMBER: Final = re.compile(r"[(+-]?\d[\d.,]{0,40}\s?%?\)?|-")
_MOST_PLACES: Final = 2_000_000
"""Cells of one table, empty ones too; beyond, rows are written without the empty ones."""

Row = Sequence[Cell]


def sheet_lines(rows: Sequence[tuple[int, Row]]) -> Iterator[Line]:
    """Yield the lines of a sheet from its numbered rows, an empty one where rows were left empty."""
    at = 0
    while at < len(rows):
        if at and rows[at][0] > rows[at - 1][0] + 1:
            yield Line("")
        end = _joined(rows, at)
        stretch = [cells for _, cells in rows[at:end]]
        yield from _stretch_lines(stretch)
        at = end


def _joined(rows: Sequence[tuple[int, Row]], at: int) -> int:
    """Return where the rows that follow each other without an empty one end."""
    gaps = (index for index, (one, other) in enumerate(pairwise(rows[at:]), at + 1) if other[0] > one[0] + 1)
    return next(gaps, len(rows))


def _stretch_lines(rows: Sequence[Row]) -> Iterator[Line]:
    tabular = [index for index, cells in enumerate(rows) if _is_tabular(cells)]
    if not tabular:
        yield from _text_lines(rows)
        return
    first, last = tabular[0], tabular[-1]
    while first and len(rows[first - 1]) > 1 and not _is_letterhead(rows[first - 1]):
        first -= 1
    yield from _text_lines(rows[:first])
    yield from _table(rows[first : last + 1])
    yield from _text_lines(rows[last + 1 :])


def _is_tabular(cells: Row) -> bool:
    return len(cells) > 2 or (len(cells) == 2 and any(_NUMBER.fullmatch(cell.text.strip()) for cell in cells))


def _is_letterhead(cells: Row) -> bool:
    return is_layout([[[Line(cell.text)] for cell in cells]], bordered=True)


def _table(rows: Sequence[Row]) -> Iterator[Line]:
    used = sorted({cell.column for cells in rows for cell in cells})
    place = {column: index for index, column in enumerate(used)}
    aligned = len(rows) * len(used) <= _MOST_PLACES
    lines = []
    for cells in rows:
        width = len(used) if aligned else len(cells)
        row: list[list[Line]] = [[] for _ in range(width)]
        for index, cell in enumerate(cells):
            row[place[cell.column] if aligned else index] = [Line(cell.text)]
        lines.append(row)
    yield from table_lines(lines, bordered=True)


def _text_lines(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield text that was placed in cells; two blocks side by side one after the other, the left one first."""
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            yield from (Line(cell.text) for cell in rows[at])
            at += 1
            continue
        middle = rows[at][1].column
        end = _end_beside(rows, at, middle)
        block = [cell for cells in rows[at:end] for cell in cells]
        yield from (Line(cell.text) for cell in block if cell.column < middle)
        yield Line("")
        yield from (Line(cell.text) for cell in block if cell.column >= middle)
        at = end


def _end_beside(rows: Sequence[Row], at: int, middle: int) -> int:
    """Return where two blocks side by side end: behind the last row that has both, or only the right one.

    Between such rows the left one may stand alone, if its cell is not merged over both (a title is).
    """
    end = at + 1
    for index in range(at + 1, len(rows)):
        alone = len(rows[index]) == 1
        if alone and rows[index][0].column < middle <= rows[index][0].last:
            break
        if not alone or rows[index][0].column >= middle:
            end = index + 1
    return end
