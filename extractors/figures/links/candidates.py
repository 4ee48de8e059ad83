"""A figure -> the few others that it can belong to, and in which role: what can never be a link is left out here.

At most `_BACK` figures before and `_AHEAD` behind are asked, so links stay linear in the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from extractors.figures.links.adding import Sums
from extractors.figures.links.kin import fits, is_of_plan, plan_behind
from extractors.figures.links.scene import Seen
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_BACK: Final = 12
_BACK_ANYWHERE: Final = 9
_AHEAD: Final = 6
_LINES_BACK: Final = 12
_LINES_BACK_IN_TEXT: Final = 3
_WORDS_TO_EVENT: Final = 12
_TOTAL_WORDS: Final = frozenset(
    f"behind said {word}" for word in load_table(__package__, "figure_links")["words"]["total_behind"]
)
_LEVEL_WORDS: Final = frozenset({"behind said lên", "behind said đạt", "behind said còn"})


class Candidate(NamedTuple):
    """A parent, by its index, and the role that the figure would have."""

    parent: int
    role: Role


def candidates(scene: Sequence[Seen], index: int, sums: Sums) -> list[Candidate]:
    """Return what the figure may belong to, nearest before it first, then those behind."""
    child = scene[index]
    draft = child.draft
    totals = sums.get(index, {})
    found: list[Candidate] = []
    for place in _before(scene, child, totals):
        parent = scene[place]
        same = parent.draft.passage is child.draft.passage
        same_line = parent.draft.passage.line == child.draft.passage.line
        near = same or (child.opens and same_line)
        for role in _roles(child, parent, same):
            if role is Role.PART:
                called = place in totals or (same and child.bare)
                possible = _is_result_of_its_time(child, parent) and _may_be_part(child, parent, called)
            elif role is Role.CHANGE:
                possible = (near or (same_line and child.resumes and draft.unit is not None)) and not _in_closed_bracket(child, parent)
            else:
                possible = near or role is Role.ATTENDEES
            possible = possible and (role is Role.CHANGE or _is_of_its_time(child, parent))
            if possible:
                found.append(Candidate(place, role))
    for place in _behind(scene, child):
        parent = scene[place]
        same = parent.draft.passage is child.draft.passage
        for role in _roles(child, parent, same):
            if _may_be_behind(child, parent, role, place in totals, same):
                found.append(Candidate(place, role))
    return found


def _before(scene: Sequence[Seen], child: Seen, totals: Mapping[int, tuple[str, ...]]) -> list[int]:
    """Return the figures before that are near enough: far ones only where they open a sentence or list."""
    found, line = [], child.draft.passage.line
    for place in range(child.index - 1, max(-1, child.index - 1 - _BACK), -1):
        passage = scene[place].draft.passage
        lines = line - passage.line
        if lines > _LINES_BACK:
            break
        if child.index - place > _BACK_ANYWHERE and not (passage.opens_list or scene[place].opens):
            continue
        if not lines or place in totals or child.draft.passage.bulleted or passage.opens_list:
            found.append(place)
        elif lines <= _LINES_BACK_IN_TEXT and (child.opener or place == child.index - 1):
            found.append(place)
    return found


def _behind(scene: Sequence[Seen], child: Seen) -> list[int]:
    """Return the figures behind in the same line."""
    found = []
    for place in range(child.index + 1, min(len(scene), child.index + 1 + _AHEAD)):
        if scene[place].draft.passage.line != child.draft.passage.line:
            break
        found.append(place)
    return found


def _roles(child: Seen, parent: Seen, same: bool) -> tuple[Role, ...]:
    """Return the roles that the kinds of the two figures allow; `same` tells that they share a sentence."""
    draft, other = child.draft, parent.draft
    if child.change is not None:
        planned = draft.numeral.percent and not other.numeral.percent and plan_behind(draft) not in (None, "cùng")
        return (Role.CHANGE, Role.SHARE) if planned else (Role.CHANGE,)
    if draft.numeral.percent:
        if parent.opens and parent.index == child.index - 1 and other.numeral.percent and is_of_plan(draft):
            return (Role.SHARE, Role.PART)
        told = Role.PART if other.numeral.percent else Role.SHARE
        moves = same and (child.against_time or draft.bracket >= 0 or child.follows_change)
        return (told, Role.CHANGE) if moves else (told,)
    if draft.measure is Measure.OTHER and draft.unit == "lần":
        return (Role.CHANGE,)
    if parent.event and (child.person or draft.unit is None):
        return (Role.ATTENDEES,) if draft.unit is not None else (Role.ATTENDEES, Role.PART)
    if same and child.person and parent.like_event and parent.index == child.index - 1 and draft.keys[draft.at - 1] == "với":
        return (Role.ATTENDEES, Role.PART)
    if draft.measure is Measure.RATIO and draft.numeral.value == 1 and other.measure is not Measure.RATIO:
        return (Role.SHARE, Role.PART)
    return (Role.PART,)


def _is_result_of_its_time(child: Seen, parent: Seen) -> bool:
    """Tell whether the figure is no result beside an aim: `kế hoạch 50 hội nghị, đã tổ chức 47 hội nghị`."""
    aimed = parent.draft.modality is Modality.TARGET and child.draft.modality is Modality.ACTUAL
    return not aimed or (child.claim is not None and child.claim.parent == parent.index)


def _is_of_its_time(child: Seen, parent: Seen) -> bool:
    """Tell whether a value of an earlier time stands beside one of that time."""
    earlier = child.draft.modality is Modality.PREVIOUS
    return not earlier or parent.draft.modality is Modality.PREVIOUS


def _in_closed_bracket(child: Seen, parent: Seen) -> bool:
    """Tell whether an amount, which is no rate, stands in a bracket that has closed."""
    bracket = parent.draft.bracket
    return bracket >= 0 and bracket != child.draft.bracket and not parent.draft.numeral.percent


def _may_be_part(child: Seen, parent: Seen, called: bool) -> bool:
    """Tell whether the figure can be counted in the other: no more than it, the same kind of amount, no change.

    Where a sum or the lack of a noun calls for it (`called`), the noun may be another.
    """
    draft, total = child.draft, parent.draft
    if draft.numeral.value > total.numeral.value or parent.change is not None:
        return False
    if fits(draft, total):
        return True
    return called and (draft.unit is None or Measure.RATIO in (draft.measure, total.measure) or child.kind is parent.kind)


def _may_be_behind(child: Seen, parent: Seen, role: Role, adds_up: bool, same: bool) -> bool:
    """Tell whether the figure may belong to one behind: what adds up to it, or words before it that call for it."""
    if role is Role.PART:
        called = adds_up or (same and not _TOTAL_WORDS.isdisjoint(parent.total_behind))
        return called and _may_be_part(child, parent, called=False)
    if role is Role.CHANGE:
        return same and not _LEVEL_WORDS.isdisjoint(parent.total_behind)
    if role is Role.ATTENDEES:
        return same and parent.draft.at - child.draft.resume <= _WORDS_TO_EVENT
    return False
