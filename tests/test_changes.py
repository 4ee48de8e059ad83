"""The report of what two versions read otherwise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.changes import ROOT, changed_lines, with_context


def test_what_comes_what_goes_and_what_is_told_otherwise() -> None:
    old = ["metadata | place Lào Cai", "figure 3-5 12 | value 12 | unit lớp | rules a", "citation 20-30 05-CT/TW"]
    new = ["metadata | place Lào Cai", "figure 3-5 12 | value 12 | unit buổi | rules b", "citation 20-30 05-CT/TU"]
    assert list(changed_lines(old, new, frozenset({"rules"}))) == [
        "~ figure 3-5 12 | unit: lớp → buổi",
        "+ citation 20-30 05-CT/TU",
        "- citation 20-30 05-CT/TW",
    ]
    assert not list(changed_lines(old, old))


def test_the_words_around_a_fact_are_shown() -> None:
    shown = with_context("+ figure 3-5 12 | value 12", "mở 12 lớp cho 640 học viên")
    assert shown.endswith("… mở [12] lớp cho 640 học viên …")


@pytest.mark.slow
def test_two_checkouts_are_compared(tmp_path: Path) -> None:
    tree = tmp_path / "other"
    for part in ("extractors", "pipeline"):
        shutil.copytree(ROOT / part, tree / part)
    (tree / "tests").mkdir()
    (tree / "corpus").mkdir()
    for name in ("__init__.py", "golden.py"):
        shutil.copy(ROOT / "tests" / name, tree / "tests" / name)
    rules = tree / "extractors" / "figures" / "find.py"
    rules.write_text(
        rules.read_text(encoding="utf-8") + "\n\ndef find_figures(*given):\n    return ()\n", encoding="utf-8"
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "bc.txt").write_text("Toàn tỉnh mở 12 lớp cho 640 học viên.", encoding="utf-8")
    command = [sys.executable, "-m", "tests.changes", "--against", str(tree), str(texts)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "+ figure" in told and "mở [12] lớp" in told
    assert "1 documents; +2 figure" in told
