"""Facts -> how each may be summed by what it is itself, then as a part; distributions by their figures.

What lies in a larger place or a longer time is told by `within`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractors.figures.conferences import is_each
from pipeline.archive.fact import Fact, Where
from pipeline.archive.statements import Statement, is_level_of_money, is_what_each_has

_ADDITIVE: Final = frozenset({"count", "money", "area", "length", "weight", "volume"})
_DAYS_OF_YEAR: Final = 366


def tell_summing(facts: Sequence[Fact], of_statement: Mapping[Where, Fact]) -> None:
    """Tell how each fact may be summed: by what it is itself, then as a part."""
    for fact in facts:
        fact.summing = _own_flag(fact)
    for fact in facts:
        if fact.summing == "adds" and _is_part(fact, of_statement):
            fact.summing = "part"


def _own_flag(fact: Fact) -> str:
    row = fact.first.row
    if row.replaced:
        return "replaced"
    if row.modality == "target":
        return "aim"
    if row.direction is not None or any(statement.row.role == "change" for statement in fact.group):
        return "change"
    if row.measure not in _ADDITIVE or is_each(row.unit) or is_level_of_money(row) or is_what_each_has(row):
        return "rate"
    if row.value_max is not None:
        return "range"
    kinds = {statement.row.period_kind for statement in fact.group}
    for kind in ("stock", "cumulative"):
        if row.period_kind == kind or (kind in kinds and row.period_kind != "flow"):
            return kind
    if fact.days and _length(fact.days) > _DAYS_OF_YEAR:
        return "years"
    return "adds"


def _length(days: tuple[str, str]) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days + 1


def _is_part(fact: Fact, of_statement: Mapping[Where, Fact]) -> bool:
    """Tell whether a statement of the fact says that it is a part of one that is summed itself.

    Who came to a part of the conferences is a part of those who came to all, where these are told.
    """
    return any(_parts_of(statement, of_statement) for statement in fact.group)


def _parts_of(statement: Statement, of_statement: Mapping[Where, Fact]) -> bool:
    owner = of_statement.get(statement.parent) if statement.parent else None
    if owner is None:
        return False
    whole = owner.summing in ("adds", "part", "within")
    if statement.row.role in ("part", "share"):
        return whole
    if statement.row.role != "attendees" or not whole:
        return False
    return any(
        above.row.role == "part" and above.parent in of_statement and _has_attendees(of_statement[above.parent])
        for above in owner.group
        if above.parent
    )


def _has_attendees(fact: Fact) -> bool:
    return any(json.loads(statement.row.came or "[]") for statement in fact.group)


@dataclass(frozen=True, slots=True)
class Flagged:
    """How a figure of a document may be summed, what it is to another, and to which."""

    summing: str
    role: str | None
    of_figure: int | None


def rating_flag(members: Sequence[int], figures: Mapping[int, Flagged]) -> str | None:
    """Return how a distribution may be summed: as most of its classes; None for one without figures.

    `members` are the numbers of its figures among those of its document.
    """
    if not members:
        return None
    flags = [figures[member].summing for member in members]
    if "replaced" in flags:
        return "replaced"
    if "aim" in flags:
        return "aim"
    if flags.count("again") * 2 > len(flags):
        return "again"
    if "within" in flags:
        return "within"
    parent = figures[members[0]].of_figure
    above = None if parent is None else figures.get(parent)
    return "part" if above is not None and above.role == "part" else "adds"
