"""`refused`: every skipped file, with the reason and what to do, as lines, JSON or CSV."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline import delimited
from pipeline.arguments import ANY_DATABASE, JSON, Argument
from pipeline.commands.command import Command
from pipeline.questions.status import cause_of, status
from pipeline.rows import Row
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _refused(options: Namespace, speech: Speech) -> int:
    with closing(connect(options.db)) as connection:
        rows = status(connection)["quarantine"]
    if options.output:
        write_csv(rows, options.output, speech)
        say([speech("run.written", path=options.output)])
    else:
        say(json_text(rows, indent=1).split("\n") if options.json else _lines(rows, speech))
    return 0


def write_csv(rows: Iterable[Row], file: Path, speech: Speech) -> None:
    """Write all refusals, one a line."""
    heads = [speech(f"refusal.{name}") for name in ("path", "reason", "cause")]
    delimited.write_csv(
        file, heads, ([row["path"], speech("reason." + row["reason"]), _cause(row, speech)] for row in rows)
    )


def _lines(rows: list[Row], speech: Speech) -> Iterator[str]:
    if not rows:
        yield speech("show.none")
    for row in rows:
        yield f"{row['path']} · {speech('reason.' + row['reason'])}: {_cause(row, speech)}"


def _cause(row: Row, speech: Speech) -> str:
    return cause_of(row) if speech.language == "vi" else speech(f"remedy.{row['reason']}")


CSV: Final = Argument("output", "refused_output", "file", ("-o", "--output"), Path)
COMMAND: Final = Command("refused", (ANY_DATABASE, JSON, CSV), _refused)
