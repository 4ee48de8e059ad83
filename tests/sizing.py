"""What a million and a hundred million documents need: `python -m tests.sizing` prints the tables of docs/sizing.md.

What one core does is measured (`tests/sizing.toml`); what happens to shards on a cluster is played through in made-up
time with the queue that a run uses (`pipeline.run.engines.queue`) and the numbers under `ASSUMED`: machines that go and
come back, processes that are lost, machines that are slow. The same measurements give the same tables.
"""

from __future__ import annotations

import argparse
import heapq
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import mean, quantiles
from typing import Any, Final

import numpy as np

from pipeline.run.discover import Job
from pipeline.run.engines.queue import Queue
from pipeline.run.engines.session import MEMORY_A_TASK
from pipeline.run.engines.shards import Shard, shards_of

FILE: Final = Path(__file__).with_name("sizing.toml")
KINDS: Final = {"text": "text", "word": "Word", "pdf": "digital PDF", "scan": "scan, 3 to 4 pages"}


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody measured here: of what an archive consists, and how a cluster behaves."""

    shares: tuple[float, ...] = (0.3, 0.4, 0.2, 0.1)
    """Of text, Word, digital PDF and scans."""
    cores_a_machine: int = 16
    hours_between_losses: float = 720
    """How long a machine stays, on average."""
    minutes_away: float = 30
    lost_processes: float = 1 / 1000
    """Share of shards whose process is lost."""
    slow_machines: float = 0.05
    slow: float = 3
    """How many times longer a slow machine takes."""


ASSUMED: Final = Assumed()
CASES: Final = ((1_000_000, 2), (1_000_000, 16), (1_000_000, 64), (1_000_000, 256))
LARGE: Final = ((100_000_000, 256), (100_000_000, 1024), (100_000_000, 4096))
_DATABASES: Final = 34
"""As many as there are provinces."""
_SEED: Final = 13
_DRAWN: Final = 2000
"""Shards whose work is drawn document by document; all others are like one of these."""
_LOOKS: Final = 5.0
"""Seconds between two looks for something to begin, where cores are idle."""
_HOUR: Final = 3600
_GB: Final = 1 << 20
"""KB of a GB."""


@cache
def measured() -> dict[str, Any]:
    """Return what was measured."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass(slots=True)
class Outcome:
    """How a case went: seconds until all is read and until all is written, and what was done more than once."""

    read: float
    written: float
    waiting: int
    """The most documents that were read and not yet written."""
    processes: int
    machines: int
    copies: int


def seconds_a_document() -> float:
    """Return the processor time of one document of the assumed archive, on average."""
    times = (mean(measured()[kind]["milliseconds"]) / 1000 for kind in KINDS)
    return float(sum(share * time for share, time in zip(ASSUMED.shares, times, strict=True)))


def seconds_to_write() -> float:
    """Return what one document costs the process that writes: its part loaded, its rows inserted."""
    loading, writing = measured()["shard"]["loading_milliseconds"], measured()["archive"][-1]["writing_milliseconds"]
    return float(loading + writing) / 1000


def seconds_to_resolve() -> float:
    """Return what one document costs when the archive is put together, as in the largest that was measured."""
    largest = measured()["archive"][-1]
    return float(largest["resolving_seconds"] / largest["documents"])


@dataclass(slots=True)
class _Cluster:
    """Machines with idle cores and running shards; a machine that goes takes its generation with it."""

    generations: list[int]
    speeds: list[float]
    idle: deque[int]
    running: list[dict[int, Shard]]
    events: list[tuple[float, int, str, int, int, Shard | None]] = field(default_factory=list)
    count: int = 0

    def add(self, at: float, what: str, machine: int, shard: Shard | None = None) -> int:
        """Let something happen; return its number."""
        self.count += 1
        heapq.heappush(self.events, (at, self.count, what, machine, self.generations[machine], shard))
        return self.count


