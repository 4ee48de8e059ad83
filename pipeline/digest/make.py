"""Rows -> a digest: for the archive, for a place and year, or for one document; as HTML or Markdown.

A digest is a list of blocks; a cell that holds a number points at the sentence it comes from, and the
sentences stand at the end with the number marked. Nothing is computed that the documents do not say,
but sums of a rating whose total is not stated, and shares of it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.digest.block import Block, SourceSentence
from pipeline.digest.contents import OF_DOCUMENTS, OF_ONE_DOCUMENT
from pipeline.digest.maker import Maker
from pipeline.errors import QueryError
from pipeline.lookup import find_document, in_place, named_place
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech


@dataclass(frozen=True, slots=True)
class Digest:
    """What the templates show; `documents` are the paths of those that it was made from."""

    title: str
    scope: str
    blocks: tuple[Block, ...]
    sources: tuple[SourceSentence, ...]
    documents: tuple[str, ...] = ()


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
    blocks = [block for make in contents for block in make(maker)]
    kept = tuple(block for block in blocks if block.rows or block.bars)
    paths = tuple(row["path"] for row in maker.documents)
    return Digest(title, _scope(maker), kept, tuple(maker.sources), paths)


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


def _escape_markdown(text: str) -> str:
    """Keep a document's own characters from being read as Markdown or HTML."""
    for sign in "\\`*_[]<>#|~":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def render(digest: Digest, form: str, speech: Speech) -> str:
    """Return the digest as text; `form` is html or md. Whatever the documents hold is escaped."""
    environment = Environment(
        loader=PackageLoader("pipeline.digest"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["md"] = _escape_markdown
    return environment.get_template(f"digest.{form}").render(digest=digest, say=speech, language=speech.language)


def plain_digest(digest: Digest) -> Row:
    """Return the digest as JSON values, without the paths of its documents, which its sources name."""
    values = asdict(digest)
    del values["documents"]
    return values
