"""The index of full text -> written, taken out of and made anew, without a copy of the texts that it is made from.

What a document put into the index is told again from its text when it is taken out. So the code that folds words must
be the one that wrote them: `full_text_by` names it, and a run by other code makes the index anew before it writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from extractors.text.folding import search_columns
from pipeline.run.store import transaction

_INSERT: Final = "INSERT INTO documents_fts (rowid, folded, bare) VALUES (?, ?, ?)"
_DELETE: Final = "INSERT INTO documents_fts (documents_fts, rowid, folded, bare) VALUES ('delete', ?, ?, ?)"
_PART: Final = 500
"""Documents of which an index is made in memory."""
_MASK: Final = (1 << 64) - 1


def put(connection: sqlite3.Connection, document: int, columns: tuple[str, str]) -> None:
    """Index the folded text of a document."""
    connection.execute(_INSERT, (document, *columns))


def take(connection: sqlite3.Connection, document: int, text: str) -> None:
    """Take a document out of the index, by its text."""
    if connection.execute("SELECT 1 FROM documents_fts WHERE rowid = ?", (document,)).fetchone():
        connection.execute(_DELETE, (document, *search_columns(text)))


def out_of_step(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the paths of documents whose texts are not what is indexed of them, and ids that no document has.

    The index has no texts to be held against others: where each word stands is compared with an index made anew.
    """
    held = _words(connection)
    keys = [document for (document,) in connection.execute("SELECT id FROM documents ORDER BY path")]
    for at in range(0, len(keys), _PART):
        with closing(sqlite3.connect(":memory:")) as other:
            other.execute(_schema_of_index(connection))
            for document in keys[at : at + _PART]:
                put(other, document, search_columns(_text(connection, document)))
            made = _words(other)
        for document in keys[at : at + _PART]:
            if held.pop(document, None) != made.get(document):
                yield str(connection.execute("SELECT path FROM documents WHERE id = ?", (document,)).fetchone()[0])
    yield from map(str, sorted(held))


def _words(connection: sqlite3.Connection) -> dict[int, int]:
    """Return for each indexed document one number made of all its words and where they stand."""
    connection.execute("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab('main', 'documents_fts', 'instance')")
    found = {document: 0 for (document,) in connection.execute("SELECT rowid FROM documents_fts")}
    for term, document, column, place in connection.execute("SELECT term, doc, col, offset FROM temp.indexed"):
        found[document] = (found.get(document, 0) + hash((term, column, place))) & _MASK
    connection.execute("DROP TABLE temp.indexed")
    return found


def _schema_of_index(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'documents_fts'").fetchone()[0])


def _text(connection: sqlite3.Connection, document: int) -> str:
    return str(connection.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()[0])


def write_anew(connection: sqlite3.Connection, code: str) -> None:
    """Index all documents anew, and note that this code did; for use inside a transaction."""
    connection.execute("INSERT INTO documents_fts (documents_fts) VALUES ('delete-all')")
    for (document,) in connection.execute("SELECT id FROM documents ORDER BY id").fetchall():
        put(connection, document, search_columns(_text(connection, document)))
    connection.execute("DELETE FROM full_text_by")
    connection.execute("INSERT INTO full_text_by (code) VALUES (?)", (code,))


def make_current(connection: sqlite3.Connection, code: str) -> None:
    """Index all documents anew where other code than this wrote the index; the beginning of a run."""
    row = connection.execute("SELECT code FROM full_text_by").fetchone()
    if row is None or row["code"] != code:
        with transaction(connection):
            write_anew(connection, code)
