"""The most cited instruments, by the years and the place of the citing documents, and the type cited."""

from __future__ import annotations

import sqlite3
from typing import Final

from extractors.text.folding import bare
from extractors.values.places import same_jurisdiction
from pipeline.arguments import Argument, option
from pipeline.arguments import limit as limit_argument
from pipeline.arguments import years as parse_years
from pipeline.errors import QueryError
from pipeline.lookup import named_place
from pipeline.questions.counted import counted, show
from pipeline.questions.question import Question
from pipeline.rows import Row


def top(
    connection: sqlite3.Connection, years: tuple[int, int] | None, place: str | None, doc_type: str | None, limit: int
) -> list[Row]:
    """Return the most cited instruments, by the years and the place of the citing documents and the type cited.

    The type may be typed without capitals or diacritics; QueryError when no instrument is of that type.
    """
    connection.create_function("same_place", 2, lambda a, b: int(same_jurisdiction(a, b)), deterministic=True)
    first, last = (str(year) for year in years) if years else (None, None)
    conditions = (
        "(:first IS NULL OR substr(d.date, 1, 4) BETWEEN :first AND :last)"
        " AND (:type IS NULL OR i.doc_type = :type) AND (:place IS NULL OR same_place(d.place, :place))"
    )
    return counted(
        connection, conditions, first=first, last=last, place=named_place(place) if place else None,
        type=_named_type(connection, doc_type) if doc_type else None, limit=limit,
    )  # fmt: skip


def _named_type(connection: sqlite3.Connection, words: str) -> str:
    types: list[str] = [
        row[0] for row in connection.execute("SELECT DISTINCT doc_type FROM instruments WHERE doc_type <> ''")
    ]
    found = [name for name in types if bare(name) == bare(words)]
    if not found:
        raise QueryError("query.no_type", words=words, types=", ".join(sorted(types)))
    return next((name for name in found if name.lower() == words.lower()), found[0])


QUESTION: Final = Question(
    "top",
    (
        option("years", "years", "years", parse_years), option("place", "citing_place", "place"),
        Argument("doc_type", "type", "type", ("--type",)), limit_argument(20),
    ),
    top,
    show,
)  # fmt: skip
