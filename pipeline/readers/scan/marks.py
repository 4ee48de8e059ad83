"""What is left of a page when its lines are taken out -> small marks that stand alone in its margins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pipeline.readers.scan.pixels import Mask
from pipeline.readers.scan.rules import PixelBox

_BAND: Final = 0.1
"""Share of the page's height, at the top and at the foot, where page numbers stand."""
_LOW: Final = 0.07
_HIGH: Final = 0.25
_WIDEST: Final = 0.8
"""Inches: the height of a digit of 9 to 16 points, with a dash on each side its greatest width."""
_APART: Final = 0.12
_MOST: Final = 8
"""Marks of one page that are looked at: more are dirt."""


def lone_marks(ink: Mask, dpi: int) -> list[PixelBox]:
    """Return the boxes of marks of the size of a page number, from the top of the page."""
    height = ink.shape[0]
    band = round(_BAND * height)
    found = []
    for top in (0, height - band):
        for box in _boxes(ink[top : top + band], round(_APART * dpi)):
            high, wide = (box[3] - box[1]) / dpi, (box[2] - box[0]) / dpi
            if _LOW <= high <= _HIGH and wide <= _WIDEST:
                found.append((box[0], box[1] + top, box[2], box[3] + top))
    return found if len(found) <= _MOST else []


def _boxes(ink: Mask, apart: int) -> Iterator[PixelBox]:
    """Yield boxes around ink that has white around it, in rows from the top, each from the left."""
    for top, bottom in _runs(np.logical_or.reduce(ink, axis=1), 2):
        row = ink[top:bottom]
        for left, right in _runs(np.logical_or.reduce(row, axis=0), apart):
            part = np.flatnonzero(np.logical_or.reduce(row[:, left:right], axis=1))
            yield left, top + int(part[0]), right, top + int(part[-1]) + 1


def _runs(line: Mask, apart: int) -> Iterator[tuple[int, int]]:
    """Yield where ink stands along a line, runs that are less apart as one."""
    places = np.flatnonzero(line)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > apart)
    starts = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    for start, end in zip(starts, ends, strict=True):
        yield int(start), int(end) + 1
