"""Files that are one document: copies, drafts, scans; and those that are two though all but one number is the same."""

from __future__ import annotations

import hashlib
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
from tests.copies import COPIES, OTHERS, File, Pair, pairs

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


@pytest.mark.parametrize(
    ("seed", "part"),
    [(7, 20), *(pytest.param(seed, 1, marks=pytest.mark.slow) for seed in (7, 9))],
    ids=["a twentieth", "all", "the seed with the most numbers misread"],
)
def test_copies_are_told_from_what_differs_by_one_number(
    seed: int, part: int, database: sqlite3.Connection, tmp_path: Path
) -> None:
    everything = pairs(seed)
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
