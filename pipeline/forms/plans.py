"""Indicators that ask for a plan (`Kế hoạch vốn được giao`), and the numbers that may answer them.

Of other indicators an aim is no value; of these it is the value, and what was done of it is none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extractors.rulebook import load_table
from pipeline.forms.clauses import is_under
from pipeline.forms.concepts import concepts, words_of
from pipeline.forms.model import Candidate, Span, Time

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "times")["plans"]


@lru_cache(1 << 10)
def asks_for_plan(name: str) -> bool:
    """Tell whether an indicator asks for what was planned or assigned, and not for what was done or for a share of it.

    >>> [asks_for_plan(name) for name in ("Kế hoạch vốn năm 2024 được giao", "Dự toán thu ngân sách tỉnh giao")]
    [True, True]
    >>> [asks_for_plan(name) for name in ("Thu ngân sách so với dự toán", "Số nhiệm vụ được giao")]
    [False, False]
    """
    words = " ".join(words_of(name))
    for counting in _keys("counting"):
        words = words.removeprefix(f"{counting} ")
    return words.startswith(_keys("asked")) and not any(f" {word} " in f"{words} " for word in _keys("done"))


def tells_plan(text: str) -> bool:
    """Tell whether words say that a number is what was planned or assigned: `được phân bổ`, `KH năm 2024`."""
    words = f" {' '.join(words_of(text))} "
    return any(f" {cue} " in words for cue in _keys("told"))


def is_timely_plan(candidate: Candidate, asked: Span) -> bool:
    """Tell whether a number may be the plan of a time: none of what is still to be done, none of an earlier year."""
    if is_under(candidate.above, "plans") or candidate.when.time in (Time.EARLIER, Time.COMPARED, Time.OPENING):
        return False
    span = candidate.when.span
    return span is None or span.start.year == span.end.year == asked.end.year


def is_done(candidate: Candidate, own: frozenset[str]) -> bool:
    """Tell whether the words of a number tell a deed and no plan: `đã giải ngân 96.355 triệu đồng`."""
    deed = any(concepts()[name].kind == "act" and not concepts()[name].stock for name in own)
    return deed and not tells_plan(candidate.column or candidate.near)


@lru_cache(8)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(" ".join(words_of(word)) for word in _WORDS[name])
