"""Identity over the whole archive, whatever the order of the files."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Form, Metadata, Record
from extractors.names.identity import jurisdiction, local_body, numbered_handle, symbol_scope
from pipeline.archive.resolve import resolve_archive
from pipeline.run.store import connect
from pipeline.run.write import write_record
from tests.making import citing, record, regulation


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "test.db", create=True)
    yield connection
    connection.close()


def resolved(connection: sqlite3.Connection, *records: Record) -> list[dict[str, Any]]:
    for item in records:
        write_record(connection, item, "test")
    resolve_archive(connection)
    rows = connection.execute("SELECT * FROM instruments ORDER BY key")
    return [dict(row) for row in rows]


def one_citation(name: str, day: date | None, **fields: Any) -> Record:
    text = f"Thực hiện Quy chế số 22-QC/TU của Ban Thường vụ Tỉnh ủy, đơn vị {name} báo cáo."
    place = fields.pop("place", "Bắc Kạn")
    citation = citing(text, "Quy chế số 22-QC/TU", **regulation(day, **fields))
    return record(
        f"{name}.txt", text, metadata=Metadata("report", place=place, date=date(2023, 6, 1)), citations=(citation,)
    )


def test_two_dates_make_one_instrument_and_one_problem(database: sqlite3.Connection) -> None:
    """Two dates of one term are a conflict to show, not two documents."""
    found = resolved(database, one_citation("a", date(2021, 12, 30)), one_citation("b", date(2021, 12, 31)))
    assert [row["code"] for row in found] == ["22-QC/TU"]
    (message,) = (row["message"] for row in database.execute("SELECT message FROM problems"))
    assert "30/12/2021 (theo a)" in message
    assert "31/12/2021 (theo b)" in message


def test_majority_is_named(database: sqlite3.Connection) -> None:
    days = {"a": 30, "b": 31, "c": 31}
    resolved(database, *(one_citation(name, date(2021, 12, day)) for name, day in days.items()))
    (message,) = (row["message"] for row in database.execute("SELECT message FROM problems"))
    assert "khả năng đúng hơn là 31/12/2021, theo 2 văn bản so với 1" in message


def test_same_code_in_two_provinces_is_two_instruments(database: sqlite3.Connection) -> None:
    found = resolved(database, one_citation("a", None), one_citation("b", None, place="Cao Bằng"))
    assert [row["jurisdiction"] for row in found] == ["Bắc Kạn", "Cao Bằng"]


def test_two_terms_are_two_instruments(database: sqlite3.Connection) -> None:
    found = resolved(database, one_citation("a", date(2021, 12, 30)), one_citation("b", date(2016, 5, 2)))
    assert [row["date"] for row in found] == ["2016-05-02", "2021-12-30"]


def test_undated_mention_joins_the_term_its_document_knows(database: sqlite3.Connection) -> None:
    records = (
        one_citation("old", date(2016, 5, 2)), one_citation("new", date(2021, 12, 30)), one_citation("later", None),
    )  # fmt: skip
    resolved(database, *records)
    (row,) = database.execute(
        "SELECT i.date FROM citations c JOIN instruments i ON i.id = c.instrument_id JOIN documents d"
        " ON d.id = c.document_id WHERE d.name = 'later'"
    )
    assert row["date"] == "2021-12-30"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_held_document_is_found_in_any_order(database: sqlite3.Connection, order: tuple[int, ...]) -> None:
    text = "QUY CHẾ công tác dân vận"
    header = Metadata("directive", "Quy chế", "22-QC/TU", "22", "QC/TU", "công tác dân vận", date(2021, 12, 30))
    held = record("quy-che.txt", text, metadata=header)
    held = record("quy-che.txt", text, metadata=Metadata(**{**_fields(header), "place": "Bắc Kạn"}))
    records = (one_citation("a", date(2021, 12, 31)), held, one_citation("b", None))
    (row,) = resolved(database, *(records[i] for i in order))
    assert row["document_id"] is not None
    assert row["date"] == "2021-12-30", "the held document's own header is the best evidence"


def _fields(metadata: Metadata) -> dict[str, Any]:
    return {name: getattr(metadata, name) for name in Metadata.__dataclass_fields__}


def test_former_province_finds_its_document_under_the_new_name(database: sqlite3.Connection) -> None:
    header = Metadata(
        "directive", "Quy chế", "22-QC/TU", "22", "QC/TU", "công tác dân vận", date(2021, 12, 30), place="Thái Nguyên"
    )
    found = resolved(database, one_citation("a", date(2021, 12, 30)), record("held.txt", "QUY CHẾ", metadata=header))
    assert len(found) == 1


def test_bare_number_stands_for_the_full_code_of_its_document(database: sqlite3.Connection) -> None:
    text = "Thực hiện Đề án số 06-ĐA/TU; sau một năm, Đề án 06 đạt kết quả."
    full = citing(text, "Đề án số 06-ĐA/TU", doc_type="Đề án", number="6", symbol="ĐA/TU", code="06-ĐA/TU")
    bare = citing(text, "Đề án 06", form=Form.NUMBER_ONLY, doc_type="Đề án", number="6")
    assert len(resolved(database, record("a.txt", text, citations=(full, bare)))) == 1


def test_central_symbol_with_provincial_issuer_is_not_credited_to_the_centre() -> None:
    assert jurisdiction("CT/TW", "Ban Thường vụ Tỉnh ủy", "Bắc Kạn") == "Bắc Kạn"
    assert jurisdiction("CT/TW", "Ban Bí thư", "Bắc Kạn") == "Trung ương"


@pytest.mark.parametrize(
    ("symbol", "issuer", "home", "owner"),
    [
        ("QĐ-UBND", "UBND huyện Na Rì", "Bắc Kạn", "Bắc Kạn / Na Rì"),
        ("QĐ-UBND", "UBND thành phố Bắc Kạn", "Bắc Kạn", "Bắc Kạn / Bắc Kạn"),
        ("QĐ-UBND", "UBND thành phố Đà Nẵng", "Đà Nẵng", "Đà Nẵng"),
        ("QĐ-UBND", "Chủ tịch UBND quận 1", "Hồ Chí Minh", "Hồ Chí Minh / 1"),
        ("QĐ-UBND", "UBND thành phố Thủ Đức", None, "Hồ Chí Minh / Thủ Đức"),
        ("NQ-HĐND", "HĐND xã Kim Lư", "Bắc Kạn", "Bắc Kạn / Kim Lư"),
        ("NQ-HĐND", "Hội đồng nhân dân tỉnh", "Bắc Kạn", "Bắc Kạn"),
        ("NQ/TU", "Tỉnh ủy Bắc Kạn", "Thái Nguyên", "Bắc Kạn"),
        ("NQ/ĐU", "Đảng ủy xã Kim Lư", "Bắc Kạn", "Bắc Kạn / Kim Lư"),
        ("NĐ-CP", "Chính phủ", "Bắc Kạn", "Trung ương"),
    ],
)  # fmt: skip
def test_whose_number_it_is(symbol: str, issuer: str, home: str | None, owner: str) -> None:
    assert jurisdiction(symbol, issuer, home) == owner


@pytest.mark.parametrize(
    "text", ["ỦY BAN NHÂN DÂN\nHUYỆN NA RÌ\n", "HUYỆN ỦY NA RÌ\n*", "UBND HUYỆN NA RÌ CỘNG HÒA XÃ HỘI CHỦ NGHĨA"]
)
def test_local_body_of_a_letterhead(text: str) -> None:
    assert local_body(text) == "Na Rì"


@pytest.mark.parametrize(
    ("symbol", "scope"),
    [
        ("NQ/TW", "national"), ("TT-BTC", "national"), ("QH15", "national"), ("PL-UBTVQH11", "national"),
        ("CV/BDVTU", "province"), ("KH/ThU", "district"), ("QĐ-UBND", None), ("TTLT-BTC-BNV", "national"),
    ],
)  # fmt: skip
def test_symbol_scope(symbol: str, scope: str | None) -> None:
    assert symbol_scope(symbol) == scope


def test_state_number_counts_by_year() -> None:
    one = numbered_handle("81", "QĐ-UBND", None, date(2022, 1, 19), "Bắc Kạn")
    other = numbered_handle("81", "QĐ-UBND", None, date(2023, 3, 2), "Bắc Kạn")
    assert one.key() != other.key()


def test_known_short_names_resolve_to_their_numbers(database: sqlite3.Connection) -> None:
    text = "Theo Pháp lệnh 34, Nghị quyết Trung ương 4 khóa XII và Luật Đất đai."
    citations = (
        citing(text, "Pháp lệnh 34", form=Form.NUMBER_ONLY, doc_type="Pháp lệnh", number="34"),
        citing(text, "Nghị quyết Trung ương 4 khóa XII", form=Form.SESSION, doc_type="Nghị quyết"),
        citing(text, "Luật Đất đai", form=Form.NAMED, doc_type="Luật"),
    )
    metadata = Metadata("report", place="Bắc Kạn", date=date(2016, 12, 1))
    found = resolved(database, record("a.txt", text, metadata=metadata, citations=citations))
    assert {row["code"] for row in found} == {"34/2007/PL-UBTVQH11", "04-NQ/TW", "45/2013/QH13"}


def test_a_number_of_four_digits_is_no_year(database: sqlite3.Connection) -> None:
    text = "Theo Quyết định 2898 ngày 16/7/2010."
    citation = citing(
        text, "Quyết định 2898", form=Form.NUMBER_ONLY, doc_type="Quyết định", number="2898", date=date(2010, 7, 16)
    )
    (row,) = resolved(database, record("a.txt", text, citations=(citation,)))
    assert row["key"].startswith("quyết định 2898|2010|")


def test_charter_has_one_identity_under_two_names(database: sqlite3.Connection) -> None:
    text = "Theo Điều lệ Đảng; chấp hành Điều lệ Đảng Cộng sản Việt Nam."
    names = ("Điều lệ Đảng Cộng sản Việt Nam", "Điều lệ Đảng")
    citations = tuple(citing(text, name, form=Form.NAMED, doc_type="Điều lệ") for name in names)
    assert len(resolved(database, record("a.txt", text, citations=citations))) == 1