def simulated(documents: int, cores: int, assumed: Assumed = ASSUMED, seed: int = _SEED) -> Outcome:
    """Play a run through, and return how it went."""
    chance = np.random.default_rng(seed)
    shards, work = _shards(documents, chance, assumed)
    queue, cluster = Queue(shards), _made(cores, chance, assumed)
    done: list[tuple[int, int, float]] = []
    now = 0.0
    while queue:
        while cluster.idle and (shard := queue.take(now)):
            machine = cluster.idle.popleft()
            lasts = work.get((shard.start, len(shard.jobs)), _alone()) * cluster.speeds[machine]
            cluster.running[machine][cluster.add(now + lasts, "end", machine, shard)] = shard
        now = _step(cluster, queue, done, chance, assumed)
    return _outcome(queue, done, now)


def _alone() -> float:
    """Return the seconds of a document that is read alone."""
    return float(measured()["shard"]["start_seconds"]) + seconds_a_document()


def _shards(documents: int, chance: np.random.Generator, assumed: Assumed) -> tuple[list[Shard], dict[Any, float]]:
    """Return shards of so many documents, sized as a run's are, and the seconds that each takes."""
    cut = [len(shard.jobs) for shard in shards_of([Job(Path(), f"{n}.txt") for n in range(40_000)])][:-1]
    times = [np.array(measured()[kind]["milliseconds"]) / 1000 for kind in KINDS]
    drawn = []
    for size in chance.choice(cut, _DRAWN):
        counts = chance.multinomial(size, assumed.shares)
        spent = sum(float(chance.choice(found, n).sum()) for found, n in zip(times, counts, strict=True))
        drawn.append((int(size), measured()["shard"]["start_seconds"] + spent))
    jobs = {size: (Job(Path(), ""),) * size for size, _ in drawn}
    shards, work, start = [], {}, 0
    while start < documents:
        size, spent = drawn[int(chance.integers(_DRAWN))]
        shards.append(Shard(start, jobs[size]))
        work[start, size] = spent
        start += size
    return shards, work


