"""Tables as lines of cells: what a cell counts, its unit from head, row or caption, and how rows belong together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.figures.find import find_figures
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


LEVELS = """Phụ lục. Vốn và giải ngân đến cuối năm 2023
Đơn vị tính: triệu đồng
TT | Địa phương | Kế hoạch vốn năm 2023 |  |  | Kết quả giải ngân |
 |  | Tổng số | Trong đó |  | Số tiền | Tỷ lệ (%)
 |  |  | Trung ương | Địa phương |  |
A | B | 1 | 2 | 3 | 4 | 5
I | Khối huyện | 900 | 600 | 300 | 450 | 50,0
1 | Huyện Giồng Trôm | 400 | 250 | 150 | 220 | 55,0
2 | Huyện Ba Tri | 500 | 350 | 150 | 230 | 46,0
 | - Trong đó: xã bãi ngang | 120 | 120 |  | 60 | 50,0
II | Khối tỉnh |  |  |  |  |
1 | Sở Y tế | 100 | 60 | 40 | 90 | 90,0
Tổng cộng (I+II) |  | 1.000 | 660 | 340 | 540 | 54,0
"""


def told(text: str, day: date = date(2023, 12, 20)) -> dict[str, tuple[object, ...]]:
    """Return the figures of the first column by what they count, with what each belongs to."""
    figures = find_figures(text, metadata=Metadata(date=day))
    owner = [figures[f.of_figure].counted if f.of_figure is not None else None for f in figures]
    return {f.counted or "": (f"{f.value:f}", f.modality, f.role, o) for f, o in zip(figures, owner, strict=True)}


def test_heads_over_several_levels_are_told_short() -> None:
    found = told(LEVELS)
    plan = "Huyện Ba Tri: Kế hoạch vốn năm 2023"
    assert found[plan] == ("500000000", Modality.TARGET, Role.PART, "Khối huyện: Kế hoạch vốn năm 2023")
    assert found[f"{plan}, Trung ương"] == ("350000000", Modality.TARGET, Role.PART, plan)
    assert found[f"{plan}, Địa phương"] == ("150000000", Modality.TARGET, Role.PART, plan)
    paid = "Huyện Ba Tri: Kết quả giải ngân"
    assert found[f"{paid}, Số tiền"][:2] == ("230000000", Modality.ACTUAL)
    assert found[f"{paid}, Tỷ lệ"] == ("46", Modality.ACTUAL, Role.SHARE, f"{paid}, Số tiền")


def test_rows_belong_to_their_section_the_total_or_the_row_above() -> None:
    plan = ": Kế hoạch vốn năm 2023"
    owner = {counted.removesuffix(plan): row[3] for counted, row in told(LEVELS).items() if counted.endswith(plan)}
    assert owner == {
        "Khối huyện": f"Tổng cộng (I+II){plan}",
        "Huyện Giồng Trôm": f"Khối huyện{plan}",
        "Huyện Ba Tri": f"Khối huyện{plan}",
        "xã bãi ngang": f"Huyện Ba Tri{plan}",
        "Sở Y tế": f"Tổng cộng (I+II){plan}",
        "Tổng cộng (I+II)": None,
    }


def test_classes_over_counts_and_rates() -> None:
    text = "Xã | Số ấp | Tốt |  | Khá |\n |  | SL | % | SL | %\nA | 10 | 7 | 70,0 | 3 | 30,0\nB | 8 | 8 | 100 | 0 | 0\n"
    figures = find_figures(text)
    assert [(f.text, f.label, f.measure.value) for f in figures[:5]] == [
        ("10", None, "count"), ("7", "tốt", "count"), ("70,0", "tốt", "percent"), ("3", "khá", "count"),
        ("30,0", "khá", "percent"),
    ]  # fmt: skip
    assert [f.of_figure for f in figures[:5]] == [None, 0, 1, 0, 3]


def test_changes_have_their_direction_and_periods_their_columns() -> None:
    text = "Chỉ tiêu | Năm 2022 | Năm 2023 | Tăng, giảm | Tỷ lệ (%)\nSố vụ cháy | 15 | 12 | -3 | 80,0\n"
    before, now, change, rate = find_figures(text, metadata=Metadata(date=date(2023, 12, 1)))
    assert before.period is not None and before.period.end.year == 2022 and before.modality is Modality.PREVIOUS
    assert now.period is not None and now.period.end.year == 2023
    assert (change.text, change.role, change.direction, change.of_figure) == ("3", Role.CHANGE, "down", 1)
    assert (rate.role, rate.of_figure) == (Role.SHARE, 1)


def test_rate_of_something_named_belongs_to_no_count_beside_it() -> None:
    text = "Xã | Số hộ thoát nghèo | Tỷ lệ hộ nghèo (%) | Tỷ lệ (%)\nA | 61 | 0,98 | 45,0\nB | 40 | 2,1 | 30,0\n"
    _, named, bare, *_ = find_figures(text)
    assert (named.of_figure, bare.of_figure) == (None, 0)


def test_attendees_belong_to_what_their_row_counts() -> None:
    text = "Đơn vị | Số hội nghị | Số người dự\nHuyện A | 05 | 1.250\nHuyện B | 03 | 980\nTổng số | 08 | 2.230\n"
    figures = find_figures(text)
    assert [(f.text, f.indicator) for f in figures if f.role is Role.ATTENDEES] == [
        ("1.250", "attendance"), ("980", "attendance"), ("2.230", "attendance"),
    ]  # fmt: skip
    assert [figures[f.of_figure].text for f in figures if f.role is Role.ATTENDEES and f.of_figure is not None] == [
        "05", "03", "08",
    ]  # fmt: skip


def test_empty_last_cell_moves_nothing() -> None:
    text = "Huyện | Số hộ | Số người | Ghi chú\nA | 12 | 40 |  \nB | 15 | 51 | mới\n"
    assert [(f.text, f.unit) for f in find_figures(text)][:2] == [("12", "hộ"), ("40", "người")]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("12,5", "8,125"), ["12.5", "8.125"]),
        (("1,250", "980"), ["1250", "980"]),
        (("1.250", "12,345"), ["1250", "12345"]),
        (("1.250,75", "12,345"), ["1250.75", "12.345"]),
        (("12.345¹", "980*"), ["12345", "980"]),
    ],
    ids=str,
)
def test_commas_by_what_their_column_shows(cells: tuple[str, str], values: list[str]) -> None:
    text = f"Tên | Lượng\nA | {cells[0]}\nB | {cells[1]}\n"
    assert [f"{f.value:f}" for f in find_figures(text)] == values


def test_period_of_the_title_is_that_of_the_table() -> None:
    text = "KẾT QUẢ TIẾP DÂN 6 THÁNG ĐẦU NĂM 2022\nĐơn vị tính: lượt người\nHuyện | Số lượt\nA | 12\nB | 15\n"
    period = find_figures(text)[0].period
    assert period is not None
    assert (period.start, period.end) == (date(2022, 1, 1), date(2022, 6, 30))


def test_line_under_the_heads_is_no_head_and_a_day_no_row() -> None:
    text = "| Thời gian | Hội nghị | Số đại biểu |\n| --- | :--- | ---: |\n| 26/3/2024 | Đối thoại | 240 |\n"
    (figure,) = find_figures(text)
    assert (figure.text, figure.counted) == ("240", "Đối thoại: Số đại biểu")


def test_rows_of_percentages_count_what_their_names_measure() -> None:
    rows = {
        "Tỷ lệ hộ cận nghèo": ("household", None),
        "Công đoàn cơ sở vững mạnh": ("organisation", "vững mạnh"),
        "Độ che phủ rừng": ("land", None),
        "Giải ngân vốn đầu tư": ("money", None),
        "Tốc độ tăng GRDP": ("rate", None),
        "Chỉ số hài lòng": ("rate", None),
    }
    lines = "".join(f"{name} | % | 41,5 | 44\n" for name in rows)
    figures = find_figures(f"Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện\n{lines}")
    told = [(f.indicator, f.label) for f in figures]
    assert told == [pair for pair in rows.values() for _ in range(2)]
    assert {f.modality for f in figures[::2]} == {Modality.TARGET}


def test_rows_that_are_classes_count_what_the_title_names_and_a_total_what_all_rows_do() -> None:
    rated = find_figures("Xếp loại chi bộ\nXếp loại\tSố lượng\tTỷ lệ (%)\nTốt\t30\t75\nKhá\t10\t25\nCộng\t40\t100\n")
    assert [(f.indicator, f.label) for f in rated[:2]] == [("organisation", "tốt")] * 2
    assert [(f.indicator, f.label) for f in rated[-2:]] == [("organisation", None)] * 2
    letters = find_figures("Loại đơn\tTiếp nhận\nTố cáo\t4\nKhiếu nại\t9\nCộng\t13\n")
    assert [f.indicator for f in letters] == ["complaint"] * 3
    mixed = find_figures("Nội dung\tSố\nĐơn tố cáo\t4\nHộ nghèo\t9\nCộng\t13\n")
    assert mixed[-1].indicator == "other"


def test_columns_of_groups_are_classes_of_the_count_beside_them() -> None:
    heads = "Xã | Tổng số cán bộ | Nữ | Dân tộc thiểu số | Trình độ đại học"
    figures = find_figures(f"{heads}\nTân An | 22 | 8 | 10 | 20\nTân Bình | 19 | 7 | 2 | 15\n")
    assert [(f.label, f.unit) for f in figures[1:4]] == [("nữ", None), ("dân tộc thiểu số", None), ("đại học", None)]
    assert {f.indicator for f in figures} == {"person"}


def test_cells_line_by_line_below_the_name_of_a_scale() -> None:
    text = "Kết quả\nPhân loại\nSố thôn\nTỷ lệ (%)\nTốt\n6\n60\nKhá\n4\n40\nCộng\n10\n100\n"
    told = [(f.text, f.label) for f in find_figures(text)]
    assert told == [("6", "tốt"), ("60", "tốt"), ("4", "khá"), ("40", "khá"), ("10", None), ("100", None)]


IMPORTS = """Ước thực hiện nhập khẩu tháng 3 năm 2006
\t\t\t\t\t\t
Stt\t\tĐơn vị\tK.H\tTH\tƯ.TH\tSo sánh (%)
\t\ttính\t2006\tT3/2005\tT3/2006\tT3-2006/KH2006
\tTổng kim ngạch\tTr. USD\t4200\t310\t330\t7,9
\t\t\t\t\t\t
\tMặt hàng chủ yếu\t\t\t\t\t
1\tPhân bón\tNg. tấn\t180\t12\t14\t7,8
2\tGiấy các loại\t"\t50\t4\t5\t10,0
"""


def test_an_old_sheet_goes_on_over_an_empty_row_and_says_its_units_by_a_mark() -> None:
    rows = [find_figures(IMPORTS, metadata=Metadata(date=date(2006, 4, 1)))[at : at + 4] for at in (0, 4, 8)]
    told = [[(int(f.value), f.unit, f.modality.value) for f in row[:3]] for row in rows]
    assert told == [
        [(4_200_000_000, "usd", "target"), (310_000_000, "usd", "previous"), (330_000_000, "usd", "actual")],
        [(180_000, "tấn", "target"), (12_000, "tấn", "previous"), (14_000, "tấn", "actual")],
        [(50_000, "tấn", "target"), (4_000, "tấn", "previous"), (5_000, "tấn", "actual")],
    ]
    assert [(row[3].measure, row[3].modality, row[3].role) for row in rows] == [
        (Measure.PERCENT, Modality.ACTUAL, Role.SHARE)
    ] * 3


INVESTED = """Đầu tư ra nước ngoài phân theo ngành
STT\tNgành\tSố dự án\tTVĐT\tĐầu tư thực hiện
1\tThủy sản\t3\t8150000\t2000000
2\tXây dựng\t13\t38370476\t3088312
\t\t\t\t
STT\tNước\tSố dự án\tTVĐT\tĐầu tư thực hiện
1\tLào\t41\t84584486\t4288472
"""


def test_investment_is_money_and_heads_behind_an_empty_row_open_another_table() -> None:
    figures = find_figures(INVESTED)
    assert [f.indicator for f in figures] == ["project", "money", "money"] * 3
    assert all(f.of_figure is None for f in figures)


def test_a_share_in_the_name_of_a_row_is_no_rate() -> None:
    text = "Hình thức\tSố dự án\tVốn TH\n100% vốn nước ngoài\t320\t8100\nLiên doanh\t130\t9200\n"
    told = [(f.measure.value, f.modality.value) for f in find_figures(text) if f.text != "100%"]
    assert told == [("count", "actual"), ("money", "actual")] * 2


@pytest.mark.parametrize("head", ["TH/KH", "% KH", "Thực hiện/KH năm (%)", "% so KH"])
def test_a_result_measured_by_its_plan_is_a_share(head: str) -> None:
    text = f"Chỉ tiêu\tĐơn vị\tKH năm\tThực hiện\t{head}\nTrồng rừng\tha\t50\t48\t96,0\nSố lớp\tlớp\t20\t21\t105,0\n"
    told = [(f.modality.value, f.role and f.role.value) for f in find_figures(text)]
    assert told == [("target", None), ("actual", None), ("actual", "share")] * 2


def test_a_cell_may_hold_a_range_but_not_in_a_column_of_times() -> None:
    text = (
        "Chỉ tiêu\tĐVT\tKế hoạch\tThực hiện\tThời gian\n"
        "Tốc độ tăng sản lượng\t%\t7 - 8\t8,4\t2021-2025\n"
        "Lao động có việc làm\tngười\t4.000 – 5.000\t5.120\t5-10\n"
    )
    told = [(f.text, f.value, f.value_max, f.modality.value) for f in find_figures(text)]
    assert told == [
        ("7 - 8", 7, 8, "target"),
        ("8,4", Decimal("8.4"), None, "actual"),
        ("4.000 – 5.000", 4000, 5000, "target"),
        ("5.120", 5120, None, "actual"),
    ]


def test_a_detail_is_of_what_the_row_above_is_of() -> None:
    text = "Hoạt động tư pháp\n\t2021\t2022\nSố bị can đã khởi tố (người)\t412\t398\nTrong đó: nữ (người)\t41\t37\n"
    told = [(f.indicator.value, f.label, f.modality.value) for f in find_figures(text)]
    assert told == [
        ("case", None, "previous"),
        ("case", None, "actual"),
        ("case", "nữ", "previous"),
        ("case", "nữ", "actual"),
    ]
