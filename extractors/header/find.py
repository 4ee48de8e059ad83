"""What a document says of itself: text and its layout -> Metadata.

Three genres are told apart: an official document by its letterhead, a page of a legal database by its table of
attributes, and else an article, whose title, day and author stand in lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Final

from extractors.header.abstract import read_title
from extractors.header.attributes import LETTER, from_attributes, opening_letters, read_attributes, type_of_symbol
from extractors.header.excerpts import read_excerpt, read_summary
from extractors.header.issuer import (
    find_issuer,
    is_central_committee,
    issuer_of_symbol,
    join_peers,
    of_youth_union,
    set_case,
    split_units,
)
from extractors.header.locality import read_locality
from extractors.header.own_mention import find_own_day, find_own_issuer
from extractors.header.press import find_article_commune, find_article_place, find_author, find_day, find_headline
from extractors.header.signature import read_recipients, read_signature
from extractors.header.stamps import find_urgency
from extractors.layout.datelines import day_of, find_dateline, is_dateline
from extractors.layout.head_fields import Head, find_attached_day, find_law_day, parse_code, read_head
from extractors.layout.head_types import match_type
from extractors.layout.headcells import read_letterhead
from extractors.layout.letterhead import Letterhead, number_in, opens_letterhead
from extractors.layout.letterhead import pattern as head_pattern
from extractors.layout.published import parse_published, split_crawled
from extractors.model import Metadata, Section, SectionKind
from extractors.names.kinds import names_period, record_kind
from extractors.names.symbols import names_issuer
from extractors.rulebook import any_of, find_pattern, load_table
from extractors.text.document import Document
from extractors.text.lines import Line, is_capital, is_row, outside, regular, split_cells
from extractors.text.wrapped import paragraph_lengths
from extractors.values.dates import parse_date
from extractors.values.periods import find_reporting_period
from extractors.values.places import canonical, find_place

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["find"]
_TOP: Final = 12
"""How far down a text without a letterhead a stamp may stand."""
_PROSE: Final = 130
_SHORT_PROSE: Final = 80
_FEWEST_SHORT: Final = 2
_DATED_PROSE: Final = 50
"""How long a paragraph of an article is at the least, and of one that says when it was published."""
_LEADERS: Final = ("....", "……", "____", "\t")
"""Blanks to fill in, and cells: signs of a form or table, not of running text."""
_OFFICE: Final = re.compile(rf"^{any_of(_WORDS['offices'])} (?=\S)(?!{any_of(_WORDS['of_the_country'])})")
_LAST_LINES: Final = 30
"""Within how many last lines a text without letterhead has its place and day."""
_FIRST_ROWS: Final = 6
_LAST_ROWS: Final = 4
"""Among how many rows of a table its town and day stand, at the top and at the end."""
_OUTLINE: Final = 3
_LONGEST_ARTICLE: Final = 20_000
_SUBJECT: Final = re.compile(r"(?<!\w)(?:v/v|về việc)(?!\w)", re.IGNORECASE)
_BARE_UNITS: Final = tuple(_WORDS["bare_units"])
"""Issuers whose head has lost its line of the province or district."""

_pattern = partial(find_pattern, __package__, "header")


def read_metadata(
    text: str | Document,
    sections: Sequence[Section],
    boilerplate: Sequence[tuple[int, int]],
    hints: Sequence[tuple[str, str]] = (),
) -> Metadata:
    """Return what a document says of itself; a field is None where it does not say (gold guidelines, "Metadata").

    `hints` are the container's own claims (HTML title and meta tags): used only where the text is silent.
    """
    document = Document.of(text)
    every, crawled = split_crawled(list(document.lines))
    own = outside(every, boilerplate)
    kept = {line.start for line in own}
    furniture = [line for line in every if line.start not in kept]
    lines, place = read_letterhead(document, own)
    head = read_head(lines, place) if place else None
    attributes = read_attributes(lines)
    if attributes and not (head and (head.code or _has_own_title(lines, place))):
        return from_attributes(attributes, lines, furniture)
    if place and head:
        found = _filled(
            _from_letterhead(regular(document.text), lines, place, head, sections), attributes, lines[: place.first]
        )
        return replace(found, urgency=find_urgency(*_where_stamps_stand(lines, place, head)))
    said = dict(hints) | ({"meta.date": crawled} if crawled else {})
    return _from_article(lines, furniture, sections, said)


def _where_stamps_stand(lines: Sequence[Line], place: Letterhead, head: Head) -> tuple[list[str], list[str]]:
    """Return the cells that a stamp may have run into, and the lines that may be one."""
    cells = list(head.cells)
    if place.type_line is not None:
        kind = lines[place.type_line].text
        found = match_type(kind)
        cells.append(kind[found.end() :] if found else "")
    around = [*lines[: place.first], *lines[(place.type_line or place.first) + 1 : place.stop + 1]]
    return cells, [line.text for line in around]


def _has_own_title(lines: Sequence[Line], place: Letterhead | None) -> bool:
    """Tell whether a text without a number of its own has a type in capitals with a title under it."""
    return bool(place and place.type_line is not None and place.title and lines[place.type_line].text.isupper())


def _filled(found: Metadata, attributes: Mapping[str, str], above: Sequence[Line]) -> Metadata:
    """Return the metadata of a letterhead with what only the page tells: its table, its headline, its day."""
    day = found.date or parse_date(attributes.get("date", ""))
    if day is None and found.code is None:
        day = next((day for line in above if (day := parse_published(line.text))), None)
    seat = attributes.get("seat") or attributes.get("issuer") or ""
    issuer = found.issuer or (attributes.get("issuer") if canonical(seat) is None else None)
    bare = next((unit for unit in _BARE_UNITS if issuer and issuer.lower() in (unit, f"{unit} tỉnh")), None)
    if issuer and bare and canonical(seat):
        issuer = f"{issuer[: len(bare)]} {seat[:1].lower()}{seat[1:]}"
    if found.code is None and attributes.get("code"):
        number, symbol, code = parse_code(attributes["code"])
        found = replace(found, number=number, symbol=symbol, code=code)
    issuer = issuer or issuer_of_symbol(found.symbol, seat)
    place = found.place or canonical(seat)
    if place is None and issuer:
        place = read_locality([issuer.lower()], None, day, "").place
    return replace(
        found,
        date=day,
        title=found.title or attributes.get("title") or _headline_with_code(above, found.code),
        issuer=issuer,
        place=place,
    )


def _headline_with_code(above: Sequence[Line], code: str | None) -> str | None:
    """Return what the page's headline says after the type and the number of the document that it prints."""
    for line in above:
        kind = match_type(line.text)
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
    if head.youth and "đoàn" not in (signed_for or "").lower():
        units = of_youth_union(units)
    if _pattern("joint").match(f"{title.doc_type or ''} {title.text or ''}".lower()):
        units = join_peers(units)
    body = "\n".join(line.text for line in lines[place.stop : place.stop + 60])
    numbered = title if title.number else head
    number, symbol, code = numbered.number, numbered.symbol, numbered.code
    if number is None and symbol is None:
        number, symbol, code = _code_below(lines, place)
    if number is None and symbol is None and title.doc_type:
        number, symbol, code = _code_above(lines[: place.first], title.doc_type)
    doc_type = title.doc_type or type_of_symbol(symbol) or _letter(symbol, place, lines)
    passed = _day_of_passing(text, lines) if (symbol or "").startswith(_assembly_symbols()) else None
    day = passed or head.day or title.day or _day_below(lines, place) or _day_elsewhere(text, lines, place, code)
    planned = names_period(doc_type)
    issuer = find_issuer(units, signed_for, title.said, body)
    if code and (issuer is None or is_central_committee(issuer)):
        issuer = find_own_issuer(text, code) or issuer or issuer_of_symbol(symbol, None)
    if issuer is None and signed_for:
        issuer = set_case(signed_for)
    named = units or [name.lower() for name in (title.said or issuer,) if name]
    where = read_locality(named, head.town, day, f"{title.text or ''}\n{body}")
    return Metadata(
        kind=record_kind(doc_type),
        doc_type=doc_type,
        code=code,
        number=number,
        symbol=symbol,
        title=title.text,
        date=day,
        issuer=issuer,
        place=where.place,
        district=where.district,
        commune=where.commune,
        signer=signer,
        signer_title=office,
        period=find_reporting_period(title.text, day) if title.text and planned else None,
        recipients=read_recipients(lines[place.first : place.stop], foot, signer),
    )


