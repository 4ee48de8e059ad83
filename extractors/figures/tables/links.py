"""What the cells of a table belong to: parts of a row, shares of a count, rows under a total."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.stages import settled_row
from extractors.figures.tables.attending import tells_who_came
from extractors.figures.tables.heads import (
    Heads,
)
from extractors.figures.tables.rows import Layout, Row
from extractors.model import Measure, Role

_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_PERCENT: Final = Measure.PERCENT
_SHARE: Final = Role.SHARE
_EVENTS: Final = frozenset({"conference", "training", "session"})


def link_rows(layout: Layout) -> None:
    """Link each row to the one that sums it up: a detail to the row above, others to their section, else the total."""
    total = next((row for row in reversed(layout.rows) if row.kind == "total"), None)
    section: Row | None = None
    last: Row | None = None
    for row in layout.rows:
        if row.kind == "section":
            section = row if row.drafts else None
        if row.kind == "detail":
            base = last
        else:
            base = section if row.kind == "plain" and section is not None else total
            last = row
        _link_row(row, base.drafts if base is not None and base is not row else {}, layout.heads)
    for above, row in pairwise(layout.rows):
        if settled_row(row.words, above.words):
            _link_settled(row.drafts, above.drafts)
        _link_who_came(row, above)


def _link_settled(done: Mapping[int, Draft], came: Mapping[int, Draft]) -> None:
    """Make what was done a part of what came in, column by column, where both count the same."""
    for column, draft in done.items():
        whole = came.get(column)
        if whole is None or draft.role is not None or draft.unit is None or whole.unit != draft.unit:
            continue
        if draft.measure is whole.measure is _COUNT and draft.numeral.value <= whole.numeral.value:
            belong(draft, whole, _PART)


def _link_who_came(row: Row, above: Row) -> None:
    """Let those whom a row counts have come to what the row above counts, column by column."""
    for column, draft in row.drafts.items():
        event = above.drafts.get(column)
        if event is None or event.indicator not in _EVENTS or event.measure is not _COUNT or draft.role is not None:
            continue
        counted = draft.measure is _COUNT and (draft.family == "person" or draft.indicator == "attendance")
        if counted and event.modality is draft.modality and tells_who_came(row.words, above.words, event.unit):
            draft.indicator = "attendance"
            belong(draft, event, _ATTENDEES)


def _link_row(row: Row, base_row: Mapping[int, Draft], heads: Heads) -> None:
    """Link classes to the count of their row, columns to the one they are a part of, else to the row that sums up."""
    drafts = row.drafts
    count = next((d for c, d in sorted(drafts.items()) if _is_count(d) and not heads.over(c).label), None)
    events = [
        d for c, d in drafts.items() if d.indicator in _EVENTS and d.measure is _COUNT and not heads.over(c).label
    ]
    for column, draft in drafts.items():
        head = heads.over(column)
        known = [c for c in sorted(drafts, reverse=True) if c < column and not heads.over(c).change]
        counts = [drafts[c] for c in known if drafts[c].measure is not _PERCENT]
        beside = next((d for d in counts if d.modality is draft.modality), counts[0] if counts else None)
        base = base_row.get(column)
        if draft.role is _CHANGE:
            draft.parent = beside
            draft.role = _CHANGE if beside is not None else None
        elif draft.measure is _PERCENT:
            beside = None if head.of_own else beside
            belong(draft, base if base is not None and base.measure is not _PERCENT else beside, _SHARE)
            draft.indicator = draft.parent.indicator if draft.parent else draft.indicator
        elif head.attends and draft.family == "person" and len(events) == 1:
            draft.indicator = "attendance"
            belong(draft, events[0], _ATTENDEES)
        elif head.label is not None and count is not None:
            belong(draft, count, _PART)
        elif head.whole is not None and (whole := drafts.get(head.whole)) and whole.measure is draft.measure:
            belong(draft, whole, _PART)
        else:
            belong(draft, base if base is not None and base.modality is draft.modality else None, _PART)


def _is_count(draft: Draft) -> bool:
    return draft.measure is _COUNT and draft.role is not _CHANGE


def belong(draft: Draft, base: Draft | None, role: Role) -> None:
    """Let a cell belong to another one in a role; None or itself changes nothing."""
    if base is not None and base is not draft:
        draft.role, draft.parent = role, base
