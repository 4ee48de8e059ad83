"""`backup`: a copy of the database, also while a run goes on, and what people corrected in a file beside it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final

from pipeline.arguments import DATABASE, JSON, Argument
from pipeline.commands.command import Command
from pipeline.run.exports import note_export
from pipeline.safety.backup import backup
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _backup(options: Namespace, speech: Speech) -> int:
    made = backup(options.db, options.file)
    for file in (made["path"], made["corrections_path"]):
        if not note_export(options.db, file, "backup"):
            say([speech("run.unnoted", db=options.db)])
    if options.json:
        say([json_text({name: str(value) if isinstance(value, Path) else value for name, value in made.items()})])
    else:
        megabytes = speech.number(round(made["bytes"] / (1 << 20), 1))
        say([speech("check.backed_up", **made | {"megabytes": megabytes})])
    return 0


FILE: Final = Argument("file", "backup_file", "database", parse=Path)
COMMAND: Final = Command("backup", (FILE, DATABASE, JSON), _backup)
