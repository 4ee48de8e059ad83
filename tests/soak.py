"""`python -m tests.soak --documents 100000`: many documents in one run, with the same memory and speed to the end.

A made-up archive (`tests/soak_files.py`) is read by two workers. Printed for each tenth: documents a minute, processor
time a document, and the most memory that the process that writes and the largest worker held in it; then what resolving
took. At the end the database is checked as `trichyeu check` does it, every document must be what was planted, and the
same run again must read nothing but what was set aside. Status 1 where one of these fails, where a document of the last
tenth costs more than 5 % more processor time than at first, or where memory grew by more than a tenth while it read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.run import batch
from pipeline.run.store import connect
from pipeline.safety.check import check_database
from pipeline.safety.files import check_files
from pipeline.systems import if_there
from tests.treecost import tree_of

resource: Final = if_there("resource")
PARTS: Final = 10
EVERY: Final = 0.5
"""Seconds between two looks at the workers."""
_READ: Final = "read"
_TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
SLOWER: Final = 1.05
"""How much more a document of the last tenth may cost."""
LARGER: Final = 1.10
"""How much more memory the last half may take."""


@dataclass(slots=True)
class Part:
    """What a part of the run took: documents, seconds of the clock and of the processor, the most memory in kB."""

    documents: int
    clock: float
    own: float
    workers: float
    memory: int
    worker: int

    def each(self) -> float:
        """Return the processor time of a document, in milliseconds."""
        return 1000 * (self.own + self.workers) / max(1, self.documents)

    def told(self, name: str) -> str:
        """Return the line of the table."""
        own, workers = (1000 * part / max(1, self.documents) for part in (self.own, self.workers))
        return (
            f"{name:10}{60 * self.documents / self.clock:8.0f} a minute{self.each():8.1f} ms ({own:.1f} writing,"
            f" {workers:.1f} reading){self.memory / 1024:8.0f} MB{self.worker / 1024:8.0f} MB a worker"
        )


@dataclass(slots=True)
class Watched:
    """A run as it is seen from outside: its parts, closed one by one."""

    parts: list[Part] = field(default_factory=list)
    _begun: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    _worker: int = 0
    _looked: float = 0.0

    def begin(self, done: int) -> None:
        """Begin a part: the most memory counts anew."""
        for process in tree_of(os.getpid()):
            with suppress(OSError):
                Path("/proc", str(process), "clear_refs").write_text("5", encoding="ascii")
        self._worker = 0
        self._begun = done, time.monotonic(), time.process_time(), _of_children()

    def look(self) -> None:
        """Look at the workers; one that ended before the next look is not seen at its end."""
        if time.monotonic() - self._looked > EVERY:
            self._looked = time.monotonic()
            workers = (_most_memory(process) for process in tree_of(os.getpid())[1:])
            self._worker = max(self._worker, *workers, 0)

    def end(self, done: int) -> Part:
        """End a part and begin the next."""
        self._looked = 0.0
        self.look()
        before, clock, own, workers = self._begun
        part = Part(
            done - before, time.monotonic() - clock, time.process_time() - own, _of_children() - workers,
            _most_memory(os.getpid()), self._worker,
        )  # fmt: skip
        self.begin(done)
        return part


def _of_children() -> float:
    """Return the processor time of all workers, of those that have ended and those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = float(ended.ru_utime + ended.ru_stime)
    for process in tree_of(os.getpid())[1:]:
        with suppress(OSError):
            fields = Path("/proc", str(process), "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            taken += (int(fields[11]) + int(fields[12])) / _TICKS
    return taken


def _most_memory(process: int) -> int:
    """Return the most memory that a process held since it was last counted anew, in kB; 0 for one that is gone."""
    with suppress(OSError):
        for line in Path("/proc", str(process), "status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def read_all(folder: Path, database: Path, workers: int, count: int) -> tuple[list[Part], Part]:
    """Read the archive and resolve it; return what each tenth took, and what resolving did."""
    watched = Watched()
    parts: list[Part] = []

    def seen(progress: batch.Progress) -> None:
        watched.look()
        while progress.done >= (len(parts) + 1) * count // PARTS and len(parts) < PARTS:
            parts.append(watched.end(progress.done))
            print(parts[-1].told(f"tenth {len(parts)}"), flush=True)

    watched.begin(0)
    batch.run(folder, database, workers, report=seen)
    resolving = watched.end(count)
    resolving.documents = count
    print(resolving.told("resolving"))
    return parts, resolving


def faults(folder: Path, database: Path, workers: int, planted: Counter[str]) -> list[str]:
    """Return what is wrong with a database, beside what was planted, and after the same run again."""
    found: list[str] = []
    with closing(connect(database)) as connection:
        found += [f"{fault.kind}: {fault.count}" for fault in (*check_database(connection), *check_files(connection))]
        became = Counter({_READ: connection.execute("SELECT count(*) FROM documents WHERE present").fetchone()[0]})
        for reason, number in connection.execute("SELECT reason, count(*) FROM quarantine GROUP BY reason"):
            became[reason] += number
    if became != planted:
        found.append(f"planted {dict(planted)}, became {dict(became)}")
    again = batch.run(folder, database, workers)
    if (again.read, again.unchanged) != (0, planted[_READ]):
        found.append(f"the same run again read {again.read} and left {again.unchanged}")
    return found


def grown(parts: list[Part]) -> dict[str, float]:
    """Return how many times as much the end of a run takes as its beginning.

    The last tenth is held against the cheaper of the first two, since the first warms up; the most memory of the last
    half against that of the first, since a worker is made anew after some hundred documents and fills again.
    """
    half = len(parts) // 2
    memory = [
        (max(part.memory for part in some), max(part.worker for part in some)) for some in (parts[:half], parts[half:])
    ]
    return {
        "a document costs": parts[-1].each() / min(part.each() for part in parts[:2]),
        "the writer holds": memory[1][0] / memory[0][0],
        "a worker holds": memory[1][1] / memory[0][1],
    }


def growth(parts: list[Part]) -> list[str]:
    """Return what the end of a run takes more of than it may."""
    most = (SLOWER, LARGER, LARGER)
    return [
        f"{what} {times:.2f} times"
        for (what, times), may in zip(grown(parts).items(), most, strict=True)
        if times > may
    ]


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the archive and its database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (asked.keep or Path(scratch)) / "kho"
        database = folder.with_name("kho.db")
        database.unlink(missing_ok=True)
        words = [sys.executable, "-m", "tests.soak_files", str(folder), str(asked.documents)]
        subprocess.run(words, check=True, cwd=Path(__file__).parent.parent)
        lines = folder.with_name("kho.tsv").read_text(encoding="utf-8").splitlines()
        planted = Counter({name: int(number) for name, number in (line.split("\t") for line in lines)})
        parts, _ = read_all(folder, database, asked.workers, asked.documents)
        print(
            "the end against the beginning: " + ", ".join(f"{what} {n:.3f} times" for what, n in grown(parts).items())
        )
        wrong = growth(parts) + faults(folder, database, asked.workers, planted)
        print(f"{database.stat().st_size / 1024 / asked.documents:.1f} KB of database a document")
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
