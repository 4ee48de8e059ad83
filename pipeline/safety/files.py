"""The files that a database was made from -> those that are gone, those that are others now, folders out of reach."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from pipeline.run.batch import file_hash
from pipeline.run.discover import discover_part
from pipeline.run.roots import find_part
from pipeline.run.unpack import unpacked
from pipeline.safety.check import Fault


def check_files(connection: sqlite3.Connection) -> list[Fault]:
    """Return what differs between the documents and the files of every root that can be reached, by kind.

    `gone` and `changed` are files that the next run sees; `unreachable` are roots, of whose files nothing is known.
    """
    gone, changed, unreachable = Fault("gone"), Fault("changed"), Fault("unreachable")
    rows = connection.execute("SELECT path, sha256 FROM documents WHERE present")
    hashes = {row["path"]: row["sha256"] for row in rows}
    for row in connection.execute("SELECT name, folder FROM roots ORDER BY name").fetchall():
        folder = Path(row["folder"])
        if not folder.is_dir():
            unreachable.add(row["folder"])
            continue
        part = find_part(connection, folder)
        archive = discover_part(folder, part)
        with unpacked(archive, 1):
            files = {job.path: job.file for job in archive.jobs}
            for path in sorted(path for path in hashes if archive.knows(path)):
                if path not in files:
                    gone.add(path)
                elif _hash(files[path]) not in (hashes[path], None):
                    changed.add(path)
    return [fault for fault in (gone, changed, unreachable) if fault.count]


def _hash(file: Path) -> str | None:
    """Return the hash of a file, None where it cannot be opened, which says nothing of what is in it."""
    with suppress(OSError):
        return file_hash(file)
    return None
