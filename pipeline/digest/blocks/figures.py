"""Facts in scope -> one table of the figures that matter: value, parts, the value before, the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.digest.amounts import amount, changed
from pipeline.digest.block import EMPTY, Cell, Section
from pipeline.digest.blocks.consolidated import consolidated
from pipeline.digest.comparing import pair_with_earlier
from pipeline.digest.figure import Figure
from pipeline.digest.lines import Line, Member, lines_of, total_of
from pipeline.digest.maker import HELD, Maker, cut, section, table
from pipeline.digest.naming import told_whole
from pipeline.speech import Speech

PRINTED: Final = 18, 6
"""Lines that are printed at most, and at least."""
_FEW: Final = 4
"""A comparison has columns of its own where at least every fourth line has one."""
_MOST_PARTS: Final = 6
_COMPARED: Final = 80
"""Lines for which earlier values are looked for: they decide which of them are shown."""


def figures(maker: Maker) -> list[Section]:
    """Return the table of figures, those that matter most, in the order of the documents.

    Where many bodies report on one time it is the table of what most of them tell.
    """
    told = consolidated(maker)
    if told is not None:
        return section(maker, "figures", told)
    every = lines_of(maker)
    likely = sorted(every, key=lambda line: -line.weight)[:_COMPARED]
    pair_with_earlier(maker, likely)
    rank = {id(line): at for at, line in enumerate(sorted(likely, key=lambda line: -line.weight)[:HELD])}
    lines = [line for line in every if id(line) in rank]
    rows = _compact([_row(maker, line) for line in lines])
    columns = (("measure", False), ("of_where", False), ("result", True), ("of_which", False), ("before", True),
               ("change", True))  # fmt: skip
    if not rows:
        return []
    shown = table(maker, "figures", columns, rows)
    return section(maker, "figures", cut(shown, PRINTED, len(every), [rank[id(line)] for line in lines]))


def _compact(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Return the rows without places where all are of one; what few have stands with the name or the parts."""
    placed = sum(bool(row[1].text) for row in rows)
    if len({row[1].text for row in rows}) == 1:
        rows = [(row[0], EMPTY, *row[2:]) for row in rows]
    elif _FEW * placed < len(rows):
        rows = [(_named_with(row[0], row[1].text), EMPTY, *row[2:]) for row in rows]
    if _FEW * sum(bool(row[4].text or row[5].text) for row in rows) >= len(rows):
        return list(rows)
    return [(*row[:3], _together(row[3:]), EMPTY, EMPTY) for row in rows]


def _named_with(name: Cell, place: str) -> Cell:
    return replace(name, text=f"{name.text} ({place})") if place and place not in name.text else name


def _together(cells: Sequence[Cell]) -> Cell:
    held = [cell for cell in (cells[0], cells[2], cells[1]) if cell.text]
    sources = tuple(dict.fromkeys(number for cell in held for number in cell.sources))
    return Cell("; ".join(cell.text for cell in held), sources=sources)


def _row(maker: Maker, line: Line) -> tuple[Cell, ...]:
    first = line.first
    label = maker.label(first.figure)
    name = first.named.name
    if label and label.lower() not in name.lower():
        name = f"{name} ({label})"
    return (
        Cell(maker.mask(name)), Cell(_where(maker, line)), _result(maker, line), _parts(maker, line),
        _before(maker, line), _change(maker, line),
    )  # fmt: skip


def _where(maker: Maker, line: Line) -> str:
    """Return the place of a line, and its time where the digest is of no time; how many places, of several."""
    figure = line.first.figure
    place = figure.commune or figure.district or figure.place
    place = None if place and maker.scope.is_of(place) else place
    if len(line.members) > 1:
        place = maker.speech("digest.places", count=len(line.members))
    time = maker.time(figure.period) if figure.period and maker.scope.period is None else None
    return ", ".join(filter(None, (place, time)))


