"""`run`: an archive's folder -> the database, with a bar while it is read and a summary at the end."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Self

from tqdm import tqdm

from pipeline.arguments import CLASSIFIED, DATABASE, NOT_CLASSIFIED, Argument, number
from pipeline.commands.command import Command
from pipeline.errors import Failure
from pipeline.questions.status import quarantine_lines, status
from pipeline.rows import Row
from pipeline.run.batch import Progress, run
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import say

MOST_WORKERS: Final = 256
"""More processes than any office computer has use for, and fewer than would stop it."""

_CORES: Final = min(os.cpu_count() or 1, MOST_WORKERS)


class _Bar:
    """The progress bar: rate, time left, and how many files are good, doubtful, skipped."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._bar: tqdm[Any] | None = None

    def __call__(self, progress: Progress) -> None:
        """Move the bar to where the run is."""
        if self._bar is None:
            left, rate = self._speech("run.left"), self._speech("run.rate")
            form = "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt} [{rate_noinv:.1f} " + rate
            form += ", " + left + " {remaining}]{postfix}"
            self._bar = tqdm(total=progress.files, desc=self._speech("run.bar"), bar_format=form, disable=None)
        counts = {"good": progress.good, "doubtful": progress.doubtful, "quarantined": progress.quarantined}
        self._bar.set_postfix_str(" " + self._speech("run.counts", **counts), refresh=False)
        self._bar.update(progress.done - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bar as it stands and go to the next line."""
        if self._bar is not None:
            self._bar.close()


def _run(options: Namespace, speech: Speech) -> int:
    try:
        with _Bar(speech) as bar:
            progress = run(
                options.archive, options.db, options.workers, options.allow_classified, bar, options.not_classified,
                options.add_root, options.prune, options.known,
            )  # fmt: skip
    except KeyboardInterrupt:
        say([speech("run.interrupted", db=options.db)], sys.stderr)
        return 130
    if not progress.files and not progress.closed:
        raise Failure("run.empty", archive=options.archive)
    say(_summary(progress, status(connect(options.db)), options.db, speech))
    if not progress.read and not progress.unchanged and not progress.moved:
        raise Failure("run.nothing", archive=options.archive, db=options.db)
    return 0


def _summary(progress: Progress, held: Row, database: Path, speech: Speech) -> Iterator[str]:
    """Yield what a run did, what the database now holds, and which files were skipped and why."""
    fields = ("files", "read", "doubtful", "unchanged", "moved", "quarantined")
    yield speech("run.summary", **{name: getattr(progress, name) for name in fields})
    if progress.removed:
        yield speech("run.pruned" if progress.pruned else "run.removed", count=progress.removed)
    yield speech("run.found", db=database, **held["counts"])
    if held["quarantine"]:
        yield speech("run.aside")
        yield from quarantine_lines(held["quarantine"], speech)
    if progress.exports:
        yield speech("run.exports")
        yield from (f"  {path}" for path in progress.exports)
    if progress.unswept:
        yield speech("run.unswept", db=database)


ARCHIVE: Final = Argument("archive", "archive", "archive", parse=Path)
WORKERS: Final = Argument("workers", "workers", "number", ("--workers",), number(1, MOST_WORKERS), _CORES)
ADD_ROOT: Final = Argument("add_root", "add_root", "name", ("--add-root",))
PRUNE: Final = Argument("prune", "prune", options=("--prune",), flag=True)
KNOWN: Final = Argument("known", "known", "file", ("--known",), Path)
COMMAND: Final = Command("run", (ARCHIVE, DATABASE, WORKERS, CLASSIFIED, NOT_CLASSIFIED, ADD_ROOT, PRUNE, KNOWN), _run)
