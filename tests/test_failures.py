"""Whatever a command meets is told in one sentence, in the reader's language, and nothing is harmed by asking."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import string
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline import speech
from pipeline.cli import main
from pipeline.questions import status as status_question
from pipeline.run import batch, store
from pipeline.terminal import legible

REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số 31-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 người dự.
"""
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


# The database


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


QUESTIONS = [
    ["status"], ["figures"], ["cites", "09-QC/TU"], ["refs", "bao-cao"], ["search", "dân vận"], ["conflicts"],
    ["lineage", "09-QC/TU"], ["path", "bao-cao", "09-QC/TU"], ["missing"], ["top", "--place", "Lào Cai"],
    ["digest", "--doc", "bao-cao"], ["digest"],
]  # fmt: skip


def test_a_run_leaves_one_file(finished: Path) -> None:
    assert [path.name for path in finished.parent.iterdir()] == ["a.db"]


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

    more = archive.parent / "more"
    more.mkdir()
    (more / "lon.txt").write_text(REPORT + "Mở 12 lớp tập huấn tại các xã.\n" * 999, encoding="utf-8")
    monkeypatch.setattr(batch, "connect", small)
    status, message = told(capsys, "run", str(more), "--db", str(database))
    assert (status, "Hết chỗ trên đĩa" in message, "những gì đã ghi vẫn còn" in message) == (1, True, True)
    assert main(["refs", "bao-cao", "--db", str(database)]) == 0


