"""Of what time, place and body a number is: the nearest that tells it, and where that stands."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.figures.find import find_figures
from extractors.flow import Findings
from extractors.model import Figure, Metadata, Period, Section, SectionKind

REPORT = Metadata("report", place="Lào Cai", date=date(2026, 6, 20), title="Kết quả công tác 6 tháng đầu năm 2026")


def figure_of(text: str, numeral: str, metadata: Metadata = REPORT, occurrence: int = 0) -> Figure:
    document = Findings(text)
    found = [f for f in find_figures(text, document.citations, document.sections, (), metadata) if f.text == numeral]
    return found[occurrence]


def days(figure: Figure) -> tuple[str, str] | None:
    return (figure.period.start.isoformat(), figure.period.end.isoformat()) if figure.period else None


HALF, HALF_BEFORE = ("2026-01-01", "2026-06-30"), ("2025-01-01", "2025-06-30")


@pytest.mark.parametrize(
    ("text", "numeral", "period"),
    [
        ("Nhận 398 đơn, giảm 14 đơn so với cùng kỳ năm 2025.", "398", HALF),
        ("So với cùng kỳ năm 2025, số đơn tăng 14 đơn; nhận 398 đơn.", "398", HALF),
        ("Nhận 398 đơn, giảm 14 đơn so với cùng kỳ năm 2025 (412 đơn).", "412", HALF_BEFORE),
        ("Năm 2024: 38 hội nghị được tổ chức.", "38", ("2024-01-01", "2024-12-31")),
        ("Tiếp 164 lượt công dân (quý I/2026: 97 lượt); nhận 86 đơn.", "97", ("2026-01-01", "2026-03-31")),
        ("Tiếp 164 lượt công dân (quý I/2026: 97 lượt); nhận 86 đơn.", "86", HALF),
        ("Tỷ lệ giải quyết tăng từ 78,2% năm 2024 lên 91,5% năm 2025.", "91,5%", ("2025-01-01", "2025-12-31")),
        ("Luật Thực hiện dân chủ ở cơ sở năm 2022 được đưa vào sinh hoạt ở 167 xóm.", "167", HALF),
        ("Mở 04 lớp cho 360 học viên, sơ kết một năm thực hiện Quy chế.", "04", HALF),
        ("Trước năm 2019, huyện có Ban Chỉ đạo; nay tổ chức 12 hội nghị.", "12", HALF),
    ],
)
def test_the_period_is_the_nearest_that_is_no_comparison(text: str, numeral: str, period: tuple[str, str]) -> None:
    assert days(figure_of(text, numeral)) == period


NINE_MONTHS_REPORT = Metadata(
    "report", place="Hà Tĩnh", date=date(2025, 9, 22), title="Kết quả công tác quý III năm 2025",
    period=Period(date(2025, 7, 1), date(2025, 9, 30), "quý III năm 2025"),
)  # fmt: skip
QUARTER, YEAR_SO_FAR = ("2025-07-01", "2025-09-30"), ("2025-01-01", "2025-09-30")


@pytest.mark.parametrize(
    ("text", "numeral", "period"),
    [
        ("Cấp 212 giấy phép, cùng quý năm 2024 là 198 giấy phép; thu hồi 03 giấy.", "212", QUARTER),
        ("Có 46 câu lạc bộ hoạt động đều, cùng thời điểm năm 2024 là 41 câu lạc bộ.", "46", QUARTER),
        ("Khám cho 1.240 lượt người, quý III/2024 hai trạm cũ khám 1.105 lượt người.", "1.240", QUARTER),
        ("Toàn xã còn 27 nhà tạm, chiếm 0,9%, giảm so với 44 nhà của cuối năm 2024.", "27", QUARTER),
        ("Toàn xã còn 27 nhà tạm, chiếm 0,9%, giảm so với 44 nhà của cuối năm 2024.", "0,9%", QUARTER),
        ("Kế hoạch thu quỹ năm 2025 là 640 triệu đồng, đã thu 415 triệu đồng, đạt 64,8%.", "64,8%", YEAR_SO_FAR),
        ("Tiến độ giải ngân vốn chương trình năm 2025 đạt 58,2%.", "58,2%", YEAR_SO_FAR),
        ("Năm 2025 đã mở 14 lớp dạy nghề.", "14", YEAR_SO_FAR),
        ("Đầu năm 2025 toàn xã có 61 hộ nghèo.", "61", ("2025-01-01", "2025-12-31")),
        ("Phấn đấu năm 2025 mở 20 lớp dạy nghề.", "20", ("2025-01-01", "2025-12-31")),
        ("Năm 2024 mở 17 lớp dạy nghề.", "17", ("2024-01-01", "2024-12-31")),
    ],
)
def test_no_result_is_of_a_time_after_the_one_reported_on(text: str, numeral: str, period: tuple[str, str]) -> None:
    assert days(figure_of(text, numeral, NINE_MONTHS_REPORT)) == period


def test_a_sentence_goes_on_in_the_time_that_its_paragraph_opened() -> None:
    text = "Trong quý I/2026, toàn tỉnh tổ chức 38 hội nghị. Có 2.150 lượt người tham dự.\nNhân dân hiến 21,6 ha đất."
    assert days(figure_of(text, "2.150")) == ("2026-01-01", "2026-03-31")
    assert days(figure_of(text, "21,6")) == HALF


def test_the_line_that_opens_a_list_gives_its_items_their_time() -> None:
    text = "Kết quả năm 2025 như sau:\n- Tổ chức 38 hội nghị;\n- Mở 12 lớp."
    figure = figure_of(text, "12")
    assert days(figure) == ("2025-01-01", "2025-12-31")
    assert [(told.what, told.told) for told in figure.evidence] == [("period", "list")]


def test_a_heading_in_capitals_gives_its_time_with_the_place_where_it_stands() -> None:
    text = "III- NHIỆM VỤ 6 THÁNG CUỐI NĂM\nMở 04 lớp bồi dưỡng."
    section = Section(0, len(text), SectionKind.HEADING, "III- NHIỆM VỤ 6 THÁNG CUỐI NĂM", 1)
    (figure, *_) = find_figures(text, (), (section,), (), REPORT)
    told = figure.evidence[0]
    assert days(figure) == ("2026-07-01", "2026-12-31")
    assert told.told == "heading"
    assert text[told.start : told.end] == "6 THÁNG CUỐI NĂM"


def test_a_heading_of_a_report_written_in_january_is_of_the_year_reported_on() -> None:
    quarter = Period(date(2025, 10, 1), date(2025, 12, 31), "quý IV năm 2025")
    late = Metadata("report", date=date(2026, 1, 9), title="Kết quả công tác quý IV năm 2025", period=quarter)
    for title, period in (
        ("I. KẾT QUẢ QUÝ IV", ("2025-10-01", "2025-12-31")),
        ("II. NHIỆM VỤ QUÝ I", ("2026-01-01", "2026-03-31")),
    ):
        text = f"{title}\nMở 04 lớp bồi dưỡng."
        section = Section(0, len(text), SectionKind.HEADING, title, 1)
        (figure, *_) = find_figures(text, (), (section,), (), late)
        assert days(figure) == period


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Quý IV/2026 kết nạp 12 đảng viên, mở 03 lớp.", "target"),
        ("Hội nghị thống nhất 6 tháng cuối năm kết nạp 12 đảng viên.", "target"),
        ("Quý II/2026 kết nạp 12 đảng viên, mở 03 lớp.", "actual"),
        ("Đã kết nạp 12 đảng viên; 03 lớp mở trong quý IV/2026.", "actual"),
    ],
)
def test_a_sentence_led_by_a_time_ahead_tells_aims(text: str, modality: str) -> None:
    assert figure_of(text, "12").modality.value == modality


@pytest.mark.parametrize(
    ("text", "numeral", "district", "commune"),
    [
        ("Huyện Bắc Hà tổ chức nhiều nhất (47 cuộc), huyện Si Ma Cai ít nhất (12 cuộc).", "47", "Bắc Hà", None),
        ("Huyện Bắc Hà tổ chức nhiều nhất (47 cuộc), huyện Si Ma Cai ít nhất (12 cuộc).", "12", "Si Ma Cai", None),
        ("Tại xã Cốc Ly, 63 hộ tự nguyện hiến đất.", "63", None, "Cốc Ly"),
        ("Huyện Bắc Hà và huyện Văn Bàn tổ chức 12 lớp.", "12", None, None),
        ("Toàn tỉnh tổ chức 186 hội nghị; riêng huyện Văn Bàn tổ chức 38 hội nghị.", "186", None, None),
        ("Toàn tỉnh tổ chức 186 hội nghị; riêng huyện Văn Bàn tổ chức 38 hội nghị.", "38", "Văn Bàn", None),
        ("Thành phố Lào Cai mở 05 lớp.", "05", "Lào Cai", None),
        ("Cấp huyện 27 hội nghị, cấp xã 284 hội nghị.", "284", None, None),
    ],
)
def test_the_unit_is_the_one_named_before_the_number(
    text: str, numeral: str, district: str | None, commune: str | None
) -> None:
    figure = figure_of(text, numeral)
    assert (figure.place, figure.district, figure.commune) == ("Lào Cai", district, commune)


@pytest.mark.parametrize(
    ("told", "units"), [(None, ("Tam Đảo", None)), ("Tam Đảo", (None, "Tam Đảo"))], ids=["district", "commune"]
)
def test_a_headline_names_a_district_unless_the_page_is_of_a_commune(
    told: str | None, units: tuple[str | None, str | None]
) -> None:
    page = Metadata("news", place="Phú Thọ", commune=told, title="Tam Đảo: Du khách đông trở lại")
    figure = figure_of("Dự hội nghị có 58 đại biểu.", "58", page)
    assert (figure.district, figure.commune) == units


def test_rows_of_a_table_are_of_the_units_that_they_name() -> None:
    text = "TT | Huyện | Số hội nghị\n1 | Huyện Văn Bàn | 19\n2 | Bắc Hà | 47\nTổng cộng | | 66\n"
    assert [figure_of(text, n).district for n in ("19", "47", "66")] == ["Văn Bàn", "Bắc Hà", None]


def test_all_bodies_of_a_list_reached_the_number() -> None:
    text = "Các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn đã tổ chức 05 hội nghị tập huấn nghiệp vụ."
    assert figure_of(text, "05").actor == "Các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn"
    found = Findings(text).conferences
    assert [conference.organiser for conference in found] == [
        "Các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn"
    ]


@pytest.mark.parametrize(
    ("text", "numeral", "kind"),
    [
        ("Toàn tỉnh hiện có 107 Khối Dân vận.", "107", "stock"),
        ("Đã kết nạp 107 đảng viên mới.", "107", "flow"),
        ("Lũy kế từ đầu năm đến nay, nhân dân hiến 7,2 ha đất.", "7,2", "cumulative"),
        ("Tính đến ngày 15/6/2026, toàn Đảng bộ có 58.240 đảng viên.", "58.240", "stock"),
        ("Đảng bộ xã có 58 tổ chức đảng trực thuộc, 1.885 đảng viên.", "1.885", "stock"),
        ("Đảng bộ phường có 41 chi bộ và 912 đảng viên; trong quý kết nạp 07 đảng viên.", "07", "flow"),
        ("Toàn xã có 35 mô hình đang hoạt động, đăng ký mới 09 mô hình.", "35", "stock"),
        ("Xã duy trì hoạt động của 64 mô hình dân vận khéo.", "64", "stock"),
        ("Xã còn 335 hộ nghèo trong tổng số 9.850 hộ, chiếm 3,4%.", "335", "stock"),
        ("Tính đến ngày 20/12/2025, đã kết nạp 43 đảng viên.", "43", "cumulative"),
        ("Lũy kế đến ngày 20/12/2025, thu ngân sách được 81.914 triệu đồng.", "81.914 triệu", "cumulative"),
        ("Toàn xã tổ chức 05 hội nghị, 03 lớp tập huấn.", "03", "flow"),
    ],
)
def test_what_there_is_and_what_came_to_be_are_told_apart(text: str, numeral: str, kind: str) -> None:
    period = figure_of(text, numeral).period
    assert period is not None
    assert period.kind.value == kind


def test_cells_tell_what_there_is_and_what_was_done() -> None:
    text = (
        "Kết quả quý III năm 2025\n"
        "TT | Nội dung | Đơn vị | Quý III\n"
        "1 | Đảng số (31/8) | người | 1.492\n"
        "2 | Kết nạp đảng viên | người | 12\n"
        "3 | Hộ nghèo | hộ | 278\n"
        "4 | Đảng viên học nghị quyết | % | 98,3\n"
    )
    found = {figure.text: figure for figure in find_figures(text, (), (), (), REPORT)}
    kinds = {numeral: figure.period.kind.value for numeral, figure in found.items() if figure.period}
    assert kinds == {"1.492": "stock", "12": "flow", "278": "stock", "98,3": "flow"}
    assert [(figure.unit, figure.measure.value) for figure in found.values()] == [
        ("người", "count"), ("người", "count"), ("hộ", "count"), (None, "percent"),
    ]  # fmt: skip


def test_parts_of_a_list_point_to_the_total_below_it() -> None:
    text = "- Hội nghị cấp huyện: 19 hội nghị, 1.842 người dự;\n- Hội nghị cấp xã: 121 hội nghị, 8.967 người dự.\n"
    text += "Cộng chung có 140 hội nghị với 10.809 lượt người."
    found = find_figures(text, (), (), (), REPORT)
    whole = next(at for at, figure in enumerate(found) if figure.text == "140")
    assert [figure.of_figure for figure in found if figure.text in ("19", "121")] == [whole, whole]
