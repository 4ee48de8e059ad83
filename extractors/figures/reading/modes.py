"""A level or a form behind a counted noun -> the class of a number: `4 cuộc cấp tỉnh, 12 cuộc cấp huyện`.

It is one only beside another of its kind, or as a part of a total. Source: gold guidelines, "label".
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.bracketed_classes import Class
from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import STOPS
from extractors.figures.words import Lexicon
from extractors.rulebook import load_table

_COMINGS: Final = Lexicon((word, True) for word in load_table(__package__, "classes")["words"]["comings"])
_OWNERS: Final = Lexicon((word, True) for word in load_table(__package__, "classes")["words"]["owners"])
_OPENS_MODE: Final = _COMINGS.firsts | LABELS.firsts
SIGNS_OF_MODES: Final = _OPENS_MODE | _OWNERS.firsts
"""Without one of these words a sentence has no class of this kind."""
_WORDS_OF_NOUN: Final = 4


def fellows(draft: Draft) -> list[Draft]:
    """Return the other figures of the sentence that count the same noun or noun of its family."""
    others = (other for other in draft.passage.drafts if other is not draft and other.unit is not None)
    return [other for other in others if other.unit == draft.unit or (draft.family and other.family == draft.family)]


def mode(draft: Draft) -> Class | None:
    """Read a level or a form behind a noun, another beside it: `4 cuộc cấp tỉnh, 12 cuộc cấp huyện`."""
    found = _elided_behind(draft)
    if found is None:
        return None
    beside = any(_elided_behind(other) or _is_whole_of(other, draft) for other in fellows(draft))
    return found if beside else None


def _is_whole_of(whole: Draft, part: Draft) -> bool:
    """Tell whether a word of parts leads from one figure to the other: `60 cuộc, trong đó 4 cuộc cấp tỉnh`."""
    led = any(cue.kind == "part" for _, _, cue in part.cues_before(whole.resume))
    return whole.at < part.at and led and (whole.unit or "").startswith(part.unit or " ")


def _elided_behind(draft: Draft) -> Class | None:
    if draft.unit is None:
        return None
    keys = draft.keys
    if draft.family == "model" and (owner := _OWNERS.at(keys, draft.resume)) is not None:
        return draft.resume, owner[0]
    start = _over_words_of_noun(draft)
    if start >= len(keys) or keys[start] not in _OPENS_MODE:
        return None
    coming = _COMINGS.at(keys, start)
    at = coming[0] if coming else start
    hit = LABELS.at(keys, at)
    if hit is None or not hit[1].elided:
        return None
    joined = LABELS.at(keys, hit[0] + 1) if keys[hit[0] : hit[0] + 1] == ["và"] else None
    return (at, joined[0] if joined is not None and joined[1].elided else hit[0])


def _over_words_of_noun(draft: Draft) -> int:
    """Return where a level stands behind a noun and the words that belong to it: `13/13 đơn vị công an cấp huyện`."""
    keys, at = draft.keys, draft.resume
    while at < len(keys) and at - draft.resume < _WORDS_OF_NOUN and keys[at].isalpha() and keys[at] not in _OPENS_MODE:
        if STOPS.at(keys, at):
            return draft.resume
        at += 1
    return at
