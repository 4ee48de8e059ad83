"""Two sequences of words -> the gaps between what both have in the same order.

Shingles that both have once hold them together, so the work grows with their length and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.run.sketch import SHINGLE, Token

UNIT_WORDS: Final = 2
"""Words behind a number that tell what it counts: triệu đồng, lượt người."""
_LONGEST_GAP: Final = 400
"""Words between two places that agree; longer gaps are taken as different as they are, to keep work linear."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in one text where another stands in the other; tokens `before` it are the same in both."""

    one: Sequence[Token]
    other: Sequence[Token]
    before: Sequence[str]


def gaps(one: Sequence[Token], other: Sequence[Token]) -> Iterator[Gap]:
    """Yield where two texts differ, in their order: shingles that both have once hold them together."""
    left, right = [token.key for token in one], [token.key for token in other]
    i = j = 0
    for a, b in [*_anchors(left, right), (len(left), len(right))]:
        if a < i or b < j:
            continue
        yield from _small_gaps(one[i:a], other[j:b], left[max(0, i - UNIT_WORDS) : i])
        while a < len(left) and b < len(right) and left[a] == right[b]:
            a, b = a + 1, b + 1
        i, j = a, b


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return places of shingles that each text holds once, in the order of both, as many as can be."""
    places, others = _single(left), _single(right)
    pairs = sorted((place, others[shingle]) for shingle, place in places.items() if shingle in others)
    ends: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for number, (_, b) in enumerate(pairs):
        at = bisect_left(ends, b)
        back.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(b)
            last.append(number)
        else:
            ends[at], last[at] = b, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


def _single(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    shingles = [tuple(keys[at : at + SHINGLE]) for at in range(len(keys) - SHINGLE + 1)]
    times = Counter(shingles)
    return {shingle: at for at, shingle in enumerate(shingles) if times[shingle] == 1}


def _small_gaps(one: Sequence[Token], other: Sequence[Token], before: Sequence[str]) -> Iterator[Gap]:
    if not one or not other or max(len(one), len(other)) > _LONGEST_GAP:
        if one or other:
            yield Gap(one, other, before)
        return
    left, right = [token.key for token in one], [token.key for token in other]
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Gap(one[a:b], other[c:d], [*before, *left[:a]][-UNIT_WORDS:])
