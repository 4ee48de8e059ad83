"""Files that are one document: copies, drafts, scans; and those that are two though all but one number is the same."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.model import Problem, Source
from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.corrections.mark import paired
from pipeline.corrections.model import Action
from pipeline.corrections.store import note
from pipeline.lookup import find_document
from pipeline.questions.conflicts import conflicts
from pipeline.questions.missing import missing
from pipeline.questions.status import status
from pipeline.readers.ingest import read_source, read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record
from tests.copies import COPIES, OTHERS, File, Pair, pairs, pdf_of, picture

LEAST_RIGHT = 0.98


def source_of(file: File, folder: Path) -> Source:
    """Return a file as it is read; a scan as its reader gives it, with what it doubts."""
    if file.scanned:
        doubts = (Problem("doubtful_digits", "đọc chưa chắc", *doubt) for doubt in file.doubtful)
        digest = hashlib.sha256(file.text.encode()).hexdigest()
        return Source(file.name, digest, "pdf", file.text, problems=(Problem("read_by_ocr", "ảnh"), *doubts))
    if file.data is None:
        return read_text(file.text, file.name)
    path = folder / file.name
    path.write_bytes(file.data())
    return read_source(path, file.name)


def write_all(connection: sqlite3.Connection, sources: list[Source]) -> None:
    for source in sources:
        write_record(connection, annotate(source), "test")
    resolve_archive(connection)


def groups(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the document that each file is counted as, by the file's path."""
    sql = "SELECT path, coalesce(group_id, id) AS counted FROM documents"
    return {row["path"]: row["counted"] for row in connection.execute(sql)}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "a.db", create=True)
    yield connection
    connection.close()


def judged(found: dict[str, int], told: list[Pair]) -> tuple[list[str], list[str]]:
    """Return which copies were not found, and which documents were taken for one that are two."""
    missed = [f"{pair.one.name} {pair.other.name}: {pair.why}" for pair in told
              if pair.same and found[pair.one.name] != found[pair.other.name]]  # fmt: skip
    owner = {file.name: number for number, pair in enumerate(told) for file in (pair.one, pair.other)}
    mates = {number for number, pair in enumerate(told) if pair.same}
    members: dict[int, list[str]] = defaultdict(list)
    for name, group in found.items():
        members[group].append(name)
    wrong = [
        " ".join(names)
        for names in members.values()
        if len(names) > 1 and (len({owner[name] for name in names}) > 1 or owner[names[0]] not in mates)
    ]
    return missed, wrong


@pytest.mark.parametrize("part", [20, pytest.param(1, marks=pytest.mark.slow)], ids=["a twentieth", "all"])
def test_copies_are_told_from_what_differs_by_one_number(
    part: int, database: sqlite3.Connection, tmp_path: Path
) -> None:
    everything = pairs()
    assert Counter(pair.same for pair in everything) == {True: COPIES, False: OTHERS}
    told = everything[::part]
    write_all(database, [source_of(file, tmp_path) for pair in told for file in (pair.one, pair.other)])
    missed, wrong = judged(groups(database), told)
    assert wrong == []
    assert len(missed) <= (1 - LEAST_RIGHT) * len(told), missed


REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*
Số 31-BC/BDVTU
Lào Cai, ngày 12 tháng 7 năm 2022

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022
-----
Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 lượt người.
Các cấp ủy tiếp 312 lượt công dân, nhận 45 đơn, đã giải quyết 38 đơn; còn 07 đơn đang xem xét theo thẩm quyền.
Công tác phối hợp giữa các cơ quan được duy trì, việc nắm tình hình nhân dân kịp thời, sát cơ sở.

