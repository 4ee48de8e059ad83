"""A citation or a document's own header -> the identity of the instrument that it names.

Number and symbol are not enough: Party numbers restart each term, State ones each year, and
`22-QC/TU` exists in every province. A Handle is what one mention tells of the identity; which
instrument it is, is decided over the whole archive by `pipeline.resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from extractors.folding import fold, fold_code
from extractors.known import common_name
from extractors.places import find_place
from extractors.rulebook import load_table
from extractors.terms import party_term

NATIONAL = "Trung ương"

_LOCAL_BODY = re.compile(
    r"(?:[Hh]uyện|[Qq]uận|[Tt]hị|[Tt]hành|[Pp]hường|[Đđ]ảng)\s?(?:[Uu][ỷỶ]|[ủỦ][yY])\s+((?:(?:xã|phường|thị trấn)\s+)?"
    r"[A-ZĐƯÂĂÊÔƠÁÀẢÃẠÍÌỊÓÒÚÙÝ]\w+(?:\s+[A-ZĐƯÂĂÊÔƠÁÀẢÃẠÍÌỊÓÒÚÙÝ]\w+){0,3})"
)


@dataclass(frozen=True, slots=True)
class Handle:
    """What one mention tells: `stem` names the series and the place in it, `era` the year or term.

    `era` is None when neither the code nor a date tells it. `jurisdiction` is "Trung ương", a
    province, "province / local body", or "" when nothing says whose number it is.
    """

    stem: str
    era: str | None
    jurisdiction: str

    def key(self) -> str:
        """Return the instrument key: stem, era and jurisdiction, `?` for an unknown era."""
        return f"{self.stem}|{self.era or '?'}|{self.jurisdiction}"


@cache
def symbol_scope(symbol: str) -> str | None:
    """Return national, province or district for a symbol such as `QC/TU`, None when its letters are not known.

    >>> symbol_scope("QC/TU"), symbol_scope("NĐ-CP"), symbol_scope("HD/BDVHU"), symbol_scope("QĐ-UBND")
    ('province', 'national', 'district', None)
    """
    letters = [part for part in re.split(r"[-/]", symbol) if part]
    issuers = letters[1:] or letters
    scopes: list[dict[str, Any]] = load_table("scopes")["scope"]
    for test in (_is_listed, _has_ending, _has_beginning):
        for scope in scopes:
            if any(test(scope, issuer) for issuer in {*issuers, letters[0]} if issuer):
                return str(scope["name"])
    return None


def _is_listed(scope: dict[str, Any], issuer: str) -> bool:
    return issuer in scope["letters"]


def _has_ending(scope: dict[str, Any], issuer: str) -> bool:
    return any(issuer.endswith(ending) and issuer != ending for ending in scope["endings"])


def _has_beginning(scope: dict[str, Any], issuer: str) -> bool:
    return any(issuer.startswith(beginning) for beginning in scope["beginnings"])


def is_party(symbol: str) -> bool:
    """Tell whether a symbol has the Party's form, type-SLASH-issuer (`QC/TU`)."""
    return "/" in symbol


def jurisdiction(symbol: str | None, issuer: str | None, home: str | None, local: str | None = None) -> str:
    """Return whose number it is.

    `home` is the citing document's place, `local` its own district or commune body, if any. A symbol of the
    centre with a provincial issuer in prose belongs to the province: the contradiction is reported elsewhere,
    and the centre's own document of that number must not be credited with it.
    """
    scope = symbol_scope(symbol) if symbol else None
    named = find_place(issuer) if issuer else None
    provincial = issuer is not None and _speaks_for_province(issuer)
    if scope == "national" and not provincial:
        return NATIONAL
    place = (named if named and named != NATIONAL else None) or home or ""
    if scope != "district":
        return place
    body = local_body(issuer or "") or local
    return f"{place} / {body}" if body else place


def _speaks_for_province(issuer: str) -> bool:
    words = fold(issuer)
    return any(fold(word) in words for word in ("tỉnh ủy", "thành ủy", "ubnd tỉnh", "hđnd tỉnh"))


def local_body(text: str) -> str | None:
    """Return the district or commune that a Party body is named after, None when the text names none.

    >>> local_body("Ban Thường vụ Huyện ủy Quảng Hòa")
    'Quảng Hòa'
    """
    match = _LOCAL_BODY.search(text)
    return " ".join(match[1].split()) if match else None


def era(symbol: str, year: int | None, day: date | None) -> str | None:
    """Return the year (State) or the term (Party) that a number counts in, None when nothing tells it."""
    if not is_party(symbol):
        counted = year if year is not None else day and day.year
        return str(counted) if counted else None
    if day is None and year is not None:
        day = date(year, 7, 1)
    levels = {"national": "central", "district": "district"}
    return party_term(day, levels.get(symbol_scope(symbol) or "", "province")) if day else None


def numbered_handle(number: str, symbol: str, year: int | None, day: date | None, jurisdiction_: str) -> Handle:
    """Return the handle of a document with number and symbol."""
    letters = fold_code(symbol).upper().replace("Đ", "D").replace("TƯ", "TW")
    return Handle(f"{number.lstrip('0').upper()}|{letters}", era(symbol, year, day), jurisdiction_)


def named_handle(doc_type: str | None, name: str, year: int | None, jurisdiction_: str) -> Handle:
    """Return the handle of a document known by name, session, title or bare number."""
    words = re.sub(r"[“”\"()]", " ", fold(name))
    words = re.sub(rf"\b(?:năm )?{year}$", "", words.strip()) if year else words
    words = re.sub(r"\bnghị quyết (?:hội nghị )?tw ?(?=\d)", "nghị quyết trung ương ", words)
    kind = fold(doc_type or "")
    stem = common_name(" ".join(words.split()))
    return Handle(stem if stem.startswith(kind) else f"{kind} {stem}", str(year) if year else None, jurisdiction_)
