"""Text -> its tables, however they are laid out: lines of cells, one cell a line."""

from __future__ import annotations

from extractors.figures.tables.grid import Table, find_barred
from extractors.figures.tables.stacked import find_stacked


def find_tables(text: str) -> list[Table]:
    """Return the tables of a text in order; where two would overlap the one with cells in a line holds."""
    tables = find_barred(text)
    for table in find_stacked(text):
        if all(table.end <= other.start or table.start >= other.end for other in tables):
            tables.append(table)
    return sorted(tables, key=lambda table: table.start)
