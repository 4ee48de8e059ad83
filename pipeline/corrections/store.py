"""Corrections in the database: noted, handed to the reading, told of where they cannot be placed again, never dropped.

A classified document's go with it: they hold its words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pipeline.corrections.model import Action, Correction, Kind
from pipeline.corrections.place import place
from pipeline.run.store import transaction

_COLUMNS: Final = (
    "kind", "action", "path", "sha256", "start", "words", "before", "after", "item", "fields", "other", "who", "reason",
    "made",
)  # fmt: skip
_JSON: Final = ("item", "fields")
_MOVED: Final = """
UPDATE correction SET path = moved.path FROM (
  SELECT c.id, min(d.path) AS path FROM correction c LEFT JOIN documents gone ON gone.path = c.path
  JOIN documents d ON d.present = 1 AND d.sha256 IN (c.sha256, gone.sha256)
  WHERE gone.present IS NOT 1 GROUP BY c.id) AS moved WHERE moved.id = correction.id"""


def now() -> str:
    """Return the present moment as the log holds it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def correction_of(row: Mapping[str, Any]) -> Correction:
    """Return the correction that a row of the table, or of an export, holds; KeyError or ValueError when it is none."""
    values = {name: row[name] for name in ("id", *_COLUMNS)}
    for name in _JSON:
        values[name] = json.loads(values[name]) if isinstance(values[name], str) else values[name]
    return Correction(**values | {"kind": Kind(row["kind"]), "action": Action(row["action"])})


def _row(correction: Correction) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(correction, name) for name in _COLUMNS}
    return values | {name: json.dumps(values[name], ensure_ascii=False) for name in _JSON}


def note(connection: sqlite3.Connection, corrections: Iterable[Correction], what: str) -> list[int]:
    """Keep corrections, each in the place of an earlier one of the same mark; return their ids.

    `what` is what the log says of them: made, or imported.
    """
    ids = []
    with transaction(connection):
        for correction in corrections:
            row = _row(correction)
            same = connection.execute(
                "SELECT id FROM correction WHERE kind = :kind AND sha256 = :sha256 AND start = :start"
                " AND words = :words AND other IS :other",
                row,
            ).fetchone()
            if same:
                _log(connection, same["id"], "replaced", row["who"], row["reason"])
                connection.execute("DELETE FROM correction WHERE id = ?", (same["id"],))
            (identity,) = connection.execute(
                f"INSERT INTO correction ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
                " RETURNING id",
                row,
            ).fetchone()
            _log(connection, identity, what, row["who"], row["reason"], row)
            ids.append(identity)
            connection.execute("UPDATE documents SET extractor = '' WHERE sha256 = ?", (row["sha256"],))
    return ids


def undo(connection: sqlite3.Connection, identity: int, who: str, reason: str) -> Correction | None:
    """Take a correction back and return it, None when there is none of that id; the log keeps both."""
    row = connection.execute("SELECT * FROM correction WHERE id = ?", (identity,)).fetchone()
    if row is None:
        return None
    with transaction(connection):
        connection.execute("DELETE FROM correction WHERE id = ?", (identity,))
        connection.execute("UPDATE documents SET extractor = '' WHERE sha256 = ?", (row["sha256"],))
        _log(connection, identity, "undone", who, reason)
    return correction_of(row)


def _log(
    connection: sqlite3.Connection,
    identity: int,
    what: str,
    who: str,
    reason: str,
    row: Mapping[str, Any] | None = None,
) -> None:
    connection.execute(
        "INSERT INTO correction_log (correction_id, made, what, who, reason, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (identity, now(), what, who, reason, None if row is None else json.dumps(dict(row), ensure_ascii=False)),
    )


def has_corrections(connection: sqlite3.Connection) -> bool:
    """Tell whether anybody has corrected anything in this archive."""
    return connection.execute("SELECT 1 FROM correction LIMIT 1").fetchone() is not None


def corrections_of(connection: sqlite3.Connection, path: str, sha256: str | None) -> tuple[Correction, ...]:
    """Return the corrections of a file: those of its bytes, and those of what stood at its path before it changed."""
    rows = connection.execute(
        "SELECT * FROM correction WHERE kind <> 'documents' AND (sha256 = ? OR path = ?) ORDER BY id", (sha256, path)
    )
    return tuple(correction_of(row) for row in rows)


def follow_moves(connection: sqlite3.Connection) -> None:
    """Put corrections of files that are gone under the path where their bytes are now: a later version is found there.

    Inside a transaction, while the rows of what is gone are still held.
    """
    connection.execute(_MOVED)


def note_places(connection: sqlite3.Connection, corrections: Sequence[Correction], text: str | None) -> None:
    """Note which corrections found their place in a text that was read; None: it was not read."""
    if not corrections:
        return
    rows = [(int(text is not None and place(one, text) is not None), one.id) for one in corrections]
    with transaction(connection):
        connection.executemany("UPDATE correction SET placed = ? WHERE id = ?", rows)


def forget_classified(connection: sqlite3.Connection, path: str) -> None:
    """Take out the corrections of a document that may not be held; inside the transaction that takes it out."""
    rows = connection.execute(
        "SELECT id FROM correction WHERE path = :path OR sha256 IN (SELECT sha256 FROM documents WHERE path = :path)"
        " OR (kind = 'cell' AND other IN (SELECT sha256 FROM documents WHERE path = :path))",
        {"path": path},
    )
    forget(connection, [row["id"] for row in rows])


def forget(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Take out corrections with every step of theirs; inside a transaction."""
    gone = [(one,) for one in ids]
    connection.executemany("DELETE FROM correction WHERE id = ?", gone)
    connection.executemany("DELETE FROM correction_log WHERE correction_id = ?", gone)


def listed(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return every correction with whether it is `placed`, and `held_at`, the path of the present file it holds for."""
    rows = connection.execute(
        "SELECT c.*, coalesce((SELECT min(d.path) FROM documents d WHERE d.sha256 = c.sha256 AND d.present = 1),"
        " (SELECT d.path FROM documents d WHERE d.path = c.path AND d.present = 1)) AS held_at"
        " FROM correction c ORDER BY c.id"
    )
    found = []
    for row in rows:
        entry = dict(row)
        entry |= {name: json.loads(entry[name]) for name in _JSON}
        entry["placed"] = entry["kind"] == Kind.CELL or (bool(entry["placed"]) and entry["held_at"] is not None)
        found.append(entry)
    return found
