"""A total told below a list (`Cộng chung có 143 hội nghị với 11.307 lượt người`) -> the numbers of its items as parts.

The words that open such a sentence: `closing_totals.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import Lexicon
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_ATTENDEES: Final = Role.ATTENDEES
_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_TARGET: Final = Modality.TARGET
_OPENINGS: Final = Lexicon((word, True) for word in load_table(__package__, "closing_totals")["words"])
_EVENTS: Final = frozenset({"conference", "training", "session"})
_MOST_ITEMS: Final = 60


def link_closing_totals(drafts: Sequence[Draft]) -> None:
    """Make the numbers of a list's items parts of the total below it, where they do not exceed it."""
    for index, draft in enumerate(drafts):
        if draft.measure is _COUNT and draft.role in (None, _ATTENDEES) and _closes(draft):
            items = [item for item in _items_above(drafts, index) if _is_alike(item, draft)]
            if items and sum((item.numeral.value for item in items), Decimal(0)) <= draft.numeral.value:
                for item in items:
                    item.role, item.parent, item.link_rule = _PART, draft, "closing_total"


def _closes(draft: Draft) -> bool:
    keys = draft.keys
    opens = bool(keys) and keys[0] in _OPENINGS.firsts
    return opens and not draft.passage.bulleted and _OPENINGS.at(keys, 0) is not None


def _items_above(drafts: Sequence[Draft], index: int) -> list[Draft]:
    """Return the numbers of the list items that stand line by line above a sentence."""
    line = drafts[index].passage.line
    found: list[Draft] = []
    for other in reversed(drafts[max(0, index - _MOST_ITEMS) : index]):
        if other.passage is drafts[index].passage:
            continue
        if not other.passage.bulleted or line - other.passage.line > 1:
            break
        line = other.passage.line
        found.append(other)
    return found


def _is_alike(item: Draft, total: Draft) -> bool:
    if item.parent is not None or item.measure is not _COUNT or item.modality is not total.modality:
        return False
    if item.modality is _TARGET or item.unit is None:
        return False
    return item.indicator == total.indicator or {item.indicator, total.indicator} <= _EVENTS
