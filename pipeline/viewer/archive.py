"""The database of a viewer -> a read-only connection in which nothing classified exists, nor anything read of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from pipeline.errors import StoreError
from pipeline.run.covered import cover, holds_classified
from pipeline.run.roots import known_roots
from pipeline.run.store import connect

State = tuple[int, ...]


class Archive:
    """A database that is asked by many requests, each with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._known: tuple[State, bool] | None = None
        self._roots: tuple[State, dict[str, str]] = ((), {})

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the archive to read it; StoreError as of `connect`."""
        with closing(connect(self.path)) as connection:
            if self._holds_secrets(connection):
                connection.execute("PRAGMA temp_store = MEMORY")
                cover(connection)
            yield connection

    def state(self) -> State:
        """Return what changes with the database: when its file and its log were written, and how long they are."""
        files = (self.path, Path(f"{self.path}-wal"))
        return tuple(part for file in files if file.exists() for part in (file.stat().st_mtime_ns, file.stat().st_size))

    def roots(self) -> dict[str, str]:
        """Return the folders that it was read from, by name; none where it cannot be opened, which a page tells."""
        state = self.state()
        if self._roots[0] != state:
            try:
                with closing(connect(self.path)) as connection:
                    self._roots = state, known_roots(connection)
            except (StoreError, sqlite3.Error):
                return {}
        return self._roots[1]

    def _holds_secrets(self, connection: sqlite3.Connection) -> bool:
        state = self.state()
        with self._lock:
            if self._known is None or self._known[0] != state:
                self._known = state, holds_classified(connection)
            return self._known[1]
