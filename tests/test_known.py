"""Undated names mean the version in force; the table of well-known instruments tells what came after."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.names.known import extended_table, known_table
from extractors.rule_checks import RuleError
from pipeline.errors import QueryError, UsageError
from pipeline.questions.lineage import lineage, show
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech

pytestmark = pytest.mark.usefixtures("no_pool")
REPORT = """TỈNH ỦY BẮC NINH
BAN NỘI CHÍNH
*
Số 41-BC/BNCTU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Bắc Ninh, ngày {day} tháng {month} năm {year}

BÁO CÁO
kết quả công tác nội chính

Ban đã tham mưu thực hiện {name}, tổ chức 05 hội nghị quán triệt.
"""


def archive(folder: Path, *reports: str) -> sqlite3.Connection:
    """Read reports into a database."""
    place = folder / "kho"
    place.mkdir()
    for number, report in enumerate(reports):
        (place / f"bc-{number}.txt").write_text(report, encoding="utf-8")
    run(place, folder / "t.db", 1)
    return connect(folder / "t.db")


def report(name: str, day: date) -> str:
    return REPORT.format(name=name, day=day.day, month=f"{day.month:02}", year=day.year)


def meant(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT i.code FROM citations c JOIN instruments i ON i.id = c.instrument_id ORDER BY c.document_id, c.ord"
    return [row["code"] for row in connection.execute(query)]


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Luật Thanh tra", date(2026, 3, 3), "84/2025/QH15"),
        ("Luật Thanh tra", date(2025, 6, 30), "11/2022/QH15"),
        ("Luật Thanh tra", date(2023, 5, 4), "56/2010/QH12"),
        ("Luật Bảo vệ bí mật nhà nước", date(2026, 2, 20), "29/2018/QH14"),
        ("Luật Bảo vệ bí mật nhà nước", date(2026, 3, 2), "117/2025/QH15"),
        ("Luật Đất đai", date(2024, 6, 4), "45/2013/QH13"),
        ("Luật Đất đai", date(2024, 9, 4), "31/2024/QH15"),
    ],
)
def test_an_undated_law_is_the_one_in_force(tmp_path: Path, name: str, day: date, code: str) -> None:
    connection = archive(tmp_path, report(name, day))
    assert meant(connection) == [code]
    assert not connection.execute("SELECT 1 FROM problems WHERE kind = 'undated_name'").fetchall()


IN_FORCE = [
    # (name, day of the report, the law in force on it), the last day of one law and the first of the next, from the
    # pages that the table names
    ("Luật Tổ chức chính quyền địa phương", date(2025, 2, 28), "77/2015/QH13"),
    ("Luật Tổ chức chính quyền địa phương", date(2025, 3, 1), "65/2025/QH15"),
    ("Luật Tổ chức chính quyền địa phương", date(2025, 6, 15), "65/2025/QH15"),
    ("Luật Tổ chức chính quyền địa phương", date(2025, 6, 16), "72/2025/QH15"),
    ("Luật Ban hành văn bản quy phạm pháp luật", date(2025, 3, 31), "80/2015/QH13"),
    ("Luật Ban hành VBQPPL", date(2025, 4, 1), "64/2025/QH15"),
    ("Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân", date(2026, 2, 28), "87/2015/QH13"),
    ("Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân", date(2026, 3, 1), "121/2025/QH15"),
    ("Luật Cán bộ, công chức", date(2025, 6, 30), "22/2008/QH12"),
    ("Luật Cán bộ, công chức", date(2025, 7, 1), "80/2025/QH15"),
    ("Luật Viên chức", date(2026, 6, 30), "58/2010/QH12"),
    ("Luật Viên chức", date(2026, 7, 1), "129/2025/QH15"),
    ("Luật Tố cáo", date(2018, 12, 31), "03/2011/QH13"),
    ("Luật Tố cáo", date(2019, 1, 1), "25/2018/QH14"),
    ("Luật Phòng, chống tham nhũng", date(2019, 6, 30), "55/2005/QH11"),
    ("Luật PCTN", date(2019, 7, 1), "36/2018/QH14"),
    ("Luật Thanh niên", date(2020, 12, 31), "53/2005/QH11"),
    ("Luật Thanh niên", date(2021, 1, 1), "57/2020/QH14"),
    ("Luật Phòng, chống bạo lực gia đình", date(2023, 6, 30), "02/2007/QH12"),
    ("Luật Phòng, chống bạo lực gia đình", date(2023, 7, 1), "13/2022/QH15"),
    ("Luật Thi đua, khen thưởng", date(2023, 12, 31), "15/2003/QH11"),
    ("Luật Thi đua, khen thưởng", date(2024, 1, 1), "06/2022/QH15"),
    ("Luật Lưu trữ", date(2025, 6, 30), "01/2011/QH13"),
    ("Luật Lưu trữ", date(2025, 7, 1), "33/2024/QH15"),
    ("Luật An ninh mạng", date(2026, 6, 30), "24/2018/QH14"),
    ("Luật An ninh mạng", date(2026, 7, 1), "116/2025/QH15"),
    ("Luật Phòng, chống ma túy", date(2021, 12, 31), "23/2000/QH10"),
    ("Luật Phòng, chống ma túy", date(2022, 1, 1), "73/2021/QH14"),
    ("Luật Phòng, chống ma túy", date(2026, 7, 1), "120/2025/QH15"),
    ("Luật Việc làm", date(2025, 12, 31), "38/2013/QH13"),
    ("Luật Việc làm", date(2026, 1, 1), "74/2025/QH15"),
    ("Bộ luật Lao động", date(2020, 12, 31), "10/2012/QH13"),
    ("Bộ luật Lao động", date(2021, 1, 1), "45/2019/QH14"),
    ("Luật Hộ tịch", date(2027, 2, 28), "60/2014/QH13"),
    ("Luật Hộ tịch", date(2027, 3, 1), "03/2026/QH16"),
]


def test_the_day_on_which_a_law_changes(tmp_path: Path) -> None:
    connection = archive(tmp_path, *(report(name, day) for name, day, _ in IN_FORCE))
    query = """
        SELECT d.path, i.code FROM citations c JOIN documents d ON d.id = c.document_id
        JOIN instruments i ON i.id = c.instrument_id"""
    found = {row["path"]: row["code"] for row in connection.execute(query)}
    assert found == {f"bc-{number}.txt": code for number, (_, _, code) in enumerate(IN_FORCE)}


def test_a_revised_law_is_the_last_one_passed(tmp_path: Path) -> None:
    days = (date(2024, 1, 17), date(2024, 7, 11), date(2024, 8, 1))
    connection = archive(tmp_path, *(report("Luật Đất đai (sửa đổi)", day) for day in days))
    query = """
        SELECT i.code FROM citations c JOIN documents d ON d.id = c.document_id
        JOIN instruments i ON i.id = c.instrument_id ORDER BY d.path"""
    found = [row["code"] for row in connection.execute(query)]
    assert found == ["45/2013/QH13", "31/2024/QH15", "31/2024/QH15"], "passed on 18 January 2024, in force in August"
    assert not connection.execute("SELECT 1 FROM problems WHERE kind = 'undated_name'").fetchall()


CAME_AFTER = [
    # (code, day of issue, what replaced it and from when), from the pages that the table names
    ("34/2007/PL-UBTVQH11", date(2007, 4, 20), [("10/2022/QH15", date(2023, 7, 1))]),
    ("30/2000/PL-UBTVQH10", date(2000, 12, 28), [("29/2018/QH14", date(2020, 7, 1))]),
    ("23/2008/QH12", date(2008, 11, 13), [("35/2024/QH15", date(2025, 1, 1)), ("36/2024/QH15", date(2025, 1, 1))]),
    ("86/2015/QH13", date(2015, 11, 19), [("116/2025/QH15", date(2026, 7, 1))]),
    ("44/2013/QH13", date(2013, 11, 26), [("110/2025/QH15", date(2026, 7, 1))]),
    ("61/2018/NĐ-CP", date(2018, 4, 23), [("118/2025/NĐ-CP", date(2025, 7, 1))]),
    ("30-QĐ/TW", date(2016, 7, 26), [("22-QĐ/TW", date(2021, 7, 28))]),
    ("47-QĐ/TW", date(2011, 11, 1), [("37-QĐ/TW", date(2021, 10, 25))]),
    ("102-QĐ/TW", date(2017, 11, 15), [("69-QĐ/TW", date(2022, 7, 6))]),
    ("205-QĐ/TW", date(2019, 9, 23), [("114-QĐ/TW", date(2023, 7, 11))]),
    ("132-QĐ/TW", date(2018, 3, 8), [("124-QĐ/TW", date(2023, 10, 4))]),
    ("124-QĐ/TW", date(2023, 10, 4), [("366-QĐ/TW", date(2025, 8, 30))]),
    ("105-QĐ/TW", date(2017, 12, 19), [("80-QĐ/TW", date(2022, 8, 18))]),
    ("41-QĐ/TW", date(2021, 11, 3), [("377-QĐ/TW", date(2025, 10, 8))]),
    ("35-CT/TW", date(2024, 6, 14), [("45-CT/TW", date(2025, 4, 14))]),
    # what was repealed, and nothing took its place
    ("04/2015/NĐ-CP", date(2015, 1, 9), [("285/2025/NĐ-CP", date(2025, 12, 30))]),
    # the same number of another year or body
    ("132-QĐ/TW", date(2023, 10, 27), []),
    ("124-QĐ/TW", date(2018, 2, 2), []),
    ("35-CT/TW", date(2014, 5, 26), []),
]


@pytest.mark.parametrize(("code", "day", "later"), CAME_AFTER)
def test_what_came_after(code: str, day: date, later: list[tuple[str, date]]) -> None:
    (known,) = (row for row in known_table().coded(code) if row.date == day)
    assert [(row.code, row.begins) for row in known_table().successors(known)] == later


def test_whatever_takes_over_a_name_replaces_its_former_bearer() -> None:
    rows = known_table().instruments
    for name in {row.title for row in rows if row.doc_type in ("Luật", "Bộ luật", "Pháp lệnh")}:
        series = known_table().series(name)
        for former, later in pairwise(series):
            assert later.code in [row.code for row in known_table().successors(former)]


def test_a_name_used_after_the_table_was_kept_is_doubtful(tmp_path: Path) -> None:
    connection = archive(tmp_path, report("Luật Thanh tra", date(known_table().kept.year + 1, 9, 3)))
    assert meant(connection) == ["84/2025/QH15"]
    (row,) = connection.execute("SELECT message, document_id, start FROM problems WHERE kind = 'undated_name'")
    assert "84/2025/QH15" in row["message"] and f"{known_table().kept:%d/%m/%Y}" in row["message"]
    assert row["start"] == report("Luật Thanh tra", date(2027, 9, 3)).index("Luật Thanh tra")


def test_the_archive_and_the_table_are_one_series(tmp_path: Path) -> None:
    newer = report("Luật Đất đai số 77/2026/QH16 ngày 20/2/2026", date(2026, 3, 20))
    older = report("Luật Đất đai", date(2026, 2, 2))
    later = report("Luật Đất đai", date(2026, 3, 25))
    connection = archive(tmp_path, newer, older, later)
    assert meant(connection) == ["77/2026/QH16", "31/2024/QH15", "77/2026/QH16"]
    (row,) = connection.execute("SELECT message FROM problems WHERE kind = 'undated_name'")
    assert "77/2026/QH16" in row["message"] and "31/2024/QH15" in row["message"]


def test_lineage_tells_what_came_after(tmp_path: Path) -> None:
    connection = archive(tmp_path, report("Luật Thanh tra năm 2022", date(2024, 9, 3)))
    answer = lineage(connection, "11/2022/QH15")
    assert answer["status"] == "replaced"
    assert [(act["direction"], act["other_code"], act["effective"]) for act in answer["acts"]] == [
        ("of", "56/2010/QH12", "2023-07-01"),
        ("by", "84/2025/QH15", "2025-07-01"),
    ]
    before = lineage(connection, "11/2022/QH15", on="2024-01-01")
    assert before["status"] == "in_force"
    assert "chưa bị sửa đổi, thay thế hay bãi bỏ; việc đó đến sau" in "\n".join(show(before, Speech("vi")))


def test_lineage_of_what_the_archive_does_not_cite(tmp_path: Path) -> None:
    connection = archive(tmp_path, report("Kế hoạch", date(2024, 9, 3)))
    for code, successor in (("29/2018/QH14", "117/2025/QH15"), ("66-QĐ/TW", "399-QĐ/TW")):
        answer = lineage(connection, code)
        came_after = [act["other_code"] for act in answer["acts"] if act["direction"] == "by"]
        assert (answer["status"], came_after) == ("replaced", [successor])
        told = "\n".join(show(answer, Speech("vi")))
        assert "đã được thay thế" in told and successor in told
    with pytest.raises(QueryError):
        lineage(connection, "9999/2018/QH14")


def test_what_rests_on_a_replaced_law_is_warned_of(tmp_path: Path) -> None:
    connection = archive(tmp_path, report("Căn cứ Luật Thanh tra số 11/2022/QH15 ngày 14/11/2022", date(2026, 1, 5)))
    (row,) = connection.execute("SELECT message FROM problems WHERE kind = 'cites_ended'")
    assert "84/2025/QH15" in row["message"] and "01/07/2025" in row["message"]


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("tổ chức 05 hội nghị theo Luật Thanh tra số 11/2022/QH15", 1),
        ("rà soát các kế hoạch thanh tra đã ban hành theo Luật Thanh tra số 11/2022/QH15", 0),
    ],
)
def test_what_was_done_under_a_law_in_its_day_does_not_rest_on_it(tmp_path: Path, text: str, late: int) -> None:
    connection = archive(tmp_path, report("nhiệm vụ", date(2026, 1, 5)).replace("Ban đã", f"Ban đã {text}; đã"))
    assert [row["relation"] for row in connection.execute("SELECT relation FROM citations")] == ["implements"]
    assert len(connection.execute("SELECT 1 FROM problems WHERE kind = 'cites_ended'").fetchall()) == late


OWN = """
[table]
kept = 2031-01-31

