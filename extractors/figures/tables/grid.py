"""Lines of cells (`1 | Bắc Sơn | 118 | 84`) in a text -> tables: rows of cells with their columns, and the words above.

A line whose cells are empty but for one goes on with a table that has begun (a section of it), bars standing for
the empty cells; what is no line of cells ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.values.digits import parse_digits

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["grid"]
_LINE: Final = re.compile(r"[^\n]*")
_CELL: Final = re.compile(r"[^|\t]+")
NUMBER_CELL: Final = re.compile(
    r"(?P<sign>[+−–-]?)\s?(?P<digits>\d[\d.,]{0,30})\s?(?P<percent>%?)[¹²³⁰⁴-⁹*]{0,3}"
    r"(?:\s?[(/;]\s?" + any_of(_WORDS["before_share"]) + r"?(?P<share>\d[\d.,]{0,10}) ?%\)?)?"
)
"""A number alone, or with its share behind it: `41 (64,1%)`."""
_RANGE_CELL: Final = re.compile(
    r"(?P<sign>)(?P<digits>\d[\d.,]{0,20})(?: ?[-–÷] ?)(?P<to>\d[\d.,]{0,20})\s?(?P<percent>%?)(?P<share>)"
)
_YEARS: Final = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d")
_RULE: Final = re.compile(r":?-{2,200}:?")
"""The line that Markdown draws under the heads."""
_FRAME: Final = re.compile(r"[ ]{0,40}[+├┌└╞](?:[-=─═]{1,200}[+┼┬┴┤┐┘╪╡]){1,60}[ ]{0,40}")
"""The line that a frame drawn with signs has between two rows: `+----+------+`."""
_ABOVE: Final = 4
_FAR_ABOVE: Final = 400
_PAGE: Final = re.compile(r"[-–— ]{0,6}(?:Trang )?\d{1,4}(?:\s?/\s?\d{1,4})?[-–— ]{0,6}|\f")
_MOST_HEADS: Final = 4
_EMPHASIS: Final = ("**", "__", "*", "_")
_MOST_CELLS: Final = 60
_LEAST_COLUMNS: Final = 3
_LINES_OF_SECTION: Final = 2
"""Lines below an empty row that are looked at: the head of a section, and its first row."""
_LONGEST_ROW: Final = 4000
_LONGEST_CELL: Final = 1000
"""Words of a cell over its lines; where they go on, the lines are text."""


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


def find_barred(text: str) -> list[Table]:
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
            framed = bool(table.rows) and line is not None and _FRAME.fullmatch(line.group()) is not None
            passed = framed or _is_empty_row(text, line_at, end, table)
            if not passed and not _take(table, *_cells(text, line_at, end)):
                break
            table.end = table.end if passed else end
            line_at = end + 1
        at = max(line_at, text.find("\n", found) + 1 or len(text))
        if text.count("\n", table.start, table.end) and any(is_number(cell) for row in table.rows for cell in row):
            _align(table)
            table.above = lines_above(text, table.start)
            if not (tables and _goes_on(text, tables[-1], table)):
                tables.append(table)
    return tables


def _is_empty_row(text: str, start: int, end: int, table: Table) -> bool:
    """Tell whether a row without words stands in a table that goes on below: with numbers, or a section of one cell.

    So stands one in an old spreadsheet; where heads follow, another table begins.
    """
    cells, width = _cells(text, start, end)
    if cells or width < _LEAST_COLUMNS or width != max(table.widths, default=0):
        return False
    for _ in range(_LINES_OF_SECTION):
        start, end = end + 1, _line_end(text, end + 1)
        below, columns = _cells(text, start, end)
        if columns != width or any(is_number(cell) for cell in below[1:]):
            return columns == width
        if len(below) != 1:
            return False
    return False


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return found if found >= 0 else len(text)


def _take(table: Table, cells: list[Cell], width: int) -> bool:
    """Add a line to a table, and tell whether it is one of it: a row, the rest of one that wraps, heads again."""
    if cells and table.rows and _wraps(table, cells, width):
        before = table.rows[-1]
        rest = [replace(cell, column=cell.column + table.widths[-1] - 1) for cell in cells[1:]]
        table.rows[-1] = [*before[:-1], _joined(before[-1], cells[0]), *rest]
        table.widths[-1] += width - 1
        return True
    if len(cells) < 2 and not (cells and table.rows and width > 2):
        return False
    below = (
        next((index for index, cell in enumerate(table.rows[-1]) if _hangs(cell, cells)), None) if table.rows else None
    )
    if below is not None:
        table.rows[-1][below] = _joined(table.rows[-1][below], cells[0])
    elif not all(_RULE.fullmatch(cell.words) for cell in cells) and not _is_said_again(table, cells):
        table.rows.append(cells)
        table.widths.append(width)
    return True


def _wraps(table: Table, cells: Sequence[Cell], width: int) -> bool:
    """Tell whether a line goes on with the last cell of the row above, which has too few cells without it."""
    whole, last = table.widths[0], table.widths[-1]
    above = table.rows[-1][-1]
    unfinished = len(table.rows) > 1 and whole > 2 and 1 < last < whole and _may_go_on(above)
    return unfinished and last + width - 1 <= whole and cells[0].column == 0 and cells[0].words[0].islower()


def _hangs(cell: Cell, below: Sequence[Cell]) -> bool:
    """Tell whether a row of one cell only goes on with the words of the cell above it."""
    alone = len(below) == 1 and below[0].column == cell.column > 0
    return alone and below[0].words[0].islower() and _may_go_on(cell)


def _may_go_on(cell: Cell) -> bool:
    return not is_number(cell) and len(cell.words) < _LONGEST_CELL


def _joined(cell: Cell, rest: Cell) -> Cell:
    return replace(cell, end=rest.end, words=f"{cell.words} {rest.words}")


def _is_said_again(table: Table, cells: Sequence[Cell]) -> bool:
    """Tell whether a row repeats a head of the table, as on a new page."""
    written = [cell.words for cell in cells]
    heads = table.rows[:_MOST_HEADS] if len(table.rows) > 1 else []
    return not any(map(is_number, cells)) and len(cells) > 1 and any([c.words for c in row] == written for row in heads)


def _goes_on(text: str, table: Table, page: Table) -> bool:
    """Add, in place, a table that goes on over a page: heads said again or ordinals that count on, no words between."""
    between = text[table.end : page.start] if page.start - table.end < _FAR_ABOVE else "?"
    furniture = [line.strip() for line in between.split("\n") if line.strip()]
    if not all(_PAGE.fullmatch(line) for line in furniture) or table.widths[0] != page.widths[0]:
        return False
    again = 0
    pairs = zip(table.rows[:_MOST_HEADS], page.rows, strict=False)
    for above, below in pairs:
        if [cell.words for cell in above] != [cell.words for cell in below]:
            break
        again += 1
    rows = page.rows[again:]
    if not rows or not (_counts_on(table.rows, rows[0]) or (again and furniture and not _counts(rows[0]))):
        return False
    table.rows += rows
    table.widths += page.widths[again:]
    table.end = page.end
    return True


def _counts(cells: Sequence[Cell]) -> int:
    """Return the ordinal that a row begins with, 0 where it has none."""
    words = cells[0].words.rstrip(".)") if cells else ""
    return int(words) if words.isdecimal() and len(words) < 5 else 0


def _counts_on(rows: Sequence[Sequence[Cell]], cells: Sequence[Cell]) -> bool:
    last = next((number for row in reversed(rows[-_MOST_HEADS:]) if (number := _counts(row))), 0)
    return 0 < last == _counts(cells) - 1


def lines_above(text: str, start: int) -> list[str]:
    """Return the last lines before a table, which may name it, its unit and its period."""
    return text[max(0, start - _FAR_ABOVE) : start].rstrip("\n").split("\n")[-_ABOVE:]


def is_number(cell: Cell) -> bool:
    """Tell whether a cell holds a number alone, with its sign, percent sign, footnote mark and share."""
    return NUMBER_CELL.fullmatch(cell.words) is not None


def range_in(cell: Cell) -> re.Match[str] | None:
    """Return the two numbers of a cell that holds a range alone, no years: `10.000 – 12.000`."""
    match = _RANGE_CELL.fullmatch(cell.words)
    ends = [parse_digits(match[name]) for name in ("digits", "to")] if match else []
    if match is None or _YEARS.fullmatch(cell.words):
        return None
    return match if ends[0] and ends[1] and ends[0][0] < ends[1][0] else None


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
            mark = next((mark for mark in _EMPHASIS if words.startswith(mark) and words.endswith(mark)), "")
            if mark and len(words) > 2 * len(mark) and (inside := words[len(mark) : -len(mark)].strip()):
                left, words = left + words.index(inside), inside
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
