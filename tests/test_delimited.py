"""Registers as CSV files; the truths are read from the sample archive by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.delimited import write_csv


def test_a_register_as_csv(sample_archive: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "muc-luc.csv"
    assert main(["list", "--type", "Chỉ thị", "-o", str(file), "--db", str(sample_archive)]) == 0
    assert "1 dòng" in capsys.readouterr().out
    head, row = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("STT,")
    assert row.startswith('1,37-CT/TU,2019-08-12,"Chỉ thị về tăng cường lãnh đạo công tác tiếp dân,')


def test_cells_of_a_csv_are_inert(tmp_path: Path) -> None:
    assert write_csv(tmp_path / "a.csv", ["Chữ", "Số"], [["=1+1", -5], ["a\x1b", None]]) == 2
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == "Chữ,Số\n'=1+1,-5\na\\x1b,\n"
