"""Label Studio: tasks with the items of the archive go out, what people annotated comes back as corrections."""

from __future__ import annotations

import copy
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.cli import main
from pipeline.corrections.labelstudio import read_tasks
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
Đã thành lập 12 tổ dân vận và 07 câu lạc bộ 😀, trong đó 03 câu lạc bộ của phụ nữ; theo Nghị quyết Bảy.
"""
Task = dict[str, Any]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with an archive of one report, read into `t.db`, and its tasks."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    assert say(tmp_path, "export", "--format", "labelstudio", "-o", str(tmp_path / "tasks.json")) == 0
    return tmp_path


def say(place: Path, *words: str) -> int:
    return main([*words, "--db", str(place / "t.db")])


def rows(place: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place / "t.db")) as connection:
        return connection.execute(query).fetchall()


def task(place: Path) -> Task:
    (found,) = json.loads((place / "tasks.json").read_text(encoding="utf-8"))
    made: Task = found
    return made


def annotated(place: Path, change: Callable[[list[Task]], None] | None = None, **more: Any) -> Task:
    """Return the task as Label Studio gives it back: the prediction made an annotation, changed by a person."""
    made = task(place)
    result = copy.deepcopy(made["predictions"][0]["result"])
    if change:
        change(result)
    annotation = {"id": 1001, "result": result, "was_cancelled": False, "completed_by": {"email": "lan@example.org"}}
    return {"id": 7, "data": made["data"], "annotations": [annotation | more], "predictions": []}


def take(place: Path, *tasks: Any, words: tuple[str, ...] = ()) -> int:
    (place / "done.json").write_text(json.dumps(list(tasks)), encoding="utf-8")
    return say(place, "corrections", "--import", str(place / "done.json"), *words)


def of(result: list[Task], words: str, control: str) -> Task:
    """Return what a control says of the region of some words."""
    (identity,) = {one["id"] for one in result if one.get("value", {}).get("text") == words}
    (found,) = [one for one in result if one.get("id") == identity and one.get("from_name") == control]
    return found


def region(kind: str, words: str, label: str, at: int | None = None) -> Task:
    start = REPORT.index(words) if at is None else at
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": "Xa1b2", "from_name": kind, "to_name": "text", "type": "labels", "value": value}


def drop(result: list[Task], words: str) -> None:
    identity = of(result, words, "figure")["id"]
    result[:] = [one for one in result if identity not in (one.get("id"), one.get("from_id"), one.get("to_id"))]


def test_a_task_holds_the_text_and_the_items_at_their_places(place: Path) -> None:
    made = task(place)
    assert made["data"]["text"] == REPORT and made["data"]["path"] == "bc-57.txt"
    result = made["predictions"][0]["result"]
    labels = {one["value"]["text"]: one["value"]["labels"] for one in result if one["type"] == "labels"}
    assert labels["05"] == ["conference"] and labels["320"] == ["attendance"]
    assert labels["Chỉ thị số 33-CT/TU"] == ["implements"]
    for one in result:
        if one["type"] == "labels":
            assert REPORT[one["value"]["start"] : one["value"]["end"]] == one["value"]["text"]
    assert of(result, "320", "value")["value"]["text"] == ["320"]
    assert of(result, "320", "unit")["value"]["text"] == ["lượt người"]
    links = {(one["from_id"], one["to_id"]): one["labels"] for one in result if one["type"] == "relation"}
    assert links[of(result, "320", "figure")["id"], of(result, "05", "figure")["id"]] == ["attendees"]


def test_the_configuration_has_a_control_for_everything_in_a_task(place: Path) -> None:
    view = ElementTree.parse(place / "tasks.xml").getroot()
    controls = {one.get("name"): one for one in view.iter() if one.get("toName")}
    assert {one.get("toName") for one in controls.values()} == {"text"} == {view.find("Text").get("name")}  # type: ignore[union-attr]
    for one in task(place)["predictions"][0]["result"]:
        if one["type"] == "relation":
            known = {value.get("value") for value in view.iter("Relation")}
            assert set(one["labels"]) <= known
            continue
        control = controls[one["from_name"]]
        assert control.tag.lower() == one["type"] and one["to_name"] == "text"
        values = {value.get("value") for value in control}
        assert set(one["value"].get("labels", one["value"].get("choices", []))) <= values


def test_what_is_left_as_it_was_is_accepted(place: Path) -> None:
    before = rows(place, "SELECT text, value, unit, indicator FROM figures ORDER BY start")
    assert take(place, annotated(place)) == 0
    kept = rows(place, "SELECT action, who, reason, placed FROM correction")
    offered = len(task(place)["data"]["offered"].split())
    assert kept == [("accept", "lan@example.org", "Label Studio: task 7, annotation 1001", 1)] * offered
    assert rows(place, "SELECT text, value, unit, indicator FROM figures ORDER BY start") == before


def test_label_value_and_reason_are_corrected(place: Path) -> None:
    def change(result: list[Task]) -> None:
        of(result, "12", "figure")["value"]["labels"] = ["model"]
        of(result, "320", "value")["value"]["text"] = ["1.350,5"]
        reason = {"id": of(result, "320", "figure")["id"], "from_name": "reason", "to_name": "text", "type": "textarea"}
        result.append(reason | {"value": {"text": ["đối chiếu bản ký"]}})

    assert take(place, annotated(place, change)) == 0
    assert rows(place, "SELECT indicator FROM figures WHERE text = '12' AND unit LIKE 'tổ%'") == [("model",)]
    assert rows(place, "SELECT value FROM figures WHERE text = '320'") == [(1350.5,)]
    kept = rows(place, "SELECT words, reason FROM correction WHERE action = 'correct' ORDER BY start")
    assert kept == [("320", "đối chiếu bản ký"), ("12", "Label Studio: task 7, annotation 1001")]


def test_what_is_gone_is_rejected_and_what_is_new_is_added(place: Path) -> None:
    def change(result: list[Task]) -> None:
        drop(result, "320")
        result.append(region("citation", "Nghị quyết Bảy", "legal_basis"))

    assert take(place, annotated(place, change)) == 0
    assert rows(place, "SELECT 1 FROM figures WHERE text = '320'") == []
    assert rows(place, "SELECT relation, rule FROM citations WHERE text = 'Nghị quyết Bảy'") == [
        ("legal_basis", "correction")
    ]
    assert rows(place, "SELECT action, words FROM correction WHERE action IN ('reject', 'add') ORDER BY start") == [
        ("reject", "320"), ("add", "Nghị quyết Bảy"),
    ]  # fmt: skip


def test_a_region_that_was_moved_is_the_new_one_alone(place: Path) -> None:
    def change(result: list[Task]) -> None:
        moved = of(result, "320", "figure")["value"]
        moved |= {"end": moved["end"] + len(" lượt"), "text": "320 lượt"}

    assert take(place, annotated(place, change)) == 0
    assert rows(place, "SELECT text, value FROM figures WHERE text LIKE '320%'") == [("320 lượt", 320)]


def test_offsets_in_utf_16_are_told_by_the_words(place: Path) -> None:
    at = REPORT.index("03 câu")
    drop_and_add = [region("figure", "03", "organisation", at + 1)]
    assert take(place, annotated(place, lambda result: result.__setitem__(slice(None), drop_and_add))) == 0
    kept = rows(
        place,
        "SELECT start FROM correction WHERE words = '03' AND action = 'accept' OR words = '03' AND action = 'correct'",
    )
    assert kept == [(at,)]


def test_nothing_is_said_by_a_task_that_nobody_did(place: Path) -> None:
    assert take(place, task(place), annotated(place, was_cancelled=True)) == 0
    assert rows(place, "SELECT * FROM correction") == []


def test_who_it_was_may_be_told_on_the_command_line(place: Path) -> None:
    words = ("--by", "Lê Thị Lan", "--reason", "đối chiếu bản ký")
    assert take(place, annotated(place, completed_by=10), words=words) == 0
    assert set(rows(place, "SELECT who, reason FROM correction")) == {("Lê Thị Lan", "đối chiếu bản ký")}
    assert take(place, annotated(place, completed_by=10)) == 0
    assert {who for (who,) in rows(place, "SELECT who FROM correction")} == {"Label Studio 10"}


def test_the_annotation_that_was_changed_last_counts(place: Path) -> None:
    def change(result: list[Task]) -> None:
        drop(result, "320")

    late = annotated(place, change, updated_at="2026-05-02T08:00:00Z")
    early = annotated(place, updated_at="2026-05-01T08:00:00Z")
    late["annotations"] += early["annotations"]
    assert take(place, late) == 0
    assert rows(place, "SELECT 1 FROM figures WHERE text = '320'") == []


def test_a_document_that_changed_keeps_what_is_found_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = annotated(place, lambda result: result.append(region("citation", "Nghị quyết Bảy", "legal_basis")))
    text = REPORT.replace("BÁO CÁO", "BÁO CÁO TÓM TẮT").replace("Nghị quyết Bảy", "nghị quyết ấy")
    (place / "kho" / "bc-57.txt").write_text(text, encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    capsys.readouterr()
    assert take(place, done) == 0
    said = capsys.readouterr().out
    assert "1 chỗ không lấy được" in said and "“Nghị quyết Bảy”" in said and "không tìm lại được" in said
    offered = len(task(place)["data"]["offered"].split())
    assert rows(place, "SELECT action, placed, count(*) FROM correction") == [("accept", 1, offered)]


def test_taking_a_file_twice_changes_nothing_more(place: Path) -> None:
    done = annotated(place, lambda result: result.append(region("citation", "Nghị quyết Bảy", "legal_basis")))
    query = "SELECT text, relation FROM citations ORDER BY start"
    assert take(place, done) == 0
    once = rows(place, query)
    assert take(place, done) == 0
    assert rows(place, query) == once and ("Nghị quyết Bảy", "legal_basis") in once


HOSTILE: list[tuple[Any, str]] = [
    (region("figure", "320", "emperor"), "emperor"),
    (region("figure", "320", "conference") | {"from_name": "os"}, "nhãn"),
    (region("figure", "320", "conference", 3), "3-6"),
    (region("figure", "320", "conference", 10**400), "không khớp"),
    (
        region("figure", "320", "conference") | {"value": {"start": "0", "end": [], "labels": ["conference"]}},
        "không khớp",
    ),
    (region("figure", "320", "conference") | {"value": {"start": True, "end": 2.5, "labels": ["other"]}}, "không khớp"),
    (region("figure", "320", "conference") | {"value": None}, "nhãn"),
    (region("figure", "tổ dân vận", "organisation"), "không đọc được thành số"),
]


@pytest.mark.parametrize(("bad", "said"), HOSTILE)
def test_a_region_that_is_none_is_listed_and_the_rest_taken(
    place: Path, capsys: pytest.CaptureFixture[str], bad: Task, said: str
) -> None:
    bad = bad | {"id": "bad"}
    assert take(place, annotated(place, lambda result: result.append(bad))) == 0
    out = capsys.readouterr().out
    assert "1 chỗ không lấy được" in out and said in out
    assert {action for (action,) in rows(place, "SELECT action FROM correction")} == {"accept"}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999999", "nhiều", "\ud800"])
def test_a_value_that_is_none_is_listed(place: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    def change(result: list[Task]) -> None:
        of(result, "320", "value")["value"]["text"] = [value]

    assert take(place, annotated(place, change)) == 0
    assert "1 chỗ không lấy được" in capsys.readouterr().out
    assert rows(place, "SELECT value FROM figures WHERE text = '320'") == [(320,)]


@pytest.mark.parametrize(
    "task",
    [
        {"data": None, "annotations": [{"result": []}]},
        {"data": {"text": 5, "sha256": [], "path": {}}, "annotations": [{"result": [5, None, {"type": {}}]}]},
        {"data": {"text": "x", "path": "../../etc/passwd"}, "annotations": [{"result": []}]},
        {"data": {"text": "x", "path": "\ud800"}, "annotations": [{"result": []}]},
        {"data": {"text": "x"}, "annotations": [{"result": [], "completed_by": {"email": ["x"]}}]},
    ],
)
def test_a_task_of_no_document_is_listed(place: Path, capsys: pytest.CaptureFixture[str], task: Task) -> None:
    assert take(place, task) == 0
    assert "kho không có tệp này" in capsys.readouterr().out
    assert rows(place, "SELECT * FROM correction") == []


@pytest.mark.parametrize("text", ["[" * 100_000, "[1, 2", "{}", '[{"data": {}}, 5]', "\x00\x01", "[]x"])
def test_a_file_that_is_no_export_is_refused(place: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (place / "bad.json").write_text(text, encoding="utf-8")
    assert say(place, "corrections", "--import", str(place / "bad.json")) == 2
    err = capsys.readouterr().err
    assert "bad.json" in err and "Traceback" not in err


def test_a_classified_document_goes_neither_out_nor_in(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = annotated(place)
    with closing(sqlite3.connect(place / "t.db")) as connection, connection:
        connection.execute("UPDATE documents SET classified = 'mật'")
    assert say(place, "export", "--format", "labelstudio", "-o", str(place / "none.json")) == 0
    assert json.loads((place / "none.json").read_text(encoding="utf-8")) == []
    assert take(place, done) == 0
    assert "kho không có tệp này" in capsys.readouterr().out


def test_another_ending_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(place, "export", "--format", "labelstudio", "-o", str(place / "tasks.xml")) == 2
    assert ".json" in capsys.readouterr().err


def test_the_sample_archive_goes_out_and_comes_back(sample_archive: Path, tmp_path: Path) -> None:
    """Every item of every document finds its place again, whatever its format."""
    shutil.copy(sample_archive, tmp_path / "t.db")
    assert say(tmp_path, "export", "--format", "labelstudio", "-o", str(tmp_path / "tasks.json")) == 0
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    assert len(tasks) > 50
    done = [one | {"annotations": [{"id": 1, "result": one["predictions"][0]["result"]}]} for one in tasks]
    with closing(connect(tmp_path / "t.db")) as connection:
        taken = read_tasks(connection, done, None, None)
    assert taken.lost == []
    assert {correction.action for correction in taken.corrections} == {"accept"}
    assert len(taken.corrections) == sum(len(one["data"]["offered"].split()) for one in tasks) > 3000
