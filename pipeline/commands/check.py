"""`check`: whether the database holds together and its files are those that it read; `--rebuild` mends what it can."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from pipeline.arguments import DATABASE, JSON, Argument
from pipeline.commands.command import Command
from pipeline.run.holding import held
from pipeline.run.store import connect, writing
from pipeline.speech import Speech
from pipeline.terminal import json_text, say

if TYPE_CHECKING:
    from pipeline.safety.check import Fault

_LASTING: Final = frozenset({"damaged", "tables", "corrections"})
"""Kinds of faults that rows of the database cannot mend."""


def _check(options: Namespace, speech: Speech) -> int:
    from pipeline.safety.check import check_database
    from pipeline.safety.files import check_files
    from pipeline.safety.rebuild import rebuild

    to_read: list[str] = []
    if options.rebuild:
        with held(options.db, "check --rebuild"), writing(options.db) as connection:
            to_read = rebuild(connection)
    with closing(connect(options.db)) as connection:
        faults = check_database(connection)
        files = check_files(connection)
    if options.json:
        found = {"faults": faults, "files": files}
        told: dict[str, object] = {name: [asdict(fault) for fault in part] for name, part in found.items()}
        say(json_text(told | {"to_read": to_read}, indent=1).split("\n"))
    else:
        say(_lines(faults, files, to_read, options, speech))
    return 1 if faults else 0


def _lines(
    faults: list[Fault], files: list[Fault], to_read: list[str], options: Namespace, speech: Speech
) -> Iterator[str]:
    """Yield what is wrong, or that nothing is, what the files are now, and what to do."""
    if options.rebuild:
        yield speech("check.rebuilt")
    for fault in (*faults, *files):
        sign = "✗" if fault in faults else "·"
        yield f"{sign} " + speech(f"check.{fault.kind}", count=speech.number(fault.count))
        yield from (f"    {example}" for example in fault.examples)
    if not faults:
        yield "✓ " + speech("check.sound")
    elif any(fault.kind in _LASTING for fault in faults):
        yield speech("check.lasting")
    elif not options.rebuild:
        yield speech("check.mendable", db=options.db)
    if to_read:
        yield speech("check.to_read", count=speech.number(len(to_read)))


REBUILD: Final = Argument("rebuild", "rebuild", options=("--rebuild",), flag=True)
COMMAND: Final = Command("check", (DATABASE, JSON, REBUILD), _check)
