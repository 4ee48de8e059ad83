"""What is asked -> the documents of a digest, what of them counts, its time, and how it is titled."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from extractors.text.document import Document
from extractors.text.folding import bare, fold
from pipeline.digest.request import Request
from pipeline.errors import QueryError, UsageError
from pipeline.lookup import find_document, in_place, one_instrument, typed_bare, typed_place
from pipeline.periods import period_name, read_period
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

Spans = dict[int, list[tuple[int, int]]]

_COLUMNS: Final = (
    "id, path, name, kind, doc_type, code, title, date, date_from, date_to, issuer, author, place, district, commune,"
    " signer, signer_title, period_start, period_end, pages, instrument_id"
)
_DOCUMENTS: Final = (
    f"SELECT {_COLUMNS}, id IN (SELECT id FROM replaced_documents) AS replaced FROM counted_documents"
    " ORDER BY date IS NULL, date, path"
)
_CITING: Final = """
SELECT c.document_id, c.start, c.end FROM citations c JOIN counted_documents d ON d.id = c.document_id
WHERE c.instrument_id = ?"""
_SECTIONS: Final = (
    "SELECT document_id, start, end, title FROM sections WHERE document_id IN ({ids}) AND title IS NOT NULL"
)
_MATCHING: Final = (
    "SELECT d.id, d.text FROM documents_fts JOIN counted_documents d ON d.id = documents_fts.rowid"
    " WHERE documents_fts MATCH ?"
)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents of a digest (rows of counted_documents without their texts), and what of them counts.

    `spans` are the parts of each document that count, None: all of it. `period` is the time that was asked for, or
    that of the only document, as ISO days. `name` tells the scope apart in a comparison. `replaced` are the reports in
    whose place another one was sent: they count for nothing.
    """

    kind: str
    title: str
    documents: list[Row]
    spans: Spans | None = None
    period: tuple[str, str] | None = None
    place: str | None = None
    instrument: Row | None = None
    since: str | None = None
    name: str = ""
    replaced: tuple[Row, ...] = ()

    def is_of(self, place: str) -> bool:
        """Tell whether a place is the one that the whole scope is of."""
        return self.place is not None and bare(place) == bare(typed_place(self.place))

    def holds(self, document: int, start: int) -> bool:
        """Tell whether a place of a document counts."""
        return self.spans is None or any(first <= start < last for first, last in self.spans.get(document, ()))


def scopes_of(connection: sqlite3.Connection, speech: Speech, request: Request) -> tuple[Scope, ...]:
    """Return the scope that is asked for, of a comparison both.

    Raises QueryError when a scope holds no document, and whatever a place, a document or an instrument raises that
    nobody knows.
    """
    if request.document:
        document = find_document(connection, request.document)
        rows = [row for row in rows_of(connection, _DOCUMENTS) if row["id"] == document["id"]]
        title = speech("digest.of_document", name=_document_title(rows[0]))
        period = (rows[0]["period_start"], rows[0]["period_end"]) if rows[0]["period_start"] else None
        return (Scope("document", title, rows, period=period, place=rows[0]["place"]),)
    if request.compare:
        return _compared(connection, speech, request)
    scope = _documents_of(connection, speech, request)
    if request.instrument:
        return (_of_instrument(connection, speech, scope, request),)
    if request.about:
        return (_of_theme(connection, speech, scope, request.about),)
    return (scope,)


def _document_title(row: Row) -> str:
    if not row["code"]:
        return str(row["title"] or row["name"])
    return " ".join(filter(None, (row["doc_type"], row["code"])))


def _compared(connection: sqlite3.Connection, speech: Speech, request: Request) -> tuple[Scope, ...]:
    """Return the scopes of two periods, else of two places."""
    sides = []
    for words in request.compare:
        try:
            side = replace(request, compare=(), period=read_period(words))
        except UsageError:
            side = replace(request, compare=(), place=words)
        scope = _documents_of(connection, speech, side)
        if request.about:
            scope = _of_theme(connection, speech, scope, request.about)
        sides.append(replace(scope, name=_side_name(speech, side, request)))
    title = speech("digest.compared", one=sides[0].name, other=sides[1].name)
    where = _where(speech, request.place, None if sides[0].period != sides[1].period else sides[0].period)
    title = ", ".join(filter(None, (title, where)))
    return tuple(replace(side, kind="comparison", title=title) for side in sides)


def _side_name(speech: Speech, side: Request, request: Request) -> str:
    if side.place != request.place and side.place:
        return typed_place(side.place)
    return _period_words(speech, _period_of(side))


def _documents_of(connection: sqlite3.Connection, speech: Speech, request: Request) -> Scope:
    """Return the documents of a place, a time, and since a day."""
    rows = rows_of(connection, _DOCUMENTS)
    if request.place:
        rows = [row for row in rows if in_place(row, request.place)]
    period = _period_of(request)
    if request.year:
        rows = [row for row in rows if (row["period_end"] or row["date"] or "")[:4] == str(request.year)]
    elif period:
        rows = [row for row in rows if _is_within(row, *period)]
    if request.since:
        rows = [row for row in rows if (row["date"] or row["date_from"] or "") >= request.since]
    if not rows:
        raise QueryError("query.no_scope")
    replaced = tuple(row for row in rows if row["replaced"])
    rows = [row for row in rows if not row["replaced"]] or rows
    title = _scope_title(speech, request, period)
    kind = "news" if request.since else "place"
    return Scope(kind, title, rows, period=period, place=request.place, since=request.since, replaced=replaced)


