"""Floors on the gold set, and what the five first articles must show in the database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from extractors.model import Rules
from pipeline.run import batch
from tests.gate import (
    Values,
    below_floor,
    gold_records,
    gold_scores,
    lonely_rules,
    records_of,
    scores_of,
    shared_folder,
    values_read,
)
from tests.making import citing, counting, record

GOLD = shared_folder() / "gold" / "dev"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the gold set (../shared/gold/dev) is not here")


@needs_gold
def test_every_floor_holds() -> None:
    records = gold_records(shared_folder())
    scores = gold_scores(shared_folder(), records)
    scores["figure.wrong_value"] = values_read(shared_folder(), records).wrong_share
    assert below_floor(scores) == []


@needs_gold
def test_every_floor_of_the_second_set_holds() -> None:
    folder = shared_folder() / "gold" / "second"
    assert below_floor(scores_of(shared_folder(), folder, records_of(folder)), "second") == []


def test_a_wrong_value_is_told_from_a_miss(tmp_path: Path) -> None:
    folder = tmp_path / "gold" / "dev"
    folder.mkdir(parents=True)
    text = "Có 12 chi bộ và 45 đảng viên.\nNăm 2021 mở 3 lớp.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    stated = [
        {"start": text.index(digits), "end": text.index(digits) + len(digits), "value": value}
        for digits, value in (("12", 12), ("45", 54), ("2021", 2021), ("3", 3))
    ]
    (folder / "a.json").write_text(json.dumps({"figures": stated}), encoding="utf-8")
    assert values_read(tmp_path, gold_records(tmp_path)) == Values(stated=4, wrong=1, missed=1)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    folder = tmp_path_factory.mktemp("seeds")
    for path in GOLD.glob("seed-*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    database: Path = tmp_path_factory.mktemp("db") / "a.db"
    batch.run(folder, database, workers=1)
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    return connection


@needs_gold
def test_conferences_of_the_first_article(seeds: sqlite3.Connection) -> None:
    rows = seeds.execute("SELECT kind, held, attendees FROM v_conferences WHERE document = 'seed-000'")
    assert [tuple(row) for row in rows] == [("conference", 149, 6558), ("training", 1, 150), ("training", 5, 914)]


@needs_gold
def test_documents_of_the_first_article(seeds: sqlite3.Connection) -> None:
    rows = seeds.execute(
        "SELECT value, role, belongs_to FROM v_figures WHERE document = 'seed-000' AND indicator = 'document'"
    )
    found = [(row["value"], row["role"], (row["belongs_to"] or "")[:10]) for row in rows]
    part = ("part", "15 văn bản")
    assert found == [(15, None, ""), (2, *part), (2, *part), (6, *part), (2, *part)]


@needs_gold
def test_ratings_of_the_first_article(seeds: sqlite3.Connection) -> None:
    (row,) = seeds.execute(
        "SELECT r.* FROM ratings r JOIN documents d ON d.id = r.document_id WHERE d.name = 'seed-000'"
    )
    assert json.loads(row["counts"]) == {"tốt": 62, "khá": 42, "trung bình": 2, "yếu": 2}
    assert row["total"] == 108


@needs_gold
def test_contradictions_of_the_first_articles(seeds: sqlite3.Connection) -> None:
    rows = seeds.execute("SELECT kind, message FROM problems").fetchall()
    contradiction = [row["message"] for row in rows if row["kind"] == "symbol_contradicts_issuer"]
    assert len(contradiction) == 1
    assert "15-CT/TW" in contradiction[0]
    (dates,) = (row["message"] for row in rows if row["kind"] == "conflicting_dates")
    assert "30/12/2021" in dates
    assert "31/12/2021" in dates
    assert seeds.execute("SELECT count(*) FROM instruments WHERE code = '22-QC/TU'").fetchone()[0] == 1


def test_lonely_rules_are_those_of_forms_relations_and_every_field_of_a_figure() -> None:
    text = "Thực hiện Quy chế 22-QC/TU, đã mở 12 lớp"
    citation = citing(text, "Quy chế 22-QC/TU", relation_rule="implements")
    figure = counting(text, "12", 12, rules=Rules(unit="made", modality="aimed", link="adds up"))
    both = record("a.txt", text, citations=(citation,), figures=(figure,))
    same = record("b.txt", text, citations=(citing(text, "Quy chế 22-QC/TU"),), figures=(counting(text, "12", 12),))
    assert lonely_rules([both, same]) == {"a": ["link adds up", "modality aimed", "relation implements"]}
