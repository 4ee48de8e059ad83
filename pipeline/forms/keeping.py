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
from typing import Any

from pipeline.corrections.model import Action, Correction, Kind
from pipeline.corrections.store import correction_of, note
from pipeline.errors import UsageError
from pipeline.forms.cellkey import Key, cell_key, key_of, period_key
from pipeline.forms.deciding import Teller, typed
from pipeline.forms.filling import Filled
from pipeline.forms.model import Cell, State
from pipeline.forms.workbook import is_formula, open_workbook
from pipeline.forms.writing import HIDDEN
from pipeline.speech import Speech


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
    for place, unit, indicator, *numbers in rows:
        written = numbers[0] if numbers else None  # no row has any where no cell was filled
        value = sheet[place].value
        if not is_formula(value) and not _same(value, written):
            yield unit, indicator, period_key(start, end), typed_number(value, place, file)


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
    teller = Teller(who, reason)
    made = [
        typed((key_of(unit), indicator, period), value, teller)
        for unit, indicator, period, value in changed_cells(file)
    ]
    note(connection, made, "made")
    return len(made)


def kept_cells(connection: sqlite3.Connection) -> dict[Key, Correction]:
    """Return what people typed in cells or chose for them, by unit, indicator and period."""
    sql = "SELECT * FROM correction WHERE kind = ? AND action = ? ORDER BY id"
    found = [correction_of(row) for row in connection.execute(sql, (Kind.CELL, Action.CORRECT)).fetchall()]
    return {(key_of(one.item["unit"]), one.item["indicator"], one.item["period"]): one for one in found}


def with_kept(filled: Filled, kept: Mapping[Key, Correction], speech: Speech) -> Filled:
    """Return a table in which the cells that people filled hold what they typed or chose, and say who and why."""
    cells = dict(filled.cells)
    for (unit, at), cell in filled.cells.items():
        key = cell_key(filled.standings[unit].unit, filled.indicators[at], filled.asked)
        if key in kept:
            cells[unit, at] = _kept(cell, kept[key], speech)
    return replace(filled, cells=cells)


def _kept(cell: Cell, one: Correction, speech: Speech) -> Cell:
    """Return a cell with the value that a person gave it, and the sentence of a number that was chosen."""
    value, written = one.fields.get("value"), one.item.get("written")
    words = speech(
        "table.kept_chosen" if written else "table.kept", who=one.who, day=speech.day(one.made[:10]), reason=one.reason,
        written=written,
    )  # fmt: skip
    matches = tuple(
        match
        for match in (*cell.matches, *cell.others)
        if written and (match.candidate.start, match.candidate.written) == (one.item["start"], written)
    )
    return Cell(
        cell.unit, cell.indicator, State.KEPT, None if value is None else Decimal(value), matches[:1], (), words
    )
