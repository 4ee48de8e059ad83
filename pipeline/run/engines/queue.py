"""Shards that wait, run or are done, and what becomes of those that are lost.

A queue knows no cluster and no clock: it is told what happened and when, so that `tests.sizing` can run one in made-up
time. A shard that loses its process is read again, then document by document, and a document that loses its process
alone each time is given up. A shard that loses its machine is read again without that being held against it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from pipeline.run.engines.shards import Shard

TRIES: Final = 2
"""How often a shard may lose its process before its documents are read one by one."""
TRIES_ALONE: Final = 3
"""How often one document may lose its process before it is given up."""
MACHINES: Final = 5
"""How many machines a shard may lose before that counts as a loss of its own: it may be what brings them down."""
STRAGGLING: Final = 3
"""A shard that runs so many times longer than half of them do is begun once more, when nothing else waits."""


@dataclass(slots=True)
class _Run:
    begun: float
    copies: int = 1
    copied: bool = False
    """A second copy was begun; there is never a third, whatever becomes of the two."""


class Queue:
    """The shards of one run; `copied`, `lost_processes` and `lost_machines` count what was read more than once."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        self._waiting = deque(shards)
        self._running: dict[Shard, _Run] = {}
        self._took: deque[float] = deque(maxlen=99)
        self._tries: Counter[Shard] = Counter()
        self._machines: Counter[Shard] = Counter()
        self.copied = self.lost_processes = self.lost_machines = 0

    def __bool__(self) -> bool:
        """Tell whether any shard waits or runs."""
        return bool(self._waiting or self._running)

    def take(self, now: float) -> Shard | None:
        """Return the next shard to begin: one that waits, else a straggler once more; None where there is neither."""
        if self._waiting:
            shard = self._waiting.popleft()
            self._running[shard] = _Run(now)
            return shard
        alone = ((shard, run) for shard, run in self._running.items() if not run.copied)
        oldest = min(alone, key=lambda one: one[1].begun, default=None)
        if oldest is None or not self._took or now - oldest[1].begun < STRAGGLING * median(self._took):
            return None
        oldest[1].copies, oldest[1].copied = 2, True
        self.copied += 1
        return oldest[0]

    def done(self, shard: Shard, now: float) -> bool:
        """Note that a shard was read; False where a copy of it was before."""
        run = self._running.pop(shard, None)
        if run is not None:
            self._took.append(now - run.begun)
        return run is not None

    def lost(self, shard: Shard, with_machine: bool = False) -> bool:
        """Note that a shard lost its process, or its machine; True where it is one document that is given up."""
        run = self._running.get(shard)
        if run is None:
            return False
        self._count(shard, with_machine)
        run.copies -= 1
        if run.copies:
            return False
        del self._running[shard]
        alone = len(shard.jobs) == 1
        if self._tries[shard] < (TRIES_ALONE if alone else TRIES):
            self._waiting.appendleft(shard)
        elif not alone:
            self._waiting.extendleft(reversed([Shard(shard.start + i, (job,)) for i, job in enumerate(shard.jobs)]))
        else:
            return True
        return False

    def again(self, shard: Shard) -> None:
        """Put back a shard that was done and whose part cannot be read."""
        self._waiting.appendleft(shard)

    def _count(self, shard: Shard, with_machine: bool) -> None:
        if with_machine:
            self.lost_machines += 1
            self._machines[shard] += 1
        else:
            self.lost_processes += 1
        if not with_machine or self._machines[shard] > MACHINES:
            self._tries[shard] += 1
