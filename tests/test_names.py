"""Names and folders as disks hold them: not UTF-8, with line ends and escapes, closed, replaced by pipes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.errors import UnsupportedFormat, UsageError
from pipeline.files import IrregularFile, open_regular, printable_path
from pipeline.questions.status import status
from pipeline.readers.ingest import read_source
from pipeline.run import batch
from pipeline.run.discover import discover
from pipeline.run.store import connect

TEXT = "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016, toàn tỉnh mở 17 hội nghị.\n"
SECRET = "UBND TỈNH LÀO CAI\nSố 77-BC/UBND\nTỐI MẬT\n\nBÁO CÁO\nvề việc A\n\n" + TEXT
NOBODY = 65534
DEEP = 1100
"""Folders in each other: more than Python's limit of recursion, their path longer than the system takes."""

NAMES = {
    b"b\xe1o c\xe1o.txt": r"b\xe1o c\xe1o.txt",
    "báo cáo.txt".encode(): "báo cáo.txt",
    b"hai\ndong.txt": r"hai\x0adong.txt",
    b"mau\x1b[31m.txt": r"mau\x1b[31m.txt",
    "x\u202etxt.doc.txt".encode(): r"x\xe2\x80\xaetxt.doc.txt",
    rb"g\xe1ch.txt": r"g\x5cxe1ch.txt",
    rb"g\ngang.txt": r"g\ngang.txt",
    b"g\xe1ch.txt": r"g\xe1ch.txt",
    "dấu\u00a0cách.txt".encode(): "dấu\u00a0cách.txt",
    b"th\xff muc/'; DROP TABLE documents; --.txt": r"th\xff muc/'; DROP TABLE documents; --.txt",
    ("a" * 200 + "/" + "b" * 200 + ".txt").encode(): "a" * 200 + "/" + "b" * 200 + ".txt",
}


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def write(file: Path, text: str = TEXT) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.skipif(os.name == "nt", reason="Windows holds no names of bytes")
def test_any_name_is_read_known_again_and_told_apart(tmp_path: Path) -> None:
    folder, database = tmp_path / os.fsdecode(b"kho \xff"), tmp_path / "a.db"
    for name in NAMES:
        write(folder / os.fsdecode(name))
    assert batch.run(folder, database, workers=2).read == len(NAMES)
    assert {path for (path,) in rows(database, "SELECT path FROM documents")} == set(NAMES.values())
    assert rows(database, "SELECT archive FROM runs") == [(f"{tmp_path}/kho \\xff",)]
    assert batch.run(folder, database, workers=1).unchanged == len(NAMES)


@pytest.mark.parametrize("name", NAMES, ids=NAMES.values())
def test_name_can_be_told_from_the_path(name: bytes) -> None:
    path = printable_path(os.fsdecode(name))
    told = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes.fromhex(match[1].decode()), path.encode())
    assert told == name


@pytest.mark.skipif(os.name == "nt", reason="Windows holds no names of bytes")
def test_refused_file_of_any_name_is_set_aside_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES:
        write(tmp_path / "kho" / os.fsdecode(name), "")
    assert main(["run", str(tmp_path / "kho"), "--db", str(tmp_path / "a.db"), "--workers", "1"]) == 1
    shown = capsys.readouterr().out
    assert main(["refused", "--db", str(tmp_path / "a.db")]) == 0
    listed = capsys.readouterr().out
    for path in NAMES.values():
        assert path in listed
    assert "\x1b" not in shown + listed


