"""A real Datasette opens the sample archive by the metadata that `export` wrote; truths are read from the documents."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from pipeline.cli import main
from pipeline.run.columns import relations

Get = Callable[[str], str]


@pytest.fixture(scope="module")
def opened(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Any], Get]:
    """Return the metadata, and what gets the page of an address; any other status than 200 fails."""
    folder = tmp_path_factory.mktemp("outputs")
    shutil.copy(sample_archive, folder / "trichyeu.db")
    words = ["export", "--format", "datasette", "--db", str(folder / "trichyeu.db")]
    assert main([*words, "-o", str(folder / "metadata.json")]) == 0
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    server = Datasette([str(folder / "trichyeu.db")], metadata=metadata, settings={"num_sql_threads": 0})

    def get(address: str) -> str:
        answer = asyncio.run(server.client.get(address))
        assert answer.status_code == 200, (address, answer.text[:2000])
        text: str = answer.text
        return text

    return metadata["databases"]["trichyeu"], get


def test_the_first_pages_tell_what_is_there(opened: tuple[Mapping[str, Any], Get]) -> None:
    _, get = opened
    assert "Trích yếu" in get("/")
    page = get("/trichyeu")
    assert "Chỉ cộng những dòng có summing = adds" in page and "Ai viện dẫn một số hiệu" in page
    hidden = page.split("Show hidden", 1)[0] if "Show hidden" in page else page
    assert 'href="/trichyeu/v_figures"' in hidden and 'href="/trichyeu/roots"' not in hidden


@pytest.mark.parametrize("name", relations())
def test_every_table_and_view_has_a_page(opened: tuple[Mapping[str, Any], Get], name: str) -> None:
    metadata, get = opened
    page = get(f"/trichyeu/{name}?_size=5")
    relation = relations()[name]
    assert (relation.title or name) in page
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)</dd>", page))
    assert [*told] == [column.name for column in relation.columns]
    for column in relation.columns:
        title = f"{column.title}: " if column.title else ""
        assert unescape(told[column.name]) == title + column.told
    for facet in metadata["tables"][name].get("facets", []):
        assert f'data-column="{facet}"' in page


def test_every_ready_question_is_answered(opened: tuple[Mapping[str, Any], Get]) -> None:
    metadata, get = opened
    given = {"words": "dan van kheo", "code": "09-QC/TU", "day": "2020-01-01"}
    filled = "&".join(f"{name}={value}" for name, value in given.items())
    for name in metadata["queries"]:
        get(f"/trichyeu/{name}")
        assert json.loads(get(f"/trichyeu/{name}.json?_shape=array&{filled}")), name


def test_who_cites_a_code(opened: tuple[Mapping[str, Any], Get]) -> None:
    rows = json.loads(opened[1]("/trichyeu/ai_vien_dan.json?_shape=array&code=09-QC/TU"))
    report = [row for row in rows if row["document_code"] == "268-BC/BDVTU"]
    assert any("tổ chức 312 hội nghị quán triệt Quy chế 09-QC/TU" in row["sentence"] for row in report)


@pytest.mark.parametrize("words", ["ret+hai+gia+suc", "rét+hại+gia+súc"])
@pytest.mark.parametrize("table", ["documents", "counted_documents", "v_figures", "v_ratings"])
def test_search_with_and_without_diacritics(opened: tuple[Mapping[str, Any], Get], table: str, words: str) -> None:
    """Only the report 268 tells that `rét hại cuối tháng 02/2022 làm 1.427 con gia súc bị chết`."""
    rows = json.loads(opened[1](f"/trichyeu/{table}.json?_shape=array&_search={words}"))
    assert {row["path"] for row in rows} == {"lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx"}


def test_a_foreign_key_is_followed(opened: tuple[Mapping[str, Any], Get], sample_archive: Path) -> None:
    """From a citation to what it cites and to the document that holds it, by their names, and back."""
    connection = sqlite3.connect(sample_archive)
    sql = "SELECT id, document_id FROM instruments WHERE code = '09-QC/TU' AND jurisdiction = 'Lào Cai'"
    ((instrument, document),) = connection.execute(sql).fetchall()
    connection.close()
    page = opened[1](f"/trichyeu/citations?instrument_id={instrument}")
    assert f'<a href="/trichyeu/instruments/{instrument}">' in page
    assert re.search(r'<a href="/trichyeu/documents/\d+">bc-268-bdvtu-6-thang-2022</a>', page)
    page = opened[1](f"/trichyeu/instruments?id={instrument}")
    assert f'<a href="/trichyeu/documents/{document}">qc-09-qc-tu-cong-tac-dan-van</a>' in page
    assert f"/trichyeu/citations?instrument_id={instrument}" in opened[1](f"/trichyeu/instruments/{instrument}")
    assert f"/trichyeu/figure_rows?document_id={document}" in opened[1](f"/trichyeu/documents/{document}")


def test_english_has_no_vietnamese_titles(sample_archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "metadata.json"
    assert main(["export", "--format", "datasette", "--db", str(sample_archive), "-o", str(file), "--lang", "en"]) == 0
    told = json.loads(file.read_text(encoding="utf-8"))["databases"]["trichyeu"]
    assert told["queries"]["ai_vien_dan"]["title"] == "Who cites a code"
    assert "title" not in told["tables"]["v_figures"]
    assert told["tables"]["v_figures"]["columns"]["value"] == "the number in its unit; percent 36.24"


def test_a_database_with_classified_documents_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kho").mkdir()
    stamped = (
        "TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM\nMẬT\nSố 77-BC/TU\nBÁO CÁO\nkết quả công tác dân vận\nMở 2 lớp."
    )
    (tmp_path / "kho" / "bc-77.txt").write_text(stamped, encoding="utf-8")
    database = ["--db", str(tmp_path / "a.db")]
    assert main(["run", str(tmp_path / "kho"), *database, "--workers", "1", "--allow-classified"]) == 0
    assert main(["export", "--format", "datasette", *database, "-o", str(tmp_path / "m.json")]) == 1
    assert "văn bản mật" in capsys.readouterr().err
    assert not (tmp_path / "m.json").exists()
