"""Rating distributions -> one table a scale: who is rated, where and when, against the classes in their order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from pipeline.charts.model import Chart, ChartKind, Series, tones_of
from pipeline.digest.block import EMPTY, Cell, RatingClass, RatingRow, RatingTable, Section
from pipeline.digest.maker import ROWS_OF_A_BLOCK, Maker, counted
from pipeline.rows import Row

_RATED: Final = """
SELECT f.document_id, f.ord, f.start, f.end, f.page, f.text, f.value, f.place, f.district, f.commune FROM figures f
WHERE f.document_id IN (SELECT document_id FROM ratings WHERE document_id IN ({ids}))"""


def ratings(maker: Maker) -> list[Section]:
    """Return the ratings in scope, a table for each set of classes."""
    found = maker.in_order(maker.rows("SELECT * FROM ratings WHERE document_id IN ({ids}) ORDER BY ord"))
    figures = {(row["document_id"], row["ord"]): row for row in maker.rows(_RATED)}
    scales: dict[str | tuple[str, ...], list[Row]] = {}
    for rating in found[:ROWS_OF_A_BLOCK]:
        scales.setdefault(rating["scale"] or tuple(json.loads(rating["counts"])), []).append(rating)
    tables = tuple(_table(maker, number, rows, figures) for number, rows in enumerate(scales.values(), 1))
    return [Section("ratings", maker.speech("digest.ratings"), tables)] if tables else []


def _table(maker: Maker, number: int, ratings: Sequence[Row], figures: dict[tuple[int, int], Row]) -> RatingTable:
    speech = maker.speech
    ranks = {
        label: rank
        for rating in ratings
        for label, rank in zip(json.loads(rating["counts"]), json.loads(rating["ranks"]), strict=True)
    }
    names = sorted(ranks, key=lambda label: ranks[label])
    rows = []
    for rating in ratings:
        counts, members = json.loads(rating["counts"]), json.loads(rating["figures"])
        shown = {label: figures[rating["document_id"], ord_] for label, ord_ in zip(counts, members, strict=False)}
        cells = tuple(
            Cell(shown[name]["text"], counts[name], sources=(maker.source(shown[name]),)) if name in shown else None
            for name in names
        )
        first = next(iter(shown.values()))
        place = first["commune"] or first["district"] or first["place"] or ""
        total = counted(rating["total"], speech) if rating["total"] is not None else None
        rows.append(
            RatingRow(Cell(rating["subject"] or ""), Cell(place), Cell(rating["period"] or EMPTY.text), cells, total)
        )
    classes = tuple(map(RatingClass, names, tones_of(len(names))))
    heads = tuple(speech(f"digest.{name}") for name in ("subject", "place", "period", "total"))
    return RatingTable(
        f"ratings_{number}",
        classes,
        tuple(rows),
        (heads[0], heads[1], heads[2], heads[3]),
        chart=_chart(maker, classes, rows),
    )


def _chart(maker: Maker, classes: Sequence[RatingClass], rows: Sequence[RatingRow]) -> Chart:
    """Return the distributions as stacked bars, a bar for each row."""
    labels = tuple(", ".join(filter(None, (row.subject.text, row.place.text, row.period.text))) for row in rows)
    series = tuple(
        Series(each.name, tuple(_count(row.counts[place]) for row in rows), each.tone)
        for place, each in enumerate(classes)
    )
    alt = "; ".join(
        f"{label}: "
        + ", ".join(f"{each.name} {cell.text}" for each, cell in zip(classes, row.counts, strict=True) if cell)
        for label, row in zip(labels, rows, strict=True)
    )
    return Chart(ChartKind.STACKED, maker.speech("digest.ratings"), labels, series, alt)


def _count(cell: Cell | None) -> float | None:
    return float(cell.value) if cell and isinstance(cell.value, int | float) else None
