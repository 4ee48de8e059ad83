"""Two checkouts measured by turns: each stage of both is shown, and a folder that is no checkout is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import stages
from tests.gate import ROOT
from tests.paired import print_pairs


@pytest.mark.slow
def test_each_stage_of_both_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    print_pairs(ROOT, ["Tổ chức 5 hội nghị với 240 người dự, xếp loại tốt 3.\n" * 200], 1)
    rows = [line.split() for line in capfd.readouterr().out.splitlines()[2:]]
    assert [row[0] for row in rows] == list(stages())
    assert all(float(number) > 0 for row in rows for number in row[1:])


def test_a_folder_without_a_checkout_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no checkout with tests/bench\.py"):
        print_pairs(tmp_path, ["Tổ chức 5 hội nghị."], 1)
