"""Facts in scope -> lines of the table of figures: the measure, its value and parts, the value before, the change.

A line is one measure of one body, or of several that tell the same measure, added up where the facts may be
(`summing` is adds, docs/views.md). What belongs to a figure (a share, a change, its parts) stands on its line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.text.folding import fold
from extractors.text.plain import LOWER, UPPER
from pipeline.digest.figure import Figure
from pipeline.digest.maker import Maker
from pipeline.digest.naming import Named

_OF_CONFERENCES: Final = frozenset({"conference", "training", "session"})
_SHOWN_ELSEWHERE: Final = frozenset({"part", "share", "change", "attendees"})
_FEWEST_WORDS: Final = 2
"""Words of a name that tell enough to seek the same name again."""
_SENTENCE_END: Final = re.compile(rf"[.!?]\s+[{UPPER}]|\n\s*[^\s{LOWER}]")
"""What stands between two numbers of two sentences, or of two lines of a list."""
_LEAST_NAMED: Final = 3000
_NAMED: Final = 0.08
"""How many facts are named at the least, and which share of very many."""
_ADDING: Final = frozenset({"count", "money", "area", "length", "weight", "volume"})


@dataclass(slots=True)
class Member:
    """One fact of a line: its figure, its name and value, and the value before where a document tells it."""

    figure: Figure
    named: Named
    before: Figure | None = None
    before_named: Named | None = None


@dataclass(slots=True)
class Line:
    """One measure; several members are told by bodies that each tell it once, of one time."""

    members: list[Member]
    parts: list[Figure] = field(default_factory=list)
    shares: list[Figure] = field(default_factory=list)
    changes: list[Figure] = field(default_factory=list)
    press: bool = False

    @property
    def first(self) -> Member:
        """The member that the line is named by."""
        return self.members[0]

    @property
    def weight(self) -> float:
        """How much the line matters: how many bodies tell it, how often it is told, and how much is told of it."""
        figure = self.first.figure
        told = sum(member.figure.statements > 1 for member in self.members)
        more = 2 * bool(self.changes or any(member.before for member in self.members))
        kinds = bool(self.parts) + bool(self.shares) + (figure.indicator == "money")
        plain = (
            3 * self.press
            + (figure.summing == "stock")
            + (figure.indicator == "other")
            + 2 * (figure.summing == "rate")
        )
        return float(3 * len(self.members) ** 0.5 + more + kinds + min(told, 2) - plain)


def lines_of(maker: Maker, facts: Iterable[Figure] | None = None) -> list[Line]:
    """Return the lines of the facts in scope, in the order of the documents; what other blocks show is left out."""
    rated = _rated(maker)
    heads = [fact for fact in (maker.facts if facts is None else facts) if _is_head(fact) and fact.where not in rated]
    heads = _likely(heads)
    lines = [line for line in (_line(maker, fact) for fact in heads) if not line.first.named.bare]
    if len(maker.documents) > 1:
        lines = _together(lines)
    _pair_with_stated(maker, lines)
    return lines


def _likely(heads: Sequence[Figure]) -> list[Figure]:
    """Return the facts that may stand in a table: all, or of very many those of the kinds that most bodies tell.

    Finding the name of a figure costs more than reading its row; of a kind all facts are kept, for sums are of all.
    """
    most = max(_LEAST_NAMED, int(_NAMED * len(heads)))
    if len(heads) <= most:
        return list(heads)
    kinds: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in heads:
        kinds[_kind(figure)].append(figure)
    kept: set[tuple[int, int]] = set()
    for kind in sorted(kinds.values(), key=lambda kind: (-len({each.unit_of_country for each in kind}), kind[0].where)):
        if kept and len(kept) + len(kind) > most:
            continue
        kept.update(figure.where for figure in kind)
    return [figure for figure in heads if figure.where in kept]


def _kind(figure: Figure) -> tuple[object, ...]:
    """Return what two figures must have alike to be one measure: kind, unit, class and time."""
    unit, label = figure.unit, figure.label
    return (
        figure.indicator, figure.measure, fold(unit) if unit else "", fold(label) if label else "", figure.period,
    )  # fmt: skip


def _is_head(figure: Figure) -> bool:
    """Tell whether a figure is a measure of its own: a result, no part or share of another, and not of a conference."""
    if figure.modality != "actual" or figure.role in _SHOWN_ELSEWHERE or figure.summing in ("aim", "change", "each"):
        return False
    if figure.indicator in _OF_CONFERENCES or figure.measure in ("duration", "score"):
        return False
    return not (figure.summing == "within" and figure.row)


def _rated(maker: Maker) -> frozenset[tuple[int, int]]:
    sql = (
        "SELECT r.document_id, CAST(j.value AS INTEGER) AS value FROM ratings r, json_each(r.figures) j"
        " WHERE r.document_id IN ({ids})"
    )
    found = {tuple(row.values()) for row in maker.rows(sql)}
    totals = {(f.document_id, f.of_figure) for f in maker.figures if f.where in found and f.of_figure is not None}
    return frozenset(found | totals)


def _line(maker: Maker, figure: Figure) -> Line:
    line = Line([Member(figure, maker.named(figure))], press=maker.document(figure.document_id)["kind"] == "news")
    for child in maker.children.get(figure.where, ()):
        if child.role == "part" and child.modality == "actual":
            line.parts.append(child)
        elif child.role == "share":
            line.shares.append(child)
        elif child.role == "change":
            line.changes.append(child)
    return line


def _together(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those of several bodies that measure one thing as one, the most telling name first."""
    kinds: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        kinds[_kind(line.first.figure)].append(line)
    joined = []
    for kind in kinds.values():
        joined += _joined(kind)
    place = {id(line): at for at, line in enumerate(lines)}
    return sorted(joined, key=lambda line: place.get(id(line), 0))


