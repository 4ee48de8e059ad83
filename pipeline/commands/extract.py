"""`extract`: files -> their records, a line of JSON each; a file that cannot be read costs itself alone."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.arguments import CLASSIFIED, DATABASE, OUTPUT
from pipeline.commands.command import Command
from pipeline.commands.each import FILES, each_source
from pipeline.commands.noting import note
from pipeline.errors import UsageError, guarded
from pipeline.speech import Speech
from pipeline.terminal import safe_json

if TYPE_CHECKING:
    from extractors.model import Source


def _extract(options: Namespace, speech: Speech) -> int:
    from pipeline.annotate import annotate
    from pipeline.serialise import record_line

    with ExitStack() as stack:
        out = sys.stdout
        if options.output:
            _refuse_own_source(options.output, options.files)
            out = stack.enter_context(options.output.open("w", encoding="utf-8", newline="\n"))

        def write(source: Source) -> None:
            with guarded(source.path):
                record = annotate(source, options.allow_classified)
            out.write(safe_json(record_line(record)) + "\n")

        status = each_source(options.files, speech, write)
    if options.output:
        note(options, speech, "extract", [path.absolute().as_posix() for path in options.files])
    return status


def _refuse_own_source(output: Path, files: list[Path]) -> None:
    if output.exists() and any(file.exists() and file.samefile(output) for file in files):
        raise UsageError("usage.own_source", path=output)


COMMAND: Final = Command("extract", (FILES, OUTPUT, DATABASE, CLASSIFIED), _extract)
