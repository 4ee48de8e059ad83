"""Bare numbers: no noun stands beside them, and yet the text tells what they count (`đã tháo gỡ 11 dự án, còn 05`)."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS, STOPS
from extractors.figures.reading.headed import label_span
from extractors.figures.reading.lone import is_some_of_many
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "phrases_around")
_REMAINS: Final = Lexicon((word, True) for word in _TABLE["remains"])
_OPENS_CLAUSE: Final = frozenset({",", ";", ":", "thì", "và", "("})
_ENDS_CLAUSE: Final[tuple[list[str], ...]] = ([","], [";"], ["."], ["("], [")"], ["và"], [])
_SIGNS_OF_LABEL: Final[tuple[list[str], ...]] = ([","], [";"], ["."], ["("], [")"], [])
_LONGEST_ELIDED: Final = 8
_FEWEST_LETTERS: Final = 2


def is_stated(draft: Draft) -> bool:
    """Tell whether a bare number states a quantity by where it stands: behind a label, or beside others that count."""
    if draft.numeral.loose and "." in str(draft.numeral.value):
        return False
    return _is_labelled(draft) or is_some_of_many(draft.passage.sentence, draft.at) or _goes_on(draft)


def _is_labelled(draft: Draft) -> bool:
    """Tell whether a label of words leads to the number, and nothing but a sign follows: `lưu đơn: 13`."""
    if draft.keys[draft.at + 1 : draft.at + 2] not in _SIGNS_OF_LABEL:
        return False
    span = label_span(draft)
    if span is None:
        return False
    words = draft.passage.sentence.words[span[0] : span[1]]
    return any(len(word) >= _FEWEST_LETTERS and word.isalpha() for word in words)


def _goes_on(draft: Draft) -> bool:
    """Tell whether the number goes on with what one before it counts, its own noun left out."""
    counted = [d for d in draft.passage.drafts if d.at < draft.at and _counts(d)]
    if not counted or counted[-1].numeral.scaled != draft.numeral.scaled:
        return False
    return _remains(draft) or _is_subject(draft) or _is_told_of_act(draft, counted[-1])


def _counts(other: Draft) -> bool:
    return other.measure is Measure.COUNT and (other.unit is not None or other.label is not None or bool(other.family))


def _remains(draft: Draft) -> bool:
    """Tell whether the number is what is left: `…, còn 05`, `…, còn lại 12 chưa xong`."""
    hit = _REMAINS.before(draft.keys, draft.at)
    behind = draft.keys[draft.at + 1 : draft.at + 2]
    return hit is not None and (behind in _ENDS_CLAUSE or STOPS.at(draft.keys, draft.at + 1) is not None)


def _is_subject(draft: Draft) -> bool:
    """Tell whether the number opens a clause, a verb or preposition behind: `318 về kỹ thuật`, `thì bảy chưa đạt`."""
    keys = draft.keys
    opened = draft.at > 0 and keys[draft.at - 1] in _OPENS_CLAUSE
    followed = draft.at + 1 < len(keys) and STOPS.at(keys, draft.at + 1) is not None
    return (
        opened and followed and keys[draft.at + 1] not in ("và", "hoặc", "đến", "tới") and keys[draft.at - 2] != NUMBER
    )


def _is_told_of_act(draft: Draft, last: Draft) -> bool:
    """Tell whether a few words of an act or a class lead to the number, a sign behind it: `không công nhận 3;`."""
    keys, words = draft.keys, draft.passage.sentence.words
    behind = keys[draft.at + 1 : draft.at + 2]
    if behind not in _ENDS_CLAUSE and STOPS.at(keys, draft.at + 1) is None:
        return False
    start = draft.at
    while start > draft.floor and words[start - 1].isalpha() and draft.at - start <= _LONGEST_ELIDED:
        start -= 1
    if start == draft.at or keys[start - 1 : start] not in ([","], [";"], ["và"]):
        return False
    if draft.numeral.spelled and not (last.label is not None or draft.numeral.value > 10):
        return False
    if last.bracket != draft.bracket or not (words[draft.at - 1].islower() or len(words[draft.at - 1]) == 1):
        return False
    classed = last.label is not None and last.unit is None
    return classed or not all(COPULAS.at(keys, at) for at in range(start, draft.at))
