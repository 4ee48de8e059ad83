"""What was ordered: who is to do it, by when, and what later documents tell of it; overdue first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Final

from pipeline.arguments import MOST, PLACE, Argument, day, number, option
from pipeline.questions.question import ROWS, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, dated, named, own, plain

_TASKS: Final = """
SELECT t.document_id, t.ord, t.document, t.document_code AS code, t.document_date AS date, d.kind, t.place,
       t.district, t.commune, t.body AS issuer, t.number, t.counted, t.actor AS lead, t.joint, t.deadline,
       t.deadline_date, t.recurs, t.path, t.start, t.end
FROM v_tasks t JOIN counted_documents d ON d.id = t.document_id
WHERE t.kind = 'task' ORDER BY t.document_date IS NULL, t.document_date, t.path, t.ord"""


def tasks(
    connection: sqlite3.Connection,
    body: str | None = None,
    place: str | None = None,
    due: int | None = None,
    on: str | None = None,
) -> list[Row]:
    """Return what was ordered, overdue on a day (ISO; None: today) first, then what is due, then what has no deadline.

    `body` keeps the tasks that it leads or joins, and those that its own reports set without a name; `place` those of
    documents of that province, district or commune; `due` those whose deadline is over or at most so many days away.
    `state` is overdue, due, recurring or open, `days` how many are left; `reports` holds what later documents tell of
    the task.
    """
    today = date.fromisoformat(on) if on else date.today()
    rows = rows_of(connection, _TASKS)
    if body:
        rows = [row for row in rows if _is_for(row, body)]
    if place:
        from pipeline.lookup import in_place

        rows = [row for row in rows if in_place(row, place)]
    rows = [row | _standing(row, today) for row in rows]
    if due is not None:
        rows = [row for row in rows if row["days"] is not None and row["days"] <= due]
    from pipeline.questions.followed import reports_on

    told = reports_on(connection, rows)
    for row in rows:
        row["reports"] = told.get((row["document_id"], row["ord"]), [])
    return sorted(rows, key=lambda row: (_ORDER.index(row["state"]), row["deadline_date"] or ""))


def _is_for(row: Row, body: str) -> bool:
    from pipeline.lookup import holds_words

    bodies = [row["lead"], row["joint"]]
    if row["kind"] == "report" and not row["lead"]:
        bodies.append(row["issuer"])
    return any(holds_words(name, body) for name in bodies)


_MARK: Final = re.compile(r"\A[\s.,:;)+•*–-]+")
_ORDER: Final = ("overdue", "due", "recurring", "open")


def _standing(row: Row, today: date) -> Row:
    """Return how a task stands on a day: one that comes again is never over."""
    if row["recurs"]:
        return {"state": "recurring", "days": None}
    if not row["deadline_date"]:
        return {"state": "open", "days": None}
    days = (date.fromisoformat(row["deadline_date"]) - today).days
    return {"state": "due" if days >= 0 else "overdue", "days": days}


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the tasks, each with who is to do it and what is told of it."""
    if not rows:
        yield speech("show.none")
    for number_, row in enumerate(rows, 1):
        ordered = f"{row['code'] or row['document']} ({speech.day(row['date'])})"
        yield f"{number_}. " + joined((_state(row, speech), ordered, row["issuer"], row["place"]))
        yield from wrapped(_duty(row), "    ")
        lead = speech("task.led", body=row["lead"]) if row["lead"] else None
        joint = speech("task.joint", body=row["joint"]) if row["joint"] else None
        if lead or joint:
            yield from wrapped(joined((lead, joint)), "    ")
        for report in row["reports"]:
            first, *further = wrapped(_report(report, speech), "        ")
            yield f"      → {first.strip()}"
            yield from further


def _total(rows: list[Row], speech: Speech) -> str:
    overdue = sum(row["state"] == "overdue" for row in rows)
    return speech("task.listed", count=len(rows), overdue=overdue)


def _state(row: Row, speech: Speech) -> str:
    """Return how a task stands, in words."""
    if row["state"] == "recurring":
        return speech("task.recurring", term=speech(f"term.{row['recurs']}"), deadline=row["deadline"])
    if row["state"] == "open":
        return speech("task.written", deadline=row["deadline"]) if row["deadline"] else speech("task.open")
    return speech(f"task.{row['state']}", days=abs(row["days"]), day=speech.day(row["deadline_date"]))


def _duty(row: Row) -> str:
    """Return what is to be done without its enumerator and marks of emphasis."""
    words = " ".join(row["counted"].split()).replace("**", "")
    return _MARK.sub("", words.removeprefix(row["number"] or ""))


def _report(report: Row, speech: Speech) -> str:
    sentence = " ".join(report["sentence"].split())
    return f"{report['document']} ({speech.day(report['date'])}): “{sentence}”"


TABLE: Final = Table(
    (
        Column("task", lambda row, speech: _duty(row)), own("document"), dated("date"),
        plain("issuer"), plain("place"), plain("lead"), plain("joint"), plain("deadline"),
        dated("deadline_date"), named("state", "task_state"), plain("days"),
        Column("reports", lambda row, speech: "; ".join(_report(report, speech) for report in row["reports"])),
        plain("path"),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question(
    "tasks",
    (
        option("body", "task_body", "name"), PLACE, option("due", "task_due", "number", number(0, MOST)),
        Argument("on", "task_on", "day", ("--on",), day),
    ),
    tasks,
    show,
    TABLE,
    ROWS,
    _total,
)  # fmt: skip
