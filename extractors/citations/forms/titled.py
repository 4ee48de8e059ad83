"""A plain view -> mentions of documents by type word and quoted title (Đề án “Đổi mới phong cách ...”)."""

from __future__ import annotations

import re
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.names.kinds import may_follow_type, titled_use, type_before
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["titled"]
_CUES: Final = tuple(load_table("extractors.citations", "citations")["words"]["titled_cues"])
_VERBS: Final = frozenset(_WORDS["verbs"])
"""Kinds whose names are verbs, too: in small letters they open a quotation (Điều 3 quy định: “...”)."""
_LEAD: Final = re.compile(r"(?<=[^\W\d_])\s{0,2}(?:\s[Vv]ề(?:\s[Vv]iệc)?|:)?\s{0,2}\Z")
_CLOSING: Final = {"“": "”", '"': '"'}
_LONGEST: Final = 400
_FEWEST_WORDS: Final = 3


def find_titled(view: str) -> list[Mention]:
    """Return the mentions by quoted title of a plain view, ordered, without overlaps."""
    found: list[Mention] = []
    for opening in _CLOSING:
        at = view.find(opening)
        while at >= 0:
            mention = _read(view, at, opening)
            if mention:
                found.append(mention)
            at = view.find(opening, mention.end if mention else at + 1)
    return sorted(found, key=lambda mention: mention.start)


def _read(view: str, at: int, opening: str) -> Mention | None:
    lead = _LEAD.search(view, max(0, at - 12), at)
    if not lead or view[at + 1 : at + 2].isspace() or not may_follow_type(view, lead.start()):
        return None
    word = type_before(view, lead.start())
    if word is None or titled_use(word.name) is None or word.short or word.numbered:
        return None
    told = ":" in lead.group() or view[at + 1 : at + 2].islower()
    if told and word.name in _VERBS and view[word.start].islower():
        return None
    if titled_use(word.name) == "cued" and not view[max(0, word.start - 24) : word.start].rstrip().endswith(_CUES):
        return None
    end = view.find(_CLOSING[opening], at + 1, at + _LONGEST)
    if end < 0 or len(view[at + 1 : end].split()) < _FEWEST_WORDS or "\n\n" in view[at:end]:
        return None
    mention = Mention(word.start, end + 1, Form.TITLED, word.name, "titled")
    mention.title_span = (at + 1, end)
    return mention
