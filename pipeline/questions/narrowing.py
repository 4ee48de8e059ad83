"""A year or places -> the part of a query by which their documents are found in an index, not by going through all.

A figure without a period or a place has that of its document, and a document without a date or a place that of the file
whose head holds (`counted_documents`). Found are the documents of the figures that are wanted: the query tells exactly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

_YEAR: Final = "substr({}, 1, 4) = ?"
_OF_DOCUMENTS: Final = (
    "SELECT x.id FROM documents x WHERE {own} UNION ALL"
    " SELECT x.id FROM documents a JOIN documents x ON x.authority_id = a.id WHERE x.{column} IS NULL AND {other}"
)
"""The documents that have it themselves, and those without one whose authority has it."""

_PLACES: Final = """
WITH RECURSIVE p(place) AS (
  SELECT min(place) FROM {table}
  UNION ALL SELECT (SELECT min(t.place) FROM {table} t WHERE t.place > p.place) FROM p WHERE p.place IS NOT NULL)
SELECT place FROM p WHERE place IS NOT NULL"""
"""Each place once, found by leaping through the index from one to the next."""


def places_held(connection: sqlite3.Connection) -> list[str]:
    """Return the places that figures and documents of the database are of, each once."""
    asked = (_PLACES.format(table=table) for table in ("figure_settings", "documents"))
    return sorted({row[0] for sql in asked for row in connection.execute(sql)})


def figures_of_year(year: int) -> tuple[str, list[str]]:
    """Return the condition of figures `f` of documents that tell of a year, and what fills its holes."""
    documents = _OF_DOCUMENTS.format(own=_YEAR.format("x.date"), column="date", other=_YEAR.format("a.date"))
    sql = (
        f"f.document_id IN (SELECT g.document_id FROM figure_settings g WHERE {_YEAR.format('g.period_end')} UNION ALL"
        f" SELECT g.document_id FROM figure_settings g WHERE g.document_id IN ({documents}) AND g.period_end IS NULL)"
    )
    return sql, [str(year)] * 3


def figures_of_places(places: Sequence[str], year: int | None = None) -> tuple[str, list[str]]:
    """Return the condition of figures `f` of documents that tell of places, and of a year, and what fills its holes."""
    among = f"IN ({', '.join('?' * len(places))})"
    documents = _OF_DOCUMENTS.format(own=f"x.place {among}", column="place", other=f"a.place {among}")
    own = f"SELECT g.document_id FROM figure_settings g WHERE g.place {among}"
    values = list(places)
    if year is not None:
        own = f"{own} AND {_YEAR.format('g.period_end')} UNION ALL {own} AND substr(g.period_end, 1, 4) IS NULL"
        values = [*places, str(year), *places]
    sql = (
        f"f.document_id IN ({own} UNION ALL"
        f" SELECT g.document_id FROM figure_settings g WHERE g.document_id IN ({documents}) AND g.place IS NULL)"
    )
    return sql, [*values, *places, *places]
