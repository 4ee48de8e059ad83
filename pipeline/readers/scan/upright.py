"""A page that lies on its side or stands on its head -> the quarter turn that sets it upright.

Tesseract reads such a page as signs that are no syllables, or of which it is not sure. Only then is a small copy read
in the other three positions (0.3 to 0.6 s each): no page that reads well pays for it, and no data but the language's
own is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image

from pipeline.readers.scan.engine import TextLine, engine
from pipeline.readers.vietnamese import is_syllable

_TURNS: Final = {
    90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270,
}  # fmt: skip
_SMALL_DPI: Final = 150
_SURE: Final = 0.6
_WELL: Final = 0.6
"""Which share of the letters of an upright page stands in sure syllables at the least; of plain scans 0.8 to 1."""
_FEWEST: Final = 40
"""Fewer letters in sure syllables are no page of text: a photograph, a plan, a page with a stamp alone."""
_CLEARLY: Final = 2


def turned_upright(picture: Image.Image, turn: int) -> Image.Image:
    """Return a picture turned counter-clockwise by a quarter turn of 0, 90, 180 or 270 degrees."""
    return picture.transpose(_TURNS[turn]) if turn else picture


def quarter_turn(page: Image.Image, dpi: int, read: Sequence[TextLine]) -> int:
    """Return by how many degrees a page must be turned counter-clockwise; 0 where what was read of it reads well.

    A turn must give at least twice as many letters in sure syllables as the page as it lies.
    """
    told, letters = _told(read)
    if letters and told >= _WELL * letters and told >= _FEWEST:
        return 0
    scale = min(1.0, _SMALL_DPI / dpi)
    small = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.BOX)
    found = {turn: _told(engine().page(turned_upright(small, turn), _SMALL_DPI))[0] for turn in (0, *_TURNS)}
    best = max(found, key=lambda turn: found[turn])
    return best if found[best] >= _FEWEST and found[best] >= _CLEARLY * found[0] else 0


def _told(lines: Sequence[TextLine]) -> tuple[int, int]:
    """Return how many letters stand in syllables that Tesseract is sure of, and how many letters were read.

    It reads lines that run upwards, too; those of a page that lies on its side tell nothing of it.
    """
    told = letters = 0
    for line in lines:
        left, top, right, bottom = line.box
        for word in line.words:
            parts = "".join(sign if sign.isalpha() else " " for sign in word.text).split()
            length = sum(map(len, parts))
            letters += length
            if bottom - top <= right - left and word.sure > _SURE and all(map(_is_word, parts)):
                told += length
    return told, letters


def _is_word(part: str) -> bool:
    return len(part) > 1 and is_syllable(part)
