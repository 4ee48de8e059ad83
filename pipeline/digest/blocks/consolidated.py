"""Reports of many bodies on one time -> the indicators that most of them tell: how many do, the sum, a year before.

The table is that of `trichyeu table` without a form: a number answers an indicator by the evidence of its words, and
what may not be added is not. Shown are the indicators that at least a third of the bodies tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from extractors.model import Period
from pipeline.digest.amounts import percent
from pipeline.digest.block import EMPTY, Cell, Column, Table
from pipeline.digest.maker import HELD, Maker, cut, table
from pipeline.errors import QueryError
from pipeline.forms.comparing import Change
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.make import make_table, side_by_side
from pipeline.forms.model import Adding
from pipeline.forms.model import Cell as FilledCell
from pipeline.forms.telling import indicator_words, number
from pipeline.speech import Speech

_FEWEST_BODIES: Final = 4
_MOST_DOCUMENTS: Final = 400
"""Documents up to which every number is held against every indicator."""
_SHARE: Final = 3
"""An indicator is shown that one body in so many tells."""
_PRINTED: Final = 16, 8
"""Rows that are printed at most, and at least."""
_OF_ALL: Final = 2
"""A change is told where at least one in so many of the bodies tells both years: fewer say nothing of the sum."""
_MOST_SOURCES: Final = 1


def consolidated(maker: Maker) -> Table | None:
    """Return the table of what most bodies report, None where few bodies report on the time that is asked."""
    scope = maker.scope
    bodies = {(row["commune"] or row["district"], row["issuer"]) for row in maker.documents if row["kind"] == "report"}
    few = len(bodies) < _FEWEST_BODIES or len(maker.documents) > _MOST_DOCUMENTS
    if scope.kind != "place" or scope.period is None or few:
        return None
    period = _period(scope.period)
    try:
        shown = make_table(maker.connection, period, maker.speech, place=scope.place, compare=True).shown
    except QueryError:
        return None
    changes = {change.indicator: change for change in shown.changes if change.unit is None}
    both = Counter(change.indicator for change in shown.changes if change.unit is not None)
    held = len(shown.filled.standings)
    rows = []
    for at, (indicator, total) in enumerate(zip(shown.filled.indicators, shown.totals, strict=True)):
        cells = [shown.filled.cells[unit, at] for unit in range(held)]
        told = [cell for cell in cells if _is_told(cell)]
        if len(told) < 2 or _SHARE * len(told) < held:
            continue
        name = indicator_words(indicator)
        change = changes.get(name)
        rows.append(
            (Cell(name), Cell(f"{len(told)}/{held}", len(told)), *_values(maker, told, total.value, change, both[name]))
        )
    if not rows:
        return None
    columns = (("measure", False), ("bodies", True), ("sum", True), ("year_before", True), ("change", True))
    missing = _missing(shown.filled)
    note = maker.speech("digest.no_report", bodies="; ".join(missing)) if missing else None
    return replace(cut(table(maker, "consolidated", columns, rows), _PRINTED, len(rows)), note=note)


def consolidated_beside(one: Maker, other: Maker) -> Table | None:
    """Return what most bodies tell of both of two times, of the bodies that tell both; None where they are few."""
    if one.scope.period is None or other.scope.period is None or one.scope.kind != "comparison":
        return None
    if any(maker.scope.spans is not None or len(maker.documents) > _MOST_DOCUMENTS for maker in (one, other)):
        return None
    periods = [_period(maker.scope.period) for maker in (one, other) if maker.scope.period]
    try:
        sides = side_by_side(one.connection, periods[0], periods[1], one.scope.place)
    except QueryError:
        return None
    held = len(sides[1].standings)
    if held < _FEWEST_BODIES:
        return None
    rows = []
    for at, indicator in enumerate(sides[1].indicators):
        both = [(sides[0].cells[unit, at], sides[1].cells[unit, at]) for unit in range(held)]
        told = [(now, then) for then, now in both if _is_told(now) and _is_told(then)]
        if len(told) < 2 or _SHARE * len(told) < held:
            continue
        rate = indicator.adding is Adding.RATE
        name = Cell(indicator_words(indicator), sources=_sources_of_pair(one, told))
        bodies = Cell(f"{len(told)}/{held}", len(told))
        rows.append((name, bodies, *_of_both(one.speech, told, rate)))
    if not rows:
        return None
    measure, *others = heads_of_sides(one, other)
    heads = (measure, Column(one.speech("digest.bodies"), True), *others)
    shown = Table("compared_figures", heads, tuple(rows[:HELD]), note=one.speech("digest.bodies_of_both"))
    return cut(shown, _PRINTED, len(rows))


def heads_of_sides(one: Maker, other: Maker) -> tuple[Column, ...]:
    """Return the heads of a comparison: the measure, both sides, the change or, of two places, the difference."""
    speech, sides = one.speech, (one.scope.name, other.scope.name)
    of_times = one.scope.place == other.scope.place
    last = speech("digest.change") if of_times else speech("digest.difference", one=sides[0], other=sides[1])
    return Column(speech("digest.measure")), Column(sides[0], True), Column(sides[1], True), Column(last, True)


def _is_told(cell: FilledCell) -> bool:
    return cell.state in FILLED and cell.value is not None


def _sources_of_pair(maker: Maker, told: Sequence[tuple[FilledCell, FilledCell]]) -> tuple[int, ...]:
    found = [source for cell in reversed(told[0]) for source in _sources(maker, cell)[:_MOST_SOURCES]]
    return tuple(dict.fromkeys(found))


def _of_both(speech: Speech, told: Sequence[tuple[FilledCell, FilledCell]], rate: bool) -> tuple[Cell, Cell, Cell]:
    """Return the cells of two times (of a rate: from the least to the most) and of the change between them."""
    now, then = ([Decimal(pair[side].value or 0) for pair in told] for side in (0, 1))
    if rate:
        return _spread(speech, then), _spread(speech, now), EMPTY
    change = Change(None, "", sum(now, Decimal()), sum(then, Decimal()), None)
    cells = [Cell(speech.number(number(value)), number(value)) for value in (change.before, change.now)]
    return cells[0], cells[1], _changed(change, speech, "")


def _spread(speech: Speech, values: Sequence[Decimal]) -> Cell:
    least, most = (speech.number(number(pick(values))) for pick in (min, max))
    return Cell(speech("digest.from_to", least=least, most=most), worded=True)


def _period(days: tuple[str, str]) -> Period:
    return Period(date.fromisoformat(days[0]), date.fromisoformat(days[1]))


def _values(
    maker: Maker, told: Sequence[FilledCell], total: Decimal | None, change: Change | None, both: int
) -> tuple[Cell, ...]:
    """Return the cells of the sum (of a rate: from the least to the most), of a year before, and of the change.

    The earlier value is that of the bodies that tell both; how many they are is said where they are fewer.
    """
    speech = maker.speech
    sources = tuple(dict.fromkeys(source for cell in told[:_MOST_SOURCES] for source in _sources(maker, cell)))
    if total is None:
        spread = _spread(speech, [cell.value for cell in told if cell.value is not None])
        return replace(spread, sources=sources), EMPTY, EMPTY
    now = Cell(speech.number(number(total)), number(total), sources=sources)
    if change is None or _OF_ALL * both < len(told):
        return now, EMPTY, EMPTY
    before = number(change.before)
    fewer = f" {speech('digest.of_bodies', count=both)}" if both < len(told) else ""
    return now, Cell(f"{speech.number(before)}{fewer}", before, worded=bool(fewer)), _changed(change, speech, fewer)


def _changed(change: Change, speech: Speech, fewer: str) -> Cell:
    """Return the change of the bodies that tell both years, and how many they are where not all do (`fewer`)."""
    difference = number(change.now - change.before)
    if not difference:
        return Cell(speech("digest.unchanged"), 0)
    text = speech("digest.up" if difference > 0 else "digest.down", amount=speech.number(abs(difference)))
    share = f" ({percent(100 * difference / number(change.before), speech)})" if change.before else ""
    return Cell(f"{text}{share}{fewer}", difference, worded=bool(fewer))


def _sources(maker: Maker, cell: FilledCell) -> tuple[int, ...]:
    found = (match.candidate for match in cell.matches)
    return tuple(maker.source(one.report.id, one.start, one.start + len(one.written), one.page) for one in found)


def _missing(filled: Filled) -> list[str]:
    """Return the bodies that have not reported on the time."""
    return [standing.unit for standing in filled.standings if not standing.reports]
