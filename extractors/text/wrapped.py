"""Finds where one line of text goes on in the next: hard-wrapped scans and mail, and pages that break anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from extractors.rulebook import find_pattern
from extractors.text.lines import Line, is_capital

_FEWEST_WRAPPED: Final = 3
_WIDEST: Final = 130
_NARROWEST: Final = 40
_LONGEST: Final = 400
_NEAR: Final = 1500
_RAGGED: Final = 0.1
"""How much of the width may be left free after the last word that had room."""
_ENDS: Final = ".!?:;…”|"

_wrapped = partial(find_pattern, __package__, "wrapped")


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which a text was hard-wrapped, 0 for a text with a paragraph a line.

    A line that goes on below in lower case was broken there, unless it ends as a sentence does.
    """
    broken = [
        len(above.text)
        for above, below in pairwise(lines)
        if not below.gap and below.text[0].islower() and above.text[-1] not in _ENDS
    ]
    return _widest(broken)


def paragraph_lengths(lines: Sequence[Line]) -> list[int]:
    """Return how long each paragraph is, its broken lines together."""
    width = wrap_width(lines)
    lengths: list[int] = []
    above: Line | None = None
    for line in lines:
        if above is not None and not line.gap and goes_on(above.text, line.text, width):
            lengths[-1] += len(line.text) + 1
        else:
            lengths.append(len(line.text))
        above = line
    return lengths


def is_wrapped(text: str, end: int) -> bool:
    """Tell whether the line end at `end` of a text stands inside a paragraph: what is below goes on what is above."""
    above = text[max(text.rfind("\n", max(0, end - _LONGEST), end) + 1, end - _LONGEST) : end].strip()
    stop = text.find("\n", end + 1, end + _LONGEST)
    below = text[end + 1 : stop if stop >= 0 else end + _LONGEST].strip()
    if not above or not below:
        return False
    full = _NARROWEST <= len(above) <= _WIDEST and not below[0].islower() and above[-1] not in _ENDS
    return goes_on(above, below, _width_near(text, end) if full else 0)


def _width_near(text: str, at: int) -> int:
    """Return the width at which the lines around an offset were hard-wrapped, 0 where they are paragraphs."""
    lines = [line.strip() for line in text[max(0, at - _NEAR) : at + _NEAR].split("\n")]
    return _widest(
        [len(above) for above, below in pairwise(lines) if above and below[:1].islower() and above[-1] not in _ENDS]
    )


def _widest(broken: Sequence[int]) -> int:
    """Return the greatest of the lengths at which lines were broken, 0 where they tell of no hard wrapping."""
    return max(broken) if len(broken) >= _FEWEST_WRAPPED and max(broken) <= _WIDEST else 0


def goes_on(above: str, below: str, width: int) -> bool:
    """Tell whether the line `below`, right under `above`, is the rest of its paragraph.

    It begins in lower case; or `above` ends in a word that ends no phrase (của, or số above a digit); or the text is
    hard-wrapped and the first word of `below` had no room above.
    """
    if above[-1] in _ENDS or _wrapped("item").match(below):
        return False
    if below[0].islower():
        return True
    end = "number_follows" if below[0].isdigit() else "open_end"
    if _wrapped(end).search(above, max(0, len(above) - 12)):
        return True
    room = width - len(above) - 1 - len(below.split(" ", 1)[0])
    return bool(width) and room < _RAGGED * width and not is_capital(below)
