"""A file that a command wrote from documents -> a row, by which a run can name it when one of them is kept out."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import StoreError
from pipeline.files import printable_path
from pipeline.run.store import close, connect, transaction

if TYPE_CHECKING:
    from pipeline.postgres.address import Server

_ELSEWHERE: Final = "//"
"""Before the name of the computer that a file is on: several write a database on a server."""


def is_gone(path: str) -> bool:
    """Tell whether an exported file is no longer there; of one on another computer nothing is known."""
    own = path.removeprefix(f"{_ELSEWHERE}{platform.node()}")
    return not own.startswith(_ELSEWHERE) and not Path(own).exists()


def note_export(database: Path | Server, output: Path, command: str, documents: Sequence[str] | None = None) -> bool:
    """Note that `command` wrote `output` from these documents; as `note_exports`."""
    return note_exports(database, [output], command, documents)


def note_exports(
    database: Path | Server, outputs: Sequence[Path], command: str, documents: Sequence[str] | None = None
) -> bool:
    """Note that `command` wrote these files from these documents, None for any of the archive; False when it cannot be.

    A database that is not there has nothing to note. One that cannot be written (a read-only medium, another command
    at work, a user who may only read a server) keeps no note: the caller says so, for then no run will name the file.
    """
    if isinstance(database, Path) and not database.is_file():
        return True
    made = datetime.now(UTC).isoformat(timespec="seconds")
    of = None if documents is None else json.dumps([printable_path(path) for path in documents], ensure_ascii=False)
    rows = [(printable_path(str(output.absolute())), made, command, of) for output in outputs]
    if not isinstance(database, Path):
        from pipeline.postgres.working import note_on_server

        return note_on_server(database, [(f"{_ELSEWHERE}{platform.node()}{path}", *told) for path, *told in rows])
    try:
        connection = connect(database, create=True)
        try:
            with transaction(connection):
                connection.executemany(
                    "INSERT OR REPLACE INTO exports (path, made, command, documents) VALUES (?, ?, ?, ?)", rows
                )
        finally:
            close(connection)
    except (StoreError, sqlite3.Error):
        return False
    return True
