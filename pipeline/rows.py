"""SQL -> rows as plain dicts, which is what questions, digests and JSON are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


def rows_of(connection: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    """Return the rows of a query, whose holes (?) are filled with `values`."""
    return list(each_row(connection, sql, *values))


def each_row(connection: sqlite3.Connection, sql: str, *values: object) -> Iterator[Row]:
    """Yield the rows of a query one by one.

    A row of SQLite looks for a name among all its columns, and `dict(row)` does so for each of them.
    """
    names: tuple[str, ...] = ()
    for row in connection.execute(sql, values):
        names = names or tuple(row.keys())
        yield dict(zip(names, row, strict=True))
