"""An instrument -> its identifiers for other collections of law: Akoma Ntoso, and the European Legislation Identifier.

Akoma Ntoso: OASIS, Akoma Ntoso Naming Convention 1.0 (21 February 2019), section 4.4, the IRI for the Work:
`/akn/{country}/{type of document}/{subtype}/{emanating actor}/{date}/{number}`, where subtype and actor are optional,
the actor left out where the rest tells it. Country: `vn` (ISO 3166-1). Type: `act` for what legislates, `doc` for the
rest. Subtype: the kind of document. Actor: the province, and the district or commune in it, whose number it is; which
body of it, the letters of the symbol tell, and for the centre they tell all. Date: of issue. Number: number and symbol.

ELI: Council conclusions 2012/C 325/02; of its components, which a country orders and documents itself, those that
Vietnam would need: `/eli/{jurisdiction}/{agent}/{year}/{month}/{day}/{type}/{natural identifier}`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractors.names.identity import NATIONAL
from extractors.rulebook import load_table
from extractors.text.folding import bare, code_slug

COUNTRY: Final = "vn"
_LEGISLATES: Final = frozenset(load_table(__package__, "words")["iri"]["legislation"])
_WITH_YEAR: Final = re.compile(r"\s*\d+\s*/\s*(?:19|20)\d\d\s*/")
"""The number of a legal document since 1997 holds its year (30/2020/NĐ-CP); that of a single decision does not."""
_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")


class _Parts(NamedTuple):
    act: bool
    kind: tuple[str, ...]
    actor: tuple[str, ...]
    day: str
    number: str


def akn_iri(
    doc_type: str | None, symbol: str | None, code: str | None, day: str | None, jurisdiction: str | None
) -> str | None:
    """Return the Akoma Ntoso IRI of an instrument as a work; None without number, day (ISO), or whose number it is.

    >>> akn_iri("Nghị định", "NĐ-CP", "30/2020/NĐ-CP", "2020-03-05", "Trung ương")
    '/akn/vn/act/nghi-dinh/2020-03-05/30-2020-ND-CP'
    >>> akn_iri("Quyết định", "QĐ-UBND", "81/QĐ-UBND", "2022-01-19", "Bắc Kạn / Na Rì")
    '/akn/vn/doc/quyet-dinh/bac-kan.na-ri/2022-01-19/81-QD-UBND'
    """
    parts = _parts(doc_type, symbol, code, day, jurisdiction)
    if parts is None:
        return None
    type_ = "act" if parts.act else "doc"
    return "/".join(("", "akn", COUNTRY, type_, *parts.kind, *parts.actor, parts.day, parts.number))


def eli(
    doc_type: str | None, symbol: str | None, code: str | None, day: str | None, jurisdiction: str | None
) -> str | None:
    """Return the ELI of an instrument; None where it has no Akoma Ntoso IRI.

    >>> eli("Nghị định", "NĐ-CP", "30/2020/NĐ-CP", "2020-03-05", "Trung ương")
    '/eli/vn/2020/03/05/nghi-dinh/30-2020-ND-CP'
    """
    parts = _parts(doc_type, symbol, code, day, jurisdiction)
    if parts is None:
        return None
    return "/".join(("", "eli", COUNTRY, *parts.actor, *parts.day.split("-"), *parts.kind, parts.number))


def _parts(
    doc_type: str | None, symbol: str | None, code: str | None, day: str | None, jurisdiction: str | None
) -> _Parts | None:
    if not (symbol and code and day and jurisdiction):
        return None
    kind = doc_type or _kind_by(symbol)
    actor = () if jurisdiction == NATIONAL else (".".join(map(_slug, jurisdiction.split(" / "))),)
    legislates = kind in _LEGISLATES or _WITH_YEAR.match(code) is not None
    return _Parts(legislates, (_slug(kind),) if kind else (), actor, day, code_slug(code))


def _kind_by(symbol: str) -> str | None:
    from extractors.names.kinds import kinds_of  # the table of kinds is asked only where the kind is not told

    return next((name for part in re.split("[-/]", symbol) for name in kinds_of(part)), None)


def _slug(words: str) -> str:
    """Return words as one segment of an identifier.

    >>> _slug("Thừa Thiên Huế")
    'thua-thien-hue'
    """
    return _NO_LETTER.sub("-", bare(words)).strip("-")
