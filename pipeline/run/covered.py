"""A read-only connection -> one on which no classified document exists, nor anything read of one.

A database may hold such documents (`run --allow-classified`). Then tables and views are covered, for this connection
alone, by temporary views of the same names that leave them out; every question then answers without them. An export
leaves out, in the same way, documents that are gone. What is left refers to nothing that is covered.
"""

from __future__ import annotations

import sqlite3
from typing import Final

_CLASSIFIED: Final = "classified IS NOT NULL"
_GONE: Final = "present = 0"
_KEPT: Final = "document_id NOT IN (SELECT id FROM temp.covered)"
_NAMED: Final = "EXISTS (SELECT 1 FROM temp.covered k WHERE k.secret AND instr({}, k.name))"
"""A text of ours that names a classified document."""
_OTHER_VALUES: Final = _NAMED.format("coalesce(differing, '')")
_SIDES: Final = _NAMED.format("message || coalesce(sides, '')")
_INSTRUMENT: Final = "{} NOT IN (SELECT id FROM temp.covered_instruments)"
_BYTES: Final = "sha256 NOT IN (SELECT sha256 FROM temp.covered WHERE secret)"

_ROWS: Final = {
    "documents": "id NOT IN (SELECT id FROM temp.covered)",
    **dict.fromkeys(("sketches", "sections", "sentences", "citations"), _KEPT),
    **dict.fromkeys(("figure_rows", "figure_settings", "figure_nouns"), _KEPT),
    **dict.fromkeys(("ratings", "conferences", "tasks"), _KEPT),
    "instruments": _INSTRUMENT.format("id"),
    "acts": f"{_KEPT} AND {_INSTRUMENT.format('coalesce(actor_id, 0)')} AND {_INSTRUMENT.format('target_id')}",
    "successions": _INSTRUMENT.format("target_id"),
    "problems": "coalesce(document_id, 0) NOT IN (SELECT id FROM temp.covered)"
    f" AND {_INSTRUMENT.format('coalesce(instrument_id, 0)')}"
    f" AND NOT {_SIDES}",
    "correction": f"{_BYTES} AND coalesce(other, '') NOT IN (SELECT sha256 FROM temp.covered WHERE secret)",
    "correction_log": "correction_id NOT IN (SELECT l.correction_id FROM main.correction_log l JOIN temp.covered k"
    " ON k.secret AND k.sha256 IN (json_extract(l.detail, '$.sha256'), json_extract(l.detail, '$.other')))",
    "quarantine": "reason NOT IN ('classified', 'maybe_classified')",
}  # fmt: skip
"""Which rows of a table stay."""
_VALUES: Final = {
    "citations": {"instrument_id": f"CASE WHEN {_INSTRUMENT.format('instrument_id')} THEN instrument_id END"},
    "documents": {"instrument_id": f"CASE WHEN {_INSTRUMENT.format('instrument_id')} THEN instrument_id END"},
    "figure_rows": {name: f"CASE WHEN NOT {_OTHER_VALUES} THEN {name} END" for name in ("statements", "differing")},
    "instruments": {"document_id": f"CASE WHEN {_KEPT} THEN document_id END"},
}
"""Columns that name a row which may be covered, or a document; without `statements` there is no fact."""


def holds_classified(connection: sqlite3.Connection) -> bool:
    """Tell whether the database holds a document that is classified."""
    return connection.execute(f"SELECT 1 FROM main.documents WHERE {_CLASSIFIED} LIMIT 1").fetchone() is not None


def cover(connection: sqlite3.Connection, gone: bool = False) -> None:
    """Cover what is classified on this connection; with `gone` the documents that are no longer there as well."""
    views = connection.execute("SELECT sql FROM main.sqlite_schema WHERE type = 'view' ORDER BY rowid").fetchall()
    which = f"{_CLASSIFIED} OR {_GONE}" if gone else _CLASSIFIED
    connection.execute("CREATE TEMP TABLE covered (id INTEGER PRIMARY KEY, name TEXT, sha256 TEXT, secret INTEGER)")
    connection.execute(
        f"INSERT INTO temp.covered SELECT id, name, sha256, {_CLASSIFIED} FROM main.documents WHERE {which}"
    )
    connection.execute("CREATE TEMP TABLE covered_instruments (id INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO temp.covered_instruments"
        " SELECT i.id FROM main.instruments i JOIN temp.covered k ON k.id = i.document_id WHERE k.secret"
    )
    for table, stays in _ROWS.items():
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT {_columns(connection, table)} FROM main.{table} WHERE {stays}"
        )
    for view in views:
        connection.execute(view["sql"].replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _columns(connection: sqlite3.Connection, table: str) -> str:
    """Return the columns of a table as they are shown."""
    names = [row["name"] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    changed = _VALUES.get(table, {})
    return ", ".join(f'{changed[name]} AS "{name}"' if name in changed else f'"{name}"' for name in names)
