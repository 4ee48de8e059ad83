"""What several tests share: the sample archive, read once a session as a clerk reads it."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.systems import if_there
from tests.inprocess import here

CORPUS = Path(__file__).parent.parent / "corpus"
collect_ignore = ["another_system"]
"""Its module hides parts of Python from the process that loads it; processes of test_another_system and of
`make test-elsewhere` alone may.
"""
HELD = {
    "fork": hasattr(os, "fork"), "resource": bool(if_there("resource")), "alarm": hasattr(signal, "SIGALRM"),
    "fcntl": bool(if_there("fcntl")), "magic": bool(if_there("magic")),
}  # fmt: skip
"""What a test may be about (`pytest.mark.needs`), and whether this system has it. What a test puts in the place of a
function reaches workers by `fork` alone: spawned ones import the function as it stands in its file.
"""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, nor look through them for any later: they stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that is about something that this system lacks, and say what."""
    wanted = {name for mark in item.iter_markers("needs") for name in mark.args}
    lacking = sorted(name for name in wanted if not HELD[name])
    if lacking:
        pytest.skip(f"it is about {', '.join(lacking)}, which this system lacks")


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the whole sample archive; a test that changes it works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "trichyeu.db"
    assert main(["run", str(CORPUS), "--db", str(path), "--workers", "2"]) == 0
    return path


@pytest.fixture
def no_pool() -> Iterator[None]:
    """Read files in this process, and wait for no disk: what processes and power failures do is no matter here."""
    with here():
        yield
