"""An archive that a database was made from -> nothing of it left there: rows, corrections, words read from scans.

The words are swept as those of a document that becomes classified are (`erasure`). What two archives hold alike stays
with the other.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive.resolve import resolve_archive
from pipeline.corrections.model import Kind
from pipeline.corrections.store import forget, listed
from pipeline.errors import UsageError
from pipeline.files import printable_path
from pipeline.readers.scan.cache import keep_only
from pipeline.run.engines.engine import scans_folder
from pipeline.run.erasure import exports_to_remove, note_sweep, sweep, take_out
from pipeline.run.fingerprint import fingerprint
from pipeline.run.full_text import make_current
from pipeline.run.moves import settle_ids
from pipeline.run.roots import FIRST, Part, known_roots
from pipeline.run.store import transaction


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds of one archive: paths of its documents and of skipped files, and its corrections."""

    part: Part
    documents: tuple[str, ...]
    skipped: tuple[str, ...]
    corrections: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        """What a person calls the archive."""
        return self.part.name or FIRST


@dataclass(frozen=True, slots=True)
class Removed:
    """What is still to be done: exported files to delete, and whether words wait to be swept by the next run."""

    exports: tuple[str, ...]
    unswept: bool


def holdings(connection: sqlite3.Connection, typed: str) -> Holdings:
    """Return what is held of the archive that was typed: its name, `.` for the first, or its folder.

    UsageError where there is none such.
    """
    roots = known_roots(connection)
    folder = printable_path(Path(typed).expanduser().resolve().as_posix())
    names = [name for name, home in roots.items() if typed == (name or FIRST)]
    names = names or [name for name, home in roots.items() if home == folder]
    if not names:
        known = "; ".join(f"{name or FIRST} ({home})" for name, home in roots.items())
        raise UsageError("remove.no_archive", typed=typed, known=known or "–")
    name = names[0]
    part = Part(Path(roots[name]), name, name, tuple(other for other in roots if other not in (name, "")))
    documents = _paths(connection, "documents", part)
    return Holdings(part, documents, _paths(connection, "quarantine", part), _corrections(connection, part, documents))


def _paths(connection: sqlite3.Connection, table: str, part: Part) -> tuple[str, ...]:
    rows = connection.execute(f"SELECT path FROM {table} ORDER BY path")
    return tuple(row["path"] for row in rows if part.covers(row["path"]))


def _corrections(connection: sqlite3.Connection, part: Part, documents: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Return the corrections that hold for documents of an archive alone; of the only archive every one."""
    if len(known_roots(connection)) == 1:
        return tuple(listed(connection))
    own, kept = set(documents), _hashes(connection, documents)
    gone = {row["sha256"] for row in connection.execute("SELECT path, sha256 FROM documents") if row["path"] in own}
    gone -= kept
    return tuple(
        one
        for one in listed(connection)
        if {one["sha256"], one["other"]} & gone
        or (one["kind"] != Kind.CELL and part.covers(one["path"]) and one["sha256"] not in kept)
    )


def _hashes(connection: sqlite3.Connection, without: tuple[str, ...]) -> set[str]:
    """Return the hashes of the documents that are held, without those at some paths."""
    out = set(without)
    return {row["sha256"] for row in connection.execute("SELECT path, sha256 FROM documents") if row["path"] not in out}


def remove(connection: sqlite3.Connection, database: Path, found: Holdings) -> Removed:
    """Take an archive out of the database that a connection writes, and sweep its words."""
    make_current(connection, fingerprint())
    kept = _hashes(connection, found.documents)
    with transaction(connection):
        note_sweep(connection, found.part.path_of("") + "/")
        for path in found.documents:
            note_sweep(connection, path)
            take_out(connection, path)
        forget(connection, [one["id"] for one in found.corrections])
        declared = _paths(connection, "declared_open", found.part)
        for table, paths in (("quarantine", found.skipped), ("declared_open", declared)):
            connection.executemany(f"DELETE FROM {table} WHERE path = ?", [(path,) for path in paths])
        connection.execute("DELETE FROM roots WHERE name = ?", (found.part.name,))
    keep_only(scans_folder(database), kept)
    settle_ids(connection)
    resolve_archive(connection)
    return Removed(unswept=not sweep(connection), exports=exports_to_remove(connection))
