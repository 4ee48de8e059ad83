"""Numbers of a report -> those that stand side by side for two kinds of one thing, so that neither is all of it.

`46 chi bộ và 02 đảng bộ cơ sở` has two nouns of one thing, `bổ nhiệm 04, bổ nhiệm lại 03 công chức` two wordings of one
deed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.forms.concepts import concepts, concepts_in, unit_group, words_of
from pipeline.forms.model import Candidate

_JOINS: Final = re.compile(r"[^\d;:.()\n]{0,60}?(?:,|\svà)\s", re.IGNORECASE)
_LONGEST_GAP: Final = 60


def coupled(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those that stand beside another with their own kind and the other's in `coupled`."""
    told: dict[int, tuple[str, str]] = {}
    for at, (one, other) in enumerate(pairwise(candidates)):
        pair = _pair(one, other)
        if pair is not None:
            told[at], told[at + 1] = pair, pair[::-1]
    return [replace(one, coupled=told[at]) if at in told else one for at, one in enumerate(candidates)]


def _pair(one: Candidate, other: Candidate) -> tuple[str, str] | None:
    """Return what two numbers are told by, where both tell of kinds of one thing."""
    if one.report.id != other.report.id or one.row or other.row or one.when.time is not other.when.time:
        return None
    end = one.start + len(one.written)
    gap = one.report.text[end : other.start]
    if (
        one.measure != "count"
        or other.measure != "count"
        or len(gap) > _LONGEST_GAP
        or one.bracketed
        or other.bracketed
    ):
        return None
    joined = _JOINS.match(gap)
    if joined is None:
        return None
    nouns = _first(one.unit), _first(other.unit)
    if all(nouns) and joined.end() == len(gap):
        alike = _things(nouns[0]) & _things(nouns[1]) and unit_group(nouns[0]) == unit_group(nouns[1])
        return nouns if nouns[0] != nouns[1] and alike else None
    if not nouns[0] and nouns[1] and words_of(gap[: joined.end()]) in ((), ("và",)):
        deeds = one.left or one.near, gap[joined.end() :]
        shared = {name for name in concepts_in(deeds[0]) & concepts_in(deeds[1]) if concepts()[name].kind == "act"}
        return (words_text(deeds[0]), words_text(deeds[1])) if shared else None
    return None


def words_text(text: str) -> str:
    """Return the folded words of a text, joined by spaces."""
    return " ".join(words_of(text))


def _first(unit: str | None) -> str:
    return words_text(re.split(r"[,;.(]", unit or "")[0])


def _things(noun: str) -> frozenset[str]:
    """Return the plain things that a noun names, none where it says more than which: `chi bộ được kiểm tra`."""
    told = concepts_in(noun)
    return told if all(concepts()[name].plain for name in told) else frozenset()