def _result(maker: Maker, line: Line) -> Cell:
    """Return the value as written with its share; of several bodies what they add up to, else from least to most."""
    if len(line.members) == 1:
        figure = line.first.figure
        shares = [share.text for share in line.shares]
        text = line.first.named.value + (f" ({'; '.join(shares)})" if shares else "")
        sources = (maker.source_of(figure), *map(maker.source_of, line.shares))
        worded = bool(figure.hedge or figure.value_max is not None or shares)
        return Cell(text, figure.value, figure.unit, tuple(dict.fromkeys(sources)), worded)
    sources = tuple(dict.fromkeys(maker.source_of(member.figure) for member in line.members[:_MOST_SOURCES]))
    total = total_of(line)
    unit = line.first.figure.unit
    if total is not None:
        text = amount(total, line.first.figure, maker.speech)
        return Cell(text, total, unit, sources, any(member.figure.hedge for member in line.members))
    least, most = (pick(line.members, key=lambda each: each.figure.value) for pick in (min, max))
    text = maker.speech("digest.from_to", least=least.figure.text, most=most.figure.text)
    return Cell(text, None, unit, sources, True)


_MOST_SOURCES: Final = 1
"""Footnotes of a sum, as an example: all of them would fill the page; what each body tells stands in its own text."""


def _parts(maker: Maker, line: Line) -> Cell:
    """Return the parts of the value, each by its class, else by what it measures."""
    told, sources = [], []
    for part in line.parts[:_MOST_PARTS]:
        named = maker.named(part)
        shares = [child.text for child in maker.children.get(part.where, ()) if child.role == "share"]
        label = maker.label(part)
        name = label or (named.name[:1].lower() + named.name[1:] if named.led else "")
        value = (
            part.text
            if part.label
            else named.value
            if name or part.row
            else told_whole(maker.text(part.document_id), part)
        )
        told.append(": ".join(filter(None, (name, value))) + (f" ({'; '.join(shares)})" if shares else ""))
        sources.append(maker.source_of(part))
    rest = len(line.parts) - len(told)
    if rest > 0:
        told.append(maker.speech("digest.and_more", count=rest))
    return Cell(maker.mask("; ".join(told)), sources=tuple(dict.fromkeys(sources)))


def _paired(line: Line) -> list[Member]:
    return [member for member in line.members if member.before is not None]


def _before(maker: Maker, line: Line) -> Cell:
    """Return the earlier value with its time; of several bodies what those add up to that tell both times."""
    paired = _paired(line)
    if not paired:
        return EMPTY
    sources = tuple(dict.fromkeys(maker.source_of(member.before) for member in paired[:_MOST_SOURCES] if member.before))
    times = {member.before.period for member in paired if member.before}
    time = ""
    if len(times) == 1 and (period := times.pop()):
        time = f" ({maker.time(period)})"
    if len(line.members) == 1 and (before := paired[0].before) and (named := paired[0].before_named):
        short = " ".join(filter(None, (named.value,)))
        return Cell(f"{short}{time}", before.value, before.unit, sources, True)
    if total_of(line) is None:
        return EMPTY
    value = sum(member.before.value for member in paired if member.before)
    of = maker.speech("digest.of_places", count=len(paired)) if len(paired) < len(line.members) else ""
    text = amount(value, line.first.figure, maker.speech)
    return Cell(f"{text}{time}{of}", value, line.first.figure.unit, sources, True)


def _change(maker: Maker, line: Line) -> Cell:
    """Return the change as a document states it, else that between the two values, of the bodies that tell both."""
    speech = maker.speech
    if line.changes and len(line.members) == 1:
        texts = [
            " ".join(filter(None, (_direction(each, speech), each.text, _plain_unit(each)))) for each in line.changes
        ]
        return Cell("; ".join(texts), None, None, tuple(map(maker.source_of, line.changes)), True)
    paired = _paired(line)
    if not paired or (len(line.members) > 1 and total_of(line) is None):
        return EMPTY
    now = sum(member.figure.value for member in paired)
    before = sum(member.before.value for member in paired if member.before)
    return changed(now, before, line.first.figure, speech)


def _direction(figure: Figure, speech: Speech) -> str | None:
    return speech(f"digest.direction_{figure.direction}") if figure.direction else None


def _plain_unit(figure: Figure) -> str | None:
    return None if "%" in figure.text else figure.unit
