"""Figures of an indicator, a place, a year or a document -> each with what it counts, and its sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.arguments import LEVEL, OF_DOCUMENT, PERIOD, PLACE, YEAR, Argument
from pipeline.lookup import find_document, in_place, level_of, places_of
from pipeline.questions.narrowing import figures_of_places, figures_of_year, places_held
from pipeline.questions.question import ROWS, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, dated, named, own, plain

if TYPE_CHECKING:
    from extractors.model import Period

INDICATOR: Final = Argument(
    "indicator", "indicator", "indicator", ("--indicator",), called="indicator",
    choices=(
        "document", "conference", "training", "session", "attendance", "visit", "inspection", "organisation", "person",
        "household", "model", "media", "complaint", "case", "project", "goods", "money", "land", "rate", "score",
        "other",
    ),
)  # fmt: skip


def figures(
    connection: sqlite3.Connection,
    indicator: str | None = None,
    place: str | None = None,
    year: int | None = None,
    period: Period | None = None,
    level: str | None = None,
    doc: str | None = None,
) -> list[Row]:
    """Return figures with what they belong to, of an indicator, a place, a level, a time or one document.

    A place is a province, a district or a commune; `level` is that of the place that a figure is of. A figure's year
    is the one in which its period ends; without a period, its document's. `period` keeps figures of a time within it,
    and those without one of documents issued in it.
    """
    conditions, values = ["true"], []
    if indicator:
        conditions.append("f.indicator = ?")
        values.append(indicator)
    if year:
        conditions.append("substr(coalesce(f.period_end, d.date), 1, 4) = ?")
        values.append(str(year))
    if place and not doc:
        part, of_part = figures_of_places(places_of(places_held(connection), place), year)
        conditions.append(part)
        values += of_part
    elif year and not (doc or indicator):
        part, of_part = figures_of_year(year)
        conditions.append(part)
        values += of_part
    if period:
        conditions.append("coalesce(f.period_start, d.date) >= ? AND coalesce(f.period_end, d.date) <= ?")
        values += [period.start.isoformat(), period.end.isoformat()]
    if doc:
        conditions.append("d.id = ?")
        values.append(find_document(connection, doc)["id"])
    rows = rows_of(
        connection,
        "SELECT d.name AS document, d.code, d.date, d.date_from, d.date_to, coalesce(f.place, d.place) AS place,"
        " f.district, f.commune, f.indicator, f.text, f.value, f.value_max, f.of, f.unit, f.label, f.hedge, f.modality,"
        " f.role, p.text AS belongs_to, o.unit AS belongs_to_unit, f.period_start, f.period_end, f.summing,"
        " s.text AS sentence, f.page, d.path, f.start, f.end"
        " FROM figures f JOIN counted_documents d ON d.id = f.document_id"
        " LEFT JOIN figure_rows p ON p.document_id = f.document_id AND p.ord = f.of_figure"
        " LEFT JOIN figure_nouns o ON o.document_id = p.document_id AND o.ord = p.noun"
        " LEFT JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence"
        f" WHERE {' AND '.join(conditions)} ORDER BY d.path, f.ord",
        *values,
    )
    if level:
        rows = [row for row in rows if level_of(row) == level]
    return [row for row in rows if in_place(row, place)] if place else rows


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield figures, grouped by document, each with what it counts and its sentence."""
    if not rows:
        yield speech("show.none")
    for (document, day), group in groupby(rows, key=lambda r: (r["code"] or r["document"], speech.written(r))):
        yield f"{document} · {day}"
        for row in group:
            yield f"  {_figure_words(row, speech)}"
            yield from wrapped(f"“{row['sentence']}”", "      ")


def _figure_words(row: Row, speech: Speech) -> str:
    """Return one figure as people read it: hedge, number as written, unit, class, and what it belongs to."""
    hedge = speech(f"hedge.{row['hedge']}") if row["hedge"] else None
    label = f"({row['label']})" if row["label"] else None
    head = joined((hedge, row["text"], row["unit"], label), " ")
    belongs = _belonging(row, speech)
    modality = None if row["modality"] == "actual" else speech(f"modality.{row['modality']}")
    return joined((head, speech.value("indicator", row["indicator"]), modality, belongs))


def _belonging(row: Row, speech: Speech) -> str | None:
    if not row["belongs_to"]:
        return None
    owner = joined((row["belongs_to"], row["belongs_to_unit"]), " ")
    return f"{speech('role.' + row['role'])}, {speech('show.belongs', text=owner)}"


TABLE: Final = Table(
    (
        own("document"), dated("date"), plain("place"), named("indicator", "indicator"), plain("written", "text"),
        plain("value"), plain("value_max"), plain("unit"), plain("label"), named("modality", "modality"),
        Column("belongs", _belonging), dated("period_start"), dated("period_end"), plain("sentence"),
        plain("page"), plain("path"),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question("figures", (INDICATOR, PLACE, LEVEL, YEAR, PERIOD, OF_DOCUMENT), figures, show, TABLE, ROWS)
