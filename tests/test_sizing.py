"""docs/sizing.md says what `python -m tests.sizing` prints, and the cluster that it plays through loses no document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import sizing
from tests.test_readme import ROOT

PAGE = (ROOT / "docs" / "sizing.md").read_text(encoding="utf-8")
QUICK = sizing.CASES[-1:]
CALM = replace(sizing.ASSUMED, hours_between_losses=1e9, lost_processes=0.0, slow_machines=0.0)


def test_the_page_tells_what_was_measured() -> None:
    told = (*sizing.one_core(), *sizing.one_process(), *sizing.HEAD)
    assert [line for line in told if f"{line}\n" not in PAGE] == []
    assert [one for one in sizing.sentences() if one not in " ".join(PAGE.split())] == []


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.slow] * (case not in QUICK)) for case in sizing.CASES], ids=str
)
def test_the_page_tells_what_is_reckoned_for_a_million(case: tuple[int, int]) -> None:
    assert f"{sizing.row(*case)}\n" in PAGE


@pytest.mark.slow
@pytest.mark.parametrize("case", sizing.LARGE)
def test_the_page_tells_what_is_reckoned_for_a_hundred_million(case: tuple[int, int]) -> None:
    assert f"{sizing.row(*case)}\n" in PAGE


def test_a_calm_cluster_takes_the_work_divided_by_its_cores() -> None:
    calm = sizing.simulated(200_000, 8, CALM)
    each = sizing.seconds_a_document() + sizing.measured()["shard"]["start_seconds"] / 200
    assert calm.read == pytest.approx(200_000 * each / 8, rel=0.05)
    assert (calm.processes, calm.machines) == (0, 0)


def test_losses_are_made_good_and_cost_time() -> None:
    rough = replace(CALM, hours_between_losses=0.5, lost_processes=0.05)
    calm, worse = sizing.simulated(100_000, 32, CALM), sizing.simulated(100_000, 32, rough)
    assert worse.processes > 0 and worse.machines > 0
    assert calm.read < worse.read < 2 * calm.read
    assert worse.written >= worse.read
