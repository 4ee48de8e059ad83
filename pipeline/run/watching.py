"""An archive's folder -> a turn for each time that its files have changed and then stood still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.run.discover import discover

State = frozenset[tuple[str, int, int]]
"""The path, the time of writing and the size of each file."""


def turns(archive: Path, database: Path, seconds: float, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Yield at once, and again whenever a look every so many `seconds` finds other files twice alike.

    A file that is still being copied changes from look to look, and is waited for. The database and what lies beside it
    under its name are no files of the archive. Raises UsageError when the archive is gone.
    """
    done: State | None = None
    before: State | None = None
    while True:
        now = _state(archive, database)
        if done is None or (now != done and now == before):
            done = now
            yield
        else:
            before = now
            sleep(seconds)


def _state(archive: Path, database: Path) -> State:
    """Return what tells whether something below a folder has changed; a file that goes meanwhile is none."""
    found = set()
    ours = str(database.resolve())
    for job in discover(archive).jobs:
        if str(job.file.resolve()).startswith(ours):
            continue
        try:
            status = job.file.stat()
        except OSError:
            continue
        found.add((job.path, status.st_mtime_ns, status.st_size))
    return frozenset(found)
