"""An archive of texts in the genre's own form -> identities, acts, status, conflicts; whatever arrives first."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.errors import QueryError
from pipeline.graph.graph import load_graph
from pipeline.lookup import find_document, find_instruments
from pipeline.questions.cites import cites
from pipeline.questions.conflicts import conflicts
from pipeline.questions.lineage import lineage
from pipeline.questions.missing import missing
from pipeline.questions.refs import refs
from pipeline.questions.top import top
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record


def party(owner: str, number: str, day: tuple[int, int, int], kind: str, title: str, body: str) -> str:
    place = owner.rsplit("ỦY ", 1)[-1].title()
    written = f"ngày {day[0]:02} tháng {day[1]:02} năm {day[2]}"
    return (
        f"{owner}\n*\nSố {number}\n\nĐẢNG CỘNG SẢN VIỆT NAM\n{place}, {written}\n\n"
        f"{kind}\n{title}\n-----\n\n{body}\n\n"
        "Nơi nhận:\n- Lưu.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(Đã ký)\nNguyễn Văn Hòa\n"
    )


def state(owner: str, number: str, day: tuple[int, int, int], kind: str, title: str, body: str) -> str:
    return (
        f"{owner}\nSố: {number}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Hà Nội, ngày {day[0]:02} tháng {day[1]:02} năm {day[2]}\n\n{kind}\n{title}\n\n{body}\n\n"
        "Nơi nhận:\n- Lưu: VT.\nTHỦ TRƯỞNG\nTrần Văn Minh\n"
    )


TEXTS = {
    "qc-22.txt": party(
        "TỈNH ỦY THÁI NGUYÊN", "22-QC/TU", (30, 12, 2021), "QUY CHẾ", "công tác dân vận của hệ thống chính trị",
        "Điều 1. Quy chế này thay thế Quy chế số 05-QC/TU, ngày 12/4/2016 của Ban Thường vụ Tỉnh ủy.",
    ),
    "bc-88.txt": party(
        "TỈNH ỦY BẮC KẠN", "88-BC/TU", (5, 6, 2023), "BÁO CÁO", "kết quả công tác dân vận",
        "Thực hiện Quy chế số 22-QC/TU, ngày 31/12/2021 của Ban Thường vụ Tỉnh ủy về công tác dân vận, các "
        "cấp ủy đã quán triệt Pháp lệnh 34 và Chỉ thị 05 của Bộ Chính trị.\n"
        "Việc soạn thảo theo khoản 2, 3 Điều 8 Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ.\n"
        "Quán triệt Nghị quyết số 19-NQ/TW (khóa XII) và Nghị quyết số 19-NQ/TW của Trung ương khóa XIII.\n"
        "Tỉnh đã bãi bỏ Chỉ thị số 19-CT/TU ngày 05/5/2021 của Ban Thường vụ Tỉnh ủy.\n"
        "Các đơn vị còn thực hiện Quy chế số 05-QC/TU, ngày 12/4/2016 của Ban Thường vụ Tỉnh ủy.",
    ),
    "kh-17.txt": party(
        "TỈNH ỦY BẮC KẠN", "17-KH/TU", (10, 3, 2023), "KẾ HOẠCH", "thực hiện công tác văn thư",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về phòng cháy, chữa cháy rừng;\n"
        "Căn cứ Nghị định số 10/2015/NĐ-CP ngày 02/02/2015 của Chính phủ, được sửa đổi, bổ sung bởi Nghị định số "
        "20/2018/NĐ-CP ngày 09/02/2018;\n"
        "Thực hiện Quyết định số 14-QC/TU ngày 15/3/2022 của Ban Thường vụ Tỉnh ủy.",
    ),
    "nd-30.txt": state(
        "CHÍNH PHỦ", "30/2020/NĐ-CP", (5, 3, 2020), "NGHỊ ĐỊNH", "Về công tác văn thư",
        "Điều 37. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 5 năm 2020.\n"
        "2. Bãi bỏ Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ về công tác văn thư.\n"
        "3. Thay thế cụm từ “cơ yếu” tại Nghị định số 73/2002/NĐ-CP ngày 15/8/2002 của Chính phủ.\n"
        "5. Sửa đổi, bổ sung Điều 9 Luật Lưu trữ.\n"
        "4. Bãi bỏ khoản 2 Điều 5 Nghị định số 58/2001/NĐ-CP ngày 24/8/2001 của Chính phủ về quản lý con dấu.",
    ),
    "qd-81.txt": state(
        "ỦY BAN NHÂN DÂN\nTỈNH BẮC KẠN", "81/QĐ-UBND", (19, 1, 2022), "QUYẾT ĐỊNH", "Về việc ban hành Quy chế làm việc",
        "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ về công tác văn thư;\n"
        "Thực hiện Nghị quyết số 25-NQ/TW ngày 03/6/2013, Chỉ thị số 40-CT/TW của Ban Bí thư;\n"
        "Căn cứ Quyết định số 81/QĐ-UBND ngày 03/02/2022 của UBND huyện Na Rì;",
    ),
    "tt-02.txt": state(
        "BỘ NỘI VỤ", "02/2020/TT-BNV", (20, 3, 2020), "THÔNG TƯ", "Hướng dẫn công tác văn thư",
        "Căn cứ Hiến pháp;\nCăn cứ Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ về công tác văn thư;\n"
        "Căn cứ Thông tư số 34/2025/TT-NHNN hướng dẫn Nghị định số 24/2012/NĐ-CP, được sửa đổi bởi Nghị định số "
        "232/2025/NĐ-CP;",
    ),
}  # fmt: skip


def arrive(connection: sqlite3.Connection, *names: str) -> None:
    for name in names:
        write_record(connection, annotate(read_text(TEXTS[name], name)), "test")
    resolve_archive(connection)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path_factory.mktemp("standing") / "test.db", create=True)
    arrive(connection, *TEXTS)
    yield connection
    connection.close()


def contents(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that resolution wrote, without the ids that the order of arrival gives."""
    questions = {
        "instruments": "SELECT i.key, i.name, i.date, i.issuer, i.title, d.path FROM instruments i"
        " LEFT JOIN documents d ON d.id = i.document_id ORDER BY i.key",
        "citations": "SELECT d.path, c.ord, i.key FROM citations c JOIN documents d ON d.id = c.document_id"
        " LEFT JOIN instruments i ON i.id = c.instrument_id ORDER BY d.path, c.ord",
        "acts": "SELECT d.path, a.ord, x.key, a.relation, y.key, a.date, a.effective, a.certain FROM acts a"
        " JOIN documents d ON d.id = a.document_id LEFT JOIN instruments x ON x.id = a.actor_id"
        " JOIN instruments y ON y.id = a.target_id ORDER BY d.path, a.ord",
        "problems": "SELECT i.key, d.path, p.kind, p.message, p.sides FROM problems p"
        " LEFT JOIN instruments i ON i.id = p.instrument_id LEFT JOIN documents d ON d.id = p.document_id"
        " ORDER BY i.key, d.path, p.kind, p.message",
    }
    return {name: [tuple(row) for row in connection.execute(sql)] for name, sql in questions.items()}


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_the_same(archive: sqlite3.Connection, tmp_path: Path, seed: int) -> None:
    names = list(TEXTS)
    random.Random(seed).shuffle(names)
    connection = connect(tmp_path / "shuffled.db", create=True)
    for name in names:
        arrive(connection, name)
    assert contents(connection) == contents(archive)
    connection.close()


