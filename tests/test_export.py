"""`export`: DuckDB and pandas read what it wrote; truths are read from the sample archive by hand."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.exporting.registry import FORMATS
from pipeline.run.store import connect

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("parquet", "csv", "jsonl")
MAIN = "import sys; from pipeline.cli import main; sys.exit(main())"


def apart(code: str, *words: str) -> str:
    """Run Python in a process of its own: pyarrow reserves memory, and workers of other tests may not have so much."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-c", code, *words]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def exported(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exported")
    for name in TABLES:
        apart(MAIN, "export", "--format", name, "-o", str(folder / name), "--db", str(sample_archive))
    return {name: folder / name for name in TABLES}


def package(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return told


def test_every_format_is_listed_by_its_name() -> None:
    assert [load().name for load in FORMATS.values()] == list(FORMATS)


@pytest.mark.parametrize("name", TABLES)
def test_every_file_is_noted(exported: dict[str, Path], sample_archive: Path, name: str) -> None:
    written = {str(file) for file in exported[name].iterdir()}
    connection = sqlite3.connect(sample_archive)
    noted = {path for (path,) in connection.execute("SELECT path FROM exports WHERE command = 'export'")}
    connection.close()
    assert len(written) > 20 and written <= noted


def test_only_some_tables(sample_archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    words = ["export", "--format", "csv", "--db", str(sample_archive), "-o", str(folder)]
    assert main([*words, "--only", "v_figures, documents"]) == 0
    assert {file.name for file in folder.iterdir()} == {"v_figures.csv", "documents.csv", "datapackage.json"}
    assert main([*words, "--only", "v_tasks"]) == 0
    assert {file.name for file in folder.iterdir()} == {"v_tasks.csv", "datapackage.json"}


def test_a_table_that_is_not_there_is_refused(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", "--format", "csv", "--db", str(sample_archive), "-o", "x", "--only", "roots", "--lang", "en"]
    assert main(words) == 2
    assert "no table “roots”" in capsys.readouterr().err


def test_a_foreign_folder_is_left_as_it_is(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", "--format", "jsonl", "--only", "runs", "--db", str(sample_archive), "-o", str(tmp_path / "a")]
    assert main(words) == 0
    (tmp_path / "a" / "note.txt").write_text("mine", encoding="utf-8")
    assert main(words) == 2
    assert "note.txt" in capsys.readouterr().err
    assert (tmp_path / "a" / "note.txt").read_text(encoding="utf-8") == "mine"
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    assert main([*words[:-1], str(tmp_path / "b")]) == 2
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a", "b"]


def test_nothing_is_left_of_an_export_that_fails(sample_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    copy.write_bytes(sample_archive.read_bytes())
    words = ["export", "--format", "csv", "--db", str(copy), "-o", str(tmp_path / "out")]
    assert main(words) == 0
    before = package(tmp_path / "out")
    connection = connect(copy, create=True)
    connection.execute("UPDATE tasks SET deadline_date = '2020-02-31' WHERE deadline_date = '2020-11-30'")
    connection.close()
    assert main(words) == 1
    assert package(tmp_path / "out") == before
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_dir()) == ["out"]
