"""Who reached a number: the subject of its sentence or clause where the text names a body, else nobody."""

from __future__ import annotations

import pytest

from extractors.figures.find import find_figures

SUBJECTS = [
    ("Đảng ủy xã tổ chức 05 hội nghị.", "05", "Đảng ủy xã"),
    ("Trong quý, Hội Nông dân xã mở 07 lớp tập huấn.", "07", "Hội Nông dân xã"),
    ("Quý IV, Đảng ủy chủ trì 04 hội nghị.", "04", "Đảng ủy"),
    ("Sáu tháng đầu năm 2025, các cấp công đoàn thăm 312 đoàn viên.", "312", "các cấp công đoàn"),
    ("a) Học tập nghị quyết: Đảng ủy mở 10 hội nghị.", "10", "Đảng ủy"),
    ("- Công an xã xử lý 21 trường hợp.", "21", "Công an xã"),
    ("Trung tâm tiếp 5.428 lượt hồ sơ.", "5.428", "Trung tâm"),
    ("Trung tâm Phục vụ hành chính công xã tiếp nhận 5.391 hồ sơ.", "5.391", "Trung tâm Phục vụ hành chính công xã"),
    ("Bộ trưởng Bộ Tư pháp đề nghị cắt giảm 12 thủ tục.", "12", "Bộ trưởng Bộ Tư pháp"),
    ("Cấp ủy xã phát hành 56 văn bản.", "56", "Cấp ủy xã"),
    ("Đảng bộ hiện có 61 chi bộ.", "61", "Đảng bộ"),
    ("Toàn xã giữ được 44 mô hình.", "44", "Toàn xã"),
    ("Đảng ủy mở 03 lớp; Ủy ban Kiểm tra kiểm tra 04 chi bộ.", "04", "Ủy ban Kiểm tra"),
    ("Đảng ủy mở 03 lớp; Ủy ban Kiểm tra kiểm tra 04 chi bộ.", "03", "Đảng ủy"),
    ("Đảng ủy mở 03 lớp; ban hành 25 văn bản.", "25", "Đảng ủy"),
    ("Bí thư Đảng ủy đối thoại 02 cuộc với người dân.", "02", "Bí thư Đảng ủy"),
    ("Đồng chí Chủ tịch Ủy ban nhân dân xã đối thoại 01 cuộc.", "01", "Đồng chí Chủ tịch Ủy ban nhân dân xã"),
    ("Theo báo cáo của Công an tỉnh, toàn tỉnh xảy ra 14 vụ cháy.", "14", "toàn tỉnh"),
]
NOBODY = [
    ("Tổ chức 05 hội nghị học tập.", "05"),
    ("Số đảng viên của Đảng bộ là 1.885 đồng chí.", "1.885"),
    ("Tiếp 128 lượt công dân.", "128"),
    ("Nhân dân hiến 3.150 m2 đất.", "3.150"),
    ("Trong quý, tiếp nhận 35 đơn.", "35"),
    ("Trường hợp vi phạm bị xử lý là 14 người.", "14"),
    ("Bộ máy đi vào nền nếp với 100% cán bộ nhận nhiệm vụ.", "100%"),
]


def actor_of(text: str, numeral: str) -> str | None:
    return next(figure.actor for figure in find_figures(text) if figure.text == numeral)


@pytest.mark.parametrize(("text", "numeral", "actor"), SUBJECTS, ids=lambda value: value)
def test_the_subject_of_the_clause_reached_the_number(text: str, numeral: str, actor: str) -> None:
    assert actor_of(text, numeral) == actor


@pytest.mark.parametrize(("text", "numeral"), NOBODY, ids=lambda value: value)
def test_nobody_is_made_up(text: str, numeral: str) -> None:
    assert actor_of(text, numeral) is None
