"""Words that no lexicon of ours knows: where a noun of several syllables ends, and what names no thing.

Facts: `dictionary.toml`, made of underthesea's dictionary and its tags. It is loaded when the first such word is met.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from extractors.rulebook import load_table

_LONGEST: Final = 3


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns and the words that name no thing, as keys with spaces between."""
    table = load_table(__package__, "dictionary")
    return frozenset(table["nouns"].splitlines()), frozenset(table["others"].splitlines())


def noun_end(keys: list[str], start: int) -> int:
    """Return where the noun of two or three syllables at `start` ends, 0 where there is none.

    >>> noun_end("phó giám đốc sở".split(), 1), noun_end("mỏ nằm ở hạ lưu".split(), 0)
    (3, 0)
    """
    nouns, _ = _words()
    for end in range(min(start + _LONGEST, len(keys)), start + 1, -1):
        if " ".join(keys[start:end]) in nouns:
            return end
    return 0


def no_thing_end(keys: list[str], start: int) -> int:
    """Return where the verb or adjective at `start` ends, 0 where a noun or nothing known stands there.

    >>> no_thing_end("chờ thủ tục".split(), 0), no_thing_end("ủng hộ quỹ".split(), 0)
    (1, 2)
    >>> no_thing_end("tạm trú".split(), 0), no_thing_end("giám đốc".split(), 0)
    (2, 0)
    """
    _, others = _words()
    noun = noun_end(keys, start)
    for end in range(min(start + _LONGEST, len(keys)), max(start, noun), -1):
        if " ".join(keys[start:end]) in others:
            return end
    return 0
