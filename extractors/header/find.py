"""What a document says of itself: text and its layout -> Metadata.

Three genres are told apart: an official document by its letterhead, a page of a legal database by its table of
attributes, and else an article, whose title, day and author stand in lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from extractors.header.abstract import read_title
from extractors.header.excerpts import read_excerpt
from extractors.header.issuer import find_issuer, find_issuer_place, split_units
from extractors.header.press import find_article_place, find_author, find_day, find_headline
from extractors.header.signature import read_recipients, read_signature
from extractors.header.stamps import find_secrecy, find_urgency
from extractors.layout.furniture import find_zone
from extractors.layout.headcells import join_head
from extractors.layout.letterhead import (
    Head,
    Letterhead,
    find_law_day,
    find_letterhead,
    parse_code,
    read_head,
    type_blocks,
    type_pattern,
)
from extractors.layout.published import parse_published, split_crawled
from extractors.model import Metadata, Section, SectionKind
from extractors.rulebook import load_table
from extractors.text.lines import Line, is_capital, is_row, outside, split_cells, split_lines
from extractors.text.wrapped import paragraph_lengths
from extractors.values.dates import parse_date
from extractors.values.periods import find_reporting_period
from extractors.values.places import canonical

_TOP: Final = 12
"""How far down a text without a letterhead a stamp may stand."""
_PROSE: Final = 130
_DATED_PROSE: Final = 90
"""How long a paragraph of an article is at the least, and of one that says when it was published."""
_LEADERS: Final = ("....", "……", "____", "\t")
"""Blanks to fill in, and cells: signs of a form or table, not of running text."""
_OFFICE: Final = re.compile(r"^(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG) (?=\S)(?!NƯỚC)")
_OUTLINE: Final = 3
_LONGEST_ARTICLE: Final = 20_000
_LONGEST_LABEL: Final = 48
_LONGEST_ROW: Final = 300
_FEWEST_ATTRIBUTES: Final = 4
_BARE_UNITS: Final = ("ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân")
"""Issuers whose head has lost its line of the province or district."""


def read_metadata(
    text: str,
    sections: Sequence[Section],
    boilerplate: Sequence[tuple[int, int]],
    hints: Sequence[tuple[str, str]] = (),
) -> Metadata:
    """Return what a document says of itself; a field is None where it does not say (gold guidelines, "Metadata").

    `hints` are the container's own claims (HTML title and meta tags): used only where the text is silent.
    """
    every = split_lines(text)
    own = outside(every, boilerplate)
    kept = {line.start for line in own}
    furniture = [line for line in every if line.start not in kept]
    own, crawled = split_crawled(own)
    lines = join_head(own)
    place = find_letterhead(lines)
    head = read_head(lines, place) if place else None
    cells, others = _where_stamps_stand(lines, place, head)
    secrecy = find_secrecy(cells, [*others, *(line.text for line in furniture)])
    attributes = read_attributes(lines)
    if attributes and not (head and head.code):
        return replace(_from_attributes(attributes, lines, furniture), secrecy=secrecy)
    if place and head:
        found = _filled(_from_letterhead(text, lines, place, head, sections), attributes, lines[: place.first])
        return replace(found, secrecy=secrecy, urgency=find_urgency(cells, others))
    said = dict(hints) | ({"meta.date": crawled} if crawled else {})
    return replace(_from_article(lines, furniture, sections, said), secrecy=secrecy)


def _where_stamps_stand(
    lines: Sequence[Line], place: Letterhead | None, head: Head | None
) -> tuple[list[str], list[str]]:
    """Return the cells that a stamp may have run into, and the lines that may be one."""
    if place is None or head is None:
        return [], [line.text for line in lines[:_TOP]]
    cells = list(head.cells)
    if place.type_line is not None:
        kind = lines[place.type_line].text
        found = type_pattern().match(kind)
        cells.append(kind[found.end() :] if found else "")
    around = [*lines[: place.first], *lines[(place.type_line or place.first) + 1 : place.stop + 1]]
    return cells, [line.text for line in around]


def _filled(found: Metadata, attributes: Mapping[str, str], above: Sequence[Line]) -> Metadata:
    """Return the metadata of a letterhead with what only the page tells: its table, its headline, its day."""
    day = found.date or parse_date(attributes.get("date", ""))
    if day is None and found.code is None:
        day = next((day for line in above if (day := parse_published(line.text))), None)
    seat = attributes.get("seat") or attributes.get("issuer") or ""
    issuer = found.issuer or attributes.get("issuer")
    if issuer and issuer.lower() in _BARE_UNITS and canonical(seat):
        issuer = f"{issuer} {seat[:1].lower()}{seat[1:]}"
    return replace(
        found,
        date=day,
        title=found.title or attributes.get("title") or _headline_with_code(above, found.code),
        issuer=issuer,
        place=found.place or canonical(seat),
    )


def _headline_with_code(above: Sequence[Line], code: str | None) -> str | None:
    """Return what the page's headline says after the type and the number of the document that it prints."""
    for line in above:
        kind = type_pattern().match(line.text)
        words = line.text[kind.end() :].removeprefix(" số").split(maxsplit=1) if kind else []
        if len(words) > 1 and code and parse_code(words[0])[2] == code:
            return words[1].strip()
    return None


