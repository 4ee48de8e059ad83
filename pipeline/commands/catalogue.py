"""All commands, in the order of the help; each is loaded when it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pipeline.commands.command import Command
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.question import Question


def _run() -> Command:
    from pipeline.commands.run import COMMAND

    return COMMAND


def _extract() -> Command:
    from pipeline.commands.extract import COMMAND

    return COMMAND


def _schema() -> Command:
    from pipeline.commands.schema import COMMAND

    return COMMAND


def _graph() -> Command:
    from pipeline.commands.graph import COMMAND

    return COMMAND


def _digest() -> Command:
    from pipeline.commands.digest import COMMAND

    return COMMAND


def _asking(load: Callable[[], Question[Any]]) -> Callable[[], Command]:
    def command() -> Command:
        from pipeline.commands.answer import answering

        return answering(load())

    return command


COMMANDS: Final[Mapping[str, Callable[[], Command]]] = {
    "run": _run,
    "extract": _extract,
    "schema": _schema,
    **{name: _asking(load) for name, load in QUESTIONS.items()},
    "graph": _graph,
    "digest": _digest,
}
