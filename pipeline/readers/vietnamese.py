"""Is this Vietnamese as it was written? Text -> the share of true syllables, and what a wrong encoding leaves.

Facts: the syllable grammar of quốc ngữ; signatures of TCVN3, VNI and mojibake as they look when their
bytes are read as Latin-1 (74 TCVN3 letters, VNI's base letter and mark).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.model import Problem

_TONES: Final = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdđghklmnprstvx])?"
    r"(?:[iy]ê|ươ|uô|uâ|uă|oă|oa|oe|oo|uê|uyê|uy|uơ|ưa|ia|ua|ya|uya|ie|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[ckmnptiyuo])?"
)
_LONGEST_SYLLABLE: Final = 7
_WORD = re.compile(r"[^\W\d_¹²³⁰⁴-⁹₀-₉¼½¾]{2,}")
_SAMPLE: Final = 20_000
"""Characters looked at: about ten pages, enough to tell an encoding."""

_NO_GLYPH = re.compile("[\ufffd■□▯\x00\ue000-\uf8ff]")
_LEAST_LETTERS: Final = 60
_MOST_BOXES: Final = 0.03
_LEAST_MARKED: Final = 0.03
"""Shares of letters: of sound Vietnamese 0.25 have marks, and no box stands for a letter."""

_MOJIBAKE = re.compile("[áÃ][º»¡-¹]|Ä[‘\x91]|Æ[°¡]")
_TCVN3 = re.compile("[A-Za-z][®¸©µ¶¹ª«¬]|[®¸©µ¶¹«¬§][A-Za-z]")
_VNI = re.compile("[A-Za-z][øïûäåëüØÏÛÄÅËÜ]|[Aa][áàâéèùÁÀÂÙ]|[Ee][áàâùÁÀÂÙ]|[Oo][âùûÂÙÛ]|[öôñ][ùøïûõÙØÏÛÕ]")
_LEAST_HITS: Final = 5


@lru_cache(maxsize=1 << 15)
def is_syllable(word: str) -> bool:
    """Tell whether a word is a possible Vietnamese syllable with at most one tone mark.

    >>> [is_syllable(word) for word in ("nghiêng", "Quyết", "thủy", "Uû", "nh©n", "world")]
    [True, True, True, False, False, False]
    """
    letters = [c for c in unicodedata.normalize("NFD", word.lower()) if c not in _TONES]
    base = unicodedata.normalize("NFC", "".join(letters))
    tones = len(unicodedata.normalize("NFD", word)) - len(letters)
    return len(base) <= _LONGEST_SYLLABLE and tones <= 1 and _SYLLABLE.fullmatch(base) is not None


def syllable_share(text: str) -> float:
    """Return the share of words (two letters or more, no abbreviations) that are Vietnamese syllables; 1.0 for none."""
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if not (word.isascii() and word.isupper())]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def accented_share(text: str) -> float | None:
    """Return the share of syllables among words with a letter outside ASCII; None where there is no such word."""
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else None


def lacks_letters(text: str) -> bool:
    """Tell whether letters with marks are missing, as where a font has no Vietnamese glyphs.

    Vietnamese has marks in two words of three; a long text with hardly any lost them, or boxes stand in their place.

    >>> lacks_letters("B■o c■o k■t qu■ th■c hi■n Ngh■ quy■t s■ 12 c■a T■nh ■y v■ c■ng t■c d■n v■n " * 3)
    True
    """
    sample = text[:_SAMPLE]
    letters = sum(1 for character in sample if character.isalpha())
    if letters < _LEAST_LETTERS:
        return False
    marked = sum(1 for character in sample if character.isalpha() and not character.isascii())
    boxes = len(_NO_GLYPH.findall(sample))
    return boxes > _MOST_BOXES * letters or marked < _LEAST_MARKED * letters


def wrong_encoding(text: str) -> Problem | None:
    """Return the problem of text whose letters come from an old font or from a wrong decoding, None for sound text."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return None
    words = 1 + sample.count(" ") + sample.count("\n")
    for sign in _SIGNS:
        hits = [match.span() for match in sign.pattern.finditer(sample)]
        if len(hits) >= max(_LEAST_HITS, sign.least_share * words):
            return Problem(sign.kind, sign.message, *hits[0])
    return None


class _Sign(NamedTuple):
    """What one wrong encoding leaves; `least_share` is hits to words, above what sound text of any language shows."""

    pattern: re.Pattern[str]
    least_share: float
    kind: str
    message: str


_OLD_FONT = "Còn chữ viết bằng bảng mã cũ {} mà chưa chuyển mã được; cần đối chiếu bản gốc."
_SIGNS: Final = (
    _Sign(_MOJIBAKE, 0.05, "mojibake", "Chữ bị đọc nhầm bảng mã (UTF-8 đọc như Windows-1252); cần lấy lại tệp gốc."),
    _Sign(_TCVN3, 0.1, "legacy_encoding", _OLD_FONT.format("TCVN3 (ABC, phông .Vn...)")),
    _Sign(_VNI, 0.35, "legacy_encoding", _OLD_FONT.format("VNI (phông VNI-...)")),
)
