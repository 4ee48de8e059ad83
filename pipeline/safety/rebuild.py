"""A database in which something is wrong -> the same with everything made again that its own rows are enough for.

Made again are views and indexes, the full text, and what is resolved from all documents (instruments, links, groups,
acts, conflicts, facts). A document with a wrong span is marked for the next run, which reads its file again. What
people corrected is left as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.archive.resolve import resolve_archive
from pipeline.run.fingerprint import fingerprint
from pipeline.run.full_text import write_anew
from pipeline.run.store import transaction
from pipeline.safety.check import has_wrong_span, parts_that_differ

_OWNED: Final = """
SELECT t.name FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
WHERE t.type = 'table' AND f."table" = 'documents' AND f."from" = 'document_id' AND f.on_delete = 'CASCADE'
ORDER BY t.name"""
"""Tables whose rows belong to a document."""
_BROKEN: Final = """
SELECT DISTINCT f.document_id FROM figure_rows f
WHERE NOT EXISTS (SELECT 1 FROM figures w WHERE w.document_id = f.document_id AND w.ord = f.ord)
   OR f.of_figure IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM figure_rows p WHERE p.document_id = f.document_id AND p.ord = f.of_figure)"""
"""Documents with a figure that lacks its setting or noun, or the figure that it belongs to."""


def rebuild(connection: sqlite3.Connection) -> list[str]:
    """Make again what can be made again; return the paths of the documents whose files are to be read again."""
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        _make_parts(connection)
        for (table,) in connection.execute(_OWNED).fetchall():
            connection.execute(
                f"DELETE FROM {table} WHERE document_id IS NOT NULL AND document_id NOT IN (SELECT id FROM documents)"
            )
        write_anew(connection, fingerprint())
        to_read = _mark_wrong(connection)
    connection.execute("REINDEX")
    connection.execute("PRAGMA foreign_keys = ON")
    resolve_archive(connection, anew=True)
    return to_read


def _make_parts(connection: sqlite3.Connection) -> None:
    """Drop the views and indexes that are not as the schema has them, and make those that it has."""
    parts = parts_that_differ(connection)
    differing = {name: part for name, part in parts.items() if part[0] != "table"}
    for name, (kind, _) in differing.items():
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')
    for _, sql in differing.values():
        if sql is not None:
            connection.execute(sql)


def _texts(connection: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """Yield id, path and text of every document in the order of paths; they may be written meanwhile."""
    keys = [row["id"] for row in connection.execute("SELECT id FROM documents ORDER BY path")]
    for key in keys:
        yield connection.execute("SELECT id, path, text FROM documents WHERE id = ?", (key,)).fetchone()


def _mark_wrong(connection: sqlite3.Connection) -> list[str]:
    """Mark the documents of which a row cannot be right, as if an older program had read them."""
    found = {document for (document,) in connection.execute(_BROKEN)}
    paths = []
    for row in _texts(connection):
        if row["id"] in found or has_wrong_span(connection, row["id"], row["text"]):
            connection.execute("UPDATE documents SET extractor = '' WHERE id = ?", (row["id"],))
            paths.append(row["path"])
    return paths
