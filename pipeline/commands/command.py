"""What a command is: its words, and what it does with their values."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.arguments import Argument
from pipeline.speech import Speech


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `run` returns the exit status and may raise anything. `help.NAME` in messages.toml describes it."""

    name: str
    arguments: tuple[Argument, ...]
    run: Callable[[Namespace, Speech], int]
