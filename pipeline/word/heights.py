"""Texts of a Word file -> how high they stand on paper, in millimetres, before any program has laid them out.

Widths of columns are those that the Word file gets. The numbers were set by holding the estimate
against LibreOffice's pages of the sample archive (`python -m tests.digest_pages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.word.styles import BODY, NOTE, TABLE, TEXT_WIDTH
from pipeline.word.widths import column_widths

_MM: Final = 25.4 / 72
"""Millimetres of a point."""
_LINE: Final = 1.15
"""Height of a line of Times New Roman in its size."""
_LETTER: Final = 0.41
"""Width of a letter of Vietnamese text in its size, on average, with what is lost at the ends of lines."""
_BETWEEN: Final = 4.0
"""Points between two paragraphs of text."""
_INDENT: Final = 10.0
"""Millimetres by which the first line of a paragraph stands in."""
_CELL_SIDES: Final = 2.6
_ROW_ROOM: Final = 1.5
"""Points above and below the text of a row, with its line."""
HEADING: Final = (BODY * _LINE + 11) * _MM
TABLE_ROOM: Final = 4.0
"""Millimetres below a table."""
FORM: Final = 112.0
"""Millimetres of the head and the foot of the official form."""
PAGE: Final = 257.0
"""Millimetres between the margins of a page."""


def lines(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a width of millimetres, in letters of a size in points."""
    return max(1, -(-len(text) * size * _LETTER * _MM // width).__int__())


def paragraph(text: str, size: float = BODY) -> float:
    """Return the height of a paragraph of text."""
    count = lines(text, TEXT_WIDTH - _INDENT / 2, size)
    return (count * size * _LINE + _BETWEEN) * _MM


def note(text: str) -> float:
    """Return the height of a footnote."""
    return lines(text, TEXT_WIDTH, NOTE) * NOTE * _LINE * _MM


def rows(heads: Sequence[str], texts: Sequence[Sequence[str]], kept: Sequence[int]) -> list[float]:
    """Return the height of the head of a table, then of each row; `kept` are the rows that set its widths."""
    widths = column_widths(heads, [texts[at] for at in kept], TEXT_WIDTH)
    return [_row(row, widths) for row in (heads, *texts)]


def _row(texts: Sequence[str], widths: Sequence[float]) -> float:
    most = max((lines(text, width - _CELL_SIDES, TABLE) for text, width in zip(texts, widths, strict=False)), default=1)
    return (most * TABLE * _LINE + _ROW_ROOM) * _MM
