"""SQL -> rows as plain dicts, which is what questions, digests and JSON are made of."""

from __future__ import annotations

import sqlite3
from typing import Any

Row = dict[str, Any]


def rows_of(connection: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    """Return the rows of a query, whose holes (?) are filled with `values`."""
    return [dict(row) for row in connection.execute(sql, values)]
