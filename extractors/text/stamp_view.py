"""A stretch of text -> the same made regular for reading stamps, however they were set; keys only, never shown.

A stamp is drawn rather than written: letters apart, frames of bars or boxes, dots and dashes between the letters,
letters of other alphabets, marks lost. Facts: Unicode 15 (compatibility forms, box drawing 2500-259F), and the
capitals of Cyrillic and Greek that print like Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from extractors.text.folding import DASHES, INVISIBLE, SPACES

_M: Final = "MmМмΜμⓂⓜ"
_A: Final = "AaÂâẬậẠạËëАаΑα"
_T: Final = "TtТтΤτⓉⓣ"
_WIDE: Final = "\uff21-\uff5a\U0001d400-\U0001d7ff"
"""Letters of full width, and those of mathematics."""

CANDIDATE: Final = re.compile(rf"[{_M}{_WIDE}][\W_]{{0,4}}[{_A}{_WIDE}][ÂâÄä]?[\W_]{{0,4}}[{_T}{_WIDE}](?![^\W\d_])")
"""Where a text may say MẬT, in whatever letters: one search over the whole text is all that most documents cost."""

_DIRECTIONS: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LOOK_ALIKES: Final = str.maketrans(
    {
        **dict(zip("АВЕІКМНОРСТУХЁ", "ABEIKMHOPCTYXE", strict=True)),
        **dict(zip("авеікмнорстух", "abeikmhopctyx", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("αικμνορτυχ", "aikmvoptux", strict=True)),
        **dict.fromkeys(INVISIBLE + _DIRECTIONS, ""), **dict.fromkeys(SPACES.replace("\t", ""), " "),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(map(chr, (*range(0x2500, 0x25A0), 0xA6, 0x2016)), "|"), "\u00d0": "Đ", "\u00f0": "đ",
    }
)  # fmt: skip
_APART: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][\W_]{1,4}){2,9}[^\W\d_](?![^\W_])")
_BETWEEN: Final = re.compile(r"[^\w]+|_")
_EDGE: Final = re.compile(r"^[\W_]+|[\W_]+$")
_TICKED: Final = re.compile("[☒☑✓✔]")
_EMPTY_BOX: Final = "☐□◻❏❑"
"""A box that nobody ticked: what stands behind it was not chosen."""
_CELL: Final = re.compile(r"[|\t\n]+| {3,}")
_BULLET: Final = re.compile(r"\s*[-+•·](?=[ ]?\w)")


@lru_cache(maxsize=1 << 10)
def stamp_view(text: str) -> str:
    """Return a text in Latin letters, NFC, with letters that were set apart closed up and frames as bars; case is kept.

    >>> stamp_view("T Ố I  M Ậ T"), stamp_view("┃ М.Ậ.Т ┃")
    ('TỐIMẬT', '| MẬT |')
    """
    plain = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES)
    return _APART.sub(lambda match: _BETWEEN.sub("", match[0]), unicodedata.normalize("NFC", plain))


def stamp_cells(text: str) -> Iterator[str]:
    """Yield the cells of a line in the view of stamps, without the frame and the signs around each."""
    for cell in _CELL.split(stamp_view(text)):
        bare = strip_frame(cell)
        if bare and (cell.strip()[:1] not in _EMPTY_BOX or _TICKED.search(cell)):
            yield bare


def strip_frame(cell: str) -> str:
    """Return a cell of a view without brackets, rules and marks around it, with single spaces."""
    return _EDGE.sub("", " ".join(cell.split()))


def is_bullet(text: str) -> bool:
    """Tell whether a line is an item of a list: it opens with a dash that no dash at its end answers.

    >>> is_bullet("- Mật"), is_bullet("- MẬT -")
    (True, False)
    """
    return bool(_BULLET.match(text)) and text.rstrip()[-1:] not in "-+•·"
