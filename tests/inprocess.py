"""Reading in the process of the tests: for tests of what comes of a run, which no process of its own alters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.run import batch
from pipeline.run.discover import Job
from pipeline.run.engines import local, reading
from pipeline.run.engines.engine import Outcomes
from pipeline.run.store import connect
from pipeline.run.workers import Work
from pipeline.run.write import Rows


def read_jobs(jobs: Sequence[Job], work: Work[Rows], workers: int, watch: object = None) -> Outcomes:
    """Stand in for a pool: read each job here."""
    yield from ((job, work(job)) for job in jobs)


def _without_waiting(path: Path, create: bool = False) -> sqlite3.Connection:
    connection = connect(path, create)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


@contextmanager
def here() -> Iterator[pytest.MonkeyPatch]:
    """Let runs read in this process as long as the block lasts, and wait for no disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "read_jobs", read_jobs)
        patch.setattr(reading, "read_jobs", read_jobs)
        patch.setattr(batch, "connect", _without_waiting)
        yield patch
