"""A table that people typed -> each typed cell against the reports: agrees, differs, not found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter

from pipeline.forms.filling import FILLED, Filled, in_unit
from pipeline.forms.keeping import typed_number
from pipeline.forms.model import Cell, Match
from pipeline.forms.workbook import FormBook, is_formula

_SAME: Final = Decimal("0.005")


class Verdict(StrEnum):
    """What the reports say of a typed cell."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Checked:
    """One typed cell: where it stands, what was typed, what the reports say, and the matches that say it."""

    place: str
    unit: str
    indicator: int
    typed: Decimal
    verdict: Verdict
    value: Decimal | None
    matches: tuple[Match, ...]


def checked(form: FormBook, filled: Filled, file: Path) -> Iterator[Checked]:
    """Yield each cell of the form that a person filled, row by row; UsageError where words stand for a number."""
    for unit, (place, name) in enumerate(form.layout.units):
        for at, (line, _) in enumerate(form.layout.indicators):
            row, column = form.layout.place(line, place)
            where = f"{get_column_letter(column)}{row}"
            value = form.sheet.cell(row, column).value
            typed = None if is_formula(value) else typed_number(value, where, file)
            if typed is not None:
                yield _checked(where, name, typed, filled.cells[unit, at], filled)


def _checked(where: str, unit: str, typed: Decimal, cell: Cell, filled: Filled) -> Checked:
    indicator = filled.indicators[cell.indicator]
    told = [(in_unit(match.candidate, indicator), match) for match in (*cell.matches, *cell.others)]
    if cell.value is not None and abs(cell.value - typed) <= _SAME:
        return Checked(where, unit, cell.indicator, typed, Verdict.AGREES, cell.value, cell.matches)
    for value, match in told:
        if abs(value - typed) <= _SAME:
            return Checked(where, unit, cell.indicator, typed, Verdict.AGREES, value, (match,))
    if cell.state in FILLED:
        return Checked(where, unit, cell.indicator, typed, Verdict.DIFFERS, cell.value, cell.matches)
    return Checked(where, unit, cell.indicator, typed, Verdict.NOT_FOUND, None, cell.matches)
