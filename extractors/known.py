"""A short or common name -> the instrument that it is known to stand for (rules/known_instruments.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from extractors.folding import fold
from extractors.rulebook import load_table

_CODE: Final = re.compile(r"(?P<number>\d+[a-zA-Z]?)(?P<mark>[-/])(?:(?P<year>\d{4})/)?(?P<symbol>.+)")
_YEAR: Final = re.compile(r"[, ]*(?:năm )?\b(?:19|20)\d{2}$")


@dataclass(frozen=True, slots=True)
class KnownInstrument:
    """One row of the table; `yields` marks a name that many bodies also give to documents of their own."""

    doc_type: str
    number: str
    symbol: str
    year: int | None
    code: str
    date: date
    issuer: str
    name: str
    yields: bool


def name_key(name: str) -> str:
    """Return the key of a name without its year and brackets.

    >>> name_key("Luật Đất đai năm 2013") == name_key("luật đất đai"), name_key("Nghị quyết TW 4 (khoá XII)")
    (True, 'nghị quyết trung ương 4 khoá xii')
    """
    words = re.sub(r"[()“”\"]", " ", fold(name))
    words = re.sub(r"\b(?:hội nghị )?(?:tw|tư|trung ương)\s*(?=\d)", "trung ương ", words)
    words = words.replace(" số ", " ")
    return _YEAR.sub("", " ".join(words.split()))


@cache
def _table() -> dict[str, tuple[KnownInstrument, ...]]:
    found: dict[str, list[KnownInstrument]] = {}
    for block in load_table("known_instruments")["instrument"]:
        match = _CODE.fullmatch(block["code"])
        assert match is not None, block["code"]
        year = int(match["year"]) if match["year"] else None
        for name in block["names"]:
            row = KnownInstrument(
                block["doc_type"], match["number"].lstrip("0"), match["symbol"], year, block["code"], block["date"],
                block["issuer"], name, block.get("yields_to_own_series", False),
            )  # fmt: skip
            found.setdefault(name_key(name), []).append(row)
    return {key: tuple(sorted(rows, key=lambda row: row.date)) for key, rows in found.items()}


@cache
def _aliases() -> dict[str, str]:
    return {
        fold(alias): fold(block["name"])
        for block in load_table("known_instruments")["alias"]
        for alias in block["other"]
    }


def common_name(folded: str) -> str:
    """Return the usual name of a document without number that is also called otherwise; names are folded.

    >>> common_name("điều lệ đảng cộng sản việt nam")
    'điều lệ đảng'
    """
    return _aliases().get(folded, folded)


def known_instrument(name: str, year: int | None, on: date | None) -> KnownInstrument | None:
    """Return what a name stands for: the row of the year written, else the latest one issued by `on`.

    None when the table has no such name, when no row has that year, or when a name with several rows comes
    without year and date.

    >>> known_instrument("Pháp lệnh 34", None, None).code
    '34/2007/PL-UBTVQH11'
    >>> known_instrument("Luật Đất đai", None, date(2015, 6, 1)).code
    '45/2013/QH13'
    """
    rows = _table().get(name_key(name), ())
    if year is not None:
        rows = tuple(row for row in rows if row.date.year == year)
        return rows[-1] if rows else None
    if on is not None:
        rows = tuple(row for row in rows if row.date <= on)
        return rows[-1] if rows else None
    return rows[0] if len(rows) == 1 else None
