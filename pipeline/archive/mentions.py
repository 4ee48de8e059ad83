"""Rows of `citations` and `documents` -> Mentions: what each says of the identity of an instrument."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from extractors.names.identity import (
    NATIONAL,
    Handle,
    is_local_state,
    jurisdiction,
    local_body,
    named_handle,
    numbered_handle,
)
from extractors.names.known import KnownTable, year_meant
from extractors.text.folding import fold
from extractors.values.terms import central_term
from pipeline.archive.mention_keys import GIVES, HELD, Place, find_places, kind_of_key
from pipeline.archive.names import FullCodes, Meant, Numbered, Source, day_of, names_given

_WANTED: Final = """
CREATE TEMP TABLE IF NOT EXISTS wanted
  (document_id INTEGER, ord INTEGER, PRIMARY KEY (document_id, ord)) WITHOUT ROWID"""
_DOCUMENTS: Final = """
SELECT d.id AS document_id, NULL AS ord, NULL AS form, d.name, d.doc_type, d.number, d.symbol, d.code, d.title, d.date,
       d.issuer, NULL AS text, NULL AS behind, 0 AS listed_issuer, 0 AS listed_title, d.date_from, d.period_end,
       CASE WHEN d.code GLOB '*/[12][0-9][0-9][0-9]/*'
            THEN CAST(substr(d.code, instr(d.code, '/') + 1, 4) AS INTEGER) END AS year, d.instrument_id, NULL AS start
FROM counted_documents d WHERE d.id IN (SELECT document_id FROM temp.wanted WHERE ord = -1)
  AND d.number <> '' AND d.symbol <> '' ORDER BY d.path"""
_CITED: Final = """
SELECT c.document_id, c.ord, c.form, c.doc_type, c.number, c.symbol, c.year, c.code, c.name, c.text, c.date, c.issuer,
       c.title, CASE WHEN c.date IS NULL AND (c.symbol LIKE '%/TW' OR c.form = 'named')
                     THEN substr(d.text, c.end + 1, 60) END AS behind,
       c.title = n.title AS listed_title,
       CASE WHEN c.issuer = n.issuer
            THEN instr(substr(d.text, c.end + 1, n.start - c.end), c.issuer) = 0 END AS listed_issuer,
       NULL AS date_from, NULL AS period_end, c.instrument_id, c.start
FROM temp.wanted w CROSS JOIN citations c ON c.document_id = w.document_id AND c.ord = w.ord
JOIN counted_documents d ON d.id = c.document_id
LEFT JOIN citations n ON n.document_id = c.document_id AND n.ord =
  (SELECT min(m.ord) FROM citations m WHERE m.document_id = c.document_id AND m.ord > c.ord
   AND m.form NOT IN ('short', 'described'))
