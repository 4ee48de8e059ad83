"""Characters as an old Vietnamese font stores them -> Unicode letters, for TCVN3, VNI, VISCII and VPS.

Before Unicode a font drew Vietnamese letters in the places of other characters, so a file says `nh©n d©n` where the
page shows `nhân dân`. Sources: TCVN 5712:1993 (checked byte by byte against the TCVN table of glibc), the VNI-Windows
layout, RFC 1456 for VISCII (checked against glibc); the VPS layout is that of the viparse project (MIT), which agrees
with the vietunicode charts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final


class Encoding(StrEnum):
    """The encodings of fonts that were in use before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VISCII = "VISCII"
    VPS = "VPS"


_HOLE: Final = "."
_ROWS: Final = {
    Encoding.TCVN3: (
        0xA0,
        ".ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.",
    ),
    Encoding.VISCII: (
        0x80,
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
    ),
    Encoding.VPS: (
        0x80,
        "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔỖýỷỵỚỜỞ.ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
        "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ.àáâãảạă.èéêẽìí.ĩẴĐòóôõ.Ơụùúủ.ỶẼỳ",
    ),
}
_CONTROLS: Final = {
    Encoding.VISCII: {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"},
    Encoding.VPS: dict(
        zip((2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 25, 28, 29), "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True),
    ),
}
"""Letters in the places of control codes; VISCII has six, VPS fourteen."""

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300\u0301\u0309\u0303\u0323"
_TONES: Final = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_CIRCUMFLEX: Final = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVE: Final = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_ALONE: Final = dict(zip("ñôöìíæóòî", "đơưìíỉĩịỵ", strict=True))
"""Letters that VNI writes as one character; all others are a vowel and the mark behind it."""
_VNI_PAIR: Final = re.compile(r"[aeouyiôö][øùûõïâàáåãäêèéúüë]|[ñôöìíæóòî]", re.IGNORECASE)


def convert(text: str, encoding: Encoding) -> str:
    """Return the Unicode text of characters of an old font; characters without a place in its table stay.

    >>> convert("Uû ban nh©n d©n", Encoding.TCVN3), convert("Coäng hoøa xaõ hoäi", Encoding.VNI)
    ('Uỷ ban nhân dân', 'Cộng hòa xã hội')
    """
    if _COMBINING.search(text):
        text = text.translate(_FROM_1258)
    return _CONVERTERS[encoding](text)


_GLYPHS: Final = {0xB5: "\u03bc", 0xB7: "\u2219\u22c5"}
"""Other characters of the same shape that programs which make PDF write for a glyph's name."""


_COMBINING: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
"""Marks that only Windows-1258 has in one byte: where they stand, bytes were read by it."""


def _surfaces(byte: int) -> Iterator[str]:
    """Yield the characters that one byte may have become: by Latin-1, Windows-1252, or a symbol font's place."""
    yield chr(byte)
    yield chr(0xF000 + byte)
    yield from _GLYPHS.get(byte, "")
    yield bytes((byte,)).decode("cp1252", errors="ignore")


_FROM_1258: Final = {
    ord(one): chr(byte) for byte in range(0xC0, 0x100) for one in bytes((byte,)).decode("cp1258", errors="ignore")
}


def _translation(encoding: Encoding) -> dict[int, str]:
    first, letters = _ROWS[encoding]
    places = {first + index: letter for index, letter in enumerate(letters) if letter != _HOLE}
    places |= _CONTROLS.get(encoding, {})
    return {ord(one): letter for byte, letter in places.items() for one in _surfaces(byte) if one}


def _by_place(encoding: Encoding) -> Callable[[str], str]:
    table = _translation(encoding)
    return lambda text: text.translate(table)


def _vni_letters() -> dict[str, str]:
    letters = dict(_ALONE)
    for base in "aeouyiôö":
        written = _ALONE.get(base, base)
        letters |= {base + mark: unicodedata.normalize("NFC", written + tone) for mark, tone in _TONES.items()}
    for base in "aeo":
        whole = unicodedata.normalize("NFC", base + "\u0302")
        letters |= {base + mark: unicodedata.normalize("NFC", whole + tone) for mark, tone in _CIRCUMFLEX.items()}
    letters |= {"a" + mark: unicodedata.normalize("NFC", "ă" + tone) for mark, tone in _BREVE.items()}
    return letters


def _from_vni() -> Callable[[str], str]:
    plain = {ord(one): chr(byte) for byte in range(0xA0, 0x100) for one in _surfaces(byte) if one}
    letters = _vni_letters()

    def letter(match: re.Match[str]) -> str:
        """Give a pair its letter, in the case of its vowel; a pair that VNI does not have stays."""
        pair = match.group()
        found = letters.get(pair.lower())
        if found is None:
            return _VNI_PAIR.sub(letter, pair[0]) + _VNI_PAIR.sub(letter, pair[1])
        return found.upper() if pair[0].isupper() else found

    return lambda text: _VNI_PAIR.sub(letter, text.translate(plain))


_CONVERTERS: Final[dict[Encoding, Callable[[str], str]]] = {
    **{encoding: _by_place(encoding) for encoding in _ROWS},
    Encoding.VNI: _from_vni(),
}
