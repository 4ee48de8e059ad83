"""A cell of the consolidated table: its numbers, and what a person decides of it; many cells, changed in Excel."""

from __future__ import annotations

import sqlite3
from base64 import b64decode
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from starlette.responses import Response

from extractors.values.digits import parse_digits
from pipeline.corrections.model import Correction
from pipeline.corrections.store import note
from pipeline.errors import QueryError, UsageError
from pipeline.forms.cellkey import Key, cell_key, column_key
from pipeline.forms.deciding import Teller, chosen, refused, typed
from pipeline.forms.filling import in_unit
from pipeline.forms.keeping import keep
from pipeline.forms.make import Made
from pipeline.forms.model import Candidate, Cell, Match
from pipeline.forms.nearest import nearest
from pipeline.forms.telling import document_words, indicator_words, why_empty, why_not
from pipeline.run.store import writing
from pipeline.viewer.choosing import number_typed
from pipeline.viewer.pages.correcting import who_and_why, with_name
from pipeline.viewer.pages.reports import made_table, shown_cell, shown_match
from pipeline.viewer.visit import Visit

_LONGEST_NAME: Final = 60
"""Letters of the name of a file, from its end, that a message about it shows."""
_FILE: Final = "SELECT sha256 FROM documents WHERE id = ?"
_ASKED: Final = ("period", "place", "form")


def cell(visit: Visit) -> Response:
    """Show a cell: its numbers, else why it is blank; the numbers that come near it, the reports they stand in."""
    made, found, (unit, indicator) = _asked(visit)
    filled, speech = made.shown.filled, visit.speech
    with visit.opened() as connection:
        beside = nearest(connection, filled, found)
    standing = filled.standings[unit]
    return visit.page(
        "cell.html", unit=standing.unit, head=indicator_words(filled.indicators[indicator]),
        cell=shown_cell(found, speech), back=_back(visit, unit, indicator),
        why=why_empty(found, standing, filled.indicators[indicator], speech),
        near=[shown_match(one.match, speech) | {"why": why_not(one, filled, speech)} for one in beside],
        reports=[(report.id, document_words(report, speech)) for report in standing.reports],
    )  # fmt: skip


def decide(visit: Visit) -> Response:
    """Note what a person decided of a cell: one of its numbers, none of them, a number of his own."""
    who, reason = who_and_why(visit)
    made, found, (unit, indicator) = _asked(visit)
    filled = made.shown.filled
    key = cell_key(filled.standings[unit].unit, filled.indicators[indicator], filled.asked)
    with visit.opened() as connection:
        decision = _decision(visit, connection, made, found, key, Teller(who, reason))
    with writing(visit.settings.database) as connection:
        note(connection, [decision], "made")
    return with_name(visit.go(_back(visit, unit, indicator)), who)


def keep_changed(visit: Visit) -> Response:
    """Note the cells that a person changed in the Excel file of a table, which the page sends as letters."""
    who, reason = who_and_why(visit)
    name = Path(visit.given.get("file_name", "").replace("\\", "/")).name
    try:
        content = b64decode(visit.given.get("content", ""), validate=True)
    except ValueError as error:
        raise UsageError("viewer.no_workbook") from error
    if not content or not name.lower().endswith(".xlsx"):
        raise UsageError("viewer.no_workbook")
    with TemporaryDirectory() as folder, writing(visit.settings.database) as connection:
        file = Path(folder) / name[-_LONGEST_NAME:]
        file.write_bytes(content)
        count = keep(connection, file, who, reason)
    return with_name(visit.go(_table(visit, {"kept": str(count)})), who)


def _decision(
    visit: Visit, connection: sqlite3.Connection, made: Made, found: Cell, key: Key, teller: Teller
) -> Correction:
    number, action = visit.given.get("value", "").strip(), visit.given.get("action", "")
    if action == "typed":
        return typed(key, _number(number, visit), teller)
    if number:
        raise UsageError("viewer.typed_too")
    matches = [*found.matches, *found.others]
    if action != "refuse":
        matches += [one.match for one in nearest(connection, made.shown.filled, found)]
    candidate = _candidate(matches, visit.given.get("number", ""))
    row = connection.execute(_FILE, (candidate.report.id,)).fetchone()
    if action == "refuse":
        return refused(key, candidate, row["sha256"], teller)
    value = in_unit(candidate, made.shown.filled.indicators[found.indicator])
    return chosen(key, candidate, value, row["sha256"], teller)


def _number(words: str, visit: Visit) -> Decimal:
    read = parse_digits(number_typed(words, visit.speech))
    if read is None:
        raise UsageError("viewer.no_number")
    return read[0]


def _candidate(matches: Sequence[Match], place: str) -> Candidate:
    """Return the number that was chosen: `REPORT-START`; UsageError where none was."""
    for match in matches:
        if place == f"{match.candidate.report.id}-{match.candidate.start}":
            return match.candidate
    raise UsageError("viewer.choose_number")


def _asked(visit: Visit) -> tuple[Made, Cell, tuple[int, int]]:
    """Return the table, and the cell of it that an address names by its unit and its column."""
    made = made_table(visit)
    unit, column = visit.given.get("unit", ""), visit.given.get("column", "")
    units = [standing.unit for standing in made.shown.filled.standings]
    keys = [column_key(one) for one in made.shown.filled.indicators]
    if unit not in units or column not in keys:
        raise QueryError("viewer.no_cell")
    at = units.index(unit), keys.index(column)
    return made, made.shown.filled.cells[at], at


def _back(visit: Visit, unit: int, indicator: int) -> str:
    """Return the address of the cell in its table."""
    return f"{_table(visit, {})}#c{unit + 1}-{indicator + 1}"


def _table(visit: Visit, more: Mapping[str, str]) -> str:
    asked = {name: visit.given[name] for name in _ASKED if visit.given.get(name)}
    return visit.address("/table", {**asked, **more})
