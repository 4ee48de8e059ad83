"""The engine of a cluster: shards of the archive as tasks of Ray, their parts loaded here in the order of the paths.

A task carries an order to a process of its machine and its answer back; documents and rows go through the files of the
archive and of the folder that all machines see, never through Ray.
"""

from __future__ import annotations

import pickle
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from pipeline.errors import Failure
from pipeline.run.discover import Job
from pipeline.run.engines.engine import Asked, Place, scans_folder
from pipeline.run.engines.order import Answer, Order
from pipeline.run.engines.parts import (
    DamagedPart,
    parts_folder,
    read_part,
    remove_other_parts,
    remove_part,
    remove_parts,
    settings_name,
)
from pipeline.run.engines.queue import Queue
from pipeline.run.engines.session import MEMORY_A_TASK, RaySession, Session
from pipeline.run.engines.shards import LEAST, MOST, Shard, shards_of
from pipeline.run.fingerprint import fingerprint
from pipeline.run.workers import crashed

if TYPE_CHECKING:
    from pipeline.run.engines.engine import Outcomes
    from pipeline.run.workers import Watch, Work
    from pipeline.run.write import Refusal, Rows

_LOOKS: Final = 1.0
"""Seconds between two looks at the cluster."""
_AHEAD: Final = 2
"""Shards handed to the cluster for each of its processors, so that none waits for this process."""
_WITHOUT_MACHINES: Final = 300
"""Seconds that a cluster may be without any processor before the run gives up."""


class Cluster:
    """Reads on the machines of a cluster."""

    def __init__(
        self, asked: Asked, connect: Callable[[Asked], AbstractContextManager[Session]] = RaySession,
        least: int = LEAST, most: int = MOST,
    ) -> None:  # fmt: skip
        self._asked, self._connect, self._sizes = asked, connect, (least, most)
        self._folder = Path()
        self._token = ""

    @contextmanager
    def opened(self, database: Path) -> Iterator[Place]:
        """Make the folder of the parts; it goes when the block ends well, and always where it may hold classified text.

        Otherwise it stays, for the next run to load what is whole.
        """
        self._folder, self._token = parts_folder(database, self._asked.shared), f"token-{uuid.uuid4().hex}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / self._token).touch()
        except OSError as error:
            raise Failure("ray.folder", path=self._folder, reason=error.strerror) from error
        ended_well = False
        try:
            # Pages read by OCR are kept where every run of the database finds and erases them, or nowhere.
            yield Place(self._folder, None if self._asked.shared else scans_folder(database))
            ended_well = True
        finally:
            (self._folder / self._token).unlink(missing_ok=True)
            if ended_well or self._asked.classified or not any(self._folder.iterdir()):
                remove_parts(self._folder)

    def read(self, jobs: Sequence[Job], work: Work[Rows], watch: Watch) -> Outcomes:
        """Yield what `work` makes of each job, in the order of the jobs."""
        if not jobs:
            return
        settings = settings_name(fingerprint(), pickle.dumps(work))
        remove_other_parts(self._folder, settings, self._token)
        queue = Queue(shards_of(jobs, *self._sizes))
        order = Order((), work, self._folder, self._token, fingerprint(), settings)
        with self._connect(self._asked) as session:
            yield from _Loading(session, queue, order, watch).outcomes(len(jobs))


class _Loading:
    """The shards of one run on their way: begun, ended, and their parts given on in order."""

    def __init__(self, session: Session, queue: Queue, order: Order, watch: Watch) -> None:
        self._session, self._queue, self._order, self._watch = session, queue, order, watch
        self._read: dict[int, tuple[Shard, str | None]] = {}
        """What is read and not yet given on, by the place of its first job: a shard and its part, None: given up."""
        self._most = 0
        self._looked = self._there = monotonic()

    def outcomes(self, count: int) -> Outcomes:
        """Yield the outcomes of so many jobs, in their order."""
        place = 0
        while place < count:
            while place not in self._read:
                self._look(_LOOKS)
            shard, part = self._read.pop(place)
            found = self._loaded(shard, part)
            if found is None:
                self._queue.again(shard)
                continue
            for outcome in zip(shard.jobs, found, strict=True):
                yield outcome
                if monotonic() - self._looked > _LOOKS:
                    self._look(0)
            if part is not None:
                remove_part(self._order.folder, part)
            place += len(shard.jobs)

    def _loaded(self, shard: Shard, part: str | None) -> Sequence[Rows | Refusal] | None:
        """Return what came of a shard; None where its part is damaged, which is removed."""
        if part is None:
            return [crashed(job) for job in shard.jobs]
        try:
            return read_part(self._order.folder, part, shard.jobs)
        except DamagedPart:
            remove_part(self._order.folder, part)
            return None

    def _begin(self) -> None:
        """Hand the cluster as many shards as keep it busy."""
        while self._session.under_way() < self._most and (shard := self._queue.take(monotonic())):
            jobs = tuple(replace(job, file=job.file.absolute()) for job in shard.jobs)
            self._session.begin(shard, replace(self._order, jobs=jobs).packed())

    def _look(self, seconds: float) -> None:
        """See what has ended, begin what is next, and tell how far the cluster is."""
        self._count()
        self._begin()
        for shard, answer in self._session.ended(seconds):
            self._note(shard, answer)
        self._begin()
        self._looked = monotonic()
        self._watch.ahead(sum(len(shard.jobs) for shard, _ in self._read.values()))

    def _count(self) -> None:
        """See how many processors there are; Failure where there have been none for long."""
        now, processors = monotonic(), self._session.processors()
        self._most = _AHEAD * max(processors, 1)
        if processors:
            self._there = now
        elif now - self._there > _WITHOUT_MACHINES:
            raise Failure("ray.no_machines", minutes=_WITHOUT_MACHINES // 60, memory=MEMORY_A_TASK >> 20)

    def _note(self, shard: Shard, answer: Answer | None) -> None:
        if answer is None or answer.kind == "lost":
            if self._queue.lost(shard, with_machine=answer is None):
                self._read[shard.start] = shard, None
        elif answer.kind == "part":
            if self._queue.done(shard, monotonic()):
                self._read[shard.start] = shard, answer.told
                self._session.drop(shard)
        else:
            raise Failure(f"ray.{answer.kind}_there", path=answer.told, machine=answer.machine)
