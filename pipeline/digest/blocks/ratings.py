"""Rating distributions -> one table a scale: places against the classes in their order, with a chart of the shares."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.text.folding import fold
from pipeline.charts.model import SCALE, Chart, ChartKind, Series, Tone, tones_of
from pipeline.digest.block import EMPTY, Cell, Cut, RatingClass, RatingRow, RatingTable, Section
from pipeline.digest.figure import Figure
from pipeline.digest.maker import HELD, Maker, section
from pipeline.rows import Row

_RATINGS: Final = "SELECT * FROM ratings WHERE document_id IN ({ids}) AND summing <> 'aim' ORDER BY document_id, ord"
_FEWEST_BARS: Final = 2
"""One bar says no more than its row."""
_PRINTED: Final = 15, 4
"""Rows that are printed at most, and at least."""
_MOST_TABLES: Final = 3
"""Kinds of what is rated that are shown, those with most ratings."""


@dataclass(frozen=True, slots=True)
class _Rating:
    """One distribution: by the place of its class on the scale, the figure of the class."""

    row: Row
    classes: dict[int, tuple[str, float, Figure]]

    @property
    def figure(self) -> Figure:
        return next(iter(self.classes.values()))[2]

    @property
    def whole(self) -> bool:
        """Whether it is of the whole, not of one part of it."""
        return bool(self.row["summing"] != "part")


def ratings(maker: Maker) -> list[Section]:
    """Return the ratings in scope, a table for each scale and kind of what is rated."""
    kinds: dict[tuple[str | None, str], list[_Rating]] = defaultdict(list)
    for rating in _read(maker):
        kinds[rating.row["scale"], fold(rating.row["subject_key"] or "")].append(rating)
    largest = sorted(kinds.values(), key=len, reverse=True)[:_MOST_TABLES]
    tables = [_table(maker, number, found) for number, found in enumerate(largest, 1)]
    hidden = len(kinds) - len(tables)
    if hidden:
        note = maker.speech("digest.more_kinds", count=hidden)
        tables[-1] = replace(tables[-1], note=" ".join(filter(None, (tables[-1].note, note))))
    return section(maker, "ratings", *tables)


def _read(maker: Maker) -> list[_Rating]:
    """Return the distributions in scope, in the order of its documents; one that is told again stands once."""
    figures = maker.numbered
    place = {row["id"]: at for at, row in enumerate(maker.documents)}
    found: dict[object, _Rating] = {}
    for row in sorted(maker.rows(_RATINGS), key=lambda row: (place[row["document_id"]], row["ord"])):
        counts, ranks = json.loads(row["counts"]), json.loads(row["ranks"])
        members = [figures.get((row["document_id"], ord_)) for ord_ in json.loads(row["figures"])]
        told = zip(ranks, counts.items(), members, strict=False)
        classes = {rank: (name, value, figure) for rank, (name, value), figure in told if figure is not None}
        if classes:
            rating = _Rating(row, classes)
            found.setdefault((*rating.figure.unit_of_country, _part(rating), rating.figure.period, str(counts)), rating)
    return list(found.values())


def _part(rating: _Rating) -> str:
    """Return the part of the place that is rated, as it stands in brackets behind what is rated."""
    return (rating.row["subject"] or "").partition(" (")[2].removesuffix(")")


def _table(maker: Maker, number: int, ratings: Sequence[_Rating]) -> RatingTable:
    speech = maker.speech
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for rating in ratings:
        for rank, (name, _, _) in rating.classes.items():
            names[rank][name] += 1
    ranks = sorted(names)
    tones = _tones(ranks)
    classes = tuple(
        RatingClass(names[rank].most_common(1)[0][0], tone) for rank, tone in zip(ranks, tones, strict=True)
    )
    shown = sorted(ratings, key=lambda rating: rating.whole)
    least = {id(rating): at for at, rating in enumerate(sorted(shown, key=lambda rating: _matters(maker, rating)))}
    shown = sorted(shown, key=lambda rating: least[id(rating)] >= HELD)[:HELD]
    shown.sort(key=lambda rating: rating.whole)
    parted = any(_part(rating) for rating in ratings)
    rows = tuple(_row(maker, rating, ranks, parted) for rating in shown)
    subject = Counter(row["subject_key"] or "" for row in (rating.row for rating in ratings)).most_common(1)[0][0]
    heads = tuple(speech(f"digest.{name}") for name in ("subject", "place", "period", "total"))
    ranks_ = tuple(least[id(rating)] for rating in shown)
    limit = Cut(*_PRINTED, ranks_, len(ratings) - len(rows))
    title = speech("digest.rated", subject=subject) if subject else None
    chart = _chart(maker, title, classes, rows)
    return RatingTable(
        f"ratings_{number}", classes, rows, (heads[0], heads[1], heads[2], heads[3]), title, chart, cut=limit
    )


def _matters(maker: Maker, rating: _Rating) -> tuple[bool, bool, float]:
    """Return by what a row stands before others: it is of the whole, of the time that is asked, of many."""
    asked = maker.scope.period is None or rating.figure.period == maker.scope.period
    return not rating.whole, not asked, -(rating.row["total"] or 0)


def _tones(ranks: Sequence[int]) -> tuple[Tone, ...]:
    """Return the tone of each class by its place on the scale, on a longer or shorter one by its place in the table."""
    if ranks and ranks[-1] <= len(SCALE) and ranks[-1] == len(SCALE):
        return tuple(SCALE[rank - 1] for rank in ranks)
    return (
        tones_of(len(ranks)) if len(ranks) <= len(SCALE) else tuple(SCALE[min(rank, len(SCALE)) - 1] for rank in ranks)
    )


def _row(maker: Maker, rating: _Rating, ranks: Sequence[int], parted: bool) -> RatingRow:
    speech, figure = maker.speech, rating.figure
    total = rating.row["total"]
    cells: list[Cell | None] = []
    sources = tuple(dict.fromkeys(maker.source_of(of_class) for _, _, of_class in rating.classes.values()))
    for rank in ranks:
        if rank not in rating.classes:
            cells.append(None)
            continue
        _, value, of_class = rating.classes[rank]
        share = f" ({speech.number(round(100 * value / total, 1))}%)" if total else ""
        cells.append(Cell(f"{of_class.text}{share}", value, of_class.unit))
    place = _part(rating) or figure.commune or figure.district or figure.place or ""
    if parted and rating.whole and not _part(rating) and place:
        place = speech("digest.whole_place", place=place)
    time = maker.time(figure.period) if figure.period else rating.row["period"] or ""
    counted = Cell(speech.number(total), total) if total is not None else EMPTY
    return RatingRow(EMPTY, Cell(place, sources=sources), Cell(time), tuple(cells), counted)


def _chart(maker: Maker, title: str | None, classes: Sequence[RatingClass], rows: Sequence[RatingRow]) -> Chart | None:
    """Return the distributions whose classes are all told as stacked bars, a bar for each row."""
    whole = [row for row in rows if row.total and row.total.text]
    if len(whole) < _FEWEST_BARS:
        return None
    times = {row.period.text for row in whole}
    labels = tuple(
        ", ".join(filter(None, (row.place.text, row.period.text if len(times) > 1 else None))) for row in whole
    )
    series = tuple(
        Series(each.name, tuple(_count(row.counts[place]) for row in whole), each.tone)
        for place, each in enumerate(classes)
    )
    alt = "; ".join(
        f"{label}: "
        + ", ".join(f"{each.name} {cell.text}" for each, cell in zip(classes, row.counts, strict=True) if cell)
        for label, row in zip(labels, whole, strict=True)
    )
    return Chart(ChartKind.STACKED, title or maker.speech("digest.ratings"), labels, series, alt)


def _count(cell: Cell | None) -> float | None:
    return float(cell.value) if cell and isinstance(cell.value, int | float) else None
