"""A database on a server -> the copy at hand, made anew: on another computer, or where somebody else has written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from extractors.text.folding import search_columns
from pipeline.postgres.reading import as_in_sqlite
from pipeline.postgres.schema import SCHEMA, Table, listed, tables
from pipeline.run.full_text import put
from pipeline.run.store import transaction

if TYPE_CHECKING:
    import psycopg

_READ: Final[dict[str, Callable[[str], Any]]] = {"INTEGER": int, "REAL": float, "NUMERIC": as_in_sqlite, "TEXT": str}
_NUMBERED: Final = """
UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT max(correction_id) FROM correction_log), 0))
WHERE name = 'correction'"""
"""The number of a correction that was taken back is not given again."""


def fetch(connection: psycopg.Connection[Any], copy: sqlite3.Connection) -> None:
    """Fill an empty copy with what the server holds."""
    copy.execute("PRAGMA foreign_keys = OFF")
    with transaction(copy):
        for table in tables():
            fill(connection, copy, table)
        for row in copy.execute("SELECT id, text FROM documents").fetchall():
            put(copy, row[0], search_columns(row[1]))
        copy.execute(_NUMBERED)
    copy.execute("PRAGMA foreign_keys = ON")


def fill(connection: psycopg.Connection[Any], copy: sqlite3.Connection, table: Table) -> None:
    """Put the server's rows into a table of the copy, in place of what triggers noted in it."""
    copy.execute(f"DELETE FROM {table.name}")
    holes = ", ".join("?" * len(table.columns))
    copy.executemany(f"INSERT INTO {table.name} ({table.names}) VALUES ({holes})", _rows(connection, table))


def _rows(connection: psycopg.Connection[Any], table: Table) -> Iterator[tuple[Any, ...]]:
    order = f" ORDER BY {listed(table.key)}" if table.key else ""
    asked = f"COPY (SELECT {table.names} FROM {SCHEMA}.{table.name}{order}) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(asked) as lines:
        for row in lines.rows():
            yield tuple(
                None if value is None else _value(value, kind)
                for value, kind in zip(row, table.columns.values(), strict=True)
            )


def _value(written: Any, kind: str) -> Any:
    text = written if isinstance(written, str) else bytes(written).decode()
    return bytes.fromhex(text.removeprefix("\\x")) if kind == "BLOB" else _READ[kind](text)
