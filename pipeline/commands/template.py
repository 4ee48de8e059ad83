"""`template`: the standard Word template of Party or State -> a file, for a person to change in Word."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final

from pipeline.arguments import Argument
from pipeline.commands.command import Command
from pipeline.errors import UsageError
from pipeline.speech import Speech
from pipeline.terminal import say
from pipeline.word.form import Sphere
from pipeline.word.template import write_standard

_ENDING: Final = ".docx"


def _template(options: Namespace, speech: Speech) -> int:
    if options.output.suffix.lower() != _ENDING:
        raise UsageError("usage.no_form", name=options.output.name, endings=_ENDING)
    write_standard(Sphere.STATE if options.state else Sphere.PARTY, options.output)
    say([speech("run.written", path=options.output)])
    return 0


OUTPUT: Final = Argument("output", "template_output", "file", ("-o", "--output"), Path, required=True)
STATE: Final = Argument("state", "template_state", options=("--state",), flag=True)
COMMAND: Final = Command("template", (OUTPUT, STATE), _template)
