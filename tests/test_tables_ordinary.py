"""Small tables as offices write them, with heads that are blank, too few or hold their unit: every number is read.

Each stands in a text, a workbook and a Word file; the values were written by hand from the tables.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.figures.find import find_figures
from extractors.figures.tables.heads import is_subtotal
from pipeline.annotate import annotate
from pipeline.readers.docx.read import read_docx
from pipeline.readers.ingest import read_text
from pipeline.readers.xlsx.read import read_xlsx
from tests.sheetfiles import excel_file, worksheet
from tests.wordfiles import table, word_file

TABLES = {
    "two numbers without heads": ("cuộc | 2,7\n1.733 | 22", "2,7 1.733 22"),
    "events without heads": ("Hội nghị | 12 | 340\nTập huấn | 5 | 120", "12 340 5 120"),
    "last head blank": ("TT | Nội dung | \n1 | Hội nghị trực tuyến | 12\n2 | Lớp tập huấn | 7", "12 7"),
    "first head blank": (" | Số cuộc | Số người dự\nTỉnh | 12 | 640\nHuyện | 30 | 1.250", "12 640 30 1.250"),
    "middle head blank": ("Xã | | Số hộ\nBắc Sơn | 14 | 118\nĐồng Ý | 9 | 87", "14 118 9 87"),
    "all heads blank but one": ("Nội dung | | | \nHội nghị | 3 | 150 | 2\nHọp | 8 | 96 | 1", "3 150 2 8 96 1"),
    "three cells under two heads": ("Nội dung | Số cuộc\nHội nghị | 12 | 340\nHọp báo | 2 | 45", "12 340 2 45"),
    "four cells under two heads": ("Nội dung | Số lớp\nTập huấn | 4 | 160 | 98", "4 160 98"),
    "one head over three": ("Số hội nghị\nTỉnh | 4 | 210\nHuyện | 11 | 530\nXã | 61 | 2.044", "4 210 11 530 61 2.044"),
    "unit in brackets": ("Nội dung | Số lượng (cuộc) | Người dự (người)\nHọp | 15 | 420\nGặp | 6 | 90", "15 420 6 90"),
    "unit in brackets, a blank": ("Nội dung | Số lượng (cuộc) | \nHọp | 15 | 420\nGặp | 6 | 90", "15 420 6 90"),
    "money in brackets": ("Tên | Vốn (triệu đồng)\nĐường | 1.250 | 80\nTrường | 3.400 | 95", "1.250 80 3.400 95"),
    "rate beyond the heads": ("Đơn vị | Số buổi\nMường La | 14 | 65,1%\nBắc Yên | 9 | 34,9%", "14 65,1% 9 34,9%"),
    "heads below two levels": (
        "Nội dung | Kết quả\n | Số cuộc | Số lượt | Tỷ lệ (%)\nTiếp xúc | 12 | 840 | 95\nĐối thoại | 4 | 120 | 88",
        "12 840 95 4 120 88",
    ),
    "sums beyond the heads": ("Huyện | Số buổi\nA Lưới | 5 | 7\nPhú Lộc | 6 | 8\nCộng | 11 | 15", "5 7 6 8 11 15"),
    "sum with a mark": ("Huyện | Số buổi\nA Lưới | 5\nPhú Lộc | 6\nCộng;I | 11", "5 6 11"),
    "events alone in a column": ("buổi | người\n7 | 210\n3 | 95", "7 210 3 95"),
}  # fmt: skip
IDS = list(TABLES)


def cells_of(written: str) -> list[list[str]]:
    return [[words.strip() for words in line.split("|")] for line in written.split("\n")]


def written_numbers(text: str) -> list[str]:
    return [figure.text for figure in find_figures(text)]


@pytest.mark.parametrize(("written", "numbers"), TABLES.values(), ids=IDS)
def test_every_number_of_a_table_in_a_text(written: str, numbers: str) -> None:
    record = annotate(read_text(f"Biểu 1. Kết quả hoạt động\n{written}\n", "bieu.txt"))
    assert [figure.text for figure in record.figures] == numbers.split()


@pytest.mark.parametrize(("written", "numbers"), TABLES.values(), ids=IDS)
def test_every_number_of_a_table_in_word(written: str, numbers: str) -> None:
    rows = cells_of(written)
    width = max(map(len, rows))
    body = table([[*row, *[""] * (width - len(row))] for row in rows])
    assert written_numbers(read_docx(word_file(body), "bieu.docx").text) == numbers.split()


@pytest.mark.parametrize(("written", "numbers"), TABLES.values(), ids=IDS)
def test_every_number_of_a_table_in_a_workbook(written: str, numbers: str) -> None:
    data = ""
    for number, row in enumerate(cells_of(written), 1):
        inner = "".join(_typed(f"{'ABCDEFGH'[i]}{number}", words) for i, words in enumerate(row) if words)
        data += f'<row r="{number}">{inner}</row>'
    assert written_numbers(read_xlsx(excel_file(worksheet(data)), "bieu.xlsx").text) == numbers.split()


def _typed(reference: str, words: str) -> str:
    """Return a cell of text, even of a number, which keeps the points that it was typed with."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def test_a_column_without_a_head_takes_no_part_in_the_others() -> None:
    events, people = find_figures("Địa bàn | Số hội nghị | \nCấp tỉnh | 12 | 340\n")
    assert (events.value, events.unit, events.indicator) == (Decimal(12), "hội nghị", "conference")
    assert (people.value, people.role, people.of_figure) == (Decimal(340), None, None)


@pytest.mark.parametrize(
    ("words", "sums"), [("Cộng I", True), ("Cộng;I", False), ("Cộng (I)", False), ("Cộng:", False)]
)
def test_sum_of_a_numbered_section(words: str, sums: bool) -> None:
    assert is_subtotal(words) is sums
