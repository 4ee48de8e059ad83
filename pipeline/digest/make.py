"""Rows -> a digest: for the archive, for a place and year, or for one document.

A digest is a list of blocks; a cell that holds a number points at the sentence it comes from, and the
sentences stand at the end with the number marked. Nothing is computed that the documents do not say,
but sums of a rating whose total is not stated, and shares of it.
"""

from __future__ import annotations

import sqlite3

from pipeline.digest.block import Digest
from pipeline.digest.contents import OF_DOCUMENTS, OF_ONE_DOCUMENT
from pipeline.digest.maker import Maker
from pipeline.errors import QueryError
from pipeline.lookup import find_document, in_place, named_place
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech


def make_digest(
    connection: sqlite3.Connection, speech: Speech, document: str | None, place: str | None, year: int | None
) -> Digest:
    """Gather the digest of one document, else of a place, a year or both, else of the archive.

    Raises QueryError when the scope holds no document.
    """
    if document:
        found = [find_document(connection, document)]
        maker = Maker(connection, speech, found)
        title, contents = speech("digest.of_document"), OF_ONE_DOCUMENT
    else:
        maker = Maker(connection, speech, _documents_of(connection, place, year))
        title, contents = _scope_title(speech, named_place(place) if place else None, year), OF_DOCUMENTS
    sections = tuple(section for make in contents for section in make(maker))
    paths = tuple(row["path"] for row in maker.documents)
    kind = "document" if document else "place"
    return Digest(kind, title, _scope(maker), (), sections, tuple(maker.sources), documents=paths)


def _scope_title(speech: Speech, place: str | None, year: int | None) -> str:
    if place and year:
        return speech("digest.of_place", place=place, year=year)
    if place:
        return speech("digest.place_only", place=place)
    return speech("digest.year_only", year=year) if year else speech("digest.archive")


def _documents_of(connection: sqlite3.Connection, place: str | None, year: int | None) -> list[Row]:
    rows = rows_of(connection, "SELECT * FROM counted_documents ORDER BY date IS NULL, date, path")
    if place:
        rows = [row for row in rows if in_place(row, place)]
    if year:
        rows = [row for row in rows if (row["period_end"] or row["date"] or "")[:4] == str(year)]
    if not rows:
        raise QueryError("query.no_scope")
    return rows


def _scope(maker: Maker) -> str:
    counts = {
        table: maker.rows(f"SELECT count(*) AS n FROM {table} WHERE document_id IN ({{ids}})")[0]["n"]
        for table in ("figures", "citations")
    }
    return maker.speech("digest.scope", documents=len(maker.documents), **counts)
