"""Lines of cells (`1 | Bắc Sơn | 118 | 84`) in a text -> tables: rows of cells with their columns, and the words above.

A line whose cells are empty but for one goes on with a table that has begun (a section of it), bars standing for
the empty cells; what is no line of cells ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

_LINE: Final = re.compile(r"[^\n]*")
_CELL: Final = re.compile(r"[^|\t]+")
NUMBER_CELL: Final = re.compile(r"(?P<sign>[+−–-]?)\s?(?P<digits>\d[\d.,]{0,30})\s?(?P<percent>%?)[¹²³⁰⁴-⁹*]{0,3}")
_RULE: Final = re.compile(r":?-{2,200}:?")
"""The line that Markdown draws under the heads."""
_ABOVE: Final = 4
_FAR_ABOVE: Final = 400
_MOST_CELLS: Final = 60
_LONGEST_ROW: Final = 4000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell `text[start:end]` without the space around it, in column `column`."""

    start: int
    end: int
    column: int
    words: str


@dataclass(slots=True)
class Table:
    """Rows of cells, in order, each with as many columns as its line has; `above` are the lines before the first."""

    start: int
    end: int
    rows: list[list[Cell]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def find_tables(text: str) -> list[Table]:
    """Return the runs of two or more lines with cells in which a cell is a number."""
    tables: list[Table] = []
    at = 0
    bar = tab = -1
    while at < len(text):
        bar, tab = _next(text, "|", bar, at), _next(text, "\t", tab, at)
        found = min(bar, tab)
        if found == len(text):
            break
        start = text.rfind("\n", max(0, found - _LONGEST_ROW), found) + 1
        table = Table(max(start, at), start)
        line_at = max(start, at)
        while line_at < len(text):
            line = _LINE.match(text, line_at)
            end = line.end() if line else line_at
            cells, width = _cells(text, line_at, end)
            if len(cells) < 2 and not (cells and table.rows and width > 2):
                break
            table.end = end
            if not all(_RULE.fullmatch(cell.words) for cell in cells):
                table.rows.append(cells)
                table.widths.append(width)
            line_at = end + 1
        at = max(line_at, text.find("\n", found) + 1 or len(text))
        if len(table.rows) >= 2 and any(is_number(cell) for row in table.rows for cell in row):
            _align(table)
            table.above = text[max(0, table.start - _FAR_ABOVE) : table.start].rstrip("\n").split("\n")[-_ABOVE:]
            tables.append(table)
    return tables


def is_number(cell: Cell) -> bool:
    """Tell whether a cell holds a number alone, with its sign, percent sign and footnote mark."""
    return NUMBER_CELL.fullmatch(cell.words) is not None


def _next(text: str, sign: str, known: int, at: int) -> int:
    """Return where a sign stands next at or behind `at`, the end of the text if nowhere.

    `known` is the last answer: a sign that stands behind `at` already is not looked for again.
    """
    if known >= at:
        return known
    found = text.find(sign, at)
    return found if found >= 0 else len(text)


def _cells(text: str, start: int, end: int) -> tuple[list[Cell], int]:
    """Return the cells of a line that are not empty, and how many columns it has; none for a line that is no row."""
    if end - start > _LONGEST_ROW:
        return [], 0
    cells: list[Cell] = []
    column = 0
    at = start
    for match in _CELL.finditer(text, start, end):
        column += text.count("|", at, match.start()) + text.count("\t", at, match.start())
        at = match.end()
        words = match.group().strip()
        if words:
            left = match.start() + len(match.group()) - len(match.group().lstrip())
            cells.append(Cell(left, left + len(words), column, words))
    width = text.count("|", start, end) + text.count("\t", start, end) + 1
    return (cells, width) if len(cells) <= _MOST_CELLS else ([], 0)


def _align(table: Table) -> None:
    """Shift to the right the rows with fewer columns than the table, whose first cell spans several (`Cộng | 629`)."""
    width = max(table.widths)
    for index, cells in enumerate(table.rows):
        missing = width - table.widths[index]
        if missing > 0 and len(cells) > 1 and not is_number(cells[0]):
            table.rows[index] = [cells[0], *(replace(cell, column=cell.column + missing) for cell in cells[1:])]
