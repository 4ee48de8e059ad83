"""The documents held, each once: the register that an archivist hands over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pipeline.arguments import LEVEL, PLACE, Argument, option
from pipeline.arguments import period as parse_period
from pipeline.arguments import years as parse_years
from pipeline.lookup import holds_words, in_place, level_of, named_type
from pipeline.questions.question import ROWS, Question
from pipeline.questions.search import documents_with
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, dated, plain

if TYPE_CHECKING:
    from extractors.model import Period

_HELD: Final = """
SELECT d.id, d.number, d.symbol, d.code, d.date, d.doc_type, d.title, d.issuer, d.author, d.place, d.district,
       d.commune, d.signer, d.pages, d.format, d.period_start, d.period_end, d.classified, d.path
FROM counted_documents d ORDER BY d.date IS NULL, d.date, d.code IS NULL, d.code, d.path"""

_COPIES: Final = "SELECT group_id, path FROM documents WHERE present = 1 AND group_id <> id ORDER BY path"


def documents(
    connection: sqlite3.Connection,
    doc_type: str | None = None,
    issuer: str | None = None,
    place: str | None = None,
    level: str | None = None,
    years: tuple[int, int] | None = None,
    period: Period | None = None,
    text: str | None = None,
) -> list[Row]:
    """Return the documents held, oldest first, each once: `path` is the file that counts, `copies` are its others.

    `place` is a province, a district or a commune. `years` are those of issue. `period` keeps the reports on a time
    within it, and of the documents that report on no time those issued in it. QueryError for a place or a type that
    there is not.
    """
    rows = rows_of(connection, _HELD)
    if doc_type:
        kind = named_type(doc_type, {row["doc_type"] for row in rows if row["doc_type"]})
        rows = [row for row in rows if row["doc_type"] == kind]
    if issuer:
        rows = [row for row in rows if holds_words(row["issuer"] or row["author"], issuer)]
    if place:
        rows = [row for row in rows if in_place(row, place)]
    if level:
        rows = [row for row in rows if level_of(row) == level]
    if years:
        rows = [row for row in rows if row["date"] and years[0] <= int(row["date"][:4]) <= years[1]]
    if period:
        rows = [row for row in rows if _is_within(row, period)]
    if text:
        found = {row["id"] for row in documents_with(connection, text)}
        rows = [row for row in rows if row["id"] in found]
    copies: dict[int, list[str]] = {}
    for copy in connection.execute(_COPIES):
        copies.setdefault(copy["group_id"], []).append(copy["path"])
    return [row | {"copies": copies.get(row["id"], [])} for row in rows]


def _is_within(row: Row, period: Period) -> bool:
    start, end = row["period_start"] or row["date"], row["period_end"] or row["date"]
    return bool(start and end and period.start.isoformat() <= start and end <= period.end.isoformat())


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the documents, three lines each."""
    if not rows:
        yield speech("show.none")
    for number, row in enumerate(rows, 1):
        pages = speech("show.pages", count=row["pages"]) if row["pages"] else None
        yield f"{number}. " + joined((row["code"], speech.day(row["date"]), _author(row), row["place"], pages))
        yield from wrapped(_abstract(row), "    ")
        yield f"    {row['path']}"


def _total(rows: list[Row], speech: Speech) -> str:
    return speech("show.documents_listed", count=len(rows))


def _abstract(row: Row) -> str:
    """Return the kind of a document and what it is about, in one line."""
    return joined((row["doc_type"], row["title"]), " ")


def _author(row: Row) -> str | None:
    author: str | None = row["issuer"] or row["author"]
    return author


def _remark(row: Row, speech: Speech) -> str | None:
    copies = speech("show.also_in", paths="; ".join(row["copies"])) if row["copies"] else None
    return joined((row["classified"], copies)) or None


TABLE: Final = Table(
    (
        plain("code"), dated("date"), Column("abstract", lambda row, speech: _abstract(row)),
        Column("author", lambda row, speech: _author(row)), plain("place"), plain("pages"), plain("path"),
        Column("remark", _remark),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question(
    "list",
    (
        Argument("doc_type", "held_type", "type", ("--type",)), option("issuer", "held_issuer", "name"), PLACE, LEVEL,
        option("years", "held_years", "years", parse_years), option("period", "held_period", "period", parse_period),
        option("text", "held_text", "words"),
    ),
    documents,
    show,
    TABLE,
    ROWS,
    _total,
)  # fmt: skip
