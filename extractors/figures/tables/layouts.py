"""Text -> its tables, however they are laid out: lines of cells, one cell a line, columns set with spaces."""

from __future__ import annotations

from typing import Final

from extractors.figures.tables.aligned import find_aligned
from extractors.figures.tables.grid import Table, find_barred
from extractors.figures.tables.stacked import find_stacked

_LAYOUTS: Final = (find_barred, find_stacked, find_aligned)


def find_tables(text: str) -> list[Table]:
    """Return the tables of a text in order; of two that overlap, lines of cells come first, then one cell a line."""
    ranked = [(table, rank) for rank, find in enumerate(_LAYOUTS) for table in find(text)]
    kept: list[tuple[Table, int]] = []
    for table, rank in sorted(ranked, key=lambda found: found[0].start):
        if kept and table.start < kept[-1][0].end:
            if rank < kept[-1][1]:
                kept[-1] = table, rank
            continue
        kept.append((table, rank))
    return [table for table, _ in kept]
