"""Opens the database: SQLite, written in WAL mode, read without a trace; its errors become ours here."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import StoreError
from pipeline.systems import address_of, is_there

if TYPE_CHECKING:
    from pipeline.postgres.address import Server

SCHEMA_VERSION: Final = 12
"""Kept in `PRAGMA user_version`; a file of another version is refused, never altered."""

SECONDS_TO_WAIT: Final = 15.0
"""For another command's lock: a run writes a document in less than one second and resolves an archive in a few."""

_OURS: Final = frozenset({"documents", "instruments", "citations", "runs", "quarantine"})

_KINDS: Final = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "failing",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "foreign",
    sqlite3.SQLITE_CANTOPEN: "unopenable",
}
_SYSTEM_KINDS: Final = {
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EIO: "failing",
}


def store_error(error: sqlite3.Error | OSError, path: Path | Server | None) -> StoreError:
    """Return what an error of SQLite or of the file system means for the database at `path`, and what to do."""
    if isinstance(error, OSError):
        kind, reason = _SYSTEM_KINDS.get(error.errno or 0, "unopenable"), error.strerror or str(error)
    else:
        # The low byte is the kind; Python's own errors (wrong use of the module) carry no code.
        kind, reason = _KINDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "other"), str(error)
    return StoreError(f"store.{kind}", path=path, reason=reason)


def connect(path: Path | Server, create: bool = False) -> sqlite3.Connection:
    """Open the database at `path` to read it; with `create` to write it, made first when it is not there.

    Rows come as `sqlite3.Row`; transactions are begun by `transaction`. Reading makes and changes no file, and works
    on a medium that cannot be written. A database on a server is read alone, by what takes the same questions.
    Raises StoreError when the file is missing, is no database of ours, or cannot be opened.
    """
    if not isinstance(path, Path):
        from pipeline.postgres.reading import open_to_read

        return open_to_read(path)
    try:
        return _open_to_write(path) if create else _open_to_read(path)
    except (sqlite3.Error, OSError) as error:
        raise store_error(error, path) from error


def _open_to_read(path: Path) -> sqlite3.Connection:
    if not is_there(path):
        raise StoreError("store.missing", path=path)
    _refuse_other_than_files(path)
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        # A database left in WAL mode wants to make two files beside itself, which a read-only medium does not let it.
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        for log in (Path(f"{path}-wal"), Path(f"{path}-journal")):
            if log.exists() and log.stat().st_size:
                raise StoreError("store.unmerged", path=path, log=log) from error
        return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection:
    address = f"{address_of(path)}?{how}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=SECONDS_TO_WAIT)
    connection.row_factory = sqlite3.Row
    with ExitStack() as failing:
        failing.callback(connection.close)
        if not _holds_our_tables(connection, path):
            raise StoreError("store.empty", path=path)
        failing.pop_all()
    return connection


def _open_to_write(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_other_than_files(path)
    connection = sqlite3.connect(path, isolation_level=None, timeout=SECONDS_TO_WAIT)
    connection.row_factory = sqlite3.Row
    with ExitStack() as failing:
        failing.callback(connection.close)
        made = _holds_our_tables(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if not made:
            connection.executescript(f"BEGIN IMMEDIATE; {schema()} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
        failing.pop_all()
    return connection


def schema() -> str:
    """Return the statements that make the tables, views and indexes of a database."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def fresh_schema() -> sqlite3.Connection:
    """Return an empty database in memory with the tables, views and indexes that a database of ours has."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(schema())
    return connection


def _refuse_other_than_files(path: Path) -> None:
    """Keep SQLite from opening a folder, a pipe, which would wait for a writer, or a device."""
    if path.exists() and not path.is_file():
        raise StoreError("store.foreign", path=path)


def _holds_our_tables(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether the tables are made; False for an empty file, StoreError for anything that is not ours."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not names and version == 0:
        return False
    if not names >= _OURS:
        raise StoreError("store.foreign", path=path)
    if version != SCHEMA_VERSION:
        raise StoreError("store.version", path=path)
    return True


def close(connection: sqlite3.Connection) -> None:
    """Close a database that was written, as one file without a log beside it, which can be read anywhere."""
    # While somebody reads it the log stays, and so it does where the disk fails; what was written is kept either way.
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def compact(connection: sqlite3.Connection) -> None:
    """Write the database anew: rows that came in no order have left a twelfth of it empty.

    Where the disk has no room for that, or another program writes, it stays as it is.
    """
    with suppress(sqlite3.OperationalError):
        connection.execute("VACUUM")


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that is there, to change it; StoreError as of `connect`."""
    connect(path).close()
    connection = connect(path, create=True)
    try:
        yield connection
    finally:
        close(connection)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction: all of it is written, or nothing."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
