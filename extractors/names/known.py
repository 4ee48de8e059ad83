"""A short or common name -> the instrument that it is known to stand for (`known_instruments.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from extractors.names.agreement import issuers_agree, names_a_body, same_title, titles_agree
from extractors.rulebook import load_table
from extractors.text.folding import code_key, fold

_CODE: Final = re.compile(r"(?P<number>\d+[a-zA-Z]?)(?P<mark>[-/])(?:(?P<year>\d{4})/)?(?P<symbol>.+)")
_ZEROS: Final = re.compile(r"\b0+(?=\d)")
_YEAR: Final = re.compile(r"[, ]*(?:năm )?\b(?:19|20)\d{2}$")


@dataclass(frozen=True, slots=True)
class KnownInstrument:
    """One name of one row of the table; `asks` marks a number that any body may give to a document of its own."""

    doc_type: str
    number: str
    symbol: str
    year: int | None
    code: str
    date: date
    issuer: str
    title: str
    asks: bool


def name_key(name: str) -> str:
    """Return the key of a name without its year, brackets and leading zeros.

    >>> name_key("Luật Đất đai năm 2013") == name_key("luật đất đai"), name_key("Nghị quyết TW 4 (khoá XII)")
    (True, 'nghị quyết trung ương 4 khoá xii')
    """
    words = re.sub(r"[()“”\"]", " ", fold(name))
    words = re.sub(r"\b(?:hội nghị )?(?:tw|tư|trung ương)\s*(?=\d)", "trung ương ", words)
    words = _ZEROS.sub("", words.replace(" số ", " "))
    return _YEAR.sub("", " ".join(words.split()))


@cache
def _table() -> dict[str, tuple[KnownInstrument, ...]]:
    found: dict[str, list[KnownInstrument]] = {}
    for group in load_table(__package__, "known_instruments")["group"]:
        for row in group["rows"]:
            match = _CODE.fullmatch(row["code"])
            assert match is not None, row["code"]
            year = int(match["year"]) if match["year"] else None
            for name in row["names"]:
                asks = row.get("asks", False)
                known = KnownInstrument(
                    group["doc_type"], match["number"].lstrip("0"), match["symbol"], year, row["code"], row["date"],
                    group["issuer"], row.get("title", name), asks if isinstance(asks, bool) else name in asks,
                )  # fmt: skip
                found.setdefault(name_key(name), []).append(known)
    return {key: tuple(sorted(rows, key=lambda row: row.date)) for key, rows in found.items()}


def known_instruments() -> frozenset[KnownInstrument]:
    """Return every row of the table, once for each of its names."""
    return frozenset(row for rows in _table().values() for row in rows)


@cache
def _by_code() -> dict[str, tuple[KnownInstrument, ...]]:
    found: dict[str, set[KnownInstrument]] = {}
    for row in known_instruments():
        found.setdefault(code_key(row.code), set()).add(row)
    return {key: tuple(sorted(rows, key=lambda row: row.date)) for key, rows in found.items()}


def known_day(code: str, title: str | None) -> date | None:
    """Return the day of the only row with this code whose title it is; None when that does not tell.

    >>> known_day("18-NQ/TW", "quản lý và sử dụng đất"), known_day("18-NQ/TW", None)
    (datetime.date(2022, 6, 16), None)
    """
    days = {row.date for row in _by_code().get(code_key(code), ()) if title and same_title(row.title, title)}
    return days.pop() if len(days) == 1 else None


@cache
def _aliases() -> dict[str, str]:
    return {
        fold(alias): fold(block["name"])
        for block in load_table(__package__, "known_instruments")["alias"]
        for alias in block["other"]
    }


def common_name(folded: str) -> str:
    """Return the usual name of a document without number that is also called otherwise; names are folded.

    >>> common_name("điều lệ đảng cộng sản việt nam")
    'điều lệ đảng'
    """
    return _aliases().get(folded, folded)


def known_instrument(
    name: str, year: int | None, on: date | None, issuer: str | None = None, title: str | None = None
) -> KnownInstrument | None:
    """Return what a name stands for: the row of the year written, then of the title, else the latest issued by `on`.

    None when the table has no such name, when no row has that year or that issuer, when a name with several rows
    comes without anything to tell them apart, or when a bare number comes without issuer and title.

    >>> known_instrument("Pháp lệnh 34", None, None).code
    '34/2007/PL-UBTVQH11'
    >>> known_instrument("Luật Đất đai", None, date(2015, 6, 1)).code
    '45/2013/QH13'
    >>> known_instrument("Chỉ thị 05", None, date(2023, 6, 1), "Bộ Chính trị").code
    '05-CT/TW'
    """
    rows = [row for row in _table().get(name_key(name), ()) if not issuer or issuers_agree(row.issuer, issuer)]
    if title:
        alike = [row for row in rows if same_title(row.title, title)]
        rows = alike or [row for row in rows if titles_agree(row.title, title)]
    if year is not None:
        rows = [row for row in rows if row.date.year == year]
    elif on is not None:
        rows = [row for row in rows if row.date <= on]
    elif len(rows) > 1:
        return None
    rows = [
        row for row in rows if not row.asks or _is_of_issuer(row, issuer) or (title and same_title(row.title, title))
    ]
    return rows[-1] if rows else None


def _is_of_issuer(row: KnownInstrument, issuer: str | None) -> bool:
    """Tell whether the issuer named is that of the row, and no word that fits every body (Ban Thường vụ)."""
    return issuer is not None and names_a_body(issuer) and issuers_agree(row.issuer, issuer)


def year_meant(name: str, on: date | None) -> int | None:
    """Return the year of the document without number that a name without year means on a day, None when not known.

    >>> year_meant("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", date(2023, 6, 1)), year_meant("Điều lệ", None)
    (2013, None)
    """
    for block in load_table(__package__, "known_instruments")["unnumbered"] if on else ():
        if common_name(name_key(name)) == fold(block["name"]):
            return max((day.year for day in block["dates"] if day <= on), default=None)
    return None
