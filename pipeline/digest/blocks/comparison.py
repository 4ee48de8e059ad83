"""Two scopes -> what both tell, side by side: figures, conferences by level, ratings by class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.text.folding import fold
from pipeline.digest.amounts import amount, changed
from pipeline.digest.block import EMPTY, Cell, Column, Cut, Section, Table
from pipeline.digest.lines import Line, alike, lines_of, total_of
from pipeline.digest.maker import HELD, Maker, section

_PRINTED: Final = 20, 8
"""Lines that are printed at most, and at least."""
_MOST_SOURCES: Final = 2


def compared_figures(one: Maker, other: Maker) -> list[Section]:
    """Return the table of the measures that both sides tell, of bodies that tell both where a time is compared."""
    sides = lines_of(one), lines_of(other)
    pairs = [(first, second) for first, second in _paired(*sides) if first is not None and second is not None]
    pairs = [
        pair for pair in (_of_same_bodies(one, other, *pair) for pair in pairs) if pair and all(map(_may_stand, pair))
    ]
    best = sorted(pairs, key=lambda pair: -(pair[0].weight + pair[1].weight))[:HELD]
    kept = {id(pair[0]) for pair in best}
    rows = [_row(one, other, *pair) for pair in pairs if id(pair[0]) in kept]
    if not rows:
        return []
    speech = one.speech
    heads = (
        Column(speech("digest.measure")), Column(one.scope.name, True), Column(other.scope.name, True),
        Column(speech("digest.change" if _is_of_times(one, other) else "digest.difference"), True),
    )  # fmt: skip
    limit = Cut(*_PRINTED, beyond=len(pairs) - len(rows))
    return section(one, "compared_figures", Table("compared_figures", heads, tuple(rows), cut=limit))


def _is_of_times(one: Maker, other: Maker) -> bool:
    return one.scope.place == other.scope.place


def _paired(ones: Sequence[Line], others: Sequence[Line]) -> list[tuple[Line, Line | None]]:
    """Return each line with the only one of the other side that measures the same, None where none or several do."""
    by_kind: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in others:
        by_kind[_kind(line)].append(line)
    pairs, taken = [], set()
    for line in ones:
        words = line.first.named.words
        close = [
            each for each in by_kind[_kind(line)]
            if id(each) not in taken and alike(words, each.first.named.words)
        ]  # fmt: skip
        exact = [each for each in close if each.first.named.words == words]
        found = exact if len(exact) == 1 else close
        match = found[0] if len(found) == 1 else None
        if match is not None:
            taken.add(id(match))
        pairs.append((line, match))
    return pairs


def _kind(line: Line) -> tuple[object, ...]:
    figure = line.first.figure
    return figure.indicator, figure.measure, fold(figure.unit or ""), fold(figure.label or "")


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
        change = changed(now, before, first.first.figure, one.speech)
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
