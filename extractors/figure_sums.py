"""Figures of one sentence that add up exactly to another -> parts of it, whatever words stand between.

Sums of chance are kept out: the total is not small, and nothing but what counts the same thing is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.figure_context import Draft
from extractors.figure_kin import ADDED
from extractors.model import Measure, Modality, Role

_LEAST_TOTAL: Final = 10
_NEAR_COLON: Final = 4


def share_out(sentence: Sequence[Draft], before: Sequence[Draft]) -> None:
    """Link figures of one sentence that count the same noun and add up exactly to an earlier one.

    The total stands in the sentence, or in one `before` if at least three figures add up to it.
    """
    for index, total in enumerate([*before, *sentence], -len(before)):
        if not _adds_up(total) or total.modality is Modality.PREVIOUS or total.numeral.value < _LEAST_TOTAL:
            continue
        later = [d for d in sentence[max(0, index + 1) :] if _may_add_up(d, total, relink=index < 0)]
        if len(later) >= (2 if index >= 0 else 3) and sum(d.numeral.value for d in later) == total.numeral.value:
            for part in later:
                part.role, part.parent = Role.PART, total


def _may_add_up(draft: Draft, total: Draft, relink: bool) -> bool:
    told_here = draft.parent is not None and draft.parent.passage is draft.passage
    linked = (
        draft.role is not None
        and draft.parent is not total
        and (told_here or not relink or draft.role is not Role.PART)
    )
    unsaid = draft.unit is None and total.measure is not Measure.COUNT
    same = draft.measure is total.measure and (unsaid or (draft.unit is not None and draft.unit == total.unit))
    return (
        same
        and draft.bracket == total.bracket
        and not linked
        and draft.label is None
        and draft.modality is total.modality
    )


def take_lists(sentence: Sequence[Draft]) -> None:
    """Link what a colon behind a figure lists, where it adds up exactly: `07 thành viên: 1 chủ tịch, 6 ủy viên`."""
    for index, total in enumerate(sentence):
        if total.measure is not Measure.COUNT or ":" not in total.keys[total.resume : total.resume + _NEAR_COLON]:
            continue
        listed, done = [], Decimal(0)
        for draft in sentence[index + 1 :]:
            free = draft.role is None and draft.modality is total.modality and draft.family == total.family
            if not free or draft.measure is not Measure.COUNT or done >= total.numeral.value:
                break
            listed.append(draft)
            done += draft.numeral.value
        if len(listed) > 1 and done == total.numeral.value:
            for part in listed:
                part.role, part.parent = Role.PART, total


def complete_lists(sentence: Sequence[Draft]) -> None:
    """Link the rest of a list whose first part is linked where the parts add up exactly to their total.

    `72 tổ chức cơ sở đảng, trong đó có 25 đảng bộ xã; 4 đảng bộ khối; 43 chi bộ`.
    """
    for index, first in enumerate(sentence):
        total = first.parent
        if first.role is not Role.PART or total is None or not _adds_up(first):
            continue
        listed, done = [first], first.numeral.value
        for draft in sentence[index + 1 :]:
            free = draft.role is None or draft.parent is total
            if not free or draft.measure is not first.measure or draft.modality is not total.modality:
                continue
            if draft.family != first.family or done >= total.numeral.value:
                break
            listed.append(draft)
            done += draft.numeral.value
        if len(listed) > 1 and done == total.numeral.value:
            for part in listed:
                part.role, part.parent = Role.PART, total


def _adds_up(draft: Draft) -> bool:
    """Tell whether amounts of its kind can be summed: no percentages, no rates (tạ/ha)."""
    return draft.measure in ADDED and not draft.numeral.percent and "/" not in (draft.unit or "")
