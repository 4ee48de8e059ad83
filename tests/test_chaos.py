"""Ten runs cut off at random, on a small archive; `make chaos` tries a hundred on a larger one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import FAULTS, Scene, differing, disturb, make_archive, set_scene

pytestmark = pytest.mark.needs("fork")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("chaos")
    made = set_scene(make_archive(folder / "kho", 5), folder / "whole.db")
    assert len(made.rows["documents"]) == 5
    assert len(made.rows["quarantine"]) == 1
    assert made.rows["citations"]
    return made


@pytest.mark.parametrize("seed", range(10))
def test_a_run_that_was_cut_off_is_made_good_by_the_next(scene: Scene, tmp_path: Path, seed: int) -> None:
    assert disturb(scene, tmp_path, seed) == FAULTS[seed % len(FAULTS)].__name__


def test_a_database_that_differs_in_one_row_is_seen(scene: Scene) -> None:
    assert differing(scene.rows, scene.rows | {"documents": scene.rows["documents"][1:]}) == ["documents"]
