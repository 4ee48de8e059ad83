"""Rows of `citations` and `documents` -> Mentions: what each says of the identity of an instrument."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from extractors.names.identity import (
    NATIONAL,
    Handle,
    era,
    is_local_state,
    jurisdiction,
    known_handle,
    local_body,
    named_handle,
    numbered_handle,
)
from extractors.names.known import KnownInstrument, KnownTable, name_key, year_meant
from extractors.text.folding import fold
from extractors.values.terms import central_term

_DOCUMENTS: Final = """
SELECT id, path, name, doc_type, number, symbol, code, title, date, issuer, place, substr(text, 1, 300) AS letterhead,
       date_from, period_end, NULL AS behind, 0 AS listed_issuer, 0 AS listed_title,
       CASE WHEN code GLOB '*/[12][0-9][0-9][0-9]/*'
            THEN CAST(substr(code, instr(code, '/') + 1, 4) AS INTEGER) END AS year
FROM counted_documents ORDER BY path"""

_CITED: Final = """
SELECT c.document_id, c.ord, c.form, c.doc_type, c.number, c.symbol, c.year, c.code, c.name, c.text, c.date, c.issuer,
       c.title, CASE WHEN c.date IS NULL AND (c.symbol LIKE '%/TW' OR c.form = 'named')
                     THEN substr(d.text, c.end + 1, 60) END AS behind,
       c.title = lead(c.title) OVER list AS listed_title,
       CASE WHEN c.issuer = lead(c.issuer) OVER list
            THEN instr(substr(d.text, c.end + 1, lead(c.start) OVER list - c.end), c.issuer) = 0 END AS listed_issuer
FROM citations c JOIN counted_documents d ON d.id = c.document_id
WHERE c.form NOT IN ('short', 'described')
WINDOW list AS (PARTITION BY c.document_id ORDER BY c.ord) ORDER BY d.path, c.ord"""

_TERM_BEHIND: Final = re.compile(r"[(,]? ?(?:của [^,;.()]{1,40} )?[(]?(kh\w\w [IVX]{1,5}\b)")
_REVISED: Final = re.compile(r"\s{0,3}\(sửa đổi[,)]")
_NAME_BEFORE_NUMBER: Final = re.compile(r"((?:Luật|Bộ luật|Pháp lệnh) [^\n]{3,120}?),? số\s")
_UNTIL_IN_FORCE: Final = 365
"""Days within which a law takes effect: it is seldom passed longer before."""
LAWS: Final = ("Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh")
"""Types that are known by name and year."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document that cites, or that is held: whose numbers its bare symbols are."""

    id: int
    name: str
    date: date | None
    place: str | None
    local: str | None
    committee: str | None
    """Its issuer, if that is a people's committee or council below the province: a bare `QĐ-UBND` is its own."""


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


def read_mentions(connection: sqlite3.Connection, known: KnownTable) -> list[Mention]:
    """Return every mention of the archive in a fixed order: held documents first.

    `known` is the table of well-known instruments, for names without number.
    """
    documents = connection.execute(_DOCUMENTS).fetchall()
    sources = {row["id"]: _source(row) for row in documents}
    rows = [(row, sources[row["id"]], True) for row in documents if row["number"] and row["symbol"]]
    rows += [(row, sources[row["document_id"]], False) for row in connection.execute(_CITED)]
    handles = [_numbered(row, source, known) if row["number"] and row["symbol"] else None for row, source, _ in rows]
    full = _FullCodes(((row, source, h) for (row, source, _), h in zip(rows, handles, strict=True) if h), known)
    return [_mention(row, source, held, h, full) for (row, source, held), h in zip(rows, handles, strict=True)]


