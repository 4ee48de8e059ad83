"""A text -> the same text with look-alikes, odd spaces and dashes made regular, character for character.

Patterns are written once, for the regular characters; offsets in the view are offsets in the text.
Facts: look-alikes and the two tone-mark placements (see `folding`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractors.text.folding import DASHES, INVISIBLE, SOFT_HYPHEN, SPACES

_ZERO_WIDTH: Final = INVISIBLE.replace(SOFT_HYPHEN, "")

_CHARACTERS: Final = (
    *((dash, "-") for dash in DASHES),
    *((space, " ") for space in SPACES + _ZERO_WIDTH),
    *zip("\u00d0\u0189\u00f0\u0256\u01a2\u01a3", "ĐĐđđƯư", strict=True),
    *zip("АВСЕНКМОРТХ", "ABCEHKMOPTX", strict=True),
    ("″", '"'),
    ("“", "“"),
    ("„", "“"),
    ("«", "“"),
    ("»", "”"),
)
_ODD: Final = frozenset(odd for odd, _ in _CHARACTERS)
_TONES: Final = {
    "ỷ": (("uỷ", "ủy"), ("Uỷ", "Ủy")),
    "Ỷ": (("UỶ", "ỦY"),),
    "oá": (("hoá", "hóa"), ("Hoá", "Hóa")),
    "Á": (("HOÁ", "HÓA"),),
    "oà ": (("oà ", "òa "),),
    "À": (("OÀ ", "ÒA "),),
    "oả ": (("oả ", "ỏa "),),
    "Ả": (("OẢ ", "ỎA "),),
    "ui ": (
        ("qui định", "quy định"), ("Qui định", "Quy định"), ("qui chế", "quy chế"), ("Qui chế", "Quy chế"),
    ),
}  # fmt: skip
"""What is written otherwise, under a part of it that tells at little cost whether it may be there."""
LOWER: Final = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
"""Small Vietnamese letters, for a character class; a range like à-ỹ would take capitals in."""
_NUMBER: Final = re.compile(r"\d(?:(?<=[0-9])[0-9]++)?")
UPPER: Final = f"A-Z{LOWER[3:].upper()}"


@cache
def _printed_hyphen() -> re.Pattern[str]:
    """Return a soft hyphen between capitals or figures (NĐ-CP): a page layout wrote it for the hyphen itself.

    Few texts hold one, so that a start does not pay for the pattern.
    """
    return re.compile(rf"(?<=[A-ZĐƯ0-9]){SOFT_HYPHEN}(?=[A-ZĐƯ0-9])")


@cache
def _in_code() -> re.Pattern[str]:
    return re.compile(rf"(?<=[A-ZĐƯ0-9/-])[{_ZERO_WIDTH}]{{1,4}}(?=[A-ZĐƯ0-9/-])")


def printed_hyphens(text: str) -> str:
    """Return the text, of equal length, with the soft hyphens of codes and years as hyphens."""
    return _printed_hyphen().sub("-", text) if SOFT_HYPHEN in text else text


def has_odd_characters(text: str) -> bool:
    """Tell whether a text holds a character that the plain view shows as another: a look-alike, a dash, an odd space.

    >>> has_odd_characters("15-CT/TU"), has_odd_characters("15\\u2013CT/TU"), has_odd_characters("15-\u0421T/TU")
    (False, True, True)
    """
    return not _ODD.isdisjoint(text)


def plain_view(text: str) -> str:
    """Return the text, of equal length, with dashes, spaces, Đ, quotes, tone marks and `qui định` in one form.

    >>> plain_view("số 15\\u2013CT/TU của Tỉnh uỷ")
    'số 15-CT/TU của Tỉnh ủy'
    """
    view = text
    if SOFT_HYPHEN in view:
        view = printed_hyphens(view).replace(SOFT_HYPHEN, " ")
    for odd, regular in _CHARACTERS:
        if odd in view:
            view = view.replace(odd, regular)
    for part, spellings in _TONES.items():
        if part in view:
            for odd, regular in spellings:
                view = view.replace(odd, regular)
    return view


def without_zero_width(text: str) -> tuple[str, list[int]] | None:
    """Return the text without the zero-width marks inside codes, and the offset of each character in the text.

    None where there is none of them. A page sets them where a code may break at the end of a line.

    >>> without_zero_width("5/U\\u200bB")
    ('5/UB', [0, 1, 2, 4, 5])
    """
    if not any(mark in text for mark in _ZERO_WIDTH):
        return None
    hidden = {at for match in _in_code().finditer(text) for at in range(match.start(), match.end())}
    places = [at for at in range(len(text) + 1) if at not in hidden] if hidden else []
    return ("".join(text[at] for at in places[:-1]), places) if hidden else None


@cache
def _rarest(part: str) -> str:
    return max(part)


def places_of(view: str, part: str) -> list[int]:
    """Return the offsets at which a part stands, ordered, without overlaps.

    Its rarest letter is looked for first: a text without it is passed in a tenth of the time.
    """
    found: list[int] = []
    if _rarest(part) not in view:
        return found
    at = view.find(part)
    while at >= 0:
        found.append(at)
        at = view.find(part, at + len(part))
    return found


def number_starts(text: str) -> list[int]:
    """Return the offsets at which digits begin, ordered: what is written in digits begins at one of them.

    A digit of another script begins there too, wherever it stands.

    >>> number_starts("năm 2021, 5%"), number_starts("٣5")
    ([4, 10], [0, 1])
    """
    return [run.start() for run in _NUMBER.finditer(text)]


@cache
def _soft_end() -> re.Pattern[str]:
    return re.compile(rf"\n(?=[{LOWER}])")


def unwrapped(view: str) -> str:
    """Return the view, of equal length, with the line ends before a small letter as spaces.

    Words that are looked for whole are found where a line breaks between them.

    >>> unwrapped("theo Nghị\\nquyết Đại hội XIII\\nCăn cứ")
    'theo Nghị quyết Đại hội XIII\\nCăn cứ'
    """
    return _soft_end().sub(" ", view)
