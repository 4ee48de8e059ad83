"""A database -> what is wrong with it: its file, its tables and views, spans, full text, links, and the files it read.

Nothing is written. What was found names its kind, a key of [check] in messages.toml, with a few examples; `rebuild`
tells what can be made again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from pipeline.corrections.store import correction_of
from pipeline.run.full_text import out_of_step
from pipeline.run.store import fresh_schema

EXAMPLES: Final = 3

_INDEX_WORDS: Final = ("index", "UNIQUE")
"""Words of SQLite's messages about an index, which can be made again from its table."""


_INNER: Final = ("documents_fts_", "sqlite_")
"""With these begin the tables that SQLite makes for itself."""
_COMMENT: Final = re.compile(r"--[^\n]*")


@dataclass(slots=True)
class Fault:
    """Something wrong: its kind, how often, examples of where."""

    kind: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: str) -> None:
        """Count one more, and keep the first few."""
        self.count += 1
        if len(self.examples) < EXAMPLES and example not in self.examples:
            self.examples.append(example)


def check_database(connection: sqlite3.Connection) -> list[Fault]:
    """Return what is wrong inside a database, in the order of the checks; empty: it holds together."""
    found: list[Fault] = []
    for part in CHECKS.values():
        try:
            found += [fault for fault in part(connection) if fault.count]
        except sqlite3.DatabaseError as error:
            found.append(Fault("damaged", 1, [str(error)]))
    return found


def _check_file(connection: sqlite3.Connection) -> Iterator[Fault]:
    damaged, indexes = Fault("damaged"), Fault("indexes")
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            (indexes if any(word in line for word in _INDEX_WORDS) else damaged).add(line)
    yield damaged
    yield indexes


def parts_that_differ(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None]]:
    """Return the tables, views and indexes that are not as the schema has them: name -> (type, how it is to be made).

    None stands for what the schema does not know.
    """
    with closing(fresh_schema()) as fresh:
        wanted = _parts(fresh)
    held = _parts(connection)
    found: dict[str, tuple[str, str | None]] = {}
    for name, (kind, sql) in wanted.items():
        if name not in held or _plain(held[name][1]) != _plain(sql):
            found[name] = kind, sql
    return found | {name: (kind, None) for name, (kind, _) in held.items() if kind != "table" and name not in wanted}


def _parts(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return what a database is made of, its full text's own tables left out: name -> (type, how it was made)."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return {row["name"]: (row["type"], row["sql"]) for row in rows if not row["name"].startswith(_INNER)}


def _plain(sql: str) -> str:
    """Return how a part was made, without comments and line ends."""
    return " ".join(_COMMENT.sub(" ", sql).split())


def _check_schema(connection: sqlite3.Connection) -> Iterator[Fault]:
    tables, views = Fault("tables"), Fault("views")
    for name, (kind, _) in parts_that_differ(connection).items():
        (tables if kind == "table" else views).add(name)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").fetchall():
        try:
            connection.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchone()
        except sqlite3.DatabaseError as error:
            views.add(f"{name} ({error})")
    yield tables
    yield views


def _check_references(connection: sqlite3.Connection) -> Iterator[Fault]:
    orphans, links = Fault("references"), Fault("links")
    for row in connection.execute("PRAGMA foreign_key_check"):
        orphans.add(f"{row['table']} → {row['parent']}")
    for sql in _LINKS:
        for (where,) in connection.execute(sql):
            links.add(str(where))
    yield orphans
    yield links


_LINKS: Final = (
    "SELECT d.path FROM figure_rows f JOIN documents d ON d.id = f.document_id WHERE f.fact_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM figure_rows t WHERE t.fact_id = f.fact_id AND t.statements IS NOT NULL)",
    "SELECT fact_id FROM figure_rows WHERE statements IS NOT NULL GROUP BY fact_id HAVING count(*) > 1",
    "SELECT d.path FROM figure_rows f JOIN documents d ON d.id = f.document_id WHERE NOT EXISTS"
    " (SELECT 1 FROM sentences s WHERE s.document_id = f.document_id AND s.ord = f.sentence)",
    "SELECT d.path FROM figure_rows f JOIN documents d ON d.id = f.document_id WHERE NOT EXISTS"
    " (SELECT 1 FROM figures w WHERE w.document_id = f.document_id AND w.ord = f.ord)",
    "SELECT d.path FROM citations c JOIN documents d ON d.id = c.document_id WHERE NOT EXISTS"
    " (SELECT 1 FROM sentences s WHERE s.document_id = c.document_id AND s.ord = c.sentence)",
    "SELECT d.path FROM documents d WHERE d.group_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM documents g WHERE g.id = d.group_id)",
    "SELECT d.path FROM documents d WHERE d.authority_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM documents g WHERE g.id = d.authority_id)",
)
"""Rows that name others without a foreign key: facts, sentences, what figures have in common, groups of files, files
whose head holds."""

_WORDED: Final = ("citations", "figure_rows", "tasks")
"""Tables whose `text` is what stands at their span."""
_SPANNED: Final = ("sections", "problems")


def _check_texts(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Hold every span against the text of its document, and the full text against what it is made from."""
    spans, full_text = Fault("spans"), Fault("full_text")
    for document in connection.execute("SELECT id, path, text FROM documents ORDER BY id"):
        if has_wrong_span(connection, document["id"], document["text"]):
            spans.add(document["path"])
    for name in out_of_step(connection):
        full_text.add(name)
    yield spans
    yield full_text


def has_wrong_span(connection: sqlite3.Connection, document: int, text: str) -> bool:
    """Tell whether a row of a document shows other words than stand at its span, or lies outside of the text."""
    for table in _WORDED:
        rows = connection.execute(f"SELECT start, end, text FROM {table} WHERE document_id = ?", (document,))
        if any(text[row["start"] : row["end"]] != row["text"] for row in rows):
            return True
    inside = "start IS NULL OR (start BETWEEN 0 AND end AND end <= :length)"
    return any(
        connection.execute(
            f"SELECT 1 FROM {table} WHERE document_id = :id AND NOT ({inside})", {"id": document, "length": len(text)}
        ).fetchone()
        for table in _SPANNED
    )


def _check_corrections(connection: sqlite3.Connection) -> Iterator[Fault]:
    unreadable = Fault("corrections")
    for row in connection.execute("SELECT * FROM correction ORDER BY id"):
        try:
            correction_of(row)
        except (KeyError, ValueError, TypeError):
            unreadable.add(str(row["id"]))
    yield unreadable


CHECKS: Final[dict[str, Callable[[sqlite3.Connection], Iterator[Fault]]]] = {
    "file": _check_file,
    "schema": _check_schema,
    "references": _check_references,
    "texts": _check_texts,
    "corrections": _check_corrections,
}
"""What is checked, by the name that people read it under, in this order."""
