"""Jobs -> their outcomes, in order: a pool of processes with limits of time and memory.

A file whose process dies is read once more, alone, so that a neighbour that took all the memory does not cost it;
a pool that dies is made anew, and the file first in line, which may be why, is read alone. So every death
settles one file, and the rest goes on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeAlias, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.errors import Crashed, InternalError, TimedOut, complaint
from pipeline.readers import patience
from pipeline.readers.patience import MAX_SCANNED_PAGES, SECONDS_A_SCANNED_PAGE
from pipeline.run.discover import Job
from pipeline.run.write import Refusal
from pipeline.systems import if_there

_LIMITS: Final = if_there("resource")
SECONDS_A_FILE: Final = 120
"""Processor time of a file without OCR, and a tenth of what it may take on the clock; a reader adds `patience` for each
page that it reads from a picture.
"""
BYTES_A_SCANNED_PAGE: Final = 10_000
"""The least that a scanned page weighs: so a file's size tells how many it can hold at the most."""
MEMORY_A_WORKER: Final = 640 << 20
"""Bytes that a worker may hold of its own: two of them and the parent stay under 1.5 GB on any machine.

A report of a million characters needs 130 MB, a table of 100,000 cells 280 MB; a bomb wants more than any.
"""
LEAST_OF_ITS_OWN: Final = 400 << 20
"""Bytes that a worker may take beside what it has from a large process that forked it, as the viewer may be."""
_STATE: Final = Path("/proc/self/statm")
_DATA: Final = 5
"""Which field of a process's state tells the pages of its data."""

FILES_A_WORKER: Final = 500
FILES_UNDER_WAY: Final = 8
"""Files handed to the pool for each worker, so that none waits while the first in line is written."""

SECONDS_TO_REPORT: Final = 60
"""How much longer than a file may take the pool may be silent about the first in line before it counts as dead."""

POOLS_ALONE: Final = 3
"""Pools that are tried for one file alone: a pool that dies at its start says nothing about the file."""

T = TypeVar("T")
Outcome: TypeAlias = "T | Refusal"
Work: TypeAlias = "Callable[[Job], Outcome[T]]"
"""What is made of each job: a record, the files of a container."""


@dataclass(slots=True)
class Watch:
    """What is being read: `tell` is called once a second while the run waits, with the slowest path and its seconds.

    `ahead` is called by a cluster, with how many files other machines have read that are not written yet.
    """

    tell: Callable[[str, float], None] = lambda path, seconds: None
    ahead: Callable[[int], None] = lambda count: None
    _begun: dict[str, float] = field(default_factory=dict)

    def look(self, under_way: Iterable[tuple[Job, ProcessFuture[Any]]]) -> None:
        """See which files are being read, and tell of the one that was begun first."""
        now = monotonic()
        paths = [job.path for job, future in under_way if future.running()]
        self._begun = {path: self._begun.get(path, now) for path in paths}
        if self._begun:
            path = min(self._begun, key=self._begun.__getitem__)
            self.tell(path, now - self._begun[path])


def read_jobs(
    jobs: Sequence[Job], work: Work[T], workers: int, watch: Watch | None = None
) -> Iterator[tuple[Job, Outcome[T]]]:
    """Yield what `work` makes of each job, in the order of the jobs; every job has an outcome, whatever dies."""
    left = deque(jobs)
    watch = watch or Watch()
    while left:
        yield from _read_until_lost(left, work, workers, watch)
        if left:
            job = left.popleft()
            yield job, _read_alone(job, work)


def _read_until_lost(left: deque[Job], work: Work[T], workers: int, watch: Watch) -> Iterator[tuple[Job, Outcome[T]]]:
    """Take jobs off `left` and yield their outcomes until none is left or the pool is lost."""
    futures: deque[ProcessFuture[Outcome[T]]] = deque()
    with _pool(workers) as pool:
        while left:
            while len(futures) < min(len(left), workers * FILES_UNDER_WAY):
                futures.append(_schedule(pool, left[len(futures)], work))
            if not _is_settled(pool, left[0], futures[0], lambda: watch.look(zip(left, futures, strict=False))):
                return
            job, future = left.popleft(), futures.popleft()
            outcome = _outcome(job, future)
            if outcome is None:
                for other, other_future in zip(left, futures, strict=False):
                    _is_settled(pool, other, other_future)
                outcome = _read_alone(job, work)
            yield job, outcome


