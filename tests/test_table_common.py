"""Without a form the heads of the table are those that a clerk would type, each of one thing with the noun it is in."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from pipeline.forms.common import common_indicators
from pipeline.forms.model import Span
from pipeline.forms.reports import reports_in, standings, units_of
from pipeline.run.batch import run
from pipeline.run.store import connect

HEAD = """ĐẢNG BỘ TỈNH QUẢNG AN\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ {place}
*\t{name}, ngày 20 tháng 6 năm 2026
Số {number}-BC/ĐU

BÁO CÁO
kết quả công tác quý II năm 2026

"""
REPORTS = (
    "1. Mở 05 hội nghị quán triệt nghị quyết, 812 lượt người dự. Người đứng đầu có 03 buổi đối thoại với Nhân dân.\n"
    "2. Xã duy trì 21 mô hình “Dân vận khéo”. Bảo hiểm y tế đạt 94,1%; giải ngân vốn đầu tư công đạt 41%.\n"
    "3. 14 khu dân cư có nhà văn hóa. Tổ hòa giải hòa giải thành 09 vụ việc. Tiếp 44 lượt công dân.\n"
    "4. Còn 06 hồ sơ quá hạn. Thu nhập bình quân đạt 41 triệu đồng. Trong quý kết nạp 07 đồng chí.\n",
    "1. Tổ chức 04 hội nghị quán triệt nghị quyết với 640 lượt người dự. Bí thư đối thoại 02 cuộc với Nhân dân.\n"
    "2. Duy trì 17 mô hình “Dân vận khéo”. Người dân tham gia bảo hiểm y tế 93%; giải ngân vốn đầu tư công 38%.\n"
    "3. 11 khu dân cư có nhà văn hóa. Hòa giải thành 08 vụ việc. Đã tiếp 31 lượt công dân.\n"
    "4. 02 hồ sơ quá hạn. Thu nhập bình quân đạt 39 triệu đồng. Quý II kết nạp 05 đảng viên.\n",
)


def test_heads_are_what_a_clerk_types(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    for number, (name, text) in enumerate(zip(("Suối Nghệ", "Bàu Lội"), REPORTS, strict=True), 31):
        head = HEAD.format(place=name.upper(), name=name, number=number)
        (tmp_path / "kho" / f"bc-{number}.txt").write_text(head + text, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "a.db", 1)
    asked = Span(date(2026, 4, 1), date(2026, 6, 30))
    with closing(connect(tmp_path / "a.db")) as connection:
        reports = reports_in(connection)
        held = standings(units_of(reports, asked), reports, asked)
        heads = {f"{one.name} ({one.unit})" for one in common_indicators(connection, held, asked)}
    assert heads == {
        "Số hội nghị học tập, quán triệt (hội nghị)",
        "Số lượt người dự hội nghị học tập, quán triệt (lượt người)",
        "Số cuộc đối thoại (cuộc)",
        "Số mô hình “Dân vận khéo” đang duy trì (mô hình)",
        "Tỷ lệ tham gia bảo hiểm y tế (%)",
        "Tỷ lệ vốn đầu tư công đã giải ngân (%)",
        "Số vụ, việc hòa giải thành (vụ, việc)",
        "Số lượt công dân được tiếp (lượt công dân)",
        "Số hồ sơ quá hạn (hồ sơ)",
        "Số đảng viên mới kết nạp (đảng viên)",
    }