def _day_of_passing(text: str, lines: Sequence[Line]) -> date | None:
    """Return the day on which the National Assembly passed a text: in its last lines, or where a page goes on below."""
    told = (line.text for line in reversed(lines) if head_pattern("passed").match(line.text))
    return find_law_day(text) or next(filter(None, map(find_law_day, told)), None)


def _day_below(lines: Sequence[Line], place: Letterhead) -> date | None:
    """Return the day right under the head: alone (Ngày: 24-9-2021, in a judgment), or behind the number."""
    below = [line.text for line in lines[place.stop : place.stop + 2]]
    dated = (find_dateline(text) for text in below if text[0].isupper() and is_dateline(text))
    numbered = (find_dateline(text) for text in below[:1] if number_in(text))
    return next((day_of(found) for found in (*dated, *numbered) if found), None)


def _day_elsewhere(text: str, lines: Sequence[Line], place: Letterhead, code: str | None) -> date | None:
    """Return the day that the text gives with its own number, else that above the signature.

    Under a letterhead that has no dateline, an authority or office must stand right below the day.
    """
    if code and (day := find_own_day(text, code)):
        return day
    return _day_at_foot(lines[place.stop :], signed=place.first != place.type_line)


def _day_at_foot(lines: Sequence[Line], signed: bool) -> date | None:
    """Return the day of the last lines that give town and day in a cell of their own, above a signature if asked."""
    last = lines[-_LAST_LINES:]
    for i, line in enumerate(last):
        for cell in split_cells(line.text):
            found = find_dateline(cell)
            day = day_of(found) if found and is_dateline(cell) else None
            if day and ((found and found["town"] and not signed) or _is_signed(last[i + 1 : i + 3])):
                return day
    return None


