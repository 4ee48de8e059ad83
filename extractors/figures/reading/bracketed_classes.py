"""Classes that stand in a bracket beside their number or open an item of a list."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import STOPS, back_over_copulas
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["bracketed_classes"]
_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
TELLS: Final = frozenset(_WORDS["tells"])
LONGEST_SHARED: Final = 6
_LONGEST_LEAD: Final = 14
_FIELDS: Final = Lexicon((word, True) for word in load_table("extractors.figures", "ratings")["words"]["field"])
_LONGEST_BREACH: Final = 20
_LISTS_OF_BREACHES: Final = Lexicon((word, True) for word in _TABLE["lists_of_breaches"])
_HANDLING: Final = frozenset(_WORDS["handling"])
Class = tuple[int, int]
"""The words `start:end` of the sentence that name a class."""


def class_before_bracket(draft: Draft) -> Class | None:
    """Read what stands before a bracket with a number alone, another beside it: `đất đai (31 vụ), môi trường (4)`."""
    found = bracketed_class(draft)
    others = (other for other in draft.passage.drafts if other is not draft and other.unit == draft.unit)
    return found if found and any(bracketed_class(other) for other in others) else None


def bracketed_class(draft: Draft) -> Class | None:
    """Return the short phrase, no name, that stands behind a sign or verb before the bracket of the number alone."""
    keys, words = draft.keys, draft.passage.sentence.words
    alone = draft.bracket == draft.at - 1 and keys[draft.resume : draft.resume + 1] == [")"]
    if not alone or draft.unit is None or draft.measure is not _COUNT or draft.bracket < 1:
        return None
    start = end = draft.bracket
    while start > 0 and end - start < _LONGEST_LEAD and (keys[start - 1].isalpha() or keys[start - 1] == "-"):
        start -= 1
    counted = keys[start - 1] == NUMBER
    start = max((to for _, to, _ in _FIELDS.scan(keys[start:end])), default=0) + start
    start = max((at + 1 for at in range(start, end) if STOPS.at(keys, at) or keys[at] in TELLS), default=start)
    named = any(word[0].isupper() for word in words[start:end])
    return (start, end) if 0 < end - start <= LONGEST_SHARED and not (named or counted) else None


def breach_of_list(draft: Draft) -> Class | None:
    """Read what a bare number of a list of breaches counts: `Nội dung vi phạm: đất đai: 12; tham nhũng: 5`."""
    keys = draft.keys
    counted = draft.unit is not None and draft.rule != "noun_before"
    if counted or "phạm" not in draft.passage.sentence.vocabulary or ":" not in keys:
        return None
    opened = keys.index(":")
    end = draft.at - (keys[draft.at - 1] == ":")
    start = _item_start(keys, opened, end, ";:" if end < draft.at else ",;:")
    named = any(True for _ in _LISTS_OF_BREACHES.scan(keys[:opened])) and _HANDLING.isdisjoint(keys[:opened])
    others = [other for other in draft.passage.drafts if other is not draft]
    beside = any(other.unit is None for other in others) and all(other.at > opened for other in others)
    if start is None or not named or not beside:
        return None
    end = back_over_copulas(keys, end, start)
    return (start, end) if start < end else None


def _item_start(keys: list[str], opened: int, end: int, signs: str) -> int | None:
    """Return where the item of a list that ends at `end` begins, behind one of the signs."""
    start = end
    while start > opened + 1 and keys[start - 1] not in signs and keys[start - 1] not in (NUMBER, "(", ")"):
        start -= 1
    return start if 0 < end - start <= _LONGEST_BREACH and keys[start - 1] in signs else None
