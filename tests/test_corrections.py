"""What a person corrects wins over the machine, survives re-runs, versions, moves and changes, and is never dropped."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.questions.figures import figures
from pipeline.run import batch
from pipeline.run.batch import run
from pipeline.run.store import connect

pytestmark = pytest.mark.usefixtures("no_pool")
REPORT = """TỈNH ỦY LÀO CAI
BAN DÂN VẬN
*
Số 57-BC/BDVTU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày 12 tháng 7 năm 2022

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Chỉ thị số 33-CT/TU ngày 10/6/2021 của Tỉnh ủy, các cấp đã tổ chức 05 hội nghị với 320 lượt người dự.
Đã thành lập 12 tổ dân vận và 05 câu lạc bộ. Toàn tỉnh xếp loại 62 tập thể tốt, 40 tập thể khá.
"""
BY = ("--by", "Lê Thị Lan", "--reason", "đối chiếu bản ký")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with an archive of one report, read into `t.db`."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path


def say(place: Path, *words: str) -> int:
    return main([*words, "--db", str(place / "t.db")])


def rows(
    place: Path, query: str = "SELECT text, value, unit, label FROM figures ORDER BY start"
) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connect(place / "t.db").execute(query)]


def values(place: Path) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for text, value, *_ in rows(place):
        found.setdefault(str(text), []).append(value)
    return found


def corrections(place: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert say(place, "corrections", "--json", *words) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_value_is_corrected_and_stays_so(place: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", "unit=người", *BY) == 0
    assert ("320", 350, "người", None) in rows(place)
    run(place / "kho", place / "t.db", 2)
    assert values(place)["320"] == [350]
    (database,) = [connect(place / "t.db")]
    assert 350 in [row["value"] for row in figures(database)]


def test_another_version_of_the_program_does_not_win(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    monkeypatch.setattr(batch, "fingerprint", lambda: "another version")
    assert run(place / "kho", place / "t.db", 1).read == 1
    assert values(place)["320"] == [350]


def test_brackets_say_which_of_two_is_meant(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(place, "correct", "bc-57", "--at", "05", "--set", "value=6", *BY) == 1
    assert "câu lạc bộ" in capsys.readouterr().err
    assert say(place, "correct", "bc-57", "--at", "[05] câu lạc bộ", "--set", "value=6", *BY) == 0
    assert values(place)["05"] == [5, 6]


def test_an_item_is_rejected_and_its_links_go(place: Path) -> None:
    assert ("320",) in rows(place, "SELECT text FROM figures WHERE of_figure IS NOT NULL")
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--reject", *BY) == 0
    assert values(place)["05"] == [5]
    assert ("320",) not in rows(place, "SELECT text FROM figures WHERE of_figure IS NOT NULL")
    assert rows(place, "SELECT count(*) FROM conferences") == [(0,)]


def test_an_item_is_added(place: Path) -> None:
    file = place / "kho" / "bc-57.txt"
    file.write_text(REPORT.replace("Toàn tỉnh", "Kho quân lương 77 (quy gạo). Toàn tỉnh"), encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    before = values(place)
    assert "77" not in before
    words = ("--at", "quân lương [77] (quy", "--add", "--set", "unit=tấn", "indicator=goods")
    assert say(place, "correct", "bc-57", *words, *BY) == 0
    assert values(place) == before | {"77": [77]}
    assert rows(place, "SELECT unit, indicator FROM figures WHERE text = '77'") == [("tấn", "goods")]


def test_ratings_follow_the_corrected_figures(place: Path) -> None:
    assert rows(place, "SELECT counts FROM ratings") == [('{"tốt": 62, "khá": 40}',)]
    assert say(place, "correct", "bc-57", "--at", "[40] tập thể khá", "--set", "value=41", *BY) == 0
    assert rows(place, "SELECT counts FROM ratings") == [('{"tốt": 62, "khá": 41}',)]


def test_citations_and_metadata_are_corrected(place: Path) -> None:
    assert (
        say(place, "correct", "bc-57", "--kind", "citation", "--at", "33-CT/TU", "--set", "date=2021-06-11", *BY) == 0
    )
    assert rows(place, "SELECT date FROM citations") == [("2021-06-11",)]
    assert say(place, "correct", "bc-57", "--kind", "metadata", "--set", "place=Yên Bái", *BY) == 0
    assert rows(place, "SELECT place FROM documents") == [("Yên Bái",)]


def test_what_is_accepted_is_pinned(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = [row for row in rows(place) if row[0] == "12"]
    assert say(place, "correct", "bc-57", "--at", "12", "--accept", *BY) == 0
    monkeypatch.setattr("extractors.flow.find_figures", lambda *given: ())
    monkeypatch.setattr(batch, "fingerprint", lambda: "a version that reads nothing")
    run(place / "kho", place / "t.db", 1)
    assert rows(place) == read


def test_a_moved_file_keeps_its_corrections(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    (place / "kho" / "2022").mkdir()
    shutil.move(place / "kho" / "bc-57.txt", place / "kho" / "2022" / "57.txt")
    run(place / "kho", place / "t.db", 1, prune=True)
    assert values(place)["320"] == [350]
    monkeypatch.setattr(batch, "fingerprint", lambda: "another version")
    run(place / "kho", place / "t.db", 1)
    assert values(place)["320"] == [350]


def test_a_moved_file_that_is_changed_then_keeps_its_corrections(place: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    folder = place / "kho" / "2022"
    folder.mkdir()
    shutil.move(place / "kho" / "bc-57.txt", folder / "57.txt")
    run(place / "kho", place / "t.db", 1)
    (folder / "57.txt").write_text(REPORT.replace("BÁO CÁO\n", "BÁO CÁO\n\n"), encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert values(place)["320"] == [350]
    shutil.move(folder / "57.txt", place / "kho" / "bc-57-ban-cuoi.txt")
    run(place / "kho", place / "t.db", 1)
    (place / "kho" / "bc-57-ban-cuoi.txt").write_text(REPORT.replace("BÁO CÁO\n", "BÁO CÁO\n \n"), encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert values(place)["320"] == [350]


def test_a_changed_file_keeps_what_can_be_placed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    assert say(place, "correct", "bc-57", "--at", "12", "--set", "value=13", *BY) == 0
    changed = REPORT.replace("Đã thành lập 12 tổ dân vận và", "Duy trì").replace("BÁO CÁO\n", "BÁO CÁO\n\n")
    (place / "kho" / "bc-57.txt").write_text(changed, encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert values(place)["320"] == [350]
    assert [row["words"] for row in corrections(place, capsys, "--unplaced")] == ["12"]
    assert rows(place, "SELECT kind FROM problems WHERE kind = 'correction_unplaced'") == [("correction_unplaced",)]
    (place / "kho" / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert values(place)["12"] == [13]
    assert corrections(place, capsys, "--unplaced") == []


def test_a_correction_of_a_file_that_is_gone_is_listed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    (place / "kho" / "bc-57.txt").unlink()
    (place / "kho" / "khac.txt").write_text("Một văn bản khác.", encoding="utf-8")
    run(place / "kho", place / "t.db", 1, prune=True)
    assert [row["words"] for row in corrections(place, capsys, "--unplaced")] == ["320"]


def test_undo_gives_back_what_was_read_and_the_log_keeps_all(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    (row,) = corrections(place, capsys)
    assert say(place, "corrections", "--undo", str(row["id"]), *BY) == 0
    assert values(place)["320"] == [320]
    assert rows(place, "SELECT what, who FROM correction_log") == [("made", "Lê Thị Lan"), ("undone", "Lê Thị Lan")]


def test_a_second_correction_of_one_place_replaces_the_first(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("350", "351"):
        assert say(place, "correct", "bc-57", "--at", "320", "--set", f"value={value}", *BY) == 0
    assert values(place)["320"] == [351]
    assert len(corrections(place, capsys)) == 1


@pytest.mark.parametrize("from_database", [False, True])
def test_corrections_go_from_one_database_to_another(place: Path, from_database: bool) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    assert say(place, "corrections", "-o", str(place / "sua.json")) == 0
    old = place / "cu.db"
    shutil.move(place / "t.db", old)
    run(place / "kho", place / "t.db", 1)
    assert values(place)["320"] == [320]
    assert say(place, "corrections", "--import", str(old if from_database else place / "sua.json")) == 0
    assert values(place)["320"] == [350]


def test_a_document_that_becomes_classified_takes_its_corrections_along(place: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "[05] câu lạc bộ", "--set", "value=6", *BY) == 0
    stamped = REPORT.replace("*\n", "*\nMẬT\n", 1)
    (place / "kho" / "bc-57.txt").write_text(stamped, encoding="utf-8")
    (place / "kho" / "khac.txt").write_text("Một văn bản khác.", encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert (
        rows(place, "SELECT count(*) FROM correction") == rows(place, "SELECT count(*) FROM correction_log") == [(0,)]
    )
    assert "câu lạc bộ".encode() not in (place / "t.db").read_bytes()


LATER = REPORT.replace("Số 57-BC", "Số 61-BC").replace("12 tháng 7 năm 2022", "10 tháng 1 năm 2023")
LATER = LATER.replace("6 tháng đầu năm 2022", "năm 2022").replace("05 hội nghị với 320", "09 hội nghị với 610")
PRESS = """Lào Cai: Kết quả công tác dân vận
Trong 6 tháng đầu năm 2022, tỉnh Lào Cai đã tổ chức 05 hội nghị với 3.245 lượt người dự.
"""
HELD = "SELECT sum(held), sum(attendees) FROM v_conferences WHERE summing = 'adds'"
CAME = "SELECT sum(attended) FROM v_attendance WHERE summing = 'adds' AND counts = 'turns'"


def test_a_corrected_value_changes_its_fact_and_the_sums(place: Path) -> None:
    facts = "SELECT value FROM facts WHERE unit IN ('hội nghị', 'lượt người') ORDER BY value"
    assert (rows(place, HELD), rows(place, CAME), rows(place, facts)) == ([(5, 320)], [(320,)], [(5,), (320,)])
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--set", "value=6", *BY) == 0
    assert (rows(place, HELD), rows(place, CAME), rows(place, facts)) == ([(6, 350)], [(350,)], [(6,), (350,)])


def test_a_correction_changes_no_other_fact(place: Path) -> None:
    others = "SELECT written, unit, fact_id, summing FROM v_figures WHERE unit <> 'hội nghị' ORDER BY ord"
    before = rows(place, others)
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--set", "value=6", *BY) == 0
    assert rows(place, others) == before


def test_a_corrected_time_moves_the_fact_to_its_year(place: Path) -> None:
    days = ("period_start=2021-01-01", "period_end=2021-12-31")
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--set", *days, *BY) == 0
    assert rows(place, "SELECT year, sum(held) FROM v_conferences WHERE summing = 'adds' GROUP BY year") == [(2021, 5)]
    assert rows(place, "SELECT period_end FROM facts WHERE unit = 'hội nghị'") == [("2021-12-31",)]


def test_a_rejected_figure_leaves_facts_and_sums(place: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--reject", *BY) == 0
    assert (rows(place, HELD), rows(place, CAME)) == ([(5, None)], [(None,)])
    assert rows(place, "SELECT count(*) FROM facts WHERE unit = 'lượt người'") == [(0,)]
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--reject", *BY) == 0
    assert rows(place, HELD) == [(None, None)]


def test_what_is_corrected_in_the_better_source_is_summed(place: Path) -> None:
    (place / "kho" / "bc-57.txt").write_text(REPORT.replace("320", "3.245"), encoding="utf-8")
    (place / "kho" / "bao.txt").write_text(PRESS, encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    told = "SELECT document, attended, summing, differing IS NOT NULL FROM v_attendance ORDER BY document"
    assert rows(place, told) == [("bao", 3245, "again", 0), ("bc-57", 3245, "adds", 0)]
    assert say(place, "correct", "bc-57", "--at", "3.245", "--set", "value=3246", *BY) == 0
    assert say(place, "correct", "bc-57", "--at", "tổ chức [05] hội nghị", "--set", "value=6", *BY) == 0
    assert rows(place, told) == [("bao", 3245, "again", 1), ("bc-57", 3246, "adds", 1)]
    assert (rows(place, HELD), rows(place, CAME)) == ([(6, 3246)], [(3246,)])


def test_a_slip_of_the_press_that_is_corrected_is_told_again(place: Path) -> None:
    (place / "kho" / "bc-57.txt").write_text(REPORT.replace("320", "3.245"), encoding="utf-8")
    (place / "kho" / "bao.txt").write_text(PRESS.replace("3.245", "3.254"), encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert say(place, "correct", "bao", "--at", "3.254", "--set", "value=3245", *BY) == 0
    assert (rows(place, HELD), rows(place, CAME)) == ([(5, 3245)], [(3245,)])
    assert rows(place, "SELECT differing FROM facts WHERE unit = 'lượt người'") == [(None,)]


def test_people_join_and_part_documents(place: Path) -> None:
    (place / "kho" / "bc-61.txt").write_text(LATER, encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    counted = "SELECT count(*) FROM counted_documents"
    groups = "SELECT count(DISTINCT coalesce(group_id, id)) FROM documents"
    by_year = "SELECT document, held, summing FROM v_conferences ORDER BY document"
    apart = [("bc-57", 5, "within"), ("bc-61", 9, "adds")]
    assert (rows(place, counted), rows(place, groups), rows(place, by_year)) == ([(2,)], [(2,)], apart)
    assert say(place, "correct", "bc-57", "--join", "bc-61", *BY) == 0
    assert (rows(place, counted), rows(place, groups)) == ([(1,)], [(1,)])
    assert len(rows(place, by_year)) == 1
    assert rows(place, "SELECT count(*) FROM facts WHERE unit = 'hội nghị'") == [(1,)]
    assert say(place, "correct", "bc-61", "--part", "bc-57", *BY) == 0
    assert (rows(place, counted), rows(place, groups), rows(place, by_year)) == ([(2,)], [(2,)], apart)


def test_copies_that_people_part_count_twice_and_stay_apart(place: Path) -> None:
    shutil.copy(place / "kho" / "bc-57.txt", place / "kho" / "sao.txt")
    run(place / "kho", place / "t.db", 1)
    counted = "SELECT count(*) FROM counted_documents"
    assert (rows(place, counted), rows(place, HELD)) == ([(1,)], [(5, 320)])
    assert say(place, "correct", "bc-57", "--part", "sao", *BY) == 0
    assert rows(place, counted) == [(2,)]
    assert rows(place, HELD) == [(5, 320)]
    run(place / "kho", place / "t.db", 1, prune=True)
    assert rows(place, counted) == [(2,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "320", "--set", "valu=1"), "Có phải: giá trị"),
        (("--at", "320", "--set", "chỉ tiêu=hội ngị"), "Có phải: hội nghị"),
        (("--at", "320", "--set", "value=x"), "giá trị của trường giá trị"),
        (("--at", "320", "--set", "value"), "trường=giá trị"),
        (("--at", "999", "--reject"), "999"),
        (("--at", "Toàn tỉnh", "--reject"), "--add"),
        (("--at", "320"), "--set"),
        (("--set", "value=1"), "--at"),
        (("--at", "320", "--accept", "--reject"), "--accept"),
    ],
)
def test_what_cannot_be_corrected_is_said(
    place: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert say(place, "correct", "bc-57", *words, *BY) != 0
    assert said in capsys.readouterr().err
    assert rows(place, "SELECT count(*) FROM correction") == [(0,)]


def test_who_and_why_are_asked_for(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        say(place, "correct", "bc-57", "--at", "320", "--reject")
    assert "--by" in capsys.readouterr().err


def test_the_schema_holds_what_the_command_writes(place: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    with sqlite3.connect(place / "t.db") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
