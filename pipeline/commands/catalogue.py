"""All commands, in the order of the help; each is loaded when it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pipeline.questions.catalogue import QUESTIONS

if TYPE_CHECKING:
    from pipeline.commands.command import Command
    from pipeline.questions.question import Question


def _run() -> Command:
    from pipeline.commands.run import COMMAND

    return COMMAND


def _extract() -> Command:
    from pipeline.commands.extract import COMMAND

    return COMMAND


def _read() -> Command:
    from pipeline.commands.read import COMMAND

    return COMMAND


def _doctor() -> Command:
    from pipeline.commands.doctor import COMMAND

    return COMMAND


def _check() -> Command:
    from pipeline.commands.check import COMMAND

    return COMMAND


def _backup() -> Command:
    from pipeline.commands.backup import COMMAND

    return COMMAND


def _remove() -> Command:
    from pipeline.commands.remove import COMMAND

    return COMMAND


def _refused() -> Command:
    from pipeline.commands.refused import COMMAND

    return COMMAND


def _correct() -> Command:
    from pipeline.commands.correct import COMMAND

    return COMMAND


def _corrections() -> Command:
    from pipeline.commands.corrections import COMMAND

    return COMMAND


def _schema() -> Command:
    from pipeline.commands.schema import COMMAND

    return COMMAND


def _graph() -> Command:
    from pipeline.commands.graph import COMMAND

    return COMMAND


def _export() -> Command:
    from pipeline.commands.export import COMMAND

    return COMMAND


def _digest() -> Command:
    from pipeline.commands.digest import COMMAND

    return COMMAND


def _template() -> Command:
    from pipeline.commands.template import COMMAND

    return COMMAND


def _merge() -> Command:
    from pipeline.commands.merge import COMMAND

    return COMMAND


def _review() -> Command:
    from pipeline.commands.review import COMMAND

    return COMMAND


def _table() -> Command:
    from pipeline.commands.table import COMMAND

    return COMMAND


def _serve() -> Command:
    from pipeline.commands.serve import COMMAND

    return COMMAND


def _asking(load: Callable[[], Question[Any]]) -> Callable[[], Command]:
    def command() -> Command:
        from pipeline.commands.answer import answering

        return answering(load())

    return command


def _completion() -> Command:
    from pipeline.commands.completion import COMMAND

    return COMMAND


def _man() -> Command:
    from pipeline.commands.man import COMMAND

    return COMMAND


COMMANDS: Final[Mapping[str, Callable[[], Command]]] = {
    "run": _run,
    "extract": _extract,
    "read": _read,
    "schema": _schema,
    "doctor": _doctor,
    "check": _check,
    "backup": _backup,
    "remove": _remove,
    **{name: _asking(load) for name, load in QUESTIONS.items()},
    "table": _table,
    "correct": _correct,
    "corrections": _corrections,
    "refused": _refused,
    "serve": _serve,
    "graph": _graph,
    "export": _export,
    "digest": _digest,
    "merge": _merge,
    "review": _review,
    "template": _template,
    "completion": _completion,
    "man": _man,
}
