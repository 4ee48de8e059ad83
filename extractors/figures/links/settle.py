"""Candidates and their weighted facts -> one parent or none for each figure, chosen together along the text.

The best few readings are kept from figure to figure (a beam), so that a list can close its sum, a pair agree and a
total stand behind its parts; no figure belongs, by however many steps, to itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp, log
from typing import Final

from extractors.figures.links.adding import find_sums
from extractors.figures.links.candidates import Candidate, candidates
from extractors.figures.links.evidence import between, none_facts, pair_facts
from extractors.figures.links.history import history_facts
from extractors.figures.links.scene import Seen
from extractors.model import Role
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "weights")


class Weights(dict[str, int]):
    """What facts weigh, in hundredths, so that sums are exact; one that has no weight is noted with zero."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__({fact: round(weight * _HUNDRED) for fact, weight in weights.items()})

    def __missing__(self, fact: str) -> int:
        self[fact] = 0
        return 0


_HUNDRED: Final = 100
_WEIGHTS: Final = {role: Weights(_TABLE[role.value]) for role in Role}
_NONE: Final = Weights(_TABLE["none"])
_MARGIN: Final = round(_TABLE["margin"]["none"] * _HUNDRED)
_SURE: Final = round(_TABLE["margin"]["sure"] * _HUNDRED)
_BEAM: Final = 2
_WINDOW: Final = 20
_HOPELESS: Final = 4 * _HUNDRED
_BEHIND_BEST: Final = 1.0
_ALWAYS: Final = ("always",)
_BLAND: Final = frozenset({"same sentence", "same line", "same noun", "same family", "same indicator"})


@dataclass(slots=True)
class _Weighed:
    """A candidate, its facts but those of history, and their weight."""

    candidate: Candidate
    facts: list[str]
    weight: int


@dataclass(slots=True)
class Choice:
    """What was decided of one figure: its link or none, how much better than none it is, the facts of the pair."""

    link: Candidate | None
    lead: int = 0
    facts: Sequence[str] = ()
    history: Sequence[str] = ()

    @property
    def likely(self) -> bool:
        """Tell whether the link is below the margin of sure ones."""
        return self.link is not None and self.lead < _SURE

    @property
    def fact(self) -> str:
        """Return the fact that speaks most for the link, the rule that claims it before all others."""
        if self.link is None:
            return ""
        table = _WEIGHTS[self.link.role]
        named = next((fact for fact in self.facts if fact.startswith("rule ") and fact != "rule elsewhere"), None)
        facts = (*self.facts, *self.history)
        return named or max(facts, key=lambda fact: 0 if fact in _BLAND else table[fact], default="")


_NO_LINK: Final = Choice(None)


@dataclass(slots=True)
class _Reading:
    """One way to read the figures so far: its score, its last links, how far ahead they lead, how it came about."""

    score: float
    recent: tuple[Candidate | None, ...] = ()
    farthest: int = -1
    choice: Choice | None = None
    before: _Reading | None = None

    def leads_to(self, start: int, goal: int) -> bool:
        """Tell whether the parents of `start` lead to `goal`, the next figure."""
        if self.farthest < goal:
            return False
        for _ in range(_WINDOW):
            steps = goal - start
            link = self.recent[-steps] if 0 < steps <= len(self.recent) else None
            if link is None:
                return False
            if link.parent == goal:
                return True
            start = link.parent
        return True


def choose(scene: Sequence[Seen]) -> list[Choice]:
    """Return what each figure belongs to."""
    sums = find_sums(scene)
    options = [candidates(scene, child.index, sums) for child in scene]
    facts = [pair_facts(scene, child, own, sums) if own else [] for child, own in zip(scene, options, strict=True)]
    weighed = [_weigh(scene, *asked) for asked in zip(scene, options, facts, strict=True)]
    readings = [_Reading(0.0)]
    for child, own in zip(scene, weighed, strict=True):
        readings = (
            _go_on(scene, child, own, readings) if own else [_follow(one, one.score, _NO_LINK) for one in readings]
        )
    choices: list[Choice] = []
    reading: _Reading | None = readings[0]
    while reading is not None and reading.choice is not None:
        choices.append(reading.choice)
        reading = reading.before
    choices.reverse()
    return choices


def _weigh(
    scene: Sequence[Seen], child: Seen, options: Sequence[Candidate], told: Sequence[list[str]]
) -> list[_Weighed]:
    """Return the candidates of a figure, weighed by all facts but those of history; `told` are those of the two."""
    weighed = []
    for candidate, facts in zip(options, told, strict=True):
        place, role = candidate
        parent, weigh = scene[place], _WEIGHTS[role].__getitem__
        total = parent.total if place < child.index else parent.total_behind
        told_between = child.gap if place == child.index - 1 and not child.opens else between(scene, child, place)
        known = chain(_ALWAYS, child.own, total, told_between, facts)
        weighed.append(_Weighed(candidate, facts, sum(map(weigh, known))))
    return weighed


def _go_on(
    scene: Sequence[Seen], child: Seen, weighed: Sequence[_Weighed], readings: Sequence[_Reading]
) -> list[_Reading]:
    """Return the best readings with a choice for one more figure."""
    none = sum(map(_NONE.__getitem__, none_facts(child)))
    hopeful = [one for one in weighed if one.weight > none - _HOPELESS]
    if not hopeful:
        return [_follow(reading, reading.score, _NO_LINK) for reading in readings]
    following: list[tuple[float, int, _Reading, Choice]] = []
    for reading in readings:
        options = _weigh_by_history(scene, child, hopeful, reading, none)
        whole = log(sum([exp(weight / _HUNDRED) for weight, _ in options]))
        for weight, choice in options:
            following.append((reading.score + weight / _HUNDRED - whole, len(following), reading, choice))
    best = sorted(following, reverse=True)[:_BEAM]
    least = best[0][0] - _BEHIND_BEST
    return [_follow(reading, score, choice) for score, _, reading, choice in best if score >= least]


def _weigh_by_history(
    scene: Sequence[Seen], child: Seen, hopeful: Sequence[_Weighed], reading: _Reading, none: int
) -> list[tuple[int, Choice]]:
    """Return none and the candidates that make no circle, with their full weights."""
    options = [(none + _MARGIN, _NO_LINK)]
    for one in hopeful:
        place, role = one.candidate
        if place < child.index and reading.leads_to(place, child.index):
            continue
        history = history_facts(scene, child, one.candidate, reading.recent)
        weight = sum(map(_WEIGHTS[role].__getitem__, history), one.weight)
        options.append((weight, Choice(one.candidate, weight - none, one.facts, history)))
    return options


def _follow(reading: _Reading, score: float, choice: Choice) -> _Reading:
    link = choice.link
    farthest = reading.farthest if link is None else max(reading.farthest, link.parent)
    return _Reading(score, (*reading.recent[-_WINDOW:], link), farthest, choice, reading)