def test_copies_count_once(tmp_path: Path) -> None:
    connection = connect(tmp_path / "copies.db", create=True)
    for name in ("nd-30.txt", "ban-sao/nd-30.txt"):
        write_record(connection, annotate(read_text(TEXTS["nd-30.txt"], name)), "test")
    connection.execute("UPDATE documents SET present = 0 WHERE path = 'ban-sao/nd-30.txt'")
    resolve_archive(connection)
    assert {row["documents"] for row in missing(connection)} == {1}
    assert find_document(connection, "30/2020/NĐ-CP")["path"] == "nd-30.txt", "the one still in the folder"
    connection.close()


def test_resolving_again_writes_nothing(archive: sqlite3.Connection) -> None:
    before = contents(archive)
    resolve_archive(archive)
    assert contents(archive) == before


def test_former_province_finds_its_document(archive: sqlite3.Connection) -> None:
    cited = {row["instrument"]: row for row in refs(archive, "bc-88")}
    held = cited["Quy chế số 22-QC/TU"]
    assert (held["held"], held["jurisdiction"]) == (True, "Thái Nguyên")
    assert len(find_instruments(archive, "05-QC/TU")) == 1, "of one day: one document, though none is held"


def test_bare_numbers_are_known_by_their_issuer(archive: sqlite3.Connection) -> None:
    names = {row["text"]: row["instrument"] for row in refs(archive, "bc-88")}
    assert names["Pháp lệnh 34"] == "Pháp lệnh số 34/2007/PL-UBTVQH11"
    assert names["Chỉ thị 05"] == "Chỉ thị số 05-CT/TW"


