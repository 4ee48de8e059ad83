"""Words as the reader of a scan took them -> whether they may be others: signs of one shape, words alike but for one.

What is read is held against what a copy says; by itself no sign is mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from extractors.text.folding import bare

_ONE_WORD: Final = 0.8
"""How much of two words' letters agree where a scan gives one for the other."""
_LEAST_LETTERS: Final = 2
"""Letters of a word at the least that may be another that differs in one."""
_DIGITS_MEANT: Final = {
    "a": "4", "b": "38", "g": "69", "i": "1", "l": "1", "o": "0", "s": "5", "t": "17", "z": "2",
    "í": "1", "ố": "8", "ổ": "8", "ỗ": "8",
}  # fmt: skip
"""What a letter in a number was, by its shape."""
_LETTERS_MEANT: Final = str.maketrans("015i", "losl")
_STROKES: Final = str.maketrans({"l": "i", "1": "i", "f": "i", "j": "i", "h": "ii"})
"""What is read for strokes beside each other: quý 1II, quý HI, quý If."""
_TOO_MANY: Final = re.compile(r"i{4,}")


def may_stand_for(read: str, told: str) -> bool:
    """Tell whether signs that were read may be the digits that are told, a letter for a digit of its shape.

    >>> may_stand_for("9b9", "989"), may_stand_for("7g", "79"), may_stand_for("71í", "711"), may_stand_for("7g", "78")
    (True, True, True, False)
    """
    meant = [_meant(sign) for sign in read if sign.isalnum()]
    signs = [some for some in meant if some]
    return len(signs) == len(told) and all(digit in some for digit, some in zip(told, signs, strict=True))


def stand_for_digits(read: str) -> bool:
    """Tell whether all signs are digits or letters of the shape of one."""
    return all(map(_meant, read))


def _meant(sign: str) -> str:
    return sign if sign.isdigit() else _DIGITS_MEANT.get(sign, "")


def strokes_of(word: str) -> str:
    """Return a word in which one stroke stands for I, l and 1; no numeral has four of them beside each other.

    >>> strokes_of("1ii") == strokes_of("hi") == strokes_of("hh"), strokes_of("ii") == strokes_of("if")
    (True, True)
    """
    return _TOO_MANY.sub("iii", word.translate(_STROKES))


def like(one: str, two: str, least: float) -> bool:
    """Tell whether two words or names share so much of their letters."""
    return one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= least


def differ_by_a_letter(one: str, two: str) -> bool:
    """Tell whether two words of one length differ in one letter, whatever their diacritics.

    >>> differ_by_a_letter("đồng", "đăng"), differ_by_a_letter("hộ", "hội"), differ_by_a_letter("lượt", "cuộc")
    (True, False, False)
    """
    left, right = bare(one), bare(two)
    return len(left) == len(right) >= _LEAST_LETTERS and sum(map(str.__ne__, left, right)) == 1


def look_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the letters of some words are nearly those of others."""
    left, right = (
        "".join(bare(key).translate(_LETTERS_MEANT).replace("rn", "m") for key in side) for side in (one, other)
    )
    return like(left, right, _ONE_WORD)
