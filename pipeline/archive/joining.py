"""Statements -> those that tell one fact, joined.

Two figures are statements of one fact when a key that each has by itself is the same (a value that hardly two things
share, a sentence taken over), when they belong in one way to one fact (who came to the same 312 hội nghị), or when
they are the only ones of their kind and value in two documents that tell of the same things. Nothing is joined that is
told of two places, two times or two bodies.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, Final

from pipeline.archive.fact import Where
from pipeline.archive.statements import Key, Statement, is_distinctive, keys_of

Value = tuple[Decimal, ...]
_SHARED: Final = 2
"""Distinctive values that two documents must share to be taken to tell of the same things."""
_RETOLD: Final = 3
"""Values of one place and time that a press page and a report must share to be taken to tell of the same things."""
_LEAST_TOLD_AGAIN: Final = 10
"""The least value that text and table of one report hardly share by chance."""
_LITTLE_ABOVE: Final = Decimal("1.05")
_MOST_VOICES: Final = 40


class Joined:
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


def join_statements(statements: Sequence[Statement], disagreeing: Iterable[Sequence[Where]] = ()) -> Joined:
    """Join the statements that tell one fact."""
    joined = Joined(statements)
    _join_by_keys(joined, statements)
    linked = _Linked(joined, statements)
    for _ in range(2):
        related = _related(joined)
        _join_only_ones(joined, statements, related)
        _join_unsaid(joined, statements, related)
        _join_rounded(joined, statements, related)
        _join_linked(joined, linked)
    for places in disagreeing:
        for one, other in pairwise(places):
            joined.join(one, other)
    _join_linked(joined, linked)
    return joined


def _join_by_keys(joined: Joined, statements: Sequence[Statement]) -> None:
    """Join the statements that have a key in common which each has by itself.

    Each key names place and time, so that the keys of one place and time are held at once and no others.
    """
    settings: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        settings[statement.setting].append(statement)
    for told in settings.values():
        groups: dict[Key, list[Statement]] = defaultdict(list)
        for statement in told:
            for key in keys_of(statement):
                groups[key].append(statement)
        for key, group in groups.items():
            _join_group(joined, group, once=key[0] == "value")


def _join_group(joined: Joined, group: Sequence[Statement], once: bool) -> None:
    """Join the statements of one key, those of two named bodies apart; `once` leaves out what one voice tells twice.

    A part that is the whole (nhận 26 đơn, giải quyết cả 26 đơn) does not make a voice tell the whole twice.
    """
    if len(group) < 2:
        return
    if once:
        voices = Counter(statement.voice for statement in group)
        whole = [statement for statement in group if statement.row.role != "part"]
        wholes = Counter(statement.voice for statement in whole)
        group = [one for one in group if voices[one.voice] == 1 or (wholes[one.voice] == 1 and one in whole)]
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


def _related(joined: Joined) -> dict[tuple[int, str], Any]:
    """Return for each voice (the text or the tables of a document) the number of those that it tells the same with."""
    shared: Counter[tuple[Any, Any]] = Counter()
    for group in joined.members().values():
        voices = sorted({one.voice for one in group if is_distinctive(one)}) if len(group) > 1 else ()
        if len(voices) <= _MOST_VOICES:
            shared.update(combinations(voices, 2))
    up: dict[Any, Any] = {}

    def root(voice: Any) -> Any:
        while up.setdefault(voice, voice) != voice:
            voice = up[voice]
        return voice

    retold = _retold(joined)
    for (one, other), count in sorted([*shared.items(), *retold.items()]):
        if count >= _SHARED or one[0] == other[0]:
            first, second = sorted((root(one), root(other)))
            up[second] = first
    for voice in sorted({statement.voice for statement in joined.statements.values() if statement.voice[1] == "lead"}):
        first, second = sorted((root(voice), root((voice[0], "text"))))
        up[second] = first
    return {voice: root(voice) for voice in up}


def _retold(joined: Joined) -> dict[tuple[Any, Any], int]:
    """Return the voices that tell again what a report of the same commune or district told of the same time.

    A press page shares several small values with it (4 hội nghị, 5 buổi, 7 đảng viên are no chance), a later report
    gives one for comparison, text and table of one report share one. Each pair counts as one that shares enough.
    """
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for one in joined.statements.values():
        if one.place[1:] != (None, None) and one.row.period_end:
            groups[one.setting, one.row.indicator, one.head, one.value].append(one)
    pairs: dict[tuple[Any, Any], int] = defaultdict(int)
    for group in groups.values():
        tellers = {one.voice: one for one in group if one.row.document_kind in ("news", "report")}
        if len(tellers) > _MOST_VOICES:
            continue
        for first, second in combinations(sorted(tellers), 2):
            pairs[first, second] += _weight_of_retelling(tellers[first], tellers[second])
    return {pair: _SHARED for pair, count in pairs.items() if count >= _RETOLD}


def _weight_of_retelling(one: Statement, other: Statement) -> int:
    """Return what one value that two voices share says for their telling of the same things."""
    if one.row.document_id == other.row.document_id:
        return _RETOLD if one.value[0] >= _LEAST_TOLD_AGAIN else 0
    kinds = {one.row.document_kind, other.row.document_kind}
    if kinds == {"news", "report"}:
        return 1
    compared = "previous" in (one.row.modality, other.row.modality)
    return _RETOLD if kinds == {"report"} and compared and one.row.measure == "count" else 0


def _join_unsaid(joined: Joined, statements: Sequence[Statement], related: dict[Any, Any]) -> None:
    """Join a number without its noun to the only one of its kind and value: `quý III năm ngoái 03` of the hội nghị."""
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.voice in related and one.label is None and one.row.measure == "count":
            groups[related[one.voice], one.setting, one.row.indicator, one.value].append(one)
    for group in groups.values():
        heads = {one.head for one in group if one.row.unit is not None}
        if len(heads) == 1 and any(one.row.unit is None for one in group):
            _join_group(joined, group, once=True)


def _join_rounded(joined: Joined, statements: Sequence[Statement], related: dict[Any, Any]) -> None:
    """Join a number of the press that is told from below to the only one little above it: hơn 620 of 621."""
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.voice in related:
            groups[related[one.voice], one.setting, one.row.indicator, one.label or one.head].append(one)
    for group in groups.values():
        exact = [one for one in group if one.row.document_kind == "report" and one.row.hedge is None]
        for rounded in (one for one in group if one.row.document_kind == "news" and one.row.hedge == "over"):
            least, most = rounded.value[0], rounded.value[0] * _LITTLE_ABOVE
            near = [one for one in exact if least < one.value[0] <= most]
            if len({joined.root(one.where) for one in near}) == 1:
                joined.join(rounded.where, near[0].where)


def _join_only_ones(joined: Joined, statements: Sequence[Statement], related: dict[Any, Any]) -> None:
    """Join what is the only one of its kind and value in each of several related voices."""
    _join_by(joined, statements, lambda one, value: _only_key(one, value, related))


def _only_key(one: Statement, value: Value, related: dict[Any, Any]) -> Key | None:
    if one.voice not in related or one.row.measure in ("percent", "ratio"):
        return None
    return (related[one.voice], one.setting, one.row.indicator, one.label or one.head, value)


class _Linked:
    """The statements that belong to another one, with it, and those to which others came, with who came."""

    def __init__(self, joined: Joined, statements: Sequence[Statement]) -> None:
        held = joined.statements
        self.parents = {one.where: one.parent for one in statements if one.parent is not None and one.parent in held}
        self.children = [one for one in statements if one.where in self.parents]
        came = {one.where: _who_came(one, held) for one in statements if one.row.came is not None}
        self.came = {where: persons for where, persons in came.items() if persons}
        self.owners = [one for one in statements if one.where in self.came]


def _who_came(one: Statement, held: Mapping[Where, Statement]) -> list[Where]:
    came = ((one.row.document_id, ord_) for ord_ in json.loads(one.row.came or "[]"))
    return [where for where in came if where in held]


def _join_linked(joined: Joined, linked: _Linked) -> None:
    """Join what belongs in the same way to the same fact, and what the same belongs to."""
    _join_by(
        joined, linked.children, lambda one, value: _linked_key(joined.root(linked.parents[one.where]), one, value)
    )
    _join_by(
        joined, linked.owners, lambda one, value: _owner_key(min(map(joined.root, linked.came[one.where])), one, value)
    )


def _linked_key(parent: Where, one: Statement, value: Value) -> Key:
    role = one.row.role
    told: Key = (one.row.measure, value, one.label or one.head)
    if role == "attendees":
        told = ()
    elif one.row.measure == "percent":
        told = ("percent", value)
    return (parent, role, *told)


def _owner_key(person: Where, one: Statement, value: Value) -> Key:
    """Return the key of a number by the one who came to it: two conferences of one value with the same attendees."""
    return (one.setting, one.head, value, person)


def _join_by(joined: Joined, statements: Sequence[Statement], key_of: Callable[[Statement, Value], Key | None]) -> None:
    """Join what has one key: by the values that hold, then by those that stood there before people corrected them."""
    _join_told(joined, ((key_of(one, one.value), one) for one in statements))
    if any(one.read != one.value for one in statements):
        _join_told(joined, ((key_of(one, one.read), one) for one in statements))


def _join_told(joined: Joined, told: Iterable[tuple[Key | None, Statement]]) -> None:
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for key, statement in told:
        if key is not None:
            groups[key].append(statement)
    for group in groups.values():
        _join_group(joined, group, once=True)
