"""`export --format ftm`: entities that FollowTheMoney knows, each once, whose links lead somewhere."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main

Entity = dict[str, Any]
PROPERTIES = {
    "Document": {
        "fileName", "name", "title", "date", "author", "country", "language", "keywords", "summary", "bodyText",
    },
    "PublicBody": {"name", "country", "address"},
    "Documentation": {"document", "entity", "role", "date"},
    "UnknownLink": {"subject", "object", "role", "date", "summary"},
}  # fmt: skip
"""Of these schemata in FollowTheMoney 4.11, as its YAML files list them; what is required is below."""
REQUIRED = {
    "Document": {"fileName", "name"}, "PublicBody": {"name"}, "Documentation": {"document", "entity"},
    "UnknownLink": {"subject", "object"},
}  # fmt: skip


def export(database: Path, file: Path) -> list[Entity]:
    assert main(["export", "--format", "ftm", "-o", str(file), "--db", str(database)]) == 0
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def entities(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Entity]:
    return export(sample_archive, tmp_path_factory.mktemp("ftm") / "archive.ftm.json")


def one(entities: list[Entity], schema: str, name: str, value: str) -> Entity:
    (found,) = [e for e in entities if e["schema"] == schema and e["properties"].get(name) == [value]]
    return found


def test_schemata_and_properties_are_those_of_the_library(entities: list[Entity]) -> None:
    assert {entity["schema"] for entity in entities} == set(PROPERTIES)
    for entity in entities:
        assert set(entity) == {"id", "schema", "properties"}
        assert REQUIRED[entity["schema"]] <= set(entity["properties"]) <= PROPERTIES[entity["schema"]]
        for values in entity["properties"].values():
            assert len(values) == 1 and isinstance(values[0], str) and values[0]


def test_ids_are_unique_and_links_lead_somewhere(entities: list[Entity]) -> None:
    schema = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schema) == len(entities)
    ends = {"document": "Document", "entity": "PublicBody", "subject": "Document", "object": "Document"}
    for entity in entities:
        for name, wanted in ends.items():
            assert all(schema[value] == wanted for value in entity["properties"].get(name, []))


def test_a_report_its_body_and_what_it_cites(entities: list[Entity]) -> None:
    report = one(entities, "Document", "name", "Báo cáo số 268-BC/BDVTU")
    assert report["properties"]["date"] == ["2022-06-15"]
    assert report["properties"]["fileName"] == ["lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx"]
    assert report["properties"]["summary"] == ["/akn/vn/doc/bao-cao/lao-cai/2022-06-15/268-BC-BDVTU"]
    assert "312 hội nghị" in report["properties"]["bodyText"][0]
    issued = one(entities, "Documentation", "document", report["id"])
    (body,) = [entity for entity in entities if entity["id"] == issued["properties"]["entity"][0]]
    assert body["properties"] == {"name": ["Ban Dân vận Tỉnh ủy"], "country": ["vn"], "address": ["Lào Cai"]}
    law = one(entities, "Document", "name", "Nghị định số 04/2015/NĐ-CP")
    assert law["properties"]["fileName"] == law["properties"]["name"] and "bodyText" not in law["properties"]
    links = [entity["properties"] for entity in entities if entity["properties"].get("object") == [law["id"]]]
    assert any(link["subject"] == [report["id"]] and "04/2015/NĐ-CP" in link["summary"][0] for link in links)


def test_ids_stay_when_the_archive_is_written_again(
    entities: list[Entity], sample_archive: Path, tmp_path: Path
) -> None:
    assert export(sample_archive, tmp_path / "again.json") == entities


def test_a_classified_document_is_in_no_entity(sample_archive: Path, tmp_path: Path) -> None:
    shutil.copy(sample_archive, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE documents SET classified = 'mật' WHERE code = '268-BC/BDVTU'")
    found = export(tmp_path / "a.db", tmp_path / "a.json")
    names = {entity["properties"].get("name", [""])[0] for entity in found}
    assert len(found) > 500 and "Báo cáo số 268-BC/BDVTU" not in names
    assert "lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx" not in json.dumps(found)
    assert not [e for e in found if "Các cấp uỷ đã tổ chức 312 hội nghị" in e["properties"].get("bodyText", [""])[0]]


@pytest.mark.skipif(importlib.util.find_spec("followthemoney") is None, reason="followthemoney is not installed")
def test_the_library_takes_every_entity(entities: list[Entity]) -> None:
    model = importlib.import_module("followthemoney").model
    for entity in entities:
        model.get(entity["schema"]).validate(entity)
        kept = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        assert set(kept) == set(entity["properties"])
