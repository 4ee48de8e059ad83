"""A disagreement with a report that was replaced is told as that, and counts no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.questions.conflicts import conflicts, doubt
from pipeline.questions.settled import replaced_in
from pipeline.questions.status import status
from pipeline.run.store import connect
from pipeline.speech import Speech
from tests.test_viewer import client, number_of

REPLACING = "SELECT id FROM documents WHERE code = '52-BC/ĐU'"
TOLD = "46-BC/ĐU đã có báo cáo thay thế, không còn là chỗ khác nhau."


def side(*names: str) -> dict[str, list[str]]:
    return {"documents": list(names)}


@pytest.mark.parametrize(
    ("kind", "sides", "names"),
    [
        ("figures_disagree", [side("cũ"), side("mới")], ("46-BC",)),
        ("figures_disagree", [side("cũ"), side("mới"), side("báo")], ()),
        ("figures_disagree", [side("cũ", "báo"), side("mới")], ()),
        ("figures_disagree", [side("cũ", "cũ hơn"), side("mới")], ("45-BC", "46-BC")),
        ("figures_disagree", [side("báo"), side("mới")], ()),
        ("copies_differ", [side("cũ"), side("mới")], ()),
    ],
)
def test_when_nobody_else_disagrees(kind: str, sides: list[dict[str, list[str]]], names: tuple[str, ...]) -> None:
    assert replaced_in({"kind": kind, "sides": sides}, {"cũ": "46-BC", "cũ hơn": "45-BC"}) == names


def test_a_replaced_report_is_no_open_conflict(sample_archive: Path) -> None:
    """Cẩm Khê sent 52-BC/ĐU in the place of 46-BC/ĐU, which told of 353 poor households for 335."""
    connection = connect(sample_archive)
    rows = conflicts(connection)
    ended = [row for row in rows if row["replaced"]]
    assert rows[-len(ended) :] == ended and len(rows) - len(ended) == status(connection)["counts"]["conflicts"]
    assert {name for row in ended for name in row["replaced"]} == {"46-BC/ĐU", "296-BC/ĐU", "88-BC/ĐU"}
    (row,) = [row for row in ended if "353 hộ nghèo" in row["message"]]
    told = doubt(row, Speech("vi"))
    assert told.endswith(TOLD) and "cần tra" not in told
    assert "46-BC/ĐU was replaced" in doubt(row, Speech("en")) and "look at" not in doubt(row, Speech("en"))


def test_it_is_told_apart_at_its_document(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with client(sample_archive) as viewer:
        page = viewer.get(f"/documents/{number_of(sample_archive, REPLACING)}").text
    beside = page[page.index("Khác với báo cáo đã được thay thế") :]
    assert len(re.findall(r"<li>[^<]*" + re.escape(TOLD), beside)) == 2
    assert "cần tra bản gốc" not in page
    capsys.readouterr()
    assert main(["problems", "--doc", "52-BC/ĐU", "--db", str(sample_archive)]) == 0
    assert " ".join(capsys.readouterr().out.split()).count(TOLD) == 2
