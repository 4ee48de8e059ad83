"""A line read twice, each time by another look -> the words that are surer, and the numbers that are doubtful.

A word is taken as one of the two readings has it, never mended. A number is doubtful where the readings differ, or
where Tesseract is unsure of a digit: a wrong digit is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from pipeline.readers.scan.engine import Word
from pipeline.readers.vietnamese import is_syllable

UNSURE: Final = 0.86
"""Confidence of a word under which its line is read a second time."""
_UNSURE_DIGIT: Final = 0.7
_SYLLABLE: Final = 0.1
"""What being a Vietnamese syllable adds to a word's confidence, when two readings of it are compared."""
_CLEARLY: Final = 0.02
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+")


def wants_second(words: Sequence[Word]) -> bool:
    """Tell whether a line is to be read again: it holds digits, or a word that is not sure."""
    return any(word.sure < UNSURE or _has_digit(word) for word in words)


def compared(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of the first reading, or in their place those of the second where they are surer."""
    found: list[Word] = []
    pairs = SequenceMatcher(None, [word.text for word in first], [word.text for word in second], autojunk=False)
    for kind, a, b, c, d in pairs.get_opcodes():
        before, after = first[a:b], second[c:d]
        if kind == "equal":
            found += [_agreed(one, other) for one, other in zip(before, after, strict=True)]
        elif len(before) == len(after):
            found += [_surer(one, other) for one, other in zip(before, after, strict=True)]
        elif before and after:
            found += _surer_part(before, after)
        else:
            found += [_doubted(word) for word in before]
    return tuple(found)


def alone(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of a line that was read once: numbers are doubtful by their confidence."""
    return tuple(_agreed(word, word) for word in words)


def _agreed(one: Word, other: Word) -> Word:
    """Return a word on which both readings agree; a digit of which neither is sure stays doubtful."""
    surer = one if one.sure >= other.sure else other
    word = replace(one, sure=surer.sure, signs=surer.signs)
    spans = [match.span() for match in _NUMBER.finditer(word.text)]
    return replace(word, doubts=tuple(s for s in spans if min(word.signs[s[0] : s[1]], default=1.0) < _UNSURE_DIGIT))


def _surer(one: Word, other: Word) -> Word:
    """Return the surer of two readings of one word, in the place of the first; numbers that differ are doubtful."""
    word = one if _worth(one) + _CLEARLY >= _worth(other) else replace(other, box=one.box)
    if _digits(one.text) == _digits(other.text):
        return _agreed(word, word)
    return _doubted(word)


def _surer_part(before: Sequence[Word], after: Sequence[Word]) -> list[Word]:
    """Return the surer of two readings that part the words in other places."""
    same = _digits("".join(word.text for word in before)) == _digits("".join(word.text for word in after))
    worth = [
        sum(_worth(word) * len(word.text) for word in part) / sum(len(word.text) for word in part)
        for part in (before, after)
    ]
    part = before if worth[0] + _CLEARLY >= worth[1] else after
    return [_agreed(word, word) if same else _doubted(word) for word in part]


def _doubted(word: Word) -> Word:
    return replace(word, doubts=tuple(match.span() for match in _NUMBER.finditer(word.text)))


def _worth(word: Word) -> float:
    parts = _LETTERS.findall(word.text)
    return word.sure + (_SYLLABLE if parts and all(map(is_syllable, parts)) else 0.0)


def _mean_worth(words: Sequence[Word]) -> float:
    return sum(_worth(word) * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _digits(text: str) -> str:
    """Return the numbers of a text as they stand, with their points: two readings must agree on them."""
    return " ".join(_NUMBER.findall(text))


def _has_digit(word: Word) -> bool:
    return any(sign.isdigit() for sign in word.text)