def _made(cores: int, chance: np.random.Generator, assumed: Assumed) -> _Cluster:
    count = max(1, cores // assumed.cores_a_machine)
    slow = chance.random(count) < assumed.slow_machines
    cluster = _Cluster(
        [0] * count, [assumed.slow if one else 1.0 for one in slow],
        deque(n % count for n in range(cores)), [{} for _ in range(count)],
    )  # fmt: skip
    for machine in range(count):
        cluster.add(chance.exponential(assumed.hours_between_losses * _HOUR), "gone", machine)
    cluster.add(_LOOKS, "look", 0)
    return cluster


def _step(
    cluster: _Cluster, queue: Queue, done: list[tuple[int, int, float]], chance: np.random.Generator, assumed: Assumed
) -> float:
    """Let the next thing happen, and return when it did."""
    now, number, what, machine, generation, shard = heapq.heappop(cluster.events)
    if what == "look":
        cluster.add(now + _LOOKS, "look", machine)
    elif what == "gone":
        for lost in cluster.running[machine].values():
            queue.lost(lost, with_machine=True)
        cores = len(cluster.running[machine]) + cluster.idle.count(machine)
        cluster.running[machine].clear()
        cluster.idle = deque(one for one in cluster.idle if one != machine)
        cluster.generations[machine] += 1
        back = now + assumed.minutes_away * 60
        for _ in range(cores):
            cluster.add(back, "back", machine)
        cluster.add(back + chance.exponential(assumed.hours_between_losses * _HOUR), "gone", machine)
    elif what == "back":
        cluster.idle.append(machine)
    elif generation == cluster.generations[machine] and shard is not None:
        del cluster.running[machine][number]
        cluster.idle.append(machine)
        if chance.random() < assumed.lost_processes:
            queue.lost(shard)
        elif queue.done(shard, now):
            done.append((shard.start, len(shard.jobs), now))
    return now


def _outcome(queue: Queue, done: list[tuple[int, int, float]], now: float) -> Outcome:
    """Let one process write the parts in the order of the paths, beginning with the first that is there."""
    each = seconds_to_write()
    written, waiting, clock = [], [], 0.0
    for _, size, at in sorted(done):
        clock = max(clock, at) + size * each
        written.append((clock, -size))
        waiting.append((at, size))
    changes = np.array([change for _, change in sorted(written + waiting)])
    return Outcome(now, clock, int(changes.cumsum().max()), queue.lost_processes, queue.lost_machines, queue.copied)


def one_core() -> Iterator[str]:
    """Yield the table of what one core does."""
    yield "| kind | documents measured | median | slowest twentieth from | documents an hour | memory of a worker |"
    yield "|---|---|---|---|---|---|"
    for kind, name in KINDS.items():
        found = measured()[kind]["milliseconds"]
        cuts = quantiles(found, n=20)
        rate = round(_HOUR * 1000 / mean(found), -1)
        yield (
            f"| {name} | {len(found)} | {_ms(cuts[9])} | {_ms(min(cuts[18], max(found)))} | {rate:,.0f} |"
            f" {measured()[kind]['memory_mb']} MB |"
        )


def one_process() -> Iterator[str]:
    """Yield the table of what the process that writes does, at the sizes that were measured."""
    yield "| documents | writing one | resolving | resolving, a document | database, a document | memory |"
    yield "|---|---|---|---|---|---|"
    for found in measured()["archive"]:
        each = 1000 * found["resolving_seconds"] / found["documents"]
        yield (
            f"| {found['documents']} | {_ms(found['writing_milliseconds'])} | {found['resolving_seconds']:.1f} s |"
            f" {_ms(each)} | {found['database_kb']:.0f} KB | {found['memory_mb']} MB |"
        )


def sentences() -> tuple[str, ...]:
    """Return what the page tells between its tables."""
    part = LARGE[0][0] / _DATABASES
    shard, texts = measured()["shard"], mean(measured()["text"]["milliseconds"]) / 1000
    return (
        f"read by a process of its own, which takes {shard['start_seconds']:.1f} s to start",
        f"is loaded from its part in {_ms(shard['loading_milliseconds'])}",
        f"one writer keeps up with some {seconds_a_document() / seconds_to_write():.0f} cores",
        f"with {texts / seconds_to_write():.0f} that read plain text alone",
        f"Of {_DATABASES} databases of equal size each is written in {_time(part * seconds_to_write())} and resolved in"
        f" {_time(part * seconds_to_resolve())}",
    )


def row(documents: int, cores: int) -> str:
    """Return the row of a case."""
    went = simulated(documents, cores)
    shard, largest = measured()["shard"], measured()["archive"][-1]
    resolving = documents * seconds_to_resolve()
    cells = (
        f"{documents:,}", f"{cores:,}", f"{cores * MEMORY_A_TASK / (1 << 30):,.0f} GB",
        _time(went.read), _time(went.written), _time(resolving), f"{documents * largest['database_kb'] / _GB:,.0f} GB",
        f"{went.waiting * shard['part_kb'] / _GB:,.1f} GB", f"{documents * shard['job_bytes'] / (1 << 30):,.1f} GB",
        f"{went.processes} / {went.machines} / {went.copies}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


HEAD: Final = (
    "| documents | cores | their memory | all read | all written | resolving | database | parts waiting | list of files"
    " | lost processes / with machines / copies |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def _time(seconds: float) -> str:
    """Return a time in hours, or days where it is long.

    >>> _time(5400), _time(864000)
    ('1.5 h', '10.0 days')
    """
    hours = seconds / _HOUR
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the hundred million")
    asked = parser.parse_args()
    for table in (one_core(), one_process(), sentences()):
        print("\n".join(table), end="\n\n")
    print("\n".join(HEAD))
    for case in (*CASES, *(() if asked.quick else LARGE)):
        print(row(*case), flush=True)


if __name__ == "__main__":
    main()
