"""Sentences as folded words, and lexicons of word phrases looked up in them, longest first.

A sentence is cut into words and single signs; a numeral is the one word `NUMBER`, a citation the one
word `CITATION`, so that rules speak of what stands before and behind them and never of their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import itemgetter
from typing import Final, Generic, TypeVar

from extractors.text.folding import fold
from extractors.values.numerals import Numeral

NUMBER: Final = "#"
CITATION: Final = "§"
DIGITS: Final = "0"
"""Digits that are no numeral: a date, a code, a page number."""

_WORD: Final = re.compile(
    r"[a-zà-ỹA-ZÀ-Ỹ]++(?!\w)|[ckhdCKHD]?[mM][23²³](?!\d)|[^\W\d_¹²³⁰⁴-⁹]+|\d++(?:[.,/:-]\d++)*+|[^\w\s]"
)
"""A word, a unit with its power, a number, a sign; the first branch is a faster way to most words."""
_SIGNS: Final = frozenset(",;:.)/(“”")
_TIGHT: Final = re.compile(r" (?=[,;:.)”/])|(?<=[(“/]) ")
"""A space before or behind a sign that stands without it."""
_HOLE_WORD: Final = "\uffff"
"""Stands for a numeral or a citation while the words around it are cut: no character, so no reader lets it through."""
_HOLE: Final = f" {_HOLE_WORD} "
_MOST_KEYS: Final = 1 << 15
_LONGEST_KEPT: Final = 32

T = TypeVar("T")


@dataclass(slots=True)
class Sentence:
    """The words of `text[start:end]`: as written, their keys in parallel, and the numeral at each NUMBER.

    `vocabulary` holds each key once, for a quick no: a lexicon none of whose first words is there says nothing.
    `held` is what `holds` has answered.
    """

    start: int
    end: int
    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    numerals: dict[int, Numeral] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    held: dict[frozenset[str], bool] = field(default_factory=dict)

    def holds(self, words: frozenset[str]) -> bool:
        """Tell whether one of the words is in the sentence; what is asked for each of its numbers is found out once."""
        held = self.held.get(words)
        if held is None:
            held = self.held[words] = not words.isdisjoint(self.vocabulary)
        return held

    def written(self, first: int, last: int) -> str:
        """Return the words `first:last` as written, single spaces between them and none before a comma.

        Signs that words are joined by (đồng/người) stand without spaces.
        """
        joined = " ".join(self.words[first:last])
        return joined if _SIGNS.isdisjoint(joined) else _TIGHT.sub("", joined)


class _Keys(dict[str, str]):
    """The keys of the words met so far."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEYS:
            self.clear()
        key = self[word] = DIGITS if word[0].isdecimal() else fold(word) or word
        return key


_KEYS: Final = _Keys()
key_of: Final = _KEYS.__getitem__
"""Returns the folded key of one word; digits become one sign."""


class _Pieces(dict[str, list[str]]):
    """The words of the pieces met so far: a piece is what stands between two spaces (`cán` `bộ,`), and is cut once."""

    def __missing__(self, piece: str) -> list[str]:
        words = _WORD.findall(piece)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEYS:
                self.clear()
            self[piece] = words
        return words


_PIECES: Final = _Pieces()


def _words_of(phrase: str) -> Iterator[str]:
    return chain.from_iterable(map(_PIECES.__getitem__, phrase.split()))


def places_of(key: str, keys: Sequence[str]) -> list[int]:
    """Return where a word stands among the words of a sentence.

    >>> places_of(";", ["mở", "#", "lớp", ";", "thi", ";"])
    [3, 5]
    """
    return list(compress(range(len(keys)), map(key.__eq__, keys)))


def keys_of(phrase: str) -> list[str]:
    """Return the keys of a phrase as a sentence would hold them.

    >>> keys_of("Đ/c Bí thư")
    ['đ', '/', 'c', 'bí', 'thư']
    """
    return list(map(key_of, _words_of(phrase)))