def _from_letterhead(
    text: str, lines: Sequence[Line], place: Letterhead, head: Head, sections: Sequence[Section]
) -> Metadata:
    title = read_title(lines, place, head)
    foot = _footer_lines(lines, sections)
    signed_for, office, signer = read_signature(foot)
    units = split_units(head.cells)
    again = split_units(_named_again(lines, place))
    if not units or (again and units[-1] in _BARE_UNITS and again[-1].startswith(units[-1])):
        units = again
    body = "\n".join(line.text for line in lines[place.stop : place.stop + 60])
    numbered = title if title.number else head
    number, symbol, code = numbered.number, numbered.symbol, numbered.code
    if number is None and symbol is None and title.doc_type:
        number, symbol, code = _code_above(lines[: place.first], title.doc_type)
    doc_type = title.doc_type or _type_of_symbol(symbol) or ("Công văn" if symbol else None)
    passed = find_law_day(text) if (symbol or "").startswith(_assembly_symbols()) else None
    day = passed or head.day or title.day
    planned = doc_type and type_blocks()[doc_type.lower()].get("period")
    return Metadata(
        kind=_kind_of(doc_type),
        doc_type=doc_type,
        code=code,
        number=number,
        symbol=symbol,
        title=title.text,
        date=day,
        issuer=find_issuer(units, signed_for, title.said, body),
        place=find_issuer_place(units or ([title.said.lower()] if title.said else []), head, f"{title.text}\n{body}"),
        signer=signer,
        signer_title=office,
        period=find_reporting_period(title.text, day) if title.text and planned else None,
        recipients=read_recipients(lines[place.first : place.stop], foot, signer),
    )


def _named_again(lines: Sequence[Line], place: Letterhead) -> list[str]:
    """Return the lines in which the issuer stands between title and legal basis, without its head's office."""
    title = place.title[-1] if place.title else place.type_line
    named = [line.text for line in lines[title + 1 : place.stop]] if title is not None else []
    return [_OFFICE.sub("", text) for text in named if is_capital(text) and not text.startswith("NƯỚC ")]


def _code_above(lines: Sequence[Line], doc_type: str) -> tuple[str | None, str | None, str | None]:
    """Return the number that the page's own headline gives with the type of the document printed below it."""
    for line in lines[-_TOP:]:
        found = type_pattern().match(line.text)
        if found and found["type"].lower() == doc_type.lower():
            words = line.text[found.end() :].removeprefix(" số").split()
            return parse_code(words[0]) if words else (None, None, None)
    return None, None, None


def _kind_of(doc_type: str | None) -> str:
    block = type_blocks().get((doc_type or "").lower())
    return str(block["kind"]) if block else "other"


def _type_of_symbol(symbol: str | None) -> str | None:
    """Return the type whose letters open a symbol: BC/BDVTU is a Báo cáo."""
    letters = re.split(r"[/.-]", symbol)[0] if symbol else ""
    for block in type_blocks().values():
        if letters in block["letters"] and letters:
            return str(block["name"])
    return None


