"""Statements of the whole archive -> facts: what several documents tell once, and how each may be summed.

Two figures are statements of one fact when a key that each has by itself is the same (a value that hardly two things
share, a sentence taken over), when they belong in one way to one fact (who came to the same 312 hội nghị), or when
they are the only ones of their kind and value in two documents that tell of the same things. Where one fact has two
values, both are kept. Nothing is joined that is told of two places, two times or two bodies.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any, Final

from pipeline.archive.statements import (
    Key,
    Statement,
    content,
    in_order,
    is_distinctive,
    is_level_of_money,
    read_statements,
)

Where = tuple[int, int]
Value = tuple[Decimal, ...]
_COLUMNS: Final = (
    "id", "indicator", "measure", "unit", "label", "modality", "place", "district", "commune", "body", "period_start",
    "period_end", "period_kind", "value", "value_max", "document_id", "ord", "statements", "differing", "summing",
)  # fmt: skip
_ADDITIVE: Final = frozenset({"count", "money", "area", "length", "weight", "volume"})
_SHARED: Final = 2
"""Distinctive values that two documents must share to be taken to tell of the same things."""
_MOST_VOICES: Final = 40
_ID_LENGTH: Final = 16
_DAYS_OF_YEAR: Final = 366


class _Joined:
    """Statements joined to facts: a forest in which each tree is a fact."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = {statement.where: statement for statement in statements}
        self._up: dict[Where, Where] = {where: where for where in self.statements}

    def root(self, where: Where) -> Where:
        """Return what stands for the fact of a statement."""
        while self._up[where] != where:
            self._up[where] = self._up[self._up[where]]
            where = self._up[where]
        return where

    def join(self, one: Where, other: Where) -> None:
        """Make two statements tell one fact; the smaller stands for it, whatever the order."""
        first, second = sorted((self.root(one), self.root(other)))
        self._up[second] = first

    def members(self) -> dict[Where, list[Statement]]:
        """Return the statements of each fact."""
        found: dict[Where, list[Statement]] = defaultdict(list)
        for where, statement in self.statements.items():
            found[self.root(where)].append(statement)
        return found


def join_statements(statements: Sequence[Statement], disagreeing: Iterable[Sequence[Where]] = ()) -> _Joined:
    """Join the statements that tell one fact."""
    joined = _Joined(statements)
    by_key: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        for key in statement.keys:
            by_key[key].append(statement)
    for key, group in by_key.items():
        _join_group(joined, group, once=key[0] == "value")
    for _ in range(2):
        related = _related(joined)
        _join_only_ones(joined, statements, related)
        _join_linked(joined, statements)
    for places in disagreeing:
        for one, other in pairwise(places):
            joined.join(one, other)
    _join_linked(joined, statements)
    return joined


def _join_group(joined: _Joined, group: Sequence[Statement], once: bool) -> None:
    """Join the statements of one key, those of two named bodies apart; `once` leaves out what one voice tells twice."""
    if len(group) < 2:
        return
    if once:
        voices = Counter(statement.voice for statement in group)
        group = [statement for statement in group if voices[statement.voice] == 1]
    for part in _by_body(group):
        for one, other in pairwise(part):
            joined.join(one.where, other.where)


def _by_body(group: Sequence[Statement]) -> list[list[Statement]]:
    named: dict[str, list[Statement]] = defaultdict(list)
    unnamed = [statement for statement in group if statement.body is None]
    for statement in group:
        if statement.body is not None:
            named[statement.body].append(statement)
    if len(named) <= 1:
        return [list(group)]
    return [*named.values(), unnamed]


