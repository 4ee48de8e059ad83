"""The process that reads one shard on a machine of a cluster: an order on its input -> a part, and its name as answer.

Each document is read by `workers.read_jobs`, with the limits, the second try and the guard of a run on one machine.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import pickle
import platform
import signal
import threading
from collections.abc import Sequence
from typing import Final, Literal

from pipeline.run.batch import file_hash
from pipeline.run.discover import Job
from pipeline.run.engines.order import LENGTH, Answer, Order
from pipeline.run.engines.parts import DamagedPart, part_name, read_part, sha256_of, write_part
from pipeline.run.fingerprint import fingerprint
from pipeline.run.workers import read_jobs
from pipeline.run.write import Refusal, Rows

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def carry_out(order: Order) -> Answer:
    """Read what is ordered, unless its part is there, and return the name of the part, or why that cannot be done."""
    if unfit := _unfit(order):
        return unfit
    before = [_hash(job) for job in order.jobs]
    name = part_name(order.settings, order.jobs, before)
    try:
        read_part(order.folder, name, order.jobs)
    except DamagedPart:
        outcomes = [outcome for _, outcome in read_jobs(order.jobs, order.work, 1)]
        name = part_name(order.settings, order.jobs, _as_read(outcomes, before))
        try:
            write_part(order.folder, name, outcomes)
        except OSError as error:
            kind: Literal["full", "folder"] = "full" if error.errno in _FULL else "folder"
            return Answer(kind, str(order.folder), platform.node())
    return Answer("part", name, platform.node())


def _unfit(order: Order) -> Answer | None:
    """Return why this machine cannot read what is ordered: another build, no folder of the parts, no archive."""
    here = platform.node()
    if fingerprint() != order.extractor:
        return Answer("builds", fingerprint(), here)
    if not (order.folder / order.token).is_file():
        return Answer("folder", str(order.folder), here)
    folders = {job.file.parent for job in order.jobs}
    if not any(folder.is_dir() for folder in folders):
        return Answer("archive", str(min(folders)), here)
    return None


def _hash(job: Job) -> str | None:
    try:
        return file_hash(job.file)
    except OSError:
        return None


def _as_read(outcomes: Sequence[Rows | Refusal], before: Sequence[str | None]) -> list[str | None]:
    """Return the hashes of files as they were read: one may have changed since it was looked at."""
    pairs = zip(outcomes, before, strict=True)
    return [sha256_of(outcome) if isinstance(outcome, Rows) else earlier for outcome, earlier in pairs]


def _end_with(pipe: int) -> None:
    """End this process and its workers when whoever ordered is gone."""
    while os.read(pipe, 1):
        pass
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    for worker in multiprocessing.active_children():
        worker.kill()
    os._exit(1)


def main() -> None:
    """Carry out the order on standard input and write the answer to standard output."""
    pipe, answers = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # a library that prints does not speak for us
    length = int.from_bytes(_exactly(pipe, LENGTH), "big")
    # The bytes come from the program that began this process, through a pipe that no other has.
    order: Order = pickle.loads(_exactly(pipe, length))  # noqa: S301
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    answer = carry_out(order)
    os.write(answers, json.dumps([answer.kind, answer.told, answer.machine]).encode())


def _exactly(pipe: int, length: int) -> bytes:
    """Return so many bytes of a pipe, fewer only where it ends."""
    found = bytearray()
    while len(found) < length and (more := os.read(pipe, length - len(found))):
        found += more
    return bytes(found)


if __name__ == "__main__":
    main()
