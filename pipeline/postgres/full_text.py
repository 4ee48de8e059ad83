"""Words of a document, folded and bare -> rows of the full-text index: vectors of words with their places.

A vector holds 256 places of a word and 16,383 places in all, so a long document is cut into parts, each with the first
words of the next one, by which a phrase that goes over the cut is found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

_WORD: Final = re.compile(r"[^\W_]{1,500}")
"""What the index of SQLite takes for a word too: letters and digits; PostgreSQL takes none of more than 2,046 bytes."""
MOST_PLACES: Final = 200
"""Of one word in a part; with those of the shared words it stays under 256."""
MOST_WORDS: Final = 16_000
SHARED_WORDS: Final = 50
"""Words of the next part that a part ends with: the longest phrase that is surely found."""
MOST_LETTERS: Final = 200_000
"""In a part: a vector may have one megabyte."""

Part = tuple[int, int, int, str, str]
"""Its number, its own words, those of both columns, the vector of folded and of bare words."""


def parts(folded: str, bare: str) -> Iterator[Part]:
    """Yield the rows of a document's words; one without words has a row, too."""
    columns = [_WORD.findall(text) for text in (folded, bare)]
    length = max(map(len, columns))
    start = number = 0
    while not number or start < length:
        end = min(_reach(words, start, length) for words in columns)
        own = [len(words[start:end]) for words in columns]
        vectors = [_vector(words[start : end + SHARED_WORDS]) for words in columns]
        yield number, max(own), sum(own), vectors[0], vectors[1]
        start, number = end, number + 1


def _reach(words: list[str], start: int, length: int) -> int:
    """Return where a part that begins at `start` has to end for the vector of these words; `length`: it need not."""
    there = words[start : start + MOST_WORDS]
    most = Counter(there).most_common(1)
    if not most or (most[0][1] <= MOST_PLACES and sum(map(len, there)) <= MOST_LETTERS):
        return min(start + MOST_WORDS, length)
    counts: Counter[str] = Counter()
    letters = 0
    for at, word in enumerate(there, start):
        counts[word] += 1
        letters += len(word)
        if counts[word] > MOST_PLACES or letters > MOST_LETTERS:
            return at
    return min(start + MOST_WORDS, length)


def _vector(words: list[str]) -> str:
    """Return words as PostgreSQL reads a vector: each once, in quotes, with the places that it stands at."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for at, word in enumerate(words, 1):
        places[word].append(str(at))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
