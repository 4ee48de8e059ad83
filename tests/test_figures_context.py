"""Indicator and class by what stands around a number: kinds of sentence that unseen texts brought up, truth by hand."""

from __future__ import annotations

import pytest

from extractors.figures.find import find_figures
from extractors.flow import Findings

INDICATORS = {
    "the subject of a share": [
        ("Bà Hòa, Trưởng phòng Thống kê cho biết, chỉ số giá quý II giảm 0,4%.", ["rate"]),
        ("Hiện một số xã đã tăng học phí làm cho chỉ số giá tăng 1,9%.", ["rate"]),
        ("Hộ dùng nước sạch đạt 91%.", ["household"]),
        ("Tỉ trọng lao động ngành may trong tổng lao động dưới 30%.", ["person"]),
        ("Độ che phủ rừng ổn định ở mức 47%.", ["land"]),
        ("Tỷ lệ rác thải nông thôn được thu gom đạt 82%.", ["rate"]),
        ("Tỷ lệ cử tri tán thành tên xã mới chiếm 92,4% tổng số cử tri tham gia ý kiến.", ["person"]),
        ("54% đất lâm nghiệp đã giao cho cộng đồng.", ["land"]),
    ],
    "a percentage that says a figure again": [
        ("Giảm 7 phòng chuyên môn (15,2%).", ["organisation", "organisation"]),
        ("Giảm 6 đầu mối phòng, ban (12,5%); giảm 4 trạm y tế (8%).", ["organisation"] * 4),
        ("Khám phá 96/120 vụ, tức 80%.", ["case", "case"]),
        ("Thu ngân sách 420 tỷ đồng, đạt 103% dự toán tỉnh giao và 98% dự toán huyện giao.", ["money"] * 3),
        ("Xã có 860 hộ, trong đó 74% dùng nước máy.", ["household", "household"]),
    ],
    "where a check was made": [
        ("Công tác kiểm tra được tiến hành tại 17/17 sở, ngành.", ["inspection"]),
        ("Sở thanh tra việc cấp phép tại 5 huyện.", ["inspection"]),
        ("Qua 12 cuộc giám sát tại 9 xã, còn 02 xã làm chậm.", ["inspection", "inspection", "organisation"]),
        ("Đoàn kiểm tra của tỉnh gồm 7 người.", ["person"]),
        ("Tổ công tác gặp gỡ công nhân tại 21 doanh nghiệp.", ["organisation"]),
    ],
    "occasions, and those who came": [
        ("Tiếp 38 lượt với 44 công dân.", ["session", "attendance"]),
        ("Trụ sở tiếp 120 lượt công dân.", ["attendance"]),
        ("Tỉnh quy hoạch 2.400 lượt cán bộ.", ["person"]),
        ("Hằng năm đào tạo nghề cho 3.200 lao động.", ["person"]),
        ("Gần 800 bà con đã ngồi lại với lãnh đạo huyện.", ["attendance"]),
    ],
    "works, contracts, instances, volumes": [
        ("Ba nhà văn hóa thôn được sửa chữa.", ["project"]),
        ("Đội có 9 người (2 kiểm soát viên, 4 cán bộ và 3 hợp đồng).", ["person"] * 4),
        ("Có 24 trường hợp đơn giá thuê đất hết hạn.", ["other"]),
        ("Trữ lượng còn lại khoảng 1,5 triệu m3.", ["other"]),
        ("Thu giữ 12 m3 gỗ.", ["goods"]),
        ("Hội đồng xem xét tố cáo 2 cán bộ.", ["complaint"]),
    ],
}
LABELS = {
    "how those counted stand": [
        ("Rà soát 60 nhà xưởng, có 8 nhà xưởng không phép, 11 nhà xưởng sai phép.", [None, "không phép", "sai phép"]),
        ("Phát hiện 8 nhà xưởng không phép.", [None]),
        ("Trong 22 chỉ tiêu có 17 chỉ tiêu đạt và vượt kế hoạch.", [None, "đạt và vượt kế hoạch"]),
        ("Cuộc họp có 41 phiếu đồng ý, 3 phiếu không đồng ý.", ["đồng ý", "không đồng ý"]),
        ("Trong 14 cuộc kiểm tra có 9 cuộc định kỳ, 5 cuộc đột xuất.", [None, "định kỳ", "đột xuất"]),
        ("Trong 9 tố cáo có 4 tố cáo đúng, 5 tố cáo sai.", [None, "đúng", "sai"]),
    ],
    "a group before its number": [
        ("Công đoàn có 5.400 đoàn viên, trong đó khu vực tư nhân 3.900 đoàn viên.", [None, "khu vực tư nhân"]),
        ("Mở lớp cho 310 cán bộ (nữ 144).", [None, "nữ"]),
        ("Tỉnh có khoảng 24.000 người (công chức 2.600 người).", [None, "công chức"]),
        ("Lao động nữ 300 người; lao động nam 250 người.", ["nữ", "nam"]),
        ("Khối chính quyền sẽ giảm 70 người.", [None]),
        ("Ban Nội chính và Dân vận Huyện ủy: 5 người; Văn phòng: 7 người.", [None, None]),
    ],
    "levels and forms beside each other": [
        ("Tổng số là 980 thủ tục (cấp tỉnh 700 thủ tục, cấp xã 280 thủ tục).", [None, "cấp tỉnh", "cấp xã"]),
        ("Có 3 cuộc cấp tỉnh, 9 cuộc cấp huyện.", ["cấp tỉnh", "cấp huyện"]),
        ("Cấp tỉnh chủ trì 04 cuộc.", [None]),
        ("Tổ chức 01 hội nghị trực tiếp kết hợp trực tuyến.", [None]),
        ("Có 900 người dự trực tuyến, 150 người dự trực tiếp.", ["trực tuyến", "trực tiếp"]),
    ],
    "what marks come to": [
        ("Xã được 91 điểm, xếp loại tốt.", ["tốt"]),
        ("Dưới 50 điểm: loại yếu.", ["yếu"]),
        ("Từ 80 đến dưới 90 điểm xếp loại: Tốt.", ["tốt"]),
        ("Có 14 xã đạt từ 90 điểm trở lên, 5 xã dưới 90 điểm.", ["từ 90 điểm trở lên", None, "dưới 90 điểm", None]),
        ("Ít nhất 70% thôn đạt loại B trở lên.", ["b trở lên"]),
    ],
    "lists and what a share is": [
        (
            "Điểm gồm 02 tiêu chí:\n- Đúng hạn: 60/100 điểm.\n- Thái độ phục vụ: 40/100 điểm.",
            [None, "đúng hạn", "thái độ phục vụ"],
        ),
        ("Hội có 31 chi hội:\n+ Vững mạnh: 20;\n+ Khá: 11.", [None, "vững mạnh", "khá"]),
        ("Trong đó 38% diện tích là đồi núi còn 62% là thung lũng.", ["đồi núi", "thung lũng"]),
        ("Kỷ luật 40 trường hợp, trong đó có 6 trường hợp là người đứng đầu.", [None, "người đứng đầu"]),
        ("Không nơi nào trong 16 xã bị xếp loại yếu.", [None]),
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(*case, id=f"{kind}: {case[0]}") for kind in INDICATORS for case in INDICATORS[kind]],
)
def test_indicator_by_what_stands_around(text: str, expected: list[str]) -> None:
    assert [figure.indicator.value for figure in find_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*case, id=f"{kind}: {case[0]}") for kind in LABELS for case in LABELS[kind]]
)
def test_class_beside_its_total_or_siblings(text: str, expected: list[str | None]) -> None:
    assert [figure.label for figure in find_figures(text)] == expected