def _read_alone(job: Job, work: Work[T]) -> Outcome[T]:
    """Read one file with no other beside it, again only where the pool dies before the file was begun."""
    for _ in range(POOLS_ALONE):
        with _pool(1) as pool:
            future = _schedule(pool, job, work)
            if _is_settled(pool, job, future):
                return _outcome(job, future) or crashed(job)
    return crashed(job)


def crashed(job: Job) -> Refusal:
    """Return the refusal of a file that ended each process that read it."""
    reason = "tiến trình đọc bị dừng đột ngột, cả khi đọc riêng"
    return Refusal(job.path, Crashed.reason, complaint(job.path, reason, "Tệp có thể hỏng hoặc quá lớn"))


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPool]:
    with ProcessPool(
        max_workers=workers, max_tasks=FILES_A_WORKER, initializer=_prepare_worker, context=_context()
    ) as pool:
        try:
            yield pool
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


def _context() -> BaseContext:
    """Return how workers are started: forked where the system can, so that they share the rules that are loaded.

    From Python 3.14 on Linux would start a server for them, which shares nothing.
    """
    method = multiprocessing.get_start_method()
    return multiprocessing.get_context("fork" if method == "forkserver" else method)


def _prepare_worker() -> None:
    """Set the limits of a worker; the rules, which live as long as it does, are kept out of garbage collections."""
    gc.freeze()
    # A stop of the run reaches all its processes at once: it is the first that stops, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if _LIMITS:
        _, most = _LIMITS.getrlimit(_LIMITS.RLIMIT_DATA)
        memory = max(MEMORY_A_WORKER, _held() + LEAST_OF_ITS_OWN)
        memory = memory if most == _LIMITS.RLIM_INFINITY else min(memory, most)
        _LIMITS.setrlimit(_LIMITS.RLIMIT_DATA, (memory, memory))


def _held() -> int:
    """Return the bytes of data that this process has already; 0 where the system does not tell."""
    try:
        pages = int(_STATE.read_bytes().split()[_DATA])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _schedule(pool: ProcessPool, job: Job, work: Work[T]) -> ProcessFuture[Outcome[T]]:
    try:
        return pool.schedule(_within_time, args=(work, job), timeout=_most_seconds(job))
    except RuntimeError as error:
        dead: ProcessFuture[Outcome[T]] = ProcessFuture()
        dead.set_exception(BrokenProcessPool(str(error)))
        return dead


def _within_time(work: Work[T], job: Job) -> Outcome[T]:
    """Do a file's work under the alarm of its own process, which readers of scans put off page by page."""
    patience.begin(SECONDS_A_FILE)
    try:
        return work(job)
    finally:
        patience.begin(0)


def _most_seconds(job: Job) -> int:
    """Return the time on the clock after which the pool ends a file's process, whatever it may be reading."""
    if not patience.HAS_ALARM:
        return SECONDS_A_FILE
    try:
        size = job.file.stat().st_size
    except OSError:
        return SECONDS_A_FILE * patience.CLOCK
    pages = min(MAX_SCANNED_PAGES, size // BYTES_A_SCANNED_PAGE)
    return (SECONDS_A_FILE + SECONDS_A_SCANNED_PAGE * pages) * patience.CLOCK


def _is_settled(
    pool: ProcessPool, job: Job, future: ProcessFuture[Outcome[T]], look: Callable[[], None] = lambda: None
) -> bool:
    """Wait for the first file in line; return False when the pool died before it came to an end."""
    last = monotonic() + _most_seconds(job) + SECONDS_TO_REPORT
    while not future.done():
        wait([future], timeout=1)
        look()
        if not future.done() and (not pool.active or monotonic() > last):
            return False
    return not isinstance(future.exception(), BrokenProcessPool)


def _outcome(job: Job, future: ProcessFuture[Outcome[T]]) -> Outcome[T] | None:
    """Return what came of a file, None where its process died."""
    error = future.exception()
    if error is None:
        return future.result()
    out_of_time = isinstance(error, FutureTimeout)
    if isinstance(error, ProcessExpired):
        if not patience.was_ended(error.exitcode):
            return None
        out_of_time = True
    if out_of_time:
        message = complaint(job.path, "đọc quá lâu nên đã dừng", "Hãy tách tệp hoặc lưu dạng khác")
        return Refusal(job.path, TimedOut.reason, message)
    message = complaint(job.path, f"lỗi của chương trình ({type(error).__name__})", "Hãy báo cho người phát triển")
    return Refusal(job.path, InternalError.reason, message)
