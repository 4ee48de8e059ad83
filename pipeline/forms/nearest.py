"""A cell and the reports of its unit -> the numbers that come nearest to it, whatever keeps each from answering it.

A cell is blank because no number came near enough; a person who reads the nearest may see that one does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pipeline.corrections.model import Correction
from pipeline.forms.asking import asked_by
from pipeline.forms.candidates import candidates_of
from pipeline.forms.cellkey import Key, cell_key
from pipeline.forms.concepts import concepts
from pipeline.forms.deciding import Refusals, refusals
from pipeline.forms.evidence import WEIGHTS, judge
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.model import Candidate, Cell, Indicator, Match, Span, State, Time, When
from pipeline.forms.reports import Standing

_MOST: Final = 6
_LEAST: Final = 0.0
"""The score under which more speaks against a number than for it."""
_DOUBT: Final[float] = WEIGHTS["limit"]["doubt"]
_STATED_TIME: Final = "stated_time"
Place = tuple[int, int]
"""Where a number stands: the id of its report, and its start in the text."""


class Why(StrEnum):
    """What keeps a number from a cell: its time, being an aim, another's value, too little alike, a rival, its unit."""

    TIME = "time"
    AIM = "aim"
    TAKEN = "taken"
    WEAK = "weak"
    RIVAL = "rival"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Near:
    """A number near a cell, why it is not in it, and of which indicator it is the value, by its position."""

    match: Match
    why: Why
    taken: int | None = None


def nearest(connection: sqlite3.Connection, filled: Filled, cell: Cell) -> tuple[Near, ...]:
    """Return the numbers that come nearest to a cell and are not told in it, best first."""
    standing = filled.standings[cell.unit]
    return _ranked(
        filled, cell, _allowed(_candidates(connection, standing, filled.asked), refusals(connection), filled, cell)
    )


def nearest_to_blanks(connection: sqlite3.Connection, filled: Filled) -> dict[tuple[int, int], Near]:
    """Return for the blank cells of a table the number of the unit's reports that comes nearest, where one does."""
    refused = refusals(connection)
    found: dict[tuple[int, int], Near] = {}
    for unit, standing in enumerate(filled.standings):
        blank = [cell for (of, _), cell in filled.cells.items() if of == unit and cell.state is State.EMPTY]
        numbers = _candidates(connection, standing, filled.asked) if blank else []
        for cell in blank:
            for near in _ranked(filled, cell, _allowed(numbers, refused, filled, cell))[:1]:
                found[unit, cell.indicator] = near
    return found


def _ranked(filled: Filled, cell: Cell, candidates: Sequence[Candidate]) -> tuple[Near, ...]:
    indicator, asked = filled.indicators[cell.indicator], filled.asked
    told = {place_of(match) for match in (*cell.matches, *cell.others)}
    taken = _taken(filled, cell)
    found = [
        near
        for candidate in candidates
        if (near := _near(indicator, candidate, asked, taken)) and place_of(near.match) not in told
    ]
    found.sort(key=_order)
    return tuple(found[:_MOST])


def _order(near: Near) -> tuple[bool, float, int, int]:
    candidate = near.match.candidate
    return near.why is Why.UNIT, -near.match.score, candidate.report.id, candidate.start


def place_of(match: Match) -> Place:
    """Return where the number of a match stands."""
    return match.candidate.report.id, match.candidate.start


def _candidates(connection: sqlite3.Connection, standing: Standing, asked: Span) -> list[Candidate]:
    return [one for report in standing.reports for one in candidates_of(connection, report, asked)]


def _allowed(candidates: Sequence[Candidate], refused: Refusals, filled: Filled, cell: Cell) -> list[Candidate]:
    """Return numbers without those that a person took out of a cell."""
    unit, indicator = filled.standings[cell.unit].unit, filled.indicators[cell.indicator]
    out = refused.of(unit, [indicator], candidates, filled.asked)
    return [one for number, one in enumerate(candidates) if (0, number) not in out]


def _near(indicator: Indicator, candidate: Candidate, asked: Span, taken: Mapping[Place, int]) -> Near | None:
    """Return a number with what keeps it from a cell, whatever its time; None where it shares nothing with it."""
    of_period = When(Time.PERIOD, asked)
    timely = judge(indicator, candidate, asked)
    alike = timely or judge(indicator, replace(candidate, when=of_period), asked)
    match = alike or judge(indicator, _without_unit(replace(candidate, when=of_period), indicator), asked)
    if match is None or match.score < _LEAST or not any("@" in name for name, _ in match.evidence):
        return None
    if timely is None:
        evidence = tuple(piece for piece in match.evidence if piece[0] != _STATED_TIME)
        match = replace(match, candidate=candidate, evidence=evidence)
    if alike is None:
        return Near(match, Why.UNIT) if _tells_the_thing(match) else None
    at = taken.get(place_of(match))
    if at is not None:
        return Near(match, Why.TAKEN, at)
    if candidate.when.time is Time.AIM:
        return Near(match, Why.AIM)
    if timely is None:
        return Near(match, Why.TIME)
    return Near(match, Why.WEAK if match.own_score < _DOUBT else Why.RIVAL)


def _tells_the_thing(match: Match) -> bool:
    """Tell whether the thing that is asked for, and not its deed alone, is told of a number."""
    told = {name.partition("@")[0] for name, _ in match.evidence if "@" in name}
    return any(concepts()[name].kind == "object" for name in told & concepts().keys())


def _without_unit(candidate: Candidate, indicator: Indicator) -> Candidate:
    """Return a number as if it counted what is asked for, whatever it counts: `596/6.342 nhà` for households."""
    wanted = asked_by(indicator)
    measure = "percent" if wanted.percent else "money" if wanted.money else "count"
    return replace(candidate, unit=None, measure=measure)


def _taken(filled: Filled, cell: Cell) -> dict[Place, int]:
    """Return the numbers that are the value of another cell of the same unit, with its indicator."""
    return {
        place_of(match): at
        for (unit, at), other in filled.cells.items()
        if unit == cell.unit and at != cell.indicator and other.state in FILLED
        for match in other.matches
    }


def with_chosen(connection: sqlite3.Connection, filled: Filled, kept: Mapping[Key, Correction]) -> Filled:
    """Return a table in which a number that a person chose for a cell stands beside it, though it did not answer it."""
    cells = dict(filled.cells)
    for at, cell in filled.cells.items():
        unit, indicator = filled.standings[cell.unit].unit, filled.indicators[cell.indicator]
        one = kept.get(cell_key(unit, indicator, filled.asked))
        if (
            one is None
            or "start" not in one.item
            or any(_is_chosen(match, one) for match in (*cell.matches, *cell.others))
        ):
            continue
        near = [near.match for near in nearest(connection, filled, cell) if _is_chosen(near.match, one)]
        cells[at] = replace(cell, others=(*cell.others, *near))
    return replace(filled, cells=cells)


def _is_chosen(match: Match, one: Correction) -> bool:
    return (match.candidate.start, match.candidate.written) == (one.item["start"], one.item["written"])