def test_a_districts_number_is_not_the_provinces(archive: sqlite3.Connection) -> None:
    (cited,) = [row for row in refs(archive, "qd-81") if row["code"] == "81/QĐ-UBND"]
    assert (cited["jurisdiction"], cited["held"]) == ("Bắc Kạn / Na Rì", False)


def test_conflicts_name_both_sides_and_the_likelier(archive: sqlite3.Connection) -> None:
    found = {(row["kind"], row["instrument"]): row for row in conflicts(archive)}
    dates = found["conflicting_dates", "Nghị định số 30/2020/NĐ-CP"]
    assert [(side["value"], side["held"]) for side in dates["sides"]] == [("05/03/2020", True), ("05/03/2021", False)]
    assert "khả năng đúng hơn là 05/03/2020, theo bản đang lưu" in dates["message"]
    titles = found["conflicting_titles", "Nghị định số 30/2020/NĐ-CP"]
    assert [side["documents"] for side in titles["sides"]] == [[], ["kh-17"]]
    year = found["year_contradicts_date", None]
    assert [(row["name"], row["held"]) for row in year["witnesses"]] == [
        ("Nghị định số 30/2020/NĐ-CP ngày 05/03/2020", True)
    ]
    assert {kind for kind, _ in found} >= {"type_contradicts_symbol", "year_contradicts_date", "cites_ended"}


def test_status_begins_when_the_text_says(archive: sqlite3.Connection) -> None:
    for day, status in (("2020-04-30", "in_force"), ("2020-05-01", "repealed")):
        assert lineage(archive, "110/2004/NĐ-CP", on=day)["status"] == status


def test_resting_on_what_has_ended_is_warned_of(archive: sqlite3.Connection) -> None:
    late = lineage(archive, "110/2004/NĐ-CP")["late"]
    assert [(row["document"], row["ended"]) for row in late] == [("qd-81", "2020-05-01")], "not tt-02: still in force"


@pytest.mark.parametrize(("code", "part"), [("58/2001/NĐ-CP", "khoản 2 Điều 5"), ("73/2002/NĐ-CP", "cụm từ")])
def test_an_act_on_a_part_only_amends(archive: sqlite3.Connection, code: str, part: str) -> None:
    answer = lineage(archive, code)
    assert (answer["status"], answer["acts"][0]["pinpoint"]) == ("amended", part)


def test_an_issuer_behind_a_list_is_no_evidence_for_its_first(archive: sqlite3.Connection) -> None:
    """`Nghị quyết số 25-NQ/TW, Chỉ thị số 40-CT/TW của Ban Bí thư`: the former is not the Secretariat's."""
    names = [row["instrument"] for row in conflicts(archive) if row["kind"] == "conflicting_issuers"]
    assert names == []


def test_an_amending_decree_acts_on_the_decree_before_it(archive: sqlite3.Connection) -> None:
    """Not on the circular whose title names that decree; and no decree amends a law."""
    (act,) = lineage(archive, "24/2012/NĐ-CP")["acts"]
    assert (act["relation"], act["other"]) == ("amends", "Nghị định số 232/2025/NĐ-CP")
    assert lineage(archive, "34/2025/TT-NHNN")["acts"] == []
    told = [act for act in lineage(archive, "Luật Lưu trữ")["acts"] if act["source"] is None]
    assert told == [], "only the table of known instruments tells what replaced it"


