"""What an office computer with Windows lacks is missing here, and an archive is read and asked all the same."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import systems
from pipeline.errors import StoreError
from pipeline.run import holding
from tests.start_cost import PROGRAM

ROOT = Path(__file__).resolve().parent.parent
FILES = ("kh-87-kh-tu-quan-triet-quy-che.txt", "bieu-268-bdvtu-6-thang-2022.xlsx", "tin-so-ket-dan-van-6-thang.html")
FIGURES = """SELECT f.ord, f.value, f.unit, f.place FROM figures f JOIN documents d ON d.id = f.document_id
             WHERE d.name = ? ORDER BY f.ord"""


def started(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python as that computer has it, its scratch folders apart: it cannot lock them against this system's runs."""
    (folder / "scratch").mkdir(exist_ok=True)
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'tests' / 'another_system'}{os.pathsep}{ROOT}",
        "TMPDIR": str(folder / "scratch"),
    }
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_stand_in_hides_what_it_says(tmp_path: Path) -> None:
    hidden = "import os, signal, multiprocessing, importlib.util as u; from pipeline.systems import if_there\n"
    hidden += "print(if_there('fcntl'), if_there('resource'), if_there('magic'), hasattr(os, 'fork'), "
    hidden += "hasattr(signal, 'SIGALRM'), multiprocessing.get_start_method())"
    assert started(tmp_path, "-c", hidden).stdout.split() == ["None", "None", "None", "False", "False", "spawn"]


@pytest.mark.slow
def test_files_are_read_and_a_question_answered(tmp_path: Path, sample_archive: Path) -> None:
    place = tmp_path / "kho" / "lao-cai" / "2022"
    place.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / "corpus" / "lao-cai" / "2022" / name, place)
    (place / "chuong-trinh.bin").write_bytes(b"\x7fELF" + bytes(range(256)))
    run = started(tmp_path, "-c", PROGRAM, "run", "kho", "--db", "a.db", "--workers", "1")
    assert run.returncode == 0, run.stderr
    assert "đọc 3" in run.stdout and "1 bị bỏ qua" in run.stdout
    here, there = sqlite3.connect(tmp_path / "a.db"), sqlite3.connect(sample_archive)
    for name in FILES:
        mine = here.execute(FIGURES, (Path(name).stem,)).fetchall()
        assert mine == there.execute(FIGURES, (Path(name).stem,)).fetchall()
    here.close()
    there.close()
    asked = started(tmp_path, "-c", PROGRAM, "cites", "09-QC/TU", "--db", "a.db")
    assert asked.returncode == 0 and "Quy chế" in asked.stdout, asked.stderr


@pytest.mark.parametrize("answer", [errno.EACCES, None])
def test_windows_says_who_holds_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int | None) -> None:
    locked: list[int] = []

    def locking(descriptor: int, mode: int, count: int) -> None:
        locked.append(os.lseek(descriptor, 0, os.SEEK_CUR))
        if answer:
            raise OSError(answer, "taken")

    monkeypatch.setattr(systems, "_POSIX", None)
    monkeypatch.setattr(systems, "_WINDOWS", SimpleNamespace(locking=locking, LK_NBLCK=2))
    if answer:
        with pytest.raises(StoreError), holding.held(tmp_path / "a.db", "run"):
            pass
    else:
        with holding.held(tmp_path / "a.db", "run"):
            holder = holding.holder_of(tmp_path / "a.db")
            assert holder and holder.what == "run"
    assert locked == [1 << 30]
