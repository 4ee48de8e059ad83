"""What suits an indicator best and is a neighbour of it is proposed only; the number itself is a value."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.forms.asking import adding_of
from pipeline.forms.filling import fill
from pipeline.forms.model import Cell, Indicator, Span, State
from pipeline.forms.reports import reports_in
from pipeline.forms.telling import evidence_words
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech

HEAD = """ĐẢNG BỘ TỈNH QUẢNG AN\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ SUỐI NGHỆ
*\tSuối Nghệ, ngày 20 tháng 6 năm 2026
Số 52-BC/ĐU

BÁO CÁO
kết quả công tác quý II năm 2026

"""
CASES = [
    ("part_alike", "Số mô hình “Dân vận khéo”", "mô hình", "34",
     "Xã giữ 34 mô hình “Dân vận khéo”, trong đó 12 mô hình về môi trường.",
     "Các mô hình “Dân vận khéo” được giữ, trong đó 12 mô hình “Dân vận khéo” về môi trường."),
    ("deed_untold", "Số ý kiến, kiến nghị đã được giải quyết", "ý kiến", "51",
     "Cử tri nêu 64 ý kiến, kiến nghị; đã giải quyết 51 ý kiến.", "Cử tri nêu 64 ý kiến, kiến nghị."),
    ("another_deed", "Số đơn thư", "đơn", "27",
     "Đơn thư: 27 đơn, trong đó 03 đơn còn trong thời hạn.", "Hiện 03 đơn còn trong thời hạn."),
    ("thing_apart", "Số lượt công dân được tiếp", "lượt", "45",
     "Tiếp 45 lượt công dân; lãnh đạo bố trí 14 ngày tiếp công dân.", "Lãnh đạo bố trí 14 ngày tiếp công dân."),
    ("one_level", "Số cuộc đối thoại với Nhân dân", "cuộc", "5",
     "Đối thoại với Nhân dân 05 cuộc.", "Đối thoại với Nhân dân ở cấp thôn 21 cuộc."),
    ("one_occasion", "Số suất quà đã trao trong kỳ", "suất", "620",
     "Xã đã trao 620 suất quà.", "Riêng dịp Trung thu, xã trao 350 suất quà."),
    ("year_begun", "Số hộ nghèo cuối kỳ", "hộ", "187",
     "Đến cuối quý xã còn 187 hộ nghèo.", "Đầu năm 2026 xã có 212 hộ nghèo."),
    ("bound", "Tỷ lệ đảng viên tham gia học tập nghị quyết", "%", "97",
     "Tỷ lệ đảng viên tham gia học tập nghị quyết đạt 97%.",
     "Có 03 chi bộ có tỷ lệ đảng viên tham gia học tập nghị quyết dưới 80%."),
    ("many_quarters", "Số đảng viên được giám sát", "đảng viên", "5",
     "Giám sát 05 đảng viên.", "Hai quý cộng lại có 12 đảng viên được giám sát."),
    ("one_place", "Số hộ nghèo cuối kỳ", "hộ", "112",
     "Số hộ nghèo cuối kỳ là 112 hộ, có 09 hộ nghèo ở thôn Bàu Lội.", "Chín hộ nghèo ở thôn Bàu Lội được sửa nhà."),
    ("denies_less", "Số nhiệm vụ đã hoàn thành", "nhiệm vụ", "32",
     "Đã hoàn thành 32 nhiệm vụ được giao.", "Mức hoàn thành đạt 94%, không còn nhiệm vụ treo."),
    ("shortcoming", "Số tổ chức đảng được kiểm tra", "tổ chức", "4",
     "Kiểm tra 04 chi bộ.", "II. HẠN CHẾ\nKiểm tra 02 chi bộ còn hình thức."),
]  # fmt: skip
"""The sign, an indicator with its unit and value, a text that tells it, one that tells of a neighbour alone."""

APART = [
    ("Số lượt công dân do lãnh đạo xã tiếp", "lượt",
     "Bí thư Đảng ủy tiếp 19 lượt công dân, bộ phận tiếp dân tiếp 88 lượt công dân.", "19"),
    ("Số đảng viên được trao Huy hiệu Đảng", "đảng viên", "Trao Huy hiệu 40 năm tuổi Đảng cho 06 đảng viên.", "6"),
    ("Số ý kiến đã được trả lời", "ý kiến", "Tiếp nhận 31 ý kiến - đã trả lời 22 ý kiến - chuyển cấp trên 9 ý kiến.",
     "22"),
    ("Số đơn thư đã giải quyết", "đơn", "Giải quyết xong 17 đơn, không để phát sinh điểm nóng.", "17"),
    ("Số chi bộ trực thuộc", "chi bộ", "Đảng bộ có 41 chi bộ trực thuộc sau khi sáp nhập 02 chi bộ y tế.", "41"),
    ("Tỷ lệ giải ngân vốn đầu tư công so với kế hoạch năm", "%",
     "Vốn đầu tư công từ đầu năm giải ngân 61,5%; chương trình mục tiêu quốc gia giải ngân 44%.", "61.5"),
    ("Số nhà ở của hộ nghèo xây mới, sửa chữa xong trong kỳ", "căn",
     "Trong quý, xã bàn giao 06 căn nhà cho hộ nghèo, hộ cận nghèo.", "6"),
    ("Thu ngân sách trên địa bàn, lũy kế từ đầu năm", "triệu đồng",
     "- Thu NS trên địa bàn 6 tháng: 21,4 tỷ / DT 40 tỷ.", "21400"),
    ("Số lượt người dự học tập, quán triệt nghị quyết", "lượt người",
     "Hội nghị quán triệt nghị quyết: 02. Số người dự: ở xã 210 lượt, ở thôn 345 lượt; cộng 555 lượt người.", "555"),
    ("Tổng số đảng viên cuối kỳ", "đảng viên",
     "Tổng số đảng viên: 812.\nKết nạp trong quý: ở thôn 05, ở trường học 02; cộng 07 đảng viên.", "812"),
    ("Tổng số đảng viên cuối kỳ", "đảng viên", "Tổng số đảng viên là 903 đồng chí, tuổi bình quân 44,8.", "903"),
    ("Số đơn thư đã giải quyết", "đơn",
     "Đơn thư: kỳ trước chuyển sang 04 đơn, nhận mới 21 đơn, tổng số phải giải quyết 25 đơn; đã giải quyết 22 đơn.",
     "22"),
    ("Vốn đầu tư công đã giải ngân, lũy kế từ đầu năm", "triệu đồng",
     "Kế hoạch vốn đầu tư công năm 2026 là 31.000 triệu đồng, đã giải ngân 12.400 triệu đồng, đạt 40%.", "12400"),
    ("Số lao động được đào tạo nghề, lũy kế từ đầu năm", "người",
     "Đào tạo nghề cả năm: quý I 26 người, quý II 31 người; cộng 57 người.", "57"),
    ("Số lao động được đào tạo nghề, lũy kế từ đầu năm", "người",
     "- Đào tạo nghề từ đầu năm tới nay 47 người (2 lớp may), KH 80.", "47"),
    ("Số cuộc đối thoại với Nhân dân", "cuộc",
     "Có thêm mô hình (dự kiến từ đầu năm): “Vườn mẫu”. Đối thoại với Nhân dân 02 cuộc.", "2"),
    ("Số đảng viên mới kết nạp", "đảng viên", "Kết nạp 07/09 đảng viên, đạt 77,8% chỉ tiêu.", "7"),
]  # fmt: skip
"""An indicator, its unit, a text that tells it and a neighbour, and what the cell holds."""


def cell(text: str, name: str, unit: str, folder: Path) -> Cell:
    """Return the cell of one indicator, from one report that says this."""
    (folder / "kho").mkdir(parents=True)
    (folder / "kho" / "bc-52.txt").write_text(HEAD + text + "\n", encoding="utf-8")
    run(folder / "kho", folder / "a.db", 1)
    with closing(connect(folder / "a.db")) as connection:
        quarter = Span(date(2026, 4, 1), date(2026, 6, 30))
        indicator = Indicator(name, (), unit, adding_of(name, (), unit))
        return fill(connection, [indicator], ["Xã Suối Nghệ"], reports_in(connection), quarter).cells[0, 0]


@pytest.mark.parametrize(
    ("sign", "name", "unit", "value", "text", "neighbour"), CASES, ids=[f"{case[0]}: {case[5]}" for case in CASES]
)
def test_a_neighbour_is_no_value(
    sign: str, name: str, unit: str, value: str, text: str, neighbour: str, tmp_path: Path
) -> None:
    told, beside = cell(text, name, unit, tmp_path / "told"), cell(neighbour, name, unit, tmp_path / "beside")
    assert told.value == Decimal(value)
    assert beside.state is State.DOUBT
    assert sign in beside.matches[0].unsure


@pytest.mark.parametrize(("name", "unit", "text", "value"), APART, ids=[case[2] for case in APART])
def test_a_neighbour_beside_leaves_the_number_sure(name: str, unit: str, text: str, value: str, tmp_path: Path) -> None:
    found = cell(text, name, unit, tmp_path / "told")
    assert (found.state, found.value) == (State.VALUE, Decimal(value))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_why_a_number_is_only_proposed_is_said(language: str, tmp_path: Path) -> None:
    proposed = cell("Lãnh đạo bố trí 14 ngày tiếp công dân.", "Số lượt công dân được tiếp", "lượt", tmp_path)
    told = {"vi": "Chỉ đề xuất vì đếm thứ khác", "en": "Only proposed: counts another thing"}
    assert evidence_words(proposed.matches[0], Speech(language)).startswith(told[language])
