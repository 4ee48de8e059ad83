"""A text -> the nouns that it writes short: capitals in a bracket behind the words whose first letters they are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BRACKET: Final = re.compile(r"\(([A-ZĐ]{2,8})\)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE: Final = 80


def written_short(text: str) -> dict[str, str]:
    """Return each abbreviation that a text spells out where it first stands, with its words in small letters.

    >>> written_short("Thực hiện 541 công trình thanh niên (CTTN). Tổ chức cơ sở đảng (TCCSĐ) và Ủy ban (XYZ).")
    {'CTTN': 'công trình thanh niên', 'TCCSĐ': 'tổ chức cơ sở đảng'}
    """
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        short = bracket[1]
        words = _WORD.findall(text, max(0, bracket.start() - _BEFORE), bracket.start())[-len(short) :]
        if short not in found and "".join(_initial(word) for word in words) == short:
            found[short] = " ".join(words).lower()
    return found


def _initial(word: str) -> str:
    """Return the first letter of a word as abbreviations write it: a capital, no mark but the bar of `Đ`."""
    return unicodedata.normalize("NFD", word[0].upper())[0]
