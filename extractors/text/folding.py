"""Keys for comparing text: case, tone-mark placement, look-alike letters and spacing folded away.

Folding happens in keys only, never in the text that is shown (rules of the house).
Facts: Unicode 15 tables, and the two ways of placing the tone mark on open oa, oe, uy.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""Every character that is printed like a hyphen, besides the hyphen itself."""

SPACES: Final = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t"
"""Every character that is printed like a space on a line, besides the space itself."""

SOFT_HYPHEN: Final = "\u00ad"

INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff" + SOFT_HYPHEN

_MARKS = re.compile(r"[\u0300-\u036f]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_RHYME = re.compile(rf"(?:(o)([{_TONES}]?)([ae])|(?<!q)(u)([{_TONES}]?)(y))([{_TONES}]?)(?![a-zđ\u0300-\u036f])")
_LOOK_ALIKES: Final = str.maketrans(
    {
        "\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ", "\u01a2": "Ư", "\u01a3": "ư",
        **dict.fromkeys(DASHES, "-"), **dict.fromkeys(SPACES, " "), **dict.fromkeys(INVISIBLE, ""),
    }
)  # fmt: skip
_CYRILLIC: Final = str.maketrans("АВСЕНКМОРТХавсенкмортх", "ABCEHKMOPTXabcehkmoptx")
_BARLESS: Final = str.maketrans("đĐ", "dD")
_SETTLED: Final = frozenset(
    " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịôồốổỗộơờớởỡợưừứửữựỳýỷỹỵ"
)
"""Small letters and signs that have one spelling wherever they stand: folding, which costs five times as much as
looking at them, leaves them alone. Those with a tone whose place differs (óa and oá) are not among them.
"""


def unify(text: str) -> str:
    """Return NFC text with look-alike letters, dashes and spaces made regular; its length may change."""
    return unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)


def _place_tone(match: re.Match[str]) -> str:
    o, tone_o, a_e, u, tone_u, y, tone_last = match.groups()
    return f"{o or u}{a_e or y}{tone_o or tone_u or tone_last}"


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the comparison key of a phrase: NFC, lower case, one tone placement, single spaces.

    >>> fold("Tỉnh uỷ  Thanh Hoá") == fold("tỉnh ủy Thanh Hóa")
    True
    >>> fold("Thuý") == fold("thúi")
    False
    """
    lower = text.lower()
    if _SETTLED.issuperset(lower):
        return " ".join(lower.split())
    decomposed = unicodedata.normalize("NFD", unify(text).lower())
    placed = unicodedata.normalize("NFC", _OPEN_RHYME.sub(_place_tone, decomposed))
    return " ".join(placed.split())


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """Return the key for loose search: folded, and without any diacritic, đ as d.

    >>> bare("Dân vận Đảng uỷ")
    'dan van dang uy'
    """
    decomposed = unicodedata.normalize("NFD", fold.__wrapped__(text))
    return _MARKS.sub("", decomposed).translate(_BARLESS)


def search_columns(text: str) -> tuple[str, str]:
    """Return a whole document's text folded and bare, for the full-text index.

    It is folded word by word, since a document says few words many times, and nothing that folds reaches over a space.

    >>> search_columns("Ủy ban  nhân dân")
    ('uỷ ban nhân dân', 'uy ban nhan dan')
    """
    found = (_word_columns(word) if len(word) <= _LONGEST_KEPT else _columns(word) for word in text.split())
    words = [columns for columns in found if columns[0]]
    return " ".join(folded for folded, _ in words), " ".join(bared for _, bared in words)


def _columns(word: str) -> tuple[str, str]:
    return fold.__wrapped__(word), bare.__wrapped__(word)


_LONGEST_KEPT: Final = 40
"""Characters of a word whose columns are kept: what is longer is no word, and seldom comes again."""
_word_columns: Final = lru_cache(maxsize=1 << 16)(_columns)


def fold_code(code: str) -> str:
    """Return a code made regular for display: look-alikes mapped, spaces dropped, hyphens plain.

    >>> fold_code("21/2017/TT- NHNN"), fold_code("213–QÐ/TU")
    ('21/2017/TT-NHNN', '213-QĐ/TU')
    """
    return "".join(unify(code).translate(_CYRILLIC).split())


@lru_cache(maxsize=1 << 14)
def code_key(code: str) -> str:
    """Return the key by which codes typed loosely are found: upper case, without Đ's bar, separators as one.

    >>> code_key("22 qc/tu") == code_key("22-QC/TU"), code_key("06-DA/TU") == code_key("6-ĐA/TU")
    (True, True)
    """
    return _joined(re.findall(r"\d+|[^\W\d_]+", _regular(code)))


def code_slug(code: str) -> str:
    """Return a code as one segment of an address: as `code_key`, but what stands together stays together.

    >>> code_slug("03/2022/QH15"), code_slug("01-KL/TW"), code_slug("10-NQ/TƯ")
    ('3-2022-QH15', '1-KL-TW', '10-NQ-TW')
    """
    return _joined(re.findall(r"[^\W_]+", _regular(code)))


def _regular(code: str) -> str:
    return unify(code).translate(_CYRILLIC).upper().translate(_BARLESS).replace("Ư", "W").replace("T.W", "TW")


def _joined(parts: list[str]) -> str:
    return "-".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)
