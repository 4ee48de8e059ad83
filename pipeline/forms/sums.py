"""A total that is exactly the sum of the cells above it -> the formula of that sum: what a person then types counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipeline.forms.model import Total


def write_sum(cell: Any, total: Total, added: Sequence[Any]) -> bool:
    """Write the formula into the cell of a total, and tell whether it stands there; a formula of the form stays."""
    values = [one.value for one in added if one.value is not None]
    if total.reason != "added" or not all(isinstance(one, int | float) for one in values):
        return False
    formula = f"=SUM({_areas(added)})"
    if cell.value != formula and (isinstance(cell.value, str) or cell.value is None):
        return False
    if sum(map(_exact, values)) != total.value:
        return False
    cell.value = formula
    return True


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _areas(cells: Sequence[Any]) -> str:
    """Return cells of one row or column as Excel names them, those that touch as one area: `C9:C12,C14`."""
    areas: list[list[Any]] = []
    for cell in cells:
        last = areas[-1][-1] if areas else None
        if last is not None and (cell.row - last.row) + (cell.column - last.column) == 1:
            areas[-1].append(cell)
        else:
            areas.append([cell])
    names = ([area[0].coordinate, area[-1].coordinate][: len(area)] for area in areas)
    return ",".join(":".join(name) for name in names)
