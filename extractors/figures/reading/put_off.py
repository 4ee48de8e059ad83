"""A sentence -> which of the events that it counts were planned and not held: put off, called off, not held yet.

Those who were to come did not come. Words in `put_off.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import NUMBER, Lexicon
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "put_off")["words"]
_OFF: Final = Lexicon((word, True) for word in _WORDS["off"])
_LATER: Final = Lexicon((word, True) for word in (*_WORDS["off"], *_WORDS["later"]))
_HELD: Final = Lexicon((word, True) for word in _WORDS["held"])
_BETWEEN: Final = frozenset(_WORDS["between"])
_EVENTS: Final = frozenset({"conference", "training", "session"})
_ENDS: Final = frozenset(";.:")
_FAR: Final = 25
"""Words between the number of an event and what is told to have become of it."""


def is_put_off(draft: Draft) -> bool:
    """Tell whether the figure counts events that did not take place, or persons who were to come to them."""
    if draft.family == "event" and draft.indicator in _EVENTS:
        return _was_not_held(draft)
    if draft.family != "person" or draft.indicator not in ("attendance", "person"):
        return False
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    return before is not None and before.modality_rule == "put_off" and ";" not in draft.keys[before.resume : draft.at]


def _was_not_held(draft: Draft) -> bool:
    """Tell whether words of putting off stand right before the number, or behind it with no other event between."""
    keys, end = draft.keys, draft.at
    while end > draft.floor and keys[end - 1] in _BETWEEN:
        end -= 1
    before = _OFF.before(keys, end)
    if before is not None and before[0] >= draft.floor:
        return True
    if not draft.passage.sentence.holds(_LATER.firsts):
        return False
    others = {other.at for other in draft.passage.drafts if other.family == "event"}
    for at in range(draft.resume, min(len(keys), draft.resume + _FAR)):
        if keys[at] in _ENDS or at in others or _HELD.at(keys, at):
            return False
        told = _LATER.at(keys, at)
        if told is not None:
            return keys[told[0] : told[0] + 1] != [NUMBER] and not _opens_clause_of_its_own(draft, at)
    return False


def _opens_clause_of_its_own(draft: Draft, at: int) -> bool:
    """Tell whether a subject of its own stands behind the last comma: `3 cuộc, cuộc với dân phải hoãn`."""
    start = at
    while start > draft.resume and draft.keys[start - 1] not in (",", "(", ")"):
        start -= 1
    comma = start > draft.resume and draft.keys[start - 1] == ","
    return comma and any(key not in _BETWEEN for key in draft.keys[start:at])
