"""A document that becomes classified leaves nothing: every file beside the database is searched for its words."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from extractors.text.document import Document
from extractors.text.folding import bare, fold
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.run import batch, store

WORD = "Quyềnhươngđôngbắc"
"""A word that only the classified document says: in its title, its body, a citation's title and a person's name."""

STAMPED = "MẬT\n"
REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số {number}-BC/BDVTU
{stamp}
BÁO CÁO
kết quả công tác dân vận {word} 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy về {word}, toàn tỉnh mở 17 hội nghị {word}
với 1.204 người dự; đồng chí Lò Văn {word} chủ trì. Kết quả xếp loại {word}: tốt 12, khá 3.
{filler}
Nơi nhận:
- Lưu VT.
TRƯỞNG BAN
Lò Văn {word}
"""
FILLER = "\n".join(f"Xã số {n} tổ chức {n + 2} buổi tuyên truyền {{word}} với 40 người dự." for n in range(30))


def report(number: int, stamp: str = "", word: str = "cơ sở") -> str:
    """Return a report; that of the word is long, so that deleting it leaves pages which nothing else needs."""
    filler = FILLER.format(word=word) + f"\nBà con {word} phấn khởi." * (500 if word == WORD else 0)
    return REPORT.format(number=number, stamp=stamp, word=word, filler=filler)


@pytest.fixture(autouse=True)
def keep_free_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let deleted content lie in free pages, as it does where SQLite is built without SECURE_DELETE."""

    def connect(path: Path, create: bool = False) -> sqlite3.Connection:
        connection = store.connect(path, create)
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    monkeypatch.setattr(batch, "connect", connect)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive of five reports, in a folder of its own beside that of the database."""
    folder = tmp_path / "kho"
    (folder / "2022").mkdir(parents=True)
    for number in range(1, 5):
        (folder / f"bc-{number}.txt").write_text(report(number), encoding="utf-8")
    (folder / "2022" / "bc-77.txt").write_text(report(77, word=WORD), encoding="utf-8")
    (tmp_path / "csdl").mkdir()
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "csdl" / "a.db"


