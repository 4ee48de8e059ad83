"""What the viewer has done by the program itself in a process of its own: a folder read, a document read again.

One work at a time; the next is begun when it is done. Its progress is what `run --log` notes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Final

_PROGRAM: Final = f"import sys; from {__name__.rpartition('.viewer')[0]}.cli import main; sys.exit(main())"
_NOT_BEGUN: Final = 130
"""The status of a job that was stopped while it waited: that of a program which its user stopped."""
_TAIL: Final = 4000
"""Letters of what the program said that are shown."""


@dataclass(slots=True)
class Job:
    """One call of the program: what it is called for people, its words, and what came of it.

    `stopped` is whether a person asked it to stop; one that was done before it heard of it has the status 0.
    """

    title: str
    words: tuple[str, ...]
    folder: TemporaryDirectory[str] = field(default_factory=lambda: TemporaryDirectory(prefix="trichyeu-viewer-"))
    process: subprocess.Popen[str] | None = None
    status: int | None = None
    stopped: bool = False
    said: str = ""

    @property
    def log(self) -> Path:
        """The file that the program notes its progress in."""
        return Path(self.folder.name) / "log.jsonl"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: files done of how many, by what came of them; the newest are named."""

    done: int
    files: int
    read: int
    skipped: int
    reasons: Counter[str]
    newest: tuple[tuple[str, str | None], ...]


class Work:
    """The jobs of a viewer, one behind the other."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = Lock()
        self._waiting: deque[Job] = deque()
        self._thread: Thread | None = None
        self._now: Job | None = None
        self.newest: Job | None = None

    def begin(self, title: str, *words: str) -> Job:
        """Have `trichyeu run WORDS` done, behind what is under way."""
        job = Job(title, words)
        with self._lock:
            self._waiting.append(job)
            self.newest = job
            if self._thread is None:
                self._thread = Thread(target=self._do_all, daemon=True)
                self._thread.start()
        return job

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waits."""
        return self.newest is not None and self.newest.status is None

    def stop(self) -> None:
        """Ask the program to stop as Ctrl-C does, and begin nothing that waits: what is read stays read."""
        with self._lock:
            for job in self._waiting:
                job.stopped, job.status = True, _NOT_BEGUN
            self._waiting.clear()
            if self._now is not None:
                self.newest, self._now.stopped = self._now, True
                if self._now.process is not None:
                    self._now.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait until everything is done, at most so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _do_all(self) -> None:
        while True:
            with self._lock:
                self._now = self._waiting.popleft() if self._waiting else None
                if self._now is None:
                    self._thread = None
                    return
                job, job.process = self._now, self._begun(self._now)
            job.said = job.process.communicate()[0][-_TAIL:]
            job.status = job.process.returncode

    def _begun(self, job: Job) -> subprocess.Popen[str]:
        words: Sequence[str] = (
            sys.executable, "-c", _PROGRAM, "run", *job.words, "--db", str(self._database), "--log", str(job.log),
        )  # fmt: skip
        return subprocess.Popen(  # noqa: S603 - this program itself, its words are not a shell's
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            errors="replace",
        )  # fmt: skip


def progress_of(job: Job) -> Progress:
    """Return how far a job is, from what it has noted."""
    events: list[dict[str, Any]] = []
    if job.log.exists():
        lines = job.log.read_text(encoding="utf-8").split("\n")
        events = [json.loads(line) for line in lines[:-1]]
    files = [event for event in events if event["event"] == "file"]
    told = [event for event in events if "files" in event]
    skipped = [event for event in files if event["outcome"] == "skipped"]
    last = told[-1] if told else {"files": 0, "done": 0}
    return Progress(
        max(len(files), int(last["done"])), int(last["files"]), len(files) - len(skipped), len(skipped),
        Counter(str(event["reason"]) for event in skipped),
        tuple((event["path"], event.get("reason")) for event in files[:-9:-1]),
    )  # fmt: skip
