"""Only what a change touches is resolved again, and the rows are those of one full run, ids included.

Step by step the documents are taken in parts as small as may be, in the one run all together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.annotate import annotate
from pipeline.archive import changes, disagreements, instruments, sharing
from pipeline.archive.resolve import resolve_archive
from pipeline.readers.ingest import read_text
from pipeline.run.erasure import take_out
from pipeline.run.store import connect, transaction
from pipeline.run.write import Rows, rows_of_record, write_rows

HEAD = """{above}    ĐẢNG CỘNG SẢN VIỆT NAM
{office}
*    {place}, ngày {day} năm 2022
Số {number}-BC/{symbol}

BÁO CÁO
kết quả công tác dân vận {period} năm 2022

"""
PROVINCE = {"above": "TỈNH ỦY LÀO CAI", "office": "BAN DÂN VẬN", "place": "Lào Cai", "symbol": "BDVTU"}
COMMUNE = {"above": "ĐẢNG BỘ HUYỆN BẮC HÀ", "office": "ĐẢNG ỦY XÃ BẢN LIỀN", "place": "Bản Liền", "symbol": "ĐU"}
TOLD = "Toàn tỉnh tổ chức {n} hội nghị tuyên truyền với {m} lượt người tham dự; vận động {k} triệu đồng."
ALIKE = "Các cấp tiếp {m} lượt công dân, giải quyết 12 đơn; có 12 mô hình dân vận khéo."
OF_COMMUNE = (
    "Tổ chức 14 hội nghị với 1.204 lượt người dự, 7 buổi tuyên truyền, kết nạp 5 đảng viên; vận động {k} triệu đồng.\n"
)
TEXTS: tuple[str, ...] = (
    HEAD.format(**PROVINCE, day="12 tháng 7", number=31, period="6 tháng đầu")
    + f"{TOLD.format(n=317, m='18.746', k='1.215')}\n{ALIKE.format(m='4.517')}\n",
    HEAD.format(**PROVINCE, day="14 tháng 7", number=32, period="6 tháng đầu")
    + f"{TOLD.format(n=317, m='18.749', k='1.215')} {ALIKE.format(m='4.517')}\nTrồng 2.341 cây xanh.\n",
    HEAD.format(**PROVINCE, day="20 tháng 12", number=77, period="")
    + f"{TOLD.format(n=655, m='41.903', k='2.611')}\n{ALIKE.format(m='9.208')} Trồng 4.341 cây xanh.\n",
    HEAD.format(**PROVINCE, day="10 tháng 4", number=15, period="quý I")
    + f"{TOLD.format(n=122, m='7.318', k='415')}\n{ALIKE.format(m='1.207')}\n",
    HEAD.format(**COMMUNE, day="02 tháng 7", number=9, period="6 tháng đầu") + OF_COMMUNE.format(k=215),
    HEAD.format(**COMMUNE, day="03 tháng 7", number=10, period="6 tháng đầu") + OF_COMMUNE.format(k=216),
    HEAD.format(**PROVINCE, day="15 tháng 7", number=33, period="6 tháng đầu")
    + "Báo cáo này thay thế Báo cáo số 31-BC/BDVTU ngày 12/7/2022.\n"
    + f"{TOLD.format(n=318, m='18.746', k='1.215')}\n",
    HEAD.format(**PROVINCE, day="18 tháng 7", number=40, period="6 tháng đầu") + f"{ALIKE.format(m='8.111')}\n",
    "Không có số liệu nào ở đây.\n",
    HEAD.format(**COMMUNE, day="05 tháng 7", number=11, period="6 tháng đầu")
    + OF_COMMUNE.format(k=216).replace("1.204", "1.209")
    + "Trồng 2.341 cây xanh, 1.257 ha rừng, phát 3.115 tờ rơi.\n",
    HEAD.format(**COMMUNE, day="06 tháng 7", number=12, period="6 tháng đầu")
    + OF_COMMUNE.format(k=216)
    + "Trồng 2.341 cây xanh, 1.257 ha rừng, phát 3.115 tờ rơi.\n",
)
"""Reports that tell the same, contradict, hold, replace each other are worded alike; one without numbers."""
ORDER = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
*    Lào Cai, ngày {day} năm 2022
Số {number}

QUYẾT ĐỊNH
về việc ban hành quy chế làm việc

"""
CITING = HEAD.format(**PROVINCE, day="20 tháng 9", number="{number}", period="9 tháng")
TEXTS += (
    ORDER.format(day="05 tháng 5", number="12-QĐ/TU")
    + "Điều 1. Ban hành quy chế.\nĐiều 2. Quyết định này thay thế Quy chế số 09-QC/TU ngày 15/3/2021.\n",
    CITING.format(number=51) + "Căn cứ Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, theo Đề án 06.\n",
    CITING.format(number=52)
    + "Căn cứ Quy chế số 09-QC/TU ngày 15/4/2021; thực hiện Đề án số 06-ĐA/TU ngày 10/5/2021.\n",
    CITING.format(number=53) + "Căn cứ Quy chế số 09-QC/TU, theo Luật Phòng thủ và Luật Đất đai; Đề án số 06-ĐA/TU.\n",
    CITING.format(number=54)
    + "Theo Luật Phòng thủ số 18/2019/QH14 ngày 03/6/2019; Đề án số 06-ĐA/HU ngày 01/6/2021.\n",
    CITING.format(number=55) + "Theo Luật Phòng thủ số 77/2022/QH15 ngày 03/6/2022 thay thế Luật số 18/2019/QH14.\n",
    "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ thay thế Nghị định số 110/2004/NĐ-CP ngày 08/4/2004.\n",
    CITING.format(number=56) + "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ về công tác văn thư.\n",
    ORDER.format(day="... tháng ...", number="09-QC/TU").replace("QUYẾT ĐỊNH", "QUY CHẾ") + "Điều 1. Phạm vi.\n",
    TEXTS[0].replace("Số 31-BC", "Số     -BC"),
    TEXTS[0].replace("1.215", "1.315"),
)
"""Orders and reports that cite, replace, give names or ask for them; one without date; a report before its number."""
PATHS = ("a.txt", "b.txt", "c/d.txt", "c/e.txt", "f.txt")
TABLES = (
    "documents", "instruments", "citations", "acts", "figures", "sentences", "ratings", "facts", "left_facts",
    "problems", "disagreements", "fact_keys", "told_settings", "resolved_documents", "resolved_by", "successions",
    "group_keys", "group_keys_of", "fact_keys_of", "decided_groups", "mention_keys", "touched_documents",
    "touched_problems",
)  # fmt: skip


