"""`table`: a form filled from the reports of a period; typed cells held against them; changed cells kept."""

from __future__ import annotations

import sqlite3
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pipeline.arguments import ANY_DATABASE, JSON, PERIOD, PLACE, Argument, option
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.errors import UsageError
from pipeline.forms.checking import Checked, Verdict
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.keeping import keep
from pipeline.forms.make import Made, check_table, make_table, write
from pipeline.forms.model import Cell, State
from pipeline.forms.nearest import Near, nearest_to_blanks
from pipeline.forms.notes import silent, summary, to_look_at, who_reported
from pipeline.forms.telling import indicator_words, number, source_words, why_empty, why_not
from pipeline.run.at_hand import at_hand
from pipeline.run.store import connect, writing
from pipeline.sheets import write_sheet
from pipeline.speech import Speech
from pipeline.table import Value, sheet_file
from pipeline.terminal import json_text, say
from pipeline.units import UNITS

_SHOWN: Final = 20
_WORD: Final = ".docx"


def _table(options: Namespace, speech: Speech) -> int:
    if options.keep:
        _keep(options, speech)
    if options.output and (options.check or options.output.suffix.lower() != _WORD):
        sheet_file(options.output)
    if options.period is None:
        if options.keep and not options.form:
            return 0
        raise UsageError("table.no_period")
    with closing(connect(options.db)) as connection:
        return _check(connection, options, speech) if options.check else _fill(connection, options, speech)


def _keep(options: Namespace, speech: Speech) -> None:
    if not options.by:
        raise UsageError("table.who")
    with at_hand(options.db, "table --keep") as database, writing(database) as connection:
        reason = options.reason or speech("table.changed_in", name=options.keep.name)
        count = keep(connection, options.keep, options.by, reason)
    if not options.json:
        say([speech("table.cells_kept", count=count, name=options.keep.name)])


def _fill(connection: sqlite3.Connection, options: Namespace, speech: Speech) -> int:
    made = make_table(connection, options.period, speech, options.form, options.place, options.units, options.compare)
    if options.output:
        if options.output.suffix.lower() == _WORD:
            from pipeline.forms.word import table_in_word

            options.output.write_bytes(table_in_word(made, speech))
        else:
            write(made, options.output, options.period, speech, nearest_to_blanks(connection, made.shown.filled))
        note(options, speech, "table", _paths(made.shown.filled))
    if options.json:
        say(json_text(_plain(made, nearest_to_blanks(connection, made.shown.filled), speech), indent=1).split("\n"))
    else:
        say(_lines(made, options, speech))
    return 0


def _paths(filled: Filled) -> list[str]:
    return sorted({report.path for standing in filled.standings for report in standing.reports})


def _plain(made: Made, near: Mapping[tuple[int, int], Near], speech: Speech) -> dict[str, Any]:
    filled = made.shown.filled
    names = [indicator_words(indicator) for indicator in filled.indicators]
    return {
        "period": [filled.asked.start.isoformat(), filled.asked.end.isoformat()],
        "place": made.place,
        "remarks": list(made.remarks),
        "cells": [
            _plain_cell(cell, filled, names) | _why_blank(cell, filled, near.get(at), speech)
            for at, cell in sorted(filled.cells.items())
        ],
        "totals": [
            {"indicator": name, "value": None if total.value is None else number(total.value), "units": total.units}
            for name, total in zip(names, made.shown.totals, strict=True)
        ],
        "not_reported": silent(made),
        "changes": [
            {
                "unit": change.unit,
                "indicator": change.indicator,
                "now": number(change.now),
                "before": number(change.before),
            }
            for change in made.shown.changes
        ],
    }


def _why_blank(cell: Cell, filled: Filled, near: Near | None, speech: Speech) -> dict[str, Any]:
    """Return why a cell has no value, and what comes nearest to it; nothing for a cell that has one."""
    if cell.state in FILLED:
        return {}
    why = why_empty(cell, filled.standings[cell.unit], filled.indicators[cell.indicator], speech)
    if near is None:
        return {"reason": why, "nearest": None}
    one = near.match.candidate
    told = {"written": one.written, "sentence": one.sentence, "page": one.page, "path": one.report.path}
    return {"reason": why, "nearest": told | {"reason": why_not(near, filled, speech)}}


def _plain_cell(cell: Cell, filled: Filled, names: list[str]) -> dict[str, Any]:
    return {
        "unit": filled.standings[cell.unit].unit,
        "indicator": names[cell.indicator],
        "state": cell.state,
        "value": None if cell.value is None else number(cell.value),
        "sources": [
            {
                "written": match.candidate.written, "sentence": match.candidate.sentence, "page": match.candidate.page,
                "path": match.candidate.report.path, "score": round(match.score, 3), "evidence": dict(match.evidence),
            }
            for match in (*cell.matches, *cell.others)
        ],
    }  # fmt: skip


