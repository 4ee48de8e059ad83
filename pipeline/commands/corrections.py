"""`corrections`: what people corrected, what cannot be placed again; taken back, written to a file, read from one."""

from __future__ import annotations

import json
import sqlite3
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, JSON, MOST, OUTPUT, Argument, number, option
from pipeline.commands.command import Command
from pipeline.commands.correct import reread
from pipeline.corrections.labelstudio import read_tasks, tasks_in
from pipeline.corrections.store import correction_of, listed, note, undo
from pipeline.errors import QueryError, UsageError
from pipeline.rows import Row
from pipeline.run.at_hand import at_hand
from pipeline.run.store import connect, writing
from pipeline.speech import Speech
from pipeline.systems import address_of
from pipeline.terminal import json_text, say

_SQLITE: Final = b"SQLite format 3\0"


def _corrections(options: Namespace, speech: Speech) -> int:
    if options.undo is not None:
        return _undo(options, speech)
    if options.import_:
        return _import(options, speech)
    with closing(connect(options.db)) as connection:
        rows = listed(connection)
    rows = [row for row in rows if not row["placed"]] if options.unplaced else rows
    if options.output:
        options.output.write_text(json_text(rows, indent=1) + "\n", encoding="utf-8")
        say([speech("run.written", path=options.output)])
    else:
        say(json_text(rows, indent=1).split("\n") if options.json else _lines(rows, speech))
    return 0


def _undo(options: Namespace, speech: Speech) -> int:
    if not options.by or not options.reason:
        raise UsageError("correct.who_and_why")
    with at_hand(options.db, "corrections --undo") as database:
        with writing(database) as connection:
            taken = undo(connection, options.undo, options.by, options.reason)
        if taken is None:
            raise QueryError("correct.no_correction", id=options.undo)
        say([speech("correct.undone", id=options.undo)])
        if taken.path:
            reread(database, [taken.path], speech)
    return 0


def _import(options: Namespace, speech: Speech) -> int:
    """Read corrections from a file that `-o` wrote, from a database, also of another version, or from Label Studio."""
    tasks = _tasks_in(options.import_)
    if tasks is not None:
        return _import_tasks(options, tasks, speech)
    try:
        found = [correction_of(row) for row in _rows_in(options.import_)]
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise UsageError("correct.bad_file", file=options.import_, reason=str(error)) from error
    with at_hand(options.db, "corrections --import") as database:
        with writing(database) as connection:
            note(connection, found, "imported")
            held = {row["held_at"] for row in listed(connection) if row["held_at"]}
        say([speech("correct.imported", count=len(found), file=options.import_)])
        reread(database, sorted(held), speech)
    return 0


def _tasks_in(file: Path) -> list[object] | None:
    try:
        return None if _is_database(file) else tasks_in(file)
    except OSError as error:
        raise UsageError("correct.bad_file", file=file, reason=str(error)) from error


def _import_tasks(options: Namespace, tasks: list[object], speech: Speech) -> int:
    """Keep what was annotated in Label Studio, and list what cannot be taken."""
    with writing(options.db) as connection:
        taken = read_tasks(connection, tasks, options.by, options.reason)
        note(connection, taken.corrections, "imported")
        paths = {correction.path for correction in taken.corrections}
    say([speech("correct.imported", count=len(taken.corrections), file=options.import_)])
    if taken.lost:
        say([speech("labelstudio.lost", count=len(taken.lost))])
    for lost in taken.lost:
        where = " · ".join(filter(None, (lost.document, f"“{lost.words}”" if lost.words else "")))
        say([f"  {where}: {speech.said(lost.why)}"])
    reread(options.db, sorted(paths), speech)
    return 0


def _is_database(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


def _rows_in(file: Path) -> list[Row]:
    if not _is_database(file):
        rows: list[Row] = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(rows, list):
            raise ValueError("JSON")
        return rows
    with closing(sqlite3.connect(f"{address_of(file)}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM correction ORDER BY id")]


def _lines(rows: Iterable[Row], speech: Speech) -> Iterator[str]:
    shown = False
    for row in rows:
        shown = True
        where = row["held_at"] or row["path"]
        done = speech(f"correct.{row['action']}")
        values = ", ".join(f"{name} = {value}" for name, value in row["fields"].items())
        values = values if row["action"] in ("correct", "add") else ""
        marked = f"“{row['words']}”" if row["words"] and row["kind"] != "metadata" else ""
        yield " · ".join(filter(None, (f"{row['id']}", where, done, marked, values)))
        yield "      " + speech("correct.told", who=row["who"], day=speech.day(row["made"][:10]), reason=row["reason"])
        if not row["placed"] and row["kind"] != "documents":
            yield "      " + speech("correct.unplaced")
    if not shown:
        yield speech("show.none")


UNPLACED: Final = Argument("unplaced", "correct_unplaced", options=("--unplaced",), flag=True)
UNDO: Final = Argument("undo", "correct_undo", "number", ("--undo",), number(1, MOST))
IMPORT: Final = Argument("import_", "correct_import", "file", ("--import",), Path)
BY: Final = option("by", "correct_by", "name")
REASON: Final = option("reason", "correct_reason", "words")
COMMAND: Final = Command("corrections", (ANY_DATABASE, JSON, UNPLACED, OUTPUT, UNDO, IMPORT, BY, REASON), _corrections)
