"""A form as an Excel file, or its indicators and units -> a workbook with a place for each unit and each total."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import UsageError
from pipeline.forms.grid import Grid, read_grid
from pipeline.forms.layout import Layout, read_layout
from pipeline.forms.model import Indicator
from pipeline.speech import Speech

SHEET: Final = ".xlsx"
_FONT: Final = "Times New Roman"
_PAPERS: Final = ((9, 230), (8, 345))
"""Paper sizes of Excel, A4 and A3, and how many letters of column width on each across can still be read."""
_WIDTH_UNSET: Final = 8.43
_NAME_WIDTH, _WIDTH, _TITLE_ROW, _PERIOD_ROW, _HEAD_ROW = 28, 12, 1, 2, 4
_LINE_HEIGHT: Final = 16.0
_POINTS_OF_A_UNIT: Final = 11.5
"""Of letters that are one unit of a column's width wide."""
_DOTS: Final = re.compile(r"[.…_]{4,}")


@dataclass(frozen=True, slots=True)
class FormBook:
    """A workbook, its sheet that is the form, and where the parts of the form stand there; `own` for one of ours."""

    book: Any
    sheet: Any
    layout: Layout
    own: bool = False

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators of the form, in its order."""
        return [indicator for _, indicator in self.layout.indicators]

    @property
    def units(self) -> list[str]:
        """The units that the form names, in its order."""
        return [unit for _, unit in self.layout.units]


def open_form(file: Path, known: Collection[tuple[str, ...]] = ()) -> FormBook:
    """Return the form in an Excel file: its first sheet with indicators; UsageError where there is none."""
    book = open_workbook(file)
    for sheet in book.worksheets:
        layout = read_layout(read_grid(sheet), known)
        if layout is not None and layout.indicators:
            return FormBook(book, sheet, layout)
    raise UsageError("table.no_indicators", name=file.name)


def open_workbook(file: Path) -> Any:
    """Return a workbook to be changed; UsageError for a file that is none, or of another ending."""
    if file.suffix.lower() != SHEET:
        raise UsageError("table.only_sheet", name=file.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError("table.bad_workbook", name=file.name, reason=str(error)) from error


def blank_form(title: str, indicators: Sequence[Indicator], units: Sequence[str], speech: Speech) -> FormBook:
    """Return a new workbook for indicators and units, as offices rule such a form."""
    book = Workbook()
    sheet = book.active
    sheet.title = speech("sheet.table")[:31]
    columns = len(indicators) + 2
    _write(sheet, _TITLE_ROW, 1, title, bold=True, across=columns, ruled=False)
    _write(sheet, _PERIOD_ROW, 1, f"{speech('table.period')}: ....................", across=columns, ruled=False)
    grouped = any(indicator.heads for indicator in indicators)
    leaf = _HEAD_ROW + grouped
    _write(sheet, _HEAD_ROW, 1, speech("column.ordinal"), bold=True, down=grouped)
    _write(sheet, _HEAD_ROW, 2, speech("table.unit"), bold=True, down=grouped)
    for at, indicator in enumerate(indicators, 3):
        unit = f" ({indicator.unit})" if indicator.unit else ""
        _write(sheet, leaf, at, f"{indicator.name}{unit}", bold=True)
    if grouped:
        at = 3
        for head, members in groupby(indicators, key=lambda one: one.heads[-1] if one.heads else ""):
            count = len(list(members))
            _write(sheet, _HEAD_ROW, at, head, bold=True, across=count, first=at)
            at += count
    first = leaf + 1
    for number, unit in enumerate(units, 1):
        _write(sheet, leaf + number, 1, number)
        _write(sheet, leaf + number, 2, unit, left=True)
    total = first + len(units)
    _write(sheet, total, 1, speech("table.total"), bold=True, across=2)
    for row in range(first, total + 1):
        for at in range(3, columns + 1):
            _write(sheet, row, at, None, bold=row == total, right=True)
    _lay_out(sheet, columns, leaf)
    places = tuple((at, indicator) for at, indicator in enumerate(indicators, 3))
    rows = tuple((first + at, unit) for at, unit in enumerate(units))
    return FormBook(book, sheet, Layout(False, places, rows, total, total, leaf, 2), own=True)


def _write(
    sheet: Any, row: int, column: int, value: Any, bold: bool = False, across: int = 1, down: bool = False,
    left: bool = False, right: bool = False, ruled: bool = True, first: int = 1,
) -> None:  # fmt: skip
    line = Side(style="thin")
    for at in range(column, column + across):
        for below in range(row, row + 1 + down):
            cell = sheet.cell(below, at)
            cell.font = Font(_FONT, 11, bold=bold)
            cell.border = Border(line, line, line, line) if ruled else Border()
            horizontal = "left" if left else "right" if right else "center"
            cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if across > 1 or down:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + down, end_column=column + across - 1)


def _lay_out(sheet: Any, columns: int, leaf: int) -> None:
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = _NAME_WIDTH
    for at in range(3, columns + 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTH
    sheet.freeze_panes = sheet.cell(leaf + 1, 3)
    _print_wide(sheet, _HEAD_ROW, leaf, 2)


def _print_wide(sheet: Any, first: int, last: int, names: int) -> None:
    """Set a sheet to be printed across on A4, where that would be too small to read on A3, and then on several pages.

    Each page has the rows of heads `first` to `last` and the columns up to `names`.
    """
    letters = [get_column_letter(at) for at in range(1, sheet.max_column + 1)]
    wide = sum(sheet.column_dimensions[letter].width or _WIDTH_UNSET for letter in letters)
    paper, readable = next((one for one in _PAPERS if wide <= one[1]), _PAPERS[-1])
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = ceil(wide / readable), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{last}"
    sheet.print_title_cols = f"A:{get_column_letter(names)}"


def ready_to_print(form: FormBook) -> None:
    """Set a form to be printed so that it can be read, where its office has set nothing of the kind itself."""
    sheet, layout = form.sheet, form.layout
    own = sheet.sheet_properties.pageSetUpPr
    if (own is not None and own.fitToPage) or sheet.print_title_rows or sheet.print_area:
        return
    lines = [row for row, _ in (layout.indicators if layout.down else layout.units)]
    last = min(lines) - 1 if lines else layout.head
    first = next((row for row in range(last, 0, -1) if _is_above_heads(sheet, row)), 0) + 1
    if 0 < first <= last:
        _print_wide(sheet, first, last, layout.name_at)


def print_alone(form: FormBook) -> None:
    """Let a form be the one sheet that is open and selected: Excel and LibreOffice print what is selected."""
    form.book.active = form.book.index(form.sheet)
    for sheet in form.book.worksheets:
        sheet.sheet_view.tabSelected = sheet is form.sheet


def _is_above_heads(sheet: Any, row: int) -> bool:
    """Tell whether a row holds at most one text, as the title over a table and the empty row below it do."""
    grid = read_grid(sheet)
    return len({grid.text(row, at) for at in range(1, grid.columns + 1)} - {""}) < TEXTS_OF_HEADS


TEXTS_OF_HEADS: Final = 2


def with_units(form: FormBook, units: Sequence[str], total: str) -> FormBook:
    """Return a form that names no units with a row (or column) for each and their total, in the look of the form."""
    layout = form.layout
    if layout.down:
        return _with_columns(form, units, total)
    sheet = form.sheet
    bottom = next((row for row in range(layout.free, sheet.max_row + 1) if _is_total_row(sheet, row)), None)
    room = (bottom or layout.free) - layout.free
    empty = bottom is not None or _is_blank(sheet, layout.free, layout.free + len(units))
    if len(units) > room and not (bottom is None and empty):
        _shift(sheet, bottom or layout.free, len(units) - room)
        bottom = bottom + len(units) - room if bottom else None
    rows = []
    for number, unit in enumerate(units):
        row = layout.free + number
        _copy_row(sheet, layout.free, row)
        if layout.name_at > 1:
            sheet.cell(row, layout.name_at - 1).value = number + 1
        sheet.cell(row, layout.name_at).value = unit
        rows.append((row, unit))
    if bottom is None:
        bottom = layout.free + len(units)
        _copy_row(sheet, layout.free, bottom)
        sheet.cell(bottom, layout.name_at).value = total
    return replace(form, layout=replace(layout, units=tuple(rows), total=bottom))


def _with_columns(form: FormBook, units: Sequence[str], total: str) -> FormBook:
    layout, sheet = form.layout, form.sheet
    head = min(row for row, _ in layout.indicators) - 1
    while head > 1 and not sheet.cell(head, layout.head).value:
        head -= 1
    columns = []
    for number, unit in enumerate((*units, total)):
        column = layout.free + number
        for row in range(head, max(row for row, _ in layout.indicators) + 1):
            _copy_look(sheet.cell(row, layout.head), sheet.cell(row, column))
        sheet.cell(head, column).value = unit
        sheet.column_dimensions[get_column_letter(column)].width = max(_WIDTH, len(unit) / 2)
        columns.append((column, unit))
    return replace(form, layout=replace(layout, units=tuple(columns[:-1]), total=columns[-1][0]))


def _is_total_row(sheet: Any, row: int) -> bool:
    grid = read_grid(sheet)
    return any(re.match(r"(?i)(?:tổng|cộng|toàn tỉnh)\b", grid.text(row, column)) for column in (1, 2, 3))


def _is_blank(sheet: Any, first: int, last: int) -> bool:
    return all(sheet.cell(row, column).value is None for row in range(first, last + 1) for column in range(1, 4))


def _shift(sheet: Any, row: int, count: int) -> None:
    """Move what stands from a row on down, merged areas and heights with it."""
    areas = [area for area in sheet.merged_cells.ranges if area.min_row >= row]
    for area in areas:
        sheet.unmerge_cells(str(area))
    heights = {at: sheet.row_dimensions[at].height for at in range(row, sheet.max_row + 1)}
    sheet.move_range(f"A{row}:{get_column_letter(sheet.max_column)}{sheet.max_row}", rows=count)
    for at, height in heights.items():
        sheet.row_dimensions[at + count].height = height
    for area in areas:
        area.shift(row_shift=count)
        sheet.merge_cells(str(area))


def _copy_row(sheet: Any, source: int, target: int) -> None:
    for column in range(1, sheet.max_column + 1):
        _copy_look(sheet.cell(source, column), sheet.cell(target, column))


def _copy_look(source: Any, target: Any) -> None:
    if source.has_style and source.coordinate != target.coordinate:
        for part in ("font", "border", "fill", "number_format", "alignment"):
            setattr(target, part, copy(getattr(source, part)))


def open_rows(form: FormBook) -> None:
    """Give each row of the form that has no height the one that its wrapped heads and names need.

    A workbook that was opened and written again is shown with rows of one line else.
    """
    sheet, grid = form.sheet, read_grid(form.sheet)
    for row in range(1, grid.rows + 1):
        if sheet.row_dimensions[row].height is None:
            lines = max((_lines(sheet, grid, row, column) for column in range(1, grid.columns + 1)), default=1)
            if lines > 1:
                sheet.row_dimensions[row].height = _LINE_HEIGHT * lines


def _lines(sheet: Any, grid: Grid, row: int, column: int) -> int:
    """Return how many lines of a row a cell needs; of one over several rows its share."""
    text = grid.own(row, column)
    if not text or not sheet.cell(row, column).alignment.wrap_text:
        return 1
    wide = range(column, column + grid.width(row, column))
    width = sum(sheet.column_dimensions[get_column_letter(at)].width or _WIDTH for at in wide)
    letters = len(text) * (sheet.cell(row, column).font.size or _POINTS_OF_A_UNIT) / _POINTS_OF_A_UNIT
    return ceil(ceil(letters / width) / grid.height(row, column))


def is_formula(value: Any) -> bool:
    """Tell whether a cell holds a formula, which is the form's own."""
    return isinstance(value, str) and value.startswith("=")


def name_period(form: FormBook, period: str, words: Sequence[str]) -> None:
    """Write the period over the dots behind its word above the table (`Kỳ báo cáo: .......`)."""
    first = min([row for row, _ in (form.layout.indicators if form.layout.down else form.layout.units)], default=1)
    for line in form.sheet.iter_rows(min_row=1, max_row=max(1, first - 1)):
        for cell in line:
            text = str(cell.value or "")
            if _DOTS.search(text) and any(word in text.lower() for word in words):
                cell.value = _DOTS.sub(period, text, count=1)
