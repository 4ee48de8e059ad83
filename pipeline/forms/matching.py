"""Indicators and the numbers of a unit's reports -> for each indicator its number, and the numbers near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from pipeline.forms.around import told_around
from pipeline.forms.asking import asked_by
from pipeline.forms.clauses import says_more
from pipeline.forms.concepts import words_of
from pipeline.forms.evidence import WEIGHTS, counts_the_thing, judge
from pipeline.forms.model import Candidate, Indicator, Match, Span, State
from pipeline.forms.parts import favour_the_whole, raised_above
from pipeline.forms.standing import asks_for_either, tells_new, tells_standing
from pipeline.forms.telltale import tells_whole
from pipeline.forms.trust import doubts_about

_LIMIT: Final[dict[str, float]] = WEIGHTS["limit"]
_RIVAL: Final = "rival:"
_STANDS: Final = "what_stands"
_ONLY: Final[float] = WEIGHTS["gain"]["only_one"]


@dataclass(frozen=True, slots=True)
class Found:
    """What answers an indicator: the match and its standing, the matches of other values that come near it."""

    state: State
    match: Match | None = None
    others: tuple[Match, ...] = ()


def answers(
    indicators: Sequence[Indicator],
    candidates: Sequence[Candidate],
    asked: Span,
    refused: frozenset[tuple[int, int]] = frozenset(),
) -> list[Found]:
    """Return what answers each indicator; a number answers one indicator, that for which most speaks.

    `refused` are candidates that a person took from an indicator, both by their positions.

    A match under the limit, or hardly better than one of another value, is a doubt; so is one of which something says
    that it may be of a neighbour of the thing asked for (`trust`), which so is no other value either; what is under
    both limits is nothing.
    """
    scored: dict[tuple[int, int], Match] = {}
    for at, indicator in enumerate(indicators):
        for number, candidate in enumerate(candidates):
            match = None if (at, number) in refused else judge(indicator, candidate, asked)
            if match and match.own_score >= _floor(candidate) - _ONLY:
                scored[at, number] = match
    for at in range(len(indicators)):
        _favour_the_only_one(scored, at, indicators[at])
        _favour_the_sum(scored, at, indicators[at], candidates)
        favour_the_whole(scored, at, indicators[at], candidates)
        _favour_what_stands(scored, at, indicators[at])
    scored = {pair: match for pair, match in scored.items() if match.own_score >= _floor(match.candidate)}
    taken = _assigned(scored)
    return [_found(at, indicators[at], scored, taken) for at in range(len(indicators))]


def _favour_the_only_one(scored: dict[tuple[int, int], Match], at: int, indicator: Indicator) -> None:
    """Raise the score of a number when no other of the reports counts the thing that an indicator asks for."""
    own = [pair for pair in scored if pair[0] == at and counts_the_thing(indicator, scored[pair].candidate)]
    own = [pair for pair in own if not any(name.startswith(_RIVAL) for name, _ in scored[pair].evidence)]
    if len({scored[pair].candidate.value for pair in own}) == 1:
        for pair in own:
            match = scored[pair]
            scored[pair] = replace(match, score=match.score + _ONLY, evidence=(*match.evidence, ("only_one", _ONLY)))


def _favour_the_sum(
    scored: dict[tuple[int, int], Match], at: int, indicator: Indicator, candidates: Sequence[Candidate]
) -> None:
    """Raise a number that says it is all above those right before it in its sentence, where they add up to it.

    `Bí thư đối thoại 04 cuộc; Chủ tịch đối thoại 03 cuộc; tổng cộng 07 cuộc`. Of some of them nothing may be told but
    whose they are: `khối đảng có 1.200 lượt người học, khối đoàn thể 300 lượt, cộng lại 1.500 lượt`.
    """
    names = asked_by(indicator).names
    for pair in [pair for pair in scored if pair[0] == at and tells_whole(candidates[pair[1]].near)]:
        total = candidates[pair[1]]
        before = range(max(0, pair[1] - MOST_PARTS), pair[1])
        numbers = [number for number in before if candidates[number].sentence == total.sentence]
        suiting = [number for number in numbers if (at, number) in scored]
        alike = [number for number in numbers if _noun(candidates[number]) == _noun(total)]
        alike = [number for number in alike if number in suiting or told_around(candidates[number]).own <= names]
        for parts in (suiting, alike):
            if len(parts) > 1 and suiting and sum(candidates[number].value for number in parts) == total.value:
                scored[pair] = raised_above(scored[pair], [scored[at, number] for number in suiting])
                break


def _favour_what_stands(scored: dict[tuple[int, int], Match], at: int, indicator: Indicator) -> None:
    """Raise how many there are now above how many came to be, where an indicator may ask for either.

    `Xây dựng mới 04 mô hình, nâng tổng số lên 21`: the new ones are shown beside.
    """
    own = [pair for pair in scored if pair[0] == at] if asks_for_either(asked_by(indicator)) else []
    new = [pair for pair in own if tells_new(_words(scored[pair])) and not tells_standing(_words(scored[pair]))]
    for pair in own if new else []:
        match = scored[pair]
        best = max(scored[one].score for one in new)
        if tells_standing(_words(match)) and match.own_score >= _LIMIT["value"]:
            gain = round(max(best + _LIMIT["what_stands"] - match.score, 0.0), 3)
            scored[pair] = replace(match, score=match.score + gain, evidence=(*match.evidence, (_STANDS, gain)))


def _stands(match: Match) -> bool:
    return any(name == _STANDS for name, _ in match.evidence)


def _words(match: Match) -> str:
    return match.candidate.near


MOST_PARTS: Final = 8
"""So many numbers before a total are looked at for its parts."""


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


def _found(at: int, indicator: Indicator, scored: dict[tuple[int, int], Match], taken: dict[int, int]) -> Found:
    if at not in taken:
        return Found(State.EMPTY)
    best = scored[at, taken[at]]
    owned = {number: other for other, number in taken.items()}
    others = []
    for (asking, number), match in scored.items():
        if asking != at or match.candidate.value == best.candidate.value or _is_part(match, best):
            continue
        owner = owned.get(number)
        if owner is not None and scored[owner, number].score >= match.score + _LIMIT["own_indicator"]:
            continue
        given_up = 0.0 if owner is None else max(0.0, scored[owner, number].score - _without(owner, number, scored))
        others.append((best.score - match.score + given_up, match))
    others.sort(key=lambda entry: (entry[0], -entry[1].score, entry[1].candidate.start))
    rivals = [(apart, match) for apart, match in others if not doubts_about(indicator, match)]
    margin = rivals[0][0] if rivals else 1.0
    several = _LIMIT["margin_of_several"]
    near = tuple(match for apart, match in others if apart < several or (_stands(best) and tells_new(_words(match))))
    one_of_several = any(_stands_beside(best.candidate, one.candidate) for apart, one in rivals if apart < several)
    if best.own_score < _LIMIT["value"] or margin < _LIMIT["margin_of_value"] or one_of_several:
        return Found(State.DOUBT, best, near)
    unsure = doubts_about(indicator, best)
    if unsure:
        return Found(State.DOUBT, replace(best, unsure=unsure), near)
    return Found(State.SEVERAL if near else State.VALUE, best, near)


def _is_part(match: Match, of: Match) -> bool:
    """Tell whether a number is a part of another, which so is no other value of the same thing.

    The new ones among those there are now may be meant themselves.
    """
    if _stands(of):
        return False
    return match.candidate.report == of.candidate.report and of.candidate.order in match.candidate.wholes


def _stands_beside(one: Candidate, other: Candidate) -> bool:
    """Tell whether two numbers of one sentence count the same noun, and nothing more is said of the other.

    Each may then be a part of what is asked for.

    `12 báo cáo tuần, 03 báo cáo tháng` for `Số báo cáo`.
    """
    beside = bool(one.unit) and not one.row and one.sentence == other.sentence and _noun(one) == _noun(other)
    return beside and not says_more(other.near, other.unit or "")


def _noun(candidate: Candidate) -> str | None:
    words = words_of(candidate.unit or "")
    return words[0] if words else None


def _without(owner: int, number: int, scored: dict[tuple[int, int], Match]) -> float:
    """Return the best score that an indicator has left where its number goes to another: that of another value."""
    value = scored[owner, number].candidate.value
    left = [match.score for (at, _), match in scored.items() if at == owner and match.candidate.value != value]
    return max(left, default=0.0)