def test_one_document_of_any_name_is_extracted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / os.fsdecode(b"b\xe1o\n.txt"))
    assert main(["extract", str(file), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert r"b\\xe1o\\x0a.txt" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_very_deep_folders_do_not_end_the_walk(tmp_path: Path) -> None:
    write(tmp_path / "kho" / "a.txt")
    home = Path.cwd()
    try:
        os.chdir(tmp_path / "kho")
        for _ in range(DEEP):
            Path("ddd").mkdir()
            os.chdir("ddd")
        found = discover(tmp_path / "kho")
        for _ in range(DEEP):
            os.chdir("..")
            Path("ddd").rmdir()
    finally:
        os.chdir(home)
    assert [job.path for job in found.jobs] == ["a.txt"]
    assert len(found.closed) == 1


def test_classified_files_of_one_name_are_rows_of_their_own(tmp_path: Path) -> None:
    for year in ("2021", "2022", "2023"):
        write(tmp_path / "kho" / year / "bc.txt", SECRET)
    batch.run(tmp_path / "kho", tmp_path / "a.db", workers=1)
    paths = rows(tmp_path / "a.db", "SELECT path FROM quarantine WHERE reason = 'classified' ORDER BY path")
    assert paths == [("2021/bc.txt",), ("2022/bc.txt",), ("2023/bc.txt",)]
    shown = status(connect(tmp_path / "a.db"))["quarantine"]
    assert [row["path"] for row in shown] == ["bc.txt"] * 3
    assert not any(year in str(shown) for year in ("2021", "2022", "2023"))


def test_refused_files_of_one_name_are_rows_of_their_own(tmp_path: Path) -> None:
    for year in ("2021", "2022", "2023"):
        write(tmp_path / "kho" / year / "rong.txt", "")
    batch.run(tmp_path / "kho", tmp_path / "a.db", workers=1)
    assert len(rows(tmp_path / "a.db", "SELECT path FROM quarantine")) == 3
    write(tmp_path / "kho" / "2022" / "rong.txt")
    batch.run(tmp_path / "kho", tmp_path / "a.db", workers=1)
    kept = rows(tmp_path / "a.db", "SELECT path FROM quarantine ORDER BY path")
    assert kept == [("2021/rong.txt",), ("2023/rong.txt",)]


def run_once(archive: Path, database: Path) -> None:
    """Read the archive, and let any user write the database."""
    batch.run(archive, database, workers=1)
    database.chmod(0o666)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Run the block as a user whom permissions restrict, as they do not restrict root."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("root cannot become another user here")
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder that any user may enter and write; those of pytest are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    for inside in folder.rglob("*"):
        if not inside.is_symlink():
            inside.chmod(0o777)
    shutil.rmtree(folder)


def test_closed_folder_is_told_and_its_documents_stay(home: Path) -> None:
    archive, database = home / "kho", home / "a.db"
    write(archive / "a.txt")
    write(archive / "2022" / "b.txt")
    write(archive / "2022" / "rong.txt", "")
    run_once(archive, database)
    (archive / "2022").chmod(0o000)
    with as_anybody():
        progress = batch.run(archive, database, workers=1)
    assert (progress.closed, progress.removed, progress.unchanged) == (1, 0, 1)
    assert rows(database, "SELECT path, present FROM documents ORDER BY path") == [("2022/b.txt", 1), ("a.txt", 1)]
    aside = rows(database, "SELECT path, reason FROM quarantine ORDER BY path")
    assert aside == [("2022/", "unreadable"), ("2022/rong.txt", "empty")]
    (archive / "2022").chmod(0o755)
    assert batch.run(archive, database, workers=1).unchanged == 2
    assert rows(database, "SELECT path FROM quarantine") == [("2022/rong.txt",)]


def test_removed_file_beside_a_closed_folder_is_still_told(home: Path) -> None:
    archive, database = home / "kho", home / "a.db"
    write(archive / "2022" / "b.txt")
    write(archive / "2022b.txt")
    run_once(archive, database)
    (archive / "2022").chmod(0o000)
    (archive / "2022b.txt").unlink()
    with as_anybody():
        assert batch.run(archive, database, workers=1).removed == 1


@pytest.mark.needs("fork")  # who is not root may be unable to spawn the interpreter of root
def test_closed_file_keeps_what_was_read_of_it(home: Path) -> None:
    archive, database = home / "kho", home / "a.db"
    write(archive / "a.txt")
    run_once(archive, database)
    (archive / "a.txt").chmod(0o000)
    with as_anybody():
        assert batch.run(archive, database, workers=1).quarantined == 1
    assert rows(database, "SELECT path, reason FROM quarantine") == [("a.txt", "unreadable")]
    assert rows(database, "SELECT path, present FROM documents") == [("a.txt", 1)]
    (archive / "a.txt").chmod(0o644)
    assert batch.run(archive, database, workers=1).unchanged == 1
    assert rows(database, "SELECT path FROM quarantine") == []


def test_closed_archive_is_wrong_usage(home: Path) -> None:
    archive = home / "kho"
    write(archive / "a.txt")
    archive.chmod(0o000)
    with as_anybody(), pytest.raises(UsageError, match="Không mở được thư mục"):
        discover(archive)


def test_archive_below_a_closed_folder_is_not_called_missing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home / "kín" / "kho" / "b.txt")
    (home / "kín").chmod(0o000)
    for words in (
        ["run", str(home / "kín" / "kho"), "--db", str(home / "a.db")],
        ["cites", "1", "--db", str(home / "kín" / "a.db")],
    ):
        with as_anybody():
            assert main(words) == 1
        assert "quyền" in capsys.readouterr().err


def test_archive_of_a_closed_folder_alone_is_not_called_empty(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home / "kho" / "2022" / "b.txt")
    (home / "kho" / "2022").chmod(0o000)
    with as_anybody():
        assert main(["run", str(home / "kho"), "--db", str(home / "a.db"), "--workers", "1"]) == 1
    shown = capsys.readouterr().out
    assert "không đọc được" in shown
    assert "2022/" in shown


def make_pipe(file: Path) -> None:
    os.mkfifo(file)


def make_device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def make_socket(file: Path) -> None:
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(file.parent)
        try:
            listening.bind(file.name)
        finally:
            os.chdir(here)


IRREGULAR = [make_pipe, make_device, make_socket]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Let a test that waits for what never comes fail instead."""

    def stop(number: int, frame: object) -> None:
        raise AssertionError("waited for a file that has no end")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(os.name == "nt", reason="no pipes among the files of Windows")
@pytest.mark.needs("alarm")
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("make", IRREGULAR, ids=lambda make: make.__name__)
def test_known_file_that_became_something_else_never_blocks(tmp_path: Path, make: Callable[[Path], None]) -> None:
    database = tmp_path / "a.db"
    file = write(tmp_path / "kho" / "a.txt")
    batch.run(tmp_path / "kho", database, workers=1)
    file.unlink()
    make(file)
    assert batch.run(tmp_path / "kho", database, workers=1).quarantined == 1
    assert rows(database, "SELECT path, reason FROM quarantine") == [("a.txt", "unsupported_format")]
    with pytest.raises(UnsupportedFormat, match="không phải tệp thường"):
        read_source(file)


@pytest.mark.skipif(os.name == "nt", reason="no pipes among the files of Windows")
@pytest.mark.needs("alarm")
@pytest.mark.usefixtures("impatient")
def test_file_that_becomes_a_pipe_while_it_is_opened_never_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regular, pipe = write(tmp_path / "a.txt"), tmp_path / "pipe"
    os.mkfifo(pipe)
    status_before = regular.stat()
    monkeypatch.setattr(Path, "stat", lambda path, **options: status_before)
    with pytest.raises(IrregularFile):
        open_regular(pipe)


@pytest.mark.skipif(os.name == "nt", reason="Windows holds no names of bytes")
def test_an_export_of_a_document_of_any_name_is_noted(tmp_path: Path) -> None:
    file, database = write(tmp_path / "kho" / os.fsdecode(b"b\xe1o.txt")), tmp_path / "a.db"
    batch.run(tmp_path / "kho", database, workers=1)
    assert main(["extract", str(file), "-o", str(tmp_path / "out.jsonl"), "--db", str(database)]) == 0
    assert rows(database, "SELECT documents FROM exports") == [(json.dumps([f"{tmp_path}/kho/b\\xe1o.txt"]),)]
