"""A figure -> the few others that it can belong to, and in which role: what can never be a link is left out here.

At most `_BACK` figures before and `_AHEAD` behind are asked, so links stay linear in the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from extractors.figures.links.kin import fits, plan_behind
from extractors.figures.links.scene import Seen
from extractors.model import Measure, Role

_BACK: Final = 14
_BACK_ANYWHERE: Final = 10
_AHEAD: Final = 6
_LINES_BACK: Final = 12
_LINES_BACK_IN_TEXT: Final = 3
_LEVEL_WORDS: Final = frozenset({"parent said lên", "parent said đạt", "parent said còn"})


class Candidate(NamedTuple):
    """A parent, by its index, and the role that the figure would have."""

    parent: int
    role: Role


def candidates(scene: Sequence[Seen], index: int) -> list[Candidate]:
    """Return what the figure may belong to, nearest before it first, then those behind."""
    child = scene[index]
    found = []
    for place in (*_before(scene, child), *_behind(scene, child)):
        parent = scene[place]
        found += [Candidate(place, role) for role in _roles(child, parent) if _is_possible(child, parent, role)]
    return found


def _before(scene: Sequence[Seen], child: Seen) -> list[int]:
    """Return the figures before that are near enough: far ones only where they open a sentence or list."""
    found, line = [], child.draft.passage.line
    for place in range(child.index - 1, max(-1, child.index - 1 - _BACK), -1):
        passage = scene[place].draft.passage
        lines = line - passage.line
        if lines > _LINES_BACK:
            break
        if child.index - place > _BACK_ANYWHERE and not (passage.opens_list or scene[place].opens):
            continue
        listed = passage.opens_list or child.draft.passage.bulleted or place == child.index - 1
        if lines <= _LINES_BACK_IN_TEXT or listed:
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


def _roles(child: Seen, parent: Seen) -> list[Role]:
    """Return the roles that the kinds of the two figures allow."""
    draft, other = child.draft, parent.draft
    if child.change is not None:
        planned = draft.numeral.percent and not other.numeral.percent and plan_behind(draft) not in (None, "cùng")
        return [Role.CHANGE, Role.SHARE] if planned else [Role.CHANGE]
    if draft.numeral.percent:
        return [Role.PART if other.numeral.percent else Role.SHARE, Role.CHANGE]
    if draft.measure is Measure.OTHER and draft.unit == "lần":
        return [Role.CHANGE]
    roles = []
    if draft.measure is Measure.RATIO and draft.numeral.value == 1 and other.measure is not Measure.RATIO:
        roles.append(Role.SHARE)
    if parent.event and (child.person or draft.unit is None):
        roles.append(Role.ATTENDEES)
    if not (parent.event and child.person and draft.unit is not None):
        roles.append(Role.PART)
    return roles


def _is_possible(child: Seen, parent: Seen, role: Role) -> bool:
    behind = parent.index > child.index
    if role is Role.SHARE:
        return not behind
    if role is Role.CHANGE:
        return not behind or not _LEVEL_WORDS.isdisjoint(parent.total)
    return role is not Role.PART or _may_be_part(child, parent, behind)


def _may_be_part(child: Seen, parent: Seen, behind: bool) -> bool:
    """Tell whether the figure can be counted in the other: no more than it, the same kind of amount, no change."""
    draft, total = child.draft, parent.draft
    if draft.numeral.value > total.numeral.value or parent.change is not None:
        return False
    if child.kind is not parent.kind and draft.unit is not None:
        ratio = Measure.RATIO in (draft.measure, total.measure)
        if behind or (total.unit is not None and not ratio):
            return False
    return True