@cache
def rows_of(text: int, path: str) -> Rows:
    return rows_of_record(annotate(read_text(TEXTS[text], path)))


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    found = {name: [tuple(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in TABLES}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    with TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "a.db", create=True)
        connection.execute("PRAGMA synchronous = OFF")
        yield connection
        connection.close()


def decide(connection: sqlite3.Connection, path: str, action: str) -> None:
    """Let a person join or part the files at a path and at the first one, or take all such words back."""
    with transaction(connection):
        connection.execute("DELETE FROM correction")
        rows = connection.execute("SELECT sha256 FROM documents WHERE path IN (?, ?)", (PATHS[0], path)).fetchall()
        if action != "undo" and len(rows) == 2:
            connection.execute(
                "INSERT INTO correction (kind, action, path, sha256, start, words, before, after, item, fields, other,"
                " who, reason, made) VALUES ('documents', ?, '', ?, 0, '', '', '', '{}', '{}', ?, '', '', '')",
                (action, *(row["sha256"] for row in rows)),
            )


def act(connection: sqlite3.Connection, path: str, what: int | str) -> None:
    """Write a text at a path, take the document out, mark it gone or there again, decide of it, or resolve."""
    if isinstance(what, int):
        write_rows(connection, rows_of(what, path), "test")
    elif what == "resolve":
        resolve_archive(connection)
    elif what in ("join", "part", "undo"):
        decide(connection, path, what)
    else:
        with transaction(connection):
            if what == "take out":
                take_out(connection, path)
            else:
                connection.execute("UPDATE documents SET present = 1 - present WHERE path = ?", (path,))


WORDS = ("take out", "gone", "join", "part", "undo", "resolve", "resolve", "resolve")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PATHS),
        st.one_of(st.integers(0, len(TEXTS) - 1), st.sampled_from(WORDS)),
    ),
    min_size=3,
    max_size=12,
)


def check(steps: Sequence[tuple[str, int | str]]) -> None:
    with database() as connection, database() as other:
        with (
            patch.object(sharing, "_PART", 1),
            patch.object(disagreements, "_PART", 1),
            patch.object(instruments, "_PART", 1),
        ):
            for path, what in steps:
                act(connection, path, what)
            resolve_archive(connection)
        for path, what in steps:
            if what != "resolve":
                act(other, path, what)
        resolve_archive(other)
        assert dump(connection) == dump(other)
        resolve_archive(other, anew=True)
        assert dump(connection) == dump(other)


def test_the_texts_tell_what_resolving_is_for() -> None:
    with database() as connection:
        for number in range(len(TEXTS)):
            act(connection, f"{number:02d}.txt", number)
        resolve_archive(connection)
        told = {kind for (kind,) in connection.execute("SELECT kind FROM problems")}
        assert told >= set(changes.BETWEEN) - {"conflicting_issuers", "conflicting_titles", "copies_differ"}
        assert connection.execute("SELECT count(*) FROM acts").fetchone()[0] > 2


@given(STEPS)
@example([("a.txt", 4), ("b.txt", 5), ("a.txt", "resolve"), ("b.txt", "take out")])
@example([("a.txt", 0), ("a.txt", "resolve"), ("b.txt", 7), ("b.txt", "resolve"), ("a.txt", "gone")])
@example([("a.txt", 9), ("b.txt", 10), ("a.txt", "resolve"), ("c/d.txt", 0), ("c/e.txt", 1)])
@example([("a.txt", 3), ("b.txt", 2), ("a.txt", "resolve"), ("b.txt", 8)])
@example([("a.txt", 12), ("b.txt", 13), ("a.txt", "resolve"), ("c/d.txt", 11), ("a.txt", "resolve"), ("b.txt", "gone")])
@example([("a.txt", 14), ("b.txt", 15), ("a.txt", "resolve"), ("c/d.txt", 16), ("a.txt", "resolve"), ("b.txt", 8)])
@example([("a.txt", 0), ("b.txt", 20), ("f.txt", 21), ("a.txt", "resolve"), ("f.txt", "join"), ("a.txt", "resolve")])
@example(
    [("a.txt", 18), ("b.txt", 17), ("a.txt", "resolve"), ("b.txt", "gone"), ("a.txt", "resolve"), ("b.txt", "gone")]
)
@example(
    [("a.txt", 19), ("b.txt", 12), ("a.txt", "resolve"), ("b.txt", "take out"), ("a.txt", "resolve"), ("c/d.txt", 13)]
)
@settings(max_examples=10, deadline=None)
def test_what_is_resolved_step_by_step_has_the_rows_of_one_run(steps: list[tuple[str, int | str]]) -> None:
    check(steps)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=400, deadline=None)
def test_any_steps_have_the_rows_of_one_run(steps: list[tuple[str, int | str]]) -> None:
    check(steps)
