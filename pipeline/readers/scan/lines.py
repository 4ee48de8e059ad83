"""Words read on a page -> printed lines in reading order: columns of a letterhead apart, rows of tables whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from pipeline.readers.scan.engine import TextLine, Word

_COLUMN_GAP: Final = 1.5
"""Heights of a line that two words are apart at the least when they stand in two columns; set text stretches to 1."""
_SAME_ROW: Final = 0.5
_MOST_ROWS_BETWEEN: Final = 5
"""Rows with a part on one side only between two that have both: lines of recipients beside a signature's space."""


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines from top to bottom; where two columns stand side by side, the left one first.

    A line that Tesseract read across both columns is cut at the gap.
    """
    if not lines:
        return []
    height = median(_height(word) for line in lines for word in line.words)
    parts = [part for line in lines for part in _cut(line, _COLUMN_GAP * height)]
    rows = _rows(parts)
    ordered: list[TextLine] = []
    while rows:
        count = _band(rows)
        if count:
            ordered += _by_column(rows[:count])
            rows = rows[count:]
        else:
            ordered += rows.pop(0)
    return ordered


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]


def _cut(line: TextLine, gap: float) -> Iterator[TextLine]:
    """Yield the parts of a line between gaps as wide as between columns."""
    words = sorted(line.words, key=lambda word: word.box[0])
    start = 0
    for position, (before, word) in enumerate(pairwise(words), 1):
        if word.box[0] - before.box[2] > gap:
            yield TextLine(tuple(words[start:position]), line.height)
            start = position
    yield TextLine(tuple(words[start:]), line.height)


def _rows(parts: Sequence[TextLine]) -> list[list[TextLine]]:
    """Group parts that stand at the same height, from top to bottom, each row from left to right."""
    rows: list[list[TextLine]] = []
    for part in sorted(parts, key=lambda one: (one.box[1] + one.box[3], one.box[0])):
        if rows and _is_beside(rows[-1], part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda one: one.box[0]) for row in rows]


def _is_beside(row: Sequence[TextLine], part: TextLine) -> bool:
    last = row[-1].box
    shared = min(last[3], part.box[3]) - max(last[1], part.box[1])
    apart = all(one.box[2] <= part.box[0] or part.box[2] <= one.box[0] for one in row)
    return apart and shared > _SAME_ROW * min(last[3] - last[1], part.box[3] - part.box[1])


def _band(rows: Sequence[Sequence[TextLine]]) -> int:
    """Return how many rows from the first make two columns; 0 where the first row has no second part."""
    if len(rows[0]) < 2:
        return 0
    gutter = _gutter(rows[0])
    last = 1
    for position, row in enumerate(rows[1:], 1):
        if position - last >= _MOST_ROWS_BETWEEN:
            break
        within = [part for part in row if part.box[0] < gutter[1] and part.box[2] > gutter[0]]
        if within:
            narrowed = _narrowed(gutter, within)
            if narrowed is None:
                break
            gutter = narrowed
        if len(row) > 1:
            last = position + 1
    return last


def _gutter(row: Sequence[TextLine]) -> tuple[int, int]:
    """Return the widest gap between the parts of a row."""
    gaps = [(before.box[2], part.box[0]) for before, part in pairwise(row)]
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _narrowed(gutter: tuple[int, int], parts: Sequence[TextLine]) -> tuple[int, int] | None:
    """Return what of a gutter the parts leave free; None where they bridge it."""
    left, right = gutter
    for part in parts:
        if part.box[0] <= left and part.box[2] >= right:
            return None
        if part.box[0] <= left or part.box[2] < (left + right) / 2:
            left = max(left, part.box[2])
        else:
            right = min(right, part.box[0])
    return (left, right) if right - left > 0 else None


def _by_column(rows: Sequence[Sequence[TextLine]]) -> list[TextLine]:
    """Return the parts left of the gap between columns, then those right of it."""
    gutter = _gutter(rows[0])
    for row in rows[1:]:
        gutter = _narrowed(gutter, row) or gutter
    middle = sum(gutter) / 2
    parts = [part for row in rows for part in row]
    left = [part for part in parts if part.box[0] + part.box[2] < 2 * middle]
    return left + [part for part in parts if part.box[0] + part.box[2] >= 2 * middle]
