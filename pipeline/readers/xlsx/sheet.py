"""One worksheet's XML -> rows of cells, each as a Vietnamese reader sees it; formulas by their stored result.

What the sheet claims of its size is not believed: only cells that are there are read, within limits.
Source: ECMA-376 part 1, 18.3 (worksheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from lxml import etree

from pipeline.errors import TooLarge, complaint
from pipeline.readers.numbers import parse_number
from pipeline.readers.old_fonts.decode import Decoder, Piece
from pipeline.readers.xlsx.number_formats import BUILT_IN, show_number

M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAX_CELLS: Final = 1_000_000
"""Cells with content in one workbook; the largest table of a report has some ten thousand."""
MAX_TEXT: Final = 20_000_000
"""Characters that the cells of one workbook show together: many cells may share one long string."""
_LAST_COLUMN: Final = 16_384
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; `last` is the column where it ends, further right than `column` where cells are merged."""

    column: int
    last: int
    text: str


@dataclass(slots=True)
class Sheet:
    """The visible rows of a sheet with their numbers, and what was left out."""

    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    hidden: int = 0
    without_value: int = 0


@dataclass(slots=True)
class Workbook:
    """What the cells of all sheets share: strings, formats and fonts by style, the calendar; what may still be shown.

    `decoder` is given for a workbook with text in old fonts.
    """

    name: str
    strings: Sequence[tuple[Piece, ...]]
    formats: Sequence[str]
    from_1904: bool = False
    fonts: Sequence[str | None] = ()
    decoder: Decoder | None = None
    cells_left: int = field(default_factory=lambda: MAX_CELLS)
    text_left: int = field(default_factory=lambda: MAX_TEXT)

    def take(self, text: str) -> str:
        """Count what a cell shows against the limits of the workbook; TooLarge beyond them."""
        self.cells_left -= 1
        self.text_left -= len(text)
        if self.cells_left < 0 or self.text_left < 0:
            reason = f"bảng tính có hơn {MAX_CELLS:,} ô hoặc {MAX_TEXT:,} chữ".replace(",", ".")
            raise TooLarge(complaint(self.name, reason, "Hãy tách thành nhiều tệp nhỏ hơn"))
        return text

    def font(self, style: int) -> str | None:
        """Return the font of a cell style by its number."""
        return self.fonts[style] if style < len(self.fonts) else None

    def decoded(self, pieces: Sequence[Piece], style: int) -> str:
        """Return the text of a cell: pieces without a font are in that of the cell's style."""
        font = self.font(style)
        text = "".join(piece.text for piece in pieces)
        if self.decoder is None or not text:
            return text
        return self.decoder.decode([Piece(piece.text, piece.font or font) for piece in pieces])


def read_fonts(root: etree._Element | None) -> list[str | None]:
    """Return the font of each cell style, in order."""
    if root is None:
        return []
    names = [node.find(f"{M}name") for node in root.iterfind(f"{M}fonts/{M}font")]
    fonts = [None if name is None else name.get("val") for name in names]
    numbers = (parse_number(style.get("fontId")) or 0 for style in root.iterfind(f"{M}cellXfs/{M}xf"))
    return [fonts[number] if number < len(fonts) else None for number in numbers]


def string_pieces(item: etree._Element) -> tuple[Piece, ...]:
    """Return a string item in pieces with the fonts that they name, Excel's escapes (`_x000D_`) undone."""
    found = [Piece(_plain(node.text or "")) for node in item.iterfind(f"{M}t")]
    for run in item.iterfind(f"{M}r"):
        font = run.find(f"{M}rPr/{M}rFont")
        found.append(Piece(_plain(run.findtext(f"{M}t") or ""), None if font is None else font.get("val")))
    return tuple(found)


def read_strings(root: etree._Element | None) -> list[tuple[Piece, ...]]:
    """Return the shared strings in order; readings for other scripts (phonetic runs) are left out."""
    return [] if root is None else [string_pieces(item) for item in root.iterfind(f"{M}si")]


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def read_formats(root: etree._Element | None) -> list[str]:
    """Return the format code of each cell style, in order."""
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for node in root.iterfind(f"{M}numFmts/{M}numFmt"):
        number = parse_number(node.get("numFmtId"))
        if number is not None:
            codes[number] = node.get("formatCode", "General")
    styles = root.iterfind(f"{M}cellXfs/{M}xf")
    return [codes.get(parse_number(style.get("numFmtId")) or 0, "General") for style in styles]


