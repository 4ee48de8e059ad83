"""Documents without a date: between which days they were written, and whose year they never get."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.questions.cites import cites
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record

HEAD = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*
Số {number}
Lào Cai, ngày {day}

{kind}
{title}
-----
"""


def paper(number: str, day: str, title: str, body: str, kind: str = "BÁO CÁO") -> str:
    """Return a document; a day of blanks is none."""
    return HEAD.format(number=number, day=day, title=title, kind=kind) + body + "\n"


NO_DAY = "    tháng    năm"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "a.db", create=True)
    yield connection
    connection.close()


def write_all(connection: sqlite3.Connection, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        write_record(connection, annotate(read_text(text, name)), "test")
    resolve_archive(connection)


def bounds(connection: sqlite3.Connection) -> dict[str, tuple[object, ...]]:
    sql = "SELECT path, date_from, date_to, date_certain FROM counted_documents ORDER BY path"
    return {row["path"]: tuple(row)[1:] for row in connection.execute(sql)}


REGULATION = paper(
    "09-QC/BDVTU", NO_DAY, "phối hợp công tác dân vận",
    "Căn cứ Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị; ngày 03/5/2021, Ban đã họp lấy ý kiến.\n"
    "Các đơn vị báo cáo trước ngày 15/12/2025. Quy chế này có hiệu lực kể từ ngày 01/7/2026.", "QUY CHẾ",
)  # fmt: skip
CITING = paper(
    "31-BC/BDVTU", "12 tháng 7 năm 2022", "kết quả 6 tháng đầu năm 2022",
    "Thực hiện Quy chế số 09-QC/BDVTU của Ban Dân vận Tỉnh ủy về phối hợp công tác dân vận, đã mở 17 hội nghị.",
)  # fmt: skip
LATER = CITING.replace("31-BC", "44-BC").replace("12 tháng 7", "20 tháng 9")


def test_bounds_of_an_undated_document(database: sqlite3.Connection) -> None:
    write_all(database, {"bc-31.txt": CITING, "bc-44.txt": LATER, "qc-09.txt": REGULATION})
    assert bounds(database) == {
        "bc-31.txt": ("2022-07-12", "2022-07-12", 1), "bc-44.txt": ("2022-09-20", "2022-09-20", 1),
        "qc-09.txt": ("2021-05-03", "2022-07-12", 0),
    }  # fmt: skip
    assert [row["document"] for row in cites(database, "09-QC/BDVTU")] == ["bc-31", "bc-44"]


def test_who_cites_without_a_day_of_its_own_bounds_nothing_whatever_the_order(tmp_path: Path) -> None:
    """What an update has reached already must not count, which depends on the ids, and so on the names."""
    texts = {
        "qc.txt": REGULATION,
        "b.txt": paper(
            "12-HD/BDVTU", NO_DAY, "thực hiện Quy chế phối hợp",
            "Thực hiện Quy chế số 09-QC/BDVTU của Ban Dân vận Tỉnh ủy về phối hợp công tác dân vận.", "HƯỚNG DẪN",
        ),
        "c.txt": paper(
            "31-BC/BDVTU", "12 tháng 7 năm 2022", "kết quả 6 tháng đầu năm 2022",
            "Thực hiện Hướng dẫn số 12-HD/BDVTU của Ban Dân vận Tỉnh ủy về thực hiện Quy chế phối hợp, đã mở 17 lớp.",
        ),
    }  # fmt: skip
    told = set()
    for order, names in enumerate(itertools.permutations(texts)):
        connection = connect(tmp_path / f"{order}.db", create=True)
        write_all(connection, {name: texts[name] for name in names})
        told.add(tuple(bounds(connection).items()))
        connection.close()
    (found,) = told
    assert [(path, until) for path, (_, until, _) in found] == [
        ("b.txt", "2022-07-12"), ("c.txt", "2022-07-12"), ("qc.txt", None),
    ]  # fmt: skip


def test_a_report_is_not_written_before_its_period_begins(database: sqlite3.Connection) -> None:
    text = paper("31-BC/BDVTU", NO_DAY, "kết quả 6 tháng đầu năm 2022", "Toàn tỉnh mở 17 hội nghị với 1.204 người dự.")
    write_all(database, {"a.txt": text})
    assert bounds(database) == {"a.txt": ("2022-01-01", None, 0)}


def test_two_undated_documents_never_take_the_year_of_a_third(tmp_path: Path) -> None:
    texts = {
        "1.txt": paper("31-BC/BDVTU", "12 tháng 7 năm 2022", "kết quả 6 tháng đầu năm 2022", "Đã mở 17 hội nghị."),
        "2.txt": paper("31-BC/BDVTU", NO_DAY, "tình hình tôn giáo", "Đã mở 21 hội nghị."),
        "3.txt": paper("31-BC/BDVTU", NO_DAY, "việc sắp xếp bộ máy", "Đã mở 25 hội nghị."),
    }
    told = set()
    for order, names in enumerate(itertools.permutations(texts)):
        connection = connect(tmp_path / f"{order}.db", create=True)
        write_all(connection, {name: texts[name] for name in names})
        rows = connection.execute(
            "SELECT d.path, i.key, i.date, i.document_id = d.id AS held FROM documents d"
            " JOIN instruments i ON i.id = d.instrument_id ORDER BY d.path"
        ).fetchall()
        told.add(tuple(tuple(row) for row in rows))
        connection.close()
    (found,) = told
    assert [(path, date, held) for path, _, date, held in found] == [
        ("1.txt", "2022-07-12", 1), ("2.txt", None, 1), ("3.txt", None, 1),
    ]  # fmt: skip
    assert len({key for _, key, _, _ in found}) == 3


@pytest.mark.parametrize(
    ("title", "body", "same"),
    [
        ("phối hợp công tác dân vận", "Ban đã họp.", True),
        ("phối hợp công tác dân vận", "Ngày 03/5/2023, Ban đã họp.", False),
        ("thi đua, khen thưởng", "Ban đã họp.", False),
    ],
    ids=["the only one of its number", "written later", "another title"],
)
def test_an_undated_document_is_what_others_cite_only_if_nothing_speaks_against(
    database: sqlite3.Connection, title: str, body: str, same: bool
) -> None:
    citing = CITING.replace("09-QC/BDVTU của Ban", "09-QC/BDVTU ngày 05/4/2021 của Ban")
    write_all(database, {"a.txt": citing, "qc.txt": paper("09-QC/BDVTU", NO_DAY, title, body, "QUY CHẾ")})
    keys = {row["key"] for row in database.execute("SELECT key FROM instruments WHERE number = '9'")}
    assert len(keys) == (1 if same else 2)
    assert bounds(database)["qc.txt"][2] == 0, "what others say of its day is not its date"