def _lines(made: Made, options: Namespace, speech: Speech) -> Iterator[str]:
    yield summary(made, speech)
    yield from who_reported(made, speech)
    yield from to_look_at(made, speech)
    yield from _doubts(made.shown.filled, speech)
    yield speech("run.written", path=options.output) if options.output else speech("table.no_output")


def _doubts(filled: Filled, speech: Speech) -> Iterator[str]:
    looked_at = [cell for _, cell in sorted(filled.cells.items()) if cell.state in (State.DOUBT, State.SEVERAL)]
    for cell in looked_at[:_SHOWN]:
        unit, indicator = filled.standings[cell.unit].unit, filled.indicators[cell.indicator].name
        numbers = " / ".join(match.candidate.written for match in (*cell.matches, *cell.others))
        yield f"  {unit} · {indicator}: {speech(f'table.state_{cell.state}')} {numbers}"
    if len(looked_at) > _SHOWN:
        yield speech("table.more", count=len(looked_at) - _SHOWN)


def _check(connection: sqlite3.Connection, options: Namespace, speech: Speech) -> int:
    filled, cells = check_table(connection, options.check, options.period, options.place)
    if options.output:
        heads = [speech(f"column.{head}") for head in _CHECKED]
        rows = list(_check_rows(cells, filled, speech))
        write_sheet(options.output, speech("sheet.table_check"), heads, rows, speech("sheet.page"))
        note(options, speech, "table", _paths(filled))
    if options.json:
        say(json_text([_plain_checked(cell, filled) for cell in cells], indent=1).split("\n"))
    else:
        say(_check_lines(cells, filled, options, speech))
    return 0


_CHECKED: Final = ("ordinal", "cell", "listed_unit", "indicator", "typed", "verdict", "value", "sentence", "document")


def _check_rows(cells: list[Checked], filled: Filled, speech: Speech) -> Iterator[list[Value]]:
    for ordinal, cell in enumerate(cells, 1):
        told = cell.matches[0].candidate if cell.matches else None
        yield [
            ordinal, cell.place, cell.unit, indicator_words(filled.indicators[cell.indicator]), number(cell.typed),
            speech(f"table.{cell.verdict}"), None if cell.value is None else number(cell.value),
            told.sentence if told else None, source_words(told, speech) if told else None,
        ]  # fmt: skip


def _plain_checked(cell: Checked, filled: Filled) -> dict[str, Any]:
    told = cell.matches[0].candidate if cell.matches else None
    return {
        "cell": cell.place, "unit": cell.unit, "indicator": indicator_words(filled.indicators[cell.indicator]),
        "typed": number(cell.typed), "verdict": cell.verdict,
        "value": None if cell.value is None else number(cell.value),
        "sentence": told.sentence if told else None, "path": told.report.path if told else None,
    }  # fmt: skip


def _check_lines(cells: list[Checked], filled: Filled, options: Namespace, speech: Speech) -> Iterator[str]:
    counts = Counter(cell.verdict for cell in cells)
    yield speech("table.checked", count=len(cells), **{str(verdict): counts[verdict] for verdict in Verdict})
    for cell in cells:
        if cell.verdict is Verdict.AGREES:
            continue
        name = filled.indicators[cell.indicator].name
        value = "" if cell.value is None else speech("table.reports_say", value=speech.number(float(cell.value)))
        typed = speech.number(float(cell.typed))
        yield f"{cell.place} · {cell.unit} · {name}: {typed} · {speech(f'table.{cell.verdict}')}{value}"
        for match in cell.matches[:1]:
            yield f"      “{match.candidate.sentence}” ({source_words(match.candidate, speech)})"
    if options.output:
        yield speech("run.written", path=options.output)


FORM: Final = Argument("form", "table_form", "file", ("--form",), Path)
COMPARE: Final = Argument("compare", "table_compare", options=("--compare",), flag=True)
KEEP: Final = Argument("keep", "table_keep", "file", ("--keep",), Path)
CHECK: Final = Argument("check", "table_check", "file", ("--check",), Path)
BY: Final = option("by", "correct_by", "name")
REASON: Final = option("reason", "correct_reason", "words")
OUT: Final = Argument("output", "table_output", "file", ("-o", "--output"), Path)
COMMAND: Final = Command(
    "table", (ANY_DATABASE, JSON, FORM, PERIOD, PLACE, UNITS, COMPARE, CHECK, KEEP, BY, REASON, OUT), _table
)
