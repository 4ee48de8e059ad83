"""Which way the text of a PDF page runs: level, upright along an edge, or across as a watermark does (pypdfium2)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

ACROSS: Final = -1
"""What runs neither level nor straight up or down: a watermark, a stamp put on by hand."""
_TOLERANCE: Final = 4.0
"""Degrees by which a scanned and recognised page may lean and is still level."""


class Turns:
    """The direction of a page's characters in quarters of a circle: 0, 90, 180, 270 degrees, or ACROSS."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._page = text_page

    def at(self, index: int) -> int:
        """Return by how much the page must turn clockwise for one character, by pdfium's index, to stand upright."""
        angle = pdfium.FPDFText_GetCharAngle(self._page, index)
        if not angle:
            return 0
        degrees = -math.degrees(angle) % 360
        quarter = round(degrees / 90)
        return quarter % 4 * 90 if abs(degrees - quarter * 90) <= _TOLERANCE else ACROSS

    def pieces(self, text: str, indices: list[int]) -> Iterator[tuple[int, int, int]]:
        """Yield the stretches of a line that run one way: where they start and end in the line, and which way."""
        marks = [place for place, character in enumerate(text) if not character.isspace()]
        begun, way = 0, self.at(indices[marks[0]])
        for before, place in pairwise(marks):
            turned = self.at(indices[place])
            if turned != way:
                yield begun, before + 1, way
                begun, way = place, turned
        yield begun, marks[-1] + 1, way


def main_way(ways: Counter[int]) -> int:
    """Return the direction of most of a page's text.

    >>> main_way(Counter({90: 800, 0: 12})), main_way(Counter({ACROSS: 7})), main_way(Counter())
    (90, 0, 0)
    """
    straight = Counter({way: count for way, count in ways.items() if way != ACROSS})
    return max(straight, key=lambda way: (straight[way], -way)) if straight else 0
