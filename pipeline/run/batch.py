"""An archive's folder -> the database: discover, read each file in a worker of its own, write, resolve.

Workers only read; this process alone writes, in the order of the paths, so the same archive gives the
same rows whatever the number of workers. A worker that hangs, dies or runs out of memory costs its file.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.errors import ClassifiedDocument, ReadError, UsageError
from pipeline.readers.ingest import read_source
from pipeline.run.fingerprint import fingerprint
from pipeline.run.store import close, connect, transaction
from pipeline.run.write import Refusal, write_record, write_refusal

SECONDS_A_FILE: Final = 120
MEMORY_A_WORKER: Final = 3 << 30
"""Address space of a worker in bytes: a large law needs 0.5 GB, a bomb wants more than any archive's file."""

FILES_A_WORKER: Final = 500


@dataclass(slots=True)
class Progress:
    """Counts of one run, for the bar and for the last word."""

    files: int = 0
    done: int = 0
    read: int = 0
    unchanged: int = 0
    doubtful: int = 0
    quarantined: int = 0
    removed: int = 0

    @property
    def good(self) -> int:
        """Files read without a doubt."""
        return self.read - self.doubtful


@dataclass(frozen=True, slots=True)
class Job:
    """One file: where it is, and the path it is known by in the archive (with `/`)."""

    file: Path
    path: str


def discover(archive: Path) -> Iterator[Job]:
    """Yield the files below `archive` in the order of their paths; a single file is an archive of one.

    Hidden files and folders, and Word's lock files (`~$...`), are passed over. Links to folders are followed
    once each, so a loop ends. Raises UsageError when there is nothing at `archive`.
    """
    if archive.is_file():
        yield Job(archive, archive.name)
        return
    if not archive.is_dir():
        raise UsageError("usage.no_archive", path=archive)
    found: list[Job] = []
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(archive, followlinks=True):
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        for name in names:
            if not name.startswith((".", "~$")):
                file = here / name
                found.append(Job(file, file.relative_to(archive).as_posix()))
    yield from sorted(found, key=lambda job: PurePosixPath(job.path).parts)


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal; OSError when it cannot be read."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _prepare_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_A_WORKER, MEMORY_A_WORKER))


def _read_job(job: Job, allow_classified: bool) -> Record | Refusal:
    try:
        return annotate(read_source(job.file, job.path), allow_classified)
    except ClassifiedDocument as error:
        return Refusal(PurePosixPath(job.path).name, error.reason, str(error))
    except ReadError as error:
        return Refusal(job.path, error.reason, str(error))
    except MemoryError:
        message = f"{job.path}: cần quá nhiều bộ nhớ để đọc. Hãy tách tệp thành các phần nhỏ hơn."
        return Refusal(job.path, "too_large", message)


def _outcome(job: Job, future: ProcessFuture[Record | Refusal]) -> Record | Refusal:
    try:
        return future.result()
    except FutureTimeout:
        message = f"{job.path}: đọc quá {SECONDS_A_FILE} giây nên đã dừng. Hãy tách tệp hoặc lưu lại dưới dạng khác."
        return Refusal(job.path, "timed_out", message)
    except ProcessExpired as error:
        message = f"{job.path}: tiến trình đọc bị dừng đột ngột (mã {error.exitcode}). Tệp có thể hỏng hoặc quá lớn."
        return Refusal(job.path, "crashed", message)


def run(
    archive: Path,
    database: Path,
    workers: int,
    allow_classified: bool = False,
    report: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Read every new or changed file of the archive into the database, then resolve the whole.

    `report` is called after each file. Raises UsageError for an archive that is not there, StoreError
    for the database. A KeyboardInterrupt keeps what was written; the next run goes on from there.
    """
    jobs = list(discover(archive))
    connection = connect(database, create=True)
    progress = Progress(files=len(jobs))
    started = datetime.now(UTC).isoformat(timespec="seconds")
    (identity,) = connection.execute(
        "INSERT INTO runs (started, archive, extractor, files) VALUES (?, ?, ?, ?) RETURNING id",
        (started, str(archive), fingerprint(), len(jobs)),
    ).fetchone()
    try:
        changed = _skip_unchanged(connection, jobs, progress)
        for job, outcome in _read_all(changed, workers, allow_classified):
            _keep(connection, job, outcome, progress)
            report(progress)
        _mark_removed(connection, jobs, progress)
        resolve_archive(connection)
        _finish(connection, identity, progress)
    finally:
        close(connection)
    return progress


def _skip_unchanged(connection: sqlite3.Connection, jobs: list[Job], progress: Progress) -> list[Job]:
    known = {
        row["path"]: row["sha256"]
        for row in connection.execute("SELECT path, sha256 FROM documents WHERE extractor = ?", (fingerprint(),))
    }
    changed = []
    for job in jobs:
        if job.path in known and _same_file(job.file, known[job.path]):
            progress.unchanged += 1
            progress.done += 1
        else:
            changed.append(job)
    return changed


def _same_file(file: Path, sha256: str) -> bool:
    try:
        return file_hash(file) == sha256
    except OSError:
        return False


def _read_all(jobs: list[Job], workers: int, allow_classified: bool) -> Iterator[tuple[Job, Record | Refusal]]:
    """Yield outcomes in the order of `jobs`, with a bounded number of files under way."""
    if not jobs:
        return
    with ProcessPool(max_workers=workers, max_tasks=FILES_A_WORKER, initializer=_prepare_worker) as pool:
        waiting: deque[tuple[Job, ProcessFuture[Record | Refusal]]] = deque()
        try:
            for job in jobs:
                waiting.append((job, pool.schedule(_read_job, args=(job, allow_classified), timeout=SECONDS_A_FILE)))
                if len(waiting) >= workers * 8:
                    first, future = waiting.popleft()
                    yield first, _outcome(first, future)
            while waiting:
                first, future = waiting.popleft()
                yield first, _outcome(first, future)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


def _keep(connection: sqlite3.Connection, job: Job, outcome: Record | Refusal, progress: Progress) -> None:
    progress.done += 1
    if isinstance(outcome, Refusal):
        progress.quarantined += 1
        write_refusal(connection, outcome, job.path)
        return
    progress.read += 1
    progress.doubtful += bool(outcome.problems)
    write_record(connection, outcome, fingerprint())


def _mark_removed(connection: sqlite3.Connection, jobs: list[Job], progress: Progress) -> None:
    paths = {job.path for job in jobs}
    with transaction(connection):
        rows = connection.execute("SELECT id, path FROM documents").fetchall()
        connection.executemany(
            "UPDATE documents SET present = ? WHERE id = ?", [(int(row["path"] in paths), row["id"]) for row in rows]
        )
        names = {PurePosixPath(path).name for path in paths}
        gone = [r["path"] for r in connection.execute("SELECT path FROM quarantine") if r["path"] not in paths | names]
        connection.executemany("DELETE FROM quarantine WHERE path = ?", [(path,) for path in gone])
    progress.removed = sum(row["path"] not in paths for row in rows)


def _finish(connection: sqlite3.Connection, identity: int, progress: Progress) -> None:
    with transaction(connection):
        connection.execute(
            "UPDATE runs SET finished = ?, read = ?, unchanged = ?, doubtful = ?, quarantined = ?, removed = ?"
            " WHERE id = ?",
            (
                datetime.now(UTC).isoformat(timespec="seconds"), progress.read, progress.unchanged, progress.doubtful,
                progress.quarantined, progress.removed, identity,
            ),
        )  # fmt: skip
