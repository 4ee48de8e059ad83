"""Cells -> the total of each indicator: what adds up is added, a rate is computed from its counts or left empty."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from pipeline.forms.asking import asked_by
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.model import Adding, Indicator, Total

_HUNDRED: Final = Decimal(100)
_LEAST: Final = 2
"""Units whose rate must be the quotient of two counts, before the total is computed by it."""
_ROUNDING: Final = Decimal("0.06")
"""How far a stated rate may be from the quotient: reports round to one decimal, some to two."""


def totals(filled: Filled) -> list[Total]:
    """Return the total of each indicator over the units whose cell holds a value."""
    return [_total(filled, at) for at in range(len(filled.indicators))]


def _values(filled: Filled, at: int) -> dict[int, Decimal]:
    cells = (filled.cells[unit, at] for unit in range(len(filled.standings)))
    return {cell.unit: cell.value for cell in cells if cell.state in FILLED and cell.value is not None}


def _total(filled: Filled, at: int) -> Total:
    indicator, values = filled.indicators[at], _values(filled, at)
    if not values:
        return Total(None, 0, "none")
    if indicator.adding is not Adding.RATE:
        return Total(sum(values.values(), Decimal(0)), len(values), "added")
    parts = indicator.parts or _parts(filled, at, values)
    if parts is None:
        return Total(None, len(values), "rate")
    upper, lower = (_values(filled, part) for part in parts)
    both = upper.keys() & lower.keys()
    if set(values) - both or not sum(lower[unit] for unit in both):
        return Total(None, len(values), "rate")
    share = _HUNDRED * sum(upper[unit] for unit in both) / sum(lower[unit] for unit in both)
    return Total(round(share, 2), len(both), "computed")


def _parts(filled: Filled, at: int, values: dict[int, Decimal]) -> tuple[int, int] | None:
    """Return the two counts of the form that a rate is the quotient of: their names and every unit's numbers tell it.

    None unless exactly one pair agrees, in two units or more.
    """
    counts = [
        i
        for i, one in enumerate(filled.indicators)
        if one.adding is not Adding.RATE and _is_kin(one, filled.indicators[at])
    ]
    fitting = [pair for pair in permutations(counts, 2) if _agrees(filled, pair, values)]
    return fitting[0] if len(fitting) == 1 else None


def _is_kin(count: Indicator, rate: Indicator) -> bool:
    return bool(asked_by(count).names & asked_by(rate).names)


def _agrees(filled: Filled, pair: Sequence[int], values: dict[int, Decimal]) -> bool:
    upper, lower = (_values(filled, part) for part in pair)
    tried = [unit for unit in values if unit in upper and lower.get(unit)]
    return len(tried) >= _LEAST and all(
        abs(_HUNDRED * upper[unit] / lower[unit] - values[unit]) <= _ROUNDING for unit in tried
    )
