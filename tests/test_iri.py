"""Identifiers of instruments for other collections: by the standard, one for each, none where it would be guessed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractors.names.iri import akn_iri, eli
from pipeline.cli import main

WORK = re.compile(r"/akn/vn/(?:act|doc)/[a-z-]+(?:/[a-z.-]+)?/\d{4}-\d\d-\d\d/[0-9A-Z-]+")
"""Naming Convention 1.0, section 4.4: country, type, subtype, actor unless it is told by the rest, date, number."""


@pytest.mark.parametrize(
    ("doc_type", "symbol", "code", "day", "owner", "expected"),
    [
        ("Luật", "QH15", "03/2022/QH15", "2022-01-11", "Trung ương", "/akn/vn/act/luat/2022-01-11/3-2022-QH15"),
        ("Quy định", "QĐ/TW", "102-QĐ/TW", "2017-11-15", "Trung ương", "/akn/vn/doc/quy-dinh/2017-11-15/102-QD-TW"),
        ("Quyết định", "QĐ-UBND", "29/2023/QĐ-UBND", "2023-06-15", "Quảng Ngãi",
         "/akn/vn/act/quyet-dinh/quang-ngai/2023-06-15/29-2023-QD-UBND"),
        ("Quyết định", "QĐ-TTg", "1847/QĐ-TTg", "2018-12-27", "Trung ương",
         "/akn/vn/doc/quyet-dinh/2018-12-27/1847-QD-TTG"),
        ("Báo cáo", "BC/ĐU", "45-BC/ĐU", "2025-10-24", "Phú Thọ / Kim Bôi",
         "/akn/vn/doc/bao-cao/phu-tho.kim-boi/2025-10-24/45-BC-DU"),
        (None, "NĐ-CP", "149/2018/NĐ-CP", "2018-11-07", "Trung ương",
         "/akn/vn/act/nghi-dinh/2018-11-07/149-2018-ND-CP"),
    ],
)  # fmt: skip
def test_an_iri_has_the_parts_of_the_standard(
    doc_type: str | None, symbol: str, code: str, day: str, owner: str, expected: str
) -> None:
    assert akn_iri(doc_type, symbol, code, day, owner) == expected
    assert WORK.fullmatch(expected)


def test_spelling_does_not_matter() -> None:
    one = akn_iri("Kết luận", "KL/TW", "01-KL/TW", "2021-05-18", "Trung ương")
    assert akn_iri("Kết luận", "KL/TƯ", "1–KL/TƯ", "2021-05-18", "Trung ương") == one


def test_one_number_of_two_owners_is_two() -> None:
    owners = ("Lào Cai", "Vĩnh Long", "Lào Cai / Sa Pa")
    assert len({akn_iri("Quy chế", "QC/TU", "22-QC/TU", "2021-12-30", owner) for owner in owners}) == 3


@pytest.mark.parametrize("lacking", range(1, 5))
def test_nothing_is_guessed(lacking: int) -> None:
    told: list[str | None] = ["Quy chế", "QC/TU", "22-QC/TU", "2021-12-30", "Lào Cai"]
    told[lacking] = None
    assert akn_iri(*told) is None and eli(*told) is None


def test_the_eli_has_the_same_parts_in_its_own_order() -> None:
    told = ("Quyết định", "QĐ-UBND", "29/2023/QĐ-UBND", "2023-06-15", "Quảng Ngãi")
    assert eli(*told) == "/eli/vn/quang-ngai/2023/06/15/quyet-dinh/29-2023-QD-UBND"


def test_each_instrument_of_the_archive_has_its_own(sample_archive: Path) -> None:
    with closing(sqlite3.connect(f"file:{sample_archive}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT akn, number, date FROM instruments").fetchall()
    told = [akn for akn, _, _ in rows if akn]
    assert len(told) > 150 and len(set(told)) == len(told)
    assert not [akn for akn in told if not WORK.fullmatch(akn)]
    assert all((akn is None) == (number is None or date is None) for akn, number, date in rows)


def test_lineage_shows_it(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lineage", "30/2020/NĐ-CP", "--db", str(sample_archive)]) == 0
    assert "/akn/vn/act/nghi-dinh/2020-03-05/30-2020-ND-CP" in capsys.readouterr().out
