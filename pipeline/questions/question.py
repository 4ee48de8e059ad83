"""What a question is: its words on the command line, its answer, and the lines that show the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pipeline.arguments import Argument
from pipeline.speech import Speech
from pipeline.table import Table

Answer = TypeVar("Answer")


class Long(NamedTuple, Generic[Answer]):
    """How an answer is cut for a screen: how many results it has, and the answer with so many of them alone.

    An answer that was asked for with a limit is cut already; `count` tells how many there would be without.
    """

    count: Callable[[Answer], int]
    first: Callable[[Answer, int], Answer]


ROWS: Final[Long[Any]] = Long(len, lambda rows, most: rows[:most])
LIMITED: Final[Long[Any]] = Long(lambda rows: rows[0]["found"] if rows else 0, lambda rows, most: rows[:most])
"""Rows of a question that takes `limit` itself; each tells in `found` how many there are."""


class Question(NamedTuple, Generic[Answer]):
    """A named question to the database.

    `ask` takes the connection, and as keywords the values of `arguments` by their names; it raises QueryError. Its
    answer is what `--json` prints, what `show` turns into lines, and what `table`, where there is one, turns into an
    Excel file. `long` cuts what `show` is given, `total` is the line that closes it and tells of the whole answer.
    `help.NAME` in messages.toml says what it asks.
    """

    name: str
    arguments: tuple[Argument, ...]
    ask: Callable[..., Answer]
    show: Callable[[Answer, Speech], Iterable[str]]
    table: Table[Answer] | None = None
    long: Long[Answer] | None = None
    total: Callable[[Answer, Speech], str] | None = None
