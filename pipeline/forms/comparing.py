"""This period's table and that of the year before -> the change of each cell, and of what can be compared together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.model import Adding, Cell
from pipeline.forms.telling import indicator_words

_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Change:
    """One value of both years; `unit` is None for the sum of all units that have both, `percent` None for a rate."""

    unit: str | None
    indicator: str
    now: Decimal
    before: Decimal
    percent: Decimal | None
    earlier: Cell | None = None


def changes(now: Filled, before: Filled) -> Iterator[Change]:
    """Yield for each indicator the sum of the units that have both values, then each of them; rates are not added."""
    for at, indicator in enumerate(now.indicators):
        rate = indicator.adding is Adding.RATE
        pairs = [
            (unit, now.cells[unit, at], before.cells[unit, at])
            for unit in range(len(now.standings))
            if now.cells[unit, at].state in FILLED and before.cells[unit, at].state in FILLED
        ]
        values = [(unit, a.value, b.value, b) for unit, a, b in pairs if a.value is not None and b.value is not None]
        name = indicator_words(indicator)
        if values and not rate:
            this, last = sum(v for _, v, _, _ in values), sum(v for _, _, v, _ in values)
            yield Change(None, name, Decimal(this), Decimal(last), _percent(Decimal(this), Decimal(last)))
        for unit, this_, last_, earlier in values:
            percent = None if rate else _percent(this_, last_)
            yield Change(now.standings[unit].unit, name, this_, last_, percent, earlier)


def _percent(now: Decimal, before: Decimal) -> Decimal | None:
    return round(_HUNDRED * (now - before) / before, 1) if before else None
