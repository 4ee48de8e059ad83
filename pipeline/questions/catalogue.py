"""All questions, in the order of the help: the one list to which a new question is added.

A question's module is loaded when it is asked, since all together would load half of the extractors: 0.5 s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pipeline.questions.question import Question


def _cites() -> Question[Any]:
    from pipeline.questions.cites import QUESTION

    return QUESTION


def _refs() -> Question[Any]:
    from pipeline.questions.refs import QUESTION

    return QUESTION


def _figures() -> Question[Any]:
    from pipeline.questions.figures import QUESTION

    return QUESTION


def _search() -> Question[Any]:
    from pipeline.questions.search import QUESTION

    return QUESTION


def _status() -> Question[Any]:
    from pipeline.questions.status import QUESTION

    return QUESTION


def _list() -> Question[Any]:
    from pipeline.questions.list import QUESTION

    return QUESTION


def _tasks() -> Question[Any]:
    from pipeline.questions.tasks import QUESTION

    return QUESTION


def _cascade() -> Question[Any]:
    from pipeline.questions.cascade import QUESTION

    return QUESTION


def _lineage() -> Question[Any]:
    from pipeline.questions.lineage import QUESTION

    return QUESTION


def _path() -> Question[Any]:
    from pipeline.questions.path import QUESTION

    return QUESTION


def _missing() -> Question[Any]:
    from pipeline.questions.missing import QUESTION

    return QUESTION


def _conflicts() -> Question[Any]:
    from pipeline.questions.conflicts import QUESTION

    return QUESTION


def _top() -> Question[Any]:
    from pipeline.questions.top import QUESTION

    return QUESTION


def _matrix() -> Question[Any]:
    from pipeline.questions.matrix import QUESTION

    return QUESTION


def _facts() -> Question[Any]:
    from pipeline.questions.facts import QUESTION

    return QUESTION


def _problems() -> Question[Any]:
    from pipeline.questions.problems import QUESTION

    return QUESTION


QUESTIONS: Final[Mapping[str, Callable[[], Question[Any]]]] = {
    "cites": _cites,
    "refs": _refs,
    "figures": _figures,
    "facts": _facts,
    "search": _search,
    "list": _list,
    "tasks": _tasks,
    "cascade": _cascade,
    "status": _status,
    "lineage": _lineage,
    "path": _path,
    "missing": _missing,
    "conflicts": _conflicts,
    "problems": _problems,
    "top": _top,
    "matrix": _matrix,
}