Nơi nhận:
- Lưu VT.
TRƯỞNG BAN
Lò Văn Thắng
"""
QUARTERLY = REPORT.replace("6 tháng đầu năm 2022", "quý II năm 2022").replace(
    "Công tác phối hợp", "II. NHIỆM VỤ\nThực hiện Chỉ thị số 36-CT/TU ngày 02/6/2022.\nCông tác phối hợp"
)
UNNUMBERED = (
    REPORT.replace("Số 31-BC", "Số    -BC").replace("ngày 12 tháng", "ngày    tháng").replace("Lò Văn Thắng", "")
)
DRAFT = UNNUMBERED.replace("BÁO CÁO\n", "DỰ THẢO\nBÁO CÁO\n").replace("1.204", "1.150")


def scan_of(text: str, name: str, doubts: dict[str, tuple[str, ...]]) -> Source:
    """Return a scan of a text, with doubtful numbers and what else each of them may be."""
    marks = tuple((text.index(number), text.index(number) + len(number), said) for number, said in doubts.items())
    return source_of(File(name, text, scanned=True, doubtful=marks), Path())


def rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(sql)]


ROLES = "SELECT path, role, id = group_id, id = authority_id FROM documents ORDER BY path"


def test_values_come_from_the_best_read_and_the_head_from_the_signed(database: sqlite3.Connection) -> None:
    scan = scan_of(REPORT.replace("312", "812"), "quet.pdf", {"812": ("312",)})
    write_all(database, [read_text(UNNUMBERED, "goc.txt"), scan, read_text(DRAFT, "du-thao.txt")])
    assert rows(database, ROLES) == [
        ("du-thao.txt", "draft", 0, 0), ("goc.txt", "original", 1, 0), ("quet.pdf", "scan", 0, 1),
    ]  # fmt: skip
    assert rows(database, "SELECT path, code, date, signer FROM counted_documents") == [
        ("goc.txt", "31-BC/BDVTU", "2022-07-12", "Lò Văn Thắng")
    ]
    told = rows(database, "SELECT start, message FROM problems WHERE kind = 'copies_differ' ORDER BY message")
    assert told == [
        (UNNUMBERED.index("1.204"), "Tệp “du-thao.txt” là bản dự thảo của văn bản này và ghi “1.150”; văn bản này ghi "
         "“1.204”."),
        (UNNUMBERED.index("312"), "Tệp “quet.pdf” là bản quét của văn bản này và ghi “812”; văn bản này ghi “312”."),
    ]  # fmt: skip
    assert {row["kind"] for row in conflicts(database)} == {"copies_differ"}


def test_a_group_counts_once_and_votes_once(database: sqlite3.Connection) -> None:
    other = "Căn cứ Quy chế số 09-QC/TU ngày 15/4/2021 của Ban Thường vụ Tỉnh ủy; " * 2 + REPORT[:120]
    alone = [read_text(REPORT, "a.txt"), read_text(other.replace("31-", "44-"), "b.txt")]
    write_all(database, alone)
    once = (missing(database), conflicts(database), rows(database, "SELECT * FROM v_figures"))
    write_all(database, [read_text(REPORT, f"sao/{number:03}.txt") for number in range(40)])
    again = (missing(database), conflicts(database), rows(database, "SELECT * FROM v_figures"))
    assert again == once
    assert status(database)["counts"]["documents"] == 2
    assert status(database)["counts"]["copies"] == 40
    assert find_document(database, "sao/007.txt")["path"] == "a.txt", "a copy stands for the document that counts"


def test_one_head_and_two_texts_are_told(database: sqlite3.Connection) -> None:
    write_all(database, [read_text(REPORT, "a.txt"), read_text(REPORT.replace("312", "342"), "b.txt")])
    assert len(set(groups(database).values())) == 2
    ((path, message),) = rows(
        database, "SELECT d.path, p.message FROM problems p JOIN documents d ON d.id = p.document_id"
        " WHERE p.kind = 'same_head_other_text'",
    )  # fmt: skip
    assert (path, "“a.txt”" in str(message)) == ("b.txt", True)
    assert "(tệp kia ghi 312; văn bản này ghi 342)" in str(message)


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


def test_annexes_and_press_pages_are_no_copies(database: sqlite3.Connection) -> None:
    body = REPORT[REPORT.index("-----") : REPORT.index("Nơi nhận")]
    press = f"Lào Cai: kết quả công tác dân vận\n14/07/2022\n{body}\nTheo Báo Lào Cai\n"
    annex = f"PHỤ LỤC\n(Kèm theo Báo cáo số 31-BC/BDVTU ngày 12/7/2022 của Ban Dân vận Tỉnh ủy)\n{body}"
    write_all(database, [read_text(REPORT, "a.txt"), read_text(press, "tin.txt"), read_text(annex, "phu-luc.txt")])
    assert len(set(groups(database).values())) == 3


def test_people_join_and_part(database: sqlite3.Connection) -> None:
    files = [
        read_text(REPORT, "a.txt"),
        read_text(UNNUMBERED, "b.txt"),
        read_text(REPORT.replace("312", "342"), "c.txt"),
    ]
    write_all(database, files)
    assert [len(set(groups(database).values()))] == [2]
    assert find_document(database, "a.txt") == find_document(database, "b.txt")
    a, b, c = (find_document(database, name, as_file=True) for name in ("a.txt", "b.txt", "c.txt"))
    decisions = [
        paired(a, b, Action.PART, "Lan", "hai văn bản"),
        paired(a, c, Action.JOIN, "Lan", "đính chính"),
    ]
    note(database, decisions, "made")
    resolve_archive(database)
    found = groups(database)
    assert found["a.txt"] == found["c.txt"] != found["b.txt"]


def test_order_of_arrival_changes_no_group(tmp_path: Path) -> None:
    files = [
        read_text(REPORT, "a.txt"), read_text(UNNUMBERED, "b.txt"), read_text(DRAFT, "c.txt"),
        read_text(DRAFT.replace("1.150", "1.100"), "d.txt"), read_text(REPORT.replace("31-BC", "32-BC"), "e.txt"),
        scan_of(REPORT.replace("312", "812"), "f.pdf", {"812": ("313", "312")}),
    ]  # fmt: skip
    told = []
    for seed in range(6):
        connection = connect(tmp_path / f"{seed}.db", create=True)
        for file in random.Random(seed).sample(files, len(files)):
            write_all(connection, [file])
        told.append(rows(connection, "SELECT path, group_id, role, authority_id FROM documents ORDER BY path"))
        told.append(rows(connection, "SELECT * FROM problems ORDER BY id"))
        connection.close()
    assert told[0::2] == told[:1] * 6
    assert told[1::2] == told[1:2] * 6


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
    assert len(missed) <= 0.2 * len(told), missed
