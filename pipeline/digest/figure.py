"""Rows of figures -> one value each, light enough for all figures of an archive, and each fact once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

COLUMNS: Final = (
    "document_id", "ord", "start", "end", "page", "text", "value", "value_max", "measure", "unit", "counted",
    "row", "column", "indicator", "label", "hedge", "modality", "role", "of_figure", "direction", "actor", "place",
    "district", "commune", "period_start", "period_end", "period_kind", "fact_id", "summing",
)  # fmt: skip
SELECTED: Final = ", ".join(f'f."{column}"' for column in COLUMNS)


class Figure(NamedTuple):
    """A figure as the database holds it; `best`: its fact is told best by it, `statements`: by how many.

    It is a tuple, since there may be a hundred thousand.
    """

    document_id: int
    ord: int
    start: int
    end: int
    page: int | None
    text: str
    value: float
    value_max: float | None
    measure: str
    unit: str | None
    counted: str | None
    row: str | None
    column: str | None
    indicator: str
    label: str | None
    hedge: str | None
    modality: str
    role: str | None
    of_figure: int | None
    direction: str | None
    actor: str | None
    place: str | None
    district: str | None
    commune: str | None
    period_start: str | None
    period_end: str | None
    period_kind: str | None
    fact_id: str | None
    summing: str | None
    best: bool
    statements: int

    @property
    def where(self) -> tuple[int, int]:
        """What names it: its document and its number there."""
        return self.document_id, self.ord

    @property
    def unit_of_country(self) -> tuple[str | None, str | None, str | None]:
        """The province, district and commune that it is of."""
        return self.place, self.district, self.commune

    @property
    def period(self) -> tuple[str, str] | None:
        """Its time, None where the text does not tell it."""
        return (self.period_start, self.period_end) if self.period_start and self.period_end else None


_READ: Final = f"SELECT {SELECTED} FROM figures f WHERE {{condition}} ORDER BY f.document_id, f.ord"
_BEST: Final = "SELECT document_id, ord, statements FROM figure_rows WHERE statements IS NOT NULL"


def best_statements(connection: sqlite3.Connection) -> dict[tuple[int, int], int]:
    """Return the figures that tell their facts best, with how many tell each; a join costs three times as much."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return {(document, ord_): count for document, ord_, count in cursor.execute(_BEST)}


def read_figures(
    connection: sqlite3.Connection, best: Mapping[tuple[int, int], int], condition: str, *values: object
) -> Iterator[Figure]:
    """Yield the figures that meet a condition on `f` (figures), those of one document together."""
    cursor = connection.cursor()
    cursor.row_factory = None
    for row in cursor.execute(_READ.format(condition=condition), values):
        count = best.get(row[:2])
        yield Figure._make((*row, count is not None, count or 1))


def once(figures: Iterable[Figure]) -> list[Figure]:
    """Return each fact once, by the figure that tells it best among these, in the order of its first statement."""
    told: dict[object, Figure] = {}
    for figure in figures:
        key = figure.fact_id or figure.where
        known = told.get(key)
        if known is None or figure.best > known.best:
            told[key] = figure
    return list(told.values())
