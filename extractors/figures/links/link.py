"""Figures in order -> how each belongs to another: attendees, part, share, change (gold guidelines, "role").

Only figures of one line, or of a list and the line that opens it, are linked; what is not certain stays unlinked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.attendees import find_event
from extractors.figures.links.changes import is_level_compared, link_change, link_to_subjects
from extractors.figures.links.pairs import head_before, in_place, link_households, total_of_mate, total_of_pair
from extractors.figures.links.parts import find_total, resumes, take_part_before
from extractors.figures.links.shares import link_share
from extractors.figures.links.sums import (
    add_up_items,
    add_up_resumed,
    complete_lists,
    share_out,
    share_out_bare,
    share_out_clauses,
    take_lists,
)
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "figure_links")
_REACH: Final[int] = _TABLE["reach"]


def link_figures(drafts: Sequence[Draft]) -> None:
    """Set role, parent and direction of the drafts, which are ordered and carry units, labels and modality."""
    for scope in _scopes(drafts):
        for index, draft in enumerate(scope):
            _link(draft, scope[max(0, index - _REACH) : index], scope[index + 1 : index + 2])
        start = 0
        for _, told_together in groupby(scope, key=lambda draft: id(draft.passage)):
            sentence = list(told_together)
            share_out(sentence, scope[max(0, start - _REACH) : start])
            share_out_bare(sentence, scope[max(0, start - _REACH) : start])
            take_lists(sentence)
            complete_lists(sentence)
            share_out_clauses(sentence, scope[max(0, start - _REACH) : start])
            start += len(sentence)
        add_up_items(scope)
    add_up_resumed(drafts)
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
    if draft.modality is Modality.PREVIOUS or is_level_compared(draft) or _sets_side_by_side(draft):
        return
    if link_change(draft, near) or link_share(draft, near):
        return
    head = head_before(draft)
    total = total_of_pair(draft, near) or find_total(draft, near) if head is None else total_of_mate(draft, head)
    if total is not None and head is None:
        total = in_place(draft, total)
    if total is not None:
        draft.role, draft.parent = Role.PART, total
        draft.family = draft.family or total.family
        if draft.unit is None and draft.measure is Measure.COUNT and total.measure is not Measure.RATIO:
            draft.measure = total.measure
        return
    take_part_before(draft, near)
    event = find_event(draft, near, later)
    if event is not None:
        draft.role, draft.parent = Role.ATTENDEES, event


def _sets_side_by_side(draft: Draft) -> bool:
    """Tell whether two values of a time each are set side by side, no part of a whole: `tăng 93 vụ (206/113 vụ)`."""
    return draft.numeral.of is not None and draft.numeral.of < draft.numeral.value
