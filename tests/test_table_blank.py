"""A cell without a value says why: no report, no statement, or the nearest statement and why it was not taken."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from pipeline.run.batch import run
from pipeline.speech import Speech

REPORT = """ĐẢNG BỘ TỈNH QUẢNG AN\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ SUỐI NGHỆ
*\tSuối Nghệ, ngày 20 tháng 6 năm 2026
Số 31-BC/ĐU

BÁO CÁO
kết quả công tác quý II năm 2026

1. Mở 05 hội nghị quán triệt nghị quyết.
2. Các chủ đầu tư giải ngân được 23.494 triệu đồng vốn đầu tư công.
3. Quý III/2026 phấn đấu tiếp 60 lượt công dân.
"""
FORM = """units = ["Xã Suối Nghệ", "Xã Bàu Lội"]

[[indicator]]
name = "Số hội nghị quán triệt nghị quyết"
unit = "hội nghị"

[[indicator]]
name = "Tỷ lệ giải ngân vốn đầu tư công"
unit = "%"

[[indicator]]
name = "Số lượt công dân được tiếp"
unit = "lượt"

[[indicator]]
name = "Số vụ cháy"
unit = "vụ"
"""
NOT_FOUND = "không tìm thấy trong báo cáo"


@pytest.fixture
def table(tmp_path: Path) -> list[str]:
    """Return the words of the command that fills the form from one report."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-31.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "bieu.toml").write_text(FORM, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "a.db", 1)
    form, database = (str(tmp_path / name) for name in ("bieu.toml", "a.db"))
    return ["table", "--form", form, "--period", "quý II/2026", "--db", database]


def test_each_blank_cell_says_why_on_the_sheet(table: list[str], tmp_path: Path) -> None:
    assert main([*table, "-o", str(tmp_path / "a.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[Speech("vi")("sheet.table_empty")]
    rows = [row[2:] for row in sheet.iter_rows(min_row=2, values_only=True)]
    source = "31-BC/ĐU, 20/06/2026, bc-31.txt"
    assert [row for row in rows if row[0] == "Xã Suối Nghệ"] == [
        ("Xã Suối Nghệ", "Tỷ lệ giải ngân vốn đầu tư công (%)", NOT_FOUND, "23.494 triệu",
         "đếm thứ khác, hoặc đơn vị tính khác",
         "2. Các chủ đầu tư giải ngân được 23.494 triệu đồng vốn đầu tư công.", source),
        ("Xã Suối Nghệ", "Số lượt công dân được tiếp (lượt)", NOT_FOUND, "60", "là mục tiêu, kế hoạch",
         "3. Quý III/2026 phấn đấu tiếp 60 lượt công dân.", source),
        ("Xã Suối Nghệ", "Số vụ cháy (vụ)", NOT_FOUND, None,
         "Không thấy số nào trong báo cáo nói về chỉ tiêu này.", None, None),
    ]  # fmt: skip
    assert {row[2:] for row in rows if row[0] == "Xã Bàu Lội"} == {("đơn vị chưa báo cáo", *(None,) * 4)}


def test_each_blank_cell_says_why_in_json(table: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*table, "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert ["reason" in cell for cell in cells] == [cell["value"] is None for cell in cells]
    near = {cell["indicator"]: cell["nearest"] for cell in cells[1:4]}
    assert near["Số lượt công dân được tiếp (lượt)"]["reason"] == "là mục tiêu, kế hoạch"
    assert near["Số lượt công dân được tiếp (lượt)"]["written"] == "60"
    assert near["Số vụ cháy (vụ)"] is None
