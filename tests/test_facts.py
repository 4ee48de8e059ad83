"""Facts: what several documents tell is one, what is told of two places, times or bodies is two, and sums are right."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.lookup import named_place
from pipeline.questions.figures import figures
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record
from tests.told import (
    CELLS,
    COMMUNE_CELLS,
    Pair,
    fact_at,
    make_archive,
    own_documents,
    pairs,
    shared_files,
    shared_root,
)

PRECISION, RECALL = 0.98, 0.85
COLUMNS = ("place", "year", "view", "rows", "summed", "value", "source")


def cells() -> list[dict[str, str]]:
    return _read_cells(CELLS, COLUMNS)


def commune_cells() -> list[dict[str, str]]:
    return _read_cells(COMMUNE_CELLS, ("commune", *COLUMNS[1:]))


def _read_cells(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


@pytest.fixture(scope="module")
def archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = make_archive(sample_archive, tmp_path_factory.mktemp("facts") / "a.db")
    yield connection
    connection.close()


def test_the_truth_is_as_large_as_agreed() -> None:
    told = pairs()
    assert sum(pair.same for pair in told) >= 60
    assert sum(not pair.same for pair in told) >= 200
    assert sum("own/" not in pair.shown for pair in told) * 2 >= len(told)
    assert len(cells()) >= 40
    assert len({cell["place"] for cell in cells()}) >= 4


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: " ".join(list(cell.values())[:5]))
def test_sums_of_views_are_what_a_person_counts(archive: sqlite3.Connection, cell: dict[str, str]) -> None:
    summed = (
        f"SELECT coalesce(sum({cell['summed']}), 0) FROM {cell['view']} WHERE summing = 'adds' AND ({cell['rows']})"
    )
    where = " AND place = ? AND year = ? AND path NOT LIKE 'own/%' AND path NOT LIKE 'gold/%'"
    (added,) = archive.execute(summed + where, (cell["place"], int(cell["year"]))).fetchone()
    assert added == pytest.approx(float(cell["value"])), cell["source"]


@pytest.mark.parametrize("cell", commune_cells(), ids=lambda cell: " ".join(list(cell.values())[:5]))
def test_sums_of_a_commune_are_what_a_person_counts(archive: sqlite3.Connection, cell: dict[str, str]) -> None:
    summed = (
        f"SELECT coalesce(sum({cell['summed']}), 0) FROM {cell['view']} WHERE summing = 'adds' AND ({cell['rows']})"
    )
    where = " AND commune = ? AND year = ? AND path LIKE 'tong-hop-xa/%'"
    (added,) = archive.execute(summed + where, (cell["commune"], int(cell["year"]))).fetchone()
    assert added == pytest.approx(float(cell["value"])), cell["source"]


def measured(connection: sqlite3.Connection, told: list[Pair]) -> tuple[float, float, list[str]]:
    found = [(pair, fact_at(connection, pair.one), fact_at(connection, pair.other)) for pair in told]
    joined = [(pair, one is not None and one == other) for pair, one, other in found]
    right = sum(pair.same and one for pair, one in joined)
    wrong = [pair.shown for pair, one in joined if one != pair.same]
    return right / sum(one for _, one in joined), right / sum(pair.same for pair in told), wrong


def test_pairs_of_the_repository_are_one_fact_or_two(archive: sqlite3.Connection) -> None:
    precision, recall, wrong = measured(archive, [pair for pair in pairs() if not pair.is_shared])
    assert precision >= PRECISION, wrong
    assert recall >= RECALL, wrong


def test_all_pairs_are_one_fact_or_two(archive: sqlite3.Connection) -> None:
    root = shared_root()
    if root is None:
        pytest.skip("the shared texts are not here: TRICHYEU_SHARED names no folder with them")
    held = {row["path"] for row in archive.execute("SELECT path FROM documents WHERE path LIKE 'gold/%'")}
    assert held == {path for path, _ in shared_files()}, "a shared text is not the one that was marked"
    precision, recall, wrong = measured(archive, pairs())
    assert precision >= PRECISION, wrong
    assert recall >= RECALL, wrong


def test_a_fact_with_two_values_shows_both_and_the_better_source(archive: sqlite3.Connection) -> None:
    row = archive.execute(
        "SELECT f.value, f.statements, f.differing, d.name FROM facts f JOIN documents d ON d.id = f.document_id"
        " WHERE f.value = 18746"
    ).fetchone()
    assert row["name"] == "bc-268-bdvtu-6-thang-2022"
    assert '"18.476"' in row["differing"]


def rows_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    figures = connection.execute(
        "SELECT d.path, f.start, f.fact_id, f.summing FROM figures f JOIN documents d ON d.id = f.document_id"
    )
    facts = connection.execute("SELECT id, value, statements, differing, summing FROM facts")
    return sorted(tuple(row) for row in figures) + sorted(tuple(row) for row in facts)


def test_ids_and_flags_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    records = [annotate(read_text(text, f"{name}.txt")) for name, (text, _) in own_documents().items()]
    told = []
    for number, order in enumerate((records, records[::-1])):
        connection = connect(tmp_path / f"{number}.db", create=True)
        for record in order:
            write_record(connection, record, "test")
            if number:
                resolve_archive(connection)
        resolve_archive(connection)
        told.append(rows_of(connection))
        connection.close()
    assert told[0] == told[1]


def test_a_document_that_comes_changes_no_other_fact(tmp_path: Path) -> None:
    own = own_documents()
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, annotate(read_text(own["bdvtu-ha-nam-quy-1"][0], "a.txt")), "test")
    resolve_archive(connection)
    before = {tuple(row) for row in connection.execute("SELECT start, fact_id FROM figures")}
    write_record(connection, annotate(read_text(own["ubkt-ha-nam-2025"][0], "b.txt")), "test")
    resolve_archive(connection)
    after = "SELECT start, fact_id FROM figures WHERE document_id = (SELECT id FROM documents WHERE path = 'a.txt')"
    assert {tuple(row) for row in connection.execute(after)} == before
    connection.close()


TWICE = """TỈNH ỦY LÀO CAI
BAN DÂN VẬN
*
Số {number}-BC/BDVTU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày {number} tháng 4 năm 2023

