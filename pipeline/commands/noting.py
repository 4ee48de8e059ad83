"""A file that a command wrote -> a note in the database, by which `run` names it when a document becomes classified."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from pipeline.run.exports import note_export
from pipeline.speech import Speech
from pipeline.terminal import say


def note(options: Namespace, speech: Speech, command: str, documents: Sequence[str] | None) -> None:
    """Note the file at `options.output` with the documents that it was made from, None for any of the archive."""
    if not note_export(options.db, options.output, command, documents):
        say([speech("run.unnoted", db=options.db)], sys.stderr)
