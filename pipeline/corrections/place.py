"""Marked words -> where they stand in a text, which may have changed since they were marked."""

from __future__ import annotations

import re
from typing import Final

from pipeline.corrections.model import Correction

AROUND: Final = 30
"""How many characters on either side of the marked words are kept."""
_FEWEST: Final = 8
"""Characters of one side that are enough to tell a place by, where the other side has changed."""


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the characters before and behind a span by which it is found again."""
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


def place(correction: Correction, text: str) -> tuple[int, int] | None:
    """Return where the words of a correction stand in a text; None when they do not, or several may be meant.

    Where they stood, with the same words around them; else the only place with what stood on both sides, on one side,
    or on half a side; white space counts as one blank.
    """
    return place_words(correction.words, correction.start, (correction.before, correction.after), text)


def place_words(words: str, start: int, beside: tuple[str, str], text: str) -> tuple[int, int] | None:
    """Return where words that stood at `start` stand in a text, as `place`; `beside` is what stood on both sides."""
    end = start + len(words)
    if text[start:end] == words and around(text, start, end) == beside:
        return start, end
    before, after = beside
    half = AROUND // 2
    for left, right in ((before, after), (before, ""), ("", after), (before[-half:], ""), ("", after[:half])):
        if len((left + right).strip()) < min(_FEWEST, len((before + after).strip())):
            continue
        found = [match.span("words") for match in _pattern(left, words, right).finditer(text)]
        if len(found) == 1:
            return found[0]
    return None


def _pattern(before: str, words: str, after: str) -> re.Pattern[str]:
    digits = r"(?<![\d.,])", r"(?![\d]|[.,]\d)"
    inner = f"(?P<words>{_loose(words)})"
    if words[:1].isdigit() and not before:
        inner = digits[0] + inner
    if words[-1:].isdigit() and not after:
        inner += digits[1]
    return re.compile(f"{_loose(before)}{inner}{_loose(after)}")


def _loose(words: str) -> str:
    return r"\s+".join(map(re.escape, re.split(r"\s+", words)))
