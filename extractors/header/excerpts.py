"""The body of a document without its head: lines -> what it says of itself, None for an article.

Archives of the web hold parts of reports that open with an outline, and directives whose head was lost, which still
say who issues what ("Thực hiện ..., Uỷ ban nhân dân huyện ban hành Kế hoạch ... như sau:").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from extractors.header.attributes import LETTER
from extractors.header.issuer import find_asking, find_issuer
from extractors.header.locality import read_locality
from extractors.header.own_mention import find_own_day
from extractors.header.press import find_article_place, find_headline
from extractors.header.signature import read_signature
from extractors.layout.head_fields import parse_code
from extractors.layout.head_types import kind_in_head, match_type
from extractors.layout.letterhead import pattern as head_pattern
from extractors.layout.published import parse_published
from extractors.model import Metadata
from extractors.names.kinds import record_kind
from extractors.rulebook import find_pattern
from extractors.text.lines import Line
from extractors.values.periods import find_reporting_period
from extractors.values.places import CENTRAL

_TITLE_LONGEST: Final = 130
_NEAR: Final = 3
_PARAGRAPH: Final = 8
"""Over how many lines the first paragraph may be broken."""
_ADDRESSEE: Final = 5
"""Within how many lines a letter without its head comes to its addressees."""
_BASIS: Final = 20
"""How much of a basis is read in front of the paragraph below it."""
_FOOT: Final = 15
"""Within how many last lines a document without its head is signed."""
_OPENING: Final = 900
"""Within how many characters an excerpt tells of what land it reports."""

_pattern = partial(find_pattern, __package__, "header")


def read_excerpt(lines: Sequence[Line]) -> Metadata | None:
    """Return what a document without its head says of itself; None for a text that is not such a document."""
    if not lines or any(parse_published(line.text) for line in lines[:_NEAR]):
        return None
    return (
        _from_letter(lines)
        or _from_numbered(lines)
        or _from_issuing(lines)
        or (_from_outline(lines) if _is_outline(lines) else None)
    )


def read_summary(lines: Sequence[Line]) -> Metadata | None:
    """Return what a summary of a report says of itself: a title in capitals with the word, an outline below it."""
    title = find_headline(lines, {})
    found = _pattern("summary").match(title or "")
    if title is None or found is None or not title.isupper():
        return None
    if not any(head_pattern("outline").match(line.text) for line in lines[:_PARAGRAPH]):
        return None
    doc_type = kind_in_head(found["type"])
    return Metadata(
        kind=record_kind(doc_type),
        doc_type=doc_type,
        title=title,
        place=find_article_place(lines, title, (), {}),
        period=find_reporting_period(title, None),
    )


def _from_letter(lines: Sequence[Line]) -> Metadata | None:
    """Read a letter (công văn) whose head is lost: its addressees come first, or its number and subject above them."""
    near = [line.text for line in lines[:_ADDRESSEE]]
    at = next((i for i in range(len(near)) if head_pattern("addressee").match(" ".join(near[i : i + 2]))), None)
    if at is None or (at and not _pattern("letter").search(" ".join(near[:at]))):
        return None
    number, symbol, code = next(filter(all, map(parse_code, near[:at])), (None, None, None))
    body = "\n".join(line.text for line in lines)
    foot = next((i for i, line in enumerate(lines) if _pattern("recipients").match(line.text)), len(lines))
    signed_for, office, signer = read_signature(lines[foot:])
    issuer = find_asking("\n".join(line.text for line in lines[at:])) or signed_for
    where = read_locality([issuer.lower()] if issuer else [], None, None, body)
    return Metadata(
        kind=record_kind(LETTER),
        doc_type=LETTER,
        code=code,
        number=number,
        symbol=symbol,
        title=near[at - 1] if at else None,
        date=find_own_day(body, code) if code else None,
        issuer=issuer,
        place=where.place,
        district=where.district,
        commune=where.commune,
        signer=signer,
        signer_title=office,
    )


def _from_numbered(lines: Sequence[Line]) -> Metadata | None:
    """Read a document below a line with its type, number and subject, which says who resolves, or is signed and asks.

    "Nghị quyết số 16-NQ/TW, Hội nghị ... về nhiệm vụ ...", below it "Sau khi thảo luận ..., Hội nghị ... quyết nghị:".
    """
    kind = match_type(lines[0].text)
    told = head_pattern("number_line").match(lines[0].text[kind.end() :].strip()) if kind else None
    number, symbol, code = parse_code(told["code"]) if told else (None, None, None)
    if kind is None or code is None:
        return None
    body = "\n".join(line.text for line in lines)
    signed_for, office, signer = read_signature(lines[-_FOOT:])
    resolving = next(filter(None, (_pattern("resolves").match(line.text) for line in lines[1 : 1 + _NEAR])), None)
    issuer = resolving["issuer"] if resolving else (signed_for or find_asking(body)) if office and signer else None
    if issuer is None:
        return None
    doc_type = kind_in_head(kind["type"])
    where = read_locality([issuer.lower()], None, None, body)
    about = lines[0].text.find(" về ")
    return Metadata(
        kind=record_kind(doc_type),
        doc_type=doc_type,
        code=code,
        number=number,
        symbol=symbol,
        title=lines[0].text[about + 1 :] if about >= 0 else None,
        date=find_own_day(body, code),
        issuer=issuer,
        place=where.place,
        district=where.district,
        commune=where.commune,
        signer=signer,
        signer_title=office,
    )


def _from_issuing(lines: Sequence[Line]) -> Metadata | None:
    """Read a text whose first paragraph says that its author issues it."""
    opening = _opening(lines)
    found = _pattern("issues_itself").match(opening)
    if found is None:
        return None
    doc_type = kind_in_head(found["type"] or found["guided"] or "báo cáo")
    body = "\n".join(line.text for line in lines)
    issuer = find_issuer((), None, None, opening)
    where = read_locality([issuer.lower()] if issuer else [], None, None, body)
    return Metadata(
        kind=record_kind(doc_type),
        doc_type=doc_type,
        issuer=issuer,
        place=where.place,
        district=where.district,
        commune=where.commune,
    )


def _opening(lines: Sequence[Line]) -> str:
    """Return the first paragraph up to its colon, that below a list of legal bases behind the first words of these."""
    last = next((i for i, line in enumerate(lines[:_PARAGRAPH]) if line.text[-1] == ":"), None)
    if last is None:
        return ""
    parts = [line.text for line in lines[: last + 1]]
    if any(line.gap for line in lines[1 : last + 1]):
        based = head_pattern("basis").match(parts[0]) and all(part[-1] in ";," for part in parts[1:-1])
        return f"{parts[0][:_BASIS]} {parts[-1]}" if based else ""
    return " ".join(parts)


def _is_outline(lines: Sequence[Line]) -> bool:
    """Tell whether a text is a part of a report: it opens with an outline, its title above it or not, and compares."""
    near = [line.text for line in lines[:_NEAR]]
    opening = next((i for i, text in enumerate(near[:2]) if _opens_outline(text)), None)
    if opening is None or any(len(text) > _TITLE_LONGEST for text in near[:opening]):
        return False
    return any(_pattern("compares").search(line.text) for line in lines)


def _opens_outline(text: str) -> bool:
    """Tell whether a line is the first heading of an outline: "A. ...", "I- ...", "1. ..."."""
    return len(text) <= _TITLE_LONGEST and text[-1] not in ".;" and bool(head_pattern("outline").match(text))


def _from_outline(lines: Sequence[Line]) -> Metadata:
    title = None if _opens_outline(lines[0].text) else lines[0].text
    body = "\n".join(line.text for line in lines)
    national = _pattern("national_scope").search(body, 0, _OPENING)
    return Metadata(
        kind="report",
        title=title,
        place=CENTRAL if national else find_article_place(lines, title, (), {}),
        period=find_reporting_period(title, None) if title else None,
    )
