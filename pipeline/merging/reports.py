"""The archive -> the reports to merge, each under the name of its unit, in the order of a list of units."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from extractors.model import Period, Section, SectionKind
from extractors.names.agreement import same_title
from extractors.text.folding import bare, fold
from pipeline.errors import QueryError
from pipeline.lookup import holds_words, in_place
from pipeline.merging.report import Part, body_parts
from pipeline.rows import Row, rows_of
from pipeline.units import is_unit, name_of

_REPORTS: Final = """
SELECT d.id, d.path, d.name, d.code, d.date, d.title, d.issuer, d.place, d.district, d.commune, d.period_start,
       d.period_end, d.instrument_id, d.text, d.boilerplate
FROM counted_documents d WHERE d.kind = 'report' ORDER BY d.date IS NULL, d.date, d.path"""
_SECTIONS: Final = "SELECT start, end, kind, level, title FROM sections WHERE document_id = ? ORDER BY ord"
_REPLACED: Final = """
SELECT DISTINCT c.document_id, c.instrument_id FROM citations c WHERE c.relation IN ('replaces', 'repeals')"""
_LATE: Final = timedelta(days=75)
"""Behind the end of a period a report on it is written at the latest, where it does not tell its period."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: whose it is, what it is called, and the parts of its body."""

    unit: str
    path: str
    code: str | None
    date: str | None
    title: str | None
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """What the report is called: its number and symbol, else its file."""
        return self.code or self.path


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reports to merge, in order; `silent` are units without one, `replaced` pairs an old report and the new."""

    reports: tuple[Report, ...]
    silent: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that report, each once."""
        return tuple(dict.fromkeys(report.unit for report in self.reports))


def choose_reports(
    connection: sqlite3.Connection,
    period: Period | None = None,
    place: str | None = None,
    units: Sequence[str] | None = None,
    text: str | None = None,
) -> Chosen:
    """Return the reports of a period and place (a province, district or commune), each unit's last version alone.

    With a list of units its order holds, its names stand, and what is no unit's of the list is left out. `text` keeps
    the reports whose title holds words. A report replaces an earlier one of its unit on the same time where it says
    so, or has its title. Raises QueryError where nothing is left.
    """
    rows = [row for row in rows_of(connection, _REPORTS) if _is_of(row, period) and (not text or _tells(row, text))]
    if place:
        rows = [row for row in rows if in_place(row, place)]
    rows, replaced = _last_versions(connection, rows)
    named = _named(rows, units)
    if not named:
        raise QueryError("merge.no_reports")
    found = tuple(_report(connection, unit, row) for unit, row in named)
    told = {report.unit for report in found}
    return Chosen(found, tuple(unit for unit in units or () if unit not in told), tuple(replaced))


def _is_of(row: Row, period: Period | None) -> bool:
    if period is None:
        return True
    if row["period_start"] and row["period_end"]:
        return bool(period.start.isoformat() <= row["period_start"] and row["period_end"] <= period.end.isoformat())
    written = date.fromisoformat(row["date"]) if row["date"] else None
    return written is not None and period.start <= written <= period.end + _LATE


def _tells(row: Row, words: str) -> bool:
    return holds_words(row["title"], words)


def _last_versions(connection: sqlite3.Connection, rows: Sequence[Row]) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return the rows without those that a later one of the same body and time replaces, and which replaced which."""
    told = {(row[0], row[1]) for row in connection.execute(_REPLACED)}
    kept, replaced = list(rows), []
    for old in rows:
        later = [new for new in kept if new is not old and _is_later(old, new) and _same_body(old, new)]
        new = next((new for new in reversed(later) if _replaces(new, old, told)), None)
        if new is not None:
            kept.remove(old)
            replaced.append((old["code"] or old["path"], new["code"] or new["path"]))
    return kept, replaced


def _is_later(old: Row, new: Row) -> bool:
    return bool(old["date"] and new["date"]) and (old["date"], old["path"]) < (new["date"], new["path"])


def _same_body(old: Row, new: Row) -> bool:
    if not old["issuer"] or not new["issuer"]:
        return False
    levels = ("place", "district", "commune")
    return name_of(old["issuer"]) == name_of(new["issuer"]) and all(old[level] == new[level] for level in levels)


def _replaces(new: Row, old: Row, told: set[tuple[int, int | None]]) -> bool:
    if old["instrument_id"] is not None and (new["id"], old["instrument_id"]) in told:
        return True
    same_time = old["period_end"] and old["period_end"] == new["period_end"]
    return bool(same_time and old["title"] and new["title"] and same_title(old["title"], new["title"]))


def _named(rows: Iterable[Row], units: Sequence[str] | None) -> list[tuple[str, Row]]:
    """Return the rows with the names of their units, in the order of the list, else by name."""
    if units is None:
        named = [(_unit_name(row), row) for row in rows]
        return sorted(named, key=lambda pair: (bare(pair[0]), pair[0], pair[1]["date"] or "", pair[1]["path"]))
    return [
        (unit, row) for unit in units for row in rows if row["issuer"] and is_unit(unit, row | {"body": row["issuer"]})
    ]


def _unit_name(row: Row) -> str:
    """Return the name of a report's body as written, without a standing committee before it."""
    issuer: str | None = row["issuer"]
    if not issuer:
        return str(row["name"])
    key, _ = name_of(issuer)
    words = issuer.split()
    tail = words[-len(key.split()) :]
    return " ".join(tail) if fold(" ".join(tail)) == key else issuer


def _report(connection: sqlite3.Connection, unit: str, row: Row) -> Report:
    sections = [
        Section(found["start"], found["end"], SectionKind(found["kind"]), found["title"], found["level"])
        for found in connection.execute(_SECTIONS, (row["id"],))
    ]
    boilerplate = [(start, end) for start, end in json.loads(row["boilerplate"])]
    parts = body_parts(row["text"], sections, boilerplate)
    return Report(unit, row["path"], row["code"], row["date"], row["title"], parts)
