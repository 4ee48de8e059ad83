"""`schema`: the JSON Schema of a record."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from pipeline.commands.command import Command
from pipeline.serialise import record_schema
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _schema(options: Namespace, speech: Speech) -> int:
    say(json_text(record_schema(), indent=2).split("\n"))
    return 0


COMMAND: Final = Command("schema", (), _schema)