def _related(joined: _Joined) -> dict[tuple[int, str], Any]:
    """Return for each voice (the text or the tables of a document) the number of those that it tells the same with."""
    shared: dict[tuple[Any, Any], int] = defaultdict(int)
    for group in joined.members().values():
        voices = sorted({statement.voice for statement in group if is_distinctive(statement)})
        if 1 < len(voices) <= _MOST_VOICES:
            for at, one in enumerate(voices):
                for other in voices[at + 1 :]:
                    shared[one, other] += 1
    up: dict[Any, Any] = {}

    def root(voice: Any) -> Any:
        while up.setdefault(voice, voice) != voice:
            voice = up[voice]
        return voice

    for (one, other), count in sorted(shared.items()):
        if count >= _SHARED or one[0] == other[0]:
            first, second = sorted((root(one), root(other)))
            up[second] = first
    for voice in sorted({statement.voice for statement in joined.statements.values() if statement.voice[1] == "lead"}):
        first, second = sorted((root(voice), root((voice[0], "text"))))
        up[second] = first
    return {voice: root(voice) for voice in up}


def _join_only_ones(joined: _Joined, statements: Sequence[Statement], related: dict[Any, Any]) -> None:
    """Join what is the only one of its kind and value in each of several related voices."""
    _join_by(joined, statements, lambda one, value: _only_key(one, value, related))


def _only_key(one: Statement, value: Value, related: dict[Any, Any]) -> Key | None:
    if one.voice not in related or one.row["measure"] in ("percent", "ratio"):
        return None
    return (related[one.voice], one.setting, one.row["indicator"], one.label or one.head, value)


def _join_linked(joined: _Joined, statements: Sequence[Statement]) -> None:
    """Join what belongs in the same way to the same fact, and what the same belongs to."""
    _join_by(joined, statements, lambda one, value: _linked_key(joined, one, value))
    _join_by(joined, statements, lambda one, value: _owner_key(joined, one, value))


def _linked_key(joined: _Joined, one: Statement, value: Value) -> Key | None:
    if one.parent is None or one.parent not in joined.statements:
        return None
    role = one.row["role"]
    told: Key = (one.row["measure"], value, one.label or one.head)
    if role == "attendees":
        told = ()
    elif one.row["measure"] == "percent":
        told = ("percent", value)
    return (joined.root(one.parent), role, *told)


def _owner_key(joined: _Joined, one: Statement, value: Value) -> Key | None:
    """Return the key of a number by the one who came to it: two conferences of one value with the same attendees."""
    came = [(one.row["document_id"], ord_) for ord_ in json.loads(one.row["came"] or "[]")]
    persons = sorted(joined.root(where) for where in came if where in joined.statements)
    return (one.setting, one.head, value, persons[0]) if persons else None


def _join_by(
    joined: _Joined, statements: Sequence[Statement], key_of: Callable[[Statement, Value], Key | None]
) -> None:
    """Join what has one key: by the values that hold, then by those that stood there before people corrected them."""
    _join_told(joined, [(key_of(one, one.value), one) for one in statements])
    if any(one.read != one.value for one in statements):
        _join_told(joined, [(key_of(one, one.read), one) for one in statements])


def _join_told(joined: _Joined, told: Iterable[tuple[Key | None, Statement]]) -> None:
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for key, statement in told:
        if key is not None:
            groups[key].append(statement)
    for group in groups.values():
        _join_group(joined, group, once=True)


def write_facts(connection: sqlite3.Connection, disagreeing: Iterable[Sequence[Where]]) -> None:
    """Bring `facts`, and the fact and the flag of each figure and rating, up to date.

    `disagreeing` are figures that are one fact with several values.
    """
    statements = read_statements(connection)
    joined = join_statements(statements, disagreeing)
    facts = [_Fact(group) for _, group in sorted(joined.members().items())]
    _name(facts)
    of_statement = {statement.where: fact for fact in facts for statement in fact.group}
    _tell_summing(facts, of_statement)
    _write_rows(connection, facts)
    changed = [
        (fact.id, fact.flag_of(statement), *statement.where)
        for fact in facts
        for statement in fact.group
        if (fact.id, fact.flag_of(statement)) != (statement.row["fact_id"], statement.row["summing"])
    ]
    connection.executemany("UPDATE figures SET fact_id = ?, summing = ? WHERE document_id = ? AND ord = ?", changed)
    connection.execute(
        "UPDATE figures SET fact_id = NULL, summing = NULL"
        " WHERE fact_id IS NOT NULL AND document_id NOT IN (SELECT id FROM counted_documents)"
    )
    _write_ratings(connection, of_statement)


