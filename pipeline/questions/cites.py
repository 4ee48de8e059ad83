"""Who cites an instrument: its code or name -> each citation with its sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from pipeline.arguments import CODE, ISSUED, PLACE, RELATION, option
from pipeline.errors import QueryError
from pipeline.lookup import find_instruments
from pipeline.questions.question import ROWS, Question
from pipeline.questions.wording import where, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Table, as_they_are, dated, named, own, plain


def cites(
    connection: sqlite3.Connection,
    code: str,
    place: str | None = None,
    year: int | None = None,
    relation: str | None = None,
    pinpoint: str | None = None,
) -> list[Row]:
    """Return who cites an instrument: document, date, relation and the sentence, oldest document first.

    `relation` keeps the citations of that relation, `pinpoint` those that name that article, clause or point
    ("Điều 8"); QueryError when it is none.
    """
    if pinpoint:
        from extractors.citations.pinpoints import covers, is_part
    if pinpoint and not is_part(pinpoint):
        raise QueryError("query.no_pinpoint", words=pinpoint)
    rows = []
    for instrument in find_instruments(connection, code, place, year):
        rows += rows_of(
            connection,
            "SELECT i.name AS instrument, i.jurisdiction, i.date AS instrument_date, d.name AS document, d.code,"
            " d.title, d.date, d.date_from, d.date_to, d.place, c.relation, c.pinpoint, c.date AS cited_date,"
            " s.text AS sentence, c.page, d.path, c.start, c.end"
            " FROM citations c JOIN counted_documents d ON d.id = c.document_id"
            " JOIN instruments i ON i.id = c.instrument_id"
            " LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence"
            " WHERE c.instrument_id = ? ORDER BY d.date IS NULL, d.date, d.path, c.ord",
            instrument["id"],
        )
    if relation:
        rows = [row for row in rows if row["relation"] == relation]
    if pinpoint:
        rows = [row for row in rows if row["pinpoint"] and covers(row["pinpoint"], pinpoint)]
    return rows


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield who cites what, grouped by the instrument cited."""
    if not rows:
        yield speech("show.none")
    for (name, place, day), group in groupby(
        rows, key=lambda r: (r["instrument"], r["jurisdiction"], r["instrument_date"])
    ):
        members = list(group)
        head = " · ".join(filter(None, (name, place, speech.day(day), speech("show.citing", count=len(members)))))
        yield head
        for row in members:
            extra = f" · {row['pinpoint']}" if row["pinpoint"] else ""
            yield f"  {speech.written(row)}  {where(row, speech)} · {speech('relation.' + row['relation'])}{extra}"
            yield from wrapped(f"“{row['sentence']}”", "      ")


TABLE: Final = Table(
    (
        plain("cited", "instrument"), own("document"), dated("date"), plain("title"), plain("place"),
        named("relation", "relation"), plain("pinpoint"), dated("cited_date"), plain("sentence"), plain("page"),
        plain("path"),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question(
    "cites", (CODE, PLACE, ISSUED, RELATION, option("pinpoint", "pinpoint", "pinpoint")), cites, show, TABLE, ROWS
)
