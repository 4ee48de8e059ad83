"""Two documents -> the shortest chain of citations between them, a step a line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.arguments import Argument
from pipeline.questions.question import Question
from pipeline.questions.wording import wrapped
from pipeline.rows import Row
from pipeline.speech import Speech


def path(connection: sqlite3.Connection, one: str, other: str) -> list[Row]:
    """Return the shortest chain of citations between two documents, a step a row; an empty list when there is none."""
    from pipeline.graph import graph

    return graph.path(connection, one, other)


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield a chain of citations, a step a line."""
    if not rows:
        yield speech("show.unconnected")
    for row in rows:
        yield f"{row['citing']} → {speech('relation.' + row['relation'])} → {row['cited']} · {speech.day(row['date'])}"
        yield from wrapped(f"“{row['sentence']}”", "    ")


ENDS: Final = tuple(Argument(name, "code_or_doc", "document") for name in ("one", "other"))
QUESTION: Final = Question("path", ENDS, path, show)
