"""Names and numbers -> the words of a chart: lines that fit, what a font can show."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Final

from pipeline.speech import Speech
from pipeline.terminal import legible

_NO_XML: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")
_LEGEND: Final = 40
"""Letters of a name in a legend."""


def clean(text: str) -> str:
    """Return a text in one line, control characters and marks of direction spelt out, what XML cannot hold left out.

    >>> clean("a\\x00b  c\\ufffe")
    'a\\\\x00b c'
    """
    return _NO_XML.sub("", legible(" ".join(text.split())))


def key(name: str) -> str:
    """Return the name of a series as a legend may have it: one that begins with _ would be left out of it."""
    return f"\u200a{shortened(name, _LEGEND)}" if name.startswith("_") else shortened(name, _LEGEND)


def shortened(text: str, most: int) -> str:
    """Return a text in one line of at most so many letters."""
    line = clean(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def wrapped(text: str, letters: int, lines: int = 3) -> str:
    """Return a text in lines of at most so many letters; what does not fit is cut off with a sign."""
    parts = textwrap.wrap(clean(text), letters, max_lines=lines, placeholder=" …")
    return "\n".join(parts)


def longest(texts: Iterable[str]) -> int:
    """Return how many letters the longest line of all texts has."""
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


def number(value: float, speech: Speech) -> str:
    """Return a number as people read it, with at most two decimals."""
    return speech.number(round(value, 2))
