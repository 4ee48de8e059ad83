"""`man`: the page of the manual, which `man -l` shows."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from pipeline.commands.command import Command
from pipeline.speech import Speech
from pipeline.terminal import say


def _man(options: Namespace, speech: Speech) -> int:
    from pipeline.describing.man import man_page

    say("\n".join(man_page(speech)).split("\n"))
    return 0


COMMAND: Final = Command("man", (), _man)
