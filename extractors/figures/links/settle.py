"""Candidates and their weighted facts -> one parent or none for each figure, chosen together along the text.

The best few readings are kept from figure to figure (a beam), so that a list can close its sum, a pair agree and a
total stand behind its parts; no figure belongs, by however many steps, to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from math import exp, log
from typing import Final

from extractors.figures.links.adding import Sums, find_sums
from extractors.figures.links.candidates import Candidate, candidates
from extractors.figures.links.evidence import between, history_facts, none_facts, pair_facts
from extractors.figures.links.scene import Seen
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "weights")
_WEIGHTS: Final[dict[str, dict[str, float]]] = {role: _TABLE[role] for role in ("part", "share", "change", "attendees")}
_NONE: Final[dict[str, float]] = _TABLE["none"]
_MARGIN: Final[float] = _TABLE["margin"]["none"]
_SURE: Final[float] = _TABLE["margin"]["sure"]
_BEAM: Final = 3
_WINDOW: Final = 40
_HOPELESS: Final = 7.0
_FACT_SETS: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided of one figure: its link or none, how much better than none it is, its heaviest fact."""

    link: Candidate | None
    lead: float = 0.0
    fact: str = ""

    @property
    def likely(self) -> bool:
        """Tell whether the link is below the margin of sure ones."""
        return self.link is not None and self.lead < _SURE


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the figures so far: its score, the last links, and how it came about."""

    score: float
    first: int
    window: tuple[Candidate | None, ...]
    choice: Choice | None = None
    before: _Reading | None = None

    def of(self, index: int) -> Candidate | None:
        """Return what an earlier figure belongs to, None for one out of the window."""
        at = index - self.first
        return self.window[at] if 0 <= at < len(self.window) else None

    def leads_to(self, start: int, goal: int) -> bool:
        """Tell whether the parents of `start` lead to `goal`."""
        link = self.of(start)
        steps = 0
        while link is not None and steps < _WINDOW:
            if link.parent == goal:
                return True
            link, steps = self.of(link.parent), steps + 1
        return False

    def with_choice(self, score: float, choice: Choice) -> _Reading:
        window = (*self.window[-_WINDOW:], choice.link)
        first = self.first + len(self.window) + 1 - len(window)
        return _Reading(score, first, window, choice, self)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate with the weight of all facts but those of history."""

    candidate: Candidate
    weight: float


def choose(scene: Sequence[Seen]) -> list[Choice]:
    """Return what each figure belongs to."""
    sums = find_sums(scene)
    readings = [_Reading(0.0, 0, ())]
    for child in scene:
        readings = _go_on(scene, child, _weigh(scene, child, sums), readings)
    choices: list[Choice] = []
    reading: _Reading | None = readings[0]
    while reading is not None and reading.choice is not None:
        choices.append(reading.choice)
        reading = reading.before
    choices.reverse()
    return [_with_fact(scene, child, choice, sums) for child, choice in zip(scene, choices, strict=True)]


def _weigh(scene: Sequence[Seen], child: Seen, sums: Sums) -> list[_Weighed]:
    """Return the candidates that are not hopeless, weighed by all facts but those of history."""
    weighed = []
    for candidate in candidates(scene, child.index):
        role = candidate.role.value
        table = _WEIGHTS[role]
        weight = _sum_of(role, child.own) + _sum_of(role, scene[candidate.parent].total)
        weight += _sum_of(role, between(scene, child, candidate.parent)) + table["always"]
        weight += sum(table.get(fact, 0.0) for fact in pair_facts(scene, child, candidate, sums))
        weighed.append(_Weighed(candidate, weight))
    return weighed


@lru_cache(maxsize=_FACT_SETS)
def _sum_of(role: str, facts: frozenset[str] | tuple[str, ...]) -> float:
    table = _WEIGHTS[role]
    return sum(table.get(fact, 0.0) for fact in facts)


def _go_on(
    scene: Sequence[Seen], child: Seen, weighed: Sequence[_Weighed], readings: Sequence[_Reading]
) -> list[_Reading]:
    """Return the best readings with a choice for one more figure."""
    none = sum(_NONE.get(fact, 0.0) for fact in none_facts(child))
    hopeful = [one for one in weighed if one.weight > none - _HOPELESS]
    if not hopeful:
        return [reading.with_choice(reading.score, Choice(None)) for reading in readings]
    following: list[tuple[float, _Reading, Choice]] = []
    for reading in readings:
        options = [(none + _MARGIN, Choice(None))]
        for one in hopeful:
            place = one.candidate.parent
            if place < child.index and reading.leads_to(place, child.index):
                continue
            table = _WEIGHTS[one.candidate.role.value]
            history = history_facts(scene, child, one.candidate, reading)
            weight = one.weight + sum(table.get(fact, 0.0) for fact in history)
            options.append((weight, Choice(one.candidate, weight - none)))
        whole = log(sum(exp(weight) for weight, _ in options))
        following += [(reading.score + weight - whole, reading, choice) for weight, choice in options]
    best = nlargest(_BEAM, following, key=lambda option: option[0])
    return [reading.with_choice(score, choice) for score, reading, choice in best]


def _with_fact(scene: Sequence[Seen], child: Seen, choice: Choice, sums: Sums) -> Choice:
    """Return the choice with the fact that speaks most for its link."""
    if choice.link is None:
        return choice
    table = _WEIGHTS[choice.link.role.value]
    facts = [*child.own, *scene[choice.link.parent].total, *between(scene, child, choice.link.parent)]
    facts += pair_facts(scene, child, choice.link, sums)
    return replace(choice, fact=max(sorted(facts), key=lambda fact: table.get(fact, 0.0)))
