"""Reports written for kinds of wording that forms were once filled wrongly by: each cell is as a person fills it."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.run.batch import run
from tests.table_kinds import filled_cells, reports, write_archive
from tests.table_scored import outcome

MISSED = {
    "Số đơn vị được thanh tra",  # who is inspected is told by the deed alone
    "Số chi hội phụ nữ vững mạnh",  # what narrows them is told of the share before
    "Số lao động đi làm việc ở nước ngoài",  # a part, told in other words: `trong đó lao động đi nước ngoài 830 người`
}
"""Indicators that are known to be missed; none may be filled wrongly."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "archive").mkdir()
    write_archive(folder / "archive")
    run(folder / "archive", folder / "a.db", 1)
    return [
        (report["kind"], indicator.name, outcome(truth, cell.state, cell.value))
        for report, indicator, truth, cell in filled_cells(folder / "a.db")
    ]


def test_no_cell_is_filled_wrongly(outcomes: list[tuple[str, str, str]]) -> None:
    assert [row for row in outcomes if row[2] in ("wrong", "false")] == []


def test_what_is_missed_is_known(outcomes: list[tuple[str, str, str]]) -> None:
    assert {name for _, name, end in outcomes if end == "missed"} <= MISSED


def test_each_kind_has_cells(outcomes: list[tuple[str, str, str]]) -> None:
    counts = Counter(kind for kind, _, _ in outcomes)
    assert counts.keys() == {report["kind"] for report in reports()}
    assert min(counts.values()) >= 3
