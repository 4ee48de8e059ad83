"""`run`: an archive's folder -> the database, with its progress while it is read and a summary at the end."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.arguments import ANY_DATABASE, CLASSIFIED, NOT_CLASSIFIED, Argument, number
from pipeline.commands.command import Command
from pipeline.commands.progress import Log, shown
from pipeline.errors import ANY_REASON, Failure, StoreError, UsageError
from pipeline.questions.status import quarantine_lines, status
from pipeline.rows import Row
from pipeline.run.at_hand import at_hand
from pipeline.run.engines.registry import ENGINES
from pipeline.run.stopping import Stopped, stoppable
from pipeline.run.store import connect
from pipeline.run.watching import turns
from pipeline.speech import Speech
from pipeline.terminal import say

if TYPE_CHECKING:
    from pipeline.postgres.address import Server
    from pipeline.run.batch import Progress
    from pipeline.run.engines.engine import Asked

MOST_WORKERS: Final = 256
"""More processes than any office computer has use for, and fewer than would stop it."""

_CORES: Final = min(os.cpu_count() or 1, MOST_WORKERS)


def _run(options: Namespace, speech: Speech) -> int:
    if options.watch is None:
        return _once(options, speech)
    own = options.db if isinstance(options.db, Path) else options.db.folder
    try:
        with stoppable():
            for _ in turns(options.archive, own, options.watch):
                try:
                    if (status := _once(options, speech)) != 0:
                        return status
                except Failure as failure:
                    say([failure.said(speech)], sys.stderr)
                say([speech("run.watching", archive=options.archive)], sys.stderr)
    except Stopped as stopped:
        say([speech("run.watched", db=options.db)], sys.stderr)
        return stopped.status
    return 0


def _asked(options: Namespace) -> Asked:
    """Return what the engine is asked for; UsageError for what does not go together."""
    from pipeline.run.engines.engine import Asked

    if options.engine != "ray" and (options.address or options.shared):
        raise UsageError("ray.not_asked")
    if options.allow_classified and not isinstance(options.db, Path):
        raise UsageError("server.classified")
    return Asked(options.workers, options.address, options.shared, options.allow_classified)


def _once(options: Namespace, speech: Speech) -> int:
    from pipeline.run.batch import run  # with all readers, which a help needs not
    from pipeline.run.choice import Chosen

    def tell_who(error: StoreError) -> None:
        say([error.said(speech)], sys.stderr)

    asked = _asked(options)
    chosen = Chosen(options.outdated, options.failed) if options.outdated or options.failed else None
    with Log(options.log) as log:
        try:
            wait = tell_who if options.wait else None
            with stoppable(), at_hand(options.db, f"run {options.archive}", wait) as database, shown(speech) as show:

                def report(progress: Progress) -> None:
                    show(progress)
                    log.progress(progress)

                progress = run(
                    options.archive, database, options.workers, options.allow_classified, report,
                    options.not_classified, options.add_root, options.prune, options.known, chosen, log.file,
                    wait, ENGINES[options.engine](asked),
                )  # fmt: skip
        except Stopped as stopped:
            log.end("stopped")
            say([speech("run.interrupted", db=options.db)], sys.stderr)
            return stopped.status
        log.end("done")
    if not progress.files and not progress.closed:
        raise Failure("run.empty", archive=options.archive)
    with closing(connect(options.db)) as connection:
        progress.unswept = connection.execute("SELECT 1 FROM erasures LIMIT 1").fetchone() is not None
        held = status(connection)
    say(_summary(progress, held, options.db, speech))
    if not (progress.read or progress.unchanged or progress.moved or progress.waiting):
        raise Failure("run.nothing", archive=options.archive, db=options.db)
    return 0


def _summary(progress: Progress, held: Row, database: Path | Server, speech: Speech) -> Iterator[str]:
    """Yield what a run did, what the database now holds, and which files were skipped and why."""
    fields = ("files", "read", "doubtful", "unchanged", "moved", "quarantined")
    yield speech("run.summary", **{name: getattr(progress, name) for name in fields})
    if progress.waiting:
        yield speech("run.waiting", count=progress.waiting)
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
        yield speech("run.unswept" if isinstance(database, Path) else "run.unswept_server", db=database)


_LOOKS_EVERY: Final = 10
"""Seconds between two looks at a folder that is watched."""
ARCHIVE: Final = Argument("archive", "archive", "archive", parse=Path)
WORKERS: Final = Argument("workers", "workers", "number", ("--workers",), number(1, MOST_WORKERS), _CORES)
ADD_ROOT: Final = Argument("add_root", "add_root", "name", ("--add-root",))
PRUNE: Final = Argument("prune", "prune", options=("--prune",), flag=True)
KNOWN: Final = Argument("known", "known", "file", ("--known",), Path)
OUTDATED: Final = Argument("outdated", "outdated", options=("--outdated",), flag=True)
FAILED: Final = Argument(
    "failed", "failed", "reason", ("--failed",), called="reason", bare=ANY_REASON,
    choices=(
        "unreadable", "unsupported_format", "damaged", "encrypted", "empty", "too_large", "timed_out", "crashed",
        "internal_error", "missing_tool", "classified", "maybe_classified",
    ),
)  # fmt: skip
WATCH: Final = Argument("watch", "watch", "seconds", ("--watch",), number(1, 3600), bare=_LOOKS_EVERY)
WAIT: Final = Argument("wait", "wait", options=("--wait",), flag=True)
LOG: Final = Argument("log", "log", "file", ("--log",), Path)
ENGINE: Final = Argument("engine", "engine", options=("--engine",), default="local", choices=tuple(ENGINES))
ADDRESS: Final = Argument("address", "engine_address", "host", ("--address",))
SHARED: Final = Argument("shared", "shared", "archive", ("--shared",), Path)
COMMAND: Final = Command(
    "run",
    (
        ARCHIVE, ANY_DATABASE, WORKERS, CLASSIFIED, NOT_CLASSIFIED, ADD_ROOT, PRUNE, KNOWN, OUTDATED, FAILED, WAIT,
        WATCH, LOG, ENGINE, ADDRESS, SHARED,
    ),
    _run,
)  # fmt: skip
