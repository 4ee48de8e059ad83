"""`doctor`, `read`, `refused` and the kinds of refusals: what people are told of tools, texts and skipped files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands import doctor
from pipeline.commands.refused import write_csv
from pipeline.questions.status import quarantine_lines, refusal_kinds
from pipeline.speech import Speech

ROWS = [
    {"path": "a/1.pdf", "reason": "missing_tool", "message": "“a/1.pdf”: bản quét 12 trang. Hãy tìm bản có chữ."},
    {"path": "a/2.pdf", "reason": "missing_tool", "message": "“a/2.pdf”: bản quét 7 trang. Hãy tìm bản có chữ."},
    {"path": "=b.exe", "reason": "unsupported_format", "message": "“=b.exe”: chương trình. Hãy bỏ tệp này."},
    {"path": "a/3.pdf", "reason": "missing_tool", "message": "“a/3.pdf”: bản quét 1 trang. Hãy tìm bản có chữ."},
]


def test_refusals_by_kind() -> None:
    kinds = refusal_kinds(ROWS)
    assert [(kind["count"], kind["cause"]) for kind in kinds] == [
        (3, "bản quét 12 trang. Hãy tìm bản có chữ."), (1, "chương trình. Hãy bỏ tệp này."),
    ]  # fmt: skip
    lines = list(quarantine_lines(ROWS, Speech("vi")))
    assert len(lines) == 3
    assert lines[0].startswith("  3 tệp · ") and lines[0].endswith("(ví dụ: a/1.pdf, a/2.pdf …)")
    assert "trichyeu refused" in lines[2]


def test_all_refusals_as_csv(tmp_path: Path) -> None:
    """Excel takes a cell that begins with = for a formula: such a name is kept from it."""
    write_csv(ROWS, tmp_path / "ra" / "a.csv", Speech("vi"))
    with (tmp_path / "ra" / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 5
    assert [row[0] for row in rows[1:]] == ["a/1.pdf", "a/2.pdf", "'=b.exe", "a/3.pdf"]
    assert rows[1][2] == "bản quét 12 trang. Hãy tìm bản có chữ."


@pytest.mark.parametrize("there", [True, False])
def test_doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], there: bool) -> None:
    tools = [doctor.Tool(tool.name, tool.packages, lambda: "1.0" if there else None) for tool in doctor.TOOLS]
    monkeypatch.setattr(doctor, "TOOLS", tools)
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert ("apt-get install" in out) is not there
    for tool in tools:
        assert f"{'✓' if there else '✗'} {tool.name}" in out
    assert main(["doctor", "--json"]) == 0
    assert [row["tool"] for row in json.loads(capsys.readouterr().out)] == [tool.name for tool in tools]


def test_every_tool_is_looked_for() -> None:
    assert all(row["found"] is None or row["found"] for row in doctor.examine())


def test_read_shows_pages_quality_and_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bc.txt"
    text = "Thùc hiÖn ChØ thÞ, toµn tØnh ®· tæ chøc 149 héi nghÞ qu¸n triÖt cho c¸n bé, ®¶ng viªn vµ nh©n d©n.\x01\n"
    file.write_bytes(text.encode("latin-1"))
    assert main(["read", str(file)]) == 0
    out = capsys.readouterr().out
    assert "bảng mã TCVN3" in out
    assert "100 % từ là tiếng Việt" in out
    assert "Thực hiện Chỉ thị, toàn tỉnh đã tổ chức 149 hội nghị" in out
    assert "(dòng 1) Có 1 ký tự điều khiển" in out
    assert main(["read", "--json", "--lang", "en", str(file)]) == 0
    (view,) = json.loads(capsys.readouterr().out)
    assert view["pages"][0]["page"] is None
    assert view["problems"][0]["kind"] == "control_characters"


def test_read_keeps_classified_documents_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.txt"
    file.write_text("TỈNH ỦY LÀO CAI\nMẬT\nSố: 12-BC/TU\nBÁO CÁO\nvề việc kín đáo\n", encoding="utf-8")
    assert main(["read", str(file)]) == 1
    assert "kín đáo" not in capsys.readouterr().out
    assert main(["read", "--allow-classified", str(file)]) == 0
    assert "kín đáo" in capsys.readouterr().out