def cut_sentence(
    text: str, start: int, end: int, numerals: Sequence[Numeral], citations: Sequence[tuple[int, int]]
) -> Sentence:
    """Cut `text[start:end]` into words; `numerals` and `citations` are those inside it, in order, disjoint."""
    opaque: list[tuple[int, int, Numeral | None]] = [(n.start, n.tail, n) for n in numerals]
    if citations:
        opaque += [(first, last, None) for first, last in citations]
        opaque.sort(key=itemgetter(0))
    held: list[tuple[int, int, Numeral | None]] = []
    pieces: list[str] = []
    at = start
    for span in opaque:
        if span[0] >= at:
            pieces.append(text[at : span[0]])
            held.append(span)
            at = span[1]
    pieces.append(text[at:end])
    words = list(_words_of(_HOLE.join(pieces)))
    keys = list(map(key_of, words))
    found: dict[int, Numeral] = {}
    place = -1
    for first, last, numeral in held:
        place = words.index(_HOLE_WORD, place + 1)
        words[place], keys[place] = text[first:last], CITATION
        if numeral is not None:
            keys[place], found[place] = NUMBER, numeral
    return Sentence(start, end, words, keys, found, frozenset(keys))


class _Node(Generic[T]):
    """A place in a tree of phrases: the value of the phrase that ends here, and the words that may follow."""

    __slots__ = ("following", "value")

    def __init__(self) -> None:
        self.value: T | None = None
        self.following: dict[str, _Node[T]] = {}


class Lexicon(Generic[T]):
    """Phrases with a value each; the longest that stands at a place wins, of equal phrases the first.

    `firsts` and `lasts` are the words that a phrase begins or ends with, for a quick no.
    """

    __slots__ = ("_backward", "_forward", "firsts", "lasts")

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        forward: _Node[T] = _Node()
        backward: _Node[T] = _Node()
        for phrase, value in entries:
            keys = keys_of(phrase)
            for node, ordered in ((forward, keys), (backward, keys[::-1])):
                for key in ordered:
                    node = node.following.setdefault(key, _Node())
                if node.value is None:
                    node.value = value
        self._forward: Final = forward.following
        self._backward: Final = backward.following
        self.firsts: Final = frozenset(self._forward)
        self.lasts: Final = frozenset(self._backward)

    def at(self, keys: list[str], start: int) -> tuple[int, T] | None:
        """Return the end and the value of the longest phrase that begins at `start`."""
        size = len(keys)
        if start >= size or (node := self._forward.get(keys[start])) is None:
            return None
        found: tuple[int, T] | None = None
        while True:
            start += 1
            if node.value is not None:
                found = start, node.value
            if start == size or (following := node.following.get(keys[start])) is None:
                return found
            node = following

    def before(self, keys: list[str], end: int) -> tuple[int, T] | None:
        """Return the start and the value of the longest phrase that ends at `end` (exclusive)."""
        if end <= 0 or (node := self._backward.get(keys[end - 1])) is None:
            return None
        found: tuple[int, T] | None = None
        while True:
            end -= 1
            if node.value is not None:
                found = end, node.value
            if end == 0 or (following := node.following.get(keys[end - 1])) is None:
                return found
            node = following

    def scan(self, keys: list[str]) -> list[tuple[int, int, T]]:
        """Return every phrase found from left to right, longest first, without overlaps."""
        found: list[tuple[int, int, T]] = []
        if self.firsts.isdisjoint(keys):
            return found
        firsts, size, at = self._forward, len(keys), 0
        for start in compress(range(size), map(firsts.__contains__, keys)):
            if start < at:
                continue
            node: _Node[T] | None = firsts[keys[start]]
            place = start + 1
            while node is not None:
                if node.value is not None:
                    at, value = place, node.value
                node = node.following.get(keys[place]) if place < size else None
                place += 1
            if at > start:
                found.append((start, at, value))
        return found
