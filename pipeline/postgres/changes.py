"""The copy at hand -> which of its rows have changed since it was last the same as the server's.

Triggers note the key of each row that is made, changed or deleted, in the transaction that does so: what a run that
was cut off had written is noted too. The notes are tables of the copy alone; their names begin with `sync_`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.postgres.schema import FULL_TEXT, Table, listed, tables

STATE: Final = "sync_state"
ERASED: Final = "sync_erased"
"""Paths of documents whose words are to be swept from the server."""
_ROWID: Final = {"rowid": "INTEGER"}
TEXTS: Final = Table(FULL_TEXT, _ROWID, ("rowid",))
"""The full-text index as far as changes go: documents whose text came, went or became another."""


def noted(table: Table) -> str:
    """Return the table of the copy that holds the keys of a table's changed rows."""
    return f"sync_{table.name}"


def kept_whole(table: Table) -> bool:
    """Tell whether a table has no key, and few rows: it is sent whole."""
    return not table.key


def keep_state(copy: sqlite3.Connection) -> None:
    """Make the table that tells which state of the server a copy stands on, where it is not there yet."""
    copy.execute(f"CREATE TABLE IF NOT EXISTS {STATE} (generation TEXT, next TEXT)")


def are_noted(copy: sqlite3.Connection) -> bool:
    """Tell whether changes are noted: they are not before a copy is sent for the first time, as a whole."""
    return copy.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (ERASED,)).fetchone() is not None


def begin_notes(copy: sqlite3.Connection) -> None:
    """Make the tables of notes and the triggers that fill them, where they are not there yet."""
    copy.execute(f"CREATE TABLE IF NOT EXISTS {ERASED} (path TEXT PRIMARY KEY) WITHOUT ROWID")
    copy.execute(
        f"CREATE TRIGGER IF NOT EXISTS {ERASED}_noted AFTER INSERT ON erasures"
        f" BEGIN {_note(ERASED, {'path': 'path'}, 'NEW')} END"
    )
    for table in (*tables(), TEXTS):
        if not kept_whole(table):
            columns = ", ".join(f'"{name}" {table.columns[name]}' for name in table.key)
            whole = f"{columns}, PRIMARY KEY ({listed(table.key)})"
            copy.execute(f"CREATE TABLE IF NOT EXISTS {noted(table)} ({whole}) WITHOUT ROWID")
            for statement in _triggers(table):
                copy.execute(statement)


def _triggers(table: Table) -> Iterator[str]:
    source, key = (table.name, table.key) if table is not TEXTS else ("documents", ("id",))
    changed = "UPDATE OF id, text" if table is TEXTS else "UPDATE"
    for event, rows in (("INSERT", ("NEW",)), ("DELETE", ("OLD",)), (changed, ("OLD", "NEW"))):
        notes = " ".join(_note(noted(table), dict(zip(table.key, key, strict=True)), row) for row in rows)
        name = f"{noted(table)}_{event.split()[0].lower()}"
        yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {source} BEGIN {notes} END"


def _note(notes: str, key: Mapping[str, str], row: str) -> str:
    """Return what notes a row once; a conflict would be treated as the statement that fires the trigger says."""
    values = ", ".join(f'{row}."{name}"' for name in key.values())
    known = " AND ".join(f'"{own}" = {row}."{name}"' for own, name in key.items())
    return f"INSERT INTO {notes} SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {notes} WHERE {known});"


def forget_notes(copy: sqlite3.Connection) -> None:
    """Forget every change: the copy is what the server holds. For use inside a transaction."""
    for table in (*tables(), TEXTS):
        if not kept_whole(table):
            copy.execute(f"DELETE FROM {noted(table)}")


def generation_of(copy: sqlite3.Connection) -> tuple[str | None, str | None] | None:
    """Return the state of the server that the copy was last the same as, and the one that was being sent.

    The state of a server that holds nothing is None; a copy that was not finished has none at all.
    """
    row = copy.execute(f"SELECT generation, next FROM {STATE}").fetchone()
    return (row[0], row[1]) if row else None


def set_generation(copy: sqlite3.Connection, generation: str | None, following: str | None = None) -> None:
    """Remember the state of the server that the copy stands on, and the one that is about to be sent."""
    copy.execute(f"DELETE FROM {STATE}")
    copy.execute(f"INSERT INTO {STATE} VALUES (?, ?)", (generation, following))
