"""What a machine of a cluster is told to read, and its answer; what is sent is pickled by this program alone."""

from __future__ import annotations

import json
import os
import pickle
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from pipeline.run.discover import Job
from pipeline.run.workers import Work
from pipeline.run.write import Rows

LENGTH: Final = 8
"""Bytes that tell how long an order is; the pipe behind it stays open as long as whoever ordered lives."""
_READING: Final = "pipeline.run.engines.reading"


@dataclass(frozen=True, slots=True)
class Order:
    """Jobs to read, and with what; the folder of the parts, with a file in it that shows that it is the same one."""

    jobs: tuple[Job, ...]
    work: Work[Rows]
    folder: Path
    token: str
    extractor: str
    settings: str

    def packed(self) -> bytes:
        """Return the order as it is sent."""
        return pickle.dumps(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order: the name of a `part`; `lost`: the process ended, by this status; otherwise why this
    machine cannot read: the key of a message, with what fills it.
    """

    kind: Literal["part", "lost", "folder", "archive", "builds", "full"]
    told: str = ""
    machine: str = ""


Sent: TypeAlias = tuple[str, str, str]


def carry_out(order: bytes) -> Sent:
    """Have an order carried out by a process of its own, and return its answer; what a cluster runs on a machine.

    The process shares nothing with the one of the cluster: it forks its workers from a single thread, and goes with the
    pipe that it was ordered through.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(  # noqa: S603 - this program, by the Python that runs already
        [sys.executable, "-P", "-m", _READING],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"PYTHONPATH": paths},
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(len(order).to_bytes(LENGTH, "big") + order)
            process.stdin.flush()
        except BrokenPipeError:
            pass
        said = process.stdout.read()
        status = process.wait()
    if status:
        return "lost", str(status), platform.node()
    kind, told, machine = json.loads(said)
    return kind, told, machine
