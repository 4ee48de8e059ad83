"""What the heads of a table say of its numbers: the unit in every spelling, plans and years, shares, money unknown.

The values were written by hand from the tables.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.tables.units import unit_in
from extractors.model import Figure, Measure, Metadata, Modality, Role


def under(head: str, caption: str = "") -> Figure:
    """Return the figure of `12,5` under a head."""
    figures = find_figures(f"{caption}\nTT | Đơn vị | {head}\n1 | Xã Hồng Thái | 12,5\n2 | Xã Yên Lâm | 8\n")
    (found,) = [figure for figure in figures if figure.text == "12,5"]
    return found


@pytest.mark.parametrize(
    ("head", "value", "unit"),
    [
        ("Kinh phí (tỷ)", "12500000000", "đồng"),
        ("Kinh phí (tỉ đồng)", "12500000000", "đồng"),
        ("Tổng mức đầu tư (tỷ đ)", "12500000000", "đồng"),
        ("Vốn (nghìn tỷ)", "12500000000000", "đồng"),
        ("Kinh phí (tr.đ)", "12500000", "đồng"),
        ("Kinh phí (Tr. đồng)", "12500000", "đồng"),
        ("Số tiền (trđ)", "12500000", "đồng"),
        ("Vốn, triệu đồng", "12500000", "đồng"),
        ("Kinh phí - tỷ đồng", "12500000000", "đồng"),
        ("Kinh phí (ĐVT: triệu)", "12500000", "đồng"),
        ("Kinh phí triệu đồng", "12500000", "đồng"),
        ("Kinh phí [triệu VNĐ]", "12500000", "đồng"),
        ("Vốn (1.000đ)", "12500", "đồng"),
        ("Vốn (1000 đồng)", "12500", "đồng"),
        ("Vốn (ngàn đồng)", "12500", "đồng"),
        ("Vốn NSTW (Ng.đ)", "12500", "đồng"),
        ("Vốn (ĐVT: 1.000.000 đồng)", "12500000", "đồng"),
        ("Giá trị (ngàn USD)", "12500", "usd"),
        ("Sản lượng (1.000 tấn)", "12500", "tấn"),
        ("Dân số (nghìn người)", "12500", "người"),
        ("Số người (nghìn)", "12500", "người"),
        ("Diện tích ha", "12.5", "ha"),
        ("Huy chương đồng", "12.5", "huy chương đồng"),
        ("Số hợp đồng", "12.5", "hợp đồng"),
        ("Số xã, phường", "12.5", "xã, phường"),
        ("Điểm đạt", "12.5", "điểm"),
        ("Điểm trường", "12.5", "điểm trường"),
    ],
)
def test_unit_of_a_head(head: str, value: str, unit: str) -> None:
    figure = under(head)
    assert (f"{figure.value:f}", figure.unit, figure.column) == (value, unit, head)


@pytest.mark.parametrize(
    ("caption", "value"),
    [
        ("ĐVT: triệu", "12500000"),
        ("(ĐVT: 1.000 đồng)", "12500"),
        ("Đơn vị tính: tr.đ", "12500000"),
        ("đvt : tỷ", "12500000000"),
        ("Biểu 2 (đơn vị: triệu đồng)", "12500000"),
        ("Đơn vị tính triệu đồng", "12500000"),
    ],
)
def test_unit_of_a_caption(caption: str, value: str) -> None:
    figure = under("Năm 2021", caption)
    assert (f"{figure.value:f}", figure.unit, figure.measure) == (value, "đồng", Measure.MONEY)


def test_body_named_like_a_caption_gives_no_unit() -> None:
    assert under("Năm 2021", "Đơn vị: Phòng Tài chính").unit is None


@pytest.mark.parametrize("head", ["Vốn (1.000đ)", "Vốn (ĐVT: 1.000.000 đồng)"])
def test_multiplier_of_a_head_is_no_figure(head: str) -> None:
    text = f"ĐVT: 1.000 đồng\nTT | Đơn vị | {head}\n1 | Xã A | 250\n2 | Xã B | 360\n"
    assert [figure.text for figure in find_figures(text)] == ["250", "360"]


@pytest.mark.parametrize("words", ["tỷ lệ", "triệu tập", "đồng chí Bí thư", "hành chính"])
def test_words_that_begin_like_a_unit(words: str) -> None:
    assert unit_in(words).says_nothing


def problems(text: str) -> list[str]:
    return [p.message for p in check_figures(text, find_figures(text), ()) if p.kind == "money_unit_unknown"]


def test_money_whose_unit_no_head_names_is_a_problem() -> None:
    text = "TT | Đơn vị | Kinh phí | Số dự án có vốn\n1 | Xã A | 250 | 3\n2 | Xã B | 360 | 4\n"
    assert problems(text) == ["“Kinh phí” là số tiền nhưng bảng không ghi đơn vị tính; giá trị giữ như đã ghi."]
    figure = find_figures(text)[0]
    assert (figure.value, figure.unit, figure.measure) == (Decimal(250), None, Measure.MONEY)


@pytest.mark.parametrize(
    "text",
    [
        "ĐVT: triệu đồng\nTT | Đơn vị | Kinh phí\n1 | Xã A | 250\n",
        "TT | Chủ đầu tư | Số hộ vay vốn\n1 | Xã A | 250\n2 | Xã B | 31\n",
        "TT | Đơn vị | Tỷ lệ giải ngân (%)\n1 | Xã A | 25\n2 | Xã B | 31\n",
        "Chỉ tiêu | ĐVT | Năm 2021\nThu ngân sách | Tỷ đồng | 12\nChi ngân sách | Tỷ đồng | 11\n",
    ],
)
def test_money_with_a_unit_and_what_is_no_money(text: str) -> None:
    assert problems(text) == []


PLANNED = {
    "vision": ("Chỉ tiêu | Hiện trạng (2025) | Quy hoạch 2030 | Tầm nhìn 2045\nSố chợ | 12 | 18 | 25", "ATT", None),
    "year ahead": ("Chỉ tiêu | Năm 2023 | Năm 2024 | Năm 2030\nSố xã | 4 | 5 | 9", "PAT", date(2024, 12, 1)),
    "state and years": ("Chỉ tiêu | Hiện trạng năm 2024 | Năm 2030 | Năm 2035\nSố trạm | 4 | 5 | 9", "ATT", None),
    "plan and result": ("Chỉ tiêu | Kế hoạch | Thực hiện\nSố lớp | 4 | 5", "TA", None),
    "set out": ("Chỉ tiêu | Hiện có | Dự kiến đến 2030\nSố trường | 4 | 5", "AT", None),
    "plans that are documents": (
        "Xã | Chỉ thị | Kế hoạch | Báo cáo\nVân Hồ | 4 | 9 | 6\nTô Múa | 3 | 2 | 8",
        "AAAAAA",
        None,
    ),
    "plans counted": ("Xã | Số kế hoạch | Số báo cáo\nA | 4 | 5\nB | 3 | 2", "AAAA", None),
    "against the plan": ("Chỉ tiêu | Thực hiện | So với kế hoạch (%)\nSố lớp | 4 | 80", "AA", None),
}


@pytest.mark.parametrize(("text", "told", "day"), PLANNED.values(), ids=list(PLANNED))
def test_plans_and_results(text: str, told: str, day: date | None) -> None:
    names = {"A": Modality.ACTUAL, "T": Modality.TARGET, "P": Modality.PREVIOUS}
    figures = find_figures(text, metadata=Metadata(date=day))
    assert [figure.modality for figure in figures] == [names[letter] for letter in told]


def test_percentage_is_the_share_of_the_result() -> None:
    text = "Chỉ tiêu | Thực hiện | Kế hoạch | Tỷ lệ (%)\nKết nạp đảng viên | 132 | 120 | 110\n"
    result, plan, share = find_figures(text)
    assert (plan.role, plan.of_figure) == (None, None)
    assert (share.role, share.of_figure, result.role) == (Role.SHARE, 0, None)


SHARED = {
    "brackets": ("Khối | Tổng số | Tốt | Khá\nTiểu học | 40 | 30 (75%) | 10 (25%)\nTHCS | 20 | 15 (75%) | 5 (25%)", 0),
    "a space": ("Khối | Tổng số | Tốt | Khá\nTiểu học | 40 | 30 (75 %) | 10 ( 25%)\nTHCS | 20 | 15 (75%) | 5", 0),
    "a stroke": ("Khối | Tổng số | Tốt | Khá\nTiểu học | 40 | 30/75% | 10/25%\nTHCS | 20 | 15/75% | 5/25%", 0),
    "in words": ("Khối | Tổng số | Tốt | Khá\nTiểu học | 40 | 30 (chiếm 75%) | 10\nTHCS | 20 | 15 (75%) | 5", 0),
    "tabs": ("Khối\tTổng số\tTốt\tKhá\nTiểu học\t40\t30 (75,0%)\t10 (25%)\nTHCS\t20\t15 (75%)\t5 (25%)", 0),
}


@pytest.mark.parametrize(("text", "total"), SHARED.values(), ids=list(SHARED))
def test_cell_with_its_share(text: str, total: int) -> None:
    figures = find_figures(text)
    good, share = figures[1:3]
    assert (good.text, good.label, good.unit, good.role, good.of_figure) == ("30", "tốt", None, Role.PART, total)
    assert (share.value, share.measure, share.label, share.role) == (Decimal(75), Measure.PERCENT, "tốt", Role.SHARE)
    assert (share.of_figure, share.column, share.row) == (1, "Tốt", "Tiểu học")


def test_row_that_is_a_class_gives_its_label_to_the_total_of_the_row() -> None:
    text = "Xếp loại | Tổng số | Cấp tỉnh\nTốt | 40 | 25\nKhá | 20 | 12\nCộng | 60 | 37\n"
    figures = find_figures(text)
    assert [(f.text, f.label) for f in figures[::2]] == [("40", "tốt"), ("20", "khá"), ("60", None)]
    assert [f.of_figure for f in figures[::2]] == [4, 4, None]


def test_sexes_are_classes_of_the_count_beside() -> None:
    text = "Chi bộ | Tổng số đảng viên | Nam | Nữ\nThôn 1 | 40 | 25 | 15\nThôn 2 | 20 | 12 | 8\nCộng | 60 | 37 | 23\n"
    figures = find_figures(text)
    assert [(f.text, f.label, f.unit, f.of_figure) for f in figures[:3]] == [
        ("40", None, "đảng viên", 6), ("25", "nam", None, 0), ("15", "nữ", None, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("lead", ["Trong đó: ", "Trong đó ", "Tr.đó: ", "Gồm: ", "Bao gồm: "])
def test_the_words_that_lead_to_a_part_are_no_class(lead: str) -> None:
    found = find_figures(
        f"TT | Đơn vị | Số hội viên | {lead}Nữ\n1 | Xã Hồng Thái | 125 | 48\n2 | Xã Yên Lâm | 80 | 21\n"
    )
    (women,) = [figure for figure in found if figure.text == "48"]
    assert women.label == "nữ"
