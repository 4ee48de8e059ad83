"""Heads and cells of a table -> the widths of its columns, so that it is as wide as the page and as low as can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LETTER: Final = 1.85
"""Millimetres of a letter of 11 points of Times New Roman, on average, with some room."""
_WORD_LETTER, _HEAD_LETTER = 2.15, 2.5
"""The same of a single word, which must not be cut, and of a head, which is bold."""
_SIDES: Final = 3.0
_NARROWEST: Final = 10.0
_LONGEST_WORD: Final = 22
_STEP: Final = 3.0
"""Millimetres that are given to a column at a time."""
_LOOKED_AHEAD: Final = 12
"""Steps that are tried at once: a long cell needs several before it has a line less."""
_NAMES: Final = 42.0
"""Millimetres that the names of rows take at most, where no word is longer."""
_SAMPLE: Final = 200
"""Rows that are looked at."""


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Return a width in millimetres for each column, which add up to `whole`.

    A column first gets what its longest word needs; what is left goes step by step to the column that saves most lines
    of the table, and when no line can be saved to the one that is fullest.

    >>> [round(width) for width in column_widths(("TT", "Nội dung"), [("1", "một việc " * 20)], 165)]
    [10, 155]
    """
    columns = len(heads) or max((len(row) for row in rows), default=1)
    texts = [[row[place] if place < len(row) else "" for row in rows[:_SAMPLE]] for place in range(columns)]
    widths = [_least(texts[place], heads[place] if heads else "") for place in range(columns)]
    if sum(widths) >= whole:
        return [width * whole / sum(widths) for width in widths]
    lengths = [[len(text) for text in column] for column in texts]
    while (room := whole - sum(widths)) > 0:
        place, step = _best_step(lengths, widths, room)
        widths[place] += step
    return widths


def named_widths(heads: Sequence[str], rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Return the widths of a table whose first column names its rows, and whose others are numbers under long heads.

    The first is as wide as its longest name, up to a third of a line; what is left goes to the highest head each time.

    >>> [round(width) for width in named_widths(("Đơn vị", "Số lớp", "Số hội nghị"), [("Xã Cẩm Khê", "1", "2")], 165)]
    [22, 54, 90]
    """
    names, others = [row[0] for row in rows[:_SAMPLE]], heads[1:]
    least = _least(names, heads[0])
    first = max(least, min(max(map(len, names), default=1) * _LETTER + _SIDES, _NAMES))
    widths = [_least([row[at] for row in rows[:_SAMPLE]], head) for at, head in enumerate(others, 1)]
    if not others or sum(widths) + first >= whole:
        every = [first, *widths]
        return [width * whole / sum(every) for width in every]
    while (room := whole - first - sum(widths)) > 0:
        highest = max(range(len(widths)), key=lambda at: ((len(others[at]) + 1) / (widths[at] - _SIDES), -at))
        widths[highest] += min(1.0, room)
    return [first, *widths]


def _best_step(lengths: Sequence[Sequence[int]], widths: Sequence[float], room: float) -> tuple[int, float]:
    """Return which column gets how much: what saves most lines for its width, else a step for the fullest column."""
    lines = [_lines(column, width) for column, width in zip(lengths, widths, strict=True)]
    best = (0.0, 0.0, 0, 0.0)
    for place, width in enumerate(widths):
        full = sum(lengths[place]) / width
        for steps in range(1, _LOOKED_AHEAD + 1):
            step = min(steps * _STEP, room)
            saved = _saved(lines, place, _lines(lengths[place], width + step)) / step
            best = max(best, (saved, full, -place, step if saved else min(_STEP, room)))
            if step == room:
                break
    return -best[2], best[3] or min(_STEP, room)


def _least(texts: Sequence[str], head: str) -> float:
    words = max((len(word) for text in texts for word in text.split()), default=1)
    named = max((len(word) for word in head.split()), default=1)
    return max(_NARROWEST, min(words, _LONGEST_WORD) * _WORD_LETTER + _SIDES, named * _HEAD_LETTER + _SIDES)


def _lines(lengths: Sequence[int], width: float) -> list[int]:
    """Return how many lines each cell of a column takes."""
    letters = max(1, int((width - _SIDES) / _LETTER))
    return [max(1, -(-length // letters)) for length in lengths]


def _saved(lines: Sequence[Sequence[int]], place: int, wider: Sequence[int]) -> int:
    """Return how many lines lower the rows are when one column has these lines."""
    saved = 0
    for number, cells in enumerate(zip(*lines, strict=True)):
        others = max((count for at, count in enumerate(cells) if at != place), default=1)
        saved += max(cells) - max(others, wider[number])
    return saved