def files_with_word(folder: Path) -> set[str]:
    """Return the names of the files whose bytes hold the word: as written, folded and bare, in any encoding."""
    forms = {
        form for text in (WORD, fold(WORD), bare(WORD)) for form in (text, text.upper(), text[:1].upper() + text[1:])
    }
    needles = [form.encode(encoding) for form in forms for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    # Of a term, the index writes only what differs from the term before it.
    needles += [form[3:].encode() for form in forms]
    return {
        file.name
        for file in folder.rglob("*")
        if file.is_file() and any(needle in file.read_bytes() for needle in needles)
    }


def stamp(archive: Path, text: str = STAMPED) -> None:
    (archive / "2022" / "bc-77.txt").write_text(report(77, stamp=text, word=WORD), encoding="utf-8")


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def test_the_search_finds_the_word_where_it_is(archive: Path, database: Path) -> None:
    batch.run(archive, database, workers=1)
    assert files_with_word(database.parent) == {"a.db"}


def test_a_document_that_becomes_classified_leaves_no_byte(archive: Path, database: Path) -> None:
    batch.run(archive, database, workers=1)
    stamp(archive)
    progress = batch.run(archive, database, workers=1)
    assert (progress.quarantined, progress.unswept) == (1, False)
    assert files_with_word(database.parent) == set()
    assert rows(database, "SELECT path, reason FROM quarantine") == [("2022/bc-77.txt", "classified")]
    assert rows(database, "SELECT count(*) FROM documents") == [(4,)]
    assert rows(database, "SELECT * FROM erasures") == []


def test_a_doubtful_document_leaves_no_byte_either(archive: Path, database: Path) -> None:
    batch.run(archive, database, workers=1)
    file = archive / "2022" / "bc-77.txt"
    file.write_text(report(77, word=WORD).replace("Xã số 20", "MẬT\nXã số 20"), encoding="utf-8")
    batch.run(archive, database, workers=1)
    assert rows(database, "SELECT reason FROM quarantine") == [("maybe_classified",)]
    assert files_with_word(database.parent) == set()


def test_words_of_every_earlier_version_are_swept(archive: Path, database: Path) -> None:
    """A version that was changed, then damaged, left its words in free pages long before the stamp came."""
    batch.run(archive, database, workers=1)
    file = archive / "2022" / "bc-77.txt"
    file.write_text(report(77, word="khác"), encoding="utf-8")
    batch.run(archive, database, workers=1)
    file.write_bytes(b"")
    batch.run(archive, database, workers=1)
    file.write_text(report(77, stamp=STAMPED, word="khác"), encoding="utf-8")
    batch.run(archive, database, workers=1)
    assert files_with_word(database.parent) == set()


def test_a_plain_run_takes_out_what_was_let_in(archive: Path, database: Path) -> None:
    stamp(archive)
    batch.run(archive, database, workers=1, allow_classified=True)
    assert rows(database, "SELECT path, classified FROM documents WHERE classified IS NOT NULL") == [
        ("2022/bc-77.txt", "Mật")
    ]
    assert files_with_word(database.parent) == {"a.db"}
    progress = batch.run(archive, database, workers=1)
    assert (progress.read, progress.unchanged, progress.quarantined) == (0, 4, 1)
    assert files_with_word(database.parent) == set()


def test_what_was_let_in_goes_even_when_its_file_is_gone(archive: Path, database: Path) -> None:
    stamp(archive)
    batch.run(archive, database, workers=1, allow_classified=True)
    (archive / "2022" / "bc-77.txt").unlink()
    batch.run(archive, database, workers=1)
    assert files_with_word(database.parent) == set()


def test_a_run_that_is_cut_off_is_made_good(archive: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch.run(archive, database, workers=1)
    stamp(archive)

    def cut_off(connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch, "resolve_archive", cut_off)
        with pytest.raises(KeyboardInterrupt):
            batch.run(archive, database, workers=1)
    assert rows(database, "SELECT path FROM erasures") == [("2022/bc-77.txt",)]
    batch.run(archive, database, workers=1)
    assert files_with_word(database.parent) == set()


def test_it_waits_for_a_reader_and_says_so(
    archive: Path, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SECONDS_TO_WAIT", 0.1)
    batch.run(archive, database, workers=1)
    stamp(archive)
    reader = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)
    wal = sqlite3.connect(database, isolation_level=None)
    wal.execute("PRAGMA journal_mode = WAL")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    main(["run", str(archive), "--db", str(database), "--workers", "1"])
    assert "đóng chương trình đó" in capsys.readouterr().out
    reader.close()
    wal.close()
    main(["run", str(archive), "--db", str(database), "--workers", "1"])
    assert "đóng chương trình đó" not in capsys.readouterr().out
    assert files_with_word(database.parent) == set()


def test_temporary_files_hold_nothing(
    archive: Path, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tam"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    stamp(archive)
    main(["run", str(archive), "--db", str(database), "--workers", "2"])
    main(["extract", str(archive / "2022" / "bc-77.txt"), "--db", str(database)])
    main(["status", "--db", str(database)])
    assert files_with_word(database.parent) == set()
    assert files_with_word(folder) == set()
    out, err = capfd.readouterr()
    assert WORD not in out + err
    assert "2022/bc-77" not in out, "people see the name of a classified file, not its folders"


def test_run_names_the_files_that_were_exported(
    archive: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch.run(archive, database, workers=1)
    out = tmp_path / "xuat"
    out.mkdir()
    db = ["--db", str(database)]
    file = str(archive / "2022" / "bc-77.txt")
    main(["digest", "--doc", "bc-77", "-o", str(out / "doc.md"), *db])
    main(["digest", "--doc", "bc-3", "-o", str(out / "other.md"), *db])
    main(["digest", "-o", str(out / "all.html"), "--format", "html", *db])
    main(["graph", "-o", str(out / "graph.gexf"), *db])
    main(["extract", file, str(archive / "bc-1.txt"), "-o", str(out / "records.jsonl"), *db])
    main(["extract", str(archive / "bc-1.txt"), "-o", str(out / "one.jsonl"), *db])
    stamp(archive)
    capsys.readouterr()
    progress = batch.run(archive, database, workers=1)
    assert {Path(path).name for path in progress.exports} == {"doc.md", "all.html", "graph.gexf", "records.jsonl"}
    (out / "doc.md").unlink()
    main(["graph", "-o", str(out / "graph.gexf"), *db])
    capsys.readouterr()
    main(["run", str(archive), *db])
    said = capsys.readouterr().out
    assert "all.html" in said
    assert not any(name in said for name in ("doc.md", "graph.gexf", "other.md", "one.jsonl"))


def test_three_classified_files_of_one_name_are_three_rows(archive: Path, database: Path) -> None:
    for folder in ("2021", "2022", "2023"):
        (archive / folder).mkdir(exist_ok=True)
        (archive / folder / "bc-77.txt").write_text(report(77, STAMPED), encoding="utf-8")
    batch.run(archive, database, workers=1)
    assert len(rows(database, "SELECT path FROM quarantine WHERE reason = 'classified'")) == 3


@pytest.mark.needs("fork")
def test_a_fault_in_a_classified_document_tells_nothing_of_it(
    archive: Path, database: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stamp(archive)

    def fail(document: Document, *others: object) -> None:
        raise ValueError(f"cannot read {document.text}")

    monkeypatch.setattr("extractors.flow.find_boilerplate", fail)
    main(["run", str(archive), "--db", str(database), "--workers", "1"])
    main(["extract", str(archive / "2022" / "bc-77.txt"), "--db", str(database)])
    assert {row[0] for row in rows(database, "SELECT DISTINCT reason FROM quarantine")} == {"internal_error"}
    assert files_with_word(database.parent) == set()
    out, err = capfd.readouterr()
    assert WORD not in out + err


def test_a_doubtful_file_that_was_looked_at_is_read(archive: Path, database: Path) -> None:
    file = archive / "bc-3.txt"
    file.write_text(report(3).replace("Xã số 20", "MẬT\nXã số 20"), encoding="utf-8")
    assert batch.run(archive, database, workers=1).quarantined == 1
    assert batch.run(archive, database, workers=1, not_classified=["bc-3.txt"]).quarantined == 0
    assert batch.run(archive, database, workers=1).quarantined == 0, "it is remembered"
    assert rows(database, "SELECT kind FROM problems WHERE kind = 'maybe_classified'") == [("maybe_classified",)]
    file.write_text(file.read_text(encoding="utf-8") + "Thêm.\n", encoding="utf-8")
    assert batch.run(archive, database, workers=1).quarantined == 1, "another content is doubted again"


def test_a_stamp_beyond_doubt_is_not_declared_away(archive: Path, database: Path) -> None:
    stamp(archive)
    assert batch.run(archive, database, workers=1, not_classified=["2022/bc-77.txt"]).quarantined == 1


def test_a_file_that_is_not_in_the_archive_cannot_be_declared_open(archive: Path, database: Path) -> None:
    with pytest.raises(UsageError, match="khong-co"):
        batch.run(archive, database, workers=1, not_classified=["khong-co.txt"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everything")
def test_an_export_beside_a_read_only_database_says_that_it_is_not_noted(
    archive: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch.run(archive, database, workers=1)
    database.chmod(0o400)
    database.parent.chmod(0o500)
    main(["digest", "-o", str(tmp_path / "a.md"), "--db", str(database)])
    assert "Không ghi nhớ được" in capsys.readouterr().err
