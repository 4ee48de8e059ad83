"""Jobs -> shards, the same ones for most of an archive when a run begins anew in its middle.

A shard ends behind a path whose hash says so, unless it would be too small, and at the latest when it is full: so the
parts that a killed run left fit the shards of the next one, whatever was loaded before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from pipeline.run.discover import Job

LEAST: Final = 100
MOST: Final = 500
"""Documents of a shard: enough that starting its process costs little, few enough that losing one does."""


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Jobs that are read together; `start` is the place of the first among all jobs. Each is one of its own."""

    start: int
    jobs: tuple[Job, ...]


def shards_of(jobs: Sequence[Job], least: int = LEAST, most: int = MOST) -> Iterator[Shard]:
    """Cut jobs into shards of `least` to `most`, the last one maybe smaller.

    >>> from pathlib import Path
    >>> jobs = [Job(Path(name), name) for name in map(str, range(1000))]
    >>> [len(shard.jobs) for shard in shards_of(jobs)]
    [182, 271, 233, 193, 117, 4]
    >>> [(shard.start + 100, len(shard.jobs)) for shard in shards_of(jobs[100:])]
    [(100, 127), (227, 226), (453, 233), (686, 193), (879, 117), (996, 4)]
    """
    start = 0
    for place, job in enumerate(jobs, 1):
        size = place - start
        if size >= most or place == len(jobs) or (size >= least and crc32(job.path.encode()) % least == 0):
            yield Shard(start, tuple(jobs[start:place]))
            start = place