BÁO CÁO
kết quả công tác dân vận quý I năm 2023

Khối xã tổ chức 05 hội nghị. Khối xã tổ chức 05 hội nghị.
"""


def test_an_id_never_passes_to_a_fact_that_is_worded_alike(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", create=True)
    told = "SELECT f.fact_id, d.path, f.start FROM figures f JOIN documents d ON d.id = f.document_id"
    named: dict[str, tuple[str, int]] = {}
    for number, path in enumerate(("m.txt", "z.txt", "a.txt"), start=11):
        write_record(connection, annotate(read_text(TWICE.format(number=number), path)), "test")
        resolve_archive(connection)
        found = {fact: (document, start) for fact, document, start in connection.execute(told)}
        assert len(found) == 2 * (number - 10)
        assert {fact: found[fact] for fact in named} == named
        named = found
    connection.close()


@pytest.mark.parametrize(
    ("typed", "districts"),
    [("Văn Bàn", {"Văn Bàn"}), ("huyen van ban", {"Văn Bàn"}), ("Mộ Đức", {"Mộ Đức"})],
)
def test_figures_are_asked_for_by_district(archive: sqlite3.Connection, typed: str, districts: set[str]) -> None:
    assert {row["district"] for row in figures(archive, place=typed)} == districts


def test_a_city_is_known_by_the_name_that_people_say() -> None:
    assert named_place("Sài Gòn") == "Hồ Chí Minh"
    assert named_place("Văn Bàn") == "Lào Cai"


def test_of_two_reports_of_one_body_the_later_is_the_better_source(tmp_path: Path) -> None:
    first = own_documents()["bdvtu-ha-nam-quy-1"][0]
    later = (
        first.replace("ngày 29 tháng 3", "ngày 31 tháng 3").replace("Số 112-", "Số 115-").replace("11.240", "11.420")
    )
    connection = connect(tmp_path / "a.db", create=True)
    for name, text in (("a", first), ("b", later)):
        write_record(connection, annotate(read_text(text, f"{name}.txt")), "test")
    resolve_archive(connection)
    rows = connection.execute("SELECT held, attendees, path FROM v_conferences WHERE summing = 'adds' AND held = 186")
    assert [tuple(row) for row in rows] == [(186, 11420, "b.txt")]
    connection.close()
