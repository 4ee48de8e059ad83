"""Rows of `citations` and `documents` -> Mentions: what each says of the identity of an instrument."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from extractors.folding import fold
from extractors.identity import NATIONAL, Handle, jurisdiction, local_body, named_handle, numbered_handle
from extractors.known import KnownInstrument, known_instrument

_CITED = """
SELECT c.document_id, c.ord, c.form, c.doc_type, c.number, c.symbol, c.year, c.code, c.name, c.text, c.date, c.issuer,
       c.title, d.name AS document_name, d.date AS document_date, d.place, d.issuer AS doc_issuer,
       substr(d.text, 1, 300) AS letterhead
FROM citations c JOIN documents d ON d.id = c.document_id
WHERE c.form NOT IN ('short', 'described') ORDER BY d.path, c.ord"""

_HELD = """
SELECT id AS document_id, NULL AS ord, 'numbered' AS form, doc_type, number, symbol,
       CASE WHEN code GLOB '*/[12][0-9][0-9][0-9]/*'
            THEN CAST(substr(code, instr(code, '/') + 1, 4) AS INTEGER) END AS year,
       code, NULL AS name, code AS text, date, issuer, title, name AS document_name, date AS document_date, place,
       issuer AS doc_issuer, substr(text, 1, 300) AS letterhead
FROM documents WHERE number IS NOT NULL AND symbol IS NOT NULL ORDER BY path"""


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation, or a held document's own header (`ord` is None: the best evidence of all)."""

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
    known: KnownInstrument | None = None


def read_mentions(connection: sqlite3.Connection) -> list[Mention]:
    """Return every mention of the archive, held documents first, in a fixed order."""
    held = connection.execute(_HELD).fetchall()
    cited = connection.execute(_CITED).fetchall()
    full = _FullCodes([row for row in (*held, *cited) if row["number"] and row["symbol"]])
    return [_mention(row, full) for row in (*held, *cited)]


class _FullCodes:
    """Handles of the full codes of the archive: what a bare number (`Đề án 06`) can stand for."""

    def __init__(self, rows: Iterable[sqlite3.Row]) -> None:
        self._own: dict[tuple[int, str, str], Handle] = {}
        self._all: dict[tuple[str, str], set[Handle]] = defaultdict(set)
        for row in rows:
            handle, kind = _numbered(row), fold(row["doc_type"] or "")
            self._own[row["document_id"], kind, row["number"]] = handle
            self._all[kind, row["number"]].add(handle)

    def find(self, row: sqlite3.Row) -> Handle | None:
        """Return the full code of the same document, else the only one in reach of it."""
        kind = fold(row["doc_type"] or "")
        own = self._own.get((row["document_id"], kind, row["number"]))
        if own:
            return own
        near = {h for h in self._all[kind, row["number"]] if h.jurisdiction in (row["place"], NATIONAL)}
        series = {(h.stem, h.jurisdiction) for h in near}
        if len(series) != 1:
            return None
        eras = {h.era for h in near} - {None}
        (stem, owner) = series.pop()
        return Handle(stem, eras.pop() if len(eras) == 1 else None, owner)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _owner(row: sqlite3.Row) -> str:
    local = local_body(" ".join(filter(None, (row["doc_issuer"], row["letterhead"]))))
    return jurisdiction(row["symbol"], row["issuer"], row["place"], local)


def _numbered(row: sqlite3.Row) -> Handle:
    return numbered_handle(row["number"], row["symbol"], row["year"], _day(row["date"]), _owner(row))


def _identify(row: sqlite3.Row, full: _FullCodes) -> tuple[Handle, KnownInstrument | None]:
    if row["number"] and row["symbol"]:
        return _numbered(row), None
    found = full.find(row) if row["number"] else None
    if found:
        return found, None
    day = _day(row["date"])
    year = row["year"] or (day.year if day else None)
    known = known_instrument(row["name"] or row["text"], year, _day(row["document_date"]))
    if known and not (known.yields and row["issuer"]):
        return numbered_handle(known.number, known.symbol, known.year, known.date, NATIONAL), known
    name = row["name"] or (row["title"] if row["form"] == "titled" else row["text"])
    local = row["form"] not in ("named", "session") or _is_local(name)
    return named_handle(row["doc_type"], name, year, _owner(row) if local else NATIONAL), None


def _is_local(name: str) -> bool:
    words = fold(name)
    return any(fold(word) in words for word in ("tỉnh", "huyện", "thành phố", "đảng bộ xã", "quận", "thị xã"))


def _label(row: sqlite3.Row) -> str:
    """Return the name that people read for an instrument."""
    kind = row["doc_type"] or "Văn bản"
    if row["code"]:
        label = row["code"] if row["code"].startswith(("QCVN", "TCVN")) else f"{kind} số {row['code']}"
    elif row["form"] == "titled":
        label = f"{kind} “{row['title'] or row['text']}”"
    else:
        label = row["name"] or row["text"]
        year = row["year"] or (row["date"] or "")[:4]
        label += f" năm {year}" if year and row["form"] == "named" and str(year) not in label else ""
    return " ".join(label.split())


def _mention(row: sqlite3.Row, full: _FullCodes) -> Mention:
    handle, known = _identify(row, full)
    fields = {name: row[name] for name in ("doc_type", "number", "symbol", "year", "code", "issuer", "title")}
    if known:
        fields |= {"number": known.number, "symbol": known.symbol, "year": known.year, "code": known.code}
    return Mention(
        document=row["document_id"],
        document_name=row["document_name"],
        document_date=_day(row["document_date"]),
        ord=row["ord"],
        handle=handle,
        label=f"{known.doc_type} số {known.code}" if known else _label(row),
        date=_day(row["date"]),
        known=known,
        **fields,
    )
