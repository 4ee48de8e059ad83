"""Heads and rows -> an Excel file as offices use it: filters, a head that stays, real numbers and days, A4 across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from pipeline.errors import UsageError
from pipeline.steady import steady
from pipeline.table import Value
from pipeline.terminal import legible

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet of Excel, without the head."""

_LONGEST: Final = 32_767
_FIRST_YEAR: Final = 1901
"""Excel counts days from 1900; an older one is written as words."""
_NARROWEST, _WRAPPED, _ONE_LINE, _WIDEST = 6, 12, 26, 56
_PAGE: Final = 185
"""Widths that A4 across shows in letters of 8.5 points."""
_A4: Final = 9
_LINE, _PADDING, _TALLEST, _LETTERS = 14.0, 3.0, 405.0, 1.3
"""Points of a line of 11 points, of the room around lines and of the tallest row; letters to a unit of width."""
_MADE: Final = datetime(2000, 1, 1)
"""When our files say that they were made: what is the same has the same bytes."""
_SIGNS: Final = ("=", "+", "-", "@")
_FORMULA: Final = re.compile(rb'(?P<formula><c r="(?P<cell>[A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')
_NO_XML: Final = re.compile("[\ufffe\uffff]")
_FONT: Final = "Times New Roman"
_OURS: Final = "trichyeu "
"""Before the names of our styles, which stand beside those of a workbook that is added to."""
_FORMATS: Final = {"text": "General", "day": "dd/mm/yyyy", "whole": "#,##0", "decimal": "#,##0.0##"}


class Sheet(NamedTuple):
    """One sheet of a book: its title, the heads of its columns, its rows; the colours of heads, #rrggbb."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]
    fills: Sequence[str | None] = ()


def write_sheet(file: Path, title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], page: str) -> int:
    """Write a book of one sheet, and return how many rows it has; see `write_book`."""
    (count,) = write_book(file, [Sheet(title, heads, rows)], page)
    return count


def write_book(file: Path, sheets: Iterable[Sheet], page: str) -> list[int]:
    """Write sheets into one file, and return how many rows each has; UsageError when they are more than one can hold.

    `page` is the word before the numbers of printed pages. No cell is a formula, whatever it begins with, and what
    Excel cannot hold (control characters, marks of direction) is spelt out.
    """
    content, counts = book_content(sheets, page, file.name)
    _write(content, file)
    return counts


def book_content(sheets: Iterable[Sheet], page: str, name: str) -> tuple[bytes, list[int]]:
    """Return the bytes of a file called `name` with these sheets, the same for the same sheets, and their rows."""
    book = Workbook(write_only=True)
    book.properties.created = _MADE
    counts = [add_sheet(book, sheet, page, name) for sheet in sheets]
    content = BytesIO()
    book.save(content)
    return steady(content.getvalue()), counts


def save_book(book: Workbook, file: Path, sheet: Any, results: Mapping[str, float]) -> None:
    """Write a workbook, whole or not at all, with the folder that it goes into.

    `results` are what the formulas of some cells of `sheet` give, for readers that compute none.
    """
    content = BytesIO()
    book.save(content)
    part = f"xl/worksheets/sheet{book.worksheets.index(sheet) + 1}.xml"
    _write(steady(content.getvalue(), {part: lambda old: _with_results(old, results)}), file)


def _with_results(part: bytes, results: Mapping[str, float]) -> bytes:
    """Return a sheet's part with the values of formulas, which openpyxl leaves empty."""

    def told(found: re.Match[bytes]) -> bytes:
        value = results.get(found["cell"].decode())
        return found[0] if value is None else b"%b<v>%b</v>" % (found["formula"], repr(value).encode())

    return _FORMULA.sub(told, part)


