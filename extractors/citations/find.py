"""A document's text -> its citations: every mention of another document, with attributes and relation.

The finders read a plain view of the text, so that spans are exact in the text as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import zip_longest
from typing import Final

from extractors.citations.attributes import read_attributes
from extractors.citations.forms.by_name import find_named
from extractors.citations.forms.by_number import find_numbered
from extractors.citations.forms.sessions import find_sessions
from extractors.citations.forms.standards import find_standards
from extractors.citations.forms.titled import find_titled
from extractors.citations.mention import Mention
from extractors.citations.pinpoints import find_pinpoint
from extractors.citations.relations import set_relations
from extractors.citations.session_names import normal_name
from extractors.citations.short_forms import find_short_forms
from extractors.model import Citation, Form, Metadata, Section
from extractors.rulebook import any_of, load_table
from extractors.text.document import Document
from extractors.text.folding import code_key, fold
from extractors.text.plain import UPPER, without_zero_width
from extractors.values.dates import date_at, find_dates

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["find"]
_NO_METADATA: Final = Metadata()
_LETTERHEAD: Final = 6000
_DATE_REACH: Final = 40
_LINE: Final = 120
_LETTERHEAD_NUMBER: Final = re.compile(
    r"[\s|*]{0,60}(?:" + any_of(_WORDS["before_number"]) + r"\s{1,3}(?=số\s?:))?"
    r"(?:Số|SỐ|số\s?:)(?!\s(?:liệu|lượng))[^\n]{0,6}?(?=[0-9OIl])"
)
_INLINE_NUMBER: Final = re.compile(r"(?:Số|SỐ)\s?:\s{0,2}\Z")
_PLACE_AND_DAY: Final = re.compile(
    rf"[^\n.;:]{{0,60}}?[{UPPER}][^\W\d_]{{0,7}}(?:\s[{UPPER}][^\W\d_]{{0,7}}){{0,3}}, ngày\s[0-9 .…]"
)
_DATED: Final = re.compile(r",?\s{1,3}(?:ngày|NGÀY)\s{0,3}(?=[0-9])")


def find_citations(
    text: str | Document,
    metadata: Metadata = _NO_METADATA,
    sections: Sequence[Section] = (),
    boilerplate: Sequence[tuple[int, int]] = (),
) -> tuple[Citation, ...]:
    """Return the citations of a text in order, relations included; nothing inside `boilerplate` is one."""
    document = Document.of(text)
    if shown := without_zero_width(document.text):
        return _as_shown(document.text, *shown, metadata, sections, boilerplate)
    view, flat = document.view, document.flat_view
    furniture = sorted(boilerplate)
    mentions = _merged(
        find_numbered(view, document.number_starts),
        find_named(view, flat),
        find_sessions(view, flat),
        find_titled(view),
        find_standards(view),
    )
    mentions = [m for m in mentions if not _inside(m, furniture) and not _is_own(view, m, metadata)]
    read_attributes(view, mentions, cache(lambda: _year(view, mentions, metadata)))
    mentions = [mention for mention in mentions if not (mention.form is Form.TITLED and mention.within)]
    for mention, following in zip_longest(mentions, mentions[1:]):
        mention.pinpoint = find_pinpoint(view, mention, following.start if following else None)
    set_relations(view, mentions, sections)
    for mention in mentions:
        mention.name = normal_name(document.text, mention)
    short = find_short_forms(view, mentions, metadata.doc_type, metadata.kind in ("report", "news"))
    ordered = sorted([*mentions, *(m for m in short if not _inside(m, furniture))], key=lambda m: m.start)
    places = {id(mention): place for place, mention in enumerate(ordered)}
    return tuple(_citation(document.text, mention, places) for mention in ordered)


def _as_shown(
    text: str,
    shown: str,
    places: list[int],
    metadata: Metadata,
    sections: Sequence[Section],
    boilerplate: Sequence[tuple[int, int]],
) -> tuple[Citation, ...]:
    """Read the text as it is shown, without what has no width, and give the citations their offsets as written."""
    at = partial(bisect_left, places)
    parts = [replace(section, start=at(section.start), end=at(section.end)) for section in sections]
    found = find_citations(shown, metadata, parts, [(at(start), at(end)) for start, end in boilerplate])
    spans = ((places[citation.start], places[citation.end - 1] + 1) for citation in found)
    return tuple(
        replace(citation, start=start, end=end, text=text[start:end])
        for citation, (start, end) in zip(found, spans, strict=True)
    )


def _merged(*groups: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of all finders in order; of two that overlap the longer, a number before a name."""
    ranked = sorted((m for group in groups for m in group), key=lambda m: (m.start, -m.end))
    merged: list[Mention] = []
    for mention in ranked:
        if merged and mention.start < merged[-1].end:
            continue
        merged.append(mention)
    return merged


