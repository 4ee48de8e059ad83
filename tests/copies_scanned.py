"""A text -> what a reader of scans makes of it, with what it gets wrong; and the same text as pictures of pages.

It errs as often as was measured or more: `python -m tests.copies_judged --pictures 34` prints what the reader of scans
makes of such pages under stamps.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

_MISREAD: Final = {
    "ổ": "ố", "ở": "ớ", "ị": "i", "ẵ": "ắ", "ầ": "à", "ụ": "u", "ữ": "ư", "ộ": "ô", "ễ": "ê", "l": "1", "m": "rn",
    "ý": "y", "đ": "d",
}  # fmt: skip
_MISREAD_IN_HEAD: Final = {"Ả": "Ẳ", "Đ": "D", "n": "h", "ă": "ặ", "Ò": "Ó", "ủ": "ù", "I": "l"}
_SLIPS: Final = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "1", "5": "6", "6": "5", "7": "1", "8": "3", "9": "0"}
_LETTERS: Final = {"0": "O", "1": "l", "2": "Z", "3": "B", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B", "9": "g"}
_ROMAN: Final = {"I": "l", "II": "If", "III": "II", "IV": "V"}
_WORD_OR_NUMBER: Final = re.compile(r"\d[\d.,/]*\d|\d|[^\W\d_]+|\n")
WORDS_MISREAD, NUMBERS_MISREAD, NUMERALS_MISREAD, NUMBERS_DOUBTED = 1 / 70, 1 / 380, 1 / 20, 1 / 15
SLIPS_LETTERS, SLIPS_MARKED, SLIPS_NAMED, SLIPS_BESIDE = 1 / 3, 3 / 4, 1 / 5, 1 / 10
LINES_WITH_DIRT, DIRT_WITH_DIGITS = 1 / 30, 1 / 20
"""Of numbers misread those that become letters in part, those that are doubtful, and of these those whose other
readings hold the number that is printed; of right numbers that are doubtful those whose other readings hold one that
differs in a digit; of lines those that have dirt behind them or around them, and of dirt what is read as digits."""
# Measured on 688 scans with 30,980 numbers and 34,516 lines, `python -m tests.copies_judged --pictures 34 35 ... 41`:
# 1 number in 382 misread (1 in 500 of the first half, 1 in 309 of the second), of 81 66 doubtful, 25 of these named; 1
# right number in 23 doubtful, 1 of 13 of these with such a neighbour; 1 word in 88 misread; dirt on 1 line in 38,
# digits in 1 of 26 of these. What is assumed: that one misread number of three has a letter in it, and that a numeral
# is misread as often as 1 in 20.
_DIRT: Final = (".", "`", "l", ":", "-", "_", "»", "ˆ")

Doubt = tuple[int, int, tuple[str, ...]]
"""Where a number that may be wrong begins and ends, and what else it may be."""


def misread(text: str, chance: Random) -> tuple[str, tuple[Doubt, ...]]:
    """Return a text as a reader of scans gets it, with its doubts; how often it errs changes nothing made after it."""
    chance = Random(chance.getrandbits(64))
    read, last = "", 0
    doubtful: list[Doubt] = []
    body = text.index("I. TÌNH HÌNH")
    for match in _WORD_OR_NUMBER.finditer(text):
        read += text[last : match.start()]
        word, last = match[0], match.end()
        said, doubt = word, None
        if word[0].isdigit():
            said, doubt = _number_read(word, chance)
        elif word == "\n":
            said, doubt = _end_of_line(chance)
        elif word in _ROMAN and chance.random() < NUMERALS_MISREAD:
            said = _ROMAN[word]
        elif chance.random() < WORDS_MISREAD:
            said = _misread(word, chance, match.start() < body)
        if doubt is not None:
            start = len(read) + next(place for place, sign in enumerate(said) if not sign.isspace() and sign != "¬")
            doubtful.append((start, start + len(said.strip("\n¬©!")), doubt))
        read += said
    return read + text[last:], tuple(doubtful)


def _misread(word: str, chance: Random, in_head: bool) -> str:
    if not in_head:
        return "".join(_MISREAD.get(sign, sign) for sign in word)
    places = [place for place, sign in enumerate(word) if sign in _MISREAD_IN_HEAD]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + _MISREAD_IN_HEAD[word[place]] + word[place + 1 :]


def _end_of_line(chance: Random) -> tuple[str, tuple[str, ...] | None]:
    """Return the end of a line, with dirt of the page behind it, below it or before the next line, if there is any."""
    if chance.random() >= LINES_WITH_DIRT:
        return "\n", None
    if chance.random() < DIRT_WITH_DIGITS:
        return f"\n{chance.choice(('1!', '¬5©'))}\n", ()
    dirt = chance.choice(_DIRT)
    return chance.choice((f"{dirt}\n", f"\n{dirt} ", f"\n{dirt}\n", f"\n{dirt}\n")), None


def _number_read(number: str, chance: Random) -> tuple[str, tuple[str, ...] | None]:
    """Return a number as it is read, and what else it may be; None where its reader has no doubt."""
    slipped = _slipped(number, _SLIPS, chance)
    if chance.random() < NUMBERS_MISREAD:
        if chance.random() < SLIPS_LETTERS:
            slipped = _slipped(number, _LETTERS, chance)
        return slipped, (_named(number, SLIPS_NAMED, chance) if chance.random() < SLIPS_MARKED else None)
    return number, (_named(slipped, SLIPS_BESIDE, chance) if chance.random() < NUMBERS_DOUBTED else None)


def _slipped(number: str, signs: Mapping[str, str], chance: Random) -> str:
    places = [place for place, sign in enumerate(number) if sign in signs]
    place = chance.choice(places)
    return number[:place] + signs[number[place]] + number[place + 1 :]


def _named(number: str, share: float, chance: Random) -> tuple[str, ...]:
    return (number,) if chance.random() < share else ()


def picture(text: str, seed: int) -> list[Image.Image]:
    """Return the pages of a text as a scanner at 200 dpi sees them: a little askew, soft, grainy."""
    chance = Random(seed)
    return [_worn(page, chance) for page in sheets(text)]


def sheets(text: str, fonts: Path = Path("/usr/share/fonts/truetype/liberation2")) -> list[Image.Image]:
    """Return the pages of a text as they are printed, at 200 dpi."""
    font = ImageFont.truetype(fonts / "LiberationSerif-Regular.ttf", 38)
    pages: list[Image.Image] = []
    y = 9999.0
    for line in text.split("\n"):
        for row in _wrapped(line, font, 1340):
            if y > 2180:
                pages.append(Image.new("L", (1654, 2339), 246))
                y = 160.0
            ImageDraw.Draw(pages[-1]).text((170, y), row, font=font, fill=25)
            y += 54
    return pages


def _wrapped(line: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    rows = [""]
    for word in line.split(" "):
        if rows[-1] and font.getlength(f"{rows[-1]} {word}") > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}" if rows[-1] else word
    return rows


def _worn(page: Image.Image, chance: Random) -> Image.Image:
    turned = page.rotate(chance.uniform(-0.6, 0.6), resample=Image.Resampling.BICUBIC, fillcolor=246)
    noise = Image.effect_noise(page.size, 18)
    return Image.blend(turned.filter(ImageFilter.GaussianBlur(0.5)), noise, 0.08).convert("RGB")


def pdf_of(pages: list[Image.Image]) -> bytes:
    """Return pictures as a PDF without a text layer."""
    held = io.BytesIO()
    pages[0].save(held, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=55)
    return held.getvalue()