def read_sheet(root: etree._Element, book: Workbook) -> Sheet:
    """Return the rows that show something; TooLarge when the workbook shows more than its limits allow."""
    sheet = Sheet()
    merged = _merged(root)
    hidden = _hidden_columns(root)
    starts = [first for first, _ in hidden]
    row_number = 0
    for row in root.iterfind(f"{M}sheetData/{M}row"):
        row_number = parse_row(row.get("r")) or row_number + 1
        if row.get("hidden") in _ON:
            sheet.hidden += 1
            continue
        cells = []
        for column, node in _placed(row):
            at = bisect_right(starts, column) - 1
            if at >= 0 and column <= hidden[at][1]:
                continue
            text = _shown(node, book, sheet)
            if text.strip():
                last = merged.get((row_number, column), column)
                cells.append(Cell(column, last, book.take(text)))
        if cells:
            sheet.rows.append((row_number, sorted(cells, key=attrgetter("column"))))
    sheet.hidden += len(hidden)
    return sheet


def parse_row(written: str | None) -> int | None:
    """Return a row's number; None for what cannot be one."""
    plain = written is not None and written.isascii() and written.isdecimal() and len(written) < 8
    return int(written) if plain and written else None


def parse_reference(written: str) -> tuple[int, int] | None:
    """Return row and column of a cell reference, both counted from one; None for another text.

    >>> parse_reference("C12"), parse_reference("XFE1"), parse_reference("x")
    ((12, 3), None, None)
    """
    match = _REFERENCE.fullmatch(written)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(match[2]), column) if column <= _LAST_COLUMN else None


def _placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the cells of a row with their columns; a cell that does not say where it is follows the one before."""
    column = 0
    for node in row.iterfind(f"{M}c"):
        place = parse_reference(node.get("r", ""))
        column = place[1] if place else column + 1
        yield column, node


def _shown(node: etree._Element, book: Workbook, sheet: Sheet) -> str:
    kind = node.get("t", "n")
    style = parse_number(node.get("s")) or 0
    if kind == "inlineStr":
        inner = node.find(f"{M}is")
        return "" if inner is None else book.decoded(string_pieces(inner), style)
    stored = (node.findtext(f"{M}v") or "").strip()
    if not stored:
        sheet.without_value += node.find(f"{M}f") is not None and kind != "str"
        return ""
    if kind == "s":
        index = int(stored) if stored.isascii() and stored.isdecimal() and len(stored) < 9 else len(book.strings)
        return book.decoded(book.strings[index], style) if index < len(book.strings) else "\ufffd"
    if kind == "b":
        return "TRUE" if stored in _ON else "FALSE"
    if kind == "d":
        return "/".join(reversed(stored[:10].split("-")))
    shown = stored
    if kind == "n":
        shown = show_number(stored, book.formats[style] if style < len(book.formats) else "General", book.from_1904)
    return shown if shown.isascii() else book.decoded((Piece(shown),), style)


def _merged(root: etree._Element) -> Mapping[tuple[int, int], int]:
    """Return the last column of each merged range by its first cell."""
    found = {}
    for node in root.iterfind(f"{M}mergeCells/{M}mergeCell"):
        first, _, last = node.get("ref", "").partition(":")
        start, end = parse_reference(first), parse_reference(last)
        if start and end:
            found[start] = end[1]
    return found


def _hidden_columns(root: etree._Element) -> list[tuple[int, int]]:
    """Return the runs of hidden columns, in order and apart from each other."""
    found: list[tuple[int, int]] = []
    for node in root.iterfind(f"{M}cols/{M}col"):
        first, last = parse_number(node.get("min")), parse_number(node.get("max"))
        if node.get("hidden") in _ON and first and last and (not found or first > found[-1][1]):
            found.append((first, last))
    return found
