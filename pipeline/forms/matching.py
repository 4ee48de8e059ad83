"""Indicators and the numbers of a unit's reports -> for each indicator its number, and the numbers near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from pipeline.forms.evidence import WEIGHTS, counts_the_thing, judge
from pipeline.forms.model import Candidate, Indicator, Match, Span, State

_LIMIT: Final[dict[str, float]] = WEIGHTS["limit"]
_ONLY: Final[float] = WEIGHTS["gain"]["only_one"]


@dataclass(frozen=True, slots=True)
class Found:
    """What answers an indicator: the match and its standing, the matches of other values that come near it."""

    state: State
    match: Match | None = None
    others: tuple[Match, ...] = ()


def answers(indicators: Sequence[Indicator], candidates: Sequence[Candidate], asked: Span) -> list[Found]:
    """Return what answers each indicator; a number answers one indicator, that for which most speaks.

    A match under the limit, or hardly better than one of another value, is a doubt; what is under both is nothing.
    """
    scored: dict[tuple[int, int], Match] = {}
    for at, indicator in enumerate(indicators):
        for number, candidate in enumerate(candidates):
            match = judge(indicator, candidate, asked)
            if match and match.own_score >= _floor(candidate) - _ONLY:
                scored[at, number] = match
    for at in range(len(indicators)):
        _favour_the_only_one(scored, at, indicators[at])
    scored = {pair: match for pair, match in scored.items() if match.own_score >= _floor(match.candidate)}
    taken = _assigned(scored)
    return [_found(at, scored, taken) for at in range(len(indicators))]


def _favour_the_only_one(scored: dict[tuple[int, int], Match], at: int, indicator: Indicator) -> None:
    """Raise the score of a number when no other of the reports counts the thing that an indicator asks for."""
    own = [pair for pair in scored if pair[0] == at and counts_the_thing(indicator, scored[pair].candidate)]
    if len({scored[pair].candidate.value for pair in own}) == 1:
        for pair in own:
            match = scored[pair]
            scored[pair] = replace(match, score=match.score + _ONLY, evidence=(*match.evidence, ("only_one", _ONLY)))


def _floor(candidate: Candidate) -> float:
    return _LIMIT["nothing"] if candidate.role == "nothing" else _LIMIT["doubt"]


def _assigned(scored: dict[tuple[int, int], Match]) -> dict[int, int]:
    """Return for each indicator its number: the best pairs first, each number and each indicator once."""
    chosen: dict[int, int] = {}
    used: set[int] = set()
    order = sorted(scored, key=lambda pair: (-scored[pair].score, scored[pair].candidate.start, pair))
    for at, number in order:
        if at not in chosen and number not in used:
            chosen[at] = number
            used.add(number)
    _exchange(chosen, scored)
    return chosen


def _exchange(chosen: dict[int, int], scored: dict[tuple[int, int], Match]) -> None:
    """Let two indicators exchange their numbers where clearly more speaks for both together, and each stays a value.

    `Kết nạp: dân tộc thiểu số` takes the number of those admitted, though it would do for all members as well.
    """
    for one, other in combinations(sorted(chosen), 2):
        now = scored[one, chosen[one]].score + scored[other, chosen[other]].score
        first, second = scored.get((one, chosen[other])), scored.get((other, chosen[one]))
        if not first or not second or min(first.own_score, second.own_score) < _LIMIT["value"]:
            continue
        if first.score + second.score > now + _LIMIT["margin_of_exchange"]:
            chosen[one], chosen[other] = chosen[other], chosen[one]


def _found(at: int, scored: dict[tuple[int, int], Match], taken: dict[int, int]) -> Found:
    if at not in taken:
        return Found(State.EMPTY)
    best = scored[at, taken[at]]
    owned = {number: other for other, number in taken.items()}
    others = []
    for (indicator, number), match in scored.items():
        if indicator != at or match.candidate.value == best.candidate.value:
            continue
        owner = owned.get(number)
        if owner is not None and scored[owner, number].score >= match.score + _LIMIT["own_indicator"]:
            continue
        given_up = 0.0 if owner is None else max(0.0, scored[owner, number].score - _without(owner, number, scored))
        others.append((best.score - match.score + given_up, match))
    others.sort(key=lambda entry: (entry[0], -entry[1].score, entry[1].candidate.start))
    margin = others[0][0] if others else 1.0
    near = tuple(match for apart, match in others if apart < _LIMIT["margin_of_several"])
    if best.own_score < _LIMIT["value"] or margin < _LIMIT["margin_of_value"]:
        return Found(State.DOUBT, best, near)
    return Found(State.SEVERAL if near else State.VALUE, best, near)


def _without(owner: int, number: int, scored: dict[tuple[int, int], Match]) -> float:
    """Return the best score that an indicator has left where its number goes to another: that of another value."""
    value = scored[owner, number].candidate.value
    left = [match.score for (at, _), match in scored.items() if at == owner and match.candidate.value != value]
    return max(left, default=0.0)
