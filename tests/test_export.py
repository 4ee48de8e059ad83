"""`export`: DuckDB reads what it wrote, pandas in `make test-all`; truths are read from the sample archive by hand."""

from __future__ import annotations

import hashlib
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
READ = "import runpy; runpy.run_module('tests.exported', run_name='__main__')"
SCHEMAS = """
import json, sys
from pathlib import Path
from pyarrow.parquet import read_schema
print(json.dumps({
    file.stem: {field.name: (str(field.type), field.metadata[b"description"].decode()) for field in read_schema(file)}
    for file in Path(sys.argv[1]).glob("*.parquet")
}))
"""


def apart(code: str, *words: str) -> str:
    """Run Python in a process of its own: pyarrow reserves memory, and workers of other tests may not have so much."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-c", code, *words]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def export(name: str, folder: Path, database: Path, *words: str) -> None:
    """Export tables, as Parquet in a process of its own."""
    command = ["export", "--format", name, "-o", str(folder), "--db", str(database), *words]
    if name == "parquet":
        apart(MAIN, *command)
    else:
        assert main(command) == 0


@pytest.fixture(scope="module")
def exported(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exported")
    for name in TABLES:
        export(name, folder / name, sample_archive)
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


def test_a_format_without_tables_takes_none(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "datasette", "--only", "runs", "-o", "x", "--db", str(sample_archive)]) == 2
    assert "Hãy bỏ --only" in capsys.readouterr().err


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


def test_a_file_takes_no_folders_place(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--format", "datasette", "--db", str(sample_archive), "-o", str(tmp_path)]) == 1
    assert f"{tmp_path} (là một thư mục)" in capsys.readouterr().err


def test_what_a_killed_export_left_goes_with_the_next(sample_archive: Path, tmp_path: Path) -> None:
    left = tmp_path / ".out.trichyeu-abc"
    (left / "made").mkdir(parents=True)
    (left / "made" / "documents.csv").write_text("words", encoding="utf-8")
    (left / ".lock").touch()
    words = ["--only", "runs", "--db", str(sample_archive), "-o", str(tmp_path / "out")]
    assert main(["export", "--format", "csv", *words]) == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


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


# What readers make of it

PICKS = {
    "86,4": ("v_figures", {"document": "bc-268-bdvtu-6-thang-2022", "written": "86,4"}),
    "yếu": ("v_ratings", {"document": "bc-268-bdvtu-6-thang-2022", "class": "yếu", "year": 2022}),
    "deadline": ("v_tasks", {"document": "cv-4127-ubnd-nc-dan-chu-co-so", "deadline_date": "2020-11-30"}),
    "document": ("documents", {"name": "bc-268-bdvtu-6-thang-2022"}),
}
SENTENCE = "xếp loại tốt 74 khối (48,7%), khá 61 khối (40,1%), trung bình 14 khối (9,2%), yếu 03 khối (2,0%)."


READERS = ["duckdb", pytest.param("pandas", marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=READERS)
def read(request: pytest.FixtureRequest, exported: dict[str, Path], sample_archive: Path) -> dict[str, Any]:
    picks, folders = json.dumps([*PICKS.values()]), [str(folder) for folder in exported.values()]
    told = json.loads(apart(READ, request.param, str(sample_archive), picks, *folders))
    return {name: told[str(folder)] for name, folder in exported.items()}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read_as_the_database_holds_it(read: dict[str, Any], sample_archive: Path, name: str) -> None:
    """The one skipped file of the sample archive is stamped, so no row of `quarantine` leaves."""
    told = read[name]
    connection = sqlite3.connect(sample_archive)
    held = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in told["rows"]}
    connection.close()
    assert told["rows"] == held | {"quarantine": 0} and held["quarantine"] == 1
    assert {"documents", "figures", "v_figures", "v_conferences", "counted_documents", "sketches"} <= {*told["rows"]}
    assert {"roots", "exports", "erasures", "fact_keys", "documents_fts"} & {*told["rows"]} == set()
    assert told["differing"] == []


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_those_of_the_documents(read: dict[str, Any], name: str) -> None:
    document, roads, rated, task = read[name]["picked"]
    assert (roads["value"], roads["unit"], roads["commune"]) == (86.4, "km", None)
    assert (roads["document_code"], document["code"]) == ("268-BC/BDVTU", "268-BC/BDVTU")
    assert (roads["document_date"], roads["period_end"]) == ("2022-06-15", "2022-06-30")
    assert (rated["count"], rated["total"], rated["percent"]) == (3, 152, 1.97)
    assert rated["sentence"].endswith(SENTENCE)
    assert "trước ngày 30/11/2020" in task["deadline"]
    assert "\nII- KẾT QUẢ CÔNG TÁC DÂN VẬN\n1. Tham mưu, quán triệt" in document["text"]
    assert document["recipients"][-1] == "Lưu Ban Dân vận"


def test_types_in_parquet_are_those_of_the_package(exported: dict[str, Path]) -> None:
    wanted = {
        "integer": "int64", "number": "double", "string": "string", "date": "date32[day]", "array": "string",
        "datetime": "timestamp[us, tz=UTC]", "object": "string", "binary": "binary",
    }  # fmt: skip
    told = json.loads(apart(SCHEMAS, str(exported["parquet"])))
    resources = package(exported["parquet"])["resources"]
    assert len(resources) == len(told) > 20
    for resource in resources:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        kinds = {
            name: wanted["binary" if field.get("format") == "binary" else field["type"]]
            for name, field in fields.items()
        }
        assert {name: kind for name, (kind, _) in told[resource["name"]].items()} == kinds
        assert {name: said for name, (_, said) in told[resource["name"]].items()} == {
            name: field["description"] for name, field in fields.items()
        }


@pytest.mark.parametrize("name", TABLES)
def test_the_package_tells_keys_and_files(exported: dict[str, Path], name: str) -> None:
    resources = {one["name"]: one for one in package(exported[name])["resources"]}
    for one in resources.values():
        content = (exported[name] / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert all(field["description"] for field in one["schema"]["fields"])
    figures, view = resources["figures"]["schema"], resources["v_figures"]["schema"]
    to_documents = {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["id"]}}
    assert (figures["primaryKey"], view["primaryKey"]) == (["document_id", "ord"], ["id"])
    named = {"resource": "sentences", "fields": ["document_id", "ord"]}
    to_sentences = {"fields": ["document_id", "sentence"], "reference": named}
    assert figures["foreignKeys"] == [to_documents, to_sentences] and view["foreignKeys"] == [to_documents]
    assert resources["v_figures"]["title"] == "Số liệu"
    assert figures["missingValues"] == ([r"\N"] if name == "csv" else [])
    of_value = next(field for field in view["fields"] if field["name"] == "value")
    assert (of_value["type"], of_value["title"]) == ("number", "Giá trị")


def test_a_package_of_some_tables_refers_to_no_other(sample_archive: Path, tmp_path: Path) -> None:
    words = ["--only", "figures", "--db", str(sample_archive), "-o", str(tmp_path / "a")]
    assert main(["export", "--format", "jsonl", *words]) == 0
    (figures,) = package(tmp_path / "a")["resources"]
    assert "foreignKeys" not in figures["schema"]


# What never leaves

REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    {stamp}Lào Cai, ngày 12 tháng 7 năm 2022
Số {number}-BC/BDVTU
BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy{cites}, toàn tỉnh mở 17 hội nghị {word}
với 1.204 người dự. Kết quả xếp loại khối dân vận {word}: tốt 12, khá 3.
Nơi nhận:
- Lưu VT.
TRƯỞNG BAN
Lò Văn {word}
"""


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """Return a database that holds a classified document, another that is gone, and one that cites both."""
    archive = tmp_path / "kho"
    archive.mkdir()
    cites = " và Báo cáo số 77-BC/BDVTU ngày 12/7/2022 của Ban Dân vận Tỉnh ủy Lào Cai"
    for number, stamp, word, cited in (
        (57, "", "mở", cites), (77, "MẬT\n", "kín", ""), (78, "", "cũ", "")
    ):  # fmt: skip
        text = REPORT.format(number=number, stamp=stamp, word=f"vùng{word}", cites=cited)
        (archive / f"bc-{number}.txt").write_text(text, encoding="utf-8")
    words = ["run", str(archive), "--db", str(tmp_path / "a.db"), "--workers", "1", "--allow-classified"]
    assert main(words) == 0
    (archive / "bc-78.txt").unlink()
    assert main(words) == 0
    return tmp_path / "a.db"


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_what_is_classified_or_gone_never_leaves(guarded: Path, tmp_path: Path, name: str) -> None:
    assert main(["export", "--format", name, "--db", str(guarded), "-o", str(tmp_path / "out")]) == 0
    written = "\n".join(file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir())
    assert "vùngmở" in written
    for word in ("vùngkín", "vùngcũ", "bc-77", "bc-78"):
        assert word in "\n".join(connect(guarded).iterdump()) and word not in written


