"""A citation or a document's own header -> the identity of the instrument that it names.

Number and symbol are not enough: Party numbers restart each term, State ones each year, and
`22-QC/TU` exists in every province. A Handle is what one mention tells of the identity; which
instrument it is, is decided over the whole archive by `pipeline.archive.resolve`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from extractors.names.known import KnownInstrument, KnownTable, common_name
from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold, fold_code
from extractors.values.places import central_cities, find_place, place_of_district, same_jurisdiction, successors
from extractors.values.terms import party_term

NATIONAL = "Trung ương"

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["identity"]
_CAPITAL: Final = "[A-ZĐƯÂĂÊÔƠÁÀẢÃẠÍÌỊÓÒÚÙÝ]"
_NAME: Final = (
    rf"(?:[0-9]{{1,2}}(?!\w)|{_CAPITAL}[\w'’]{{0,9}}"
    rf"(?:[ ](?!{'|'.join(_WORDS['opens_motto'])})(?:{_CAPITAL}|[0-9])[\w'’]{{0,9}}){{0,3}})"
)
_UNIT: Final = any_of(_WORDS["levels"]) + r""
_LOCAL_BODY: Final = re.compile(
    r"(?:(?:(?i:"
    + "|".join(_WORDS["committees"])
    + r")\s?[Uu][ỷỶ]|(?i:"
    + "|".join(_WORDS["committees_in_capitals"])
    + r")\s?[ủỦ][yY])"
    rf"\s+(?:(?i:{_UNIT})\s+)?"
    rf"|(?i:{'|'.join(_WORDS['state_bodies'])})\s+(?i:{_UNIT})\s+)(?P<name>{_NAME})"
)
_LOCAL_STATE: Final = re.compile(
    r"\b" + any_of(_WORDS["folded_state_bodies"]) + r" " + any_of(_WORDS["levels"]) + r"\b"
)


class Handle(NamedTuple):
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
    scopes: list[dict[str, Any]] = load_table(__package__, "scopes")["scope"]
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
    and the centre's own document of that number must not be credited with it. Letters that every people's
    committee uses (`QĐ-UBND`) are the district's or commune's when the issuer says so.

    >>> jurisdiction("QĐ-UBND", "UBND huyện Na Rì", "Bắc Kạn"), jurisdiction("QĐ-UBND", "UBND tỉnh", "Bắc Kạn")
    ('Bắc Kạn / Na Rì', 'Bắc Kạn')
    """
    scope = symbol_scope(symbol) if symbol else None
    named = find_place(issuer) if issuer else None
    if scope == "national" and not (issuer and _speaks_for_province(issuer)):
        return NATIONAL
    place = (named if named and named != NATIONAL else None) or home or ""
    if scope != "district" and not (scope is None and issuer and is_local_state(issuer)):
        return place
    body = local_body(issuer or "") or local
    return f"{place or place_of_district(body) or ''} / {body}" if body else place


@lru_cache(maxsize=1 << 14)
def same_owner(one: str, other: str) -> bool:
    """Tell whether two jurisdictions are one, or one of them went into the other.

    >>> same_owner("Bắc Kạn / Na Rì", "Thái Nguyên / Na Rì"), same_owner("Bắc Kạn", "Bắc Kạn / Na Rì")
    (True, False)
    """
    (place, _, body), (other_place, _, other_body) = one.partition(" / "), other.partition(" / ")
    return body == other_body and same_jurisdiction(place, other_place)


@cache
def later_owners(owner: str) -> tuple[str, ...]:
    """Return what a jurisdiction is called after every change of provinces that is known.

    >>> later_owners("Bắc Kạn / Na Rì")
    ('Thái Nguyên / Na Rì',)
    """
    place, slash, body = owner.partition(" / ")
    return tuple(f"{name}{slash}{body}" for name in successors(place, date.max))


@lru_cache(maxsize=1 << 14)
def _speaks_for_province(issuer: str) -> bool:
    words = fold(issuer)
    return any(fold(word) in words for word in _WORDS["provincial_bodies"])


@lru_cache(maxsize=1 << 14)
def is_local_state(issuer: str) -> bool:
    """Tell whether an issuer is the people's committee or council of a district or commune.

    >>> is_local_state("UBND huyện Na Rì"), is_local_state("Ủy ban nhân dân thành phố Hà Nội")
    (True, False)
    """
    found = _LOCAL_STATE.search(fold(issuer))
    city = found is not None and found.group().endswith("thành phố") and find_place(issuer) in central_cities()
    return found is not None and not city


@lru_cache(maxsize=1 << 14)
def local_body(text: str) -> str | None:
    """Return the district or commune that a body is named after, None when the text names none.

    >>> local_body("Ban Thường vụ Huyện ủy Quảng Hòa"), local_body("UBND xã Kim Lư"), local_body("HUYỆN ỦY NA RÌ")
    ('Quảng Hòa', 'Kim Lư', 'Na Rì')
    """
    match = _LOCAL_BODY.search(text)
    if not match or match["name"] in central_cities():
        return None
    return match["name"].title() if match["name"].isupper() else match["name"]


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
    return Handle(f"{number.lstrip('0').upper()}|{_letters(symbol)}", era(symbol, year, day), jurisdiction_)


@lru_cache(maxsize=4)
def known_by_key(table: KnownTable) -> dict[str, KnownInstrument]:
    """Return the well-known instruments by their keys.

    >>> from extractors.names.known import known_table
    >>> known_by_key(known_table())["5|CT/TW|2016|Trung ương"].date
    datetime.date(2016, 5, 15)
    """
    return {known_handle(row).key(): row for row in table.instruments}


def known_handle(row: KnownInstrument) -> Handle:
    """Return the handle of a well-known instrument: all of them are of the centre."""
    return numbered_handle(row.number, row.symbol, row.year, row.date, NATIONAL)


@lru_cache(maxsize=1 << 14)
def _letters(symbol: str) -> str:
    return fold_code(symbol).upper().replace("Đ", "D").replace("TƯ", "TW")


def named_handle(doc_type: str | None, name: str, year: int | None, jurisdiction_: str) -> Handle:
    """Return the handle of a document known by name, session, title or bare number."""
    words = re.sub(r"[“”\"()]", " ", fold(name))
    words = re.sub(rf"\b(?:năm )?{year}$", "", words.strip()) if year else words
    words = re.sub(r"\bnghị quyết (?:hội nghị )?tw ?(?=\d)", "nghị quyết trung ương ", words)
    kind = fold(doc_type or "")
    stem = common_name(" ".join(words.split()))
    return Handle(stem if stem.startswith(kind) else f"{kind} {stem}", str(year) if year else None, jurisdiction_)
