"""Numbers that add up to another -> the whole above its parts, where an indicator asks for all that they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from extractors.rulebook import load_table
from pipeline.forms.asking import Asked, asked_by
from pipeline.forms.concepts import concepts_in, words_of
from pipeline.forms.model import Candidate, Indicator, Match

_LIMIT: Final[dict[str, Any]] = load_table(__package__, "weights")["limit"]
SUM: Final = "sum_of_parts"
"""The piece of evidence that a number is the sum of others that suit."""


def raised_above(match: Match, parts: Sequence[Match]) -> Match:
    """Return the match of a sum with a score above those of its parts."""
    gain = max(part.score for part in parts) + _LIMIT[SUM] - match.score
    return replace(match, score=match.score + max(gain, 0.0), evidence=(*match.evidence, (SUM, round(gain, 3))))


def favour_the_whole(
    scored: dict[tuple[int, int], Match], at: int, indicator: Indicator, candidates: Sequence[Candidate]
) -> None:
    """Raise a number above its parts where they add up to it, and the name of the indicator tells of each of them.

    `bàn giao 46 căn nhà, gồm 35 căn xây mới và 11 căn sửa chữa` for `Số căn nhà được xây mới, sửa chữa`.
    """
    wanted = asked_by(indicator)
    for pair in [pair for pair in scored if pair[0] == at and candidates[pair[1]].order is not None]:
        whole = candidates[pair[1]]
        numbers = [number for number, one in enumerate(candidates) if _is_part_of(one, whole)]
        parts = [scored[at, number] for number in numbers if (at, number) in scored]
        told = [_told_by(candidates[number], wanted) for number in numbers]
        apart = all(told) and len(set(told)) == len(told) > 1
        if parts and apart and sum(candidates[number].value for number in numbers) == whole.value:
            scored[pair] = raised_above(scored[pair], parts)


def _is_part_of(one: Candidate, whole: Candidate) -> bool:
    same = one.report == whole.report and one.measure == whole.measure and one.role == "part"
    return same and whole.order in one.wholes


def _told_by(part: Candidate, wanted: Asked) -> frozenset[str]:
    """Return what a number's own clause tells of what an indicator asks for, without the thing that is counted."""
    words = f" {' '.join(words_of(part.near))} "
    deeds = {one.name for one in wanted.needed if one.kind != "object"} & concepts_in(part.near)
    return frozenset(deeds) | {word for word in wanted.words if f" {word} " in words}
