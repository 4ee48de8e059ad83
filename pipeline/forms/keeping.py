"""A table that a person changed -> corrections of its cells, which win at every later table of that period.

A cell is known by its unit, its indicator with the heads above it, and the period; its value is empty where the person
emptied it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from pipeline.corrections.model import Action, Correction, Kind
from pipeline.corrections.store import correction_of, note, now
from pipeline.errors import UsageError
from pipeline.forms.evidence import spelled
from pipeline.forms.filling import Filled, key_of
from pipeline.forms.model import Cell, State
from pipeline.forms.workbook import is_formula, open_workbook
from pipeline.forms.writing import HIDDEN
from pipeline.speech import Speech

Key = tuple[str, str, str]
"""Unit, indicator and period, as keys."""
_BETWEEN: Final = " | "


def changed_cells(file: Path) -> Iterator[tuple[str, str, str, Decimal | None]]:
    """Yield unit, indicator, period and value of each cell that differs from what this program wrote there.

    UsageError for a file that this program did not write, or whose cell holds words instead of a number.
    """
    book = open_workbook(file)
    if HIDDEN not in book.sheetnames:
        raise UsageError("table.not_ours", name=file.name)
    first, *rows = book[HIDDEN].iter_rows(values_only=True)
    title, start, end = first[:3]
    if title not in book.sheetnames:
        raise UsageError("table.not_ours", name=file.name)
    sheet = book[title]
    for place, unit, indicator, written, *_ in rows:
        value = sheet[place].value
        if not is_formula(value) and not _same(value, written):
            yield unit, indicator, _period(start, end), typed_number(value, place, file)


def _same(value: Any, written: Any) -> bool:
    if value is None or written is None:
        return value in (None, "") and written is None
    return isinstance(value, int | float) and float(value) == float(written)


def typed_number(value: Any, place: str, file: Path) -> Decimal | None:
    """Return what a person typed in a cell as a number, None for an empty cell; UsageError for words.

    >>> typed_number("1.918", "D9", Path("a.xlsx")), typed_number("96,4%", "D9", Path("a.xlsx"))
    (Decimal('1918'), Decimal('96.4'))
    """
    from extractors.values.digits import parse_digits

    if value is None or str(value).strip() in ("", "-"):
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    text = str(value).strip().removesuffix("%").strip()
    read = parse_digits(text)
    try:
        return read[0] if read else Decimal(text)
    except InvalidOperation as error:
        raise UsageError("table.no_number", name=file.name, cell=place, value=str(value)) from error


def keep(connection: sqlite3.Connection, file: Path, who: str, reason: str) -> int:
    """Note the cells of a file that a person changed as corrections; return how many they are."""
    made = []
    for unit, indicator, period, value in changed_cells(file):
        told = {"unit": unit, "indicator": indicator, "period": period}
        fields = {"value": None if value is None else str(value)}
        words = _BETWEEN.join((key_of(unit), indicator, period))
        made.append(
            Correction(0, Kind.CELL, Action.CORRECT, "", "", 0, words, "", "", told, fields, None, who, reason, now())
        )
    note(connection, made, "made")
    return len(made)


def kept_cells(connection: sqlite3.Connection) -> dict[Key, Correction]:
    """Return what people typed in cells, by unit, indicator and period."""
    rows = connection.execute("SELECT * FROM correction WHERE kind = ? ORDER BY id", (Kind.CELL,))
    found = [correction_of(row) for row in rows]
    return {(key_of(one.item["unit"]), one.item["indicator"], one.item["period"]): one for one in found}


def with_kept(filled: Filled, kept: Mapping[Key, Correction], speech: Speech) -> Filled:
    """Return a table in which the cells that people typed hold what they typed, and say who and why."""
    cells = dict(filled.cells)
    period = _period(filled.asked.start.isoformat(), filled.asked.end.isoformat())
    for (unit, at), cell in filled.cells.items():
        key = key_of(filled.standings[unit].unit), spelled(filled.indicators[at]), period
        if key in kept:
            cells[unit, at] = _kept(cell, kept[key], speech)
    return replace(filled, cells=cells)


def _kept(cell: Cell, one: Correction, speech: Speech) -> Cell:
    value = one.fields.get("value")
    words = speech("table.kept", who=one.who, day=speech.day(one.made[:10]), reason=one.reason)
    return Cell(cell.unit, cell.indicator, State.KEPT, None if value is None else Decimal(value), (), (), words)


def _period(start: str, end: str) -> str:
    return f"{start}..{end}"
