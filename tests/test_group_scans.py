"""Scans and what they show: what their reader takes for something else makes no other document, a sure number does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.readers.ingest import read_source, read_text
from pipeline.run.store import connect
from tests.copies import COPIES, OTHERS, File, pairs
from tests.copies_scanned import pdf_of, picture
from tests.test_groups import LEAST_RIGHT, REPORT, groups, judged, rows, scan_of, source_of, write_all

QUARTERLY = REPORT.replace("6 tháng đầu năm 2022", "quý II năm 2022").replace(
    "Công tác phối hợp", "II. NHIỆM VỤ\nThực hiện Chỉ thị số 36-CT/TU ngày 02/6/2022.\nCông tác phối hợp"
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "a.db", create=True)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("old", "new", "doubts"),
    [
        ("312", "812", {}),
        ("312", "812", {"812": ()}),
        ("312", "812", {"812": ("512", "313")}),
        ("312", "812", {"45": ("46",)}),
        ("15/3", "18/3", {"18/3/2021": ("13/3/2021",)}),
        ("38 đơn", "38 vụ", {}),
        ("31-BC", "37-BC", {}),
        ("mở", "chưa mở", {}),
    ],
    ids=[
        "not doubtful", "doubtful without another reading", "doubtful, but never read so", "another number is doubtful",
        "a date", "a unit", "another code", "a denial",
    ],
)  # fmt: skip
def test_what_a_scan_reads_otherwise_for_sure_is_another_document(
    database: sqlite3.Connection, old: str, new: str, doubts: dict[str, tuple[str, ...]]
) -> None:
    changed = REPORT.replace(old, new)
    write_all(database, [read_text(REPORT, "a.txt"), scan_of(changed, "b.pdf", doubts)])
    assert len(set(groups(database).values())) == 2


def test_what_the_reader_of_a_scan_took_a_number_for_may_be_the_number(database: sqlite3.Connection) -> None:
    scan = scan_of(REPORT.replace("15/3", "18/3"), "b.pdf", {"18/3/2021": ("13/3/2021", "15/3/2021")})
    write_all(database, [read_text(REPORT, "a.txt"), scan])
    assert len(set(groups(database).values())) == 1
    told = rows(database, "SELECT sides FROM problems WHERE kind = 'doubtful_digits'")
    assert [[side["value"] for side in json.loads(str(sides))] for (sides,) in told] == [
        ["18/3/2021", "13/3/2021", "15/3/2021"]
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("31-BC/BDVTU", "31-BC/BDV"),
        ("quý II năm", "quý 1I năm"),
        ("1.204 lượt người.", "1.204 lượt t người."),
        ("1.204 lượt người.\n", "1.204 lượt người.\nno\n"),
        ("II. NHIỆM VỤ", "__I. NHIỆM VỤ"),
        ("II. NHIỆM VỤ", "I NHIỆM VỤ"),
        ("36-CT/TU", "36-GT/TU"),
        ("36-CT/TU", "36-CT/T"),
        ("36-CT/TU", "36-CT/ZEU"),
        ("II. NHIỆM VỤ", "II, NHIỆM VỤ"),
        ("ĐẢNG CỘNG SẢN", "ĐẲNG CỘNG SẢN"),
        ("BÁO CÁO\n", ".BÁO CÁO\n"),
        ("Số 31-BC", "_ Số 31-BC"),
        ("năm 2022\n\nBÁO", "nặm 2022\n\nBÁO"),
        ("BAN DÂN VẬN\n", "BAN DÂN VẬN\nl\n"),
        ("quý II năm", "quý If năm"),
        ("1.204 lượt người.\n", "1.204 lượt người.\n+x\n"),
        ("1.204 lượt người.\n", "1.204 lượt người.\n%\n"),
        ("được duy trì", "v được duy trì"),
        ("312 lượt", "3l2 lượt"),
        ("việc nắm tình", "việc Hắm tình"),
        ("312 lượt công", "312 lượt cônq"),
    ],
)
def test_letters_that_a_scan_loses_make_no_other_document(database: sqlite3.Connection, old: str, new: str) -> None:
    printed = QUARTERLY
    assert old in printed
    write_all(database, [read_text(printed, "a.txt"), scan_of(printed.replace(old, new), "b.pdf", {})])
    assert len(set(groups(database).values())) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("31-BC/BDVTU", "31-KH/BDVTU"),
        ("quý II năm", "quý III năm"),
        ("1.204 lượt người.", "1.204 lượt."),
        ("36-CT/TU", "36-KL/TU"),
        ("36-CT/TU", "36-CT/TW"),
    ],
)
def test_letters_that_a_scan_has_otherwise_make_another_document(
    database: sqlite3.Connection, old: str, new: str
) -> None:
    write_all(database, [read_text(QUARTERLY, "a.txt"), scan_of(QUARTERLY.replace(old, new), "b.pdf", {})])
    assert len(set(groups(database).values())) == 2


@pytest.mark.parametrize(
    ("old", "new", "doubted", "same"),
    [
        ("lượt người.\n", "lượt người.\n1!\n", "1!", True),
        ("lượt người.\n", "lượt người.\n74\n", "74", True),
        ("còn 07 đơn", "còn 07 4\nđơn", "4\n", True),
        ("lượt người.\n", "lượt người.\n1!\n", None, False),
        ("còn 07 đơn", "còn 07 4 đơn", "4 ", True),
        ("còn 07 đơn", "còn 4 đơn", "4 đơn", False),
        ("lượt người.\n", "lượt người.\n7412\n", "7412", False),
    ],
)
def test_a_doubtful_digit_that_stands_alone_is_dirt(
    database: sqlite3.Connection, old: str, new: str, doubted: str | None, same: bool
) -> None:
    read = REPORT.replace(old, new)
    at = read.index(new) + new.index(doubted) if doubted else 0
    doubts = ((at, at + len(doubted.partition("\n")[0].strip(" !đơn")), ()),) if doubted else ()
    scan = source_of(File("b.pdf", read, scanned=True, doubtful=doubts), Path())
    write_all(database, [read_text(REPORT, "a.txt"), scan])
    assert (len(set(groups(database).values())) == 1) is same


@pytest.mark.parametrize(("day", "same"), [("02/6", True), ("03/6", False)])
def test_a_line_that_a_scan_has_in_another_place_is_the_same_line(
    database: sqlite3.Connection, day: str, same: bool
) -> None:
    line = "Thực hiện Chỉ thị số 36-CT/TU ngày 02/6/2022.\n"
    moved = QUARTERLY.replace(line, "") + "\n" + line.replace("02/6", day)
    write_all(database, [read_text(QUARTERLY, "a.txt"), scan_of(moved, "b.pdf", {})])
    assert (len(set(groups(database).values())) == 1) is same


@pytest.mark.parametrize(("unit", "same"), [("lượt công dân", True), ("cuộc công dân", False)])
def test_the_unit_behind_a_number_that_was_misread_tells(database: sqlite3.Connection, unit: str, same: bool) -> None:
    read = REPORT.replace("312 lượt công dân", f"3l2 {unit}")
    write_all(database, [read_text(REPORT, "a.txt"), scan_of(read, "b.pdf", {})])
    assert (len(set(groups(database).values())) == 1) is same


Doubts = dict[str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("place", "printed", "read", "doubts", "same"),
    [
        ("năm 2022\n\nBÁO", "năm 2022\n\nBÁO", "năm 2029\n\nBÁO", {}, True),
        ("năm 2022\n\nBÁO", "năm 2022\n\nBÁO", "năm 2023\n\nBÁO", {}, False),
        ("tháng 7 năm", "tháng 7 năm", "thúhg 17 năm", {}, True),
        ("6 tháng đầu năm 2022", "quý III năm 2022", "quý HH năm 2022", {}, True),
        ("6 tháng đầu năm 2022", "quý II năm 2022", "quý HH năm 2022", {}, False),
        ("\n-----\n", "\n-----\nI. TÌNH HÌNH VÀ KẾT QUẢ\n", "\n-----\nl. TÌNH HÌNH VÀ KẾT QUẢ\n", {}, True),
        ("Công tác phối", "II. KẾT QUẢ NỔI BẬT\nCông tác phối", "II. KẾT ĐUA NỔI BẬT\nCông tác phối", {}, True),
        ("312", "312", "3lz", {}, True),
        ("312", "32", "3lz", {}, False),
        ("312", "32", "3l2", {}, False),
        ("45", "49", "4g", {}, True),
        ("45", "48", "4g", {}, False),
        ("17 hội", "17,1% hội", "17,l% hội", {}, True),
        ("1.204", "1.204", "l.204", {}, True),
        ("1.204", "1.204", "7. 204", {"7": ("1.204",)}, True),
        ("1.204", "1.204", "7. 284", {"7": ("1.204",)}, False),
        ("đơn, đã", "triệu đồng, đã", "triệu đăng, đã", {}, True),
        ("đơn, đã", "đơn, đã", "đợt, đã", {}, False),
        ("lượt công", "lượt công", "Tượt công", {}, True),
        ("kịp thời", "ổn định", "ổn 6 định", {"6": ()}, True),
        ("kịp thời", "ổn định", "ổn 6 định", {}, False),
        ("kịp thời", "ổn định", "ổn 6 định", {"6": ("8",)}, False),
        ("kịp thời", "tổ chức hội nghị", "tổ chức 6 hội nghị", {"6": ()}, False),
        ("kịp thời,", "kịp thời,", "kịp thời, 6,", {"6": ()}, True),
        ("còn 07 đơn", "còn 07 đơn", "còn 6 07 đơn", {"6": ()}, False),
        ("kịp thời", "đạt 38,7%", "đạt 38,79", {"38,79": ("38,7",)}, True),
        ("kịp thời", "đạt 38,7%", "đạt 38,79", {"38,79": ()}, False),
        ("nhân dân", "nhân dân", "3o dân", {"3o": ()}, True),
        ("45 đơn", "45 triệu đồng", "45 triệu àu đồng", {}, True),
        ("45 đơn", "45 đơn", "45 hộ đơn", {}, False),
        ("09-QC/TU", "09-QC/TU", "09- QE/TU", {}, True),
        ("09-QC/TU", "09-QC/TU", "09- QĐ/TU", {}, False),
        ("kịp thời", "đạt 91,8%", "đạt 91 8%", {"8": ()}, True),
        ("kịp thời", "đạt 91,5%", "đạt 91 8%", {"8": ()}, False),
        ("Công tác", "Tỷ lệ công tác", "ợ lệ công tác", {}, True),
        ("đơn; còn", "tỷ đơn; còn", "ợ đơn; còn", {}, False),
        ("BAN DÂN VẬN\n*", "BAN DÂN VẬN\n*", "BAN DÂN VẬN\nl2\n*", {}, True),
        ("cơ quan", "cơ quan là", "cơ quan 1à", {}, True),
    ],
)  # fmt: skip
def test_what_the_reader_of_a_scan_misreads_is_told_from_what_differs(
    database: sqlite3.Connection, place: str, printed: str, read: str, doubts: Doubts, same: bool
) -> None:
    assert place in REPORT
    text = REPORT.replace(place, read)
    at = text.index(read)
    marks = tuple((at + read.index(one), at + read.index(one) + len(one), said) for one, said in doubts.items())
    scan = source_of(File("b.pdf", text, scanned=True, doubtful=marks), Path())
    write_all(database, [read_text(REPORT.replace(place, printed), "a.txt"), scan])
    assert (len(set(groups(database).values())) == 1) is same


def test_a_scan_whose_day_cannot_be_read_takes_the_day_of_its_copy(database: sqlite3.Connection) -> None:
    scan = scan_of(REPORT.replace("tháng 7 năm", "tháng 17 năm"), "b.pdf", {})
    write_all(database, [read_text(REPORT, "a.txt"), scan])
    assert rows(database, "SELECT path, date FROM counted_documents") == [("a.txt", "2022-07-12")]


@pytest.mark.slow
def test_real_scans_are_known_as_copies(database: sqlite3.Connection, tmp_path: Path) -> None:
    told = [pair for pair in pairs() if pair.other.scanned and pair.same]
    sources = [source_of(pair.one, tmp_path) for pair in told]
    for number, pair in enumerate(told):
        path = tmp_path / pair.other.name
        path.write_bytes(pdf_of(picture(pair.one.text, number)))
        sources.append(read_source(path, pair.other.name))
    write_all(database, sources)
    missed, wrong = judged(groups(database), told)
    assert wrong == []
    assert len(missed) <= (1 - LEAST_RIGHT) * (COPIES + OTHERS), missed
