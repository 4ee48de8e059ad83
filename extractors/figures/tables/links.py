"""What the cells of a table belong to: parts of a row, shares of a count, rows under a total."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.stages import settled_row
from extractors.figures.tables.attending import tells_who_came
from extractors.figures.tables.heads import Heads, opens_with_total
from extractors.figures.tables.rows import Layout, Row
from extractors.model import Measure, Role

_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_PERCENT: Final = Measure.PERCENT
_SHARE: Final = Role.SHARE
_LEAST_ADDED: Final = 2
"""Columns that a column sums up, and rows in which it must do so, at least."""
_EVENTS: Final = frozenset({"conference", "training", "session"})


def link_rows(layout: Layout) -> None:
    """Link each row to the one that sums it up: a detail to the row above, others to their section, else the total."""
    total = next((row for row in reversed(layout.rows) if row.kind == "total"), None)
    added = _added_columns(layout)
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
        _link_row(row, base.drafts if base is not None and base is not row else {}, layout.heads, added)
        if row.kind == "detail":
            _count_the_same(row.drafts.values())
    for above, row in pairwise(layout.rows):
        if settled_row(row.words, above.words):
            _link_settled(row.drafts, above.drafts)
        _link_who_came(row, above)


def _count_the_same(details: Collection[Draft]) -> None:
    """Let the details of a row be of what their totals are of: `Số bị can đã khởi tố | Trong đó: nữ`."""
    for draft in details:
        if draft.parent is not None and draft.role is _PART and draft.unit == draft.parent.unit:
            draft.indicator = draft.parent.indicator


def _added_columns(layout: Layout) -> dict[int, int]:
    """Return for the columns that one beside them sums up the column of their sum.

    Its head says so (`Tổng 6 tháng năm 2024`), and it is their sum in every row: `Cấp huyện | Cấp xã | Tổng`.
    """
    found: dict[int, int] = {}
    for column in sorted(layout.heads.columns):
        head = layout.heads.over(column)
        if head.path and head.label is None and not head.rate and opens_with_total(head.path[-1]):
            for step in (-1, 1):
                parts = _summed_up(layout, column, step)
                found |= dict.fromkeys((part for part in parts if part not in found), column)
    return found


def _summed_up(layout: Layout, total: int, step: int) -> list[int]:
    """Return the columns next to one, on one side, that it is the sum of in every row; the fewest that are."""
    parts: list[int] = []
    column = total + step
    while column in layout.heads.columns and not layout.heads.over(column).change:
        parts.append(column)
        rows = [row.drafts for row in layout.rows if total in row.drafts and any(part in row.drafts for part in parts)]
        if (
            len(parts) >= _LEAST_ADDED
            and len(rows) >= _LEAST_ADDED
            and all(_adds_up(row, parts, total) for row in rows)
        ):
            return parts
        column += step
    return []


def _adds_up(row: Mapping[int, Draft], parts: Sequence[int], total: int) -> bool:
    """Tell whether the counts of a row under some columns, all of them told, add up to the one under another."""
    drafts = [row.get(column) for column in (*parts, total)]
    if not all(draft is not None and draft.measure not in (_PERCENT, Measure.RATIO) for draft in drafts):
        return False
    *values, whole = (draft.numeral.value for draft in drafts if draft is not None)
    return sum(values) == whole


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


def _link_row(row: Row, base_row: Mapping[int, Draft], heads: Heads, added: Mapping[int, int]) -> None:
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
        elif (whole := drafts.get(_whole_of(column, heads, added))) and whole.measure is draft.measure:
            belong(draft, whole, _PART)
        else:
            belong(draft, base if base is not None and base.modality is draft.modality else None, _PART)


def _whole_of(column: int, heads: Heads, added: Mapping[int, int]) -> int:
    """Return the column that one is a part of, as its head or the sums say; -1 for none."""
    whole = heads.over(column).whole
    return added.get(column, -1) if whole is None else whole


def _is_count(draft: Draft) -> bool:
    return draft.measure is _COUNT and draft.role is not _CHANGE


def belong(draft: Draft, base: Draft | None, role: Role) -> None:
    """Let a cell belong to another one in a role; None or itself changes nothing."""
    if base is not None and base is not draft:
        draft.role, draft.parent = role, base
