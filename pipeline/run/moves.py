"""Files whose bytes the database knows under another path -> their rows under the new one, without reading them.

So a folder that is renamed, a file that is moved or copied costs no reading. All ids come out as those of a run that
meets the archive for the first time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Set
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from extractors.text.folding import search_columns
from pipeline.run.discover import Job
from pipeline.run.erasure import take_out
from pipeline.run.full_text import put
from pipeline.run.identity import stable_ids
from pipeline.run.store import transaction
from pipeline.run.write import free_document_id

_ASIDE: Final = "\\0"
"""Before the path of a document that makes room for another while files change places; no path holds it."""

_NAME_EXPORTS: Final = """
UPDATE exports SET documents = json_insert(documents, '$[#]', :new) WHERE EXISTS (
  SELECT 1 FROM json_each(documents) WHERE value = :old OR substr(value, -length(:old) - 1) = '/' || :old)"""
"""An export of a document is one of it under its new path too: a run names it when the document is kept out."""


_TABLES_OF_DOCUMENTS: Final = """
SELECT t.name FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
WHERE t.type = 'table' AND f."table" = 'documents' AND f."from" = 'document_id' AND f.on_delete = 'CASCADE'
ORDER BY t.name"""


class Content(NamedTuple):
    """What a reading depends on: the bytes, and the ending by which a format that bytes do not tell is known."""

    sha256: str
    ending: str


def content(sha256: str, path: str) -> Content:
    """Return what the reading of a file depends on."""
    return Content(sha256, PurePosixPath(path).suffix.lower())


def reuse_known(
    connection: sqlite3.Connection, jobs: Iterable[Job], hashes: Mapping[str, str], extractor: str
) -> dict[str, Content]:
    """Write the documents of all jobs whose bytes this extractor has read under another path; return what moved.

    `hashes` are those of the jobs' files by path, and so is what is returned. What a person declared open is open at
    its own path alone, so it is read again; and so is a path of which something was corrected.
    """
    known = {
        content(row["sha256"], row["path"]): row["path"]
        for row in connection.execute(
            "SELECT path, sha256 FROM documents WHERE extractor = ? AND path NOT IN (SELECT path FROM declared_open)"
            " ORDER BY path DESC",
            (extractor,),
        )
    }
    corrected = {row["path"] for row in connection.execute("SELECT path FROM correction WHERE kind <> 'documents'")}
    sources = {
        job.path: known[content(hashes[job.path], job.path)]
        for job in jobs
        if not job.declared_open
        and job.path not in corrected
        and job.path in hashes
        and content(hashes[job.path], job.path) in known
    }
    if sources:
        with transaction(connection):
            _write_all(connection, sources)
    return {path: content(hashes[path], path) for path in sources}


def _write_all(connection: sqlite3.Connection, sources: Mapping[str, str]) -> None:
    """Write each document (key) from the rows of another (value); files may have changed places."""
    needed = set(sources.values())
    for path in sources:
        if path in needed:
            _put_aside(connection, path)
        else:
            take_out(connection, path)
    for path, source in sources.items():
        _copy_document(connection, _ASIDE + source if source in sources else source, path)
        connection.execute(_NAME_EXPORTS, {"old": source, "new": path})
        connection.execute("DELETE FROM quarantine WHERE path = ?", (path,))
    for path in needed & sources.keys():
        take_out(connection, _ASIDE + path)


def _put_aside(connection: sqlite3.Connection, path: str) -> None:
    """Free the path and the id of a document for another."""
    _copy_document(connection, path, _ASIDE + path, -_id_at(connection, path))
    take_out(connection, path)


def _id_at(connection: sqlite3.Connection, path: str) -> int:
    return int(connection.execute("SELECT id FROM documents WHERE path = ?", (path,)).fetchone()[0])


def _copy_document(connection: sqlite3.Connection, path: str, new_path: str, new: int | None = None) -> None:
    """Write the rows of the document at `path` once more, as those of one at `new_path`."""
    old = _id_at(connection, path)
    new = free_document_id(connection, new_path) if new is None else new
    _copy(connection, "documents", "id", old, {"id": new, "path": new_path, "name": PurePosixPath(new_path).stem})
    for table in _tables_of_documents(connection):
        _copy(connection, table, "document_id", old, {"document_id": new})
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (new,)).fetchone()
    put(connection, new, search_columns(text))


def _tables_of_documents(connection: sqlite3.Connection) -> list[str]:
    """Return the tables whose rows belong to a document and go with it."""
    return [row["name"] for row in connection.execute(_TABLES_OF_DOCUMENTS)]


def _copy(connection: sqlite3.Connection, table: str, key: str, old: int, changed: Mapping[str, object]) -> None:
    """Copy the rows of a table whose `key` is `old`, with other values in some columns; an own id is given anew."""
    names = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
    names = [name for name in names if name != "id" or name in changed]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" if name in changed else f'"{name}"' for name in names)
    connection.execute(
        f'INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE "{key}" = :old_id',
        {**changed, "old_id": old},
    )


def forget_moved(connection: sqlite3.Connection, moved: Set[Content]) -> None:
    """Take out the documents that are gone and whose contents have come under another path; inside a transaction."""
    for row in connection.execute("SELECT path, sha256 FROM documents WHERE NOT present").fetchall():
        if content(row["sha256"], row["path"]) in moved:
            take_out(connection, row["path"])


def settle_ids(connection: sqlite3.Connection) -> None:
    """Give every document the id that its path has in this archive: paths of one hash may have come in any order."""
    rows = connection.execute("SELECT path, id FROM documents").fetchall()
    ids = stable_ids(row["path"] for row in rows)
    wrong = [row["path"] for row in rows if ids[row["path"]] != row["id"]]
    if wrong:
        with transaction(connection):
            for path in wrong:
                _put_aside(connection, path)
            for path in wrong:
                _copy_document(connection, _ASIDE + path, path, ids[path])
                take_out(connection, _ASIDE + path)
