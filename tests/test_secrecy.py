"""Documents that a stamp keeps out, and documents that only look like them."""

from __future__ import annotations

import pytest

from extractors.header.secrecy import Stamp, find_stamp
from extractors.layout.find import find_boilerplate
from tests.secrecyrows import Row, document, open_rows, stamped_rows

MOST_FALSE_ALARMS = 0.01


def stamp_of(row: Row) -> Stamp | None:
    source = document(row)
    return find_stamp(source.text, source.blocks, find_boilerplate(source.text, source.blocks), source.hints)


@pytest.mark.parametrize(("rows", "fewest"), [(stamped_rows(), 60), (open_rows(), 200)], ids=["stamped", "open"])
def test_the_set_is_large_enough_and_half_of_it_in_real_wordings(rows: list[Row], fewest: int) -> None:
    assert len({str(row) for row in rows}) == len(rows) >= fewest
    assert 2 * sum(row.real for row in rows) >= len(rows)


@pytest.mark.parametrize("row", stamped_rows(), ids=str)
def test_stamped_document_is_kept_out(row: Row) -> None:
    stamp = stamp_of(row)
    assert stamp is not None
    assert stamp.level == row.level
    assert stamp.certain or row.doubtful


def test_look_alikes_stay_in() -> None:
    rows = open_rows()
    alarms = [str(row) for row in rows if stamp_of(row) is not None]
    assert len(alarms) <= MOST_FALSE_ALARMS * len(rows), alarms
