"""Figures in order -> how each belongs to another: attendees, part, share, change (gold guidelines, "role").

Each figure chooses a parent or none among a few candidates by a sum of weighted, named facts; figures are settled
together along the text. What a link is by is kept with it: its heaviest fact, and whether it is only likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.claims import claims_of
from extractors.figures.links.scene import Seen, look
from extractors.figures.links.settle import Choice, choose
from extractors.model import Measure, Modality, Role

_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_PREVIOUS: Final = Modality.PREVIOUS
_RATIO: Final = Measure.RATIO


def link_figures(drafts: Sequence[Draft]) -> None:
    """Set role, parent and direction of the drafts, which are ordered and carry units, labels and modality."""
    scene = look(drafts, claims_of(drafts))
    for seen, choice in zip(scene, choose(scene), strict=True):
        _take(seen, choice, drafts)
    for draft in drafts:
        _raise_to_total(draft)
    for draft, behind in pairwise(drafts):
        if draft.parent is None and _is_out_of(draft, behind):
            draft.role, draft.parent, draft.link_rule = _PART, behind, "out of"


def _take(seen: Seen, choice: Choice, drafts: Sequence[Draft]) -> None:
    draft = seen.draft
    if choice.link is None:
        return
    parent = drafts[choice.link.parent]
    draft.role, draft.parent, draft.likely, draft.link_rule = choice.link.role, parent, choice.likely, choice.fact
    if draft.role is _CHANGE:
        if draft.direction is None and seen.change is not None:
            draft.direction = seen.change.value
        if draft.modality is _PREVIOUS:
            draft.modality = parent.modality
    if draft.role is _PART:
        draft.family = draft.family or parent.family
        if draft.unit is None and draft.measure is _COUNT and parent.measure is not _RATIO:
            draft.measure = parent.measure


def _is_out_of(draft: Draft, whole: Draft) -> bool:
    """Tell whether `trên` parts a number from the whole right behind it: `640 triệu đồng trên 900 triệu đồng`."""
    if draft.passage is not whole.passage or draft.keys[draft.resume : whole.at] != ["trên"]:
        return False
    alike = draft.unit is not None and f"{whole.unit} ".startswith(f"{draft.unit} ")
    return (
        alike and draft.measure is whole.measure is not Measure.PERCENT and draft.numeral.value <= whole.numeral.value
    )


def _raise_to_total(draft: Draft) -> None:
    """Let those who came belong to the whole where its parts have ended: `07 hội nghị, gồm 02 ..., 05 ...; 2.675 lượt`.

    A list of parts ends with a semicolon or its bracket.
    """
    part = draft.parent
    if draft.role is not _ATTENDEES or part is None or part.role is not _PART or part.passage is not draft.passage:
        return
    whole, ended = part.parent, part.bracket >= 0 and part.bracket != draft.bracket
    if whole is not None and whole.passage is draft.passage and (ended or ";" in draft.keys[part.resume : draft.at]):
        draft.parent = whole
