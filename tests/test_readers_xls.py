"""Excel 97-2003: cells as shown, letters by the font of a cell or run, what is hidden or broken."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlwt

from pipeline.errors import DamagedFile, EmptyFile
from pipeline.readers.xlsx.xls import read_xls
from tests.checks import kinds


def style(font: str = "Arial", code: str = "General") -> Any:
    made = xlwt.XFStyle()
    made.font.name = font
    made.num_format_str = code
    return made


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_days_and_merged_cells_as_shown() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Biểu 1")
    sheet.write_merge(0, 0, 0, 2, "Kết quả thực hiện")
    for column, text in enumerate(("STT", "Nội dung", "Số tiền")):
        sheet.write(1, column, text)
    sheet.write(2, 0, 1)
    sheet.write(2, 1, "Thu ngân sách")
    sheet.write(2, 2, 1234567.891, style(code="#,##0"))
    sheet.write(3, 0, 2)
    sheet.write(3, 1, date(2023, 12, 31), style(code="D-MMM-YY"))
    sheet.write(3, 2, 0.925, style(code="0.0%"))
    lines = read_xls(saved(book), "a.xls").text.split("\n")
    assert lines[:5] == ["Biểu 1", "Kết quả thực hiện", "STT | Nội dung | Số tiền", "1 | Thu ngân sách | 1.234.568",
                         lines[4]]  # fmt: skip
    assert lines[4].startswith("2 | 31") and lines[4].endswith("| 92,5%")


def test_old_fonts_by_cell_and_run() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    sheet.write(0, 0, "b¸o c¸o", style(".VnTimeH"))
    sheet.write(1, 0, "Tæng sè", style(".VnTime"))
    sheet.write(1, 1, "Toång soá", style("VNI-Times"))
    sheet.write(1, 2, "Tổng số", style("Arial"))
    upper, plain = xlwt.easyfont("name .VnTimeH"), xlwt.easyfont("name .VnTime")
    sheet.write_rich_text(2, 0, (("c¸n bé ", upper), ("c¸n bé", plain)), style(".VnTime"))
    sheet.write(2, 1, 5)
    read = read_xls(saved(book), "a.xls")
    assert read.text.split("\n") == ["BÁO CÁO", "Tổng số | Tổng số | Tổng số", "CÁN BỘ cán bộ | 5 |"]
    assert dict(read.hints)["text.encoding"] == "TCVN3, VNI"


def test_hidden_parts_are_named() -> None:
    book = xlwt.Workbook()
    shown, hidden = book.add_sheet("Hiện"), book.add_sheet("Ẩn")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    shown.write(0, 0, "a")
    shown.write(1, 0, "b")
    shown.row(1).hidden = True
    read = read_xls(saved(book), "a.xls")
    assert read.text == "Hiện\na"
    assert kinds(read.problems) == ["hidden_text", "hidden_text"]


def test_refused() -> None:
    book = xlwt.Workbook()
    book.add_sheet("Sheet1")
    with pytest.raises(EmptyFile, match=r"a\.xls"):
        read_xls(saved(book), "a.xls")
    raw = saved(book)
    with pytest.raises(DamagedFile, match=r"a\.xls.*\.xlsx"):
        read_xls(raw[: len(raw) // 2], "a.xls")
