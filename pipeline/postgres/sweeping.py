"""Documents that may no longer be held -> no word of them left in the files of the server's tables.

A deletion leaves the words in the pages of a table until these are written anew. What is still to be swept stands in
`erasures`, so that a sweep that could not be done is done by the next run. The write-ahead log of the server, its
replicas and its backups are its administrator's: docs/postgresql.md says what is kept there, and how long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.postgres.schema import FULL_TEXT, SCHEMA, tables

if TYPE_CHECKING:
    import psycopg

_SECONDS_TO_WAIT: Final = 5
"""For those who read a table at this moment."""
_NOT_OWNED: Final = f"""
SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = '{SCHEMA}' AND NOT pg_has_role(tableowner, 'USAGE') LIMIT 1"""


def sweep(connection: psycopg.Connection[Any]) -> bool:
    """Write the tables anew without what was deleted; False when it has to wait for readers, or for their owner."""
    from psycopg.errors import LockNotAvailable

    if connection.execute(f"SELECT 1 FROM {SCHEMA}.erasures LIMIT 1").fetchone() is None:
        return True
    if connection.execute(_NOT_OWNED).fetchone() is not None:
        return False
    connection.execute(f"SET lock_timeout = '{_SECONDS_TO_WAIT}s'")
    try:
        for name in (*(table.name for table in tables()), FULL_TEXT):
            connection.execute(f"VACUUM (FULL) {SCHEMA}.{name}".encode())
    except LockNotAvailable:
        return False
    finally:
        connection.execute("RESET lock_timeout")
    connection.execute(f"DELETE FROM {SCHEMA}.erasures")
    return True
