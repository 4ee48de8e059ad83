"""A figure, a possible parent and the links of the figures before -> the named facts that these add to `evidence`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import compress
from typing import Final

from extractors.figures.links.candidates import Candidate
from extractors.figures.links.scene import Seen
from extractors.model import Role

_CHANGE: Final = Role.CHANGE
_PART: Final = Role.PART

_SIBLINGS_BACK: Final = 6
_PARTS_BACK: Final = 16
_OVER: Final = Decimal("1.01")
_PARENT_IS: Final = {role: f"parent is {role.value}" for role in Role}
_AFTER_SIBLING: Final = {role: f"after sibling {role.value}" for role in Role}
_AFTER_OTHER: Final = {role: f"after other {role.value}" for role in Role}
_IN_SENTENCE: Final = ("list: ;", "list: adjacent", "list: skips")
Recent = Sequence[Candidate | None]
"""What was decided of the last figures before the child, the nearest last."""


def history_facts(scene: Sequence[Seen], child: Seen, candidate: Candidate, recent: Recent) -> list[str]:
    """Return what the decisions before say: the list goes on, its sum closes, its pair agrees."""
    place, role = candidate
    facts = []
    steps = child.index - place
    if 0 < steps <= len(recent):
        above = recent[-steps]
        facts.append(_PARENT_IS[above.role] if above else "parent is free")
    before = recent[-1] if recent else None
    if steps != 1 and recent and child.draft.passage.line - scene[child.index - 1].draft.passage.line <= 2:
        if before is None:
            facts.append("after free figure")
        else:
            facts.append((_AFTER_SIBLING if before.parent == place else _AFTER_OTHER)[before.role])
    if role is _PART:
        if candidate in recent[-_PARTS_BACK:]:
            facts += _list_so_far(scene, child, place, recent)
    elif role is not _CHANGE:
        if candidate in recent[-_SIBLINGS_BACK:]:
            facts.append("second of its role")
    elif before is not None and before.role is _CHANGE:
        facts.append("changed as before" if before.parent == place else "change apart")
    if child.pair_head is not None:
        facts += _pair_so_far(scene, child, candidate, recent)
    return facts


def _list_so_far(scene: Sequence[Seen], child: Seen, place: int, recent: Recent) -> list[str]:
    """Return how the figure goes on with the parts of the same total told before."""
    first = child.index - min(len(recent), _PARTS_BACK)
    told = recent[-_PARTS_BACK:]
    parts = [
        scene[first + at]
        for at, link in enumerate(told)
        if link is not None and link.parent == place and link.role is _PART
    ]
    facts: list[str] = []
    draft, last = child.draft, parts[-1]
    if place < last.index and child.index - last.index < _SIBLINGS_BACK:
        facts += _goes_on(child, last)
    done = Decimal(0)
    for part in parts:
        if draft.unit is None or part.draft.unit is None or part.head == child.head:
            done += part.draft.numeral.value
    whole = scene[place].draft.numeral.value
    if done and done + draft.numeral.value == whole:
        facts.append("sum closes")
    elif done and done + draft.numeral.value > whole * _OVER:
        facts.append("sum overflows")
    return facts


def _goes_on(child: Seen, sibling: Seen) -> list[str]:
    draft, other = child.draft, sibling.draft
    facts = ["list goes on"]
    if other.unit == draft.unit:
        facts.append("list: same noun")
    elif other.unit and draft.unit and sibling.head != child.head:
        facts.append("list: other noun")
    if (other.label is None) == (draft.label is None):
        facts.append("list: same class")
    if other.bracket == draft.bracket or other.passage is not draft.passage:
        facts.append("list: same bracket")
    if other.passage is draft.passage:
        words = draft.keys[other.resume : draft.at]
        told = (";" in words, len(words) <= 1, child.index - sibling.index > 1)
        return [*facts, *compress(_IN_SENTENCE, told)]
    items = draft.passage.bulleted and other.passage.bulleted and child.opens
    return [*facts, "list: next item" if items else "list: other sentence"]


def _pair_so_far(scene: Sequence[Seen], child: Seen, candidate: Candidate, recent: Recent) -> list[str]:
    """Return whether the second of `64 vụ/97 bị can` belongs as the first does."""
    steps = child.index - (child.pair_head or 0)
    link = recent[-steps] if 0 < steps <= len(recent) else None
    if link is None:
        return ["pair: first is free"]
    if link.role is candidate.role and scene[candidate.parent].pair_head == link.parent:
        return ["pair: in its place"]
    return ["pair: same parent" if link == candidate else "pair: apart"]