def _source(row: sqlite3.Row) -> Source:
    local = local_body(row["issuer"] or "") or local_body(row["letterhead"])
    committee = row["issuer"] if row["issuer"] and is_local_state(row["issuer"]) else None
    return Source(row["id"], row["name"], _day(row["date"]), row["place"], local, committee)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The instrument that a name is taken for; `known` its row in the table, `doubt` why it may be another one."""

    handle: Handle
    known: KnownInstrument | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Version:
    """One of the instruments that bear a name; `sure`: the day from which it holds is known, not only its issue."""

    issued: date
    begins: date
    meant: _Meant
    code: str
    sure: bool


class _FullCodes:
    """Handles of the full codes of the archive: what a bare number (`Đề án 06`) or a law's name can stand for."""

    def __init__(self, numbered: Iterable[tuple[sqlite3.Row, Source, Handle]], known: KnownTable) -> None:
        self.known = known
        self._own: dict[tuple[int, str, str], Handle] = {}
        self._all: dict[tuple[str, str], set[Handle]] = defaultdict(set)
        self._laws: dict[str, dict[Handle, _Version]] = defaultdict(dict)
        for row, source, handle in numbered:
            kind = fold(row["doc_type"] or "")
            self._own[source.id, kind, row["number"]] = handle
            self._all[kind, row["number"]].add(handle)
            name = _law_name(row) if row["doc_type"] in LAWS else None
            if name and handle.era:
                issued = _issued(row, source, int(handle.era))
                version = _Version(issued, issued, _Meant(handle), row["code"], sure=False)
                told = self._laws[name_key(name)].setdefault(handle, version)
                if version.begins < told.begins:
                    self._laws[name_key(name)][handle] = version

    def find(self, row: sqlite3.Row, source: Source) -> Handle | None:
        """Return the full code of the same document, else the only one in reach of it."""
        kind = fold(row["doc_type"] or "")
        own = self._own.get((source.id, kind, row["number"]))
        if own:
            return own
        near = {h for h in self._all.get((kind, row["number"]), ()) if h.jurisdiction in (source.place, NATIONAL)}
        series = {(h.stem, h.jurisdiction) for h in near}
        if len(series) != 1:
            return None
        eras = {h.era for h in near} - {None}
        (stem, owner) = series.pop()
        told = era(stem.partition("|")[2], row["year"], _day(row["date"]))
        if told is None and len(eras) == 1:
            told = eras.pop()
        return Handle(stem, told, owner) if told is None or told in eras or not eras else None

    def named(self, row: sqlite3.Row, name: str, year: int | None, on: date | None) -> _Meant | None:
        """Return the instrument of a name: that of the year written, else the version in force on a day.

        The versions of a law are those of the table and those whose number a mention of the archive gives, in one
        series by the day from which each holds. `Luật Đất đai (sửa đổi)` is the last one passed, in force or not yet.
        """
        if row["doc_type"] not in LAWS or year is not None or on is None:
            known = self.known.named(name, year, on, row["issuer"], row["title"])
            if known is None:
                return self._law_of_year(name, year) if row["doc_type"] in LAWS else None
            meant = _Meant(known_handle(known), known)
            return replace(meant, doubt=_beyond(name, known.code, on, self.known.kept)) if year is None else meant
        versions = {v.meant.handle: v for v in map(_version, self.known.series(name))}
        versions = self._laws.get(name_key(name), {}) | versions
        revised = _REVISED.match(row["behind"] or "") is not None
        before = sorted(
            (v for v in versions.values() if (v.issued if revised else v.begins) <= on),
            key=lambda v: (v.begins, v.code),
        )
        if not before:
            return None
        doubt = _beyond(name, before[-1].code, on, self.known.kept)
        if doubt is None and not revised:
            doubt = _undecided(name, before, on)
        return replace(before[-1].meant, doubt=doubt)

    def _law_of_year(self, name: str, year: int | None) -> _Meant | None:
        found = [v.meant for h, v in self._laws.get(name_key(name), {}).items() if h.era == str(year)]
        return found[0] if len(found) == 1 else None


def _issued(row: sqlite3.Row, source: Source, year: int) -> date:
    """Return the day of issue that a mention tells, else one by which it was issued."""
    last = date(year, 12, 31)
    return _day(row["date"]) or min(source.date or last, last)


