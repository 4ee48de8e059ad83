"""Names without symbol -> the instruments that they can stand for: `Đề án 06`, `Luật Đất đai`.

What stands for a name is told by the mentions of the archive that give it with a full code, and by the table of
well-known instruments.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from extractors.names.identity import NATIONAL, Handle, era, known_handle
from extractors.names.known import KnownInstrument, KnownTable, name_key
from extractors.text.folding import fold

LAWS: Final = ("Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh")
"""Types that are known by name and year."""
_REVISED: Final = re.compile(r"\s{0,3}\(sửa đổi[,)]")
_NAME_BEFORE_NUMBER: Final = re.compile(r"((?:Luật|Bộ luật|Pháp lệnh) [^\n]{3,120}?),? số\s")
_UNTIL_IN_FORCE: Final = 365
"""Days within which a law takes effect: it is seldom passed longer before."""
_MOST_KEPT: Final = 1 << 12


@dataclass(frozen=True, slots=True)
class Source:
    """The document that cites, or that is held: whose numbers its bare symbols are."""

    id: int
    path: str
    name: str
    date: date | None
    place: str | None
    local: str | None
    committee: str | None
    """Its issuer, if that is a people's committee or council below the province: a bare `QĐ-UBND` is its own."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A mention with number and symbol: its row, its document and its handle."""

    row: sqlite3.Row
    source: Source
    handle: Handle


class Given(Protocol):
    """What finds the mentions of the archive that give a name with a full code."""

    def giving(self, name: str) -> Sequence[Numbered]:
        """Return the mentions that give a name, held documents first, then by path."""

    def numbered_of(self, document: int) -> Iterable[Numbered]:
        """Return the numbered mentions of a document, in its order."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The instrument that a name is taken for; `known` its row in the table, `doubt` why it may be another one."""

    handle: Handle
    known: KnownInstrument | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Version:
    """One of the instruments that bear a name; `sure`: the day from which it holds is known, not only its issue."""

    issued: date
    begins: date
    meant: Meant
    code: str
    sure: bool


def names_given(row: sqlite3.Row, handle: Handle) -> Iterator[str]:
    """Yield the names that a mention with number and symbol tells the full code of."""
    yield _bare_number(row)
    law = _law_name(row) if row["doc_type"] in LAWS else None
    if law and handle.era:
        yield _law(law)


def names_asked(row: sqlite3.Row) -> Iterator[str]:
    """Yield the names by which a mention without symbol is sought among those that give them."""
    if row["number"]:
        yield _bare_number(row)
    if row["doc_type"] in LAWS:
        yield _law(row["name"] or row["text"])


def _bare_number(row: sqlite3.Row) -> str:
    return f"{fold(row['doc_type'] or '')}|{row['number']}"


def _law(name: str) -> str:
    return f"law|{name_key(name)}"


class FullCodes:
    """The full codes of the archive: what a bare number (`Đề án 06`) or a law's name can stand for."""

    def __init__(self, given: Given, known: KnownTable) -> None:
        self.known = known
        self._given = given
        self._all = lru_cache(_MOST_KEPT)(self._handles)
        self._laws = lru_cache(_MOST_KEPT)(self._versions)

    def find(self, row: sqlite3.Row, source: Source) -> Handle | None:
        """Return the full code of the same document, else the only one in reach of it."""
        name = _bare_number(row)
        own = [one.handle for one in self._given.numbered_of(source.id) if _bare_number(one.row) == name]
        if own:
            return own[-1]
        near = {h for h in self._all(name) if h.jurisdiction in (source.place, NATIONAL)}
        series = {(h.stem, h.jurisdiction) for h in near}
        if len(series) != 1:
            return None
        eras = {h.era for h in near} - {None}
        (stem, owner) = series.pop()
        told = era(stem.partition("|")[2], row["year"], day_of(row["date"]))
        if told is None and len(eras) == 1:
            told = eras.pop()
        return Handle(stem, told, owner) if told is None or told in eras or not eras else None

    def _handles(self, name: str) -> frozenset[Handle]:
        return frozenset(one.handle for one in self._given.giving(name))

    def named(self, row: sqlite3.Row, name: str, year: int | None, on: date | None) -> Meant | None:
        """Return the instrument of a name: that of the year written, else the version in force on a day.

        The versions of a law are those of the table and those whose number a mention of the archive gives, in one
        series by the day from which each holds. `Luật Đất đai (sửa đổi)` is the last one passed, in force or not yet.
        """
        if row["doc_type"] not in LAWS or year is not None or on is None:
            known = self.known.named(name, year, on, row["issuer"], row["title"])
            if known is None:
                return self._law_of_year(name, year) if row["doc_type"] in LAWS else None
            meant = Meant(known_handle(known), known)
            return replace(meant, doubt=_beyond(name, known.code, on, self.known.kept)) if year is None else meant
        versions = {v.meant.handle: v for v in map(_version, self.known.series(name))}
        versions = {**self._laws(_law(name)), **versions}
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

    def _law_of_year(self, name: str, year: int | None) -> Meant | None:
        found = [v.meant for h, v in self._laws(_law(name)).items() if h.era == str(year)]
        return found[0] if len(found) == 1 else None

    def _versions(self, name: str) -> Mapping[Handle, _Version]:
        found: dict[Handle, _Version] = {}
        for one in self._given.giving(name):
            issued = _issued(one.row, one.source, int(str(one.handle.era)))
            version = _Version(issued, issued, Meant(one.handle), one.row["code"], sure=False)
            if one.handle not in found or version.begins < found[one.handle].begins:
                found[one.handle] = version
        return found


def _issued(row: sqlite3.Row, source: Source, year: int) -> date:
    """Return the day of issue that a mention tells, else one by which it was issued."""
    last = date(year, 12, 31)
    return day_of(row["date"]) or min(source.date or last, last)


def _version(row: KnownInstrument) -> _Version:
    return _Version(row.date, row.begins, Meant(known_handle(row), row), row.code, row.in_force is not None)


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
    if row["ord"] is None:
        title = row["title"] or ""
        return title if title.startswith(LAWS) else f"{row['doc_type']} {title}"
    match = _NAME_BEFORE_NUMBER.match(" ".join(row["text"].split()))
    return match[1] if match else None


@lru_cache(maxsize=1 << 14)
def day_of(text: str | None) -> date | None:
    """Return the day that a column holds."""
    return date.fromisoformat(text) if text else None
