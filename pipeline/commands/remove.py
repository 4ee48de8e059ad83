"""`remove`: an archive that was read -> out of the database with all its words; its corrections into a file first."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Final

from pipeline.arguments import DATABASE, OUTPUT, Argument
from pipeline.commands.command import Command
from pipeline.errors import UsageError
from pipeline.run.holding import held
from pipeline.run.removal import Holdings, Removed, holdings, remove
from pipeline.run.store import writing
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _remove(options: Namespace, speech: Speech) -> int:
    with held(options.db, f"remove {options.archive}"), writing(options.db) as connection:
        found = holdings(connection, options.archive)
        say([_told(found, speech)])
        if not options.yes:
            say([speech("remove.not_yet")])
            return 1
        if found.corrections and not options.output:
            raise UsageError("remove.corrections", count=len(found.corrections))
        if options.output:
            options.output.write_text(json_text(list(found.corrections), indent=1) + "\n", encoding="utf-8")
            say([speech("run.written", path=options.output)])
        say(_done(remove(connection, options.db, found), options, speech))
    return 0


def _told(found: Holdings, speech: Speech) -> str:
    return speech(
        "remove.found", name=found.name, path=found.part.root, documents=len(found.documents),
        skipped=len(found.skipped), corrections=len(found.corrections),
    )  # fmt: skip


def _done(removed: Removed, options: Namespace, speech: Speech) -> Iterator[str]:
    """Yield that it is done, and what a person has to delete himself."""
    yield speech("remove.done", db=options.db)
    if removed.exports:
        yield speech("run.exports")
        yield from (f"  {path}" for path in removed.exports)
    if removed.unswept:
        yield speech("run.unswept", db=options.db)


ARCHIVE: Final = Argument("archive", "remove_archive", "root")
YES: Final = Argument("yes", "remove_yes", options=("--yes",), flag=True)
OUT: Final = OUTPUT._replace(help="remove_output")
COMMAND: Final = Command("remove", (ARCHIVE, DATABASE, YES, OUT), _remove)