def test_a_report_ends_nothing_and_does_not_act(archive: sqlite3.Connection) -> None:
    answer = lineage(archive, "19-CT/TU")
    (act,) = answer["acts"]
    assert (answer["status"], act["other"], act["certain"], act["told_by"]) == ("in_force", None, False, "bc-88")


def test_a_term_named_tells_the_document(archive: sqlite3.Connection) -> None:
    dates = [row["date"] for row in find_instruments(archive, "19-NQ/TW")]
    assert dates == ["2017-10-25", "2022-06-16"]


def test_the_constitution_of_the_day_is_meant(archive: sqlite3.Connection) -> None:
    names = [row["instrument"] for row in refs(archive, "tt-02") if row["doc_type"] == "Hiến pháp"]
    assert names == ["Hiến pháp năm 2013"]


def test_what_a_text_tells_of_two_others_is_the_others_act(archive: sqlite3.Connection) -> None:
    (act,) = lineage(archive, "10/2015/NĐ-CP")["acts"]
    assert (act["relation"], act["other"], act["date"], act["told_by"]) == (
        "amends", "Nghị định số 20/2018/NĐ-CP", "2018-02-09", "kh-17",
    )  # fmt: skip
    assert lineage(archive, "20/2018/NĐ-CP")["status"] == "in_force", "the plan amends nothing"
    graph = load_graph(archive)
    ends = {(graph.nodes[e.source].code, graph.nodes[e.target].code): e.relation for e in graph.edges}
    assert ends["20/2018/NĐ-CP", "10/2015/NĐ-CP"] == "amends"


@pytest.mark.parametrize("asked", ["Điều 8", "khoản 3 Điều 8", "điều 8 khoản 2"])
def test_cites_by_pinpoint(archive: sqlite3.Connection, asked: str) -> None:
    assert [row["document"] for row in cites(archive, "30/2020/nd-cp", pinpoint=asked)] == ["bc-88"]


@pytest.mark.parametrize("asked", ["khoản 4 Điều 8", "Điều 80"])
def test_other_parts_are_not_cited(archive: sqlite3.Connection, asked: str) -> None:
    assert cites(archive, "30/2020/NĐ-CP", pinpoint=asked) == []


def test_a_citation_may_be_asked_as_written(archive: sqlite3.Connection) -> None:
    (found,) = find_instruments(archive, "Quyết định số 81/QĐ-UBND ngày 19/01/2022 của UBND tỉnh Bắc Kạn")
    assert found["jurisdiction"] == "Bắc Kạn"
    (law,) = find_instruments(archive, "Pháp lệnh 34")
    assert law["code"] == "34/2007/PL-UBTVQH11"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Hãy cho số hiệu"),
        ("31/2020/NĐ-CP", "Có phải: Nghị định số 30/2020/NĐ-CP"),
        ("Nghị định", "chỉ nhiều văn bản"),
    ],
)
def test_what_cannot_be_answered_is_said(archive: sqlite3.Connection, words: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        lineage(archive, words)


def test_top_by_type_typed_loosely(archive: sqlite3.Connection) -> None:
    assert {row["doc_type"] for row in top(archive, None, None, "nghi dinh", 9)} == {"Nghị định"}
    with pytest.raises(QueryError, match="Các loại có trong kho"):
        top(archive, None, None, "Sắc lệnh", 9)


def test_cites_uses_indexes(archive: sqlite3.Connection) -> None:
    """The plan of both steps of `cites`: the code's instrument, then its citations."""
    for sql in (
        "SELECT * FROM instruments WHERE code_key = ?",
        "SELECT 1 FROM citations c JOIN documents d ON d.id = c.document_id WHERE c.instrument_id = ?",
    ):
        plan = " ".join(row["detail"] for row in archive.execute(f"EXPLAIN QUERY PLAN {sql}", ("x",)))
        assert "SCAN" not in plan
