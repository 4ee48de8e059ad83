"""`completion`: what a shell sources so that it completes the program's words."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from pipeline.arguments import Argument
from pipeline.commands.command import Command
from pipeline.speech import Speech
from pipeline.terminal import say


def _completion(options: Namespace, speech: Speech) -> int:
    from pipeline.describing.completion import completion

    say(completion(options.shell, speech))
    return 0


SHELL: Final = Argument("shell", "shell", choices=("bash", "zsh"))
COMMAND: Final = Command("completion", (SHELL,), _completion)
