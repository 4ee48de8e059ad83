"""What the archive cites and does not hold, most cited first."""

from __future__ import annotations

import sqlite3
from typing import Final

from pipeline.arguments import LIMIT
from pipeline.questions.counted import TABLE, counted, show
from pipeline.questions.question import LIMITED, Question
from pipeline.rows import Row


def missing(connection: sqlite3.Connection, limit: int | None = None) -> list[Row]:
    """Return what the archive cites and does not hold, most citing documents first."""
    return counted(connection, "i.document_id IS NULL", limit=limit)


QUESTION: Final = Question("missing", (LIMIT,), missing, show, TABLE, LIMITED)
