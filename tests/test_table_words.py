"""Indicators that no concept of `concepts.toml` knows: the plain words of their names find the numbers, or nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.forms.asking import adding_of
from pipeline.forms.filling import fill
from pipeline.forms.model import Indicator, Span
from pipeline.forms.reports import reports_in
from pipeline.run.batch import run
from pipeline.run.store import connect

REPORT = """ĐẢNG BỘ TỈNH PHÚ THỌ\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ MƯỜNG BI
*\tMường Bi, ngày 19 tháng 6 năm 2026
Số 31-BC/ĐU

BÁO CÁO
kết quả công tác quý II năm 2026

1. Toàn xã trồng mới 12.400 cây xanh. Có 1.120 hộ phân loại rác tại nguồn.
2. Tổ hòa giải thụ lý 14 vụ, hòa giải thành 12 vụ. Tỷ lệ trẻ em tiêm chủng đầy đủ đạt 98,7%.
3. Xây 02 nhà văn hóa khu. Sản lượng lương thực có hạt 4.350 tấn; đàn lợn 6.800 con. Lắp 45 camera an ninh.
4. Toàn tỉnh có 96 trường đạt chuẩn quốc gia. Mỗi khu có một đội xung kích. Quý III sẽ khởi công 01 trạm bơm.
"""
TRUTH = {
    ("Số cây xanh được trồng", "Cây"): "12400",
    ("Số hộ thực hiện phân loại rác thải tại nguồn", "Hộ"): "1120",
    ("Số vụ hòa giải thành", "Vụ"): "12",
    ("Số vụ hòa giải thụ lý", "Vụ"): "14",
    ("Tỷ lệ tiêm chủng đầy đủ cho trẻ em", "%"): "98.7",
    ("Số nhà văn hóa khu dân cư được xây mới", "Nhà"): "2",
    ("Sản lượng lương thực", "Tấn"): "4350",
    ("Tổng đàn lợn", "Con"): "6800",
    ("Số camera an ninh được lắp đặt", "Chiếc"): "45",
    ("Số trường đạt chuẩn quốc gia", "Trường"): None,  # of the whole province
    ("Số đội xung kích", "Đội"): None,  # one in each place, not one in all
    ("Số trạm bơm được xây dựng", "Trạm"): None,  # still to be built
    ("Số vụ tai nạn giao thông", "Vụ"): None,
}


def test_plain_words_find_what_no_concept_knows(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-31.txt").write_text(REPORT, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "a.db", 1)
    indicators = [Indicator(name, (), unit, adding_of(name, (), unit)) for name, unit in TRUTH]
    with closing(connect(tmp_path / "a.db")) as connection:
        quarter = Span(date(2026, 4, 1), date(2026, 6, 30))
        filled = fill(connection, indicators, ["Xã Mường Bi"], reports_in(connection), quarter)
    values = [filled.cells[0, at].value for at in range(len(indicators))]
    assert values == [Decimal(value) if value else None for value in TRUTH.values()]
