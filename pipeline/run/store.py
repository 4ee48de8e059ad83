"""Opens the database: SQLite in WAL mode, schema made when the file is new, foreign keys on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

SCHEMA_VERSION: Final = 2
"""Kept in `PRAGMA user_version`; a file of another version is refused, never altered."""


def connect(path: Path, create: bool = False) -> sqlite3.Connection:
    """Open the database at `path`; make it first when `create` is set.

    Rows come as `sqlite3.Row`; transactions are begun by `transaction`. Raises StoreError when the
    file is missing, is no database of ours, or cannot be opened.
    """
    if not create and not path.is_file():
        raise StoreError(f"Không tìm thấy cơ sở dữ liệu {path}. Hãy chạy trước: trichyeu run THƯ_MỤC --db {path}")
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
        connection.row_factory = sqlite3.Row
        _prepare(connection, path, create)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"Không mở được cơ sở dữ liệu {path}: {error}. Hãy kiểm tra quyền ghi hoặc xóa tệp."
        ) from error
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version not in (0, SCHEMA_VERSION) or (version == 0 and tables) or (not tables and not create):
        connection.close()
        raise StoreError(
            f"{path} không phải cơ sở dữ liệu của phiên bản này. Hãy dùng --db với một tệp khác hoặc xóa tệp cũ."
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if not tables:
        schema = resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
        connection.executescript(f"BEGIN; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction: all of it is written, or nothing."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
