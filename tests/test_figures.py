"""Figures of own sentences, of many bodies and years: value, unit, indicator, class, hedge, modality and links."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.figures.find import find_figures
from extractors.layout.find import find_sections
from extractors.model import Citation, Figure, Form, Measure, Metadata, Modality, Period
from extractors.values.dates import find_dates

SENTENCES = Path(__file__).with_name("figure_sentences.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in SENTENCES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(figure: Figure) -> str:
    """Return a figure as the table writes it: `62 đơn vị organisation [tốt] part:0`."""
    value = f"{figure.value:f}"
    if figure.value_max is not None:
        value += f"..{figure.value_max:f}"
    if figure.of is not None:
        value += f"/{figure.of:f}"
    if figure.measure is Measure.PERCENT and figure.unit != "điểm phần trăm":
        value += "%"
    parts = [value, figure.unit or "-", figure.indicator]
    if figure.label:
        parts.append(f"[{figure.label}]")
    if figure.hedge:
        parts.append(figure.hedge)
    if figure.modality is not Modality.ACTUAL:
        parts.append(figure.modality)
    if figure.role:
        parts.append(f"{figure.role}:{figure.of_figure}")
    return " ".join(parts)


figures_alone = cache(find_figures)
"""The figures of a text without a document around it, read once for all tests that ask something of each sentence."""


def figures_of(text: str, kind: str = "report", day: date | None = None) -> tuple[Figure, ...]:
    return find_figures(text, sections=find_sections(text), metadata=Metadata(kind=kind, date=day))


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_sentence_tells_its_figures(text: str, expected: str) -> None:
    assert "; ".join(told(figure) for figure in figures_alone(text)) == expected


@pytest.mark.parametrize(("text", "_expected"), ROWS, ids=[row[0] for row in ROWS])
def test_spans_are_exact_ordered_and_apart(text: str, _expected: str) -> None:
    figures = figures_alone(text)
    assert all(text[figure.start : figure.end] == figure.text for figure in figures)
    assert all(earlier.end <= later.start for earlier, later in pairwise(figures))


@pytest.mark.parametrize(("text", "_expected"), ROWS, ids=[row[0] for row in ROWS])
def test_figures_are_no_dates(text: str, _expected: str) -> None:
    dates = [(span.start, span.end) for span in find_dates(text)]
    assert not [f for f in figures_alone(text) if any(f.start < end and start < f.end for start, end in dates)]


def test_table_is_large_enough() -> None:
    assert len(ROWS) >= 150
    assert len({row[0] for row in ROWS}) == len(ROWS)


NO_FIGURE = [
    "Ngày 03/02/2023, Ban Thường vụ Tỉnh ủy họp.",
    "Chiều 30/6, đoàn làm việc tại huyện; ngày 2.12.2013 báo đăng tin.",
    "Hội nghị khai mạc lúc 7 giờ 30 phút, bế mạc lúc 16h.",
    "Nhiệm kỳ 2020 - 2025, giai đoạn 2021-2025, niên khóa 2022-2023.",
    "Theo khoản 2 Điều 5, các khoản 1, 6 và khoản 7 Điều 3 của Luật.",
    "Chương trình 135, Nghị quyết 30a, Đề án 06, Quyết định 2898.",
    "Đại hội lần thứ XIII; kỳ họp thứ 7; khóa 15; xếp thứ 12 cả nước.",
    "ĐT: 0276.3822.145, nội bộ 114; Fax: 38123.",
    "Quốc lộ 3, tỉnh lộ 254, đường 30/4, số nhà 12, phường 5, quận 1, thôn 7.",
    "Sau 01 năm triển khai, qua 5 năm thực hiện, kỷ niệm 92 năm ngày truyền thống.",
    "Trong thời hạn 15 ngày kể từ ngày nhận đơn; 6 tháng đầu năm 2022.",
    "Phụ nữ từ 18 tuổi trở lên; Huy hiệu 40 năm tuổi Đảng.",
    "Một số đơn vị, nhiều nơi, vài chục hộ, hàng trăm người, quá nửa cử tri.",
    "Một là, tiếp tục quán triệt. Hai là, đẩy mạnh tuyên truyền.",
    "Phòng, chống dịch COVID-19, cúm H5N1; mạng 5G; ISO 9001:2015.",
    "Học sinh lớp 9 nghỉ học; dịch vụ công mức độ 4; công nghiệp 4.0.",
    "Quy hoạch 3 loại rừng; chính quyền 2 cấp; phương châm “4 tại chỗ”.",
    "Tờ bản đồ số 12, thửa 45; mã số 1234; tài khoản 5678.",
    "Trực 24/24 giờ; quy hoạch tỷ lệ 1/500.",
    "1. Công tác tổ chức\n2. Công tác cán bộ\na) Tuyên truyền\n1.1. Đánh giá",
    "(1) Rà soát văn bản; (2) Tổ chức tập huấn; (3) Kiểm tra.",
    "Tin, ảnh: VT\n\n12\n",
    "Lượt xem: 1482; đang online: 37.",
    "Sửa nội dung tại số thứ tự 12 mục B; hạn nộp có thể kéo dài nhưng không quá 03 tháng.",
    "Trú tại số 5/613 Lê Chân; xe dừng ở km156+500; độ tuổi từ 6 đến 11; tuổi bình quân 28,5.",
    "Phương châm “6 rõ”; mô hình “5 xung kích”; “3 đồng hành”; khách sạn 4 sao.",
]


@pytest.mark.parametrize("text", NO_FIGURE)
def test_numbers_that_state_no_quantity(text: str) -> None:
    assert [figure.text for figure in find_figures(text)] == []


NOTATIONS = [
    ("Có 6.558 người dự.", "6.558", "6558"),
    ("Có 6 558 người dự.", "6 558", "6558"),
    ("Có 6,558 người dự.", "6,558", "6558"),
    ("Có 1,234,567 người dự.", "1,234,567", "1234567"),
    ("Có 12.345¹ người dự.", "12.345", "12345"),
    ("Có 3.004tổ chức tham gia.", "3.004", "3004"),
    ("Trồng 57,7ha rừng.", "57,7", "57.7"),
    ("Trồng 1.5 ha rừng.", "1.5", "1.5"),
    ("Chi 1 tỷ 350 triệu đồng.", "1 tỷ 350 triệu", "1350000000"),
    ("Chi 126 tỷ 090 triệu đồng.", "126 tỷ 090 triệu", "126090000000"),
    ("Chi 1,2 nghìn tỷ đồng.", "1,2 nghìn tỷ", "1200000000000"),
    ("Chi 2 triệu rưỡi đồng.", "2 triệu rưỡi", "2500000"),
    ("Chi 500.000đ.", "500.000", "500000"),
    ("Chi 10trđ mua sách.", "10tr", "10000000"),
    ("Mua 15 (mười lăm) máy tính.", "15", "15"),
    ("Mở mười hai lớp tập huấn.", "mười hai", "12"),
    ("Có tám phần mười số hộ tham gia.", "tám phần mười", "8"),
    ("Có 9,8 vạn lượt người dự.", "9,8 vạn", "98000"),
    ("Chi trên 20\ntriệu đồng.", "20\ntriệu", "20000000"),
]


@pytest.mark.parametrize(("text", "span", "value"), NOTATIONS, ids=[row[1] for row in NOTATIONS])
def test_notations(text: str, span: str, value: str) -> None:
    figure = find_figures(text)[0]
    assert (figure.text, f"{figure.value:f}") == (span, value)


@pytest.mark.parametrize(
    "text",
    [
        "Thu ngân sách đạt 15, 3 triệu đồng.",
        "Tổng thu đạt 1 66,9 nghìn tỷ đồng.",
        "Vốn đầu tư tăng 2 8% so với kế hoạch.",
        "Dịch bệnh gây thiệt hại lớn (khoảng 1. 300 tỷ đồng).",
    ],
)
def test_broken_numbers_are_left_out(text: str) -> None:
    """A damaged PDF parts numbers; half a number is a wrong value."""
    assert [figure.text for figure in find_figures(text)] == []


def test_citations_and_boilerplate_hold_no_figures() -> None:
    text = "Theo Quyết định 125 hội nghị của tỉnh. Tin khác: 47 chi bộ được khen. Có 12 chi bộ."
    cited = Citation(5, 19, text[5:19], Form.NUMBER_ONLY)
    furniture = (text.index("Tin khác"), text.index(" Có 12"))
    assert [f.text for f in find_figures(text, [cited], boilerplate=[furniture])] == ["12"]


REPORT = """BÁO CÁO
Kết quả công tác năm 2022

