"""What the database holds: counts, the last run, what is no longer there, which files were skipped and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from pipeline.errors import SECRET_REASONS
from pipeline.questions.question import Question
from pipeline.questions.wording import wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech


def status(connection: sqlite3.Connection) -> Row:
    """Return what the database holds (counts), its last run, and what was set aside and why."""
    tables = ("documents", "citations", "instruments", "figures", "ratings", "tasks", "problems")
    counts = {table: rows_of(connection, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}
    one = {
        "held": "SELECT count(*) AS n FROM instruments WHERE document_id IS NOT NULL",
        "doubtful": "SELECT count(DISTINCT document_id) AS n FROM problems"
        " WHERE document_id IS NOT NULL AND kind <> 'figures_disagree'",
        "conflicts": "SELECT count(*) AS n FROM problems WHERE instrument_id IS NOT NULL OR kind = 'figures_disagree'",
    }
    counts |= {name: rows_of(connection, sql)[0]["n"] for name, sql in one.items()}
    runs = rows_of(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    return {
        "counts": counts,
        "run": runs[0] if runs else None,
        "removed": [
            row["path"] for row in rows_of(connection, "SELECT path FROM documents WHERE present = 0 ORDER BY path")
        ],
        "quarantine": [
            row | {"path": PurePosixPath(row["path"]).name} if row["reason"] in SECRET_REASONS else row
            for row in rows_of(connection, "SELECT path, reason, message FROM quarantine ORDER BY path")
        ],
    }


def show(answer: Row, speech: Speech) -> Iterator[str]:
    """Yield what the database holds and what was set aside, with reasons."""
    names = ("documents", "doubtful", "citations", "instruments", "instruments_held", "figures", "ratings", "tasks")
    for name in (*names, "problems", "conflicts"):
        count = answer["counts"]["held" if name == "instruments_held" else name]
        yield f"{speech('show.' + name)}: {count}"
    if answer["run"]:
        yield f"{speech('show.last_run')}: {answer['run']['started']} · {answer['run']['archive']}"
    if answer["removed"]:
        yield f"{speech('show.removed')}: {', '.join(answer['removed'])}"
    if answer["quarantine"]:
        yield speech("run.aside")
        yield from quarantine_lines(answer["quarantine"], speech)


def quarantine_lines(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the files that were skipped, each with the reason and what to do."""
    for row in rows:
        yield f"  {row['path']}: {speech('reason.' + row['reason'])}"
        yield from wrapped(row["message"], "    ")


QUESTION: Final = Question("status", (), status, show)
