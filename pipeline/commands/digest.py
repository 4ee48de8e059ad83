"""`digest`: the archive, a place and year, or one document -> a summary in any of its formats."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import DATABASE, JSON, OF_DOCUMENT, OUTPUT, PLACE, YEAR, Argument, option
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.digest.formats.registry import FORMATS, format_of
from pipeline.digest.make import make_digest
from pipeline.errors import UsageError
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import say


def _digest(options: Namespace, speech: Speech) -> int:
    form = format_of("json" if options.json else options.format, options.output)
    if not form.text and not options.output:
        raise UsageError("usage.needs_file", ending=form.ending)
    write = form.writer(options.template)
    with closing(connect(options.db)) as connection:
        made = make_digest(connection, speech, options.doc, options.place, options.year)
    content = write(made, speech)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_bytes(content)
        whole = not (options.doc or options.place or options.year)
        note(options, speech, "digest", None if whole else made.documents)
        say([speech("run.written", path=options.output)])
    else:
        say(content.decode("utf-8").removesuffix("\n").split("\n"))
    return 0


FORMAT: Final = Argument("format", "format", options=("--format",), choices=tuple(FORMATS))
TEMPLATE: Final = option("template", "own_template", "file", Path)
COMMAND: Final = Command("digest", (DATABASE, JSON, OF_DOCUMENT, PLACE, YEAR, FORMAT, OUTPUT, TEMPLATE), _digest)