[[group]]
source = "Công báo số 12/2030"
issuer = "Quốc hội"
doc_type = "Luật"
[[group.rows]]
code = "5/2030/QH17"
date = 2030-06-20
names = ["Luật Thanh tra"]
in_force = 2031-01-01
replaces = ["84/2025/QH15"]
"""


def test_a_file_of_ones_own_extends_the_table(tmp_path: Path) -> None:
    (tmp_path / "rieng.toml").write_text(OWN, encoding="utf-8")
    connection = archive(tmp_path, report("Luật Thanh tra", date(2031, 1, 5)))
    assert meant(connection) == ["84/2025/QH15"]
    run(tmp_path / "kho", tmp_path / "t.db", 1, known=tmp_path / "rieng.toml")
    assert meant(connection) == ["5/2030/QH17"]
    assert not connection.execute("SELECT 1 FROM problems WHERE kind = 'undated_name'").fetchall()
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    assert meant(connection) == ["5/2030/QH17"]
    assert [act["other_code"] for act in lineage(connection, "84/2025/QH15")["acts"]] == ["11/2022/QH15", "5/2030/QH17"]


def test_a_file_may_replace_the_table() -> None:
    table = extended_table(
        "rieng.toml",
        OWN.replace("2031-01-31", "2031-01-31\nreplace = true").replace('replaces = ["84/2025/QH15"]', ""),
    )
    assert [row.code for row in table.series("Luật Thanh tra")] == ["5/2030/QH17"]
    assert not table.series("Luật Đất đai")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OWN.replace("2030-06-20", '"20/6/2030"'), "date cannot be"),
        (OWN.replace("in_force", "hieu_luc"), 'key "hieu_luc" is not known'),
        (OWN.replace("84/2025/QH15", "1/1111/QH1"), "which has no row"),
        (OWN.replace("5/2030/QH17", "Luật mới"), "not a number with a symbol"),
        ("[[group", "rieng.toml"),
        ("", "no [[group]]"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(RuleError, match=r"rieng\.toml") as error:
        extended_table("rieng.toml", wrong)
    assert said in str(error.value)
    file = tmp_path / "rieng.toml"
    file.write_text(wrong, encoding="utf-8")
    (tmp_path / "kho").mkdir()
    with pytest.raises(UsageError):
        run(tmp_path / "kho", tmp_path / "t.db", 1, known=file)


def test_every_row_of_the_table_can_be_told_apart() -> None:
    rows = known_table().instruments
    assert all(row.begins >= row.date for row in rows)
    assert all(known_table().successors(row)[0].date > row.date for row in rows if known_table().successors(row))
