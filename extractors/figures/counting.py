"""Folded words -> whether they are what numbers count, or one word; for those who look at words without figures."""

from __future__ import annotations

from extractors.figures.reading.counted import counted_at
from extractors.figures.reading.dictionary import no_thing_end, noun_end


def begins_with_counted(keys: list[str]) -> bool:
    """Tell whether folded words begin with a noun or a unit of measure that numbers count.

    >>> begins_with_counted("hội nghị chuyên đề".split()), begins_with_counted("của tỉnh".split())
    (True, False)
    """
    return counted_at(keys, 0) is not None


def is_one_word(keys: list[str]) -> bool:
    """Tell whether folded syllables are together one word of the dictionary.

    >>> is_one_word("giám đốc".split()), is_one_word("sở giám".split())
    (True, False)
    """
    return max(noun_end(keys, 0), no_thing_end(keys, 0)) == len(keys)
