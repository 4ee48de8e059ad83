"""A mention without a code -> the normal name of its document, the same for every way of writing it.

`NQTW4 (khóa XII)`, `Nghị quyết Hội nghị lần thứ tư BCHTW khóa XII` -> `Nghị quyết Trung ương 4 khóa XII`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.rulebook import any_of, load_table
from extractors.values.ordinals import arabic, roman

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["session_names"]
_PARTY: Final = frozenset(("", *_WORDS["party"]))
_DELEGATES: Final = re.compile(any_of(_WORDS["delegates"]) + r"\s", re.IGNORECASE)
_YEAR: Final = re.compile(r",?\s(?:năm\s)?\(?(?:năm\s)?(?:19|20)[0-9]{2}\)?\Z", re.IGNORECASE)


def plenum_name(kind: str, ordinal: str, term: str | None) -> str | None:
    """Return the name of a plenum's resolution: `Nghị quyết Trung ương 4 khóa XII`."""
    number = arabic(ordinal)
    congress = arabic(term) if term else None
    if number is None:
        return None
    return f"{kind} Trung ương {number}" + (f" khóa {roman(congress)}" if congress else "")


def congress_name(kind: str, body: str, ordinal: str | None, years: str | None) -> str | None:
    """Return the name of a congress's resolution: `Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI`."""
    words = _DELEGATES.sub("", " ".join(body.split()) + " ").strip()
    words = words.removeprefix("của ").removesuffix(" của Đảng")
    folded = words.lower().removesuffix(" toàn quốc") if words.lower().startswith("đảng") else words.lower()
    if folded in _PARTY or folded == "toàn quốc":
        words = "Đảng"
    number = arabic(ordinal) if ordinal else None
    if number is not None:
        return f"{kind} Đại hội {words} lần thứ {roman(number)}"
    return f"{kind} Đại hội {words} nhiệm kỳ {''.join(years.split())}" if years else None


def normal_name(text: str, mention: Mention) -> str | None:
    """Return the normal name of a document without code; None for one that has a code."""
    if mention.name or mention.form is Form.NUMBERED:
        return mention.name
    if mention.form is Form.NUMBER_ONLY:
        return f"{mention.doc_type} {mention.number}"
    if mention.form is Form.TITLED and mention.title_span:
        return f"{mention.doc_type} “{' '.join(text[slice(*mention.title_span)].split())}”"
    written = " ".join(text[mention.start : mention.end].split())
    bare = _YEAR.sub("", written) if mention.year else written
    kind = mention.doc_type or ""
    return kind + bare[len(kind) :] if bare.lower().startswith(kind.lower()) else bare
