"""A sheet of an Excel file -> its cells as text, a merged area told in each of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Place = tuple[int, int]
"""Row and column, from 1, as Excel counts."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The texts of a sheet; `areas` tells of a cell in a merged area where that begins and how
    many cells it is wide and high."""

    texts: dict[Place, str]
    areas: dict[Place, tuple[Place, int, int]]
    rows: int
    columns: int

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, of a merged area in each of its cells; empty where nothing does."""
        return self.texts.get(self._area(row, column)[0], "")

    def own(self, row: int, column: int) -> str:
        """Return what stands in a cell itself; of a merged area only its first cell holds it."""
        return self.texts.get((row, column), "")

    def width(self, row: int, column: int) -> int:
        """Return how many columns the cell spans."""
        return self._area(row, column)[1]

    def height(self, row: int, column: int) -> int:
        """Return how many rows the cell spans."""
        return self._area(row, column)[2]

    def goes_on(self, row: int, column: int) -> bool:
        """Tell whether a cell is one with the cell left of it."""
        return self._area(row, column)[0][1] < column

    def _area(self, row: int, column: int) -> tuple[Place, int, int]:
        return self.areas.get((row, column), ((row, column), 1, 1))


def read_grid(sheet: Any) -> Grid:
    """Return the texts of a worksheet of openpyxl; numbers and days are told as Python writes them."""
    texts = {
        (cell.row, cell.column): " ".join(str(cell.value).split())
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None and str(cell.value).strip()
    }
    areas = {}
    for merged in sheet.merged_cells.ranges:
        start = (merged.min_row, merged.min_col)
        wide, high = merged.max_col - merged.min_col + 1, merged.max_row - merged.min_row + 1
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                areas[row, column] = (start, wide, high)
    rows = max((row for row, _ in texts), default=0)
    columns = max((column for _, column in texts), default=0)
    return Grid(texts, areas, max(rows, sheet.max_row or 0), max(columns, sheet.max_column or 0))
