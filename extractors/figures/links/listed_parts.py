"""Figures of one sentence that tell a count again -> the parts of it, where they add up to it exactly.

So in `đối thoại 02 cuộc, một cuộc với thanh niên, một cuộc với nông dân`, and `bốn lần đối thoại với các hộ, 04 cuộc có
383 lượt người`. Words in `listed_parts.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import Lexicon
from extractors.model import Measure, Role
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "listed_parts")["words"]
_BEFORE_ITEM: Final = frozenset(_WORDS["before_item"])
_STAND_FOR: Final = frozenset(_WORDS["stand_for"])
_BEHIND: Final = Lexicon((word, True) for word in _WORDS["behind"])
_BEFORE_AGAIN: Final = Lexicon((word, True) for word in _WORDS["before_again"])
_EVENTS: Final = frozenset({"conference", "training", "session"})


def link_listed_parts(drafts: Sequence[Draft]) -> None:
    """Link what a sentence tells once more of its count: the items of a list, or the whole by a bare classifier."""
    for index, total in enumerate(drafts):
        if not _is_free(total) or total.numeral.value < 2:
            continue
        behind = [draft for draft in drafts[index + 1 : index + 2] if draft.passage is total.passage]
        if behind and _tells_again(total, behind[0]):
            total.role, total.parent, total.link_rule = _PART, behind[0], "told_again"
            continue
        for part in _items(total, drafts, index + 1):
            part.role, part.parent, part.link_rule = _PART, total, "listed"


def _is_free(draft: Draft) -> bool:
    return draft.measure is _COUNT and draft.role is None and draft.unit is not None


def _tells_again(first: Draft, second: Draft) -> bool:
    """Tell whether the second is the same number of the same events, told by a classifier that stands for them."""
    same = first.numeral.value == second.numeral.value and first.indicator == second.indicator
    if not same or first.indicator not in _EVENTS or not _is_free(second) or first.modality is not second.modality:
        return False
    stands_for = second.unit in _STAND_FOR and first.unit != second.unit
    alone = _BEHIND.at(second.keys, second.resume) is not None or second.resume >= len(second.keys)
    return stands_for and alone and _BEFORE_AGAIN.before(second.keys, second.at) is not None


def _items(total: Draft, drafts: Sequence[Draft], first: int) -> list[Draft]:
    """Return the figures behind a total that count its noun, each behind a comma or `và`, and close its sum.

    The first is the one at `first`, right behind it. Nothing is said of the total itself: `3 đồng chí được bổ nhiệm,
    2 đồng chí được điều động, 1 đồng chí nghỉ hưu`.
    """
    items: list[Draft] = []
    left = total.numeral.value
    for at in range(first, len(drafts)):
        draft = drafts[at]
        if draft.passage is not total.passage or not left:
            break
        if not _is_free(draft) or draft.unit != total.unit or draft.modality is not total.modality:
            return []
        if draft.keys[draft.at - 1] not in _BEFORE_ITEM or draft.numeral.value > left:
            return []
        if not items and not _BEFORE_ITEM.issuperset(draft.keys[total.resume : draft.at]):
            return []
        items.append(draft)
        left -= draft.numeral.value
    return items if not left and len(items) > 1 else []