I. KẾT QUẢ ĐẠT ĐƯỢC
Đã mở 12 lớp tập huấn.

II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2023
1. Mở 15 lớp tập huấn cho 600 người.
2. Kiểm tra 20 chi bộ.
"""


def test_headings_of_plans_make_targets() -> None:
    found = figures_of(REPORT, day=date(2022, 12, 20))
    assert [(f.text, f.modality) for f in found] == [
        ("12", Modality.ACTUAL),
        ("15", Modality.TARGET),
        ("600", Modality.TARGET),
        ("20", Modality.TARGET),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Các chương trình mục tiêu quốc gia", "Công tác dân số - kế hoạch hóa gia đình", "Phòng Tài chính - Kế hoạch"],
)
def test_names_that_hold_a_word_of_aims_announce_none(heading: str) -> None:
    found = figures_of(f"I. XÃ HỘI\n1. {heading}:\n- Khám cho 64 người; 12 hộ vay vốn.\n", day=date(2022, 12, 20))
    assert [figure.modality for figure in found] == [Modality.ACTUAL, Modality.ACTUAL]


def test_orders_of_a_directive_are_targets_its_reasons_are_not() -> None:
    text = "Năm qua đã kết nạp 120 đảng viên.\nBan Thường vụ yêu cầu:\n1. Kết nạp 150 đảng viên.\n2. Mở 5 lớp."
    assert [f.modality for f in figures_of(text, kind="directive")] == [
        Modality.ACTUAL,
        Modality.TARGET,
        Modality.TARGET,
    ]


def test_orders_begin_behind_the_line_that_leads_into_them() -> None:
    text = (
        "Tỷ lệ hộ nghèo giảm còn 18,5%.\nBan Thường vụ yêu cầu các cấp ủy thực hiện một số nhiệm vụ sau:\n"
        "1. Giảm 2,5% hộ nghèo.\n"
    )
    assert [f.modality for f in figures_of(text, kind="directive")] == [Modality.ACTUAL, Modality.TARGET]


MODALITIES = [
    ("Cùng kỳ năm trước có 16 đơn vị tốt.", ["previous"]),
    ("Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3,1%.", ["previous", "actual"]),
    ("Có 12 vụ (năm 2020: 15 vụ).", ["actual", "previous"]),
    ("Thu 20 tỷ đồng so với 18 tỷ đồng trước đây.", ["actual", "previous"]),
    ("Phấn đấu đạt 95% hộ dân dùng nước sạch.", ["target"]),
    ("Đạt 98% chỉ tiêu tỉnh giao.", ["actual"]),
    ("Huyện dự kiến tổ chức 20 hội nghị.", ["target"]),
    ("Chỉ tiêu giao 50 lớp, thực hiện 52 lớp.", ["target", "actual"]),
    ("Thành ủy đề nghị các đơn vị mở 5 lớp.", ["target"]),
    ("Đã kiểm tra 9 chi bộ, đề nghị kỷ luật 2 đảng viên.", ["actual", "actual"]),
    ("Bảo đảm 100% đơn thư phải được trả lời.", ["target"]),
    ("Đến năm 1998 toàn huyện còn 1.200 hộ nghèo.", ["actual"]),
    ("Đến năm 2025 toàn huyện còn 1.200 hộ nghèo.", ["target"]),
]


@pytest.mark.parametrize(("text", "expected"), MODALITIES, ids=[row[0] for row in MODALITIES])
def test_modality_by_the_words_of_the_sentence(text: str, expected: list[str]) -> None:
    day = Metadata(kind="report", date=date(2021, 6, 1))
    assert [f.modality for f in find_figures(text, metadata=day)] == expected


DIRECTIONS = [
    ("Có 86 lớp, tăng 12 lớp so với năm trước.", "up"),
    ("Có 86 lớp, giảm 15% so với cùng kỳ.", "down"),
    ("Đạt 40 điểm, thấp hơn 3 điểm so với năm trước.", "down"),
]


@pytest.mark.parametrize(("text", "direction"), DIRECTIONS, ids=[row[0] for row in DIRECTIONS])
def test_changes_say_which_way(text: str, direction: str) -> None:
    assert [f.direction for f in find_figures(text)] == [None, direction]


def test_estimates_are_marked() -> None:
    figures = find_figures("Thu ngân sách ước đạt 120 tỷ đồng; chi 90 tỷ đồng.")
    assert [figure.estimate for figure in figures] == [True, False]


def test_a_list_that_a_line_announces_as_aims_tells_targets() -> None:
    text = "Nghị quyết đề ra một số chỉ tiêu cụ thể:\n- Kết nạp 150 đảng viên.\n- Mở 12 lớp.\nĐã mở 10 lớp."
    assert [f.modality for f in figures_of(text)] == [Modality.TARGET, Modality.TARGET, Modality.ACTUAL]


def test_list_items_are_parts_of_the_line_that_opens_the_list() -> None:
    text = "Đã ban hành 9 văn bản, gồm:\n- 03 kế hoạch;\n- 04 công văn;\n- 02 thông báo."
    assert [told(f) for f in find_figures(text)] == [
        "9 văn bản document",
        "3 kế hoạch document part:0",
        "4 công văn document part:0",
        "2 thông báo document part:0",
    ]


def test_period_actor_and_place_come_with_the_figure() -> None:
    metadata = Metadata(place="Hà Giang", date=date(2022, 7, 1))
    (figure,) = find_figures("Toàn tỉnh trong năm 2021 mở 24 lớp.", metadata=metadata)
    assert figure.place == "Hà Giang"
    assert figure.actor == "Toàn tỉnh"
    assert figure.period == Period(date(2021, 1, 1), date(2021, 12, 31), "năm 2021")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Trong 9 tháng đầu năm 2022, kết nạp 45 đảng viên.", "flow"),
        ("Tính đến ngày 30/9/2022, toàn đảng bộ có 4.120 đảng viên.", "stock"),
        ("Lũy kế từ đầu năm đến nay, kết nạp 45 đảng viên.", "cumulative"),
    ],
)
def test_flow_stock_and_cumulative_are_told_apart(text: str, kind: str) -> None:
    (figure,) = find_figures(text, metadata=Metadata(date=date(2022, 10, 3)))
    assert figure.period is not None
    assert figure.period.kind.value == kind


def test_whole_counted_phrase_is_kept() -> None:
    (figure,) = find_figures("Có 45 mô hình dân vận khéo tiêu biểu được khen thưởng.")
    assert (figure.unit, figure.counted) == ("mô hình dân vận khéo", "mô hình dân vận khéo tiêu biểu")


def test_a_plan_that_looks_back_tells_results() -> None:
    text = "Năm 2019, toàn tỉnh đã vận động 3,2 tỷ đồng. Năm 2020 phấn đấu 4 tỷ đồng, xây 10 nhà nhân ái."
    figures = find_figures(text, metadata=Metadata(kind="directive", date=date(2020, 3, 10)))
    assert [figure.modality for figure in figures] == [Modality.ACTUAL, Modality.TARGET, Modality.TARGET]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "Đội tổ chức 215 ca tuần tra kiểm soát với trên 1.260 lượt cán bộ, chiến sĩ tham gia.",
            [None, ("attendees", 0)],
        ),
        (
            "Tổ chức 18 ca tuần tra với 72 lượt cán bộ; 11 đợt ra quân với 240 lượt người.",
            [None, ("attendees", 0), None, ("attendees", 2)],
        ),
        (
            "Mở 12 lớp cho 640 lượt hội viên. Đại hội bầu 15 đồng chí và 8 đại biểu dự cấp trên.",
            [None, ("attendees", 0), None, None],
        ),
        (
            "Toàn tỉnh có 318 đảng viên bị kỷ luật.\n\nCụ thể, cấp ủy kỷ luật 251 đảng viên, tăng 12%.\n\n"
            "Ủy ban kiểm tra kỷ luật 67 đảng viên.",
            [None, ("part", 0), ("change", 1), ("part", 0)],
        ),
        (
            "Tổng số 1.120 việc, trong đó:\n+ Chưa có điều kiện: 740 việc;\n+ Có điều kiện: 380 việc;\n"
            "+ Đã giải quyết xong 289 việc;\n+ Thi hành dở dang 79 việc;\n+ Tạm đình chỉ 12 việc.",
            [None, ("part", 0), ("part", 0), ("part", 2), ("part", 2), ("part", 2)],
        ),
    ],
)
def test_links_reach_over_clauses_and_lines(text: str, links: list[tuple[str, int] | None]) -> None:
    figures = find_figures(text)
    assert [figure.role and (figure.role.value, figure.of_figure) for figure in figures] == links
