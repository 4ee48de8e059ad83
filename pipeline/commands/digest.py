"""`digest`: the archive, a place and year, or one document -> a summary as Markdown, HTML or JSON."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from typing import Final

from pipeline.arguments import DATABASE, JSON, OF_DOCUMENT, OUTPUT, PLACE, YEAR, Argument
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.digest.make import make_digest, plain_digest, render
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _digest(options: Namespace, speech: Speech) -> int:
    with closing(connect(options.db)) as connection:
        made = make_digest(connection, speech, options.doc, options.place, options.year)
    text = json_text(plain_digest(made), indent=1) + "\n" if options.json else render(made, options.format, speech)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text, encoding="utf-8", newline="\n")
        whole = not (options.doc or options.place or options.year)
        note(options, speech, "digest", None if whole else made.documents)
        say([speech("run.written", path=options.output)])
    else:
        say(text.removesuffix("\n").split("\n"))
    return 0


FORMAT: Final = Argument("format", "format", options=("--format",), default="md", choices=("md", "html"))
COMMAND: Final = Command("digest", (DATABASE, JSON, OF_DOCUMENT, PLACE, YEAR, FORMAT, OUTPUT), _digest)
