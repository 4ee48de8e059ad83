"""Conferences, trainings and sessions -> how many by level and who came, and the events, each fact once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.text.folding import fold
from pipeline.digest.block import EMPTY, Cell, Section, Table
from pipeline.digest.figure import Figure
from pipeline.digest.maker import HELD, Maker, counted, cut, section, table
from pipeline.digest.naming import Named, capital, without_end
from pipeline.rows import Row

_CONFERENCES: Final = """
SELECT c.document_id, c.figure, c.subject, c.organiser, c.attendees, c.attendees_each, c.came, f.start
FROM conferences c JOIN figures f ON f.document_id = c.document_id AND f.ord = c.figure
WHERE c.document_id IN ({ids}) AND f.modality = 'actual' AND f.role IS NOT 'change'"""
_LEVELS: Final = ("province", "district", "commune")
_KINDS: Final = ("conference", "training", "session")
_PRINTED_LEVELS: Final = 9, 8
_PRINTED: Final = 8, 3
"""Events that are printed at most, and at least."""
_NO_DISTRICTS: Final = "2025-07-01"
"""The day from which there are no districts (Luật Tổ chức chính quyền địa phương 72/2025/QH15)."""
_FEW: Final = 3
"""Who held an event has a column where at least one event in so many tells it."""
_BY_LEVEL: Final = 2
"""Levels from which on the table of levels says more than the events."""


@dataclass(frozen=True, slots=True)
class _Event:
    """One statement of what was held: its row, its figure, those who came, and its level, None where none is told."""

    row: Row
    figure: Figure
    came: tuple[Figure, ...]
    level: str | None


def conferences(maker: Maker) -> list[Section]:
    """Return the table of levels where there are several, and the events, the largest first."""
    events = _events(maker)
    if not events:
        return []
    own = [event for event in events if event.figure.role != "part" and event.figure.summing != "within"]
    parts = defaultdict(list)
    for event in events:
        if event.figure.role == "part" and event.figure.of_figure is not None:
            parts[event.figure.document_id, event.figure.of_figure].append(event)
    blocks = [_levels(maker, own, parts), _listed(maker, own, parts)]
    return section(maker, "conferences", *blocks)


def _events(maker: Maker) -> list[_Event]:
    held = [figure for figure in maker.facts if figure.indicator in _KINDS]
    facts, figures = {figure.where: figure for figure in held}, maker.numbered
    found = []
    for row in maker.rows(_CONFERENCES):
        figure = facts.get((row["document_id"], row["figure"]))
        if figure is None:
            continue
        came = tuple(
            figures[row["document_id"], ord_]
            for ord_ in json.loads(row["came"])
            if (row["document_id"], ord_) in figures
        )
        found.append(_Event(row, figure, came, _level(figure)))
    order = {figure.where: at for at, figure in enumerate(held)}
    return sorted(found, key=lambda event: order[event.figure.where])


def _level(figure: Figure) -> str | None:
    """Return the level that held it, as its class tells, else its commune or district."""
    label = fold(figure.label or "")
    for level, word in zip(_LEVELS, ("tỉnh", "huyện", "xã"), strict=True):
        if label.endswith(f"cấp {word}"):
            return level
    if figure.commune:
        return "commune"
    return "district" if figure.district and (figure.period_end or "") < _NO_DISTRICTS else None


def _levels(maker: Maker, own: Sequence[_Event], parts: dict[tuple[int, int], list[_Event]]) -> Table | None:
    """Return how many of each kind were held at each level and who came.

    A total that is told by level, too, is parted by its levels; what may not be added (`summing`) is left out.
    """
    speech = maker.speech
    held: dict[tuple[str, str], list[_Event]] = defaultdict(list)
    for event in own:
        if event.figure.summing != "adds":
            continue
        below = [part for part in parts[event.figure.where] if part.level]
        told = sum(part.figure.value for part in below) == event.figure.value and below
        for each in below if told else [event]:
            held[event.figure.indicator, each.level or "levels"].append(each)
    if (
        len({level for _, level in held} - {"levels"}) < _BY_LEVEL
        and max(map(len, held.values()), default=0) < _BY_LEVEL
    ):
        return None
    rows = [
        (
            Cell(capital(speech.value("indicator", kind))), Cell(speech(f"digest.level_{level}")),
            _added(maker, held[kind, level], "held"), _added(maker, held[kind, level], "came"),
        )
        for kind in _KINDS for level in (*_LEVELS, "levels") if (kind, level) in held
    ]  # fmt: skip
    columns = (("kind", False), ("level", False), ("held", True), ("attendees", True))
    if not rows:
        return None
    order = sorted(range(len(rows)), key=lambda at: -_held_in(rows[at]))
    ranks = [order.index(at) for at in range(len(rows))]
    return cut(table(maker, "conferences_by_level", columns, rows), _PRINTED_LEVELS, len(rows), ranks)


def _held_in(row: Sequence[Cell]) -> float:
    """Return how many a row of levels says were held."""
    return float(row[2].value) if isinstance(row[2].value, int | float) else 0.0


def _added(maker: Maker, events: Iterable[_Event], what: str) -> Cell:
    values = [event.figure.value if what == "held" else event.row["attendees"] for event in events]
    told = [value for value in values if value is not None]
    return counted(sum(told), maker.speech) if told else EMPTY


def _listed(maker: Maker, own: Sequence[_Event], parts: dict[tuple[int, int], list[_Event]]) -> Table:
    large = sorted(own, key=lambda event: (-(event.row["attendees"] or 0), -event.figure.value))[:HELD]
    rows = [_row(maker, event, parts[event.figure.where]) for event in large]
    if _FEW * sum(bool(row[1].text) for row in rows) <= len(rows):
        rows = [(_held_by(*row[:2]), EMPTY, *row[2:]) for row in rows]
    columns = (("event", False), ("organiser", False), ("held", True), ("attendees", True), ("of_which", False))
    return cut(table(maker, "conferences", columns, rows), _PRINTED, len(own))


def _held_by(event: Cell, organiser: Cell) -> Cell:
    return replace(event, text=f"{event.text} ({organiser.text})") if organiser.text else event


def _row(maker: Maker, event: _Event, parts: Sequence[_Event]) -> tuple[Cell, ...]:
    named = maker.named(event.figure)
    where = event.figure.commune or event.figure.district
    organiser = event.row["organiser"] or ""
    if where and len(maker.documents) > 1 and where.lower() not in organiser.lower():
        organiser = f"{organiser} ({where})" if organiser else where
    told = [
        " ".join(filter(None, (part.figure.label or maker.named(part.figure).name, part.figure.text)))
        + (f" ({'; '.join(_came(maker, each) for each in part.came)})" if part.came else "")
        for part in parts
    ]
    sources = tuple(dict.fromkeys(maker.source_of(part.figure) for part in parts))
    return (
        Cell(maker.mask(_what(event, named))), Cell(maker.mask(organiser)),
        _cell(maker, event.figure, event.figure.text),
        _people(maker, event), Cell(maker.mask("; ".join(told)), sources=sources),
    )  # fmt: skip


def _what(event: _Event, named: Named) -> str:
    """Return what was held: its noun, and what it was about."""
    noun = event.figure.counted or event.figure.unit or named.name
    if event.figure.row:
        return named.name
    subject = event.row["subject"] or ""
    if not subject and " " not in noun and named.led:
        return named.name
    if subject and not noun.endswith(subject):
        first = subject.split()[0]
        noun = noun.removesuffix(f" {first}") if noun.endswith(f" {first}") else noun
        whole = event.figure.unit or noun
        noun = whole if fold(subject).startswith(fold(noun.removeprefix(whole).strip() or subject)) else noun
        noun = f"{noun} {subject}"
    noun = without_end(noun)
    level = event.figure.label
    return capital(noun) + (f" ({level})" if level and fold(level) not in fold(noun) else "")


def _people(maker: Maker, event: _Event) -> Cell:
    if not event.came:
        return EMPTY
    people = [figure for figure in event.came if figure.unit or figure.row] or event.came
    each = event.row["attendees"] is None and event.row["attendees_each"] is not None
    text = "; ".join(_came(maker, figure) for figure in people)
    text = maker.speech("digest.each_of", people=text) if each else text
    sources = tuple(dict.fromkeys(map(maker.source_of, people)))
    return Cell(text, None if each else event.row["attendees"], people[0].unit, sources, len(people) > 1 or each)


def _came(maker: Maker, figure: Figure) -> str:
    hedge = maker.named(figure).value if not figure.row else None
    return hedge or " ".join(filter(None, (figure.text, figure.unit)))


def _cell(maker: Maker, figure: Figure, text: str) -> Cell:
    return Cell(text, figure.value, figure.unit, (maker.source_of(figure),), figure.value_max is not None)
