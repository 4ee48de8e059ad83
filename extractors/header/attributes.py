"""A page of a legal database: the table in which it states the attributes of a document (thuộc tính) -> Metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from extractors.header.issuer import issuer_of_symbol
from extractors.header.locality import read_locality
from extractors.header.press import find_site_place
from extractors.layout.furniture import find_zone
from extractors.layout.head_fields import parse_code
from extractors.model import Metadata
from extractors.names.kinds import LETTERS, record_kind
from extractors.names.symbols import names_issuer
from extractors.rulebook import load_table
from extractors.text.lines import Line, split_cells
from extractors.values.dates import parse_date
from extractors.values.places import canonical

_LONGEST_LABEL: Final = 48
_LONGEST_ROW: Final = 300
_FEWEST_ATTRIBUTES: Final = 4
LETTER: Final = "Công văn"
_UNTOLD: Final = "untold"
_MARKS: Final = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\\(?=\W)")


def read_attributes(lines: Sequence[Line]) -> dict[str, str]:
    """Return the attributes of a document on a page of a legal database, {} when there are fewer than four.

    A code and a day are enough.

    A label stands before its value on one line, in a cell of its own, or on the line above.
    """
    labels = _attribute_labels()
    openings = tuple(labels)
    found: dict[str, str] = {}
    for i, line in enumerate(lines):
        text = _plain(line)
        if len(text) > _LONGEST_ROW or not text[:_LONGEST_LABEL].lower().startswith(openings):
            continue
        cells = split_cells(_attribute_start().sub("   ", text))
        below = _plain(lines[i + 1]) if i + 1 < len(lines) else ""
        for cell, after in pairwise([*cells, below]):
            lowered = cell[:_LONGEST_LABEL].lower()
            if lowered.startswith(openings):
                label = next(label for label in labels if lowered.startswith(label))
                value = cell[len(label) :].strip(" :") or ("" if after.lower().startswith(openings) else after)
                if value.strip("-"):
                    found.setdefault(labels[label], value)
    found.pop(_UNTOLD, None)
    identified = parse_code(found.get("code", ""))[2] and parse_date(found.get("date", ""))
    return found if len(found) >= _FEWEST_ATTRIBUTES or identified else {}


def _plain(line: Line) -> str:
    """Return the text of a row without bars at its ends, the bullet before it and the marks of Markdown."""
    text = line.text
    return (_MARKS.sub("", text) if "*" in text or "_" in text or "\\" in text else text).strip("|•-+ ")


@cache
def _attribute_labels() -> dict[str, str]:
    """Return the labels of a page's attributes, longest first, with what they state; those that are not read, too."""
    table = load_table(__package__, "header")
    labels: dict[str, str] = table["attributes"] | dict.fromkeys(table["page"]["untold"], _UNTOLD)
    return {label: labels[label] for label in sorted(labels, key=len, reverse=True)}


@cache
def _attribute_start() -> re.Pattern[str]:
    """Return the pattern of what parts a label from the value before it on one line: a blank or nothing."""
    labels = "|".join(re.escape(label.capitalize()) for label in _attribute_labels())
    return re.compile(rf"(?: |(?<=[^\W_]))(?=(?:{labels})[ ]?:)")


def from_attributes(attributes: Mapping[str, str], lines: Sequence[Line], furniture: Sequence[Line]) -> Metadata:
    """Return what a page of a legal database states of a document that it prints without its letterhead."""
    number, symbol, code = parse_code(attributes.get("code", ""))
    doc_type = attributes.get("doc_type") or type_of_symbol(symbol)
    if doc_type is None and symbol and names_issuer(opening_letters(symbol)):
        doc_type = LETTER
    seat = attributes.get("seat") or attributes.get("issuer")
    named = next((name for name in (attributes.get("issuer"), seat) if name and canonical(name) is None), None)
    issuer = named or issuer_of_symbol(symbol, seat)
    coded = [line for line in furniture if code and code in line.text]
    title = attributes.get("title") or _headline_above(lines, doc_type, code) or _headline_above(coded, doc_type, code)
    day = parse_date(attributes.get("date", ""))
    where = read_locality([name.lower() for name in (issuer, seat) if name], None, day, "")
    return Metadata(
        kind=record_kind(doc_type),
        doc_type=doc_type,
        code=code,
        number=number,
        symbol=symbol,
        title=title,
        date=day,
        issuer=issuer,
        place=where.place or find_site_place(furniture),
        district=where.district,
        commune=where.commune,
        signer=attributes.get("signer"),
        signer_title=attributes.get("signer_title"),
    )


def type_of_symbol(symbol: str | None) -> str | None:
    """Return the kind of document whose letters open a symbol: BC/BDVTU is a Báo cáo."""
    return LETTERS.get(opening_letters(symbol)) if symbol else None


def opening_letters(symbol: str) -> str:
    """Return the letters before the first mark of a symbol: UBND of UBND-KTTH, which is a letter's (công văn)."""
    return re.split(r"[/.-]", symbol)[0]


def _headline_above(lines: Sequence[Line], doc_type: str | None, code: str | None) -> str | None:
    """Return the title printed above the table of attributes, without the type and number that open it."""
    labels = tuple(load_table(__package__, "header")["attributes"])
    above: list[str] = []
    for line in lines:
        if line.text.lower().startswith(labels):
            break
        if find_zone(line) is None:
            above.append(line.text)
    title = " ".join(" ".join(above).split())
    for opening in (doc_type, "số", code):
        title = title.removeprefix(opening or "").strip()
    return title or None
