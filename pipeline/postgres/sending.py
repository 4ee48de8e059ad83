"""What has changed in the copy at hand -> the server: COPY into staging tables, then the tables, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from extractors.text.folding import search_columns
from pipeline.errors import UsageError
from pipeline.postgres.changes import (
    ERASED,
    TEXTS,
    begin_notes,
    forget_notes,
    generation_of,
    kept_whole,
    noted,
    set_generation,
)
from pipeline.postgres.full_text import parts
from pipeline.postgres.schema import FULL_TEXT, SCHEMA, SEARCH_PATH, Table, listed, tables
from pipeline.run.store import transaction

if TYPE_CHECKING:
    import psycopg

_OF_TEXTS: Final = ("rowid", "part", "own", "words", "folded", "bare")
_ANALYZED: Final = (
    "documents", "figure_rows", "figure_settings", "figure_nouns", "citations", "sentences", "instruments", FULL_TEXT,
)  # fmt: skip
"""Tables whose samples the planner wants at once; the server takes those of others when it has time."""


def send(copy: sqlite3.Connection, connection: psycopg.Connection[Any]) -> None:
    """Make the server hold what the copy holds; all of it, or nothing where anything fails."""
    stood = generation_of(copy)
    before = stood[0] if stood else None
    whole = before is None
    following = uuid4().hex
    with transaction(copy):
        set_generation(copy, before, following)
    if copy.execute("SELECT 1 FROM documents WHERE classified IS NOT NULL LIMIT 1").fetchone():
        raise UsageError("server.classified")
    with connection.transaction():
        connection.execute(SEARCH_PATH)
        refold = _folded_by(copy) != _folded_by(connection)
        if not whole:
            for table in tables():
                _delete_gone(copy, connection, table)
            _send_erasures(copy, connection)
        for table in tables():
            _send_rows(copy, connection, table, whole)
        _send_texts(copy, connection, whole or refold)
        connection.execute("UPDATE synchronised SET generation = %s, sent = now()", (following,))
    with transaction(copy):
        begin_notes(copy)
        forget_notes(copy)
        copy.execute(f"DELETE FROM {ERASED}")
        set_generation(copy, following)
    connection.execute(f"ANALYZE {', '.join(f'{SCHEMA}.{name}' for name in _ANALYZED)}")


def _send_erasures(copy: sqlite3.Connection, connection: psycopg.Connection[Any]) -> None:
    paths = [(row[0],) for row in copy.execute(f"SELECT path FROM {ERASED}")]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO erasures VALUES (%s) ON CONFLICT DO NOTHING", paths)


def _staging(table: str, connection: psycopg.Connection[Any], columns: str = "*") -> str:
    """Make an empty table of this transaction alone, which no log of the server keeps."""
    name = f"stage_{table}"
    connection.execute(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {columns} FROM {SCHEMA}.{table} WITH NO DATA"
    )
    return f"pg_temp.{name}"


def _copy_in(connection: psycopg.Connection[Any], target: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} ({columns}) FROM STDIN") as lines:
        for row in rows:
            lines.write_row(row)


def _delete_gone(copy: sqlite3.Connection, connection: psycopg.Connection[Any], table: Table) -> None:
    """Delete the rows of a table that the copy no longer has."""
    if kept_whole(table):
        return
    there = " AND ".join(f't."{name}" = n."{name}"' for name in table.key)
    left = f"NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {there})"
    gone = copy.execute(f"SELECT {listed(table.key)} FROM {noted(table)} n WHERE {left}").fetchall()
    if gone:
        stage = _staging(table.name, connection, listed(table.key))
        _copy_in(connection, stage, listed(table.key), map(tuple, gone))
        connection.execute(f"DELETE FROM {table.name} t USING {stage} n WHERE {there}")
        connection.execute(f"DROP TABLE {stage}")


def _send_rows(copy: sqlite3.Connection, connection: psycopg.Connection[Any], table: Table, whole: bool) -> None:
    """Send the rows of a table that came or became others; `whole`: all of them, to a server that has none."""
    rows: Iterable[tuple[Any, ...]]
    if whole or kept_whole(table):
        connection.execute(f"DELETE FROM {table.name}")
        rows = copy.execute(f"SELECT {table.names} FROM {table.name}")
        _copy_in(connection, table.name, table.names, map(tuple, rows))
        return
    if copy.execute(f"SELECT 1 FROM {noted(table)} LIMIT 1").fetchone() is None:
        return
    columns = ", ".join(f't."{name}"' for name in table.columns)
    there = " AND ".join(f't."{name}" = n."{name}"' for name in table.key)
    rows = copy.execute(f"SELECT {columns} FROM {noted(table)} n JOIN {table.name} t ON {there}")
    stage = _staging(table.name, connection)
    _copy_in(connection, stage, table.names, map(tuple, rows))
    connection.execute(
        f"INSERT INTO {table.name} AS t ({table.names}) SELECT {table.names} FROM {stage}"
        f" ON CONFLICT ({listed(table.key)}) {_becoming(table)}"
    )
    connection.execute(f"DROP TABLE {stage}")


def _becoming(table: Table) -> str:
    """Return what a row becomes that is there; one that stays as it is is not written again."""
    others = [name for name in table.columns if name not in table.key]
    if not others:
        return "DO NOTHING"
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    before, after = (", ".join(f'{side}."{name}"' for name in others) for side in ("t", "excluded"))
    return f"DO UPDATE SET {changes} WHERE ({before}) IS DISTINCT FROM ({after})"


def _send_texts(copy: sqlite3.Connection, connection: psycopg.Connection[Any], whole: bool) -> None:
    """Send the words of the documents whose text came, went or became another; `whole`: of all."""
    asked = "SELECT id, text FROM documents"
    if whole:
        connection.execute(f"DELETE FROM {FULL_TEXT}")
    else:
        ids = [row[0] for row in copy.execute(f"SELECT rowid FROM {noted(TEXTS)}")]
        connection.execute(f"DELETE FROM {FULL_TEXT} WHERE rowid = ANY(%s)", (ids,))
        asked += f" WHERE id IN (SELECT rowid FROM {noted(TEXTS)})"
    stage = _staging(FULL_TEXT, connection)
    _copy_in(connection, stage, listed(_OF_TEXTS), _text_rows(copy.execute(asked)))
    connection.execute(f"INSERT INTO {FULL_TEXT} ({listed(_OF_TEXTS)}) SELECT {listed(_OF_TEXTS)} FROM {stage}")
    connection.execute(f"DROP TABLE {stage}")


def _folded_by(database: Any) -> Any:
    """Return which code folded the words of the index of a database, either of the two."""
    row = database.execute("SELECT code FROM full_text_by").fetchone()
    return row[0] if row else None


def _text_rows(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for document, text in rows:
        for part in parts(*search_columns(text)):
            yield (document, *part)
