"""The engine of one machine: a pool of its processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.run.discover import Job
from pipeline.run.engines.engine import Asked, Place, scans_folder
from pipeline.run.engines.parts import parts_folder, remove_parts
from pipeline.run.workers import read_jobs

if TYPE_CHECKING:
    from pipeline.run.engines.engine import Outcomes
    from pipeline.run.workers import Watch, Work
    from pipeline.run.write import Rows


class Local:
    """Reads on this machine."""

    def __init__(self, asked: Asked) -> None:
        self._workers = asked.workers

    @contextmanager
    def opened(self, database: Path) -> Iterator[Place]:
        """Give the places of this machine; parts that a killed run of a cluster left beside the database go."""
        yield Place(None, scans_folder(database))
        remove_parts(parts_folder(database))

    def read(self, jobs: Sequence[Job], work: Work[Rows], watch: Watch) -> Outcomes:
        """Yield what `work` makes of each job, in the order of the jobs."""
        return read_jobs(jobs, work, self._workers, watch)
