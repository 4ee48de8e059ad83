"""The database of a viewer -> a read-only connection in which no classified document exists, nor anything read of one.

A database may hold such documents (`run --allow-classified`). Then tables and views are covered, for this connection
alone, by temporary views of the same names that leave them out; every question then answers without them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from pipeline.run.store import connect

_OF_DOCUMENTS: Final = (
    "sections", "citations", "acts", "figures", "facts", "ratings", "conferences", "tasks", "problems",
)  # fmt: skip
"""Tables whose rows are of one document."""
_CLASSIFIED: Final = "SELECT id FROM main.documents WHERE classified IS NOT NULL"
_NAMED: Final = "EXISTS (SELECT 1 FROM main.documents k WHERE k.classified IS NOT NULL AND instr({}, k.name))"
"""A text of ours that names a classified document: the sides of a conflict, the other values of a fact."""

State = tuple[int, ...]


class Archive:
    """A database that is asked by many requests, each with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._known: tuple[State, bool] | None = None

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the archive to read it; StoreError as of `connect`."""
        with closing(connect(self.path)) as connection:
            if self._holds_secrets(connection):
                _cover(connection)
            yield connection

    def state(self) -> State:
        """Return what changes with the database: when its file and its log were written, and how long they are."""
        files = (self.path, Path(f"{self.path}-wal"))
        return tuple(part for file in files if file.exists() for part in (file.stat().st_mtime_ns, file.stat().st_size))

    def _holds_secrets(self, connection: sqlite3.Connection) -> bool:
        state = self.state()
        with self._lock:
            if self._known is None or self._known[0] != state:
                found = connection.execute(f"{_CLASSIFIED} LIMIT 1").fetchone() is not None
                self._known = state, found
            return self._known[1]


def _cover(connection: sqlite3.Connection) -> None:
    views = connection.execute("SELECT sql FROM main.sqlite_schema WHERE type = 'view' ORDER BY rowid").fetchall()
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TEMP VIEW documents AS SELECT * FROM main.documents WHERE classified IS NULL")
    for table in _OF_DOCUMENTS:
        others = {"facts": "differing", "problems": "message || coalesce(sides, '')"}.get(table)
        named = f" AND NOT {_NAMED.format(f'coalesce({others}, {chr(39) * 2})')}" if others else ""
        rowid = "rowid, " if table == "figures" else ""
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT {rowid}* FROM main.{table}"
            f" WHERE coalesce(document_id, 0) NOT IN ({_CLASSIFIED}){named}"
        )
    connection.execute(
        "CREATE TEMP VIEW instruments AS SELECT * FROM main.instruments"
        f" WHERE coalesce(document_id, 0) NOT IN ({_CLASSIFIED})"
    )
    connection.execute(
        "CREATE TEMP VIEW correction AS SELECT * FROM main.correction"
        " WHERE sha256 NOT IN (SELECT sha256 FROM main.documents WHERE classified IS NOT NULL)"
        " AND coalesce(other, '') NOT IN (SELECT sha256 FROM main.documents WHERE classified IS NOT NULL)"
    )
    for view in views:
        connection.execute(view["sql"].replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
