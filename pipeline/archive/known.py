"""The table of well-known instruments of an archive: the program's, with a person's own file kept in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from extractors.names.known import KnownInstrument, KnownTable, extended_table, known_table
from extractors.rule_checks import RuleError
from pipeline.errors import UsageError
from pipeline.run.store import transaction


def table_of(connection: sqlite3.Connection) -> KnownTable:
    """Return the table that holds for an archive."""
    row = connection.execute("SELECT name, content FROM known_file").fetchone()
    return extended_table(row["name"], row["content"]) if row else known_table()


def keep_known_file(connection: sqlite3.Connection, file: Path) -> None:
    """Keep a person's file of known instruments in the database, in place of the one kept before.

    Raises UsageError where it cannot be read, or says what is not understood; then nothing is changed.
    """
    try:
        content = file.read_text(encoding="utf-8")
        extended_table(file.name, content)
    except (OSError, UnicodeDecodeError, RuleError) as error:
        raise UsageError("usage.bad_known", file=file, reason=str(error).rstrip(".")) from error
    with transaction(connection):
        connection.execute("DELETE FROM known_file")
        connection.execute("INSERT INTO known_file (name, content) VALUES (?, ?)", (file.name, content))


def write_successions(
    connection: sqlite3.Connection, table: KnownTable, instruments: Mapping[int, KnownInstrument | None]
) -> None:
    """Write anew what the table says came after some instruments of the archive (by id); None: it has them not."""
    connection.executemany("DELETE FROM successions WHERE target_id = ?", [(one,) for one in instruments])
    connection.executemany(
        "INSERT INTO successions (target_id, relation, name, code, date, effective, source, checked)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                target, "repeals" if table.repeals(later, known) else "replaces",
                f"{later.doc_type} số {later.code}", later.code, later.date.isoformat(),
                later.begins.isoformat(), later.seen or later.source, int(later.seen is not None),
            )
            for target, known in instruments.items()
            if known is not None
            for later in table.successors(known)
        ],
    )  # fmt: skip