def _inside(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (mention.start, mention.end)) - 1
    return any(start <= mention.start and mention.end <= end for start, end in spans[max(0, place) : place + 2])


def _is_own(view: str, mention: Mention, metadata: Metadata) -> bool:
    """Tell whether a mention is the document itself: its title, its code, the number in the letterhead."""
    if mention.form is Form.NAMED and metadata.title and metadata.kind != "news":
        return fold(f"{metadata.doc_type} {metadata.title}") == fold(view[mention.start : mention.end])
    if mention.code is None:
        return False
    if metadata.code and metadata.kind != "news" and code_key(metadata.code) == code_key(mention.code):
        dated = _DATED.match(view, mention.end)
        span = date_at(view, dated.end()) if dated else None
        return not (span and span.value and metadata.date and span.value != metadata.date)
    if metadata.kind != "news" and _is_own_without_year(mention, metadata):
        return True
    return mention.start < _LETTERHEAD and (_is_letterhead(view, mention) or _is_inline_letterhead(view, mention))


def _is_own_without_year(mention: Mention, metadata: Metadata) -> bool:
    """Tell whether the code is the document's own, with the year that its letterhead leaves out or the other way."""
    if not (metadata.code and mention.code and mention.year) or metadata.date is None:
        return False
    bare = mention.code.replace(f"/{mention.year}/", "/")
    return mention.year == metadata.date.year and code_key(metadata.code) == code_key(bare)


def _is_inline_letterhead(view: str, mention: Mention) -> bool:
    """Tell whether a letterhead on one line gives the number: `ĐOÀN CHỦ TỊCH Số: 23/HD-ĐCT Hà Nội, ngày ...`."""
    before = _INLINE_NUMBER.search(view, max(0, mention.start - 6), mention.start)
    return before is not None and _PLACE_AND_DAY.match(view, mention.end) is not None


def _is_letterhead(view: str, mention: Mention) -> bool:
    """Tell whether the number opens a line, the type word before it, if there is one, too."""
    floor = max(0, mention.start - _LINE)
    line = view.rfind("\n", floor, mention.start) + 1
    if line == 0 < floor:
        return False
    own_line = view.rfind("\n", mention.start, mention.end) + 1
    if own_line and not view[line : mention.start].strip():
        line = own_line
    return _LETTERHEAD_NUMBER.match(view, line, mention.end) is not None


def _year(view: str, mentions: Sequence[Mention], metadata: Metadata) -> int | None:
    """Return the year of the document, for dates that are written without one.

    Where it does not tell its own, it is the latest that it names but for the dates of the documents it cites.
    """
    if metadata.date:
        return metadata.date.year
    ends = [mention.end for mention in mentions]
    years = []
    for span in find_dates(view):
        place = bisect_right(ends, span.start)
        if span.value and (place == 0 or span.start - ends[place - 1] > _DATE_REACH):
            years.append(span.value.year)
    return max(years, default=None)


def _citation(text: str, mention: Mention, places: dict[int, int]) -> Citation:
    return Citation(
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        form=mention.form,
        doc_type=mention.doc_type,
        number=mention.number,
        symbol=mention.symbol,
        year=mention.year,
        code=mention.code,
        date=mention.date,
        issuer=_on_one_line(text, mention.issuer),
        title=_on_one_line(text, mention.title_span),
        relation=mention.relation,
        cue=mention.cue,
        pinpoint=_on_one_line(text, mention.pinpoint),
        antecedent=places.get(id(mention.antecedent)) if mention.antecedent else None,
        antecedents=tuple(places[id(other)] for other in mention.antecedents),
        name=mention.name,
        rule=mention.rule,
        relation_rule=mention.relation_rule,
    )


def _on_one_line(text: str, span: tuple[int, int] | None) -> str | None:
    return " ".join(text[slice(*span)].split()) if span else None
