"""Folders of unpacked files: gone with the command, those of killed commands with the next one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.scratch import clear_left, scratch_folder

KEEPS_ITS_FOLDER = """
import sys, time
from pipeline.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "0").mkdir()
    (folder / "0" / "mat.txt").write_text("MẬT")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tam"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def start(temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS_ITS_FOLDER], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_goes_with_its_block(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "bc.txt").write_text("Báo cáo")
    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_killed_process_is_removed_that_of_a_living_one_stays(temporary: Path) -> None:
    killed, left = start(temporary)
    living, used = start(temporary)
    killed.kill()
    killed.wait()
    try:
        assert (left / "0" / "mat.txt").exists()
        assert clear_left() == 1
        assert not left.exists()
        assert (used / "0" / "mat.txt").exists()
    finally:
        living.kill()
        living.wait()


def test_a_run_removes_what_a_killed_run_had_unpacked(temporary: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    archive.mkdir()
    with zipfile.ZipFile(archive / "nam.zip", "w") as container:
        for number in range(400):
            container.writestr(f"bc-{number}.txt", f"BÁO CÁO\nsố {number}\n\nNăm 2022 mở {number} lớp.\n" * 200)
    command = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "run", str(archive)]
    run = subprocess.Popen([*command, "--db", str(tmp_path / "a.db")], stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while not list(temporary.glob("trichyeu-*/0/*")) and time.monotonic() < until:
        time.sleep(0.02)
    run.kill()
    run.wait()
    assert list(temporary.glob("trichyeu-*/0/*"))
    (archive / "nam.zip").unlink()
    (archive / "bc.txt").write_text("BÁO CÁO\nNăm 2022 mở 3 lớp.\n", encoding="utf-8")
    assert main(["run", str(archive), "--db", str(tmp_path / "b.db")]) == 0
    assert list(temporary.glob("trichyeu-*")) == []
