"""The Python API: what it gives is what the documents say, written by hand; what it refuses is one clear error."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import trichyeu
from pipeline.errors import ClassifiedDocument, EmptyFile, Failure, QueryError, ReadError, StoreError

CORPUS = Path(__file__).parent.parent / "corpus"
PLAN = CORPUS / "lao-cai" / "2022" / "kh-87-kh-tu-quan-triet-quy-che.txt"
SECRET = "TỈNH ỦY LÀO CAI\nBAN DÂN VẬN\n*\nMẬT\nSố 31-BC/BDVTU\n\nBÁO CÁO\n\nĐã mở 12 hội nghị."


def test_a_text_is_annotated() -> None:
    record = trichyeu.annotate("Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016, toàn tỉnh mở 12 lớp cho 1.640 học viên.")
    (citation,) = record.citations
    assert (citation.code, citation.date) == ("05-CT/TW", date(2016, 5, 15))
    assert [figure.value for figure in record.figures] == [Decimal(12), Decimal(1640)]
    first = record.figures[0]
    assert record.source.text[first.start : first.end] == "12"


def test_a_file_is_read_and_annotated() -> None:
    record = trichyeu.annotate(trichyeu.read(PLAN))
    assert record.metadata.code == "87-KH/TU"
    assert record.source.format == "txt"
    assert json.loads(json.dumps(trichyeu.as_dict(record)))["metadata"]["code"] == "87-KH/TU"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"khong-co\.docx"):
        trichyeu.read(tmp_path / "khong-co.docx")
    with pytest.raises(EmptyFile):
        trichyeu.annotate(" \n")


def test_a_classified_document_is_refused_in_text_and_file(tmp_path: Path) -> None:
    (tmp_path / "bc.txt").write_text(SECRET, encoding="utf-8")
    with pytest.raises(ClassifiedDocument) as told:
        trichyeu.read(tmp_path / "bc.txt")
    assert "hội nghị" not in str(told.value)
    with pytest.raises(ClassifiedDocument):
        trichyeu.annotate(SECRET)


TABLES = (
    "documents", "figures", "citations", "conferences", "attendance", "ratings", "tasks", "facts", "instruments",
    "problems",
)  # fmt: skip
FRAMES = """
import json, sys, trichyeu
told = {}
with trichyeu.connect(sys.argv[1]) as archive:
    for name in sys.argv[2:]:
        frame = getattr(archive, name)()
        codes = [code for column in ("document_code", "code") if column in frame for code in frame[column].dropna()]
        told[name] = {"rows": len(frame), "columns": list(frame.columns), "codes": sorted(set(codes))}
    figures, instruments = archive.figures(), archive.instruments()
    held = figures[(figures["document_code"] == "268-BC/BDVTU") & (figures["written"] == "312")]
    texts = archive.documents(text=True)
    told["held"] = held[["value", "unit"]].values.tolist()
    told["gaps"] = [str(instruments["document_id"].dtype), int(instruments["document_id"].isna().sum())]
    told["begins"] = {name: text[:15] for name, text in zip(texts["name"], texts["text"])}
    told["query"] = archive.query("SELECT 1 AS one")["one"].tolist()
print(json.dumps(told))
"""
"""Run in a process of its own: pandas brings pyarrow, which reserves memory that workers of other tests would lack."""


@pytest.fixture
def archive(sample_archive: Path) -> Iterator[trichyeu.Archive]:
    with trichyeu.connect(sample_archive) as opened:
        yield opened


def framed(database: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", FRAMES, str(database), *TABLES]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def frames(sample_archive: Path) -> dict[str, Any]:
    return framed(sample_archive)


def test_a_method_gives_what_its_view_holds(archive: trichyeu.Archive, frames: dict[str, Any]) -> None:
    counted = archive.rows("SELECT count(*) AS n FROM v_figures")[0]["n"]
    assert frames["figures"]["rows"] == counted > 1000
    assert frames["held"] == [[312, "hội nghị"]]


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_a_frame_with_rows(frames: dict[str, Any], name: str) -> None:
    columns = frames[name]["columns"]
    assert frames[name]["rows"] > 10 and len(columns) == len(set(columns)) > 5


def test_whole_numbers_with_gaps_stay_whole(frames: dict[str, Any]) -> None:
    kind, gaps = frames["gaps"]
    assert kind == "Int64" and 0 < gaps < frames["instruments"]["rows"]


def test_the_text_comes_only_when_it_is_asked_for(frames: dict[str, Any]) -> None:
    assert "text" not in frames["documents"]["columns"]
    assert frames["begins"][PLAN.stem] == "TỈNH ỦY LÀO CAI"


def test_sql_of_ones_own(archive: trichyeu.Archive, frames: dict[str, Any]) -> None:
    rows = archive.rows("SELECT code FROM counted_documents WHERE code = ?", "87-KH/TU")
    assert rows == [{"code": "87-KH/TU"}]
    assert frames["query"] == [1]
    with pytest.raises(QueryError, match="no such table"):
        archive.rows("SELECT * FROM no_table")


def test_nothing_can_be_written(archive: trichyeu.Archive) -> None:
    with pytest.raises(QueryError, match="readonly"):
        archive.rows("DELETE FROM documents")


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="trichyeu run"):
        trichyeu.connect(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_classified_document_is_in_no_answer(sample_archive: Path, tmp_path: Path) -> None:
    shutil.copy(sample_archive, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE documents SET classified = 'mật' WHERE code = '268-BC/BDVTU'")
    told = framed(tmp_path / "a.db")
    assert told["held"] == [] and told["figures"]["rows"] > 1000
    assert not [name for name in TABLES if "268-BC/BDVTU" in told[name]["codes"]]
    with trichyeu.connect(tmp_path / "a.db") as archive:
        assert archive.rows("SELECT * FROM documents WHERE code = '268-BC/BDVTU'") == []


def test_without_pandas_it_is_said_what_to_use(archive: trichyeu.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Failure, match=r"\.rows"):
        archive.figures()
    assert archive.rows("SELECT count(*) AS n FROM v_figures")[0]["n"] > 1000


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = trichyeu.nothing


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, trichyeu; print([name for name in sys.modules if name.startswith(('pipeline', 'spacy'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
