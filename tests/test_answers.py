"""What a screen is given of an answer: so much of it, no wider than it is, in one language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main

LONG = [
    ["list"], ["tasks"], ["figures"], ["conflicts"], ["missing"], ["top"], ["search", "dân vận"],
    ["refs", "báo cáo 268"], ["cites", "09-QC/TU", "--place", "Lào Cai"], ["cascade", "09-QC/TU", "--place", "Lào Cai"],
]  # fmt: skip


def shown(archive: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main([*words, "--db", str(archive)]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_a_long_answer_is_cut_with_its_count(
    sample_archive: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    answer = json.loads(shown(sample_archive, capsys, *words, "--json"))
    count = len(answer["bodies"] if isinstance(answer, dict) else answer)
    assert count > 2
    cut = shown(sample_archive, capsys, *words, "--limit", "2")
    assert f"… 2 trên {count} kết quả. Xem tất cả: thêm --all" in cut
    whole = shown(sample_archive, capsys, *words, "--all")
    assert "Xem tất cả" not in whole
    assert len(whole) > len(cut)
    assert ("… 20 trên" in shown(sample_archive, capsys, *words)) == (count > 20)


@pytest.mark.parametrize("columns", [50, 80])
@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_lines_are_no_wider_than_the_terminal(
    sample_archive: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    columns: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = shown(sample_archive, capsys, *words).splitlines()
    assert [line for line in lines if len(line) > columns and " " in line.strip()] == []
