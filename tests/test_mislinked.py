"""Sentences whose numbers agree though a link of theirs does not, and sentences whose numbers do not agree."""

from __future__ import annotations

import pytest

from extractors.figures.checks import check_figures
from extractors.flow import Findings


def kinds(text: str) -> list[str]:
    found = Findings(text)
    return [problem.kind for problem in check_figures(text, found.figures, found.ratings)]


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm tiếp nhận 5.919 hồ sơ, giải quyết 5.815 hồ sơ, trước và đúng hạn 5.719 hồ sơ, đạt 98,3%.",
        "Bộ phận một cửa nhận vào 5.634 hồ sơ; xử lý xong 5.501 hồ sơ, tỷ lệ đúng và trước hạn 97,2%.",
        "Thu ngân sách 114.072 triệu đồng, được 75,0% của mức 152.100 triệu đồng được giao, tăng 14,1% so với cùng kỳ"
        " (99.947 triệu đồng).",
        "Tiếp nhận 05 đảng viên, chuyển đi 02 đảng viên, 04 đảng viên từ trần.",
        "Hộ nghèo: 432/6.446 hộ, tỷ lệ 6,7%; nghị quyết giao đến cuối năm 6,5%.",
    ],
)
def test_a_wrong_link_is_no_fault_of_the_text(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Xã còn 335 hộ nghèo trong tổng số 9.850 hộ, chiếm 4,3%.", "share_mismatch"),
        ("Khởi công 27 công trình, đạt 68,3% kế hoạch (27/42 công trình).", "share_mismatch"),
        ("Thu hút 1.250 lao động, tăng 25% so với cùng kỳ năm 2021 (1.100 lao động).", "change_mismatch"),
        ("Tổ chức 12 hội nghị, gồm 04 hội nghị cấp xã và 09 hội nghị tại các khu.", "parts_exceed_total"),
        ("Kinh phí 350.000.000 đồng (Bằng chữ: Ba trăm sáu mươi triệu đồng).", "words_contradict_digits"),
    ],
)
def test_what_does_not_close_is_told(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Xã còn 335 hộ nghèo trong tổng số 9.850 hộ, chiếm 3,4%.",
        "Khởi công 27 công trình, đạt 64,3% kế hoạch (27/42 công trình).",
        "Thu hút 1.250 lao động, tăng 13,6% so với cùng kỳ năm 2021 (1.100 lao động).",
        "Kinh phí 350.000.000 đồng (Bằng chữ: Ba trăm năm mươi triệu đồng chẵn).",
    ],
)
def test_what_closes_is_not(text: str) -> None:
    assert kinds(text) == []
