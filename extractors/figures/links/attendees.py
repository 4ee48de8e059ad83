"""Which conference, course or session a number of persons came to, wherever in the sentence it stands.

Source: gold guidelines, role `attendees`; words in `figure_links.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.kin import head_of
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["attendees"]
_COUNT: Final = Measure.COUNT
_TARGET: Final = Modality.TARGET
_ATTENDEES: Final = Role.ATTENDEES
_PART: Final = Role.PART
_TABLE: Final = load_table(__package__, "figure_links")["attendees"]
_BEHIND: Final = Lexicon((word, True) for word in _TABLE["behind"])
_AGAINST: Final = Lexicon((word, True) for word in _TABLE["against"])
_SHIFTS: Final = Lexicon((word, True) for word in _TABLE["shifts"])
_EVENTS: Final = frozenset({"conference", "training", "session"})
_MEMBERS: Final = frozenset(_WORDS["members"])
_HAVING: Final = tuple(phrase.split() for phrase in _WORDS["having"])
_NEAR: Final = 4
_FAR: Final = 10


def find_event(draft: Draft, earlier: Sequence[Draft], later: Sequence[Draft]) -> Draft | None:
    """Return the event figure that the persons came to, None if the figure counts no attendance of one."""
    if not _counts_people(draft, earlier):
        return None
    events = [d for d in earlier if _is_event(d) and d.modality is draft.modality and not _closed_bracket(draft, d)]
    same = [d for d in events if d.passage is draft.passage]
    named = _named_event(draft, same)
    if named is not None:
        return named
    if same:
        came = [d for d in earlier if d.parent is same[-1] and d.role is _ATTENDEES]
        listed = came and draft.keys[came[-1].resume : draft.at] in ([","], ["và"], ["cùng"])
        told = came and came[-1].unit is not None and not listed and not _goes_on(draft)
        told = told or ";" in draft.keys[came[-1].resume : draft.at] if came else told
        return same[-1] if not (told or _other_act(draft, same[-1])) else None
    following = _event_behind(draft, later)
    if following is not None:
        return following
    if events and _attends(draft) and not _opens_anew(draft, events[-1]) and not _other_act(draft, None):
        return events[-1]
    return None


def _goes_on(draft: Draft) -> bool:
    """Tell whether the number says more of an attendance that was told: who came besides, or how many to each."""
    return _attends(draft) or draft.unit is None or "each" in draft.kinds


def _is_event(draft: Draft) -> bool:
    event = draft.family == "event" and draft.indicator in _EVENTS
    return (event or _is_shift(draft)) and draft.measure is _COUNT and draft.role in (None, _PART)


def _is_shift(draft: Draft) -> bool:
    """Tell whether officers on duty are counted by shifts: `215 ca tuần tra`."""
    told = draft.unit is not None and head_of(draft.unit) == "ca"
    return told and _SHIFTS.at(draft.keys, draft.at + 2) is not None


def _counts_people(draft: Draft, earlier: Sequence[Draft]) -> bool:
    if draft.measure is not _COUNT:
        return draft.numeral.percent and draft.indicator in ("person", "attendance") and _attends(draft)
    if draft.family == "person":
        return draft.indicator in ("person", "attendance") and not are_members(draft)
    if draft.unit is not None:
        return False
    last = earlier[-1] if earlier and earlier[-1].passage is draft.passage else None
    return _attends(draft) or draft.indicator == "attendance" or (last is not None and last.role is _ATTENDEES)


def are_members(draft: Draft) -> bool:
    """Tell whether the persons are in what the figure right before counts: `64 nhóm Zalo với 5.870 thành viên`.

    So are any persons whom a body is told to have in a sentence without an event: `2.247 tổ hòa giải với 13.506
    hòa giải viên`.
    """
    told = [other for other in draft.passage.drafts if other.at < draft.at]
    if not told or told[-1].unit is None or _is_event(told[-1]) or _attends(draft):
        return False
    before = told[-1]
    if draft.unit not in _MEMBERS and (before.family != "org" or any(_is_event(other) for other in told)):
        return False
    return draft.keys[before.resume : draft.at] in _HAVING


def _attends(draft: Draft) -> bool:
    """Tell whether words of attending stand before the number or right behind its noun."""
    following = (other.at for other in draft.passage.drafts if other.at > draft.at)
    end = min(draft.resume + 6, next(following, draft.resume + 6))
    return any(
        cue.kind == "activity" and cue.value in ("attendance", "participation")
        for start, _, cue in draft.passage.cues
        if draft.floor <= start < end
    )


def _closed_bracket(draft: Draft, event: Draft) -> bool:
    """Tell whether the event stands in a bracket that has closed before the persons are told."""
    return event.bracket >= 0 and event.bracket != draft.bracket


def _named_event(draft: Draft, events: Sequence[Draft]) -> Draft | None:
    """Return the event whose noun is said again with the persons: `người dự hội thảo là 164`."""
    said = " ".join(draft.keys[draft.floor : draft.at])
    for event in reversed(events):
        if event.unit and f" {event.unit} " in f" {said} ":
            return event
        if event.unit and event.unit.split(" ", 1)[-1] in said and len(event.unit.split()) > 2:
            return event
    return None


def _other_act(draft: Draft, event: Draft | None) -> bool:
    """Tell whether between event and persons another act begins, done to the persons (kết nạp, khen, tặng)."""
    keys = draft.keys
    return any(_AGAINST.at(keys, at) for at in range(event.resume if event else 0, draft.at))


def has_other_act(draft: Draft) -> bool:
    """Tell whether right before the number another act is named, done to the persons: `4 hội nghị, kết nạp 7 người`."""
    end = draft.at - (draft.keys[draft.at - 1] == "được")
    return _AGAINST.before(draft.keys, end) is not None


def _event_behind(draft: Draft, later: Sequence[Draft]) -> Draft | None:
    """Return the event right behind the persons: `1.062 học viên ở 9 lớp`."""
    following = later[0] if later else None
    if following is None or following.passage is not draft.passage or not _is_event(following):
        return None
    between = draft.keys[draft.resume : following.at]
    joined = _BEHIND.at(draft.keys, draft.resume) or (len(between) > 1 and _BEHIND.at(draft.keys, following.at - 1))
    reach = _FAR if _attends(draft) else _NEAR
    return following if joined and len(between) <= reach and not {NUMBER, ",", ";"}.intersection(between) else None


def _opens_anew(draft: Draft, event: Draft) -> bool:
    return draft.modality is _TARGET or draft.passage.line != event.passage.line
