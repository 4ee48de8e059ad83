"""Cells of a table -> lines of text: a data table row by row, a layout table cell by cell.

Word and HTML use tables for the two-column letterhead and the signature block; those read as
paragraphs. In a data table each row is one line, its cells joined by " | ", columns kept aligned.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from extractors.model import BlockKind
from extractors.text.folding import unify

CELL_GAP: Final = " | "
_MOTTOES: Final = ("độc lập - tự do - hạnh phúc", "đảng cộng sản việt nam")
_RECIPIENTS: Final = "nơi nhận:"
_MOST_LETTERHEAD_ROWS: Final = 8
_MOST_LAYOUT_ROWS: Final = 4


class Line(NamedTuple):
    """One paragraph on its way to the text; of a web page also how many letters are links, and its region."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    linked: int = 0
    region: int = 0


Cell = list[Line]
Row = list[Cell]


def table_lines(rows: list[Row], bordered: bool) -> list[Line]:
    """Return the lines of a table in reading order; empty rows give none."""
    if is_layout(rows, bordered):
        return [line for row in rows for cell in row for line in cell]
    return [_row_line(row) for row in rows if any(map(_has_text, row))]


def is_layout(rows: list[Row], bordered: bool) -> bool:
    """Tell whether a table only places text side by side: a letterhead, a signature block, a frame."""
    width = max((sum(1 for cell in row if _has_text(cell)) for row in rows), default=0)
    if width <= 1:
        return True
    stacked = any(len([line for line in cell if line.text.strip()]) > 1 for row in rows for cell in row)
    if len(rows) <= _MOST_LETTERHEAD_ROWS and _is_letterhead(rows):
        return True
    return stacked and not bordered and width <= 3 and len(rows) <= _MOST_LAYOUT_ROWS


def has_motto(text: str) -> bool:
    """Tell whether a text holds the motto of the State or the name of the Party, as a letterhead does."""
    folded = unify(text).lower()
    return any(cue in folded for cue in _MOTTOES)


def _is_letterhead(rows: list[Row]) -> bool:
    text = " ".join(line.text for row in rows for cell in row for line in cell)
    return has_motto(text) or _RECIPIENTS in unify(text).lower()


def _has_text(cell: Cell) -> bool:
    return any(line.text.strip() for line in cell)


def _row_line(row: Row) -> Line:
    lines = [line for cell in row for line in cell]
    text = CELL_GAP.join(map(_flat, row))
    return Line(text, BlockKind.TABLE_ROW, sum(line.linked for line in lines), lines[0].region)


def _flat(cell: Cell) -> str:
    """Return a cell on one line; the rows of a table inside it keep their cells apart by semicolons."""
    text = " ".join(line.text.replace(CELL_GAP, "; ") for line in cell)
    return " ".join(text.split())
