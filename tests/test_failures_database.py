"""A database that cannot be used is named in one sentence and left alone; asking changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.run import batch, store
from tests.failing import COMMAND, QUESTIONS, REPORT, told
from tests.failing import archive as archive
from tests.failing import database as database
from tests.failing import finished as finished
from tests.failing import no_waiting as no_waiting


def text(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to have a header" * 99)


def other_program(path: Path) -> None:
    """Another program's database, which happens to count its versions as ours does."""
    with closing(sqlite3.connect(path)) as other:
        other.executescript(f"CREATE TABLE documents (x); PRAGMA user_version = {store.SCHEMA_VERSION}")


def other_version(path: Path) -> None:
    store.connect(path, create=True).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")


def corrupt(path: Path) -> None:
    """A copy in which every page but the first is overwritten."""
    store.close(store.connect(path, create=True))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def corrupt_schema(path: Path) -> None:
    store.close(store.connect(path, create=True))
    path.write_bytes(path.read_bytes()[:300] + b"\xff" * 3796 + path.read_bytes()[4096:])


def cut_off(path: Path) -> None:
    store.close(store.connect(path, create=True))
    path.write_bytes(path.read_bytes()[:6000])


KINDS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "text": (text, "không phải cơ sở dữ liệu của Trích yếu", "is not a database of Trích yếu"),
    "other program": (other_program, "không phải cơ sở dữ liệu của Trích yếu", "is not a database of Trích yếu"),
    "folder": (Path.mkdir, "không phải cơ sở dữ liệu của Trích yếu", "is not a database of Trích yếu"),
    "pipe": (os.mkfifo, "không phải cơ sở dữ liệu của Trích yếu", "is not a database of Trích yếu"),
    "other version": (other_version, "một phiên bản khác", "another version"),
    "corrupt": (corrupt, "bị hỏng", "is damaged"),
    "corrupt schema": (corrupt_schema, "bị hỏng", "is damaged"),
    "cut off": (cut_off, "bị hỏng", "is damaged"),
}


@pytest.mark.parametrize("words", [["status"], ["run", "ARCHIVE"]], ids=" ".join)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_sound_database_is_named_and_left_alone(
    kind: str, words: list[str], archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, vietnamese, english = KINDS[kind]
    path = tmp_path / "x.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    words = [str(archive) if word == "ARCHIVE" else word for word in words]
    for language, phrase in (("vi", vietnamese), ("en", english)):
        status, message = told(capsys, *words, "--db", str(path), "--lang", language)
        assert status == 1
        assert phrase in message
        assert str(path) in message
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("words", [["status"], ["figures"], ["digest"], ["cites", "09-QC/TU"]], ids=" ".join)
def test_what_is_not_there_is_made_by_run_alone(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.db").touch()
    for name in ("none.db", "empty.db"):
        status, message = told(capsys, *words, "--db", str(tmp_path / name))
        assert status == 1
        assert f"trichyeu run THƯ_MỤC --db {tmp_path / name}" in message
    assert [(p.name, p.stat().st_size) for p in tmp_path.iterdir()] == [("empty.db", 0)]


@pytest.mark.parametrize("words", [["status"], ["run", "ARCHIVE"]], ids=" ".join)
def test_a_locked_database_is_waited_for(
    words: list[str], archive: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(archive) if word == "ARCHIVE" else word for word in words]
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for language, phrase in (("vi", "Hãy đợi lệnh ấy xong"), ("en", "Wait until it is done")):
            status, message = told(capsys, *words, "--db", str(database), "--lang", language)
            assert (status, phrase in message) == (1, True)
    assert main([*words, "--db", str(database)]) == 0


def test_questions_are_answered_while_a_run_writes(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(store.connect(database, create=True)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO runs (started, archive, extractor) VALUES ('', '', '')")
        assert main(["status", "--db", str(database)]) == 0
    assert "Văn bản: 1" in capsys.readouterr().out


def test_a_run_leaves_one_file(finished: Path) -> None:
    names = {path.name for path in finished.parent.iterdir()}
    assert names - {".a.db.ocr"} == {"a.db"}  # what OCR read of the sample archive's scan is kept beside it


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_asking_makes_and_changes_no_file(words: list[str], database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = database.read_bytes()
    assert main([*words, "--db", str(database)]) == 0
    assert [path.name for path in database.parent.iterdir()] == ["a.db"]
    assert database.read_bytes() == before
    with closing(store.connect(database)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM documents")


@contextmanager
def read_only_medium(folder: Path) -> Iterator[None]:
    """Take every right to write in `folder` away, from root too, which no mode stops: it becomes nobody."""
    root = os.geteuid() == 0
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def medium() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())  # that of pytest lets nobody but its owner in
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_questions_work_on_a_read_only_medium(
    mode: str, finished: Path, medium: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(finished, medium))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    assert [p.name for p in medium.iterdir()] == ["a.db"]
    for words in QUESTIONS:
        assert main([*words, "--db", str(finished)]) == 0
        answer = capsys.readouterr().out
        with read_only_medium(medium):
            assert main([*words, "--db", str(path)]) == 0
        assert capsys.readouterr().out == answer


def test_a_log_that_cannot_be_merged_is_told(finished: Path, medium: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(shutil.copy(finished, medium / "whole.db"))
    with closing(store.connect(path, create=True)) as writer:
        writer.execute("INSERT INTO runs (started, archive, extractor) VALUES ('', '', '')")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", medium / f"cut.db{ending}")
    with read_only_medium(medium):
        status, message = told(capsys, "status", "--db", str(medium / "cut.db"))
    assert (status, f"{medium / 'cut.db-wal'} còn phần chưa gộp" in message) == (1, True)


def test_what_may_not_be_written_is_told(
    archive: Path, finished: Path, medium: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(finished, medium)
    for name in ("a.db", "new.db", "folder/new.db"):
        with read_only_medium(medium):
            status, message = told(capsys, "run", str(archive), "--db", str(medium / name))
        assert status == 1
        assert "quyền" in message
    with read_only_medium(medium):
        status, message = told(capsys, "digest", "--db", str(medium / "a.db"), "-o", str(medium / "d.md"))
    assert (status, "Hãy kiểm tra đường dẫn và quyền" in message) == (1, True)


def test_a_full_disk_keeps_what_was_written(
    archive: Path, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def small(path: Path, create: bool = False) -> sqlite3.Connection:
        connection = store.connect(path, create)
        connection.execute("PRAGMA max_page_count = 1")  # no page more than there are
        return connection

    more = archive / "more"
    more.mkdir()
    (more / "lon.txt").write_text(REPORT + "Mở 12 lớp tập huấn tại các xã.\n" * 999, encoding="utf-8")
    monkeypatch.setattr(batch, "connect", small)
    status, message = told(capsys, "run", str(more), "--db", str(database))
    assert (status, "Hết chỗ trên đĩa" in message, "những gì đã ghi vẫn còn" in message) == (1, True, True)
    assert main(["refs", "bao-cao", "--db", str(database)]) == 0


@pytest.mark.needs("resource")
def test_a_file_that_may_grow_no_more_is_told(archive: Path, tmp_path: Path) -> None:
    """A quota stops the file where the disk would not: the kernel's limit of 64 KB a file."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)); "
    command = [COMMAND[0], "-c", limit + COMMAND[2], "run", str(archive), "--db", str(tmp_path / "a.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "còn hạn mức" in done.stderr
