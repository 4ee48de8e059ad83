"""Indicators, units and a period -> a cell for each: from the unit's report of it, else from those of its parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pipeline.forms.candidates import candidates_of
from pipeline.forms.concepts import measure_of, words_of
from pipeline.forms.deciding import Refusals, refusals
from pipeline.forms.matching import Found, answers
from pipeline.forms.model import Adding, Candidate, Cell, Indicator, Report, Span, State, Time, When
from pipeline.forms.reports import Standing, standings
from pipeline.forms.times import SLACK, fits

_SCALES: Final = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "trđ": 6, "tỷ": 9, "tỉ": 9}
FILLED: Final = frozenset({State.VALUE, State.SEVERAL, State.KEPT})
"""Cells that hold a value."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled table: for each unit how it reported, and a cell for each unit and indicator, by their positions."""

    asked: Span
    indicators: tuple[Indicator, ...]
    standings: tuple[Standing, ...]
    cells: Mapping[tuple[int, int], Cell]


def fill(
    connection: sqlite3.Connection,
    indicators: Sequence[Indicator],
    units: Sequence[str],
    reports: Sequence[Report],
    asked: Span,
) -> Filled:
    """Return the cells of all units: a cell without a report, or of which none tells, is empty."""
    cells: dict[tuple[int, int], Cell] = {}
    held = standings(units, reports, asked)
    refused = refusals(connection)
    for at, standing in enumerate(held):
        if standing.whole:
            candidates = [one for report in standing.reports for one in candidates_of(connection, report, asked)]
            found = answers(indicators, candidates, asked, refused.of(standing.unit, indicators, candidates, asked))
            row = [_cell(at, number, one, indicators[number]) for number, one in enumerate(found)]
        else:
            row = _of_parts(connection, at, indicators, standing, asked, refused)
        cells |= {(at, number): cell for number, cell in enumerate(row)}
    return Filled(asked, tuple(indicators), tuple(held), cells)


def _cell(unit: int, indicator: int, found: Found, asked: Indicator) -> Cell:
    matches = (found.match,) if found.match else ()
    value = in_unit(matches[0].candidate, asked) if matches and found.state in FILLED else None
    return Cell(unit, indicator, found.state, value, matches, found.others)


def in_unit(candidate: Candidate, indicator: Indicator) -> Decimal:
    """Return a number in the unit that a form asks for: money in millions where it says `triệu đồng`, m² as `ha`."""
    wanted, told = (measure_of(unit) if unit else None for unit in (indicator.unit, candidate.unit))
    if wanted and told and wanted[0] == told[0]:
        return (candidate.value * told[1] / wanted[1]).normalize() + 0
    if candidate.measure != "money":
        return candidate.value
    words = words_of(indicator.unit or "")
    power = next((_SCALES[word] for word in words if word in _SCALES), 0)
    return candidate.value / Decimal(10) ** power


def _of_parts(
    connection: sqlite3.Connection,
    unit: int,
    indicators: Sequence[Indicator],
    standing: Standing,
    asked: Span,
    refused: Refusals,
) -> list[Cell]:
    """Return the cells of a unit that reported on parts of the period: flows added up, the last of what stands.

    A flow is added only where the reports cover the whole period and each tells it.
    """
    parts = _parts(standing.reports, asked)
    rows = []
    for part, span in parts:
        candidates = candidates_of(connection, part, span)
        rows.append(answers(indicators, candidates, span, refused.of(standing.unit, indicators, candidates, asked)))
    covers = bool(parts) and _covers([span for _, span in parts], asked)
    ends = bool(parts) and abs(parts[-1][1].end - asked.end) <= SLACK
    cells = []
    for at, indicator in enumerate(indicators):
        told = [_cell(unit, at, row[at], indicator) for row in rows]
        if indicator.adding is Adding.FLOW:
            cells.append(_added(told, unit, at) if covers else Cell(unit, at, State.EMPTY))
        elif indicator.adding is Adding.OPENING:
            cells.append(told[0] if covers else Cell(unit, at, State.EMPTY))
        else:
            cells.append(told[-1] if ends else Cell(unit, at, State.EMPTY))
    return cells


def _parts(reports: Sequence[Report], asked: Span) -> list[tuple[Report, Span]]:
    """Return reports one behind the other in time; of two that overlap the one that reaches farther."""
    dated = [(report, report.span) for report in reports if report.span]
    inside = [(r, s) for r, s in dated if asked.start - SLACK <= s.start and s.end <= asked.end + SLACK]
    chosen: list[tuple[Report, Span]] = []
    for report, span in sorted(inside, key=lambda entry: (entry[1].start, -entry[1].end.toordinal(), entry[0].path)):
        if not chosen or span.start > chosen[-1][1].end - SLACK:
            chosen.append((report, span))
    return chosen


def _covers(spans: Sequence[Span], asked: Span) -> bool:
    follows = all(later.start - earlier.end <= timedelta(days=1) + SLACK for earlier, later in pairwise(spans))
    return follows and abs(spans[0].start - asked.start) <= SLACK and abs(spans[-1].end - asked.end) <= SLACK


def _added(told: Sequence[Cell], unit: int, at: int) -> Cell:
    if any(cell.state not in FILLED for cell in told):
        return Cell(unit, at, State.EMPTY)
    value = sum((cell.value or Decimal(0) for cell in told), Decimal(0))
    matches = tuple(match for cell in told for match in cell.matches)
    state = State.SEVERAL if any(cell.state is State.SEVERAL for cell in told) else State.VALUE
    return Cell(unit, at, state, value, matches, tuple(match for cell in told for match in cell.others))


def fill_earlier(
    connection: sqlite3.Connection,
    indicators: Sequence[Indicator],
    units: Sequence[str],
    reports: Sequence[Report],
    asked: Span,
) -> Filled:
    """Return the table of the same days of the year before.

    A cell that no report of that time fills takes what this year's report tells of it (`cùng kỳ 10 đơn`).
    """
    before = asked.year_before()
    earlier = fill(connection, indicators, units, reports, before)
    cells = dict(earlier.cells)
    for at, standing in enumerate(standings(units, reports, asked)):
        told = [
            _as_then(candidate, before)
            for report in standing.reports
            for candidate in candidates_of(connection, report, asked)
            if _is_of(candidate.when, before, asked)
        ]
        for number, found in enumerate(answers(indicators, told, before)):
            if cells[at, number].state not in FILLED and found.state is State.VALUE:
                cells[at, number] = _cell(at, number, found, indicators[number])
    return replace(earlier, cells=cells)


def _is_of(when: When, before: Span, asked: Span) -> bool:
    if when.time is not Time.EARLIER:
        return False
    span = when.span
    return span is None or fits(span, before) or (before.year_start <= span.start and span.end <= _year_end(before))


def _year_end(span: Span) -> date:
    return span.end.replace(month=12, day=31)


def _as_then(candidate: Candidate, before: Span) -> Candidate:
    role = None if candidate.role == "part" else candidate.role
    return replace(candidate, when=When(Time.COMPARED, before, candidate.when.told), bracketed=False, role=role)
