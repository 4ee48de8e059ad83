"""What an engine is: it makes of each job of a run its rows, in the order of the jobs, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from pipeline.run.discover import Job
from pipeline.run.workers import Watch, Work
from pipeline.run.write import Refusal, Rows

Outcomes: TypeAlias = Iterator[tuple[Job, Rows | Refusal]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of an engine: processes of this machine, the address of a cluster, a folder that all its
    machines see (None: that of the database), and whether classified documents are let in.
    """

    workers: int
    address: str | None = None
    shared: Path | None = None
    classified: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where all that read may find files: those unpacked in this run (None: the system's place), pages read by OCR."""

    scratch: Path | None
    scans: Path | None


class Engine(Protocol):
    """One way to read the files of a run."""

    def opened(self, database: Path) -> AbstractContextManager[Place]:
        """Be ready as long as the block runs; a block that ends well leaves nothing behind but pages read by OCR."""

    def read(self, jobs: Sequence[Job], work: Work[Rows], watch: Watch) -> Outcomes:
        """Yield what `work` makes of each job, in the order of the jobs; every job has an outcome, whatever dies."""


def scans_folder(database: Path) -> Path:
    """Return the folder beside a database that keeps what OCR read of its archive; hidden, so that no run reads it."""
    return database.absolute().with_name(f".{database.name}.ocr")
