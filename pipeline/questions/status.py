"""What the database holds: counts, the last run, what is no longer there, which files were skipped and why."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from pipeline.errors import SECRET_REASONS
from pipeline.questions.conflicts import BY_DOCUMENT
from pipeline.questions.question import Question
from pipeline.questions.settled import settled_count
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

_EXAMPLES: Final = 2
_DIGITS: Final = re.compile(r"\d+")
_COUNTED: Final = "document_id IN (SELECT id FROM counted_documents)"
_BETWEEN: Final = "('figures_disagree', 'copies_differ', 'same_head_other_text')"
"""Kinds of problems between two documents."""
_COUNTS: Final = {
    "documents": "count(*) FROM counted_documents",
    "copies": "count(*) FROM documents WHERE present = 1 AND group_id <> id",
    "instruments": "count(*) FROM instruments",
    "figures": f"count(*) FROM figure_rows WHERE {_COUNTED}",
    **{table: f"count(*) FROM {table} WHERE {_COUNTED}" for table in ("citations", "ratings", "tasks")},
    "problems": f"count(*) FROM problems WHERE instrument_id IS NOT NULL OR {_COUNTED}",
    "held": "count(*) FROM instruments WHERE document_id IS NOT NULL",
    "doubtful": f"count(DISTINCT document_id) FROM problems WHERE kind NOT IN {_BETWEEN} AND {_COUNTED}",
    "conflicts": f"count(*) FROM problems WHERE instrument_id IS NOT NULL OR (kind IN {BY_DOCUMENT} AND {_COUNTED})",
}
"""What is counted, by the name that people read it under."""


def status(connection: sqlite3.Connection) -> Row:
    """Return what the database holds (counts), its last run, and the skipped files with their reasons."""
    counts = {name: connection.execute(f"SELECT {sql}").fetchone()[0] for name, sql in _COUNTS.items()}
    none_any_more = settled_count(connection)
    counts |= {name: counts[name] - none_any_more for name in ("problems", "conflicts")}
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
    """Yield what the database holds, and the skipped files with their reasons."""
    names = (
        "documents",
        "copies",
        "doubtful",
        "citations",
        "instruments",
        "instruments_held",
        "figures",
        "ratings",
        "tasks",
    )
    for name in (*names, "problems", "conflicts"):
        count = answer["counts"]["held" if name == "instruments_held" else name]
        yield f"{speech('show.' + name)}: {count}"
    if answer["run"]:
        yield f"{speech('show.last_run')}: {speech.moment(answer['run']['started'])} · {answer['run']['archive']}"
    if answer["removed"]:
        yield f"{speech('show.removed')}: {', '.join(answer['removed'])}"
    if answer["quarantine"]:
        yield speech("run.aside")
        yield from quarantine_lines(answer["quarantine"], speech)


def quarantine_lines(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the kinds of files that were skipped, one a line with reason, advice and examples."""
    for kind in refusal_kinds(rows):
        examples = ", ".join(kind["paths"][:_EXAMPLES]) + (" …" if kind["count"] > _EXAMPLES else "")
        reason = speech("reason." + kind["reason"])
        cause = kind["cause"] if speech.language == "vi" else speech(f"remedy.{kind['reason']}")
        yield "  " + speech("refusal.kind", count=kind["count"], reason=reason, cause=cause, paths=examples)
    if len(rows) > _EXAMPLES:
        yield "  " + speech("refusal.all")


def refusal_kinds(rows: list[Row]) -> list[Row]:
    """Return the kinds of refusals, the most frequent first: reason, cause with its advice, count, paths.

    Two messages are of one kind when they differ in the file's name and in numbers only.
    """
    kinds: dict[tuple[str, str], Row] = {}
    for row in rows:
        cause = cause_of(row)
        new = {"reason": row["reason"], "cause": cause, "count": 0, "paths": []}
        kind = kinds.setdefault((row["reason"], _DIGITS.sub("", cause)), new)
        kind["count"] += 1
        kind["paths"].append(row["path"])
    return sorted(kinds.values(), key=lambda kind: (-kind["count"], kind["cause"]))


def cause_of(row: Row) -> str:
    """Return a message without the name of the file that it begins with."""
    message: str = row["message"]
    return message.removeprefix(f"“{row['path']}”: ").removeprefix(f"{row['path']}: ")


QUESTION: Final = Question("status", (), status, show)
