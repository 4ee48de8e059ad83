"""Documents by the names that people type, on the sample archive; what is meant is read from its documents by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import QueryError
from pipeline.lookup import find_document, find_instruments, one_instrument
from pipeline.run.store import connect

REPORT = "lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx"
PLAN = "lao-cai/2022/kh-87-kh-tu-quan-triet-quy-che.txt"
REGULATION = "lao-cai/2021/qc-09-qc-tu-cong-tac-dan-van.docx"
NOTICE = "vinh-long/2024/tb-645-tb-tu-ket-luan-giao-ban.md"


@pytest.fixture(scope="module")
def archive(sample_archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(sample_archive)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("báo cáo 268", REPORT), ("bao cao 268", REPORT), ("BC 268", REPORT), ("Báo cáo số 268", REPORT),
        ("Báo cáo số 268-BC/BDVTU, ngày 15/6/2022 của Ban Dân vận Tỉnh ủy Lào Cai", REPORT),
        ("báo cáo dân vận 6 tháng đầu năm 2022 Lào Cai", REPORT), ("bc-268", REPORT), ("KH 87/TU", PLAN),
        ("kế hoạch số 87", PLAN), ("QC 09/TU", REGULATION), ("quy che dan van lao cai", REGULATION),
        ("thông báo 645", NOTICE), ("thông báo kết luận giao ban dân vận", NOTICE),
    ],
    ids=repr,
)  # fmt: skip
def test_a_document_by_a_loose_name(archive: sqlite3.Connection, typed: str, path: str) -> None:
    assert find_document(archive, typed)["path"] == path


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("chỉ thị 05", ["Chỉ thị số 05-CT/TW"]), ("CT 05-CT/TW", ["Chỉ thị số 05-CT/TW"]),
        ("phap lenh 34", ["Pháp lệnh số 34/2007/PL-UBTVQH11"]), ("Luật Đất đai 2024", ["Luật số 31/2024/QH15"]),
        ("luat dat dai 2024", ["Luật số 31/2024/QH15"]), ("KH 87", ["Kế hoạch số 87-KH/TU"]),
        ("quy chế 09", ["Quy chế số 09-QC/TU", "Quy chế số 09-QC/TU"]),
        ("quy chế 09 Vĩnh Long", ["Quy chế số 09-QC/TU"]),
    ],
    ids=repr,
)  # fmt: skip
def test_instruments_by_a_loose_name(archive: sqlite3.Connection, typed: str, names: list[str]) -> None:
    assert [row["name"] for row in find_instruments(archive, typed)] == names


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("QC 22/TU", "Có phải: lao-cai/2021/qc-09-qc-tu-cong-tac-dan-van.docx (09-QC/TU, Ban Thường vụ Tỉnh ủy"),
        ("chỉ thị 05", "“chỉ thị 05” là Chỉ thị số 05-CT/TW: kho có văn bản viện dẫn, nhưng không lưu"),
        ("báo cáo dân vận 2022", "chỉ nhiều văn bản: lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx (268-BC/BDVTU"),
        ("báo cáo", "; và 37 văn bản khác. Hãy gõ thêm số"),
        ("15-BC/BDVTU", "hay số hiệu là “15-BC/BDVTU”. Có phải: "),
        ("xyz 99", "Không có văn bản nào tên, đường dẫn hay số hiệu là “xyz 99”."),
    ],
    ids=repr,
)
def test_what_names_no_document_or_several(archive: sqlite3.Connection, typed: str, told: str) -> None:
    with pytest.raises(QueryError) as refused:
        find_document(archive, typed)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("QC 22/TU", "Có phải: Quy chế số "),
        ("Luật Đất đai 2013", "là Luật số 45/2013/QH13, nhưng không văn bản nào trong kho viện dẫn"),
        ("quy chế 09", "chỉ nhiều văn bản: Quy chế số 09-QC/TU (Vĩnh Long"),
        ("11/2022/QH15", "là Luật số 11/2022/QH15, nhưng không văn bản nào trong kho viện dẫn"),
        ("xyz 99", "Không có văn bản nào viện dẫn hay mang số hiệu “xyz 99”."),
    ],
    ids=repr,
)
def test_what_names_no_instrument_or_several(archive: sqlite3.Connection, typed: str, told: str) -> None:
    with pytest.raises(QueryError) as refused:
        one_instrument(archive, typed)
    assert told in str(refused.value)
