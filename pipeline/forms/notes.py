"""A filled table -> what people must know before they use it: who is silent, what was passed over, what to look at.

The command line, the browser and the Word file say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from extractors.text.folding import bare
from pipeline.forms.colours import MARKS
from pipeline.forms.filling import FILLED
from pipeline.forms.make import Made
from pipeline.forms.model import State, Total
from pipeline.periods import period_name
from pipeline.speech import Speech

_LONGEST_NAME: Final = 80


def named(made: Made, speech: Speech) -> str:
    """Return the period of a table with the place that its reports are of."""
    filled = made.shown.filled
    period = period_name(filled.asked.start, filled.asked.end, speech)
    return speech("table.named", period=period, place=made.place)


def file_name(made: Made, speech: Speech, ending: str) -> str:
    """Return what a file of a table is called, in plain letters: `tong-hop-quy-iii-2025-phu-tho.xlsx`."""
    words = re.findall("[a-z0-9]+", bare(speech("table.file", named=named(made, speech))))
    return f"{'-'.join(words)[:_LONGEST_NAME]}{ending}"


def summary(made: Made, speech: Speech) -> str:
    """Return how many units reported and how many cells are filled."""
    filled = made.shown.filled
    states = Counter(cell.state for cell in filled.cells.values())
    return speech(
        "table.summary",
        period=named(made, speech),
        units=len(filled.standings),
        reported=len(filled.standings) - len(silent(made)),
        indicators=len(filled.indicators),
        filled=sum(states[state] for state in FILLED),
        cells=len(filled.cells),
    )


def silent(made: Made) -> list[str]:
    """Return the units that have not reported."""
    return [standing.unit for standing in made.shown.filled.standings if not standing.reports]


def who_reported(made: Made, speech: Speech) -> Iterator[str]:
    """Yield what must be said of the place and of who reported.

    That no unit of the list did, who is silent, which reports were replaced, who is not listed.
    """
    yield from made.remarks
    without, standings = silent(made), made.shown.filled.standings
    if len(without) == len(standings):
        yield speech("table.foreign")
    if without:
        yield speech("table.silent", units="; ".join(without))
    replaced = [one for standing in standings for one in standing.replaced]
    if replaced:
        yield speech("table.replaced", reports="; ".join(one.code or one.path for one in replaced))
    if made.shown.unlisted:
        yield speech("table.outside", units="; ".join(made.shown.unlisted))


def to_look_at(made: Made, speech: Speech) -> Iterator[str]:
    """Yield how many cells are to be looked at, where any is."""
    states = Counter(cell.state for cell in made.shown.filled.cells.values())
    if states[State.DOUBT] or states[State.SEVERAL]:
        yield speech("table.to_look_at", doubts=states[State.DOUBT], several=states[State.SEVERAL])


def of_units(total: Total, made: Made, speech: Speech) -> str | None:
    """Return of how many units a total is, None where it is of all, or there is none."""
    units = len(made.shown.filled.standings)
    return (
        None if total.value is None or total.units == units else speech("table.of_units", count=total.units, all=units)
    )


def legend(speech: Speech) -> Iterator[tuple[State, str, str]]:
    """Yield the states of a cell that have a colour, each with its sign and what it means, then what a blank means."""
    for state, mark in MARKS.items():
        yield state, mark, speech(f"table.legend_{state}")
    yield State.EMPTY, "", speech("table.legend_empty")
