"""The type and the abstract (tên loại, trích yếu) of an official document: the lines under its letterhead -> Title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractors.layout.head_fields import Head, find_attached_day, find_law_day, parse_code
from extractors.layout.head_types import MANNERS, kind_in_head, match_type
from extractors.layout.letterhead import Letterhead, pattern
from extractors.rulebook import load_table
from extractors.text.lines import Line
from extractors.values.dates import parse_date

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["abstract"]
_ATTACHED_ISSUER: Final = re.compile(r" của (?P<issuer>[^()]{3,90}?)\)?\s*$")
_VERBS: Final = tuple(_WORDS["opens_abstract"])
_OPENS_SUBJECT: Final = "|".join(form for verb in _VERBS for form in (verb, verb.capitalize(), verb.upper()))
_ISSUER_FIRST: Final = re.compile(rf"(?:của|Của|CỦA) (?P<issuer>[^,;:.]{{3,80}}?) (?=(?:{_OPENS_SUBJECT}),? )")
_EXCERPT: Final = re.compile(r"\s?\((?:[Tt]rích|TRÍCH)[^()]{0,30}\)$")
_MARKUP: Final = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_EDGE: Final = " :*_.-–"
_LONGEST_NOTE: Final = 4


@dataclass(frozen=True, slots=True)
class Title:
    """`said` is the issuer named with the type; number, symbol, code and day are those printed inside the title."""

    doc_type: str | None = None
    text: str | None = None
    said: str | None = None
    number: str | None = None
    symbol: str | None = None
    code: str | None = None
    day: date | None = None


def read_title(lines: Sequence[Line], place: Letterhead, head: Head) -> Title:
    """Return the type and title of the document whose head stands at `place`; of a letter, its subject (V/v)."""
    if place.type_line is None:
        subject = " ".join(head.subject.split())
        return Title(doc_type=head.named_type, text=subject or None)
    text = lines[place.type_line].text
    found = match_type(text)
    rest = text[found.end() :].strip(_EDGE) if found else ""
    rest = "" if rest in MANNERS and place.title else rest
    doc_type = kind_in_head(found["type"]) if found else None
    parts, attached, passed = _split_attachment(
        [_MARKUP.sub("", line.text).strip() for line in [*(lines[i] for i in place.title), *_note_below(lines, place)]]
    )
    owned = bool(parts) and parts[0].isupper() and parts[0].startswith("CỦA ") and " SỐ " not in parts[0]
    owned = owned and (len(parts) > 1 or not _ISSUER_FIRST.match(parts[0]))
    numbered = pattern("numbered_title").match(_joined(rest, parts))
    owned = owned and not (numbered and numbered["issuer"])
    named = parts.pop(0)[4:] if owned else None
    whole = _joined(rest, parts)
    numbered = pattern("numbered_title").match(whole)
    if numbered and (head.code is None or parse_code(numbered["code"])[2] == head.code):
        number, symbol, code = parse_code(numbered["code"])
        if numbered["code"].isdigit():
            number = numbered["code"].lstrip("0")
        title = whole[numbered.end() :].strip(" ,")
        first = _ISSUER_FIRST.match(title)
        if first:
            named, title = named or first["issuer"], title[first.end() :]
        day = parse_date(numbered["day"].lower()) if numbered["day"] else None
        return Title(doc_type, title or None, numbered["issuer"] or named, number, symbol, code, day)
    said = attached
    if rest.lower().startswith("của ") and not _ISSUER_FIRST.match(rest):
        said, rest = rest[4:], ""
    elif named:
        said = named
    title = _EXCERPT.sub("", _joined(rest, parts))
    if first := _ISSUER_FIRST.match(title):
        said, title = first["issuer"], title[first.end() :]
    return Title(doc_type=doc_type, text=title or None, said=said, day=passed)


def _joined(rest: str, parts: Sequence[str]) -> str:
    return " ".join(" ".join([rest, *parts]).split())


def _note_below(lines: Sequence[Line], place: Letterhead) -> list[Line]:
    """Return the lines of a note in brackets that stands apart under the title (Ban hành kèm theo ...)."""
    below = list(lines[place.stop : place.stop + _LONGEST_NOTE])
    if not below or not below[0].text.startswith("(") or not pattern("attached").match(below[0].text):
        return []
    last = next((i for i, line in enumerate(below) if line.text.endswith(")")), None)
    return below[: last + 1] if last is not None else []


def _split_attachment(parts: Sequence[str]) -> tuple[list[str], str | None, date | None]:
    """Return the lines of the title without a note in brackets, and the issuer and day of passing or issue it names.

    Such notes: "(Ban hành kèm theo Quyết định ...)", "(Nghị quyết này được Quốc hội ... thông qua ngày ...)".
    """
    for i in range(len(parts)):
        note = " ".join(parts[i:])
        if pattern("attached").match(note):
            issuer = _ATTACHED_ISSUER.search(note)
            day = find_law_day(note) or find_attached_day(note)
            return list(parts[:i]), issuer["issuer"] if issuer else None, day
    return list(parts), None, None
