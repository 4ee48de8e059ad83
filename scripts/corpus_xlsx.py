"""Writes a Document as an Excel file: a sheet for each `@sheet`, letterhead, merged heads, totals as formulas.

Numbers are stored as Excel stores them, without grouping, and shown by the format of their cell; the total row
holds formulas with the result that the source states, right or wrong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from corpus_markup import Block, Document, Table, parse_runs
from corpus_package import OFFICE, PROLOG, write_package

_M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,(?P<decimals>\d+))?(?P<percent>%)?|\d+")
_FORMATS = ("General", "#,##0", "0.0", "0.0%")


class _Sheet:
    """One worksheet in the making: rows of cells written downwards."""

    def __init__(self, name: str, strings: list[str]) -> None:
        self.name = name
        self._strings = strings
        self._rows: list[str] = []
        self._merged: list[str] = []
        self._next = 1

    def line(self, *cells: tuple[int, str], across: int = 0) -> None:
        written = "".join(self._cell(column, text) for column, text in cells if text)
        if written:
            self._rows.append(f'<row r="{self._next}">{written}</row>')
        if across:
            self._merged.append(f"A{self._next}:{_letter(across - 1)}{self._next}")
        self._next += 1

    def table(self, table: Table) -> None:
        top = self._next
        for row, cells in enumerate(table.grid):
            written = ""
            for cell in table.cells(row):
                sums = row >= table.heads and _plain(cells[0]).startswith("Tổng cộng")
                letter = _letter(cell.column)
                formula = f"SUM({letter}{top + table.heads}:{letter}{self._next - 1})" if sums else ""
                written += self._cell(cell.column, _plain(cell.text), formula)
                if cell.columns > 1 or cell.rows > 1:
                    last = f"{_letter(cell.column + cell.columns - 1)}{self._next + cell.rows - 1}"
                    self._merged.append(f"{letter}{self._next}:{last}")
            self._rows.append(f'<row r="{self._next}">{written}</row>')
            self._next += 1

    def _cell(self, column: int, text: str, formula: str = "") -> str:
        place = f'r="{_letter(column)}{self._next}"'
        number = _NUMBER.fullmatch(text)
        if number is None:
            self._strings.append(text)
            return f'<c {place} t="s"><v>{len(self._strings) - 1}</v></c>'
        value = Decimal(text.rstrip("%").replace(".", "").replace(",", "."))
        style = 3 if number["percent"] else 2 if number["decimals"] else 1 if value > 999 else 0
        stored = value / 100 if number["percent"] else value
        return f'<c {place} s="{style}">{f"<f>{formula}</f>" if formula else ""}<v>{stored}</v></c>'

    def xml(self) -> str:
        ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merged)
        merged = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
        return f'{PROLOG}<worksheet xmlns="{_M}"><sheetData>{"".join(self._rows)}</sheetData>{merged}</worksheet>'


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _plain(text: str) -> str:
    return "".join(run.text for run in parse_runs(text))


def _side_by_side(sheet: _Sheet, left: list[str], right: list[str], middle: int) -> None:
    for row in range(max(len(left), len(right))):
        sides = [lines[row] if row < len(lines) else "" for lines in (left, right)]
        sheet.line((0, _plain(sides[0])), (middle, _plain(sides[1])))


def _sheets(document: Document, strings: list[str]) -> Iterator[_Sheet]:
    width = max(len(block.grid[0]) for block in document.blocks if isinstance(block, Table))
    sheet: _Sheet | None = None
    for block in document.blocks:
        if isinstance(block, Block) and block.style == "sheet":
            if sheet is not None:
                yield sheet
            first = sheet is None
            sheet = _Sheet(block.text, strings)
            if first:
                _side_by_side(sheet, document.lines["left"], document.lines["right"], width // 2 + 1)
                sheet.line()
        elif sheet is not None and isinstance(block, Table):
            sheet.table(block)
            sheet.line()
        elif sheet is not None and isinstance(block, Block):
            sheet.line((0, _plain(block.text)), across=width)
    assert sheet is not None
    _side_by_side(sheet, document.lines["recip"], document.lines["sign"], width // 2 + 1)
    yield sheet


def write_xlsx(document: Document, path: Path) -> None:
    """Write the document at `path` as .xlsx."""
    strings: list[str] = []
    sheets = list(_sheets(document, strings))
    entries = "".join(
        f'<sheet name="{html.escape(sheet.name)}" sheetId="{i}" r:id="rId{i}"/>' for i, sheet in enumerate(sheets, 1)
    )
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(_FORMATS))
    styles = "".join(f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>' for i in range(len(_FORMATS)))
    shared = "".join(f'<si><t xml:space="preserve">{html.escape(text, quote=False)}</t></si>' for text in strings)
    parts = {
        "xl/workbook.xml": f'{PROLOG}<workbook xmlns="{_M}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/styles.xml": f'{PROLOG}<styleSheet xmlns="{_M}"><numFmts count="{len(_FORMATS)}">{codes}</numFmts>'
        '<fonts count="1"><font><sz val="13"/><name val="Times New Roman"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{PROLOG}<sst xmlns="{_M}">{shared}</sst>',
    }
    parts |= {f"xl/worksheets/sheet{i}.xml": sheet.xml() for i, sheet in enumerate(sheets, 1)}
    kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    types = {name: f"{_TYPE}.{kinds.get(Path(name).stem, 'worksheet')}+xml" for name in parts}
    links = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    write_package(
        path, document.fields, parts, types, [*links, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    )
