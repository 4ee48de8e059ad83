"""Documents that may no longer be held -> their words leave the database: rows, index, free pages and log.

A deletion leaves words behind: in the segments of the full-text index, in free pages, in the write-ahead log. What is
still to be swept is noted in the transaction that deletes, so a run that is cut off is made good by the next.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from pipeline.corrections.store import forget_classified
from pipeline.run.exports import is_gone
from pipeline.run.full_text import take
from pipeline.run.store import transaction

_EARLIER: Final = """
SELECT 1 FROM documents WHERE path = :path
UNION ALL SELECT 1 FROM quarantine WHERE path = :path AND reason NOT IN ('classified', 'maybe_classified')"""
"""What shows that an earlier version of a document may have been read."""
_MARK_EXPORTS: Final = """
UPDATE exports SET classified = 1
WHERE documents IS NULL OR EXISTS (
  SELECT 1 FROM json_each(documents) WHERE value = :path OR substr(value, -length(:path) - 1) = '/' || :path)"""
"""Documents of `extract` are known by where their files are, all others by their path in the archive."""


def take_out(connection: sqlite3.Connection, path: str) -> None:
    """Delete the document at `path`, if it is held, with all that was found in it; for use inside a transaction."""
    row = connection.execute("SELECT id, text FROM documents WHERE path = ?", (path,)).fetchone()
    if row:
        take(connection, row["id"], row["text"])
        connection.execute("DELETE FROM documents WHERE id = ?", (row["id"],))


def note_erasure(connection: sqlite3.Connection, path: str) -> None:
    """Note that the words of an earlier version of the document at `path` are to be swept, if it was ever read.

    Exported files that were made from it are marked. For use inside the transaction that takes it out, before it does.
    """
    if connection.execute(_EARLIER, {"path": path}).fetchone():
        note_sweep(connection, path)
        forget_classified(connection, path)


def note_sweep(connection: sqlite3.Connection, path: str) -> None:
    """Note that words of the document at `path` are to be swept, and mark the files that were exported from it."""
    connection.execute("INSERT OR IGNORE INTO erasures (path) VALUES (?)", (path,))
    connection.execute(_MARK_EXPORTS, {"path": path})


def take_out_classified(connection: sqlite3.Connection) -> None:
    """Take out every document that was let in under its stamp: this run lets none in."""
    with transaction(connection):
        rows = connection.execute("SELECT path FROM documents WHERE classified IS NOT NULL").fetchall()
        for row in rows:
            note_erasure(connection, row["path"])
            take_out(connection, row["path"])


def sweep(connection: sqlite3.Connection) -> bool:
    """Sweep the words of documents that were taken out from index, free pages and log; False when it has to wait.

    It waits while another program reads the database. Nothing is done when there is nothing to sweep.
    """
    if not connection.execute("SELECT count(*) FROM erasures").fetchone()[0]:
        return True
    try:
        # Merging all segments of the index drops what deleted rows left in them; VACUUM writes the file anew without
        # free pages; emptying the log takes the last copy.
        connection.execute("INSERT INTO documents_fts (documents_fts) VALUES ('optimize')")
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        busy = 1
    if not busy:
        with transaction(connection):
            connection.execute("DELETE FROM erasures")
    return not busy


def exports_to_remove(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the exported files that may hold words of documents taken out; those that are gone are forgotten."""
    marked = [row["path"] for row in connection.execute("SELECT path FROM exports WHERE classified ORDER BY path")]
    gone = [path for path in marked if is_gone(path)]
    with transaction(connection):
        connection.executemany("DELETE FROM exports WHERE path = ?", [(path,) for path in gone])
    return tuple(path for path in marked if path not in gone)
