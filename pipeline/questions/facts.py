"""Facts of an indicator, a place or a year -> each once, with every statement that tells it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.arguments import PLACE, YEAR, option
from pipeline.lookup import in_place, places_of
from pipeline.questions.figures import INDICATOR
from pipeline.questions.narrowing import figures_of_places, figures_of_year, places_held
from pipeline.questions.question import ROWS, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, dated, named, plain

_FACTS: Final = """
SELECT f.fact_id AS id, f.indicator, f.value, f.value_max, f.unit, f.label,
       CASE f.modality WHEN 'target' THEN 'target' ELSE 'actual' END AS modality, f.place, f.district, f.commune,
       coalesce(f.body, d.issuer) AS body, f.period_start, f.period_end, f.statements, f.differing, f.summing, f.text,
       s.text AS sentence, f.page, f.start, d.path, d.id AS document_id, f.ord
FROM figures f JOIN counted_documents d ON d.id = f.document_id
LEFT JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE f.statements IS NOT NULL AND {conditions}
ORDER BY f.statements DESC, f.period_end IS NULL, f.period_end DESC, d.path, f.ord"""
_STATEMENTS: Final = """
SELECT f.fact_id, f.document_id, f.ord, d.name AS document, d.code, d.date, d.date_from, d.date_to, d.path, f.text,
       f.value, f.unit, f.modality, f.page, f.start, s.text AS sentence
FROM figures f JOIN counted_documents d ON d.id = f.document_id
LEFT JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE f.fact_id IN (SELECT CAST(value AS TEXT) FROM json_each(?)) ORDER BY d.date IS NULL, d.date, d.path, f.ord"""


def facts(
    connection: sqlite3.Connection,
    indicator: str | None = None,
    place: str | None = None,
    year: int | None = None,
    fact: str | None = None,
) -> list[Row]:
    """Return facts, those that most documents tell first, each with `told`: its statements, oldest document first.

    `year` is the one in which its period ends, `fact` the id of one alone. `differing` holds the other values that
    documents give.
    """
    conditions, values = ["true"], []
    if fact:
        conditions.append("f.fact_id = ?")
        values.append(fact)
    if indicator:
        conditions.append("f.indicator = ?")
        values.append(indicator)
    if year:
        conditions.append("substr(f.period_end, 1, 4) = ?")
        values.append(str(year))
    if place:
        part, of_part = figures_of_places(places_of(places_held(connection), place), year)
        conditions.append(part)
        values += of_part
    elif year and not indicator:
        part, of_part = figures_of_year(year)
        conditions.append(part)
        values += of_part
    rows = rows_of(connection, _FACTS.format(conditions=" AND ".join(conditions)), *values)
    rows = [row for row in rows if in_place(row, place)] if place else rows
    told: dict[str, list[Row]] = {}
    for row in rows_of(connection, _STATEMENTS, json.dumps([row["id"] for row in rows])):
        told.setdefault(row["fact_id"], []).append(row)
    return [
        row | {"differing": json.loads(row["differing"]) if row["differing"] else [], "told": told[row["id"]]}
        for row in rows
    ]


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield facts, each with its statements."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        yield joined((_value(row), speech.value("indicator", row["indicator"]), _place(row), _period(row, speech)))
        for one in row["told"]:
            yield f"  {speech.written(one)}  {one['code'] or one['document']}"
            yield from wrapped(f"“{one['sentence']}”", "      ")


def _value(row: Row) -> str:
    label = f"({row['label']})" if row["label"] else None
    return joined((row["text"], row["unit"], label), " ")


def _other(one: Row) -> str:
    return f"{one['value']} ({one['document']})"


def _place(row: Row) -> str | None:
    return joined((row["commune"], row["district"], row["place"]), ", ") or None


def _period(row: Row, speech: Speech) -> str | None:
    if not row["period_start"] or not row["period_end"]:
        return None
    return f"{speech.day(row['period_start'])} – {speech.day(row['period_end'])}"


TABLE: Final = Table(
    (
        named("indicator", "indicator"), plain("written", "text"), plain("value"), plain("unit"), plain("label"),
        named("modality", "modality"), Column("place", lambda row, speech: _place(row)), plain("author", "body"),
        dated("period_start"), dated("period_end"), plain("statements"),
        Column("differing", lambda row, speech: "; ".join(_other(one) for one in row["differing"]) or None),
        plain("sentence"), plain("path"),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question(
    "facts", (INDICATOR, PLACE, YEAR, option("fact", "fact", "number")), facts, show, TABLE, ROWS
)
