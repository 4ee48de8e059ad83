"""Heads and cells of a table -> the widths of its columns, so that the table is as wide as the page and no wider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LETTER: Final = 2.05
"""Millimetres of a letter of 11 points of Times New Roman, on average, with some room."""
_HEAD_LETTER: Final = 2.4
"""Heads are bold."""
_NARROWEST: Final = 10.0
_SIDES: Final = 3.0
_ONE_LINE: Final = 26
"""Letters of a cell that need not be broken."""


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Return a width in millimetres for each column, which add up to `whole`.

    A column needs the longest word of it; what is left goes to the columns with long cells, by their length.

    >>> [round(width) for width in column_widths(("TT", "Nội dung"), [("1", "một việc " * 20)], 165)]
    [10, 155]
    """
    columns = len(heads) or max((len(row) for row in rows), default=1)
    texts = [[row[place] for row in rows if place < len(row)] for place in range(columns)]
    words = [
        max(_longest(texts[place]), _longest(heads[place : place + 1]) * _HEAD_LETTER / _LETTER)
        for place in range(columns)
    ]
    least = [max(_NARROWEST, min(count, _ONE_LINE) * _LETTER + _SIDES) for count in words]
    if sum(least) >= whole:
        return [width * whole / sum(least) for width in least]
    wanted = [
        max(0.0, _wanted(texts[place], heads[place] if heads else "") * _LETTER + _SIDES - least[place])
        for place in range(columns)
    ]
    if not sum(wanted):
        wanted = words
    room = whole - sum(least)
    return [width + room * more / sum(wanted) for width, more in zip(least, wanted, strict=True)]


def _longest(texts: Sequence[str]) -> int:
    """Return how many letters the longest word has."""
    return max((len(word) for text in texts for word in text.split()), default=1)


def _wanted(texts: Sequence[str], head: str) -> float:
    """Return how many letters a column would like to show in a line: short cells whole, long ones by their mean."""
    lengths = [len(text) for text in texts]
    longest = max(lengths, default=0)
    typical = longest if longest <= _ONE_LINE else max(_ONE_LINE, sum(lengths) / len(lengths))
    return max(typical, len(head) / 2)
