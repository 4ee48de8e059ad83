"""Tables set with spaces, as typed or as taken from a PDF, -> tables: columns are what stands below each other.

    TT   Đơn vị            Số hội nghị   Số người dự
    1    Huyện Mường La             12         1.240

Believed only where three lines or more, each with two numbers or more, fall apart into the same columns, wide gaps
between them, and a line of heads stands above with one for each column: a wrong table is worse than lines of text.
Between such lines one may leave cells empty and hold one number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.figures.tables.grid import Cell, Table, is_number, lines_above

_LINE: Final = re.compile(r"[^\n]+")
_PART: Final = re.compile(r"\S+(?:[ ]\S+)*")
_RULE: Final = re.compile(r"[-=_+ ]{3,400}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NONE: Final = frozenset("-–—")
_LEAST_ROWS: Final = 3
_LEAST_NUMBERS: Final = 2
_FILLED: Final = 0.5
_MOST_PARTS: Final = 20
_LONGEST_LINE: Final = 400
_MOST_HEADS: Final = 4
_MOST_ROWS: Final = 2_000

_Row = list[tuple[int, Cell]]
"""The parts of a line, each with the place in the line that it begins at."""


def find_aligned(text: str) -> list[Table]:
    """Return the tables set with spaces, from top to bottom."""
    if text.count("  ") < _LEAST_ROWS * _LEAST_NUMBERS:
        return []
    tables: list[Table] = []
    above: list[_Row] = []
    run: list[_Row] = []
    begun: _Row = []
    at = 0
    for match in _LINE.finditer(text):
        parts = _parts(match)
        apart = match.start() - at > 1
        at = match.end()
        if begun and not apart and (whole := _finished(begun, parts)):
            parts = whole
        elif begun:
            _close(text, above, run, tables)
            above, run = [], []
        begun = []
        if run and not apart and len(run) < _MOST_ROWS and (_is_tabular(parts) or _is_sparse(parts)):
            run.append(parts)
            continue
        if run and not apart and _begins_row(parts):
            begun = parts
            continue
        if _RULE.fullmatch(match.group().strip()) and not apart:
            continue
        if run and not apart and _hangs(run[-1], parts):
            run[-1] = _with_rest(run[-1], parts[0][1])
            continue
        _close(text, above, run, tables)
        above = [] if run or apart else above
        run = [parts] if _is_tabular(parts) else []
        if not run:
            above = [*above[1 - _MOST_HEADS :], parts]
    _close(text, above, run, tables)
    return tables


def _parts(line: re.Match[str]) -> _Row:
    """Return the parts of a line with no gap wider than one space; none for a line with other signs of cells."""
    written = line.group()
    if "  " not in written or "|" in written or "\t" in written or len(written) > _LONGEST_LINE:
        return []
    start = line.start()
    found = [
        (part.start(), Cell(start + part.start(), start + part.end(), 0, part.group()))
        for part in _PART.finditer(written)
    ]
    return found if len(found) <= _MOST_PARTS else []


def _is_value(cell: Cell) -> bool:
    return is_number(cell) or cell.words in _NONE


def _is_tabular(parts: _Row) -> bool:
    """Tell whether a line may be a row: two numbers or more and words beside them; years alone are heads."""
    numbers = sum(is_number(cell) for _, cell in parts)
    return len(parts) > _LEAST_NUMBERS <= numbers and not all(_YEAR.fullmatch(cell.words) for _, cell in parts)


def _is_sparse(parts: _Row) -> bool:
    """Tell whether a line may be a row of a table whose cells are empty but for one: words and a number."""
    return len(parts) == _LEAST_NUMBERS and not is_number(parts[0][1]) and is_number(parts[1][1])


def _hangs(row: _Row, parts: _Row) -> bool:
    """Tell whether a line only goes on with the words of the row above it."""
    if len(parts) != 1 or not parts[0][1].words[0].islower():
        return False
    return any(at == parts[0][0] and not is_number(cell) and len(cell.words) < _LONGEST_LINE for at, cell in row)


def _begins_row(parts: _Row) -> bool:
    """Tell whether a line is an ordinal and words alone, whose numbers may stand in the next line."""
    return len(parts) == _LEAST_NUMBERS and parts[0][1].words.rstrip(".)").isdecimal() and not is_number(parts[1][1])


def _finished(begun: _Row, parts: _Row) -> _Row:
    """Return the row that a line ends which another began; none where it goes on with no words of it."""
    if not parts or parts[0][0] != begun[1][0] or not parts[0][1].words[0].islower():
        return []
    return [*_with_rest(begun, parts[0][1]), *parts[1:]]


def _with_rest(row: _Row, rest: Cell) -> _Row:
    index = next(index for index, (_, cell) in enumerate(row) if not is_number(cell))
    at, cell = row[index]
    joined = Cell(cell.start, rest.end, 0, f"{cell.words} {rest.words}")
    return [*row[:index], (at, joined), *row[index + 1 :]]


def _close(text: str, above: Sequence[_Row], run: Sequence[_Row], tables: list[Table]) -> None:
    """Add the table of a run of rows, if it is one."""
    if sum(map(_is_tabular, run)) < _LEAST_ROWS:
        return
    columns = _columns(run)
    rows = [_placed(row, columns) for row in run]
    if not all(rows) or not _holds(rows, len(columns)):
        return
    heads = _heads(above, columns)
    if not heads:
        return
    every = [*heads, *rows]
    table = Table(every[0][0].start, every[-1][-1].end, every, [len(columns)] * len(every))
    table.above = lines_above(text, table.start)
    tables.append(table)


def _columns(run: Sequence[_Row]) -> list[tuple[int, int]]:
    """Return the stretches of the line that the parts of the rows cover together, from left to right."""
    columns: list[tuple[int, int]] = []
    for left, right in sorted(
        (at, at + cell.end - cell.start) for row in run for at, cell in row if not _wrapped(cell)
    ):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _wrapped(cell: Cell) -> bool:
    return cell.end - cell.start > len(cell.words)


def _placed(row: _Row, columns: Sequence[tuple[int, int]]) -> list[Cell]:
    """Return the cells of a row in their columns; none where two would share one."""
    cells = []
    for at, cell in row:
        over = [index for index, (left, right) in enumerate(columns) if at <= right and at + len(cell.words) >= left]
        if len(over) != 1 and not _wrapped(cell):
            return []
        cells.append(Cell(cell.start, cell.end, over[0], cell.words))
    columns_met = [cell.column for cell in cells]
    return cells if len(set(columns_met)) == len(columns_met) else []


def _holds(rows: Sequence[Sequence[Cell]], width: int) -> bool:
    """Tell whether enough of the full rows fill each column, one of words and the ones behind it of numbers alone."""
    full = [row for row in rows if len(row) > _LEAST_NUMBERS]
    numeric = []
    for column in range(width):
        inside = [cell for row in rows for cell in row if cell.column == column]
        if sum(cell.column == column for row in full for cell in row) < _FILLED * len(full):
            return False
        numeric.append(all(map(_is_value, inside)))
    words = [column for column, told in enumerate(numeric) if not told]
    return bool(words) and words[-1] <= 2 and width > words[-1] + 1


def _heads(above: Sequence[_Row], columns: Sequence[tuple[int, int]]) -> list[list[Cell]]:
    """Return the lines of heads right over the rows: the nearest with one for each column, and what stands over it."""
    if not above or len(above[-1]) < 2:
        return []
    own = above[-1]
    if len(own) == len(columns):
        heads = [Cell(cell.start, cell.end, column, cell.words) for column, (_, cell) in enumerate(own)]
        return [] if any(is_number(cell) and len(cell.words) != 4 for cell in heads) else _levels(above, columns, heads)
    return _wrapped_heads(above, columns)


def _levels(above: Sequence[_Row], columns: Sequence[tuple[int, int]], heads: list[Cell]) -> list[list[Cell]]:
    """Return heads with the lines over them: joined where a head goes on with them, else as a level of their own."""
    levels: list[list[Cell]] = []
    for row in reversed(above[:-1]):
        placed = _nearest(row, columns) if len(row) > 1 else None
        if placed is None or any(map(is_number, placed)):
            break
        if not levels and all(_goes_on(heads[cell.column]) for cell in placed):
            for cell in placed:
                below = heads[cell.column]
                heads[cell.column] = Cell(cell.start, below.end, cell.column, f"{cell.words} {below.words}")
        else:
            levels.insert(0, placed)
    return [*levels, heads]


def _goes_on(head: Cell) -> bool:
    return head.words[0].islower() or head.words[0] in "(%"


def _wrapped_heads(above: Sequence[_Row], columns: Sequence[tuple[int, int]]) -> list[list[Cell]]:
    """Return heads that take several lines, by what they stand over; none where a column has no head."""
    found: dict[int, Cell] = {}
    for row in above:
        placed = _nearest(row, columns) if len(row) > 1 else None
        if placed is None:
            found.clear()
            continue
        for cell in placed:
            before = found.get(cell.column)
            words = f"{before.words} {cell.words}" if before else cell.words
            found[cell.column] = Cell(before.start if before else cell.start, cell.end, cell.column, words)
    whole = len(found) == len(columns) and not any(map(is_number, found.values()))
    return [[found[column] for column in range(len(columns))]] if whole else []


def _nearest(row: _Row, columns: Sequence[tuple[int, int]]) -> list[Cell] | None:
    """Return the parts of a line of heads under the columns that they stand over; None where two share one."""
    cells = [
        Cell(cell.start, cell.end, min(range(len(columns)), key=lambda at: _away(place, cell, columns[at])), cell.words)
        for place, cell in row
    ]
    return cells if len({cell.column for cell in cells}) == len(cells) else None


def _away(at: int, cell: Cell, column: tuple[int, int]) -> tuple[int, float]:
    """Return how far a head is from a column: the gap between the two, and then between their middles.

    So a short head at the left of a wide column is over that one, and one over several over that in the middle.
    """
    left, right = column
    end = at + len(cell.words)
    return max(0, at - right, left - end), abs((left + right) / 2 - (at + end) / 2)
