"""The most cited instruments, by the years and the place of the citing documents, and the type cited."""

from __future__ import annotations

import sqlite3
from typing import Final

from pipeline.arguments import LIMIT, Argument, option
from pipeline.arguments import years as parse_years
from pipeline.lookup import named_place, named_type
from pipeline.questions.counted import TABLE, counted, show
from pipeline.questions.narrowing import places_held
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
    first, last = (str(year) for year in years) if years else (None, None)
    conditions = (
        "(:first IS NULL OR substr(d.date, 1, 4) BETWEEN :first AND :last) AND (:type IS NULL OR i.doc_type = :type)"
    )
    places = _places(connection, named_place(place)) if place else []
    if place:
        conditions += f" AND d.place IN ({', '.join(f':place_{at}' for at in range(len(places)))})"
    wanted = named_type(doc_type, _types(connection)) if doc_type else None
    within = {f"place_{at}": name for at, name in enumerate(places)}
    return counted(connection, conditions, first=first, last=last, type=wanted, limit=limit, **within)


def _places(connection: sqlite3.Connection, province: str) -> list[str]:
    """Return the names under which documents of a province stand: its own, those it came from or went into."""
    from extractors.values.places import same_jurisdiction

    return [name for name in places_held(connection) if same_jurisdiction(name, province)] or [province]


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
