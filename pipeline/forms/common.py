"""The reports of a period -> without a form: the indicators that most bodies report, named by what they count."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.forms.asking import adding_of
from pipeline.forms.candidates import candidates_of
from pipeline.forms.concepts import concepts, concepts_in, first_wording, noun_of, unit_group
from pipeline.forms.model import Adding, Candidate, Indicator, Span, Time
from pipeline.forms.reports import Standing

MOST: Final = 30
LEAST_BODIES: Final = 2
_COUNTED: Final = frozenset({"count", "percent", "money"})
_RATE: Final = "%"
_MILLION: Final = "triệu đồng"
_Kind = tuple[frozenset[str], str, str, bool]


def common_indicators(connection: sqlite3.Connection, held: Sequence[Standing], asked: Span) -> list[Indicator]:
    """Return at most 30 indicators, those first that the most bodies report; one that a single body reports is none."""
    bodies: dict[_Kind, set[str]] = defaultdict(set)
    for standing in held:
        for report in standing.reports:
            for candidate in candidates_of(connection, report, asked):
                kind = _kind(candidate)
                if kind:
                    bodies[kind].add(standing.unit)
    order = sorted(
        (kind for kind in bodies if len(bodies[kind]) >= LEAST_BODIES),
        key=lambda k: (-len(bodies[k]), sorted(k[0]), k[1:]),
    )
    return [_indicator(kind) for kind in order[:MOST]]


def _kind(candidate: Candidate) -> _Kind | None:
    """Return what a number counts, as the concepts of its own clause; None where it is not one to sum up."""
    when = candidate.when.time
    if when not in (Time.PERIOD, Time.UNTOLD, Time.YEAR) or candidate.measure not in _COUNTED:
        return None
    if candidate.role in ("part", "change", "nothing") or candidate.bracketed or candidate.base:
        return None
    told = [concepts()[name] for name in concepts_in(candidate.near)]
    names = frozenset(concept.name for concept in told if not concept.soft)
    implied = {name for concept in told for name in concept.implies}
    if not any(concepts()[name].kind == "object" for name in names | implied):
        return None
    if names and all(concepts()[name].vague for name in names):
        return None
    group = unit_group(candidate.unit) if candidate.unit else None
    if candidate.measure == "count" and group is None:
        return None
    return names - implied, candidate.measure, group or "", when is Time.YEAR


def _indicator(kind: _Kind) -> Indicator:
    names, measure, group, since_start = kind
    unit = {"percent": _RATE, "money": _MILLION}.get(measure) or noun_of(group)
    name = _name(names, measure, since_start)
    return Indicator(name, (), unit, Adding.CUMULATIVE if since_start else adding_of(name, (), unit))


def _name(names: frozenset[str], measure: str, since_start: bool) -> str:
    """Return the words of some concepts as a form names them: what is counted, what was done, what narrows it."""
    kinds = {concepts()[name].kind for name in names}
    implied = {one for name in names for one in concepts()[name].implies if concepts()[one].kind not in kinds}
    shown = names | implied
    if measure == "percent" and len(shown) > 1:
        shown -= {"attendance"}
    told = sorted((concepts()[name] for name in shown), key=lambda one: (_ORDER[one.kind], one.name))
    wordings = " ".join(first_wording(concept.name) for concept in told)
    head = {"percent": "tỷ lệ ", "count": "số "}.get(measure, "")
    whole = f"{head}{wordings}{_SINCE_START if since_start else ''}"
    return whole[:1].upper() + whole[1:]


_ORDER: Final = {"object": 0, "act": 1, "quality": 2}
_SINCE_START: Final = ", lũy kế từ đầu năm"
