"""Findings of one document and the corrections made on it -> Findings as people say; the rest follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from extractors.flow import Findings
from extractors.model import Citation, Figure, Form, Measure, Metadata, Period, PeriodKind, Problem, Rules, Task
from pipeline.corrections.model import PERIOD, Action, Correction, Item, Kind, fields_of, value_of
from pipeline.corrections.place import place

_RULE: Final = "correction"
_ITEMS: Final = {Kind.CITATION: "citations", Kind.FIGURE: "figures", Kind.TASK: "tasks"}


def correct(found: Findings, corrections: Sequence[Correction]) -> tuple[Problem, ...]:
    """Let corrections win over what was found; return a problem for each that cannot be placed, or is not understood.

    What is read off the corrected items (ratings, conferences, contradictions) is read anew.
    """
    if not corrections:
        return ()
    problems: list[Problem] = []
    for kind in (Kind.METADATA, *_ITEMS):
        own = [correction for correction in corrections if correction.kind is kind]
        if not own:
            continue
        placed, lost = _placed(own, found.document.text)
        problems += lost
        if kind is Kind.METADATA:
            found.use(metadata=_metadata(found.metadata, [correction for correction, _ in placed]))
            continue
        items = list(getattr(found, _ITEMS[kind]))
        for correction, span in placed:
            items = _corrected(items, correction, span, found.document.text)
        found.use(**{_ITEMS[kind]: tuple(items)})
    return tuple(problems)


def _metadata(metadata: Metadata, corrections: Sequence[Correction]) -> Metadata:
    for correction in corrections:
        metadata = replace(metadata, **_values(correction, correction.fields, metadata.period))
    return metadata


def _values(correction: Correction, said: Mapping[str, Any], period: Period | None = None) -> dict[str, Any]:
    """Return the values of fields, as an item holds them; what an older version called otherwise is left out.

    `period` is the one that the item has, of which one day alone may be set.
    """
    known = fields_of(correction.kind)
    values = {name: value_of(correction.kind, name, value) for name, value in said.items() if name in known}
    days = {name: values.pop(name) for name in PERIOD if name in values}
    if days:
        start, end = (days.get(name, getattr(period, name[7:], None)) for name in PERIOD)
        kind = period.kind if period else PeriodKind.FLOW
        values["period"] = Period(start, end, None, kind) if start and end else None
    return values


def _placed(
    corrections: Sequence[Correction], text: str
) -> tuple[list[tuple[Correction, tuple[int, int]]], list[Problem]]:
    placed, lost = [], []
    for correction in corrections:
        span = place(correction, text)
        if span is None:
            message = (
                f"Không tìm lại được chỗ mà {correction.who} đã sửa (“{correction.words}”, sửa ngày "
                f"{correction.made[8:10]}/{correction.made[5:7]}/{correction.made[:4]}); xem lệnh corrections."
            )
            lost.append(Problem("correction_unplaced", message))
        else:
            placed.append((correction, span))
    return placed, lost


class Spanned(Protocol):
    """What stands at a span of a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def find_item(items: Sequence[Spanned], start: int, end: int) -> int | None:
    """Return the index of the item of a span: the same span, else the one that shares most of it; None for none."""
    shared = [
        (min(end, item.end) - max(start, item.start), -abs(item.start - start), i) for i, item in enumerate(items)
    ]
    best = max(shared, default=(0, 0, 0))
    return best[2] if best[0] > 0 else None


def _corrected(items: list[Any], correction: Correction, span: tuple[int, int], text: str) -> list[Any]:
    """Return the items as one correction says: one changed, taken out, or put in where the machine found none."""
    i = find_item(items, *span)
    if correction.action is Action.REJECT:
        return items if i is None else _without(items, i)
    if correction.action is Action.ADD or i is None:
        if i is not None and (items[i].start, items[i].end) == span:
            items = _without(items, i)
        return _with(items, _made(correction, span, text))
    values = _values(correction, correction.fields, getattr(items[i], "period", None))
    items[i] = _told(replace(items[i], **values), correction)
    return items


def _told(item: Any, correction: Correction) -> Any:
    """Return an item whose provenance says which of its fields a person set."""
    if isinstance(item, Figure):
        set_ = {name: _RULE for name in ("unit", "indicator", "label", "modality") if name in correction.fields}
        return replace(item, rules=replace(item.rules, **set_))
    return replace(item, rule=_RULE) if isinstance(item, Citation) else item


def _made(correction: Correction, span: tuple[int, int], text: str) -> Item:
    """Return an item that the machine did not find, from what it said when it was marked and what was set."""
    start, end = span
    values = _values(correction, {**correction.item, **correction.fields})
    place_: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
    if correction.kind is Kind.FIGURE:
        return Figure(**place_, **({"measure": Measure.COUNT} | values), rules=Rules(unit=_RULE))
    if correction.kind is Kind.CITATION:
        form = Form.NUMBERED if values.get("code") else Form.NAMED
        return Citation(**place_, **values, form=form, rule=_RULE)
    return Task(**place_, **values, kind="task")


def _without(items: list[Any], gone: int) -> list[Any]:
    """Return the items without one; what hung on it hangs on nothing."""
    places = {i: i - (i > gone) for i in range(len(items)) if i != gone}
    return [_pointing(item, places) for i, item in enumerate(items) if i != gone]


def _with(items: list[Any], new: Any) -> list[Any]:
    """Return the items with one more, in the order of their places."""
    at = sum(item.start < new.start for item in items)
    places = {i: i + (i >= at) for i in range(len(items))}
    moved = [_pointing(item, places) for item in items]
    return [*moved[:at], new, *moved[at:]]


def _pointing(item: Any, places: dict[int, int]) -> Any:
    """Return an item that points to where the others now stand."""
    if isinstance(item, Figure) and item.of_figure is not None:
        to = places.get(item.of_figure)
        return replace(item, of_figure=to, role=item.role if to is not None else None)
    if isinstance(item, Citation) and (item.antecedent is not None or item.antecedents):
        many = tuple(places[i] for i in item.antecedents if i in places)
        return replace(
            item, antecedent=places.get(-1 if item.antecedent is None else item.antecedent), antecedents=many
        )
    return item
