"""What is doubtful in documents, by kind, place in the text, and sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.arguments import OF_DOCUMENT, Argument
from pipeline.lookup import find_document
from pipeline.questions.question import ROWS, Question
from pipeline.questions.settled import replaced_in, replaced_reports, settled
from pipeline.questions.wording import joined, where, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, own, plain

_PROBLEMS: Final = """
SELECT p.kind, p.message, p.sentence, p.start, p.end, d.name AS document, d.code, d.path, p.sides
FROM problems p JOIN counted_documents d ON d.id = p.document_id
WHERE p.kind = coalesce(?, p.kind) AND {of} ORDER BY d.path, p.start IS NULL, p.start, p.kind, p.message"""


def problems(connection: sqlite3.Connection, kind: str | None = None, doc: str | None = None) -> list[Row]:
    """Return what is doubtful in the documents, or in one: `kind` as the record names it, the message, its sentence.

    `replaced` are the reports that a later one took the place of, where nothing is doubtful but that they differ.
    """
    document = find_document(connection, doc)["id"] if doc else None
    of = "p.document_id = ?" if doc else "? IS NULL"
    found = rows_of(connection, _PROBLEMS.format(of=of), kind, document)
    replaced = replaced_reports(connection, found)
    return [
        {name: value for name, value in row.items() if name != "sides"} | {"replaced": list(replaced_in(row, replaced))}
        for row in found
    ]


def told_of(row: Row, speech: Speech) -> str:
    """Return what a problem tells, and where reports differ that were replaced, that they were."""
    told = speech.problem(row["kind"], row["message"])
    return settled(told, tuple(row["replaced"]), speech) if row["replaced"] else told


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the doubts, each with its document and its sentence."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        yield joined((where(row, speech), told_of(row, speech)))
        if row["sentence"]:
            yield from wrapped(f"“{row['sentence']}”", "    ")


TABLE: Final = Table(
    (
        own("document"), Column("doubt", told_of),
        Column("kind_of_doubt", lambda row, speech: speech.value("problem", row["kind"])), plain("sentence"),
        plain("path"),
    ),
    as_they_are,
)  # fmt: skip
KIND: Final = Argument(
    "kind", "problem_kind", "kind", ("--kind",), choices=Speech("vi").names_in("problem"), called="problem"
)
QUESTION: Final = Question("problems", (KIND, OF_DOCUMENT), problems, show, TABLE, ROWS)