class _Fact:
    """What one or several statements tell."""

    def __init__(self, group: Sequence[Statement]) -> None:
        self.group = sorted(group, key=lambda statement: statement.rank)
        self.first = in_order(group)
        self.id = ""
        self.summing = "adds"
        row = self.first.row
        self.days = (str(row["period_start"]), str(row["period_end"])) if row["period_end"] else None
        self.subject = content(self.first.row["subject"] or self.first.row["counted"])

    def flag_of(self, statement: Statement) -> str:
        """Return how a statement may be summed: as its fact if it is the preferred one, else not again."""
        return self.summing if statement is self.first else "again"

    def at(self, where: Where) -> Statement:
        """Return the statement of a figure."""
        return next(statement for statement in self.group if statement.where == where)

    def flag_at(self, where: Where) -> str:
        """Return how the statement of a figure may be summed."""
        return self.flag_of(self.at(where))

    def key(self) -> str:
        """Return what the fact is, as one text: the same in every run, whatever else the archive holds."""
        row = self.first.row
        said = (row["indicator"], row["measure"], self.first.head, self.first.label, self.first.setting, row["role"])
        return repr((*said, self.first.body, [str(value) for value in self.first.value], sorted(self.subject)))

    def kind_in(self, years_later: int) -> Key:
        """Return what it counts, in which province, and the year of its last day or one later.

        What holds it ends in the same year or the next, since nothing that adds up is longer than a year.
        """
        row = self.first.row
        year = int(row["period_end"][:4]) + years_later
        return (row["indicator"], self.first.head, self.first.label, self.first.place[0], year)

    def told(self) -> tuple[Any, ...]:
        """Return the row of `facts`."""
        first, row = self.first, self.first.row
        values = {statement.value for statement in self.group}
        differing = [
            {"value": statement.row["text"], "document": statement.row["path"], "sentence": statement.row["sentence"]}
            for statement in self.group
            if statement.value != first.value
        ]
        return (
            self.id, row["indicator"], row["measure"], row["unit"], row["label"],
            "target" if row["modality"] == "target" else "actual", *first.place, first.body or row["issuer"],
            row["period_start"], row["period_end"], row["period_kind"], row["value"], row["value_max"], *first.where,
            len(self.group), json.dumps(differing, ensure_ascii=False) if len(values) > 1 else None, self.summing,
        )  # fmt: skip


def _name(facts: Sequence[_Fact]) -> None:
    """Give each fact its id: a hash of what it is; those that are worded alike are told apart by where they stand.

    No order is counted, so that an id never passes from one fact to another when one of them comes or goes.
    """
    alike: dict[str, list[_Fact]] = defaultdict(list)
    for fact in facts:
        alike[fact.key()].append(fact)
    for key, group in alike.items():
        for fact in group:
            row = fact.first.row
            said = key if len(group) == 1 else f"{key}|{row['path']}|{row['start']}"
            fact.id = hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]


def _tell_summing(facts: Sequence[_Fact], of_statement: dict[Where, _Fact]) -> None:
    """Tell how each fact may be summed: by what it is itself, then as a part, then inside a larger place or time."""
    for fact in facts:
        fact.summing = _own_flag(fact)
    for fact in facts:
        if fact.summing == "adds" and _is_part(fact, of_statement):
            fact.summing = "part"
    by_kind: dict[Key, list[_Fact]] = defaultdict(list)
    for fact in facts:
        if fact.summing == "adds" and fact.first.place[0] and fact.days:
            by_kind[fact.kind_in(0)].append(fact)
    for group in by_kind.values():
        for fact in sorted(group, key=_width):
            later = by_kind.get(fact.kind_in(1), ())
            if any(other.summing == "adds" and _lies_in(fact, other) for other in chain(group, later)):
                fact.summing = "within"


