"""Files named on the command line -> one call for each source in them; what cannot be read costs itself alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.arguments import Argument
from pipeline.errors import ReadError, TrichyeuError, guarded
from pipeline.failures import report
from pipeline.speech import Speech

if TYPE_CHECKING:
    from extractors.model import Source

STANDARD_INPUT: Final = Path("-")
FILES: Final = Argument("files", "files", "file", parse=Path, many=True)


def each_source(files: Iterable[Path], speech: Speech, use: Callable[[Source], None]) -> int:
    """Call `use` for every file as read, for those in a container too; return the exit status.

    A path may lead into a container. `use` may raise a TrichyeuError, which is said, as is what cannot be read. The
    status is 0 when anything was used, else that of the worst error.
    """
    from pipeline.run.unpack import open_path  # the readers are loaded when files are read, not for a help

    used, status = 0, 1

    def attempt(read: Callable[[], Source]) -> None:
        nonlocal used, status
        try:
            use(read())
        except (TrichyeuError, OSError) as error:
            status = max(status, report(error, speech))
        else:
            used += 1

    for path in files:
        if path == STANDARD_INPUT:
            attempt(_standard_input)
            continue
        try:
            with open_path(path) as (jobs, refused):
                for refusal in refused:
                    report(ReadError(refusal.message), speech)
                for job in jobs:
                    attempt(lambda job=job: _read(job.file, job.path))  # type: ignore[misc]
        except (TrichyeuError, OSError) as error:
            status = max(status, report(error, speech))
    return 0 if used else status


def _standard_input() -> Source:
    from pipeline.readers.ingest import read_text

    with guarded("stdin"):
        return read_text(sys.stdin.buffer.read().decode("utf-8", errors="replace"), "stdin")


def _read(file: Path, name: str) -> Source:
    from pipeline.readers.ingest import read_source

    with guarded(name):
        return read_source(file, name)