def _write(content: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def add_sheet(book: Workbook, made: Sheet, page: str, name: str) -> int:
    """Add a sheet to a workbook, which may hold others, and return how many rows it has.

    `name` is that of its file. UsageError when the rows are more than a sheet can hold.
    """
    cells = [[_plain(value) for value in row] for row in made.rows]
    if len(cells) > MOST_ROWS:
        raise UsageError("usage.too_many_rows", name=name, count=len(cells), most=MOST_ROWS)
    for style in _styles():
        if style.name not in book.named_styles:
            book.add_named_style(style)
    sheet = book.create_sheet(_name(made.title))
    widths = _lay_out(sheet, made.title, made.heads, cells, page)
    _set_heights(sheet, [list(made.heads), *cells], widths)
    heads = [_cell(sheet, head, "head") for head in made.heads]
    for head, fill in zip(heads, made.fills, strict=False):
        if fill:
            head.fill = PatternFill("solid", fgColor=fill.lstrip("#").upper())
    sheet.append(heads)
    for row in cells:
        sheet.append([_cell(sheet, value, _kind(value)) for value in row])
    return len(cells)


def _set_heights(sheet: Any, rows: Sequence[Sequence[Value]], widths: Sequence[int]) -> None:
    """Set the height of each row by its longest cell: not every program works it out, and some show one line."""
    for number, row in enumerate(rows, 1):
        lines = max(
            (ceil(_width(value) / (width * _LETTERS)) for value, width in zip(row, widths, strict=True) if width),
            default=1,
        )
        sheet.row_dimensions[number].height = min(_TALLEST, _LINE * max(1, lines) + _PADDING)


def _plain(value: Value) -> Value:
    """Return a value as a cell may hold it."""
    if isinstance(value, date):
        return value if value.year >= _FIRST_YEAR else f"{value:%d/%m}/{value.year}"
    if not isinstance(value, str):
        return value
    text = _NO_XML.sub("", legible(" ".join(value.split())))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _kind(value: Value) -> str:
    if isinstance(value, date):
        return "day"
    if isinstance(value, float) and not value.is_integer():
        return "decimal"
    return "whole" if isinstance(value, int | float) else "text"


def _cell(sheet: Any, value: Value, style: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.style = f"{_OURS}{style}"
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_SIGNS)
    return cell


def _styles() -> Iterable[NamedStyle]:
    line = Side(style="thin", color="999999")
    border = Border(left=line, right=line, top=line, bottom=line)
    for name, form in _FORMATS.items():
        across = None if name == "text" else "center" if name == "day" else "right"
        alignment = Alignment(horizontal=across, vertical="top", wrap_text=True, indent=int(across == "right"))
        yield NamedStyle(f"{_OURS}{name}", Font(_FONT, 11), border=border, alignment=alignment, number_format=form)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    fill = PatternFill("solid", fgColor="E6E6E6")
    yield NamedStyle(f"{_OURS}head", Font(_FONT, 11, bold=True), fill, border, centre)


def _lay_out(sheet: Any, title: str, heads: Sequence[str], cells: list[list[Value]], page: str) -> list[int]:
    """Set what stays, filters, widths and the printed page; return the widths. A column without a value is hidden."""
    widths = _widths(heads, cells)
    for number, width in enumerate(widths, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.hidden = width or _NARROWEST, not width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(cells) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    header = sheet.oddHeader.center
    header.text, header.font, header.size = title.replace("&", "&&"), f"{_FONT},Bold", 14
    sheet.oddFooter.center.text = f"{page} &P/&N"
    return widths


def _widths(heads: Sequence[str], cells: list[list[Value]]) -> list[int]:
    """Return the widths of the columns; where a page would become too small to read, long texts get less of it.

    A column in which no row holds anything has none.

    They share what is left by how much text they hold, so that a row is about as tall in each of them.
    """
    texts = [[_width(row[number]) for row in cells] for number in range(len(heads))]
    widths = [
        _column_width(head, lengths) if any(lengths) or not cells else 0
        for head, lengths in zip(heads, texts, strict=True)
    ]
    long = {number: sum(texts[number]) + 1 for number, width in enumerate(widths) if width > _WRAPPED}
    room = _PAGE - sum(width for number, width in enumerate(widths) if number not in long) - _WRAPPED * len(long)
    if sum(widths) <= _PAGE or not long:
        return widths
    for number, weight in long.items():
        widths[number] = min(widths[number], _WRAPPED + max(0, int(room * weight / sum(long.values()))))
    return widths


def _column_width(head: str, widths: list[int]) -> int:
    """Return the width of a column: that of its longest cell, and where cells are long that of most of them."""
    longest = max(widths, default=0) + 1
    if longest > _ONE_LINE:
        longest = max(_ONE_LINE, min(longest, _WIDEST, round(1.2 * sum(widths) / len(widths))))
    return max(longest, max(len(word) for word in head.split()) + 3, _NARROWEST)


def _width(value: Value) -> int:
    if isinstance(value, date):
        return len("31/12/2025")
    if isinstance(value, int | float):
        return len(f"{value:,.15g}")
    return len(value or "")


def _name(title: str) -> str:
    """Return a title as the name of a sheet may be."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip(" '")