def test_a_file_that_may_grow_no_more_is_told(archive: Path, tmp_path: Path) -> None:
    """A quota stops the file where the disk would not: the kernel's limit of 64 KB a file."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)); "
    command = [COMMAND[0], "-c", limit + COMMAND[2], "run", str(archive), "--db", str(tmp_path / "a.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "còn hạn mức" in done.stderr


# Words


def test_without_words_the_help_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for language, phrase in (("vi", "cách dùng: trichyeu"), ("en", "usage: trichyeu")):
        monkeypatch.setenv("TRICHYEU_LANG", language)
        assert main([]) == 2
        out = capsys.readouterr()
        assert out.out.startswith(phrase)
        assert "lineage" in out.out
        assert out.err == ""


HUGE = "9" * 30


@pytest.mark.parametrize(
    "words",
    [
        ["missing", "--limit", HUGE], ["missing", "--limit", "-1"], ["missing", "--limit", "9" * 5000],
        ["figures", "--year", HUGE], ["figures", "--year", "0"], ["cites", "1/CP", "--year", HUGE],
        ["top", "--years", HUGE], ["top", "--years", f"2020-{HUGE}"], ["lineage", "1/CP", "--as-of", HUGE],
        ["graph", "-o", "x.svg", "--depth", HUGE], ["run", ".", "--workers", HUGE], ["run", ".", "--workers", "0"],
    ],
    ids=lambda words: " ".join(words)[:40],
)  # fmt: skip
def test_numbers_out_of_reach_are_wrong_usage(
    words: list[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*words, "--db", str(database)])
    assert "lỗi: " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["0", "-1", HUGE, "9" * 5000, "1e999", ""])
def test_numbers_that_name_no_document(name: str, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "refs", "--db", str(database), "--", name)[0] == 1


@pytest.mark.parametrize(
    "words",
    [["refs", "\udcff"], ["search", "dân", "v\udce2n"], ["figures", "--place", "\udcff"], ["cites", "\udc80/QC"]],
    ids=ascii,
)
def test_words_that_are_not_utf_8_are_wrong_usage(
    words: list[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*words, "--db", str(database)])
    message = capsys.readouterr().err.splitlines()[-1]
    assert ("không phải văn bản UTF-8" in message, "\\udc" in message) == (True, True)


def test_paths_may_hold_any_bytes(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = database.with_name("b\udcff\x1b?#%.db")
    database.rename(odd)
    assert main(["status", "--db", str(odd)]) == 0
    assert capsys.readouterr().out
    assert told(capsys, "status", "--db", str(odd) + "x")[0] == 1


# The output


@pytest.mark.parametrize("redirection", [">&-", "| true", ">&- 2>&-"])
@pytest.mark.parametrize("words", ["figures", "digest --format html", "figures --help"])
def test_nobody_listens(words: str, redirection: str, database: Path) -> None:
    more = "" if "--help" in words else f"--db '{database}'"
    script = f'set -o pipefail; "$0" -c "$1" {words} {more} {redirection}'
    done = subprocess.run(["bash", "-c", script, *COMMAND[::2]], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_standard_input_is_closed(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", '"$0" -c "$1" extract - <&-', *COMMAND[::2]], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["figures", "--help"])
def test_the_output_is_full(words: str, database: Path) -> None:
    more = "" if words == "--help" else f"--db '{database}'"
    script = f'"$0" -c "$1" {words} {more} > /dev/full'
    done = subprocess.run(["bash", "-c", script, *COMMAND[::2]], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Lỗi: Hết chỗ trên đĩa khi ghi đầu ra chuẩn")


EVIL = "\x1b]0;\x07\x1b[2J\x7f\x9b31m\u202egpj.\u2066\u200f\u061c"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose file names and texts hold what a terminal obeys, in every place that is shown."""
    folder = tmp_path_factory.mktemp("kho")
    written = REPORT.replace("công tác dân vận", f"công tác{EVIL} dân vận").replace("17 hội nghị", f"17 hội{EVIL} nghị")
    written = written.replace("người dự", f"người{EVIL}").replace("Thường vụ Tỉnh ủy", f"Thường vụ{EVIL} Tỉnh ủy")
    (folder / f"x{EVIL}\n\ty.txt").write_text(written, encoding="utf-8")
    (folder / f"z{EVIL}.pdf").write_bytes(b"%PDF-1.4 damaged")
    path = tmp_path_factory.mktemp("out") / f"{EVIL}.db"
    assert main(["run", str(folder), "--db", str(path)]) == 0
    return path


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("words", [*QUESTIONS, ["refs", "khong co"]], ids=" ".join)
def test_nothing_that_a_terminal_obeys_is_printed(
    words: list[str], form: str, evil: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [f"x{EVIL}\n\ty" if word == "bao-cao" else word for word in words]
    main([*words, "--db", str(evil), *(["--json"] if form == "json" else [])])
    for stream in capsys.readouterr():
        for line in stream.splitlines():
            assert line == legible(line)


def test_run_prints_nothing_that_a_terminal_obeys(
    evil: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"z{EVIL}.pdf").write_bytes(b"%PDF-1.4 damaged")
    main(["run", str(tmp_path), "--db", str(tmp_path / f"{EVIL}.db")])
    main(["extract", str(tmp_path / f"z{EVIL}.pdf"), str(tmp_path / f"no{EVIL}")])
    main(["status", "--db", str(tmp_path / f"no{EVIL}")])
    with pytest.raises(SystemExit):
        main(["status", "--db", str(evil), f"--{EVIL}"])
    for stream in capsys.readouterr():
        for line in stream.splitlines():
            assert line == legible(line)


def test_json_gives_back_what_the_document_holds(evil: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["figures", "--db", str(evil), "--json"])
    sentences = {row["sentence"] for row in json.loads(capsys.readouterr().out)}
    assert any(f"17 hội{EVIL} nghị" in sentence for sentence in sentences)


# Odd files, and what nobody foresaw


def test_extract_of_odd_files_costs_those_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "tốt\udcff\n.txt"
    good.write_text(REPORT, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "empty.docx").touch()
    odd = [tmp_path / name for name in ("pipe.txt", "folder.txt", "loop.txt", "gone.txt", "empty.docx", "none.txt")]
    odd += [Path("/dev/zero"), Path("/proc/self/mem"), tmp_path / ("n" * 300), good / "within.txt"]
    assert main(["extract", *map(str, odd), str(good)]) == 0
    out = capsys.readouterr()
    assert json.loads(out.out)["metadata"]["code"] == "31-BC/BDVTU"
    assert len(out.err.splitlines()) == len(odd)
    assert main(["extract", str(good), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_extract_does_not_write_over_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert told(capsys, "extract", str(path), "-o", str(tmp_path / "." / "a.txt"))[0] == 2
    assert path.read_text(encoding="utf-8") == REPORT


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), ValueError("\x1b"), AssertionError()], ids=repr)
def test_a_mistake_of_the_program_is_told_with_its_place(
    error: Exception, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(*words: object) -> NoReturn:
        raise error

    monkeypatch.setattr(status_question, "QUESTION", replace(status_question.QUESTION, ask=fail))
    status, message = told(capsys, "status", "--db", str(database))
    assert (status, f"({type(error).__name__}, pipeline.commands.answer:" in message) == (1, True)
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr("pipeline.commands.extract.annotate", fail)
    assert type(error).__name__ in told(capsys, "extract", str(tmp_path / "a.txt"))[1]


def test_memory_that_does_not_suffice_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*words: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(status_question, "QUESTION", replace(status_question.QUESTION, ask=fail))
    assert "Không đủ bộ nhớ" in told(capsys, "status", "--db", str(database))[1]


def braces(message: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def test_every_message_says_the_same_in_both_languages() -> None:
    file = Path(speech.__file__).with_name("messages.toml")
    for section, messages in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for name, message in messages.items():
            assert message.keys() == {"vi", "en"}, (section, name)
            assert braces(message["vi"]) == braces(message["en"]), (section, name)


def test_no_message_advises_to_delete_a_database() -> None:
    file = Path(speech.__file__).with_name("messages.toml")
    for name, message in tomllib.loads(file.read_text(encoding="utf-8"))["store"].items():
        assert not {"xóa", "delete", "remove"} & set(f"{message['vi']} {message['en']}".lower().split()), name
