"""`export`: the database for other tools, as tables in a folder or as what one of them reads."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import DATABASE, JSON, Argument, text
from pipeline.commands.command import Command
from pipeline.errors import UsageError
from pipeline.exporting.format import Order
from pipeline.exporting.registry import FORMATS
from pipeline.run.covered import cover
from pipeline.run.exports import note_exports
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _export(options: Namespace, speech: Speech) -> int:
    form = FORMATS[options.format]()
    if options.only and not form.tables:
        raise UsageError("usage.only_tables", name=form.name)
    with closing(connect(options.db)) as connection:
        connection.execute("BEGIN")  # of one moment, whatever a run writes meanwhile
        cover(connection, gone=True)
        made = form.write(Order(connection, options.output, options.only, speech))
    if form.noted and not note_exports(options.db, made.files, "export"):
        say([speech("run.unnoted", db=options.db)], sys.stderr)
    if options.json:
        say([json_text({"path": str(options.output), "files": [str(file) for file in made.files], "rows": made.rows})])
    else:
        counts = {name: speech.number(count) for name, count in made.rows.items()}
        rows = speech.number(sum(made.rows.values()))
        say([speech(form.said, **counts | {"path": options.output, "tables": len(made.rows), "rows": rows})])
    return 0


def _names(word: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text(word).split(","))))


FORMAT: Final = Argument("format", "export_format", options=("--format",), choices=tuple(FORMATS), required=True)
OUTPUT: Final = Argument("output", "export_output", "path", ("-o", "--output"), Path, required=True)
ONLY: Final = Argument("only", "export_only", "tables", ("--only",), _names, ())
COMMAND: Final = Command("export", (DATABASE, JSON, FORMAT, OUTPUT, ONLY), _export)
