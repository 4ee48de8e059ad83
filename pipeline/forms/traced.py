"""A filled table -> the same, its numbers with what people corrected of them in the reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from pipeline.corrections.model import Action, Correction, Kind
from pipeline.corrections.place import place
from pipeline.corrections.store import corrections_of, has_corrections
from pipeline.forms.filling import Filled
from pipeline.forms.model import Match, Report


def with_traces(connection: sqlite3.Connection, filled: Filled) -> Filled:
    """Return a table whose matches tell what a person corrected, confirmed or added in their reports."""
    if not has_corrections(connection):
        return filled
    matches = [match for cell in filled.cells.values() for match in (*cell.matches, *cell.others)]
    reports = {match.candidate.report.id: match.candidate.report for match in matches}
    made = {(number, start): one for number, report in reports.items() for start, one in _made(connection, report)}
    if not made:
        return filled
    cells = {
        at: replace(cell, matches=_traced(cell.matches, made), others=_traced(cell.others, made))
        for at, cell in filled.cells.items()
    }
    return replace(filled, cells=cells)


def _made(connection: sqlite3.Connection, report: Report) -> list[tuple[int, Correction]]:
    """Return the corrections of a report's figures with where each stands."""
    (sha256,) = connection.execute("SELECT sha256 FROM documents WHERE id = ?", (report.id,)).fetchone()
    found = []
    for one in corrections_of(connection, report.path, sha256):
        span = place(one, report.text) if one.kind is Kind.FIGURE and one.action is not Action.REJECT else None
        if span:
            found.append((span[0], one))
    return found


def _traced(matches: tuple[Match, ...], made: Mapping[tuple[int, int], Correction]) -> tuple[Match, ...]:
    return tuple(
        replace(match, candidate=replace(match.candidate, corrected=one))
        if (one := made.get((match.candidate.report.id, match.candidate.start)))
        else match
        for match in matches
    )
