"""The run: what is found, isolated, set aside, kept, and written again the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Final

import pytest

from pipeline.errors import UsageError
from pipeline.run import batch
from pipeline.run.discover import Job, discover
from pipeline.run.write import Refusal

ROOT = Path(__file__).resolve().parent.parent
REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số 31-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 người dự.
"""

TABLES = ("documents", "sections", "instruments", "citations", "figures", "ratings", "tasks", "problems", "quarantine")


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(database)
    rows = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}
    connection.close()
    return rows


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    (folder / "2022").mkdir(parents=True)
    (folder / "2022" / "bc-31.txt").write_text(REPORT, encoding="utf-8")
    (folder / "bc-32.txt").write_text(REPORT.replace("31-BC", "32-BC").replace("17 hội", "19 hội"), encoding="utf-8")
    return folder


def test_same_archive_twice_gives_the_same_rows(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    first = batch.run(archive, database, workers=1)
    before = dump(database)
    second = batch.run(archive, database, workers=2)
    assert (first.read, second.read, second.unchanged) == (2, 0, 2)
    assert dump(database) == before


def test_the_database_is_written_anew_after_a_run_that_read_most_of_the_archive(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(batch, "compact", written.append)
    monkeypatch.setattr(batch, "_MANY", 1)
    batch.run(archive, tmp_path / "a.db", workers=1)
    assert len(written) == 1
    (archive / "bc-32.txt").write_text(REPORT.replace("31-BC", "34-BC"), encoding="utf-8")
    assert batch.run(archive, tmp_path / "a.db", workers=1).read == 1
    assert len(written) == 1, "one of two is not most of them"


def test_workers_do_not_change_the_rows(archive: Path, tmp_path: Path) -> None:
    for workers in (1, 3):
        batch.run(archive, tmp_path / f"{workers}.db", workers=workers)
    assert dump(tmp_path / "1.db") == dump(tmp_path / "3.db")


def test_changed_file_replaces_its_own_rows(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "bc-32.txt").write_text(REPORT.replace("17 hội", "21 hội"), encoding="utf-8")
    progress = batch.run(archive, database, workers=1)
    assert (progress.read, progress.unchanged) == (1, 1)
    figures = [row[4] for row in dump(database)["figures"]]
    assert "21" in figures
    assert "19" not in figures


def test_removed_file_is_reported_and_kept(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "bc-32.txt").unlink()
    progress = batch.run(archive, database, workers=1)
    assert progress.removed == 1
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT path FROM documents WHERE present = 0").fetchall() == [("bc-32.txt",)]


def make_bad_files(folder: Path) -> dict[str, str]:
    """Write a bad file of each kind and return the reason expected for it."""
    (folder / "rong.txt").write_bytes(b"")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "anh.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 64)
    (folder / "so-lieu.json").write_text('{"code": "22-QC/TU"}', encoding="utf-8")
    (folder / "lien-ket-hong.txt").symlink_to(folder / "khong-co")
    (folder / "khong-lo.txt").write_bytes(b"Thuc hien Nghi quyet.\n" * 3_000_000)
    with zipfile.ZipFile(folder / "nen.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"a" * 80_000_000)
    return {
        "rong.txt": "empty", "cut.docx": "damaged", "cut.pdf": "damaged", "anh.jpg": "damaged",
        "so-lieu.json": "unsupported_format",
        "lien-ket-hong.txt": "unreadable", "khong-lo.txt": "too_large",
    }  # fmt: skip


def test_bad_files_are_set_aside_and_the_run_goes_on(archive: Path, tmp_path: Path) -> None:
    expected = make_bad_files(archive)
    progress = batch.run(archive, tmp_path / "a.db", workers=2)
    rows = {row[0]: row for row in dump(tmp_path / "a.db")["quarantine"]}
    assert progress.read == 2
    assert {path: rows[path][1] for path in expected if path in rows} == expected
    assert "nen.docx" in rows
    for path, _, message in rows.values():
        assert str(path) in str(message), "a message names its file"


def test_mended_file_leaves_quarantine(archive: Path, tmp_path: Path) -> None:
    (archive / "sua.txt").write_bytes(b"")
    batch.run(archive, tmp_path / "a.db", workers=1)
    (archive / "sua.txt").write_text(REPORT, encoding="utf-8")
    batch.run(archive, tmp_path / "a.db", workers=1)
    assert dump(tmp_path / "a.db")["quarantine"] == []


def test_directory_loop_ends(archive: Path) -> None:
    (archive / "2022" / "vong").symlink_to(archive, target_is_directory=True)
    assert [job.path for job in discover(archive).jobs] == ["2022/bc-31.txt", "bc-32.txt"]


def test_hidden_and_lock_files_are_passed_over(archive: Path) -> None:
    for name in (".an.txt", "~$bc-31.docx"):
        (archive / name).write_text("x", encoding="utf-8")
    (archive / ".git").mkdir()
    (archive / ".git" / "HEAD").write_text("x", encoding="utf-8")
    assert len(discover(archive).jobs) == 2


def test_missing_archive_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="khong-co"):
        discover(tmp_path / "khong-co")


def test_classified_document_leaves_no_trace_but_its_name(archive: Path, tmp_path: Path) -> None:
    stamped = REPORT.replace("Số 31-BC/BDVTU", "Số 77-BC/BDVTU\nTỐI MẬT")
    (archive / "2022" / "bc-77.txt").write_text(stamped, encoding="utf-8")
    batch.run(archive, tmp_path / "a.db", workers=1)
    (row,) = dump(tmp_path / "a.db")["quarantine"]
    assert row[:2] == ("2022/bc-77.txt", "classified")
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"77-BC/BDVTU" not in (tmp_path / "a.db").read_bytes()


def _hang(job: Job, allow_classified: bool) -> Refusal:
    while True:
        pass


def _sleep(job: Job, allow_classified: bool) -> Refusal:
    time.sleep(60)
    return Refusal(job.path, "slept", "")


def _die(job: Job, allow_classified: bool) -> Refusal:
    os._exit(9)


@pytest.mark.parametrize(
    ("work", "reason"),
    [(_hang, "timed_out"), (_sleep, "timed_out"), (_die, "crashed")],
    ids=["hang", "sleep", "die"],
)
def test_lost_worker_costs_its_file_only(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: object, reason: str
) -> None:
    monkeypatch.setattr("pipeline.run.workers.SECONDS_A_FILE", 0.2)
    monkeypatch.setattr(batch, "_read_job", work)
    progress = batch.run(archive, tmp_path / "a.db", workers=2)
    assert progress.quarantined == 2
    assert {row[1] for row in dump(tmp_path / "a.db")["quarantine"]} == {reason}


_LARGE: Final = """
import sys
from pathlib import Path
from typing import Final
from pipeline.run.batch import run
held = bytearray(700 << 20)
held[:: 4096] = b"x" * len(held[:: 4096])
print(run(Path(sys.argv[1]), Path(sys.argv[2]), 1).read)
"""


@pytest.mark.needs("resource")
def test_a_large_process_leaves_its_workers_room(tmp_path: Path) -> None:
    """The memory of a process that forks workers, as the viewer's may be, is not taken from theirs."""
    folder = tmp_path / "archive"
    folder.mkdir()
    shutil.copy(ROOT / "corpus" / "lao-cai" / "2022" / "bc-268-bdvtu-6-thang-2022.docx", folder)
    done = subprocess.run(
        [sys.executable, "-c", _LARGE, str(folder), str(tmp_path / "a.db")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr
