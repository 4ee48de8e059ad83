"""The rows of a table as they are read: their cells by column, what opens them, and the layout that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.figures.draft import Draft
from extractors.figures.tables.grid import Cell
from extractors.figures.tables.head import Head
from extractors.figures.tables.heads import Heads
from extractors.model import Period


@dataclass(slots=True)
class Row:
    """A row of numbers: its head as written and as read, its cells by column, and what it is to the rows around it."""

    words: str
    head: Head
    cells: dict[int, Cell]
    kind: str = "plain"
    period: Period | None = None
    drafts: dict[int, Draft] = field(default_factory=dict)
    shares: list[Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table's columns are, and its rows of data: plain, detail, section, subtotal or total."""

    heads: Heads
    rows: list[Row]
