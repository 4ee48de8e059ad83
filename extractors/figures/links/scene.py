"""Figures in order -> what links need to know of each, read once: its act, its noun, the words around it.

`look` is linear in the figures; what it finds out is never changed while links are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.figures.draft import Cue, Draft
from extractors.figures.links.changes import change_cue, is_level_compared
from extractors.figures.links.claims import Claim
from extractors.figures.links.kin import is_against_time, is_person, kind_of
from extractors.figures.links.pairs import head_before, mate_behind
from extractors.figures.links.stages import stage_of
from extractors.figures.words import NUMBER
from extractors.model import Measure
from extractors.rulebook import load_table

_WORDS: Final = load_table(__package__, "figure_links")["words"]
_BEFORE: Final = frozenset(_WORDS["before"])
_BEHIND: Final = frozenset(_WORDS["behind"])
_OPENERS: Final = frozenset(_WORDS["openers"])
_BEFORE_TOTAL: Final = frozenset(_WORDS["before_total"])
_NO_CUE: Final = ("no cue between",)
_SIGNS: Final = (";", ":", "(", "và", ",", "còn", "/", "+", "-", "trong", "đã")
_LIKE_EVENTS: Final = frozenset(load_table(__package__, "figure_links")["attendees"]["events"])
_EVENTS: Final = frozenset({"conference", "training", "session"})
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "(", ")", NUMBER})
_WORDS_BEFORE: Final = 4
_WORDS_BEHIND: Final = 2


@dataclass(slots=True)
class Seen:
    """A figure as links see it.

    `gap` holds the facts of the words between it and the figure before in its sentence, `gap_ahead` the same for a
    parent behind, `cues` the cues among them; `own` holds the facts of a child, `total` and `total_behind` those of a parent; `resumes` tells whether its sentence may go on with what
    the one before told; `pair_head` and `pair_mate` are the two of `64 vụ/97 bị can`, as indexes.
    """

    draft: Draft
    index: int
    claim: Claim | None
    change: Cue | None
    event: bool
    like_event: bool
    person: bool
    head: str | None
    kind: Measure
    against_time: bool
    follows_change: bool
    compared: bool
    received: bool
    settled: bool
    opener: str
    opens: bool
    closes: bool
    gap: frozenset[str]
    gap_ahead: frozenset[str]
    cues: frozenset[str]
    own: tuple[str, ...]
    total: tuple[str, ...]
    total_behind: tuple[str, ...]
    bare: bool
    resumes: bool
    clause: list[str] = field(default_factory=list)
    pair_head: int | None = None
    pair_mate: int | None = None


def look(drafts: Sequence[Draft], claims: Sequence[Claim | None]) -> list[Seen]:
    """Return what links see of each figure; `claims` are in the order of the drafts."""
    scene = [_see(draft, index, claim) for index, (draft, claim) in enumerate(zip(drafts, claims, strict=True))]
    places = {id(draft): index for index, draft in enumerate(drafts)}
    for seen in scene:
        before = scene[seen.index - 1] if not seen.opens else None
        seen.follows_change = before is not None and (before.change is not None or before.follows_change)
        head = head_before(seen.draft)
        if head is not None:
            seen.pair_head = places.get(id(head))
            if seen.change is None and seen.pair_head is not None:
                seen.change = scene[seen.pair_head].change
        mate = mate_behind(seen.draft)
        if mate is not None:
            seen.pair_mate = places.get(id(mate))
    return scene


def _see(draft: Draft, index: int, claim: Claim | None) -> Seen:
    keys, passage, unit = draft.keys, draft.passage, draft.unit
    opener = next((key for key in keys if key.isalpha()), "")
    first, last = passage.drafts[0] is draft, passage.drafts[-1] is draft
    cues = [cue for start, end, cue in passage.cues if draft.floor <= start and end <= draft.at]
    named = frozenset(f"cue {cue.kind}:{cue.value}" if cue.kind == "activity" else f"cue {cue.kind}" for cue in cues)
    between = keys[draft.floor : draft.at]
    before = keys[max(draft.floor, draft.at - _WORDS_BEFORE) : draft.at]
    behind = keys[draft.resume : draft.resume + _WORDS_BEHIND]
    total = [word for word, after in zip(before, (*before[1:], ""), strict=False) if word in _BEFORE_TOTAL and after != "đó"]
    stage = stage_of(draft)
    own = [f"said {word}" for word in before if word in _BEFORE]
    own += [f"followed by {word}" for word in behind if word in _BEHIND]
    if cues:
        own.append(f"last cue {cues[-1].kind}")
    return Seen(
        draft,
        index,
        claim,
        change_cue(draft),
        _is_event(draft),
        unit is not None and (unit in _LIKE_EVENTS or unit.split()[0] in _LIKE_EVENTS),
        is_person(draft) or draft.indicator == "attendance",
        unit.split()[0] if unit else None,
        kind_of(draft),
        is_against_time(draft),
        False,
        is_level_compared(draft),
        stage == "in",
        stage == "out",
        opener if opener in _OPENERS else "",
        first,
        last,
        named.union([f"between {sign}" for sign in _SIGNS if sign in between], () if named else _NO_CUE),
        frozenset(f"ahead {sign}" for sign in _SIGNS if sign in between),
        named,
        tuple(own),
        tuple(f"parent said {word}" for word in total),
        tuple(f"behind said {word}" for word in total),
        unit is None or draft.measure is Measure.RATIO,
        first or any(cue.kind == "compare" for _, _, cue in passage.cues),
        _clause(draft),
    )


def _is_event(draft: Draft) -> bool:
    shift = draft.unit is not None and draft.unit.split()[0] == "ca" and draft.family != "other"
    event = draft.family == "event" and (draft.indicator in _EVENTS or draft.bare)
    return (event or shift) and not draft.numeral.percent


def _clause(draft: Draft) -> list[str]:
    """Return the words before the number, from the last sign on."""
    start = draft.at
    while start > draft.floor and draft.keys[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    return draft.keys[start : draft.at]
