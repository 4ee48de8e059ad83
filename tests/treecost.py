"""What a command costs: the memory that its processes have together at the most, their processor time, the clock.

Memory is the proportional share (PSS) of all processes of the tree, as the system counts it: a page that several share
is counted once. Linux alone tells it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.systems import if_there

resource: Final = if_there("resource")
EVERY: Final = 0.05
"""Seconds between two looks."""
MEGABYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Exit status and output; `memory` in bytes, `processor` and `clock` in seconds."""

    status: int
    output: str
    memory: int
    processor: float
    clock: float


def cost_of(words: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """Run a command and look at its processes until it ends."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    most = 0
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, cwd=cwd
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(_memory, tree_of(process.pid))))
            time.sleep(EVERY)
        assert process.stdout
        output = process.stdout.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(process.returncode, output, most, processor, time.monotonic() - begun)


def tree_of(process: int) -> list[int]:
    """Return a process and all that it began, those that these began too: what begins later has a higher number."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208 - names of processes, no files
        if entry.isdecimal() and int(entry) > process:
            try:
                fields = Path("/proc", entry, "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            except OSError:
                continue
            parents.setdefault(int(fields.split()[1]), []).append(int(entry))
    found = [process]
    for one in found:
        found += parents.get(one, [])
    return found


def _memory(process: int) -> int:
    """Return the bytes that are a process's own, and its share of others; 0 for one that is gone."""
    try:
        lines = Path("/proc", str(process), "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    cost = cost_of(sys.argv[1:])
    print(cost.output, end="")
    print(f"{cost.memory / MEGABYTES:.0f} MB, {cost.processor:.1f} s of processor, {cost.clock:.1f} s")