WHERE c.form NOT IN ('short', 'described') ORDER BY d.path, c.ord"""
_SOURCE: Final = """
SELECT id, path, name, date, place, issuer, substr(text, 1, 300) AS letterhead FROM counted_documents WHERE id = ?"""

_TERM_BEHIND: Final = re.compile(r"[(,]? ?(?:của [^,;.()]{1,40} )?[(]?(kh\w\w [IVX]{1,5}\b)")
_MOST_SOURCES: Final = 1 << 13


_Day: TypeAlias = date


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation, or a held document's own header (`ord` is None: the best evidence of all).

    `own_issuer` and `own_title` are false where a list gives them once, behind a later member: the last of
    `Nghị quyết số 18-NQ/TW, Chỉ thị số 40-CT/TW của Ban Bí thư` says nothing sure of the first.
    """

    document: int
    document_name: str
    document_date: date | None
    ord: int | None
    handle: Handle
    label: str
    doc_type: str | None
    number: str | None
    symbol: str | None
    year: int | None
    code: str | None
    date: date | None
    issuer: str | None
    title: str | None
    own_issuer: bool = True
    own_title: bool = True
    doubt: str | None = None
    """Why the instrument that an undated name was taken for may be another, in Vietnamese."""
    earliest: _Day | None = None
    """The day before which a held document was not written."""
    latest: _Day | None = None
    """The end of the period that a held document is about."""
    linked: int | None = None
    """The instrument that its row points to, as it was resolved before."""
    named: bool = False
    """Its row has no number and symbol, so that other mentions tell what it means."""


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a mention, and the document that it stands in."""

    row: sqlite3.Row
    source: Source

    @property
    def place(self) -> Place:
        """The document, and the number of the citation in it."""
        return self.source.id, HELD if self.row["ord"] is None else self.row["ord"]


class Mentions:
    """The mentions of counted documents, read when they are asked for.

    `known` is the table of well-known instruments, for names without number.
    """

    def __init__(self, connection: sqlite3.Connection, known: KnownTable) -> None:
        self._connection = connection
        self._known = known
        self._source = lru_cache(_MOST_SOURCES)(self._read_source)
        self._own = lru_cache(_MOST_SOURCES)(self._numbered_of)
        self._full = FullCodes(self, known)
        connection.execute(_WANTED)

    def rows_of(self, documents: Iterable[int]) -> list[Row]:
        """Return the rows of all mentions of documents, and of these themselves, held documents first, then by path."""
        self._want((document, HELD) for document in documents)
        self._connection.execute(
            "INSERT INTO temp.wanted SELECT c.document_id, c.ord FROM temp.wanted w CROSS JOIN citations c"
            " ON c.document_id = w.document_id"
        )
        return self._rows()

    def at(self, places: Iterable[Place]) -> list[Mention]:
        """Return the mentions at some places, held documents first, then by path."""
        self._want(places)
        return [self._mention(one) for one in self._rows()]

    def handle(self, one: Row) -> Handle | None:
        """Return the handle of a mention with number and symbol, None for another."""
        row = one.row
        return _numbered(row, one.source, self._known) if row["number"] and row["symbol"] else None

    def giving(self, name: str) -> Sequence[Numbered]:
        """Return the mentions that give a name with a full code, held documents first, then by path."""
        self._want(find_places(self._connection, [kind_of_key(GIVES, name)]))
        return [one for one in self._numbered(self._rows()) if name in names_given(one.row, one.handle)]

    def numbered_of(self, document: int) -> Sequence[Numbered]:
        """Return the mentions of a document with number and symbol, itself first."""
        return self._own(document)

    def _numbered_of(self, document: int) -> Sequence[Numbered]:
        return list(self._numbered(self.rows_of([document])))

    def _numbered(self, rows: Iterable[Row]) -> Iterator[Numbered]:
        for one in rows:
            handle = self.handle(one)
            if handle:
                yield Numbered(one.row, one.source, handle)

    def _want(self, places: Iterable[Place]) -> None:
        self._connection.execute("DELETE FROM temp.wanted")
        self._connection.executemany("INSERT OR IGNORE INTO temp.wanted VALUES (?, ?)", places)

    def _rows(self) -> list[Row]:
        rows = [*self._connection.execute(_DOCUMENTS), *self._connection.execute(_CITED)]
        return [Row(row, self._source(row["document_id"])) for row in rows]

    def _read_source(self, document: int) -> Source:
        row = self._connection.execute(_SOURCE, (document,)).fetchone()
        local = local_body(row["issuer"] or "") or local_body(row["letterhead"])
        committee = row["issuer"] if row["issuer"] and is_local_state(row["issuer"]) else None
        return Source(row["id"], row["path"], row["name"], day_of(row["date"]), row["place"], local, committee)

    def _mention(self, one: Row) -> Mention:
        row, source, held = one.row, one.source, one.row["ord"] is None
        handle = self.handle(one)
        meant = Meant(handle) if handle else self._identify(row, source)
        known = meant.known
        fields = {name: row[name] for name in ("doc_type", "number", "symbol", "year", "code", "issuer", "title")}
        if known:
            fields |= {"number": known.number, "symbol": known.symbol, "year": known.year, "code": known.code}
            fields["doc_type"] = known.doc_type
        return Mention(
            document=source.id,
            document_name=source.name,
            document_date=source.date,
            ord=row["ord"],
            handle=meant.handle,
            label=f"{known.doc_type} số {known.code}" if known else _label(row, held),
            date=day_of(row["date"]),
            own_issuer=not row["listed_issuer"],
            own_title=not row["listed_title"],
            doubt=meant.doubt,
            earliest=day_of(row["date_from"]) if held else None,
            latest=day_of(row["period_end"]) if held else None,
            linked=row["instrument_id"],
            named=handle is None,
            **fields,
        )

    def _identify(self, row: sqlite3.Row, source: Source) -> Meant:
        found = self._full.find(row, source) if row["number"] else None
        if found:
            return Meant(found)
        day = day_of(row["date"])
        year = row["year"] or (day.year if day else None)
        name = row["name"] or row["text"]
        meant = self._full.named(row, name, year, source.date)
        if meant:
            return meant
        name = row["name"] or (row["title"] if row["form"] == "titled" else row["text"])
        local = row["form"] not in ("named", "session") or _is_local(name)
        issuer = row["issuer"] or source.committee
        owner = _owner(row["symbol"], issuer, source.place, source.local) if local else NATIONAL
        return Meant(named_handle(row["doc_type"], name, year or year_meant(name, source.date), owner))


@lru_cache(maxsize=1 << 14)
def _owner(symbol: str | None, issuer: str | None, place: str | None, local: str | None) -> str:
    return jurisdiction(symbol, issuer, place, local)


def _numbered(row: sqlite3.Row, source: Source, known: KnownTable) -> Handle:
    owner = _owner(row["symbol"], row["issuer"] or source.committee, source.place, source.local)
    day = day_of(row["date"])
    if day is None and row["year"] is None and owner == NATIONAL and row["code"]:
        term = _term_named(row)
        day = date(int(term), 12, 31) if term else known.day(row["code"], row["title"])
    return numbered_handle(row["number"], row["symbol"], row["year"], day, owner)


def _term_named(row: sqlite3.Row) -> str | None:
    """Return the term that stands with the issuer or right behind an undated symbol of the centre (`(khóa XII)`)."""
    behind = _TERM_BEHIND.match(" ".join((row["behind"] or "").split()))
    if behind:
        return central_term(behind[1])
    return None if row["listed_issuer"] else central_term(row["issuer"] or "")


def _is_local(name: str) -> bool:
    words = fold(name)
    return any(fold(word) in words for word in ("tỉnh", "huyện", "thành phố", "đảng bộ xã", "quận", "thị xã"))


def _label(row: sqlite3.Row, held: bool) -> str:
    """Return the name that people read for an instrument."""
    kind = row["doc_type"] or "Văn bản"
    if row["code"]:
        label = row["code"] if row["code"].startswith(("QCVN", "TCVN")) else f"{kind} số {row['code']}"
    elif held or row["form"] == "titled":
        label = f"{kind} “{row['title'] or row['text']}”"
    elif row["form"] == "number_only":
        label = f"{kind} {row['number'].zfill(2)}"
    else:
        label = row["name"] or row["text"]
        year = row["year"] or (row["date"] or "")[:4]
        label += f" năm {year}" if year and row["form"] == "named" and str(year) not in label else ""
    return " ".join(label.split())
