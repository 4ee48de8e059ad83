"""What does not add up is told with both numbers and the arithmetic; what rounding explains is not."""

from __future__ import annotations

import pytest

from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.model import Problem

WRONG = [
    (
        "Kỷ luật 412 đảng viên: khiển trách 286, cảnh cáo 84, cách chức 9, khai trừ 31.",
        "parts_sum",
        "Các phần cộng lại là 410 (286 + 84 + 9 + 31), tổng nêu là 412, chênh 2.",
    ),
    (
        "Ban hành 9 văn bản, gồm 5 kế hoạch, 6 công văn.",
        "parts_exceed_total",
        "Các phần cộng lại là 11 (5 + 6), tổng nêu là 9, chênh 2.",
    ),
    (
        "Có 54 chi bộ được xếp loại: tốt 40 chi bộ, khá 8 chi bộ, yếu 5 chi bộ.",
        "rating_sum",
        "Các mức xếp loại cộng lại là 53 (40 + 8 + 5), tổng nêu là 54, chênh 1.",
    ),
    (
        "Có 24.318/25.102 hội viên được học tập (86,9%).",
        "share_mismatch",
        "Tỷ lệ ghi 86,9%, nhưng 24.318/25.102 = 96,9%.",
    ),
    (
        "Nhận 86 đơn, đã xử lý 79 đơn, đạt 95%.",
        "share_mismatch",
        "Tỷ lệ ghi 95%, nhưng 79/86 = 91,9%.",
    ),
    (
        "Có 132.780 lượt người dự, tăng 8.260 so với năm 2021 (123.520 lượt).",
        "change_mismatch",
        "Ghi tăng 8.260, nhưng 132.780 − 123.520 = 9.260.",
    ),
    (
        "Mở 64 hội nghị, bình quân 99 người một hội nghị, tổng cộng 5.696 lượt người.",
        "average_mismatch",
        "Bình quân ghi 99, nhưng 5.696 : 64 = 89.",
    ),
    (
        "Tỷ lệ hộ nghèo giảm từ 11,2% xuống còn 7,8%, giảm 4,4%.",
        "change_mismatch",
        "Ghi giảm 4,4%, nhưng 7,8 − 11,2 = −3,4%.",
    ),
    (
        "Thu thuế 540 triệu đồng/500 triệu đồng kế hoạch, đạt 118%.",
        "share_mismatch",
        "Tỷ lệ ghi 118%, nhưng 540.000.000/500.000.000 = 108%.",
    ),
    (
        "Thu ngân sách 45 tỷ đồng, đạt 95% so với dự toán giao (50 tỷ đồng).",
        "share_mismatch",
        "Tỷ lệ ghi 95%, nhưng 45.000.000.000/50.000.000.000 = 90%.",
    ),
    (
        "Các tổ đã hòa giải thành 45/32 vụ.",
        "ratio_above_one",
        "Ghi 45/32: số trước lớn hơn số sau, có thể là hai số riêng chứ không phải tỷ lệ.",
    ),
    (
        "Hỗ trợ 15 (mười sáu) hộ nghèo.",
        "words_contradict_digits",
        "Số ghi là 15, bằng chữ là 16.",
    ),
    (
        "TT | Xã | Số hộ\n1 | A | 20\n2 | B | 31\n3 | C | 12\nCộng | 62\n",
        "column_sum",
        "Cột Số hộ cộng lại là 63, hàng tổng ghi 62.",
    ),
    (
        "Xã | Số hộ\nTổng số | 34\nA | 20\nB | 13\n",
        "column_sum",
        "Cột Số hộ cộng lại là 33, hàng tổng ghi 34.",
    ),
    (
        "Xã | Số đơn | Chia ra |\n |  | Khiếu nại | Tố cáo\nA | 12 | 7 | 5\nB | 9 | 5 | 3\n",
        "row_sum",
        "Các cột cộng lại là 8 (5 + 3), cột tổng ghi 9.",
    ),
    (
        "Xã | Tổng số hộ | Hộ nghèo | Hộ khác\n(1) | (2)=(3)+(4) | (3) | (4)\nA | 12 | 7 | 5\nB | 9 | 5 | 5\n",
        "row_sum",
        "Các cột cộng lại là 10 (5 + 5), cột tổng ghi 9.",
    ),
    (
        "Xã | Số hộ | Trong đó |\n |  | Nghèo | Có nữ làm chủ\nA | 12 | 7 | 13\nB | 9 | 5 | 8\n",
        "parts_exceed_total",
        "Phần ghi 13 lớn hơn tổng cùng hàng là 12.",
    ),
]


def problems_of(text: str) -> tuple[Problem, ...]:
    figures = find_figures(text)
    return check_figures(text, figures, find_ratings(text, figures))


@pytest.mark.parametrize(("text", "kind", "message"), WRONG, ids=[row[1] + ": " + row[0][:40] for row in WRONG])
def test_contradiction_is_shown(text: str, kind: str, message: str) -> None:
    (problem,) = problems_of(text)
    assert (problem.kind, problem.message) == (kind, message)
    assert problem.start is not None and problem.end is not None


