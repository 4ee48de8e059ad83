"""The most cited instruments, by the years and the place of the citing documents, and the type cited."""

from __future__ import annotations

import sqlite3
from typing import Final

from pipeline.arguments import LIMIT, Argument, option
from pipeline.arguments import years as parse_years
from pipeline.lookup import named_place, named_type
from pipeline.questions.counted import TABLE, counted, show
from pipeline.questions.question import LIMITED, Question
from pipeline.rows import Row


def top(
    connection: sqlite3.Connection,
    years: tuple[int, int] | None,
    place: str | None,
    doc_type: str | None,
    limit: int | None = None,
) -> list[Row]:
    """Return the most cited instruments, by the years and the place of the citing documents and the type cited.

    The type may be typed without capitals or diacritics; QueryError when no instrument is of that type.
    """
    from extractors.values.places import same_jurisdiction

    connection.create_function("same_place", 2, lambda a, b: int(same_jurisdiction(a, b)), deterministic=True)
    first, last = (str(year) for year in years) if years else (None, None)
    conditions = (
        "(:first IS NULL OR substr(d.date, 1, 4) BETWEEN :first AND :last)"
        " AND (:type IS NULL OR i.doc_type = :type) AND (:place IS NULL OR same_place(d.place, :place))"
    )
    return counted(
        connection, conditions, first=first, last=last, place=named_place(place) if place else None,
        type=named_type(doc_type, _types(connection)) if doc_type else None, limit=limit,
    )  # fmt: skip


def _types(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT DISTINCT doc_type FROM instruments WHERE doc_type <> ''")]


QUESTION: Final = Question(
    "top",
    (
        option("years", "years", "years", parse_years), option("place", "citing_place", "place"),
        Argument("doc_type", "type", "type", ("--type",)), LIMIT,
    ),
    top,
    show,
    TABLE,
    LIMITED,
)  # fmt: skip
