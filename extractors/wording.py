"""Sentences as folded words, and lexicons of word phrases looked up in them, longest first.

A sentence is cut into words and single signs; a numeral is the one word `NUMBER`, a citation the one
word `CITATION`, so that rules speak of what stands before and behind them and never of their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from extractors.folding import fold
from extractors.numerals import Numeral

NUMBER: Final = "#"
CITATION: Final = "§"
DIGITS: Final = "0"
"""Digits that are no numeral: a date, a code, a page number."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:[23](?!\d))?|\d[\d.,/:-]*|[^\w\s]")
_KEYS: Final[dict[str, str]] = {}
_MOST_KEYS: Final = 1 << 15

T = TypeVar("T")


@dataclass(slots=True)
class Sentence:
    """The words of `text[start:end]`: parallel lists of keys and offsets, and the numeral at each NUMBER."""

    start: int
    end: int
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    numerals: dict[int, Numeral] = field(default_factory=dict)


def key_of(word: str) -> str:
    """Return the folded key of one word; digits become one sign."""
    key = _KEYS.get(word)
    if key is None:
        if len(_KEYS) >= _MOST_KEYS:
            _KEYS.clear()
        key = _KEYS[word] = DIGITS if word[0].isdecimal() else fold(word)
    return key


def keys_of(phrase: str) -> tuple[str, ...]:
    """Return the keys of a phrase as a sentence would hold them.

    >>> keys_of("Đ/c Bí thư")
    ('đ', '/', 'c', 'bí', 'thư')
    """
    return tuple(key_of(word) for word in _WORD.findall(phrase))


def cut_sentence(
    text: str, start: int, end: int, numerals: Sequence[Numeral], citations: Sequence[tuple[int, int]]
) -> Sentence:
    """Cut `text[start:end]` into words; `numerals` and `citations` are those inside it, in order, disjoint."""
    sentence = Sentence(start, end)
    opaque: list[tuple[int, int, Numeral | None]] = [(n.start, n.tail, n) for n in numerals]
    if citations:
        opaque += [(first, last, None) for first, last in citations]
        opaque.sort(key=lambda span: span[0])
    at = start
    for first, last, numeral in opaque:
        if first < at:
            continue
        _add_words(sentence, text, at, first)
        if numeral is not None:
            sentence.numerals[len(sentence.keys)] = numeral
        sentence.keys.append(CITATION if numeral is None else NUMBER)
        sentence.starts.append(first)
        sentence.ends.append(last)
        at = last
    _add_words(sentence, text, at, end)
    return sentence


def _add_words(sentence: Sentence, text: str, start: int, end: int) -> None:
    keys, starts, ends = sentence.keys, sentence.starts, sentence.ends
    known = _KEYS.get
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        keys.append(known(word) or key_of(word))
        starts.append(match.start())
        ends.append(match.end())


class Lexicon(Generic[T]):
    """Phrases with a value each; the longest that stands at a place wins."""

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            keys = keys_of(phrase)
            self._by_first.setdefault(keys[0], []).append((keys, value))
            self._by_last.setdefault(keys[-1], []).append((keys, value))
        for table in (self._by_first, self._by_last):
            for listed in table.values():
                listed.sort(key=lambda entry: -len(entry[0]))

    def at(self, keys: Sequence[str], start: int) -> tuple[int, T] | None:
        """Return the end and the value of the longest phrase that begins at `start`."""
        if start >= len(keys):
            return None
        for phrase, value in self._by_first.get(keys[start], ()):
            size = len(phrase)
            if size == 1 or tuple(keys[start : start + size]) == phrase:
                return start + size, value
        return None

    def before(self, keys: Sequence[str], end: int) -> tuple[int, T] | None:
        """Return the start and the value of the longest phrase that ends at `end` (exclusive)."""
        if end <= 0:
            return None
        for phrase, value in self._by_last.get(keys[end - 1], ()):
            size = len(phrase)
            if size == 1 or (size <= end and tuple(keys[end - size : end]) == phrase):
                return end - size, value
        return None

    def scan(self, keys: Sequence[str]) -> list[tuple[int, int, T]]:
        """Return every phrase found from left to right, longest first, without overlaps."""
        found: list[tuple[int, int, T]] = []
        table = self._by_first
        at = 0
        for start, key in enumerate(keys):
            if key not in table or start < at:
                continue
            hit = self.at(keys, start)
            if hit:
                at = hit[0]
                found.append((start, at, hit[1]))
        return found
