"""What a command is: its words, and what it does with their values."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import NamedTuple

from pipeline.arguments import Argument
from pipeline.speech import Speech


class Command(NamedTuple):
    """A command; `run` returns the exit status and may raise anything. `help.NAME` in messages.toml describes it."""

    name: str
    arguments: tuple[Argument, ...]
    run: Callable[[Namespace, Speech], int]