def _footer_lines(lines: Sequence[Line], sections: Sequence[Section]) -> list[Line]:
    """Return the lines of the document's first footer: a later one belongs to an annex."""
    for section in sections:
        if section.kind is SectionKind.FOOTER:
            return [line for line in lines if section.start <= line.start < section.end]
    return []


def read_attributes(lines: Sequence[Line]) -> dict[str, str]:
    """Return the attributes of a document on a page of a legal database, {} when there are fewer than four."""
    labels: Mapping[str, str] = load_table(__package__, "header")["attributes"]
    openings = tuple(labels)
    found: dict[str, str] = {}
    for i, line in enumerate(lines):
        if len(line.text) > _LONGEST_ROW or not line.text[:_LONGEST_LABEL].lower().startswith(openings):
            continue
        cells = split_cells(_attribute_start().sub("   ", line.text))
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        for cell, after in pairwise([*cells, below]):
            lowered = cell[:_LONGEST_LABEL].lower()
            if lowered.startswith(openings):
                label = next(label for label in labels if lowered.startswith(label))
                value = cell[len(label) :].strip(" :") or after
                if value.strip("-"):
                    found.setdefault(labels[label], value)
    return found if len(found) >= _FEWEST_ATTRIBUTES else {}


@cache
def _attribute_start() -> re.Pattern[str]:
    """Return the pattern of the blank before a label within a line: attributes printed two in a row."""
    labels = (
        label.capitalize()
        for label in (
            *load_table(__package__, "header")["attributes"],
            *load_table(__package__, "header")["page"]["untold"],
        )
    )
    return re.compile(rf" (?=(?:{'|'.join(map(re.escape, labels))})[ ]?:)")


@cache
def _assembly_symbols() -> tuple[str, ...]:
    return tuple(load_table(__package__, "header")["assembly"]["symbols"])


def _from_attributes(attributes: Mapping[str, str], lines: Sequence[Line], furniture: Sequence[Line]) -> Metadata:
    number, symbol, code = parse_code(attributes.get("code", ""))
    doc_type = attributes.get("doc_type")
    seat = attributes.get("seat")
    issuer = attributes.get("issuer") or (seat if seat and canonical(seat) is None else None)
    coded = [line for line in furniture if code and code in line.text]
    title = attributes.get("title") or _headline_above(lines, doc_type, code) or _headline_above(coded, doc_type, code)
    units = [name.lower() for name in (issuer, seat) if name]
    return Metadata(
        kind=_kind_of(doc_type),
        doc_type=doc_type,
        code=code,
        number=number,
        symbol=symbol,
        title=title,
        date=parse_date(attributes.get("date", "")),
        issuer=issuer,
        place=find_issuer_place(units, Head((), None, None, None, None, None, None), ""),
        signer=attributes.get("signer"),
        signer_title=attributes.get("signer_title"),
    )


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


def _from_article(
    lines: Sequence[Line], furniture: Sequence[Line], sections: Sequence[Section], hints: Mapping[str, str]
) -> Metadata:
    """Read a text without letterhead: an article when it has running text and no outline of its own."""
    if excerpt := read_excerpt(lines):
        return excerpt
    outline = sum(section.kind in (SectionKind.HEADING, SectionKind.TABLE) for section in sections)
    dated = any(parse_published(line.text) for line in lines[:_TOP] if len(line.text) <= _PROSE)
    running = [line for line in lines if not (is_row(line.text) or any(leader in line.text for leader in _LEADERS))]
    shortest = _DATED_PROSE if dated else _PROSE
    prose = sum(length >= shortest for length in paragraph_lengths(running))
    length = sum(len(line.text) for line in lines)
    if not prose or length > _LONGEST_ARTICLE or (outline >= _OUTLINE and outline > prose):
        return Metadata(kind="other", title=find_headline(lines, {}))
    headline = find_headline(lines, hints)
    return Metadata(
        kind="news",
        title=headline,
        date=find_day(lines, headline, hints),
        place=find_article_place(lines, headline, furniture, hints),
        author=find_author(lines, headline, hints),
    )
