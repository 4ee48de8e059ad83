"""corpus_sources/bieu-xa.toml -> bieu-xa.xlsx: the empty form that communes are summed up in, the same bytes each time.

    python scripts/make_form.py [--out FILE] [--units FILE] [--form FILE]

Two rows of heads, a row of column numbers, a row for each unit that must report, a total row; all cells ruled.
`--units` names other units than those of bieu-xa.toml, one a line; `--form` another form, whose `bodies` are units with
their class, `office` and `first` the letterhead and the head over the units; it is written beside it without `--out`.
"""

from __future__ import annotations

import argparse
import html
import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus_package import OFFICE, PROLOG, write_package

SOURCES = Path(__file__).resolve().parent / "corpus_sources"
_M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _TITLE, _HEAD, _CELL, _NAME = range(5)
_HEAD_ROW = 6
"""The letterhead and the title stand above it."""


def _letter(column: int) -> str:
    return (chr(ord("A") + column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


class _Sheet:
    """Cells in rows, written as inline strings, so that the package needs no table of strings."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, tuple[str, int]]] = {}
        self.merged: list[str] = []

    def put(self, row: int, column: int, text: str, style: int, to: tuple[int, int] | None = None) -> None:
        self.rows.setdefault(row, {})[column] = (text, style)
        if to is None or to == (row, column):
            return
        self.merged.append(f"{_letter(column)}{row}:{_letter(to[1])}{to[0]}")
        for across in range(column, to[1] + 1):
            for down in range(row, to[0] + 1):
                self.rows.setdefault(down, {}).setdefault(across, ("", style))

    def xml(self, columns: int) -> str:
        rows = "".join(
            f'<row r="{row}">{"".join(self._cell(row, *cell) for cell in sorted(cells.items()))}</row>'
            for row, cells in sorted(self.rows.items())
        )
        widths = '<col min="1" max="1" width="5" customWidth="1"/><col min="2" max="2" width="18" customWidth="1"/>'
        widths += f'<col min="3" max="{columns}" width="13" customWidth="1"/>'
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merged)
        frozen = f'<pane xSplit="2" ySplit="{_HEAD_ROW + 2}" topLeftCell="C{_HEAD_ROW + 3}" state="frozen"/>'
        return (
            f'{PROLOG}<worksheet xmlns="{_M}">'
            f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
            f"<cols>{widths}</cols><sheetData>{rows}</sheetData>"
            f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        )

    @staticmethod
    def _cell(row: int, column: int, content: tuple[str, int]) -> str:
        text, style = content
        place = f'r="{_letter(column)}{row}" s="{style}"'
        if not text:
            return f"<c {place}/>"
        if text.isdecimal():
            return f"<c {place}><v>{text}</v></c>"
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{html.escape(text, quote=False)}</t></is></c>'


def _heads(sheet: _Sheet, indicators: list[dict[str, Any]], body: str) -> None:
    sheet.put(_HEAD_ROW, 0, "TT", _HEAD, (_HEAD_ROW + 1, 0))
    sheet.put(_HEAD_ROW, 1, body, _HEAD, (_HEAD_ROW + 1, 1))
    column = 2
    for group, members in groupby(indicators, key=lambda indicator: indicator["group"]):
        first = column
        for indicator in members:
            sheet.put(_HEAD_ROW + 1, column, f"{indicator['name']} ({indicator['unit']})", _HEAD)
            column += 1
        sheet.put(_HEAD_ROW, first, group, _HEAD, (_HEAD_ROW, column - 1))
    for number in range(column):
        sheet.put(_HEAD_ROW + 2, number, ("(A)", "(B)")[number] if number < 2 else f"({number - 1})", _HEAD)


def _form(form: dict[str, Any], units: list[str]) -> str:
    sheet = _Sheet()
    indicators = form["indicator"]
    body = "Đảng ủy xã" if all(unit.startswith("Xã ") for unit in units) else "Đảng ủy xã, phường"
    body = form.get("first", body)
    columns = len(indicators) + 2
    sheet.put(1, 0, form.get("office", "TỈNH ỦY PHÚ THỌ"), _PLAIN)
    sheet.put(2, 0, "VĂN PHÒNG", _PLAIN)
    sheet.put(3, 0, form["title"], _TITLE, (3, columns - 1))
    sheet.put(4, 0, "Kỳ báo cáo: ..........................", _TITLE, (4, columns - 1))
    _heads(sheet, indicators, body)
    row = _HEAD_ROW + 3
    for number, unit in enumerate(units, 1):
        sheet.put(row, 0, str(number), _CELL)
        sheet.put(row, 1, unit, _NAME)
        for column in range(2, columns):
            sheet.put(row, column, "", _CELL)
        row += 1
    sheet.put(row, 0, "Tổng cộng", _HEAD, (row, 1))
    for column in range(2, columns):
        sheet.put(row, column, "", _HEAD)
    return sheet.xml(columns)


def _styles() -> str:
    font = '<sz val="12"/><name val="Times New Roman"/>'
    edges = "".join(f'<{edge} style="thin"/>' for edge in ("left", "right", "top", "bottom"))
    wrap = '<alignment horizontal="{}" vertical="center" wrapText="1"/>'
    looks = ((0, 0, ""), (1, 0, wrap.format("center")), (1, 1, wrap.format("center")), (0, 1, wrap.format("right")),
             (0, 1, wrap.format("left")))  # fmt: skip
    written = "".join(
        f'<xf fontId="{bold}" borderId="{ruled}" applyFont="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
        for bold, ruled, alignment in looks
    )
    return (
        f'{PROLOG}<styleSheet xmlns="{_M}"><fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        f'<borders count="2"><border/><border>{edges}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{written}</cellXfs></styleSheet>'
    )


def write_form(path: Path, units: list[str] | None = None, source: Path = SOURCES / "bieu-xa.toml") -> None:
    """Write the empty form at `path`; without `units` the rows are those of `source`."""
    form = tomllib.loads(source.read_text(encoding="utf-8"))
    units = units or form.get("bodies") or [f"Xã {unit}" for unit in form["units"]]
    entry = '<sheets><sheet name="Bieu xa" sheetId="1" r:id="rId1"/></sheets>'
    parts = {
        "xl/workbook.xml": f'{PROLOG}<workbook xmlns="{_M}" xmlns:r="{OFFICE}">{entry}</workbook>',
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _form(form, units),
    }
    types = {f"xl/{name}.xml": f"{_TYPE}.{kind}+xml" for name, kind in
             (("workbook", "sheet.main"), ("styles", "styles"), ("worksheets/sheet1", "worksheet"))}  # fmt: skip
    links = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    write_package(path, {"title": form["title"], "date": "2025-08-15"}, parts, types, links)


def main() -> int:
    """Read the command line and write the form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--form", type=Path, default=SOURCES / "bieu-xa.toml")
    parser.add_argument("--units", type=Path, help="a text file: the units that must report, one a line")
    options = parser.parse_args()
    units = options.units.read_text(encoding="utf-8").splitlines() if options.units else None
    write_form(options.out or options.form.with_suffix(".xlsx"), units, options.form)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
