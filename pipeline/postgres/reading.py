"""A server -> what questions, digests and tables read from: it takes our SQL and gives rows, as sqlite3 does.

Only what those use is there. All that is asked of one connection is answered from one moment of the database, and
nothing can be written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.errors import StoreError
from pipeline.postgres.address import Server
from pipeline.postgres.dialect import translated
from pipeline.postgres.server import explaining, is_held, open_connection

if TYPE_CHECKING:
    import psycopg

_LARGEST: Final = 1 << 63
"""The first whole number that SQLite holds as a float."""


class AnswerRow(Sequence[Any]):
    """A row as sqlite3.Row is one: by place and by name, made into a dict by `dict(row)`."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: tuple[Any, ...]) -> None:
        self._places = places
        self._values = values

    def keys(self) -> list[str]:
        """Return the names of the columns."""
        return list(self._places)

    def __getitem__(self, at: Any) -> Any:
        return self._values[self._places[at] if isinstance(at, str) else at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Answers:
    """A cursor: `row_factory` None gives plain tuples."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._cursor: psycopg.Cursor[Any] | None = None
        self._places: dict[str, int] = {}
        self.row_factory: object = AnswerRow

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Answers:
        """Ask a question in our SQL."""
        self._cursor = self._reader.ask(sql, values)
        self._places = {column.name: at for at, column in enumerate(self._cursor.description or ())}
        return self

    def _row(self, values: tuple[Any, ...]) -> Any:
        return values if self.row_factory is None else AnswerRow(self._places, values)

    def __iter__(self) -> Iterator[Any]:
        return map(self._row, self._cursor or ())

    def fetchone(self) -> Any:
        """Return the next row, None when there is none."""
        values = self._cursor.fetchone() if self._cursor else None
        return None if values is None else self._row(values)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self)


class Reader:
    """A connection that reads: `execute`, `cursor` and `close` of sqlite3."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = open_connection(server, "read")
        from psycopg import ClientCursor

        self._connection.cursor_factory = ClientCursor
        _take_numbers(self._connection)

    def begin(self) -> None:
        """Hold on to the database as it stands now; StoreError where nothing of ours does."""
        from pipeline.postgres.schema import SCHEMA, SEARCH_PATH
        from pipeline.run.store import SCHEMA_VERSION

        with explaining(self._connection, self._server, "lost"):
            if not is_held(self._connection, SCHEMA):
                raise StoreError("server.empty", path=self._server)
            self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._connection.execute(SEARCH_PATH)
            self._connection.execute("SET LOCAL jit = off")  # it takes seconds before a search that takes none
            row = self._connection.execute("SELECT version, generation FROM synchronised").fetchone()
        if row is None or row[1] is None:
            raise StoreError("server.empty", path=self._server)
        if row[0] != SCHEMA_VERSION:
            raise StoreError("server.version", path=self._server)

    def ask(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> psycopg.Cursor[Any]:
        """Return the cursor of a question in our SQL."""
        with explaining(self._connection, self._server, "lost"):
            return self._connection.execute(translated(sql).encode(), values)

    def cursor(self) -> Answers:
        """Return a cursor of its own."""
        return Answers(self)

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Answers:
        """Ask a question in our SQL."""
        return Answers(self).execute(sql, values)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def open_to_read(server: Server) -> sqlite3.Connection:
    """Return a connection that reads a database on a server, for what reads databases in files."""
    reader = Reader(server)
    try:
        reader.begin()
    except StoreError:
        reader.close()
        raise
    return cast(sqlite3.Connection, reader)


def _take_numbers(connection: psycopg.Connection[Any]) -> None:
    """Have numbers come as SQLite gives them: 312 whole, 0.5 as a float, true as 1."""
    from psycopg.adapt import Loader

    class Number(Loader):
        def load(self, data: Any) -> int | float:
            return as_in_sqlite(bytes(data).decode())

    class Truth(Loader):
        def load(self, data: Any) -> int:
            return int(bytes(data) == b"t")

    connection.adapters.register_loader("numeric", Number)
    connection.adapters.register_loader("bool", Truth)


def as_in_sqlite(written: str) -> int | float:
    """Return a number as a column of kind NUMERIC holds it.

    >>> as_in_sqlite("312"), as_in_sqlite("36.240"), as_in_sqlite("5.00")
    (312, 36.24, 5)
    """
    whole, _, rest = written.partition(".")
    if not rest.strip("0"):
        try:
            value = int(whole)
        except ValueError:
            return float(written)
        return value if -_LARGEST <= value < _LARGEST else float(value)
    return float(written)
