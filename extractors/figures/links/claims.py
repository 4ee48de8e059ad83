"""Figures in order -> what the rules of single shapes say of each: evidence for links, never the last word.

A rule knows one shape (a bracket behind a total, `trong đó`, what was settled of what came in) and claims a parent
where it finds it. Source: gold guidelines, "role".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from extractors.figures.draft import Draft
from extractors.figures.links.attendees import find_event
from extractors.figures.links.changes import link_change, link_to_subjects
from extractors.figures.links.pairs import head_before, in_place, link_households, total_of_mate
from extractors.figures.links.parts import find_total, resumes
from extractors.figures.links.shares import link_share
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_RATIO: Final = Measure.RATIO
_PREVIOUS: Final = Modality.PREVIOUS
_ATTENDEES: Final = Role.ATTENDEES
_PART: Final = Role.PART
_TABLE: Final = load_table(__package__, "figure_links")
_REACH: Final[int] = _TABLE["reach"]


class Claim(NamedTuple):
    """What a rule says of a figure: the index of its parent, its role, and the name of the rule."""

    parent: int
    role: Role
    rule: str


def claims_of(drafts: Sequence[Draft]) -> list[Claim | None]:
    """Return for each draft what the rules say of it; direction is set, all else is left as it was."""
    kept = [(draft.family, draft.measure) for draft in drafts]
    _apply(drafts)
    places = {id(draft): index for index, draft in enumerate(drafts)}
    claims: list[Claim | None] = []
    for draft, (family, measure) in zip(drafts, kept, strict=True):
        told = draft.role is not None and draft.parent is not None
        claims.append(Claim(places[id(draft.parent)], draft.role, draft.link_rule) if told and draft.role else None)
        draft.role, draft.parent, draft.link_rule = None, None, ""
        draft.family, draft.measure = family, measure
    return claims


def _apply(drafts: Sequence[Draft]) -> None:
    """Let the rules speak in their order; a later one may take back what an earlier one said."""
    for scope in _scopes(drafts):
        for index, draft in enumerate(scope):
            _link(draft, scope[max(0, index - _REACH) : index], scope[index + 1 : index + 2])
    link_to_subjects(drafts)
    link_households(drafts)


def _scopes(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Group the figures that may belong to each other: by line, a list going with the line that opens it."""
    scopes: list[list[Draft]] = []
    for draft in drafts:
        last = scopes[-1][-1].passage if scopes else None
        passage = draft.passage
        if last is not None and (
            passage.line == last.line
            or (passage.bulleted and (last.opens_list or last.bulleted) and passage.line - last.line <= 3)
            or (passage.line - last.line == 1 and resumes(passage))
        ):
            scopes[-1].append(draft)
        else:
            scopes.append([draft])
    return scopes


def _link(draft: Draft, near: Sequence[Draft], later: Sequence[Draft]) -> None:
    if draft.modality is _PREVIOUS or draft.compared or (draft.numeral.of is not None and _sets_side_by_side(draft)):
        return
    if link_change(draft, near):
        draft.link_rule = "change"
        return
    if link_share(draft, near):
        draft.link_rule = "share"
        return
    head = head_before(draft)
    if head is not None:
        total, draft.link_rule = total_of_mate(draft, head), "mate"
    else:
        total, draft.link_rule = find_total(draft, near)
        total = total and in_place(draft, total)
    if total is not None:
        draft.role, draft.parent = _PART, total
        draft.family = draft.family or total.family
        if draft.unit is None and draft.measure is _COUNT and total.measure is not _RATIO:
            draft.measure = total.measure
        return
    event = find_event(draft, near, later)
    if event is not None:
        draft.role, draft.parent, draft.link_rule = _ATTENDEES, event, "event"


def _sets_side_by_side(draft: Draft) -> bool:
    """Tell whether two values of a time each are set side by side, no part of a whole: `tăng 93 vụ (206/113 vụ)`."""
    return draft.numeral.of is not None and draft.numeral.of < draft.numeral.value