def _day_of_table(lines: Sequence[Line]) -> date | None:
    """Return the day of a table without letterhead: at its foot, of the document it belongs to, or in its head."""
    if day := _day_at_foot(lines, signed=True) or _day_at_foot(lines[-_LAST_ROWS:], signed=False):
        return day
    if day := find_attached_day("\n".join(line.text for line in lines[:_FIRST_ROWS])):
        return day
    headed = bool(lines) and opens_letterhead(split_cells(lines[0].text)[0])
    return _day_at_foot(lines[:_FIRST_ROWS], signed=False) if headed else None


def _is_signed(lines: Sequence[Line]) -> bool:
    """Tell whether a signature begins in these lines: an authority (T/M ...), or an office in capitals or in a row."""
    cells = [(cell.upper() if is_row(line.text) else cell) for line in lines for cell in split_cells(line.text)]
    return any(
        _pattern("authority").match(cell) or (cell.isupper() and _pattern("office").match(cell)) for cell in cells
    )


def _named_again(lines: Sequence[Line], place: Letterhead) -> list[str]:
    """Return the lines in which the issuer stands between title and legal basis, without its head's office."""
    title = place.title[-1] if place.title else place.type_line
    named = [line.text for line in lines[title + 1 : place.stop]] if title is not None else []
    return [_OFFICE.sub("", text) for text in named if is_capital(text) and not text.startswith("NƯỚC ")]


def _code_below(lines: Sequence[Line], place: Letterhead) -> tuple[str | None, str | None, str | None]:
    """Return the number that stands alone, or with its day, in the line under the title."""
    for line in lines[place.stop : place.stop + 1] if place.type_line is not None else ():
        found = number_in(line.text)
        if found and found["number"]:
            return parse_code(found["code"])
    return None, None, None


def _code_above(lines: Sequence[Line], doc_type: str) -> tuple[str | None, str | None, str | None]:
    """Return the number that the page's own headline gives with the type of the document printed below it.

    Words like "TOÀN VĂN: " may stand before the type; the first line that names a code with the type is the headline.
    """
    named = re.compile(rf"(?<![^\W_]){re.escape(doc_type.lower())}(?: số)?:? (?P<code>\d\S*)", re.IGNORECASE)
    for line in lines[-_TOP:]:
        found = named.search(line.text)
        code = parse_code(found["code"].rstrip(",.;:")) if found else (None, None, None)
        if code[2]:
            return code
    return None, None, None


def _letter(symbol: str | None, place: Letterhead, lines: Sequence[Line]) -> str | None:
    """Return "Công văn" for a head without a type that is a letter's: a subject, an addressee, or a body's letters.

    A head whose type no table knows, in capitals above its title, is of no kind rather than a letter.
    """
    if symbol is None:
        return None
    head = [line.text for line in lines[place.first : place.stop]]
    if any(_SUBJECT.search(text) or head_pattern("addressee").match(text) for text in head):
        return LETTER
    return LETTER if not place.title and names_issuer(opening_letters(symbol)) else None


def _footer_lines(lines: Sequence[Line], sections: Sequence[Section]) -> list[Line]:
    """Return the lines of the document's first footer: a later one belongs to an annex."""
    for section in sections:
        if section.kind is SectionKind.FOOTER:
            return [line for line in lines if section.start <= line.start < section.end]
    return []


@cache
def _assembly_symbols() -> tuple[str, ...]:
    return tuple(load_table(__package__, "header")["assembly"]["symbols"])


def _from_article(
    lines: Sequence[Line], furniture: Sequence[Line], sections: Sequence[Section], hints: Mapping[str, str]
) -> Metadata:
    """Read a text without letterhead: an article when it has running text and no outline of its own."""
    if found := read_summary(lines) or read_excerpt(lines):
        return found
    outline = sum(section.kind in (SectionKind.HEADING, SectionKind.TABLE) for section in sections)
    headline = find_headline(lines, hints)
    day = find_day(lines, headline, hints, furniture)
    running = [line for line in lines if not (is_row(line.text) or any(leader in line.text for leader in _LEADERS))]
    shortest = _DATED_PROSE if day else _PROSE
    lengths = paragraph_lengths(running)
    prose = sum(length >= shortest for length in lengths)
    author = find_author(lines, headline, hints)
    short = sum(length >= _SHORT_PROSE for length in lengths)
    if short >= _FEWEST_SHORT or (short and author):
        prose = max(prose, short)
    length = sum(len(line.text) for line in lines)
    if not prose or length > _LONGEST_ARTICLE or (outline >= _OUTLINE and outline > prose):
        title = find_headline(lines, {})
        day = day or _day_of_table(lines)
        return Metadata(kind="other", title=title, date=day, place=find_place(title or ""))
    place = find_article_place(lines, headline, furniture, hints)
    province, commune = find_article_commune(headline, day, place) or (place, None)
    return Metadata(kind="news", title=headline, date=day, place=province, commune=commune, author=author)
