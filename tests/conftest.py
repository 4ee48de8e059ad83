"""What several tests share: the sample archive, read once a session as a clerk reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main

CORPUS = Path(__file__).parent.parent / "corpus"
collect_ignore = ["another_system"]
"""Its module hides parts of Python from the process that loads it; only processes of test_another_system may."""


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the whole sample archive; a test that changes it works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "trichyeu.db"
    assert main(["run", str(CORPUS), "--db", str(path), "--workers", "2"]) == 0
    return path
