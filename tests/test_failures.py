"""Whatever a command meets is told in one sentence, in the reader's language, and nothing is harmed by asking."""

from __future__ import annotations

import json
import os
import string
import subprocess
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline import speech
from pipeline.cli import main
from pipeline.questions import status as status_question
from pipeline.terminal import legible
from tests.failing import COMMAND, QUESTIONS, REPORT, told
from tests.failing import archive as archive
from tests.failing import database as database
from tests.failing import finished as finished
from tests.failing import no_waiting as no_waiting


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


@pytest.mark.parametrize(
    ("words", "redirection"),
    [
        pytest.param(words, redirection, marks=[pytest.mark.slow] * (words[0] == "d" and redirection != "| true"))
        for words in ("figures", "digest --format html", "figures --help")
        for redirection in (">&-", "| true", ">&- 2>&-")
    ],
)
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

    monkeypatch.setattr(status_question, "QUESTION", status_question.QUESTION._replace(ask=fail))
    status, message = told(capsys, "status", "--db", str(database))
    assert (status, f"({type(error).__name__}, pipeline.commands.answer:" in message) == (1, True)
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr("pipeline.annotate.annotate", fail)
    assert type(error).__name__ in told(capsys, "extract", str(tmp_path / "a.txt"))[1]


def test_memory_that_does_not_suffice_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*words: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(status_question, "QUESTION", status_question.QUESTION._replace(ask=fail))
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