def _own_flag(fact: _Fact) -> str:
    row = fact.first.row
    if row["modality"] == "target":
        return "aim"
    if any(statement.row["role"] == "change" for statement in fact.group):
        return "change"
    if row["measure"] not in _ADDITIVE or "/" in (row["unit"] or "") or is_level_of_money(row):
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


def _is_part(fact: _Fact, of_statement: dict[Where, _Fact]) -> bool:
    """Tell whether a statement of the fact says that it is a part of one that is summed itself.

    Who came to a part of the conferences is a part of those who came to all, where these are told.
    """
    return any(_parts_of(statement, of_statement) for statement in fact.group)


def _parts_of(statement: Statement, of_statement: dict[Where, _Fact]) -> bool:
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


def _has_attendees(fact: _Fact) -> bool:
    return any(json.loads(statement.row["came"] or "[]") for statement in fact.group)


def _width(fact: _Fact) -> Key:
    place = fact.first.place
    return (place[1] is not None, place[2] is not None, -_length(fact.days) if fact.days else 0, fact.id)


def _lies_in(fact: _Fact, other: _Fact) -> bool:
    """Tell whether what a fact counts is counted in another one, of a larger place or a longer time."""
    if fact is other or not fact.days or not other.days:
        return False
    inside = other.days[0] <= fact.days[0] and fact.days[1] <= other.days[1]
    place, larger = fact.first.place, other.first.place
    below = all(there is None or there == here for here, there in zip(place, larger, strict=True))
    if not inside or not below or (place == larger and fact.days == other.days):
        return False
    if fact.first.value[0] > other.first.value[0]:
        return False
    if place == larger and not _same_body(fact, other):
        return False
    return not (fact.subject and other.subject) or bool(fact.subject & other.subject)


def _same_body(fact: _Fact, other: _Fact) -> bool:
    one, two = fact.first.body, other.first.body
    if one and two:
        return one == two
    first, second = fact.first.row["issuer"], other.first.row["issuer"]
    return first is None or second is None or first == second


def _write_rows(connection: sqlite3.Connection, facts: Sequence[_Fact]) -> None:
    """Write the facts that are new or changed, delete those that no figure tells."""
    rows = {fact.id: fact.told() for fact in facts}
    names = ", ".join(_COLUMNS)
    old = {row["id"]: tuple(row) for row in connection.execute(f"SELECT {names} FROM facts")}
    connection.executemany("DELETE FROM facts WHERE id = ?", [(id_,) for id_ in sorted(old.keys() - rows.keys())])
    connection.executemany(
        f"INSERT OR REPLACE INTO facts ({names}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        [row for id_, row in sorted(rows.items()) if old.get(id_) != row],
    )


def _write_ratings(connection: sqlite3.Connection, of_statement: dict[Where, _Fact]) -> None:
    """Tell how each distribution may be summed: by the fact of its total, else by those of its classes."""
    changed = []
    for row in connection.execute("SELECT document_id, ord, figures, summing FROM ratings"):
        members = [(row["document_id"], ord_) for ord_ in json.loads(row["figures"])]
        flag = _rating_flag([where for where in members if where in of_statement], of_statement)
        if flag != row["summing"]:
            changed.append((flag, row["document_id"], row["ord"]))
    connection.executemany("UPDATE ratings SET summing = ? WHERE document_id = ? AND ord = ?", changed)


def _rating_flag(members: Sequence[Where], of_statement: dict[Where, _Fact]) -> str | None:
    if not members:
        return None
    flags = [of_statement[where].flag_at(where) for where in members]
    if "aim" in flags:
        return "aim"
    if flags.count("again") * 2 > len(flags):
        return "again"
    if "within" in flags:
        return "within"
    parent = of_statement[members[0]].at(members[0]).parent
    above = of_statement[parent].at(parent) if parent in of_statement else None
    return "part" if above is not None and above.row["role"] == "part" else "adds"
