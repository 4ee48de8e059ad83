"""Facts of the database that add up -> those that lie in a larger place or a longer time that is told, too.

Facts are looked at by kind: what they count, in which province and year. What holds one ends in its year or the next,
since nothing that adds up is longer than a year; so a change reaches its own year and, while flags turn, earlier ones,
and there what lies in the district or commune of what has changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from typing import Final

from pipeline.archive.fact import Where, hash_of_kind, last_day
from pipeline.archive.statements import Key, Told, head_of
from pipeline.rows import Row, each_row

_FACTS: Final = """
SELECT indicator, measure, unit, label, modality, place, district, commune, body, period_start, period_end, value,
       document_id, ord, summing, subject, CASE role WHEN 'attendees' THEN of_figure END AS event
FROM figures WHERE statements IS NOT NULL AND """
_DOCUMENT: Final = "SELECT issuer, date FROM counted_documents WHERE id = ?"
_MOST_DOCUMENTS: Final = 1 << 13
_OF_KIND: Final = "fact_kind = ?"
_OF_COMMUNES: Final = f"{_OF_KIND} AND (commune IS NULL OR commune IN (SELECT value FROM json_each(?)))"
_FACT_OF: Final = "fact_id = (SELECT f.fact_id FROM figure_rows f WHERE f.document_id = ? AND f.ord = ?)"

Below = tuple[str | None, str | None]
"""District and commune in a province; None: all of them."""
_EVERYWHERE: Final[Below] = (None, None)
Document = Callable[[int], tuple[str | None, str | None]]
"""A document that counts -> its issuer and date."""
Days = tuple[str, str]
Kind = tuple[Key, Below, Days]
"""What some fact counts, in which province and year, where in the province, and of which days."""


def days_of(row: Row | sqlite3.Row | Told) -> Days:
    """Return the first and the last day that a figure is of."""
    if isinstance(row, Told):
        return row.period_start or "", row.period_end or ""
    return row["period_start"] or "", row["period_end"] or ""


@dataclass(eq=False, slots=True)
class Summed:
    """A fact that may be counted in another one: what it counts, where and when; `adds` tells that it adds up.

    `event` is the figure of its document to which those who are counted came; `order` its place among those that are
    told of now.
    """

    where: Where
    indicator: str
    head: str
    place: tuple[str | None, str | None, str | None]
    days: tuple[str, str]
    last_day: str
    value: float
    body: str | None
    issuer: str | None
    subject: frozenset[str]
    event: int | None
    adds: bool
    order: int = -1

    def width(self) -> Key:
        """Return a key that orders facts so that mostly what holds one comes before it."""
        return (self.place[1] is not None, self.place[2] is not None, -_length(self.days), self.where)

    def lies_in(self, other: Summed) -> bool:
        """Tell whether what is counted is counted in another fact, of a larger place or a longer time."""
        if not self.days[1] or not other.days[1]:
            return False
        inside = other.days[0] <= self.days[0] and self.last_day <= other.days[1]
        below = all(there is None or there == here for here, there in zip(self.place, other.place, strict=True))
        if not inside or not below or (self.place == other.place and self.days == other.days):
            return False
        if self.value > other.value or (self.place == other.place and not self._has_body_of(other)):
            return False
        return not (self.subject and other.subject) or bool(self.subject & other.subject)

    def is_below(self, place: Below) -> bool:
        """Tell whether it is of a district and commune, or of a part of them."""
        return all(there is None or there == here for here, there in zip(self.place[1:], place, strict=True))

    def _has_body_of(self, other: Summed) -> bool:
        if self.body and other.body:
            return self.body == other.body
        return self.issuer is None or other.issuer is None or self.issuer == other.issuer


@lru_cache(_MOST_DOCUMENTS)
def _length(days: tuple[str, str]) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


class _Kinds:
    """The facts of each kind that may hold one of some places or lie in it, read when they are needed."""

    def __init__(self, connection: sqlite3.Connection, document: Document, places: Set[Below]) -> None:
        self._connection = connection
        self._document = document
        self._places = places
        communes = {commune for _, commune in places}
        self._some = None if None in communes else json.dumps(sorted(map(str, communes)))
        self._read: dict[Key, list[Summed]] = {}

    def __getitem__(self, kind: Key) -> list[Summed]:
        """Return the facts of a kind, the widest first."""
        if kind not in self._read:
            asked = (hash_of_kind(kind),) if self._some is None else (hash_of_kind(kind), self._some)
            rows = each_row(self._connection, _FACTS + (_OF_KIND if self._some is None else _OF_COMMUNES), *asked)
            near = rows if _EVERYWHERE in self._places else (row for row in rows if self._touches(row))
            self._read[kind] = sorted(map(self._summed, near), key=Summed.width)
        return self._read[kind]

    def _touches(self, row: Row) -> bool:
        return any(map(partial(_touches, row), self._places))

    def event(self, fact: Summed) -> Summed | None:
        """Return what those who are counted came to, None for what counts no attendance."""
        if fact.event is None:
            return None
        row = next(each_row(self._connection, _FACTS + _FACT_OF, fact.where[0], fact.event), None)
        return self._summed(row) if row else None

    def _summed(self, row: Row) -> Summed:
        issuer, told = self._document(row["document_id"])
        return Summed(
            where=(row["document_id"], row["ord"]),
            indicator=row["indicator"],
            head=head_of(row["measure"], row["unit"]),
            place=(row["place"], row["district"], row["commune"]),
            days=days_of(row),
            last_day=last_day(row["period_start"], row["period_end"] or "", told, row["modality"]),
            value=row["value"],
            body=row["body"],
            issuer=issuer,
            subject=frozenset((row["subject"] or "").split()),
            event=row["event"],
            adds=row["summing"] == "adds",
        )


def _touches(row: Row, place: Below) -> bool:
    """Tell whether a fact may hold what lies in a place, or lie in it itself."""
    return all(
        here is None or there is None or here == there
        for here, there in zip((row["district"], row["commune"]), place, strict=True)
    )


@dataclass(slots=True)
class _Touched:
    """Where in a province, and in which days, facts of a kind and year have changed."""

    places: set[Below] = field(default_factory=set)
    first: str = "9"
    last: str = ""

    def add(self, place: Below, days: Days) -> None:
        """Take in a fact that has changed."""
        self.places.add(place)
        self.first, self.last = min(self.first, days[0]), max(self.last, days[1])

    def meets(self, fact: Summed) -> bool:
        """Tell whether a fact may lie in one that has changed, or be it."""
        if fact.days[0] > self.last or fact.days[1] < self.first:
            return False
        return _EVERYWHERE in self.places or any(fact.is_below(place) for place in self.places)


class TouchedKinds:
    """Where and in which days facts have changed, by what they count and the year: no more than there are kinds."""

    def __init__(self) -> None:
        self.years: dict[Key, dict[int, _Touched]] = defaultdict(lambda: defaultdict(_Touched))

    def add(self, kinds: Iterable[Kind]) -> None:
        """Take in facts that have changed; the year before may hold what lies in them."""
        for kind, place, days in kinds:
            for year in (kind[-1], kind[-1] - 1):
                self.years[kind[:-1]][year].add(place, days)


def settle_within(connection: sqlite3.Connection, kinds: TouchedKinds) -> set[int]:
    """Tell of facts of some kinds and places anew whether they lie in others; return their documents if they turned."""

    @lru_cache(_MOST_DOCUMENTS)
    def document(identity: int) -> tuple[str | None, str | None]:
        return tuple(connection.execute(_DOCUMENT, (identity,)).fetchone())

    documents: set[int] = set()
    for counted, left in sorted(kinds.years.items(), key=lambda item: repr(item[0])):
        facts = _Kinds(connection, document, {place for touched in left.values() for place in touched.places})
        turned: dict[Where, Summed] = {}
        while left:
            year = max(left)
            found = _turned(facts, facts[*counted, year], facts[*counted, year + 1], left.pop(year))
            turned |= {fact.where: fact for fact in found}
            for fact in found:
                left[year - 1].add(fact.place[1:], fact.days)
        flags = [("adds" if fact.adds else "within", *where) for where, fact in turned.items()]
        connection.executemany("UPDATE figure_rows SET summing = ? WHERE document_id = ? AND ord = ?", flags)
        documents |= {document_id for document_id, _ in turned}
    return documents


def _turned(facts: _Kinds, of_year: Sequence[Summed], later: Sequence[Summed], touched: _Touched) -> list[Summed]:
    """Tell which facts of a year where some have changed lie in others of it or of the next; return those that turned.

    The widest are told first. One that a report told before its time was over may lie in a shorter one, which is told
    behind it, and then holds it whatever that one lies in. What lies in one that turned is told anew with it, though
    its days reach beyond those of the changed ones.
    """
    holders: dict[Key, dict[Days, list[Summed]]] = defaultdict(lambda: defaultdict(list))
    for fact in chain(of_year, later):
        holders[fact.place][fact.days].append(fact)
    for fact in later:
        fact.order = -1
    for order, fact in enumerate(of_year):
        fact.order = order
    turned: dict[Where, Summed] = {}
    days = None
    while days != (touched.first, touched.last):
        days = touched.first, touched.last
        for fact in of_year:
            if touched.meets(fact) and fact.adds == _is_held(facts, fact, holders):
                fact.adds = not fact.adds
                turned[fact.where] = fact
                touched.add(fact.place[1:], fact.days)
    return list(turned.values())


def _is_held(facts: _Kinds, fact: Summed, holders: Mapping[Key, Mapping[Days, Sequence[Summed]]]) -> bool:
    return any(
        (other.adds or other.order > fact.order) and fact.lies_in(other) and _came_to_it(facts, fact, other)
        for other in _around(fact, holders)
    )


def _around(fact: Summed, holders: Mapping[Key, Mapping[Days, Sequence[Summed]]]) -> Iterator[Summed]:
    """Yield the facts of a place and time that hold those of a fact."""
    province, district, commune = fact.place
    places = {(province, d, c) for d in (None, district) for c in (None, commune)}
    for place in places & holders.keys():
        for days, others in holders[place].items():
            if days[0] <= fact.days[0] and fact.last_day <= days[1]:
                yield from others


def _came_to_it(facts: _Kinds, fact: Summed, other: Summed) -> bool:
    """Tell whether those who came to an event can be among those who came to a larger one: it lies in that itself."""
    larger, event = facts.event(other), facts.event(fact)
    if larger is None or event is None:
        return larger is None
    return (event.indicator, event.head) == (larger.indicator, larger.head) and event.lies_in(larger)
