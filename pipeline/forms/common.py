"""The reports of a period -> without a form: the indicators that most bodies report, named by what they count."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.forms.asking import adding_of
from pipeline.forms.candidates import candidates_of
from pipeline.forms.concepts import (
    Concept,
    alike,
    concepts,
    concepts_in,
    first_wording,
    listed_unit,
    noun_of,
    unit_group,
    words_of,
)
from pipeline.forms.model import Adding, Candidate, Indicator, Span, Time
from pipeline.forms.reports import Standing
from pipeline.forms.telltale import counts_apart

MOST: Final = 30
LEAST_BODIES: Final = 2
_COUNTED: Final = frozenset({"count", "percent", "money"})
_RATE: Final = "%"
_MILLION: Final = "triệu đồng"
_Kind = tuple[frozenset[str], str, str, bool]


def common_indicators(connection: sqlite3.Connection, held: Sequence[Standing], asked: Span) -> list[Indicator]:
    """Return at most 30 indicators, those first that the most bodies report; one that a single body reports is none."""
    bodies: dict[_Kind, set[str]] = defaultdict(set)
    nouns: dict[_Kind, Counter[str]] = defaultdict(Counter)
    for standing in held:
        for report in standing.reports:
            for candidate in candidates_of(connection, report, asked):
                kind = _kind(candidate)
                if kind:
                    bodies[kind].add(standing.unit)
                    nouns[kind][listed_unit(candidate.unit or "") or ""] += 1
    order = sorted(
        (kind for kind in bodies if len(bodies[kind]) >= LEAST_BODIES),
        key=lambda k: (-len(bodies[k]), sorted(k[0]), k[1:]),
    )
    named: dict[str, Indicator] = {}
    for kind in order:
        indicator = _indicator(kind, nouns[kind])
        named.setdefault(indicator.name, indicator)
    return list(named.values())[:MOST]


def _kind(candidate: Candidate) -> _Kind | None:
    """Return what a number counts, as the concepts of its own clause; None where it is not one to sum up.

    Those who came are of the event that they belong to: `05 hội nghị quán triệt, 812 lượt người`.
    """
    when = candidate.when.time
    if when not in (Time.PERIOD, Time.UNTOLD, Time.YEAR) or candidate.measure not in _COUNTED:
        return None
    if candidate.role in ("part", "change", "nothing") or candidate.bracketed or candidate.base:
        return None
    came = candidate.role == _ATTENDEES
    told = concepts_in(candidate.near) | (concepts_in(candidate.owner) | {_ATTENDANCE} if came else frozenset())
    names = _told_once(frozenset(name for name in told if not concepts()[name].soft or name == _ATTENDANCE))
    group = unit_group(candidate.unit) if candidate.unit else None
    if candidate.measure == "count" and group is None:
        return None
    if not _is_one_thing(names, candidate.measure, group):
        return None
    since_start = when is Time.YEAR and candidate.measure != "percent"
    return names, candidate.measure, "turns" if came else group or "", since_start


def _told_once(names: frozenset[str]) -> frozenset[str]:
    """Return concepts without those that others imply, or whose words another's hold: `quá hạn` of two kinds.

    What became of tasks is said of nothing else, and who is received was not taken in.
    """
    implied = {one for name in names for one in concepts()[name].implies}
    if _TASK not in names:
        implied |= {name for name in names if name.startswith(_TASK)}
    if any(concepts()[name].group == "turns" for name in names):
        implied.add("received")
    kept: list[str] = []
    for name in sorted(names - implied, key=lambda one: (-len(first_wording(one)), one)):
        if not any(first_wording(name) in first_wording(other) for other in kept):
            kept.append(name)
    return frozenset(kept)


def _is_one_thing(names: frozenset[str], measure: str, group: str | None) -> bool:
    """Tell whether concepts name one thing, which is counted and no average, and no more than one kind of it.

    `42 khu dân cư có nhà văn hóa` counts no houses, and who comes to be received is counted so already.
    """
    told = [concepts()[name] for name in names]
    implied = [concepts()[one] for concept in told for one in concept.implies]
    things = [one for one in (*told, *implied) if one.kind == "object" and one.name != _ATTENDANCE]
    of_event = _ATTENDANCE in names
    if not things or sum(one.kind == "object" and one.name != _ATTENDANCE for one in told) > 1:
        return False
    averaged = any(_AVERAGE in first_wording(one.name) for one in things)
    if (
        averaged
        or all(one.vague for one in told)
        or sum(one.kind == "quality" and bool(one.family) for one in told) > 1
    ):
        return False
    counted = {one.group for one in things if one.group}
    if of_event and measure == "count":
        return "events" in counted or any(one.kind == "act" for one in told)
    if measure == "percent":
        return any(one.kind == "act" for one in told) or all(one.family != "money" for one in things)
    if group == "turns":
        return group in counted
    return not counted or group is None or any(alike(group, one) for one in counted)


def _indicator(kind: _Kind, nouns: Counter[str]) -> Indicator:
    names, measure, group, since_start = kind
    counted = _TURNS if _ATTENDANCE in names else _counted_in(names, group, nouns)
    unit = {"percent": _RATE, "money": _MILLION}.get(measure) or counted
    name = _name(names, measure, since_start, unit)
    return Indicator(name, (), unit, Adding.CUMULATIVE if since_start else adding_of(name, (), unit))


def _counted_in(names: frozenset[str], group: str, nouns: Counter[str]) -> str | None:
    """Return the noun that a count is in: the one that its name begins with, or its first words if most write those."""
    written = min((noun for noun in nouns if noun), key=lambda noun: (-nouns[noun], noun), default=noun_of(group))
    every = names | {one for name in names for one in concepts()[name].implies}
    things = sorted(name for name in every if concepts()[name].kind == "object")
    named = listed_unit(first_wording(things[0])) if things else None
    if not named or unit_group(named) != group or counts_apart((), (), words_of(written or "")):
        return written
    return written if written and words_of(named)[: len(words_of(written))] == words_of(written) else named


def _name(names: frozenset[str], measure: str, since_start: bool, unit: str | None) -> str:
    """Return the words of some concepts as a form names them: what is counted, what was done, what narrows it.

    Of a noun that counts another thing than its group does the noun stands for the thing: `Số vụ hòa giải thành`.
    """
    kinds = {concepts()[name].kind for name in names}
    implied = {one for name in names for one in concepts()[name].implies if concepts()[one].kind not in kinds}
    shown = names | implied
    if measure == "percent" and len(shown) > 1:
        shown -= {_ATTENDANCE}
    told = sorted((concepts()[name] for name in shown), key=lambda one: (_place(one), one.name))
    apart = counts_apart((), (), words_of(unit or ""))
    wordings = " ".join(
        unit if apart and unit and concept.group == unit_group(unit) else first_wording(concept.name)
        for concept in told
    )
    head = {"percent": "tỷ lệ ", "count": "số "}.get(measure, "")
    whole = f"{head}{wordings}{_SINCE_START if since_start else ''}"
    return whole[:1].upper() + whole[1:]


def _place(concept: Concept) -> int:
    """Return where a concept stands in a name: who came first, a name in quotes behind the thing that has it."""
    if concept.name == _ATTENDANCE:
        return 0
    return 2 if first_wording(concept.name).startswith("“") else _ORDER[concept.kind]


_ORDER: Final = {"object": 1, "act": 3, "quality": 4}
_SINCE_START: Final = ", lũy kế từ đầu năm"
_ATTENDANCE: Final = "attendance"
_ATTENDEES: Final = "attendees"
_TASK: Final = "task"
_AVERAGE: Final = "bình quân"
_TURNS: Final = "lượt người"
