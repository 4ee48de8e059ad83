"""The containers of an archive -> the files in them, as jobs: a path inside a container is a path.

Containers are opened in workers, under the same limits as documents; what comes out stays in a folder of its own until
the run is over, or until the next one where it was killed. A container itself is no document, a message is one beside
the files that it carries.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline.errors import ReadError, TooLarge, UsageError, complaint, guarded
from pipeline.files import open_regular, printable_path
from pipeline.readers.containers import Opened, may_hold_files, open_container
from pipeline.run.discover import Archive, Job
from pipeline.run.workers import read_jobs
from pipeline.run.write import Refusal
from pipeline.scratch import clear_left, scratch_folder
from pipeline.systems import is_there

MAX_CONTAINER: Final = 500 << 20
"""Bytes of one container as it is; its worker holds it in memory."""
_HEAD: Final = 16


@contextmanager
def unpacked(archive: Archive, workers: int, below: Path | None = None) -> Iterator[list[Refusal]]:
    """Put the files inside containers among the jobs of an archive; they are there as long as the block runs.

    They stand in the folder `below`, or where the system keeps such.

    Gives what was refused: containers that cannot be opened, and files that cannot be taken out of them.
    """
    clear_left()
    containers = [job for job in archive.jobs if _may_be_container(job)]
    refused: list[Refusal] = []
    if not containers:
        yield refused
        return
    with scratch_folder(below and below / "unpacked") as folder:
        places = {job.path: folder / str(number) for number, job in enumerate(containers)}
        outcomes = {
            job.path: outcome for job, outcome in read_jobs(containers, partial(open_job, places=places), workers)
        }
        jobs: list[Job] = []
        for job in archive.jobs:
            outcome = outcomes.get(job.path, _DOCUMENT)
            if isinstance(outcome, Refusal):
                refused.append(outcome)
                archive.unread.append(f"{job.path}/")
                continue
            jobs += [job] if outcome.is_document else []
            jobs += [Job(member.file, member.path) for member in outcome.members]
            refused += [Refusal(*one) for one in outcome.refused]
        archive.jobs = sorted(jobs, key=lambda job: PurePosixPath(job.path).parts)
        yield refused


_DOCUMENT: Final = Opened(is_document=True)


def open_job(job: Job, places: Mapping[str, Path]) -> Opened | Refusal:
    """Open one file that may be a container into its folder."""
    folder = places[job.path]
    try:
        with guarded(job.path):
            raw = _read(job)
            folder.mkdir(exist_ok=True)
            return open_container(raw, job.path, folder)
    except ReadError as error:
        return Refusal(job.path, error.reason, str(error))


@contextmanager
def open_path(path: Path) -> Iterator[tuple[list[Job], list[Refusal]]]:
    """Give the files at a path, which may lead into a container, as long as the block runs; and what was refused.

    A container stands for the files in it. Raises UsageError when nothing is at the path.
    """
    outer = next((one for one in (path, *path.parents) if one.is_file()), path)
    wanted, job = printable_path(path.as_posix()), Job(outer, printable_path(outer.as_posix()))
    if not (is_there(path) or (outer != path and _may_be_container(job))):
        raise UsageError("usage.no_file", path=path)
    if not _may_be_container(job):
        yield [job], []
        return
    with scratch_folder() as folder:
        outcome = open_job(job, {job.path: folder / "0"})
        if isinstance(outcome, Refusal):
            yield [], [outcome]
            return
        jobs = [*([job] if outcome.is_document else []), *(Job(one.file, one.path) for one in outcome.members)]
        refused = [Refusal(*one) for one in outcome.refused]
        found = [one for one in jobs if f"{one.path}/".startswith(f"{wanted}/")]
        if not found and not any(one.path.startswith(wanted) for one in refused):
            raise UsageError("usage.no_file", path=path)
        found.sort(key=lambda one: PurePosixPath(one.path).parts)
        yield found, [one for one in refused if one.path.startswith(wanted)]


def _read(job: Job) -> bytes:
    with open_regular(job.file) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > MAX_CONTAINER:
            reason = f"tệp nén lớn hơn {MAX_CONTAINER >> 20} MB"
            raise TooLarge(complaint(job.path, reason, "Hãy giải nén rồi đưa từng văn bản vào kho"))
        return stream.read(size)


def _may_be_container(job: Job) -> bool:
    try:
        with open_regular(job.file) as stream:
            return may_hold_files(stream.read(_HEAD), job.file.suffix)
    except OSError:
        return False
