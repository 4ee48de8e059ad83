"""Figures in order -> how each belongs to another: attendees, part, share, change (gold guidelines, "role").

Each figure chooses a parent or none among a few candidates by a sum of weighted, named facts; figures are settled
together along the text. What a link is by is kept with it: its heaviest fact, and whether it is only likely.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.figures.draft import Draft
from extractors.figures.links.claims import claims_of
from extractors.figures.links.scene import look
from extractors.figures.links.settle import Choice, choose
from extractors.model import Measure, Role


def link_figures(drafts: Sequence[Draft]) -> None:
    """Set role, parent and direction of the drafts, which are ordered and carry units, labels and modality."""
    scene = look(drafts, claims_of(drafts))
    for draft, choice in zip(drafts, choose(scene), strict=True):
        _take(draft, choice, drafts)


def _take(draft: Draft, choice: Choice, drafts: Sequence[Draft]) -> None:
    if choice.link is None:
        return
    parent = drafts[choice.link.parent]
    draft.role, draft.parent, draft.likely, draft.link_rule = choice.link.role, parent, choice.likely, choice.fact
    if draft.role is Role.PART:
        draft.family = draft.family or parent.family
        if draft.unit is None and draft.measure is Measure.COUNT and parent.measure is not Measure.RATIO:
            draft.measure = parent.measure
