"""Words of a page with their places -> tables drawn without lines, where columns of numbers are evident.

Believed only where several rows below each other fall apart into the same columns, wide gaps between them, and all
but the first columns hold numbers: a wrong table is worse than lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.readers.reading import Box

NUMBER: Final = re.compile(r"[+−–-]?\d[\d.,]{0,30}%?|[-–]")
_GAP: Final = 0.9
"""Width of the gap between columns in heights of a letter; spaces of a spread line stay below."""
_LEAST_ROWS: Final = 3
_LEAST_NUMBERS: Final = 2
_FILLED: Final = 0.5
_NUMERIC: Final = 0.8
_MOST_WORDY: Final = 3
"""Columns of words stand before the numbers: what is counted, its unit, behind a number of the row."""
_NEXT_ROW: Final = 3.0
"""How far below the last row the next one may begin, in heights of a letter."""
_MOST_HEADS: Final = 8
_MOST_WORDS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one row with no wide gap between them."""

    text: str
    box: Box

    @property
    def is_number(self) -> bool:
        """Whether it is a number alone, or the dash for none."""
        return NUMBER.fullmatch(self.text) is not None


Row = list[Part]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table found: its box, rows of cells, empty ones included, each with its box, the reach of each column."""

    box: Box
    rows: tuple[tuple[Box, tuple[str, ...]], ...]
    reach: tuple[tuple[float, float], ...] = ()


def promises_columns(lines: Iterable[str]) -> bool:
    """Tell whether the lines of a page are worth looking for columns: several end in numbers, or are numbers alone.

    pdfium may run the rows of a small table together into one line.
    """
    ends = alone = 0
    for line in lines:
        words = line.split()
        numbers = [NUMBER.fullmatch(word) is not None for word in words]
        ends += len(words) > _LEAST_NUMBERS and all(numbers[-_LEAST_NUMBERS:])
        alone += len(words) == 1 and numbers[0]
        if sum(numbers) >= _LEAST_ROWS * _LEAST_NUMBERS:
            return True
    return ends >= _LEAST_ROWS or alone >= _LEAST_ROWS * _LEAST_NUMBERS


def find_columns(words: Sequence[Part], before: Columns | None = None) -> list[Columns]:
    """Return the tables among the words of a page, from top to bottom.

    The first may go on, without heads, with the last table of the page `before`, when its columns reach as far.
    """
    if len(words) > _MOST_WORDS:
        return []
    rows = list(_rows(words))
    found: list[Columns] = []
    for told, members in groupby(range(len(rows)), key=lambda index: _is_tabular(rows[index])):
        run = list(members)
        if told and len(run) >= _LEAST_ROWS:
            table = _table(rows, run[0], run[-1] + 1, before if not found else None)
            if table is not None:
                found.append(table)
    return found


def _rows(words: Sequence[Part]) -> Iterator[Row]:
    """Yield the rows of the page, from top to bottom, each in its parts."""
    row: list[Part] = []
    for word in sorted(words, key=lambda part: (part.box[1] + part.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if row and not row[0].box[1] < middle < row[0].box[3]:
            yield _parts(row)
            row = []
        row.append(word)
    if row:
        yield _parts(row)


def _parts(words: list[Part]) -> Row:
    parts: Row = []
    for word in sorted(words, key=lambda part: part.box[0]):
        gap = _GAP * (word.box[3] - word.box[1])
        if parts and word.box[0] - parts[-1].box[2] < gap:
            parts[-1] = Part(f"{parts[-1].text} {word.text}", _around((parts[-1], word)))
        else:
            parts.append(word)
    return parts


def _is_tabular(row: Row) -> bool:
    return len(row) > _LEAST_NUMBERS and sum(part.is_number for part in row) >= _LEAST_NUMBERS


def _table(rows: Sequence[Row], first: int, last: int, before: Columns | None) -> Columns | None:
    """Return the table of a run of rows and the heads over it; None where a column has no head or is not shared."""
    run = rows[first:last]
    columns = _shared_columns(run)
    cells = [[_column_of(part, columns) for part in row] for row in run]
    if any(None in places or len(set(places)) < len(places) for places in cells) or not _holds(
        run, cells, len(columns)
    ):
        return None
    heads = _heads(rows[max(0, first - _MOST_HEADS) : first], columns, run[0])
    told = _joined(heads, columns)
    written = [(_around(row), _spread(row, places, len(columns))) for row, places in zip(run, cells, strict=True)]
    if not all(told[1:]):
        goes_on = before is not None and _reach_alike(before.reach, columns)
        return (
            Columns(_around(part for row in run for part in row), tuple(written), tuple(columns)) if goes_on else None
        )
    parts = [part for row in run for part in row] + [part for row in heads for part in row]
    return Columns(_around(parts), ((_around(heads[0]), told), *written), tuple(columns))


def _reach_alike(before: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether each column of two pages stands below one column of the other, and no other."""
    if len(before) != len(columns):
        return False
    return all(
        [index for index, other in enumerate(columns) if other[0] <= right and other[1] >= left] == [place]
        for place, (left, right) in enumerate(before)
    )


def _shared_columns(run: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the stretches of the page's width that the parts of the rows cover together."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((part.box[0], part.box[2]) for row in run for part in row):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _column_of(part: Part, columns: Sequence[tuple[float, float]]) -> int | None:
    over = [index for index, (left, right) in enumerate(columns) if part.box[0] <= right and part.box[2] >= left]
    return over[0] if len(over) == 1 else None


def _holds(run: Sequence[Row], cells: Sequence[Sequence[int | None]], width: int) -> bool:
    """Tell whether enough rows fill each column, and all behind the words hold numbers."""
    inside: list[list[Part]] = [[] for _ in range(width)]
    for row, places in zip(run, cells, strict=True):
        for part, place in zip(row, places, strict=True):
            if place is not None:
                inside[place].append(part)
    numeric = [sum(part.is_number for part in parts) >= _NUMERIC * len(parts) for parts in inside]
    words = [index for index, told in enumerate(numeric) if not told]
    filled = all(len(parts) >= _FILLED * len(run) for parts in inside)
    return filled and 0 < len(words) <= words[-1] + 1 <= _MOST_WORDY and sum(numeric) >= _LEAST_NUMBERS


def _heads(above: Sequence[Row], columns: Sequence[tuple[float, float]], first: Row) -> list[Row]:
    """Return the rows right over a table whose parts stand over its columns."""
    found: list[Row] = []
    below = _around(first)
    for row in reversed(above):
        box = _around(row)
        height = below[3] - below[1]
        over = [_column_of(part, columns) for part in row]
        caption = len(row) == 1 and ":" in row[0].text
        if below[1] - box[3] > _NEXT_ROW * height or None in over or caption:
            break
        found.insert(0, row)
        below = box
    return found


def _joined(heads: Sequence[Row], columns: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """Return the heads as one row, lines below each other in one cell."""
    return tuple(
        " ".join(part.text for row in heads for part in row if _column_of(part, columns) == index)
        for index in range(len(columns))
    )


def _spread(row: Row, places: Sequence[int | None], width: int) -> tuple[str, ...]:
    texts = [""] * width
    for part, place in zip(row, places, strict=True):
        if place is not None:
            texts[place] = part.text
    return tuple(texts)


def _around(parts: Iterable[Part]) -> Box:
    boxes = [part.box for part in parts]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
