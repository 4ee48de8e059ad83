"""Figures of one sentence that add up exactly to another -> parts of it, whatever words stand between.

Sums of chance are kept out: the total is not small, and nothing but what counts the same thing is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.kin import ADDED, clause_start, is_person, kind_of, same_noun
from extractors.figures.links.parts import resumes
from extractors.model import Measure, Modality, Role

_LEAST_TOTAL: Final = 10
_NEAR_COLON: Final = 4
_LEAST_CLAUSES: Final = 3
_BACK: Final = 4
_FAR: Final = 12


def share_out(sentence: Sequence[Draft], before: Sequence[Draft]) -> None:
    """Link figures of one sentence that count the same noun and add up exactly to an earlier one.

    The total stands in the sentence, or in one `before` if at least three figures add up to it.
    """
    for index, total in enumerate([*before, *sentence], -len(before)):
        if not _adds_up(total) or total.modality is Modality.PREVIOUS or total.numeral.value < _LEAST_TOTAL:
            continue
        later = [d for d in sentence[max(0, index + 1) :] if _may_add_up(d, total, relink=index < 0)]
        if len(later) >= (2 if index >= 0 else 3) and sum(d.numeral.value for d in later) == total.numeral.value:
            _make_parts(later, total)


def share_out_bare(sentence: Sequence[Draft], before: Sequence[Draft]) -> None:
    """Link bare counts of classes that add up exactly to a figure told before: `Mầm non 52, tiểu học 60, THCS 41`.

    No other count stands in their sentence, but the first may say the noun again.
    """
    if len(sentence) < _LEAST_CLAUSES or not before:
        return
    counts = [d for d in sentence if d.measure is Measure.COUNT and d.role is None and d.bracket < 0]
    bare = [d for d in counts if d.unit is None]
    if len(counts) < _LEAST_CLAUSES or len(counts) - len(bare) > (counts[0].unit is not None):
        return
    whole = sum(draft.numeral.value for draft in counts)
    total = next((d for d in reversed(before) if d.numeral.value == whole and d.unit and _is_total_of(d, d)), None)
    if total is not None and all(d.modality is total.modality and same_noun(d, total) for d in counts):
        _make_parts(counts, total)


def _may_add_up(draft: Draft, total: Draft, relink: bool) -> bool:
    told_here = draft.parent is not None and draft.parent.passage is draft.passage
    linked = (
        draft.role is not None
        and draft.parent is not total
        and (told_here or not relink or draft.role is not Role.PART)
    )
    unsaid = draft.unit is None and total.measure is not Measure.COUNT
    same = draft.measure is total.measure and (
        unsaid or (draft.unit is not None and _counts_alike(draft, total, relink))
    )
    return (
        same
        and draft.bracket == total.bracket
        and not linked
        and draft.label is None
        and draft.modality is total.modality
    )


def _counts_alike(draft: Draft, total: Draft, told_before: bool) -> bool:
    """Tell whether the units are the same; to a total of a sentence before the first word of a noun will do."""
    if draft.unit == total.unit or not told_before:
        return draft.unit == total.unit
    return total.unit is not None and (same_noun(draft, total) or (is_person(draft) and is_person(total)))


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
            _make_parts(listed, total)


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
            _make_parts(listed, total)


def share_out_clauses(sentence: Sequence[Draft], before: Sequence[Draft]) -> None:
    """Link the first figures of clauses that open alike and add up exactly: `án A 8 vụ, ...; án B 5 vụ; án C 2 vụ`."""
    firsts = [draft for draft in sentence if _opens_clause(draft)]
    if len(firsts) < _LEAST_CLAUSES:
        return
    openings = [draft.keys[clause_start(draft)] for draft in firsts]
    told = next((d for d, opening in zip(firsts, openings, strict=True) if openings.count(opening) > 1), firsts[0])
    alike = [d for d, opening in zip(firsts, openings, strict=True) if opening == told.keys[clause_start(told)]]
    whole = sum(draft.numeral.value for draft in alike)
    if len(alike) < _LEAST_CLAUSES or not all(_adds_up(d) and same_noun(d, told) for d in alike):
        return
    totals = [*before, *(draft for draft in sentence if draft.at < alike[0].at)]
    total = next((d for d in reversed(totals) if d.numeral.value == whole and _is_total_of(d, told)), None)
    if total is not None:
        _make_parts(alike, total)


def _opens_clause(draft: Draft) -> bool:
    start = clause_start(draft)
    return draft.floor <= start < draft.at and start > 0 and draft.keys[start].isalpha()


def add_up_items(scope: Sequence[Draft]) -> None:
    """Link list items that add up exactly to the item before them, once those before it add up to the whole list.

    `1.120 việc, trong đó:` `+ chưa có điều kiện: 740 việc` `+ có điều kiện: 380 việc` `+ xong 301 việc` `+ hoãn 79`.
    """
    items = [d for d in scope if d.passage.bulleted and d is d.passage.drafts[0]]
    opener = next((d for d in scope if d.passage.opens_list and not d.passage.bulleted), None)
    if opener is not None and items and _is_total_of(opener, items[0]):
        _make_parts(_run_to(opener, items), opener)
    for index, last in enumerate(items):
        total = last.parent
        if last.role is not Role.PART or total is None or not _adds_up(last) or total.passage is last.passage:
            continue
        if sum(d.numeral.value for d in items[: index + 1] if d.parent is total) != total.numeral.value:
            continue
        listed = _run_to(last, items[index + 1 :])
        if listed:
            _make_parts(listed, last)


def add_up_resumed(drafts: Sequence[Draft]) -> None:
    """Link what the next sentences tell of a total, if one opens with `Cụ thể` and they add up to it exactly."""
    for index, first in enumerate(drafts):
        if not index or first is not first.passage.drafts[0] or not resumes(first.passage):
            continue
        for total in reversed(drafts[max(0, index - _BACK) : index]):
            listed = _run_to(total, drafts[index : index + _FAR]) if _is_total_of(total, first) else []
            if listed and listed[-1].passage.line - total.passage.line <= _FAR:
                _make_parts(listed, total)
                break


def _run_to(total: Draft, later: Sequence[Draft]) -> list[Draft]:
    """Return the unlinked figures of the same noun that add up exactly to the total, none if they do not."""
    listed, done = [], Decimal(0)
    for draft in later:
        linked = draft.role is not None and draft.parent is not total
        if linked or draft.unit is None or not same_noun(draft, total) or draft.modality is not total.modality:
            continue
        listed.append(draft)
        done += draft.numeral.value
        if done >= total.numeral.value:
            break
    return listed if len(listed) > 1 and done == total.numeral.value else []


def _is_total_of(total: Draft, part: Draft) -> bool:
    counted = _adds_up(total) and kind_of(total) is kind_of(part) and total.unit is not None and part.unit is not None
    told = total.modality is part.modality and total.role is not Role.CHANGE
    return counted and told and same_noun(total, part) and total.numeral.value >= _LEAST_TOTAL


def _make_parts(parts: Sequence[Draft], total: Draft) -> None:
    for part in parts:
        part.role, part.parent, part.link_rule = Role.PART, total, "sum"


def _adds_up(draft: Draft) -> bool:
    """Tell whether amounts of its kind can be summed: no percentages, no rates (tạ/ha)."""
    return kind_of(draft) in ADDED and not draft.numeral.percent and "/" not in (draft.unit or "")
