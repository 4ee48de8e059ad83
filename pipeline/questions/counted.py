"""Instruments with how often they are cited: the rows and lines that `top` and `missing` share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.questions.wording import wrapped
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.table import Table, as_they_are, dated, held, plain

_COUNTED: Final = """
SELECT i.id, i.name, i.code, i.doc_type, i.jurisdiction, i.date, i.issuer, i.title, i.document_id IS NOT NULL AS held,
       count(DISTINCT coalesce(d.instrument_id, -d.id)) AS documents, count(*) AS times,
       min(d.date) AS first, max(d.date) AS last, count(*) OVER () AS found
FROM citations c JOIN instruments i ON i.id = c.instrument_id JOIN counted_documents d ON d.id = c.document_id
WHERE {conditions} GROUP BY i.id ORDER BY documents DESC, times DESC, i.key LIMIT coalesce(:limit, -1)"""


def counted(connection: sqlite3.Connection, conditions: str, **values: str | int | None) -> list[Row]:
    """Return the instruments whose citations meet the conditions, most citing documents first."""
    rows = connection.execute(_COUNTED.format(conditions=conditions), values)
    return [{**dict(row), "held": bool(row["held"])} for row in rows]


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield instruments with how often they are cited."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        counted = speech("show.counted", documents=row["documents"], times=row["times"])
        held = speech("show.held" if row["held"] else "show.not_held")
        day = speech.day(row["date"]) if row["date"] else None
        yield f"{' · '.join(filter(None, (row['name'], row['jurisdiction'], day)))} ({held}): {counted}"
        if row["title"]:
            yield from wrapped(row["title"], "    ")


TABLE: Final = Table(
    (
        plain("document", "name"), plain("place", "jurisdiction"), dated("date"), plain("issuer"), plain("title"),
        held(), plain("by_documents", "documents"), plain("times"), dated("first"), dated("last"),
    ),
    as_they_are,
)  # fmt: skip
