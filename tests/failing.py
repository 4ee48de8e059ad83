"""What the tests of failing commands share: a small archive, its database, and what a command told."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.run import store

REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số 31-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 người dự.
"""
QUESTIONS = [
    ["status"], ["figures"], ["cites", "09-QC/TU"], ["refs", "bao-cao"], ["search", "dân vận"], ["conflicts"],
    ["lineage", "09-QC/TU"], ["path", "bao-cao", "09-QC/TU"], ["missing"], ["top", "--place", "Lào Cai"],
    ["digest", "--doc", "bao-cao"], ["digest"],
]  # fmt: skip
COMMAND = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho")
    (folder / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def finished(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "a.db"
    assert main(["run", str(archive), "--db", str(path)]) == 0
    return path


@pytest.fixture
def database(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(finished, tmp_path / "a.db"))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SECONDS_TO_WAIT", 0.0)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Return the exit status and the one line on standard error; nothing is answered beside it."""
    status = main(words)
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.count("\n") == 1, out.err
    return status, out.err
