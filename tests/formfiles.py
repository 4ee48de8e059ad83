"""The forms of `tests/forms`: a description in TOML -> the Excel file that an office would send; the truth by cell."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

FORMS = Path(__file__).parent / "forms"
SETS = (
    "kiem-tra",
    "to-chuc",
    "dan-van",
    "dang-bo",
    "ky-luat",
    "tuyen-giao",
    "dang-vien",
    "nhiem-vu",
    "van-hoa",
    "xay-dung-dang",
    "xa-tong-hop",
    "ubkt-can-bo",
    "kinh-te",
    "cai-cach",
    "kiem-tra-nam",
    "van-xa",
    "noi-chinh",
    "mat-tran",
    "dang-bo-quy",
    "xa-quy",
    "xep-loai",
    "an-sinh",
    "hoi-dong",
    "nong-thon",
    "van-dong",
    "cap-uy-quy",
    "khoi-doan",
    "huyen-uy",
    "so-nganh",
    "xa-bien",
    "nua-nam",
)
_HEAD = 5
_LINE = Side(style="thin")


def described(name: str) -> dict[str, Any]:
    """Return the description of a form."""
    return tomllib.loads((FORMS / name / "form.toml").read_text(encoding="utf-8"))


def keys_of(form: dict[str, Any]) -> list[str]:
    """Return the keys of a form's indicators, in its order."""
    if "indicator" in form:
        return [block["key"] for block in form["indicator"]]
    rows = form["columns"] if form["side"] == "units" else form["rows"]
    return [row[0] for row in rows if row[0]]


def truth_of(name: str) -> dict[tuple[str, str], Decimal | None]:
    """Return by unit and key what must stand in a cell, None where it must stay empty."""
    with (FORMS / name / "truth.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return {
        (row["unit"], key): Decimal(value) if value else None
        for row in rows
        for key, value in row.items()
        if key != "unit"
    }


def write_form(name: str, file: Path) -> Path:
    """Write the empty form of a set as Excel; one that is a form in TOML itself is returned as it stands."""
    form = described(name)
    if "indicator" in form:
        return FORMS / name / "form.toml"
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    sheet["A1"], sheet["A2"] = form["title"], "Kỳ báo cáo: ........................"
    if form["side"] == "units":
        _units_down(sheet, form)
    else:
        _indicators_down(sheet, form)
    for line in sheet.iter_rows(min_row=_HEAD):
        for cell in line:
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font("Times New Roman", 11)
    book.save(file)
    return file


def _units_down(sheet: Any, form: dict[str, Any]) -> None:
    """Write heads over as many rows as the deepest has, equal neighbours merged, then a row for each unit."""
    paths = [column[1:] for column in form["columns"]]
    depth = max(map(len, paths))
    last = _HEAD + depth - 1
    for column, head in ((1, "TT"), (2, form["first"])):
        sheet.cell(_HEAD, column).value = head
        sheet.merge_cells(start_row=_HEAD, start_column=column, end_row=last, end_column=column)
    for level in range(depth):
        at = 0
        while at < len(paths):
            wide = _width(paths, at, level)
            if level < len(paths[at]):
                sheet.cell(_HEAD + level, at + 3).value = paths[at][level]
                bottom = last if level == len(paths[at]) - 1 else _HEAD + level
                if wide > 1 or bottom > _HEAD + level:
                    sheet.merge_cells(
                        start_row=_HEAD + level, start_column=at + 3, end_row=bottom, end_column=at + 2 + wide
                    )
            at += wide
    for column in range(len(paths) + 2):
        sheet.cell(last + 1, column + 1).value = ("A", "B")[column] if column < 2 else column - 1
    for number, unit in enumerate(form["units"], 1):
        sheet.cell(last + 1 + number, 1).value = number
        sheet.cell(last + 1 + number, 2).value = unit
    sheet.cell(last + 2 + len(form["units"]), 2).value = "TỔNG CỘNG"


def _width(paths: Sequence[Sequence[str]], at: int, level: int) -> int:
    """Return over how many columns a head reaches: those with the same heads down to it; the last of a column one."""
    if level >= len(paths[at]) - 1:
        return 1
    own = paths[at][: level + 1]
    wide = 1
    while at + wide < len(paths) and paths[at + wide][: level + 1] == own and len(paths[at + wide]) > level + 1:
        wide += 1
    return wide


def _indicators_down(sheet: Any, form: dict[str, Any]) -> None:
    heads = ("TT", "Chỉ tiêu", "Đơn vị tính", *form["units"], "Tổng cộng")
    for column, head in enumerate(heads, 1):
        sheet.cell(_HEAD, column).value = head
    for row, (_, mark, name, unit) in enumerate(form["rows"], _HEAD + 1):
        for column, text in enumerate((mark, name, unit), 1):
            sheet.cell(row, column).value = text or None
