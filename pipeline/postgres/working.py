"""A server -> a copy of its database at hand, in a file, that a run or a correction writes; its changes are then sent.

The database on the server is the whole of it: the copy is made again from there where it is missing, or where somebody
else has written since. One command at a time has the lock, which the server lets go of with the connection. What was
written when a command was stopped, or when the server went away, stays in the copy and is sent by the next.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from pipeline.corrections.store import correction_of, note
from pipeline.errors import StoreError
from pipeline.postgres.address import Server
from pipeline.postgres.changes import (
    are_noted,
    begin_notes,
    forget_notes,
    generation_of,
    keep_state,
    noted,
    set_generation,
)
from pipeline.postgres.fetching import fetch, fill
from pipeline.postgres.schema import SCHEMA, statements, tables
from pipeline.postgres.sending import send
from pipeline.postgres.server import explaining, is_held, open_connection
from pipeline.postgres.sweeping import sweep
from pipeline.run.holding import SECONDS_BETWEEN_TRIES, Holder, held_error, this_process
from pipeline.run.store import SCHEMA_VERSION, close, connect, transaction

if TYPE_CHECKING:
    import psycopg

_LOCK: Final = int.from_bytes(b"trichyeu")
"""The number of the advisory lock that a command holds; a database has its own."""
_OURS: Final = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'synchronised'"
_RIGHTS: Final = f"""
SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = '{SCHEMA}'
  AND NOT (has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT')
           AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')
           AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE'))
UNION ALL SELECT 'TEMPORARY' WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
LIMIT 1"""


@contextmanager
def copy_of(server: Server, what: str, wait: Callable[[StoreError], None] | None = None) -> Iterator[Path]:
    """Give the copy at hand while the block runs, alone among all who write the server, then send what changed.

    While another command writes StoreError says who; with `wait` that is handed to it once, and the block waits. The
    rights that sending needs are looked at before the block. An error of the block sends nothing.
    """
    with closing(open_connection(server, what)) as connection:
        with explaining(connection, server):
            _take_lock(connection, server, wait)
            _prepare(connection, server)
            holder = json.dumps(asdict(this_process(what)))
            connection.execute(f"UPDATE {SCHEMA}.synchronised SET holder = %s", (holder,))
            path = _fresh_copy(connection, server)
        try:
            yield path
            copy = connect(path, create=True)
            with explaining(connection, server), closing(copy):
                send(copy, connection)
                sweep(connection)
                close(copy)
        finally:
            with suppress(StoreError), explaining(connection, server):
                connection.execute(f"UPDATE {SCHEMA}.synchronised SET holder = NULL")


def _take_lock(connection: psycopg.Connection[Any], server: Server, wait: Callable[[StoreError], None] | None) -> None:
    while not _taken(connection):
        error = _held(connection, server)
        if wait is None:
            raise error
        wait(error)
        while not _taken(connection):
            sleep(SECONDS_BETWEEN_TRIES)
        return


def _taken(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
    return bool(row and row[0])


def _held(connection: psycopg.Connection[Any], server: Server) -> StoreError:
    """Return the error that says who writes the database."""
    if connection.execute(_OURS, (SCHEMA,)).fetchone() is None:
        return StoreError("store.locked", path=server)
    row = connection.execute(f"SELECT holder FROM {SCHEMA}.synchronised").fetchone()
    if row is None or row[0] is None:
        return StoreError("store.locked", path=server)
    return held_error(server, Holder(**json.loads(row[0])))


def _prepare(connection: psycopg.Connection[Any], server: Server) -> None:
    """Make the schema where there is none; StoreError for one that is not ours, and where rights are missing."""
    if connection.execute(_OURS, (SCHEMA,)).fetchone() is None:
        if (
            is_held(connection, SCHEMA)
            and connection.execute("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s", (SCHEMA,)).fetchone()
        ):
            raise StoreError("server.foreign", path=server)
        with connection.transaction():
            for statement in statements():
                connection.execute(statement.encode())
    row = connection.execute(f"SELECT version FROM {SCHEMA}.synchronised").fetchone()
    if row is None or row[0] != SCHEMA_VERSION:
        raise StoreError("server.version", path=server)
    missing = connection.execute(_RIGHTS).fetchone()
    if missing is not None:
        raise StoreError("server.rights", path=server, reason=f"INSERT, UPDATE, DELETE: {SCHEMA}.{missing[0]}")


def _fresh_copy(connection: psycopg.Connection[Any], server: Server) -> Path:
    """Return the copy at hand, which holds what the server holds and what was not sent yet."""
    folder = server.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "trichyeu.db"
    row = connection.execute(f"SELECT generation FROM {SCHEMA}.synchronised").fetchone()
    generation = row[0] if row else None
    unsent = _match(path, generation)
    if unsent is not None:
        for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
            file.unlink(missing_ok=True)
    copy = connect(path, create=True)
    try:
        if unsent is not None and generation is not None:
            fetch(connection, copy)
        with transaction(copy):
            if unsent is not None:
                keep_state(copy)
                set_generation(copy, generation)
            if generation is not None:
                begin_notes(copy)
        note(copy, [correction_of(row) for row in unsent or ()], "imported")
        _take_exports(connection, copy)
    finally:
        close(copy)
    return path


def _match(path: Path, generation: str | None) -> list[dict[str, Any]] | None:
    """Return None where the copy stands on what the server holds, else the corrections in it that were not sent."""
    if not path.exists():
        return []
    try:
        copy = connect(path, create=True)
    except StoreError as error:
        if error.message.key not in _UNUSABLE:
            raise
        path.replace(path.with_stem("trichyeu-unusable"))  # what was not sent from it may still be looked at
        return []
    with closing(copy):
        with transaction(copy):
            keep_state(copy)
        stood = generation_of(copy)
        if stood and generation is not None and stood[1] == generation:  # it was sent, the answer did not arrive
            with transaction(copy):
                begin_notes(copy)
                forget_notes(copy)
                set_generation(copy, generation)
            return None
        if stood and stood[0] == generation:
            return None
        return [dict(row) for row in copy.execute(_UNSENT if are_noted(copy) else "SELECT * FROM correction")]


_UNSENT: Final = "SELECT c.* FROM sync_correction s JOIN correction c ON c.id = s.id ORDER BY c.id"
_UNUSABLE: Final = ("store.version", "store.corrupt", "store.foreign")
"""Why a copy is made anew that cannot be opened."""


def _take_exports(connection: psycopg.Connection[Any], copy: sqlite3.Connection) -> None:
    """Know the files that were exported meanwhile: they are noted on the server alone."""
    (table,) = (table for table in tables() if table.name == "exports")
    with transaction(copy):
        copy.execute("DELETE FROM exports")
        fill(connection, copy, table)
        if are_noted(copy):
            copy.execute(f"DELETE FROM {noted(table)}")


_NOTED: Final = """
(path, made, command, documents) VALUES (%s, %s, %s, %s) ON CONFLICT (path)
DO UPDATE SET made = excluded.made, command = excluded.command, documents = excluded.documents, classified = 0"""


def note_on_server(server: Server, rows: Sequence[tuple[str | None, ...]]) -> bool:
    """Note exported files on the server; False when this user may not, or it does not answer."""
    try:
        with (
            closing(open_connection(server, "note")) as connection,
            explaining(connection, server),
            connection.cursor() as cursor,
        ):
            cursor.executemany(f"INSERT INTO {SCHEMA}.exports {_NOTED}", rows)
    except StoreError:
        return False
    return True
