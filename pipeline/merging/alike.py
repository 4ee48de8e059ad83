"""Two headings -> how much they say the same, from 0 to 1; words that many headings have count less."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import bare, fold

_TABLE: Final = load_table(__package__, "headings")
_LIGHT: Final = frozenset(map(fold, _TABLE["titles"]["light"]))
_TIME: Final = frozenset(map(fold, _TABLE["titles"]["time"]))
_SAME: Final = tuple(
    (re.compile(rf"(?<!\w){re.escape(fold(other))}(?!\w)"), fold(block["words"][0]))
    for block in _TABLE["same"]
    for other in block["words"][1:]
)
_WORD: Final = re.compile(r"[^\W_]+")
_ROMAN: Final = re.compile(r"[ivx]+")
_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_VOWELS: Final = frozenset("aeiouy")
_LIGHT_WEIGHT, _TIME_WEIGHT = 0.3, 0.15
_SHORT, _LONG = 2, 7
"""Letters of an abbreviation."""
_FOUND, _SAID = 0.6, 0.4
"""What counts for more: that a heading has the words of the outline's, not that it has others beside them."""
_TELLING: Final = 0.9
"""What two headings must share to say anything: a word and a half that others have not, or all of four light ones."""


class Titles:
    """The headings of one outline, by which the headings of reports are measured."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._told: Counter[str] = Counter(word for title in titles for word in words_of(title))

    def alike(self, outline: str, written: str) -> float:
        """Return how much a heading as a unit wrote it says what a heading of the outline says.

        >>> titles = Titles(["Tồn tại, hạn chế", "Kiến nghị, đề xuất", "Cơ sở vật chất, thiết bị dạy học"])
        >>> round(titles.alike("Kiến nghị, đề xuất", "ĐỀ XUẤT CỦA XÃ"), 2)
        0.84
        >>> titles.alike("Cơ sở vật chất, thiết bị dạy học", "CSVC") > titles.alike("Tồn tại, hạn chế", "CSVC")
        True
        """
        wanted, said = words_of(outline), words_of(spelt_out(written, outline))
        shared = sum(map(self._weight, wanted & said))
        if not shared:
            return 0.0
        whole = _FOUND * shared / sum(map(self._weight, wanted)) + _SAID * shared / sum(map(self._weight, said))
        return whole * min(1.0, shared / _TELLING)

    def _weight(self, word: str) -> float:
        if word in _TIME or word.isdigit() or _ROMAN.fullmatch(word):
            return _TIME_WEIGHT
        return _LIGHT_WEIGHT if word in _LIGHT else 1 / max(1, self._told[word]) ** 0.25


@lru_cache(maxsize=1 << 14)
def words_of(title: str) -> frozenset[str]:
    """Return the syllables of a heading, folded, without brackets, and one word for all that mean the same."""
    folded = " ".join(_WORD.findall(fold(_BRACKET.sub("", title) or title)))
    for pattern, usual in _SAME:
        folded = pattern.sub(usual, folded)
    return frozenset(folded.split())


def telling_words(title: str) -> frozenset[str]:
    """Return the syllables of a heading that tell it from others.

    >>> telling_words("Công tác tuyên truyền") == telling_words("TUYÊN TRUYỀN")
    True
    """
    words = words_of(title)
    return words - _LIGHT or words


@lru_cache(maxsize=1 << 14)
def spelt_out(written: str, other: str) -> str:
    """Return a heading with its abbreviations spelt as in another one that has the words.

    >>> spelt_out("CSVC, thiết bị", "Cơ sở vật chất, thiết bị dạy học")
    'Cơ sở vật chất, thiết bị'
    """
    words = _WORD.findall(other)
    initials = "".join(bare(word)[:1] for word in words)

    def spell(match: re.Match[str]) -> str:
        letters = bare(match.group())
        at = initials.find(letters) if _is_abbreviation(match.group(), written) else -1
        return match.group() if at < 0 else " ".join(words[at : at + len(letters)])

    return _WORD.sub(spell, written)


def _is_abbreviation(word: str, title: str) -> bool:
    if not (word.isupper() and word.isalpha() and _SHORT <= len(word) <= _LONG):
        return False
    return not title.isupper() or not _VOWELS & set(bare(word))
