"""What a question is: its words on the command line, its answer, and the lines that show the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.arguments import Argument
from pipeline.speech import Speech
from pipeline.table import Table

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """A named question to the database.

    `ask` takes the connection, and as keywords the values of `arguments` by their names; it raises QueryError. Its
    answer is what `--json` prints, what `show` turns into lines, and what `table`, where there is one, turns into an
    Excel file. `help.NAME` in messages.toml says what it asks.
    """

    name: str
    arguments: tuple[Argument, ...]
    ask: Callable[..., Answer]
    show: Callable[[Answer, Speech], Iterable[str]]
    table: Table[Answer] | None = None
