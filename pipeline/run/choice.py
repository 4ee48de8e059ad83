"""Which files of an archive a run is asked for: those that an older extractor read, those that failed, or all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.errors import ANY_REASON
from pipeline.run.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is read again: `outdated` documents, and files that `failed` for a reason (`ANY_REASON`: for whichever)."""

    outdated: bool = False
    failed: str | None = None

    def meant(self, connection: sqlite3.Connection) -> Callable[[str], bool]:
        """Return what tells whether the file at a path is meant; what lies in a container goes with it."""
        paths = self._paths(connection)
        return lambda path: path in paths or any(str(above) in paths for above in PurePosixPath(path).parents)

    def _paths(self, connection: sqlite3.Connection) -> frozenset[str]:
        """Return the paths of the documents and of the skipped files that are meant."""
        found: set[str] = set()
        if self.outdated:
            older = "SELECT path FROM documents WHERE present AND extractor <> ?"
            found.update(row["path"] for row in connection.execute(older, (fingerprint(),)))
        if self.failed:
            skipped = "SELECT path FROM quarantine WHERE :reason IN (reason, :any)"
            values = {"reason": self.failed, "any": ANY_REASON}
            found.update(row["path"] for row in connection.execute(skipped, values))
        return frozenset(found)
