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
from pipeline.digest.block import EMPTY, Cell, Table
from pipeline.digest.maker import Maker, cut, table
from pipeline.errors import QueryError
from pipeline.forms.comparing import Change
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.make import make_table
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
    period = Period(date.fromisoformat(scope.period[0]), date.fromisoformat(scope.period[1]))
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
        told = [cell for cell in cells if cell.state in FILLED and cell.value is not None]
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


def _values(
    maker: Maker, told: Sequence[FilledCell], total: Decimal | None, change: Change | None, both: int
) -> tuple[Cell, ...]:
    """Return the cells of the sum (of a rate: from the least to the most), of a year before, and of the change.

    The earlier value is that of the bodies that tell both; how many they are is said where they are fewer.
    """
    speech = maker.speech
    sources = tuple(dict.fromkeys(source for cell in told[:_MOST_SOURCES] for source in _sources(maker, cell)))
    if total is None:
        low, high = (pick(cell.value for cell in told if cell.value is not None) for pick in (min, max))
        text = speech("digest.from_to", least=speech.number(number(low)), most=speech.number(number(high)))
        return Cell(text, sources=sources, worded=True), EMPTY, EMPTY
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
