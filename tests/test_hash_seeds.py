"""A record does not depend on the order in which a set gives its members, which differs from one start to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXTS = sorted(str(path) for path in (ROOT / "scripts" / "corpus_sources").rglob("*.txt"))
EXTRACT = "import sys; from pipeline.cli import main; sys.exit(main())"


@pytest.mark.slow
def test_records_are_the_same_whatever_the_hash_seed() -> None:
    read = {
        subprocess.run(
            [sys.executable, "-c", EXTRACT, "extract", *TEXTS],
            capture_output=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2", "3", "4")
    }  # fmt: skip
    assert len(read) == 1 and next(iter(read)).count(b"\n") == len(TEXTS)
