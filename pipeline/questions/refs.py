"""What a document cites: its name -> each citation in the order of the text, with its sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.arguments import DOCUMENT, RELATION
from pipeline.lookup import find_document
from pipeline.questions.question import ROWS, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, dated, held, named, plain


def refs(connection: sqlite3.Connection, doc: str, relation: str | None = None) -> list[Row]:
    """Return what one document cites, in its order; `held` tells whether the archive has the cited one.

    `relation` keeps the citations of that relation.
    """
    document = find_document(connection, doc)
    return rows_of(
        connection,
        "SELECT c.text, c.code, c.doc_type, c.date, c.issuer, c.title, c.relation, c.pinpoint, c.form,"
        " i.name AS instrument, i.jurisdiction, i.document_id IS NOT NULL AS held, s.text AS sentence, c.page, c.start,"
        " c.end"
        " FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id"
        " LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence WHERE c.document_id = ?"
        " AND c.relation = coalesce(?, c.relation) ORDER BY c.ord",
        document["id"],
        relation,
    )


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield what a document cites, in its order."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        known = joined([row["instrument"] or row["text"]])
        held = speech("show.held" if row["held"] else "show.not_held")
        details = [
            speech(f"relation.{row['relation']}"),
            row["pinpoint"],
            row["date"] and speech.day(row["date"]),
            row["issuer"],
        ]
        yield f"{known} ({held}) · {joined(details)}"
        yield from wrapped(f"“{row['sentence']}”", "    ")


TABLE: Final = Table(
    (
        Column("cited", lambda row, speech: row["instrument"] or row["text"]), plain("place", "jurisdiction"), held(),
        named("relation", "relation"), plain("pinpoint"), dated("cited_date", "date"), plain("issuer"), plain("title"),
        plain("sentence"), plain("page"),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question("refs", (DOCUMENT, RELATION), refs, show, TABLE, ROWS)
