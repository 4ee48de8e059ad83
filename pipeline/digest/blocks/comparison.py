"""Two scopes -> what both tell, side by side: figures, conferences by level, ratings by class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Final

from extractors.text.folding import fold
from pipeline.digest.amounts import amount, changed
from pipeline.digest.block import EMPTY, Cell, Cut, Paragraph, Section, Table
from pipeline.digest.blocks.consolidated import consolidated_beside, heads_of_sides
from pipeline.digest.lines import Line, lines_of, total_of
from pipeline.digest.maker import HELD, Maker, section

_PRINTED: Final = 20, 8
"""Lines that are printed at most, and at least."""
_MOST_SOURCES: Final = 1
_DAYS_OFF: Final = 5
"""Days by which two quarters, halves or years differ."""


def compared_figures(one: Maker, other: Maker) -> list[Section]:
    """Return the table of the measures that both sides tell, of bodies that tell both where times are compared.

    Of many bodies on two times it is the table of what most of them tell.
    """
    told = consolidated_beside(one, other) if _is_of_times(one, other) else None
    if told is not None:
        return section(one, "compared_figures", told)
    pairs = [
        pair
        for pair in (_of_same_bodies(one, other, *pair) for pair in _paired(one, other))
        if pair and all(map(_may_stand, pair))
    ]
    best = sorted(pairs, key=lambda pair: -(pair[0].weight + pair[1].weight))[:HELD]
    rank = {id(first): at for at, (first, _) in enumerate(best)}
    shown = [pair for pair in pairs if id(pair[0]) in rank]
    if not shown:
        return section(one, "compared_figures", Paragraph(one.speech("digest.nothing_comparable")))
    heads = heads_of_sides(one, other)
    limit = Cut(*_PRINTED, tuple(rank[id(first)] for first, _ in shown), len(pairs) - len(shown))
    rows = tuple(_row(one, other, *pair) for pair in shown)
    return section(one, "compared_figures", Table("compared_figures", heads, rows, cut=limit))


def _is_of_times(one: Maker, other: Maker) -> bool:
    """Tell whether two times of one place are compared, not two places."""
    return one.scope.place == other.scope.place


def _paired(one: Maker, other: Maker) -> list[tuple[Line, Line]]:
    """Return the lines of one side, each with the only one of the other side that tells a comparable fact."""
    of_times = _is_of_times(one, other)
    by_kind: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines_of(other):
        by_kind[_kind(line)].append(line)
    pairs: list[tuple[Line, Line]] = []
    taken: set[int] = set()
    for line in lines_of(one):
        named = line.first.named
        close = [
            each for each in by_kind[_kind(line)]
            if id(each) not in taken and _is_of_like_time(line, each, of_times)
            and named.measures_as(each.first.named)
        ]  # fmt: skip
        exact = [each for each in close if each.first.named.words == named.words]
        found = exact if len(exact) == 1 else close
        if len(found) == 1:
            taken.add(id(found[0]))
            pairs.append((line, found[0]))
    return pairs


def _kind(line: Line) -> tuple[object, ...]:
    """Return what two facts must have alike to be compared: kind, unit, class, and the level that they are of."""
    figure = line.first.figure
    return (
        figure.indicator, figure.measure, fold(figure.unit or ""), fold(figure.label or ""),
        bool(figure.district), bool(figure.commune), figure.summing == "stock",
    )  # fmt: skip


def _is_of_like_time(first: Line, second: Line, of_times: bool) -> bool:
    """Tell whether two facts are of times that can be compared: of one length, of two places of one time.

    How many there are on a day can be compared with how many there are on another.
    """
    one, other = first.first.figure, second.first.figure
    if one.summing == "stock" and other.summing == "stock":
        return True
    if one.period is None or other.period is None:
        return False
    return abs(_days(one.period) - _days(other.period)) <= _DAYS_OFF if of_times else one.period == other.period


def _days(period: tuple[str, str]) -> int:
    return (date.fromisoformat(period[1]) - date.fromisoformat(period[0])).days


def _of_same_bodies(one: Maker, other: Maker, first: Line, second: Line) -> tuple[Line, Line] | None:
    """Return the lines with the members of bodies that stand on both; of two places every body counts."""
    if not _is_of_times(one, other):
        return first, second
    bodies = {member.figure.unit_of_country for member in first.members}
    both = bodies & {member.figure.unit_of_country for member in second.members}
    if not both:
        return None
    sides = []
    for line in (first, second):
        kept = [member for member in line.members if member.figure.unit_of_country in both]
        sides.append(replace(line, members=kept))
    return sides[0], sides[1]


def _may_stand(line: Line) -> bool:
    """Tell whether a line has one value: of one body, a sum, or the least and the most of a rate."""
    return len(line.members) == 1 or total_of(line) is not None or line.first.figure.measure == "percent"


def _row(one: Maker, other: Maker, first: Line, second: Line) -> tuple[Cell, ...]:
    label = one.label(first.first.figure)
    name = first.first.named.name
    name = f"{name} ({label})" if label and label.lower() not in name.lower() else name
    if len(first.members) > 1:
        name = f"{name} ({one.speech('digest.places', count=len(first.members))})"
    values = [_value(maker, line) for maker, line in ((one, first), (other, second))]
    now, before = values[1].value, values[0].value
    change = EMPTY
    if isinstance(now, int | float) and isinstance(before, int | float):
        change = changed(now, before, first.first.figure, one.speech, "" if _is_of_times(one, other) else "_than")
    return Cell(one.mask(name)), values[0], values[1], change


def _value(maker: Maker, line: Line) -> Cell:
    sources = tuple(dict.fromkeys(maker.source_of(member.figure) for member in line.members[:_MOST_SOURCES]))
    figure = line.first.figure
    if len(line.members) == 1:
        worded = bool(figure.hedge or figure.value_max is not None)
        return Cell(line.first.named.value, figure.value, figure.unit, sources, worded)
    total = total_of(line)
    if total is None:
        low, high = (pick(member.figure.value for member in line.members) for pick in (min, max))
        text = maker.speech("digest.from_to", least=maker.speech.number(low), most=maker.speech.number(high))
        return Cell(text, None, figure.unit, sources, True)
    return Cell(amount(total, figure, maker.speech), total, figure.unit, sources)