def test_figure_names_what_decided_its_fields() -> None:
    figures = find_figures("Phấn đấu 14 xã đạt chuẩn; trong năm kiểm tra 9 xã, 4 xã xếp loại tốt.")
    assert figures[0].rules.modality == "aimed"
    assert figures[1].rules.indicator == "act_on_noun"
    assert (figures[2].label, figures[2].rules.label) == ("tốt", "level_of_scale")
    assert figures[0].rules.unit == "noun_behind"


@pytest.mark.parametrize("heading", ["VÀ PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022", "PHƯƠNG HƯỚNG CÔNG TÁC NĂM 2022"])
def test_the_second_line_of_a_title_makes_no_aims_of_results(heading: str) -> None:
    text = (
        f"BÁO CÁO KẾT QUẢ CÔNG TÁC BẢO TÀNG NĂM 2021\n{heading}\n\nI. CÔNG TÁC TRƯNG BÀY\n"
        "Tổng số hiện vật còn lưu giữ là 2.614 hiện vật.\n"
    )
    assert [figure.modality.value for figure in Findings(text).figures] == ["actual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hồ sơ nộp trực tuyến chiếm 85,2%\n(cùng kỳ 71,8%), tỷ lệ đúng hạn 99,3%; còn 117 tổ công nghệ số.",
            ["actual", "previous", "actual", "actual"],
        ),
        (
            "Diện tích rau an toàn đạt 46 ha\n(năm trước 38 ha), hợp tác xã liên kết tiêu thụ 320 tấn.",
            ["actual", "previous", "actual"],
        ),
        (
            "(Cùng kỳ năm trước 12 ca), đã điều trị khỏi 9 ca; còn theo dõi 2 ca.",
            ["previous", "actual", "actual"],
        ),
        ("Năm ngoái mở 5 lớp, có 90 em theo học.", ["previous", "previous"]),
    ],
)
def test_earlier_time_in_a_bracket_is_that_of_its_numbers_alone(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in find_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Năm 2023 được giao 156,4 tỷ đồng, gồm vốn đầu tư 121,9 tỷ đồng; giải ngân đến 15/6 được 61,3 tỷ đồng.",
            ["target", "target", "actual"],
        ),
        (
            "Xã được giao vận động 300 hộ, trong đó hộ nghèo 90 hộ; vận động được 212 hộ.",
            ["target", "target", "actual"],
        ),
        (
            "Trạm được giao tiêm 1.200 liều vắc xin, gồm 700 liều cho trẻ em, 500 liều cho cụ già; tiêm 954 liều.",
            ["target", "target", "target", "actual"],
        ),
    ],
)
def test_deed_behind_the_parts_of_what_was_assigned(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in find_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tỷ lệ hộ dùng nước sạch đạt 91,2%, thấp hơn 2,8 điểm phần trăm so với chỉ tiêu được giao là 94%.",
            ["actual", "actual", "target"],
        ),
        ("Trồng 31 ha chè, nhiều hơn so với kế hoạch huyện giao là 28 ha.", ["actual", "target"]),
        ("Thu phí đạt 84%, tăng so với kế hoạch 6%.", ["actual", "actual"]),
    ],
)
def test_who_fixed_a_plan_may_stand_before_its_number(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in find_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phương hướng quý II:\n1. Mở 18 lớp dạy bơi; 70% thôn có đội bóng.\n2. Nước sạch đạt 93%.\n"
            "Kết quả khác: sửa 04 cầu.",
            ["target", "target", "target", "actual"],
        ),
        ("Những việc nổi bật:\n1. Mở 18 lớp dạy bơi.\n2. Nước sạch đạt 93%.", ["actual", "actual"]),
    ],
)
def test_numbered_items_are_aims_where_the_line_over_them_says_so(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in find_figures(text)] == expected
