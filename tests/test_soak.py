"""`make soak` in small: what was planted is what becomes of an archive, and what grows is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.soak import Part, faults, growth, read_all
from tests.soak_files import BAD, READ, ROUND, documents, write


def test_every_round_holds_the_same_kinds() -> None:
    made = list(documents(len(BAD) * ROUND))
    rounds = [made[first : first + ROUND] for first in range(0, len(made), ROUND)]
    kinds = {tuple(path.rpartition(".")[2] for path, _, outcome in one if outcome == READ) for one in rounds}
    assert len(kinds) == 1
    assert [outcome for _, _, outcome in made if outcome != READ] == [reason for _, _, reason in BAD]


def test_an_end_that_costs_more_than_the_beginning_is_told() -> None:
    warming, first = Part(100, 60.0, 1.0, 7.0, 50_000, 80_000), Part(100, 60.0, 1.0, 5.0, 50_000, 80_000)
    assert growth([warming, first, first, Part(100, 600.0, 1.0, 5.2, 54_000, 86_000)]) == []
    assert growth([warming, first, first, Part(100, 60.0, 1.6, 5.0, 50_000, 80_000)]) == ["a document costs 1.10 times"]
    told = growth([warming, first, Part(100, 60.0, 1.0, 5.0, 60_000, 96_000), first])
    assert told == ["the writer holds 1.20 times", "a worker holds 1.20 times"]


@pytest.mark.slow
@pytest.mark.needs("fork", "resource")
def test_a_small_soak_loses_nothing(tmp_path: Path) -> None:
    folder, database = tmp_path / "kho", tmp_path / "kho.db"
    planted = write(folder, 2 * ROUND)
    assert planted == Counter({READ: 98, BAD[0][2]: 1, BAD[1][2]: 1})
    parts, _ = read_all(folder, database, 2, 2 * ROUND)
    assert [part.documents for part in parts] == [10] * 10
    assert faults(folder, database, 2, planted) == []
    assert faults(folder, database, 2, planted + Counter({READ: 1})) != []