def _period_of(request: Request) -> tuple[str, str] | None:
    if request.period:
        return request.period.start.isoformat(), request.period.end.isoformat()
    return (f"{request.year:04}-01-01", f"{request.year:04}-12-31") if request.year else None


def _is_within(row: Row, first: str, last: str) -> bool:
    """Tell whether a document reports on a time within another, or reports on none and was issued in it."""
    start, end = row["period_start"] or row["date"], row["period_end"] or row["date"]
    return bool(start and end and first <= start and end <= last)


def _scope_title(speech: Speech, request: Request, period: tuple[str, str] | None) -> str:
    where = _where(speech, request.place, period)
    if request.since:
        return speech("digest.news", day=speech.day(request.since)) + (f", {where}" if where else "")
    if request.place:
        return speech("digest.of_place", where=where)
    return f"{speech('digest.archive')}, {where}" if where else speech("digest.archive")


def _where(speech: Speech, place: str | None, period: tuple[str, str] | None) -> str:
    names = (typed_place(place) if place else None, _period_words(speech, period) if period else None)
    return ", ".join(filter(None, names))


def _period_words(speech: Speech, period: tuple[str, str] | None) -> str:
    return period_name(date.fromisoformat(period[0]), date.fromisoformat(period[1]), speech) if period else ""


def _of_instrument(connection: sqlite3.Connection, speech: Speech, scope: Scope, request: Request) -> Scope:
    """Return the paragraphs that cite an instrument, and the whole of the document that it is."""
    instrument = one_instrument(connection, request.instrument or "", request.place, None)
    places: dict[int, list[int]] = {}
    for row in connection.execute(_CITING, (instrument["id"],)):
        places.setdefault(row[0], []).append(row[1])
    kept = [row for row in scope.documents if row["id"] in places or row["id"] == instrument["document_id"]]
    if not kept:
        raise QueryError("query.no_scope")
    spans = _paragraphs(connection, {row["id"]: places.get(row["id"], []) for row in kept})
    if instrument["document_id"] in {row["id"] for row in kept}:
        spans[instrument["document_id"]] = [(0, _BEYOND)]
    title = speech("digest.of_instrument", name=instrument["name"])
    return replace(scope, kind="instrument", title=title, documents=kept, spans=spans, instrument=instrument)


def _of_theme(connection: sqlite3.Connection, speech: Speech, scope: Scope, words: str) -> Scope:
    """Return the sentences that hold the words, and the sections whose titles do; QueryError where there is none."""
    loose = typed_bare(words)
    key = bare if loose else fold
    tokens = _WORD.findall(key(words))
    if not tokens:
        raise QueryError("query.no_words")
    phrase = re.compile(r"\W+".join(map(re.escape, tokens)))
    ids = {row["id"] for row in scope.documents}
    spans: Spans = {}
    wanted = f'{"bare" if loose else "folded"} : "{" ".join(tokens)}"'
    for identity, text in connection.execute(_MATCHING, (wanted,)):
        if identity in ids:
            every = Document(text).sentences
            spans[identity] = [(first, last) for first, last in every if phrase.search(key(text[first:last]))]
    places = list(spans)
    for row in rows_of(connection, _SECTIONS.format(ids=", ".join(map(str, places)) or "NULL")):
        if phrase.search(key(row["title"])):
            spans.setdefault(row["document_id"], []).append((row["start"], row["end"]))
    kept = [row for row in scope.documents if spans.get(row["id"])]
    if not kept:
        raise QueryError("query.no_scope")
    where = _where(speech, scope.place, scope.period)
    title = speech("digest.of_theme", words=words.strip()) + (f", {where}" if where else "")
    return replace(scope, kind="theme", title=title, documents=kept, spans=spans)


_BEYOND: Final = 1 << 40
"""An offset behind the end of every text."""


def _paragraphs(connection: sqlite3.Connection, places: dict[int, list[int]]) -> Spans:
    """Return the spans of the lines that hold these places; lines that a page cut short go on to the next."""
    found: Spans = {}
    for identity, starts in places.items():
        text = connection.execute("SELECT text FROM documents WHERE id = ?", (identity,)).fetchone()[0]
        found[identity] = list(dict.fromkeys(_paragraph(text, start) for start in starts))
    return found


def _paragraph(text: str, at: int) -> tuple[int, int]:
    first = text.rfind("\n", 0, at) + 1
    while first > 1 and _goes_on(text[text.rfind("\n", 0, first - 1) + 1 : first - 1], text[first : first + 1]):
        first = text.rfind("\n", 0, first - 1) + 1
    last = text.find("\n", at)
    while last >= 0 and _goes_on(text[text.rfind("\n", 0, last) + 1 : last], text[last + 1 : last + 2]):
        last = text.find("\n", last + 1)
    return first, last if last >= 0 else len(text)


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a line is a part of a wrapped paragraph: no sign ends it, the next begins in lower case."""
    return bool(line) and line[-1] not in '.;:!?”"' and following.islower()
