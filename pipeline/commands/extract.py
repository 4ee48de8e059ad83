"""`extract`: files -> their records, a line of JSON each; a file that cannot be read costs itself alone."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.arguments import CLASSIFIED, OUTPUT, Argument
from pipeline.commands.command import Command
from pipeline.errors import TrichyeuError, UsageError, guarded
from pipeline.failures import report
from pipeline.files import printable_path
from pipeline.readers.ingest import read_source, read_text
from pipeline.serialise import record_line
from pipeline.speech import Speech
from pipeline.terminal import safe_json

STANDARD_INPUT: Final = Path("-")


def _extract(options: Namespace, speech: Speech) -> int:
    read, status = 0, 1
    with ExitStack() as stack:
        out = sys.stdout
        if options.output:
            _refuse_own_source(options.output, options.files)
            out = stack.enter_context(options.output.open("w", encoding="utf-8", newline="\n"))
        for path in options.files:
            try:
                line = safe_json(record_line(_read(path, options.allow_classified)))
            except (TrichyeuError, OSError) as error:
                status = max(status, report(error, speech))
                continue
            out.write(line + "\n")
            read += 1
    return 0 if read else status


def _refuse_own_source(output: Path, files: list[Path]) -> None:
    if output.exists() and any(file.exists() and file.samefile(output) for file in files):
        raise UsageError("usage.own_source", path=output)


def _read(path: Path, allow_classified: bool) -> Record:
    if path == STANDARD_INPUT:
        with guarded("stdin"):
            text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
            return annotate(read_text(text, "stdin"), allow_classified)
    if not path.exists():
        raise UsageError("usage.no_file", path=path)
    shown = printable_path(path.as_posix())
    with guarded(shown):
        return annotate(read_source(path, shown), allow_classified)


FILES: Final = Argument("files", "files", "file", parse=Path, many=True)
COMMAND: Final = Command("extract", (FILES, OUTPUT, CLASSIFIED), _extract)
