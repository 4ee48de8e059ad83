"""An archive that is removed leaves nothing in the database, and takes nothing of another archive with it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.readers.scan.cache import CACHE
from pipeline.run import batch, removal, store
from pipeline.run.engines.engine import scans_folder
from tests.test_erasure import WORD, files_with_word, report, rows
from tests.test_presence import dump

BY = ("--by", "Lê Thị Lan", "--reason", "đối chiếu bản ký")


@pytest.fixture(autouse=True)
def keep_free_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let deleted content lie in free pages, as it does where SQLite is built without SECURE_DELETE."""
    plain = store.connect

    def connect(path: Path, create: bool = False) -> sqlite3.Connection:
        connection = plain(path, create)
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    monkeypatch.setattr(store, "connect", connect)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with two archives: two reports and a file that is skipped; a report, and a copy."""
    for folder, number, word in (("tinh", 1, "cơ sở"), ("huyen", 2, WORD), ("huyen", 3, WORD), ("tinh", 3, WORD)):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"bc-{number}.txt").write_text(report(number, word=word), encoding="utf-8")
    (tmp_path / "huyen" / "rong.docx").write_bytes(b"")
    (tmp_path / "csdl").mkdir()
    return tmp_path


def ask(home: Path, *words: str) -> int:
    return main([*words, "--db", str(home / "csdl" / "a.db")])


def read_both(home: Path) -> None:
    batch.run(home / "tinh", home / "csdl" / "a.db", 1)
    batch.run(home / "huyen", home / "csdl" / "a.db", 1, add_root="Huyện Văn Bàn")


def test_without_the_flag_nothing_is_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_both(home)
    before = dump(home / "csdl" / "a.db")
    assert ask(home, "remove", "Huyện Văn Bàn") == 1
    told = capsys.readouterr().out
    assert "2 văn bản, 1 tệp bị bỏ qua, 0 điều đã sửa" in told and "--yes" in told
    assert ask(home, "remove", "Huyện khác", "--yes") == 2
    assert "Huyện Văn Bàn" in capsys.readouterr().err
    assert dump(home / "csdl" / "a.db") == before


@pytest.mark.parametrize("typed", ["Huyện Văn Bàn", "huyen"])
def test_an_added_archive_leaves_no_row_and_no_byte(
    typed: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    (home / "tinh" / "bc-3.txt").unlink()
    read_both(home)
    assert files_with_word(home / "csdl") == {"a.db"}
    assert ask(home, "digest", "--doc", "Huyện Văn Bàn/bc-2.txt", "-o", str(home / "t.html")) == 0
    assert ask(home, "remove", typed, "--yes") == 0
    assert str(home / "t.html") in capsys.readouterr().out, "what was written from it is named"
    assert files_with_word(home / "csdl") == set()
    batch.run(home / "tinh", home / "b.db", 1)
    assert dump(home / "csdl" / "a.db") == dump(home / "b.db")
    assert rows(home / "csdl" / "a.db", "SELECT * FROM erasures") == []


def test_what_the_other_archive_holds_too_stays(home: Path) -> None:
    """The copy of a report in the other archive keeps its correction; the first archive goes, the second stays."""
    read_both(home)
    assert ask(home, "correct", "Huyện Văn Bàn/bc-3.txt", "--at", "1.204", "--accept", *BY) == 0
    assert ask(home, "correct", "bc-1.txt", "--at", "1.204", "--accept", *BY) == 0
    assert ask(home, "remove", ".", "--yes") == 2, "its corrections would be lost"
    assert ask(home, "remove", ".", "--yes", "-o", str(home / "sua.json")) == 0
    kept = json.loads((home / "sua.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in kept] == ["bc-1.txt"]
    held = [path for (path,) in rows(home / "csdl" / "a.db", "SELECT path FROM documents ORDER BY path")]
    assert held == ["Huyện Văn Bàn/bc-2.txt", "Huyện Văn Bàn/bc-3.txt"]
    assert rows(home / "csdl" / "a.db", "SELECT path FROM correction") == [("Huyện Văn Bàn/bc-3.txt",)]
    batch.run(home / "tinh", home / "csdl" / "a.db", 1, add_root=".")
    assert ask(home, "corrections", "--import", str(home / "sua.json")) == 0
    told = "SELECT d.path FROM documents d JOIN correction c USING (sha256) ORDER BY d.path"
    assert {path for (path,) in rows(home / "csdl" / "a.db", told)} == {
        "Huyện Văn Bàn/bc-3.txt", "bc-1.txt", "bc-3.txt",
    }  # fmt: skip


def test_the_only_archive_leaves_an_empty_database_for_another(home: Path) -> None:
    database = home / "csdl" / "a.db"
    batch.run(home / "huyen", database, 1)
    with closing(sqlite3.connect(database)) as connection:
        hashes = [sha256 for (sha256,) in connection.execute("SELECT sha256 FROM documents")]
    CACHE.folder = scans_folder(database)
    for sha256 in (*hashes, "0" * 64):
        CACHE.begin(sha256, "x")
        CACHE.put(sha256, 1, {"text": WORD})
        CACHE.keep()
    CACHE.folder = None
    assert files_with_word(home / "csdl") > {"a.db"}
    assert ask(home, "remove", str(home / "huyen"), "--yes") == 0
    assert files_with_word(home / "csdl") == set()
    assert batch.run(home / "tinh", database, 1).read == 2


def test_words_that_a_reader_holds_back_are_swept_by_the_next_run(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "tinh" / "bc-3.txt").unlink()
    read_both(home)
    monkeypatch.setattr(removal, "sweep", lambda connection: False)
    assert ask(home, "remove", "Huyện Văn Bàn", "--yes") == 0
    assert "chạy lại lệnh run" in capsys.readouterr().out
    assert files_with_word(home / "csdl") == {"a.db"}
    batch.run(home / "tinh", home / "csdl" / "a.db", 1)
    assert files_with_word(home / "csdl") == set()