def _version(row: KnownInstrument) -> _Version:
    return _Version(row.date, row.begins, _Meant(known_handle(row), row), row.code, row.in_force is not None)


def _beyond(name: str, code: str, on: date | None, kept: date) -> str | None:
    """Return the doubt about a name that is used after the day up to which the table was kept."""
    if on is None or on <= kept:
        return None
    return (
        f"“{' '.join(name.split())}” không ghi số, ngày ban hành; hiểu là {code}, bản mới nhất mà kho và danh mục "
        f"văn bản quen dùng cho biết, nhưng danh mục chỉ cập nhật đến ngày {kept:%d/%m/%Y}."
    )


def _undecided(name: str, versions: Sequence[_Version], on: date) -> str | None:
    """Return the doubt about a name whose latest version may not have held yet on a day; versions oldest first."""
    latest = versions[-1]
    if latest.sure or len(versions) == 1 or (on - latest.begins).days >= _UNTIL_IN_FORCE:
        return None
    return (
        f"“{' '.join(name.split())}” không ghi số, ngày ban hành; hiểu là {latest.code}, nhưng không rõ từ ngày nào "
        f"văn bản này có hiệu lực, nên cũng có thể là {versions[-2].code}."
    )


def _law_name(row: sqlite3.Row) -> str | None:
    """Return the name of a law that stands with its number: `Luật Đầu tư công số ...`, or a held law's title."""
    if "ord" not in row.keys():  # noqa: SIM118  (a Row iterates over its values)
        title = row["title"] or ""
        return title if title.startswith(LAWS) else f"{row['doc_type']} {title}"
    match = _NAME_BEFORE_NUMBER.match(" ".join(row["text"].split()))
    return match[1] if match else None


@lru_cache(maxsize=1 << 14)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1 << 14)
def _owner(symbol: str | None, issuer: str | None, place: str | None, local: str | None) -> str:
    return jurisdiction(symbol, issuer, place, local)


def _numbered(row: sqlite3.Row, source: Source, known: KnownTable) -> Handle:
    owner = _owner(row["symbol"], row["issuer"] or source.committee, source.place, source.local)
    day = _day(row["date"])
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


def _identify(row: sqlite3.Row, source: Source, full: _FullCodes) -> _Meant:
    found = full.find(row, source) if row["number"] else None
    if found:
        return _Meant(found)
    day = _day(row["date"])
    year = row["year"] or (day.year if day else None)
    name = row["name"] or row["text"]
    meant = full.named(row, name, year, source.date)
    if meant:
        return meant
    name = row["name"] or (row["title"] if row["form"] == "titled" else row["text"])
    local = row["form"] not in ("named", "session") or _is_local(name)
    owner = _owner(row["symbol"], row["issuer"] or source.committee, source.place, source.local) if local else NATIONAL
    return _Meant(named_handle(row["doc_type"], name, year or year_meant(name, source.date), owner))


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


def _mention(row: sqlite3.Row, source: Source, held: bool, handle: Handle | None, full: _FullCodes) -> Mention:
    meant = _Meant(handle) if handle else _identify(row, source, full)
    known = meant.known
    fields = {name: row[name] for name in ("doc_type", "number", "symbol", "year", "code", "issuer", "title")}
    if known:
        fields |= {"number": known.number, "symbol": known.symbol, "year": known.year, "code": known.code}
        fields["doc_type"] = known.doc_type
    return Mention(
        document=source.id,
        document_name=source.name,
        document_date=source.date,
        ord=None if held else row["ord"],
        handle=meant.handle,
        label=f"{known.doc_type} số {known.code}" if known else _label(row, held),
        date=_day(row["date"]),
        own_issuer=not row["listed_issuer"],
        own_title=not row["listed_title"],
        doubt=meant.doubt,
        earliest=_day(row["date_from"]) if held else None,
        latest=_day(row["period_end"]) if held else None,
        **fields,
    )
