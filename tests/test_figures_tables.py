"""Tables as lines of cells: what a cell counts, its unit from head, row or caption, and how rows belong together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.figures import find_figures
from extractors.model import Measure, Metadata, Modality, Role

RATED = """Kết quả xếp loại chi hội
TT | Huyện | Số chi hội | Tốt | Khá | Yếu
1 | Mường La | 120 | 80 | 36 | 4
2 | Bắc Yên | 95 | 60 | 35 | -
Cộng | 215 | 140 | 71 | 4
Tỷ lệ (%) | 100 | 65,1 | 33,0 | 1,9
"""


def test_classes_counts_totals_and_shares() -> None:
    figures = find_figures(RATED)
    told = [(f.text, f.unit, f.label, f.measure.value, f.role, f.of_figure) for f in figures]
    assert told == [
        ("120", "chi hội", None, "count", Role.PART, 7),
        ("80", None, "tốt", "count", Role.PART, 0),
        ("36", None, "khá", "count", Role.PART, 0),
        ("4", None, "yếu", "count", Role.PART, 0),
        ("95", "chi hội", None, "count", Role.PART, 7),
        ("60", None, "tốt", "count", Role.PART, 4),
        ("35", None, "khá", "count", Role.PART, 4),
        ("215", "chi hội", None, "count", None, None),
        ("140", None, "tốt", "count", Role.PART, 7),
        ("71", None, "khá", "count", Role.PART, 7),
        ("4", None, "yếu", "count", Role.PART, 7),
        ("100", None, None, "percent", Role.SHARE, 7),
        ("65,1", None, "tốt", "percent", Role.SHARE, 8),
        ("33,0", None, "khá", "percent", Role.SHARE, 9),
        ("1,9", None, "yếu", "percent", Role.SHARE, 10),
    ]
    assert {f.indicator for f in figures} == {"organisation"}
    assert figures[0].counted == "Mường La: Số chi hội"


BUDGET = """Biểu 2. Thu ngân sách
Đơn vị tính: triệu đồng
STT\tChỉ tiêu\tDự toán\tThực hiện\tSo sánh (%)
1\tThu nội địa\t1.250\t1.300,5\t104,0
2\tThu xuất nhập khẩu\t400\t380\t95,0
Tổng cộng\t1.650\t1.680,5\t101,8
"""


def test_unit_and_multiplier_come_from_the_caption() -> None:
    first, second, share, *_ = find_figures(BUDGET)
    assert (first.value, first.unit, first.measure, first.modality) == (
        Decimal(1_250_000_000),
        "đồng",
        Measure.MONEY,
        Modality.TARGET,
    )
    assert (second.value, second.modality) == (Decimal(1_300_500_000), Modality.ACTUAL)
    assert (share.measure, share.unit) == (Measure.PERCENT, None)


def test_total_row_is_found_when_its_head_spans_columns() -> None:
    figures = find_figures(BUDGET)
    assert [figures[i].of_figure for i in (0, 1)] == [6, 7]


UNIT_COLUMN = """Chỉ tiêu | ĐVT | Năm 2021 | Năm 2022
Sản lượng lúa | Tấn | 12.450 | 13.100
Diện tích rừng | Ha | 8.200 | 8.350,5
Tỷ lệ hộ nghèo | % | 8,2 | 6,1
Thu nhập | Triệu đồng | 36,5 | 40
"""


def test_unit_of_each_row_stands_in_its_column() -> None:
    figures = find_figures(UNIT_COLUMN, metadata=Metadata(date=date(2022, 12, 31)))
    told = [(f"{f.value:f}", f.unit, f.measure, f.modality) for f in figures]
    assert told == [
        ("12450", "tấn", Measure.WEIGHT, Modality.PREVIOUS),
        ("13100", "tấn", Measure.WEIGHT, Modality.ACTUAL),
        ("8200", "ha", Measure.AREA, Modality.PREVIOUS),
        ("8350.5", "ha", Measure.AREA, Modality.ACTUAL),
        ("8.2", None, Measure.PERCENT, Modality.PREVIOUS),
        ("6.1", None, Measure.PERCENT, Modality.ACTUAL),
        ("36500000", "đồng", Measure.MONEY, Modality.PREVIOUS),
        ("40000000", "đồng", Measure.MONEY, Modality.ACTUAL),
    ]


def test_numbering_of_rows_and_columns_is_no_figure() -> None:
    text = "TT | Đơn vị | Số người\n(1) | (2) | (3)\n1 | 2 | 3\n1 | Phòng A | 12\n2 | Phòng B | 15\n3 | Phòng C | 9\n"
    assert [f.text for f in find_figures(text)] == ["12", "15", "9"]


def test_codes_in_a_table_are_no_figures() -> None:
    text = "Tên hàng | Nhóm | Phân nhóm | Lượng (tấn)\nCát | 2505 | 10 | 40\nĐá | 2517 | 00 | 55\n"
    assert [(f.text, f.unit) for f in find_figures(text)] == [("40", "tấn"), ("55", "tấn")]


def test_thousands_by_commas_where_the_table_shows_it() -> None:
    text = "Huyện | Vốn (đồng) | Số hộ\nA | 1,234,567 | 1,250\nB | 987,654 | 985\n"
    assert [f"{f.value:f}" for f in find_figures(text)] == ["1234567", "1250", "987654", "985"]


@pytest.mark.parametrize(
    "text",
    [
        "Trang chủ | Tin tức | Liên hệ\nThứ Hai | Đăng nhập",
        "UBND TỈNH\tCỘNG HÒA XÃ HỘI\nSố: 12/BC\tĐộc lập",
        "a | b",
        "|||||\n|||||",
    ],
)
def test_bars_without_numbers_make_no_table(text: str) -> None:
    assert find_figures(text) == ()


def test_text_in_cells_is_read_as_sentences() -> None:
    text = "Nội dung | Kết quả\nTuyên truyền | Mở 12 hội nghị với 450 người dự\nTập huấn | 3\n"
    assert [(f.text, f.unit, f.role) for f in find_figures(text)][:2] == [
        ("12", "hội nghị", None),
        ("450", "người", Role.ATTENDEES),
    ]
