"""A file that a command wrote from documents -> a row, by which a run can name it when one of them is kept out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.files import printable_path
from pipeline.run.store import close, connect, transaction


def note_export(database: Path, output: Path, command: str, documents: Sequence[str] | None = None) -> bool:
    """Note that `command` wrote `output` from these documents, None for any of the archive; False when it cannot be.

    A database that is not there has nothing to note. One that cannot be written (a read-only medium, another command
    at work) keeps no note: the caller says so, for then no run will name the file.
    """
    if not database.is_file():
        return True
    row = (
        printable_path(str(output.absolute())),
        datetime.now(UTC).isoformat(timespec="seconds"),
        command,
        None if documents is None else json.dumps([printable_path(path) for path in documents], ensure_ascii=False),
    )
    try:
        connection = connect(database, create=True)
        try:
            with transaction(connection):
                connection.execute(
                    "INSERT OR REPLACE INTO exports (path, made, command, documents) VALUES (?, ?, ?, ?)", row
                )
        finally:
            close(connection)
    except (StoreError, sqlite3.Error):
        return False
    return True