def _may_join(line: Line) -> bool:
    """Tell whether a value says something beside those of other bodies: it adds up with them, or is a rate."""
    figure = line.first.figure
    return (figure.summing in ("adds", "stock", "again") and figure.value_max is None) or figure.measure == "percent"


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Join lines of one kind whose names are alike, no two of one body."""
    groups: list[tuple[set[tuple[object, ...]], Line]] = []
    exact: dict[frozenset[str], list[int]] = defaultdict(list)
    for line in lines:
        words, where = line.first.named.words, line.first.figure.unit_of_country
        close = exact.get(words) or range(min(len(groups), _MOST_GROUPS) if _may_join(line) else 0)
        named = line.first.named
        at = next(
            (at for at in close if where not in groups[at][0] and named.measures_as(groups[at][1].first.named)), None
        )
        if at is None:
            if _may_join(line) and len(words) >= _FEWEST_WORDS:
                exact[words].append(len(groups))
            groups.append(({where}, line))
            continue
        bodies, first = groups[at]
        bodies.add(where)
        first.members += line.members
        first.parts, first.shares, first.changes = [], [], []
    return [line for _, line in groups]


_MOST_GROUPS: Final = 60
"""Measures of one kind that a name is compared with, so that work grows with the figures alone."""


def _pair_with_stated(maker: Maker, lines: Sequence[Line]) -> None:
    """Give each member the earlier value that its own sentence or row tells: `(cùng kỳ 26 đồng chí)`."""
    previous: dict[int, list[Figure]] = defaultdict(list)
    for figure in maker.figures:
        if figure.modality == "previous":
            previous[figure.document_id].append(figure)
    members = {member.figure.where: member for line in lines for member in line.members}
    actual: dict[int, list[Figure]] = defaultdict(list)
    for figure in maker.figures:
        if figure.modality == "actual" and figure.role not in ("share", "change"):
            actual[figure.document_id].append(figure)
    for document, figures in previous.items():
        for before in figures:
            now = _told_with(maker, before, actual[document])
            member = members.get(now.where) if now else None
            if member is not None and member.before is None:
                member.before, member.before_named = before, maker.named(before)


def _told_with(maker: Maker, before: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that an earlier value is told with: in its row, else the last of its kind in its sentence."""
    same = [
        figure
        for figure in figures
        if figure.indicator == before.indicator and figure.measure == before.measure and figure.label == before.label
    ]
    if before.row:
        return next((figure for figure in same if figure.row == before.row), None)
    near = next((figure for figure in reversed(same) if figure.start < before.start), None)
    if near is None or _SENTENCE_END.search(maker.text(before.document_id), near.end, before.start):
        return None
    return near


def total_of(line: Line) -> float | None:
    """Return what the members add up to, None where they may not be added or there is only one."""
    figures = [member.figure for member in line.members]
    if len(figures) < 2 or any(figure.measure not in _ADDING or figure.value_max is not None for figure in figures):
        return None
    if any(figure.summing not in ("adds", "stock", "again") for figure in figures):
        return None
    return sum(figure.value for figure in figures)
