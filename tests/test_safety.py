"""A database is checked, what can be made again is, and a copy is of one moment whatever is written meanwhile."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.run.store import connect, transaction, writing
from pipeline.safety.backup import backup
from pipeline.safety.check import check_database
from pipeline.safety.files import check_files
from pipeline.safety.rebuild import rebuild

NOTE = "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.\n"

BROKEN = """
DROP VIEW v_tasks;
CREATE VIEW v_tasks AS SELECT 1 AS id;
DROP INDEX figures_fact;
INSERT INTO documents_fts (documents_fts, rowid, folded, bare)
  SELECT 'delete', min(id), 'báo cáo', 'bao cao' FROM documents;
UPDATE figure_rows SET statements = NULL WHERE fact_id = (SELECT min(id) FROM facts);
PRAGMA foreign_keys = OFF;
INSERT INTO sections (document_id, ord, start, end, kind, level) VALUES (-1, 0, 0, 1, 'body', 1);
"""
"""What a person with another program can do to a database, all of it at once."""


def kinds(connection: sqlite3.Connection) -> dict[str, int]:
    return {fault.kind: fault.count for fault in check_database(connection)}


@pytest.fixture
def copy(sample_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_archive, tmp_path / "a.db"))


def test_a_database_that_was_just_made_is_whole_and_agrees_with_its_files(sample_archive: Path) -> None:
    with closing(connect(sample_archive)) as connection:
        assert check_database(connection) == [] and check_files(connection) == []


def test_what_is_broken_is_told_and_made_again(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(connect(copy)) as connection:
        facts = connection.execute("SELECT * FROM facts ORDER BY id").fetchall()
    with writing(copy) as connection:
        connection.executescript(BROKEN)
    with closing(connect(copy)) as connection:
        found = kinds(connection)
    assert found.pop("links") >= 1
    assert found == {"views": 2, "references": 1, "full_text": 1}
    assert main(["check", "--db", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "v_tasks" in said and "figures_fact" in said and "--rebuild" in said
    assert main(["check", "--db", str(copy), "--rebuild"]) == 0
    with closing(connect(copy)) as connection:
        assert connection.execute("SELECT * FROM facts ORDER BY id").fetchall() == facts
        assert connection.execute("SELECT count(*) FROM v_tasks").fetchone()[0] > 1


@pytest.mark.parametrize("part", ["figure_settings", "figure_nouns"])
def test_a_figure_without_what_it_had_in_common_with_others_is_read_again(copy: Path, part: str) -> None:
    first = f"SELECT document_id, ord FROM {part} ORDER BY document_id LIMIT 1"
    with writing(copy) as connection:
        ((path,),) = connection.execute(f"SELECT path FROM documents JOIN ({first}) ON id = document_id")
        whole = connection.execute("SELECT count(*) FROM figures").fetchone()[0]
        connection.execute(f"DELETE FROM {part} WHERE (document_id, ord) IN ({first})")
        assert connection.execute("SELECT count(*) FROM figures").fetchone()[0] < whole
        assert kinds(connection)["links"] >= 1
        assert rebuild(connection) == [path]


def test_a_wrong_span_is_read_again_and_a_changed_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, database = tmp_path / "kho", tmp_path / "a.db"
    archive.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (archive / name).write_text(NOTE.replace("30/", f"3{ord(name[0]) % 10}/"), encoding="utf-8")
    run = ["run", str(archive), "--db", str(database), "--workers", "1"]
    assert main(run) == 0
    with writing(database) as connection:
        path = "(SELECT id FROM documents WHERE path = 'a.txt')"
        connection.execute(f"UPDATE citations SET start = start + 1 WHERE document_id = {path}")
        assert kinds(connection) == {"spans": 1}
        assert rebuild(connection) == ["a.txt"]
        assert kinds(connection) == {"spans": 1}
    (archive / "b.txt").write_text(NOTE, encoding="utf-8")
    (archive / "c.txt").unlink()
    with closing(connect(database)) as connection:
        files = {fault.kind: fault.examples for fault in check_files(connection)}
    assert files == {"gone": ["c.txt"], "changed": ["b.txt"]}
    assert main(run) == 0
    capsys.readouterr()
    assert main(["check", "--db", str(database), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"faults": [], "files": [], "to_read": []}
    archive.rename(tmp_path / "cho-khac")
    with closing(connect(database)) as connection:
        assert [fault.kind for fault in check_files(connection)] == ["unreachable"]


def test_a_copy_made_during_a_run_is_of_one_moment(copy: Path, tmp_path: Path) -> None:
    with closing(connect(copy)) as connection:
        held = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    file = tmp_path / "sao-luu" / "ban-1.db"
    with writing(copy) as connection, transaction(connection):
        connection.execute("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)")
        made = backup(copy, file)
    assert [path.name for path in sorted(file.parent.iterdir())] == ["ban-1.corrections.json", "ban-1.db"]
    assert made["corrections"] == 0
    with closing(connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == held
        assert check_database(connection) == []
    backup(copy, file)
    with closing(connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == held - 1


def test_a_copy_is_written_over_nothing_but_an_older_copy(copy: Path, tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text(NOTE, encoding="utf-8")
    for file in (copy, report):
        with pytest.raises(UsageError):
            backup(copy, file)
    assert report.read_text(encoding="utf-8") == NOTE


def test_corrections_in_a_copy_can_be_brought_into_a_new_database(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(copy) as connection:
        connection.execute(
            "INSERT INTO correction"
            " (kind, action, path, sha256, start, words, before, after, item, fields, who, reason, made)"
            " SELECT 'metadata', 'correct', path, sha256, 0, '', '', '', '{}', '{\"title\": \"về dân vận\"}',"
            " 'Lan', 'thử', '2026-01-01T00:00:00+00:00' FROM documents ORDER BY path LIMIT 1"
        )
    assert main(["backup", str(tmp_path / "b.db"), "--db", str(copy)]) == 0
    (row,) = json.loads((tmp_path / "b.corrections.json").read_text(encoding="utf-8"))
    assert (row["who"], row["fields"]) == ("Lan", {"title": "về dân vận"})
    assert "b.corrections.json" in capsys.readouterr().out
    with closing(connect(copy)) as connection:
        names = {Path(row["path"]).name for row in connection.execute("SELECT path FROM exports")}
    assert {"b.corrections.json", "b.db"} <= names
