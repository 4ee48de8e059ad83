"""Facts -> how each may be summed: by what it is itself, then as a part, then inside a larger place or time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

from extractors.figures.conferences import is_each
from pipeline.archive.fact import Fact, Where
from pipeline.archive.statements import Key, Statement, is_level_of_money, is_what_each_has

_ADDITIVE: Final = frozenset({"count", "money", "area", "length", "weight", "volume"})
_DAYS_OF_YEAR: Final = 366


def tell_summing(facts: Sequence[Fact], of_statement: Mapping[Where, Fact]) -> None:
    """Tell how each fact may be summed: by what it is itself, then as a part, then inside a larger place or time."""
    for fact in facts:
        fact.summing = _own_flag(fact)
    for fact in facts:
        if fact.summing == "adds" and _is_part(fact, of_statement):
            fact.summing = "part"
    by_kind: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.summing == "adds" and fact.first.place[0] and fact.days:
            by_kind[fact.kind_in(0)].append(fact)
    for group in by_kind.values():
        for fact in sorted(group, key=_width):
            later = by_kind.get(fact.kind_in(1), ())
            owner = _event_of(fact, of_statement)
            if any(
                other.summing == "adds" and _lies_in(fact, other) and _came_to_it(owner, _event_of(other, of_statement))
                for other in chain(group, later)
            ):
                fact.summing = "within"


def _own_flag(fact: Fact) -> str:
    row = fact.first.row
    if row["replaced"]:
        return "replaced"
    if row["modality"] == "target":
        return "aim"
    if row["direction"] is not None or any(statement.row["role"] == "change" for statement in fact.group):
        return "change"
    if row["measure"] not in _ADDITIVE or is_each(row["unit"]) or is_level_of_money(row) or is_what_each_has(row):
        return "rate"
    if row["value_max"] is not None:
        return "range"
    kinds = {statement.row["period_kind"] for statement in fact.group}
    for kind in ("stock", "cumulative"):
        if row["period_kind"] == kind or (kind in kinds and row["period_kind"] != "flow"):
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
    if statement.row["role"] in ("part", "share"):
        return whole
    if statement.row["role"] != "attendees" or not whole:
        return False
    return any(
        above.row["role"] == "part" and above.parent in of_statement and _has_attendees(of_statement[above.parent])
        for above in owner.group
        if above.parent
    )


def _has_attendees(fact: Fact) -> bool:
    return any(json.loads(statement.row["came"] or "[]") for statement in fact.group)


def _width(fact: Fact) -> Key:
    place = fact.first.place
    return (place[1] is not None, place[2] is not None, -_length(fact.days) if fact.days else 0, fact.id)


def _lies_in(fact: Fact, other: Fact) -> bool:
    """Tell whether what a fact counts is counted in another one, of a larger place or a longer time."""
    if fact is other or not fact.days or not other.days or fact.last_day is None:
        return False
    inside = other.days[0] <= fact.days[0] and fact.last_day <= other.days[1]
    place, larger = fact.first.place, other.first.place
    below = all(there is None or there == here for here, there in zip(place, larger, strict=True))
    if not inside or not below or (place == larger and fact.days == other.days):
        return False
    if fact.first.value[0] > other.first.value[0]:
        return False
    if place == larger and not _same_body(fact, other):
        return False
    return not (fact.subject and other.subject) or bool(fact.subject & other.subject)


def _event_of(fact: Fact, of_statement: Mapping[Where, Fact]) -> Fact | None:
    """Return what those who are counted came to, None for what counts no attendance."""
    parent = fact.first.parent
    return of_statement.get(parent) if parent is not None and fact.first.row["role"] == "attendees" else None


def _came_to_it(event: Fact | None, larger: Fact | None) -> bool:
    """Tell whether those who came to an event can be among those who came to a larger one: it lies in that itself."""
    if larger is None or event is None:
        return larger is None
    same = (event.first.row["indicator"], event.first.head) == (larger.first.row["indicator"], larger.first.head)
    return same and _lies_in(event, larger)


def _same_body(fact: Fact, other: Fact) -> bool:
    one, two = fact.first.body, other.first.body
    if one and two:
        return one == two
    first, second = fact.first.row["issuer"], other.first.row["issuer"]
    return first is None or second is None or first == second


def rating_flag(members: Sequence[Where], of_statement: Mapping[Where, Fact]) -> str | None:
    """Return how a distribution may be summed: as most of its classes; None for one without figures."""
    if not members:
        return None
    flags = [of_statement[where].flag_at(where) for where in members]
    if "replaced" in flags:
        return "replaced"
    if "aim" in flags:
        return "aim"
    if flags.count("again") * 2 > len(flags):
        return "again"
    if "within" in flags:
        return "within"
    parent = of_statement[members[0]].at(members[0]).parent
    above = of_statement[parent].at(parent) if parent is not None and parent in of_statement else None
    return "part" if above is not None and above.row["role"] == "part" else "adds"