RIGHT = [
    "Chi bộ kết nạp 15/12 đảng viên, đạt 125% chỉ tiêu.",
    "Ban hành 15 văn bản (02 kế hoạch, 02 hướng dẫn, 6 công văn, 02 quyết định và các văn bản khác).",
    "Kết nạp 45 đảng viên, trong đó nữ 20, dân tộc thiểu số 12.",
    "Xếp loại 420 học sinh tốt nghiệp: loại giỏi 25 em, loại khá 96 em.",
    "Có 131 cuộc kiểm tra, trong đó kỳ trước chuyển sang 43 cuộc. Trong số này có 121 cuộc theo kế hoạch.",
    "Công nhận 41 trường. Trong đó, 18 trường mầm non, gồm 9 trường mức 1, 9 trường mức 2; 23 trường tiểu học.",
    "Tỷ lệ hộ nghèo còn 1,9%, giảm 5,6% so với năm 2011. Tỷ lệ ở vùng cao giảm từ 11,2% xuống còn 2,8%.",
    "Thu ngân sách 45 tỷ đồng, đạt 90% so với dự toán giao (50 tỷ đồng).",
    "Có 19 khối được xếp loại: tốt 9 khối (47,4%), khá 7 khối (36,8%), trung bình 3 khối (15,8%).",
    "Thu 12,5 tỷ đồng, gồm thu phí 7,3 tỷ đồng, thu khác 5,3 tỷ đồng.",
    "Dư nợ 186,4 tỷ đồng, tăng 12,8 tỷ (+7,37%).",
    "Còn 71 đơn vị, giảm 9 đơn vị so với 80 đơn vị trước đây.",
    "Kết nạp 486 hội viên, đạt 121,5% kế hoạch.",
    "Có 26 vụ - 68 bị can (trong đó kỳ trước 18 vụ - 55 bị can, mới 8 vụ - 13 bị can).",
    "Mua 15 (mười lăm) máy tính.",
    "Mở 3 lớp, 224 học viên dự, trung bình mỗi lớp gần 75 người.",
    "Chi hơn 20 tỷ đồng, gồm ngân sách 12 tỷ đồng, nhân dân 9 tỷ đồng.",
    "Trường có 4.012 cán bộ, giáo viên, trong đó nữ 3.218 người; đảng viên 1.126 đồng chí.\n",
    "TT | Xã | Số hộ\n1 | A | 20\n2 | B | 31\n3 | C | 12\nCộng | 63\n",
    "TT | Xã | Số hộ\nI | Khối A | 51\n1 | A | 20\n2 | B | 31\nII | Khối B | 12\n1 | C | 12\n | Cộng | 63\n",
    "Xã | Số hộ\nA | 20\nB | 31\nCộng khối A | 51\nC | 12\nD | 8\nCộng khối B | 20\nTổng cộng | 71\n",
    "Xã | Số hộ\nA | 20\n- Trong đó nghèo | 5\nB | 31\nCộng | 51\n",
    "Xã | Số hộ\nA | 20\nB | 31\n\nXã | Số hộ\nC | 2\nD | 3\nCộng | 5\n",
    "Xã | Thu nhập bình quân (triệu đồng)\nA | 20\nB | 30\nToàn huyện | 25\n",
    "Xã | Số hộ | Trong đó |\n |  | Nữ làm chủ | Dân tộc\nA | 12 | 7 | 9\nB | 9 | 5 | 8\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_adds_up_or_is_told_in_part_is_left_alone(text: str) -> None:
    assert problems_of(text) == ()


def test_headline_is_looked_for_in_the_body() -> None:
    text = (
        "Hải Hà: Kết nạp 36 đảng viên mới\n"
        "Năm 2019, Đảng bộ huyện Hải Hà mở 3 lớp bồi dưỡng, kết nạp 38 đảng viên mới, khai trừ 5 đảng viên.\n"
    )
    (problem,) = problems_of(text)
    assert problem.kind == "headline_mismatch"
    assert problem.message == "Tiêu đề nêu 36 đảng viên mới, trong bài không có số này, chỉ có 38, 5."
    assert text[problem.start : problem.end] == "36"


@pytest.mark.parametrize(
    "body",
    [
        "Huyện kết nạp 36 đảng viên, khai trừ 5 đảng viên.",
        "Huyện kết nạp 20 đảng viên trong quý I và 16 đảng viên trong quý II.",
        "Huyện mở 3 lớp bồi dưỡng nhận thức về Đảng.",
    ],
)
def test_headline_that_the_body_bears_out_is_left_alone(body: str) -> None:
    assert problems_of(f"Hải Hà: Kết nạp 36 đảng viên mới\n{body}\n") == ()


def test_headline_may_round() -> None:
    assert problems_of("Hà Nội: 35.000 người kê khai tài sản\nCó 35.033 người phải kê khai tài sản.\n") == ()