def test_keys_of_what_is_left_lead_somewhere(guarded: Path, tmp_path: Path) -> None:
    """The open report cites the classified one: the mention stays, as of no known document."""
    assert main(["export", "--format", "jsonl", "--db", str(guarded), "-o", str(tmp_path / "out")]) == 0
    resources = package(tmp_path / "out")["resources"]
    rows = {
        one["name"]: [json.loads(line) for line in (tmp_path / "out" / one["path"]).open(encoding="utf-8")]
        for one in resources
    }
    (mention,) = (row for row in rows["citations"] if row["code"] == "77-BC/BDVTU")
    assert mention["instrument_id"] is None
    followed = 0
    for one in resources:
        for key in one["schema"].get("foreignKeys", []):
            names, other = key["fields"], key["reference"]
            there = {tuple(row[name] for name in other["fields"]) for row in rows[other["resource"] or one["name"]]}
            here = [tuple(row[name] for name in names) for row in rows[one["name"]]]
            assert {values for values in here if None not in values} <= there, (one["name"], names)
            followed += len(here)
    assert followed > 20


def test_a_run_names_each_file_when_a_document_becomes_classified(
    guarded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "export",
                "--format",
                "csv",
                "--only",
                "figures,v_tasks",
                "--db",
                str(guarded),
                "-o",
                str(tmp_path / "out"),
            ]
        )
        == 0
    )
    archive = tmp_path / "kho" / "bc-57.txt"
    archive.write_text(archive.read_text(encoding="utf-8").replace("*    ", "*    MẬT\n"), encoding="utf-8")
    main(["run", str(archive.parent), "--db", str(guarded), "--workers", "1"])
    told = capsys.readouterr().out
    assert all(f"{tmp_path}/out/{name}" in told for name in ("figures.csv", "v_tasks.csv", "datapackage.json"))


@pytest.mark.parametrize(("language", "told"), [("vi", "cài thêm pyarrow"), ("en", "which is not installed")])
def test_parquet_says_what_it_needs(
    sample_archive: Path, tmp_path: Path, language: str, told: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    words = ["export", "--format", "parquet", "--db", str(sample_archive), "-o", str(tmp_path / "out")]
    assert main([*words, "--lang", language]) == 1
    message = capsys.readouterr().err
    assert told in message and 'pip install "trichyeu[parquet]"' in message
    assert list(tmp_path.iterdir()) == []
