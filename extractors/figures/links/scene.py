"""Figures in order -> what links need to know of each, read once: its act, its noun, the words around it.

`look` is linear in the figures; what it finds out is never changed while links are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from extractors.figures.draft import Cue, Draft
from extractors.figures.links.changes import words_beside
from extractors.figures.links.claims import Claim
from extractors.figures.links.kin import head_of, is_against_time, is_person, kind_of
from extractors.figures.links.pairs import head_before, mate_behind
from extractors.figures.links.stages import stage_of
from extractors.figures.words import NUMBER
from extractors.model import Measure
from extractors.rulebook import load_table

_RATIO: Final = Measure.RATIO
_TABLE: Final = load_table(__package__, "figure_links")
_SAID: Final = {word: f"said {word}" for word in _TABLE["words"]["before"]}
_FOLLOWED: Final = {word: f"followed by {word}" for word in _TABLE["words"]["behind"]}
_OPENERS: Final = frozenset(_TABLE["words"]["openers"])
_PARENT_SAID: Final = {word: f"parent said {word}" for word in _TABLE["words"]["before_total"]}
_CALLING: Final = frozenset(_PARENT_SAID)
_BEHIND_SAID: Final = {word: f"behind said {word}" for word in _PARENT_SAID}
_BETWEEN: Final = {sign: f"between {sign}" for sign in _TABLE["words"]["between"]}
_AHEAD: Final = {sign: f"ahead {sign}" for sign in _BETWEEN}
_SIGNS: Final = frozenset(_BETWEEN)
_HAVING: Final = frozenset(load_table(__package__, "words")["scene"]["having"])
_BOUNDS: Final = frozenset(load_table(__package__, "words")["scene"]["bounds"])
_LIKE_EVENTS: Final = frozenset(_TABLE["attendees"]["events"])
_NO_CUE: Final = ("no cue between",)
_EVENTS: Final = frozenset({"conference", "training", "session"})
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "(", ")", NUMBER})
_WORDS_BEFORE: Final = 4
_WORDS_BEHIND: Final = 2


class _CueFact(NamedTuple):
    """What a cue between two figures says, and what it says as the last one before the child."""

    fact: str
    last: str


class _CueFacts(dict[Cue, _CueFact]):
    """The facts of the cues met so far."""

    def __missing__(self, cue: Cue) -> _CueFact:
        named = f"{cue.kind}:{cue.value}" if cue.kind == "activity" else cue.kind
        found = self[cue] = _CueFact(f"cue {named}", f"last cue {cue.kind}")
        return found


_CUE_FACTS: Final = _CueFacts()


@dataclass(slots=True)
class Seen:
    """A figure as links see it.

    `gap` holds the facts of the words between it and the figure before in its sentence, `gap_ahead` the same for a
    parent behind, `cues` the cues among them. `own` holds the facts of a child, `total` and `total_behind` those of a
    parent. `head` is the first word of its noun; `pair_head` and `pair_mate` are the two of `64 vụ/97 bị can`, as
    indexes. `resumes` tells whether its sentence goes on comparing what the one before told, `had` whether it is what
    each thing counted right before it has: `31 clip có trên 10.000 lượt xem`. `clause` and `beside` are the words that
    `clause_of` and `beside_of` find when they are first asked.
    """

    draft: Draft
    index: int
    claim: Claim | None
    change: Cue | None
    kind: Measure
    head: str | None
    event: bool
    like_event: bool
    person: bool
    bare: bool
    compared: bool
    against_time: bool
    received: bool
    settled: bool
    opens: bool
    closes: bool
    goes_on: bool
    gap: frozenset[str]
    gap_ahead: tuple[str, ...]
    cues: frozenset[str]
    own: tuple[str, ...]
    total: tuple[str, ...]
    total_behind: tuple[str, ...]
    follows_change: bool = False
    resumes: bool = False
    had: bool = False
    pair_head: int | None = None
    pair_mate: int | None = None
    clause: list[str] | None = None
    beside: set[str] | None = None


def look(drafts: Sequence[Draft], claims: Sequence[Claim | None]) -> list[Seen]:
    """Return what links see of each figure; `claims` are in the order of the drafts."""
    scene: list[Seen] = []
    for index, (draft, claim) in enumerate(zip(drafts, claims, strict=True)):
        before = scene[-1] if scene and scene[-1].draft.passage is draft.passage else None
        goes_on = before.goes_on if before is not None else _opens_going_on(draft)
        scene.append(_see(draft, index, claim, goes_on))
    places = {id(draft): index for index, draft in enumerate(drafts)}
    for seen in scene:
        _pair(seen, scene, places)
        _follow(seen, scene)
    return scene


def _opens_going_on(draft: Draft) -> bool:
    """Tell whether the sentence opens with a word that goes on with what was told before."""
    return next((key for key in draft.keys if key.isalpha()), "") in _OPENERS


def _pair(seen: Seen, scene: Sequence[Seen], places: dict[int, int]) -> None:
    """Note the two of a pair; the second rises or falls as the first: `tăng 1 vụ/3 bị cáo`."""
    head, mate = head_before(seen.draft), mate_behind(seen.draft)
    seen.pair_mate = places.get(id(mate)) if mate is not None else None
    seen.pair_head = places.get(id(head)) if head is not None else None
    if seen.pair_head is not None and seen.change is None and seen.draft.keys[seen.draft.at - 1] == "/":
        seen.change = scene[seen.pair_head].change


def _follow(seen: Seen, scene: Sequence[Seen]) -> None:
    """Note what the figure before in the sentence tells of it: a change that goes on, or things that have so much."""
    if seen.opens:
        return
    before = scene[seen.index - 1]
    seen.had = _is_had(before.draft, seen.draft)
    seen.follows_change = before.change is not None or before.follows_change
    if seen.follows_change and seen.change is not None:
        seen.resumes = any(cue.kind == "compare" for _, _, cue in seen.draft.passage.cues)


def _is_had(before: Draft, draft: Draft) -> bool:
    """Tell whether a number is what each thing counted right before it has."""
    if before.unit is None or draft.unit is None or before.unit == draft.unit:
        return False
    start = before.resume + 1
    return start < draft.at and draft.keys[start - 1] in _HAVING and _BOUNDS.issuperset(draft.keys[start : draft.at])


def _see(draft: Draft, index: int, claim: Claim | None, goes_on: bool) -> Seen:
    keys, passage, unit = draft.keys, draft.passage, draft.unit
    cues = [_CUE_FACTS[cue] for _, _, cue in draft.cues] if draft.cues else ()
    between = keys[draft.floor : draft.at]
    before = between[-_WORDS_BEFORE:]
    own = [_SAID[word] for word in before if word in _SAID]
    total = []
    if not _CALLING.isdisjoint(before):
        total = [word for at, word in enumerate(before, 1) if word in _CALLING and before[at : at + 1] != ["đó"]]
    for word in keys[draft.resume : draft.resume + _WORDS_BEHIND]:
        if word in _FOLLOWED:
            own.append(_FOLLOWED[word])
    if cues:
        own.append(cues[-1].last)
    named = frozenset([cue.fact for cue in cues])
    signs = _SIGNS.intersection(between)
    stage = stage_of(draft)
    head = head_of(unit) if unit else None
    return Seen(
        draft,
        index,
        claim,
        change=draft.change,
        kind=kind_of(draft),
        head=head,
        event=_is_event(draft),
        like_event=unit is not None and (unit in _LIKE_EVENTS or head in _LIKE_EVENTS),
        person=not _is_trip(draft) and (is_person(draft) or draft.indicator == "attendance"),
        bare=unit is None or draft.measure is _RATIO,
        compared=draft.compared,
        against_time=is_against_time(draft),
        received=stage == "in",
        settled=stage == "out",
        opens=passage.drafts[0] is draft,
        closes=passage.drafts[-1] is draft,
        goes_on=goes_on,
        gap=named.union([_BETWEEN[sign] for sign in signs], () if named else _NO_CUE),
        gap_ahead=tuple([_AHEAD[sign] for sign in signs]) if signs else (),
        cues=named,
        own=tuple(own),
        total=tuple([_PARENT_SAID[word] for word in total]) if total else (),
        total_behind=tuple([_BEHIND_SAID[word] for word in total]) if total else (),
    )


def _is_trip(draft: Draft) -> bool:
    """Tell whether journeys are counted behind their act, which are no heads: `đi cơ sở 31 lượt`."""
    return draft.unit == "lượt" and draft.indicator == "visit"


def _is_event(draft: Draft) -> bool:
    shift = draft.unit is not None and head_of(draft.unit) == "ca" and draft.family != "other"
    event = draft.family == "event" and (draft.indicator in _EVENTS or draft.bare)
    return (event or shift) and not draft.numeral.percent


def clause_of(seen: Seen) -> list[str]:
    """Return the words before the number, from the last sign on."""
    if seen.clause is None:
        draft = seen.draft
        start = draft.at
        while start > draft.floor and draft.keys[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        seen.clause = draft.keys[start : draft.at]
    return seen.clause


def beside_of(seen: Seen) -> set[str]:
    """Return the words right before the number and behind its noun that may tell of what it is."""
    if seen.beside is None:
        seen.beside = words_beside(seen.draft)
    return seen.beside
