"""A database, also one that a run is writing -> a copy of one moment, and what people corrected in a file beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.corrections.store import listed
from pipeline.errors import StoreError, UsageError
from pipeline.rows import Row
from pipeline.run.store import connect, store_error
from pipeline.terminal import json_text

_CORRECTIONS: Final = ".corrections.json"


def backup(database: Path, file: Path) -> Row:
    """Copy the database to `file`; return its size, the file of corrections beside it, and how many those are.

    The copy is of one moment, whatever a run writes meanwhile, and the run waits for nothing. An older copy at `file`
    gives way when the new one is whole. UsageError for the database itself and for a file that is no database of ours.
    """
    if file.exists() and (file.resolve() == database.resolve() or not _is_ours(file)):
        raise UsageError("usage.backup_file", path=file)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with closing(connect(database)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)  # all pages in one step: another commit would begin one of several steps anew
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.row_factory = sqlite3.Row
            rows = listed(copy)
        corrections = file.with_name(file.stem + _CORRECTIONS)
        corrections.write_text(json_text(rows, indent=1) + "\n", encoding="utf-8")
        beside.replace(file)
    except sqlite3.Error as error:
        raise store_error(error, file) from error
    finally:
        beside.unlink(missing_ok=True)
    return {"path": file, "bytes": file.stat().st_size, "corrections_path": corrections, "corrections": len(rows)}


def _is_ours(file: Path) -> bool:
    try:
        connect(file).close()
    except StoreError:
        return False
    return True
