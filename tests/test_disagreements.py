"""One figure in two documents of one place and period: told with both values, whatever the order of the files."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.model import Metadata, Period, Record
from pipeline.annotate import annotate
from pipeline.archive.disagreements import KIND
from pipeline.archive.resolve import resolve_archive
from pipeline.cli import main
from pipeline.questions.conflicts import conflicts, show
from pipeline.questions.status import status
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record
from pipeline.speech import Speech

REPORT = (
    "Toàn tỉnh tổ chức 312 hội nghị quán triệt nghị quyết với 18.746 lượt người tham dự.\n"
    "Người đứng đầu cấp ủy đối thoại 246 cuộc, có 14.892 lượt người tham gia; tiếp nhận 1.937 ý kiến.\n"
    "Nhân dân hiến 21,6 ha đất và góp 48.327 ngày công làm 86,4 km đường.\n"
)
PRESS = (
    "Theo báo cáo, các cấp ủy mở 312 hội nghị thu hút 18.476 lượt người dự.\n"
    "Cũng trong kỳ có 246 cuộc đối thoại với 14.892 lượt người; 1.937 ý kiến được tiếp nhận.\n"
    "Bà con hiến 21,6 ha đất, góp 48.327 ngày công.\n"
)
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), "năm 2022")


def told(text: str, name: str, place: str = "Sơn La", period: Period = YEAR, issuer: str | None = None) -> Record:
    record = annotate(read_text(text, f"{name}.txt"))
    metadata = Metadata("report", place=place, period=period, issuer=issuer, date=period.end)
    figures = tuple(replace(figure, place=place, period=period) for figure in record.figures)
    return replace(record, id=name, metadata=metadata, figures=figures)


def disagreements(folder: Path, records: Sequence[Record]) -> list[tuple[str, str, list[list[str]]]]:
    connection = connect(folder / "a.db", create=True)
    for record in records:
        write_record(connection, record, "test")
    resolve_archive(connection)
    resolve_archive(connection)
    rows = connection.execute("SELECT p.*, d.name FROM problems p JOIN documents d ON d.id = p.document_id")
    found = [
        (row["name"], row["message"], [[side["value"], *side["documents"]] for side in json.loads(row["sides"])])
        for row in rows
        if row["kind"] == KIND
    ]
    connection.close()
    (folder / "a.db").unlink()
    return found


def test_both_numbers_and_both_documents_are_shown(tmp_path: Path) -> None:
    ((document, message, sides),) = disagreements(tmp_path, [told(REPORT, "bao-cao"), told(PRESS, "tin")])
    assert document == "tin"
    assert message == (
        "Sơn La, năm 2022: cùng một số liệu mà các văn bản ghi khác nhau: 18.746 lượt người (theo "
        "bao-cao); 18.476 lượt người (theo tin); cần tra bản gốc."
    )
    assert sides == [["18.746 lượt người", "bao-cao"], ["18.476 lượt người", "tin"]]


def test_order_of_files_changes_nothing(tmp_path: Path) -> None:
    records = [told(REPORT, "a"), told(PRESS, "b"), told(f"{PRESS}\nẢnh: Văn Đạt\n", "c")]
    found = [disagreements(tmp_path, order) for order in itertools.permutations(records)]
    assert all(one == found[0] for one in found)
    assert found[0][0][2] == [["18.746 lượt người", "a"], ["18.476 lượt người", "b", "c"]]


def test_a_sentence_taken_over_with_a_slip(tmp_path: Path) -> None:
    slip = REPORT.replace("1.937 ý kiến", "1.973 ý kiến")
    ((_, _, sides),) = disagreements(tmp_path, [told(REPORT, "a"), told(slip, "b")])
    assert sides == [["1.973 ý kiến", "b"], ["1.937 ý kiến", "a"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told(REPORT, "a"), told(PRESS, "b", place="Lai Châu")),
        (told(REPORT, "a"), told(PRESS, "b", period=Period(date(2022, 1, 1), date(2022, 6, 30)))),
        (told(REPORT, "a"), told(PRESS.replace("18.476", "18.746"), "b")),
        (told(REPORT, "a"), told(PRESS.replace("18.476", "gần 19 nghìn"), "b")),
        (told(REPORT, "a"), told(PRESS.replace("18.476", "9.120"), "b")),
        (told(REPORT, "a"), told(PRESS.split("\n")[0], "b")),
        (told(REPORT, "a", issuer="Hội Nông dân tỉnh"), told(PRESS[:140], "b", issuer="Hội Cựu chiến binh tỉnh")),
        (told(REPORT, "a"), told(PRESS + "Đợt 1 có 18.746 lượt người.\n", "b")),
        (told(REPORT.replace("21,6 ha", "21,64 ha"), "a"), told(PRESS.replace("18.476", "18.746"), "b")),
    ],
    ids=["place", "period", "agree", "hedged", "far apart", "little shared", "two bodies", "told elsewhere", "rounded"],
)  # fmt: skip
def test_what_may_well_be_right_is_left_alone(tmp_path: Path, one: Record, other: Record) -> None:
    assert disagreements(tmp_path, [one, other]) == []


def test_conflicts_call_documents_by_their_codes(tmp_path: Path) -> None:
    """A document with a code of its own is called by it in the doubt and behind its sentence, another by its file."""
    report = told(REPORT, "bao-cao")
    report = replace(report, metadata=replace(report.metadata, code="31-BC/BDVTU"))
    connection = connect(tmp_path / "a.db", create=True)
    for record in (report, told(PRESS, "tin")):
        write_record(connection, record, "test")
    resolve_archive(connection)
    shown = " ".join(" ".join(show(conflicts(connection), Speech("vi"))).split())
    connection.close()
    assert "18.746 lượt người (theo 31-BC/BDVTU); 18.476 lượt người (theo tin)" in shown
    assert "tham dự.” (31-BC/BDVTU)" in shown and "bao-cao" not in shown


def test_conflicts_show_both_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = connect(tmp_path / "a.db", create=True)
    for record in (told(REPORT, "bao-cao"), told(PRESS, "tin")):
        write_record(connection, record, "test")
    resolve_archive(connection)
    connection.close()
    assert main(["conflicts", "--db", str(tmp_path / "a.db")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "với 18.746 lượt người tham dự.” (bao-cao)" in shown and "18.476 lượt người dự.” (tin)" in shown
    assert main(["status", "--db", str(tmp_path / "a.db"), "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert counts["conflicts"] == 1


def test_document_that_is_gone_takes_its_side_along(tmp_path: Path) -> None:
    connection: sqlite3.Connection = connect(tmp_path / "a.db", create=True)
    for record in (told(REPORT, "bao-cao"), told(PRESS, "tin")):
        write_record(connection, record, "test")
    connection.execute("UPDATE documents SET present = 0 WHERE name = 'bao-cao'")
    resolve_archive(connection)
    assert connection.execute("SELECT count(*) FROM problems WHERE kind = ?", (KIND,)).fetchone()[0] == 0


def test_status_counts_what_conflicts_lists(sample_archive: Path) -> None:
    connection = connect(sample_archive)
    listed = conflicts(connection)
    assert {row["kind"] for row in listed} >= {"symbol_contradicts_issuer", "figures_disagree"}
    assert status(connection)["counts"]["conflicts"] == sum(not row["replaced"] for row in listed)
