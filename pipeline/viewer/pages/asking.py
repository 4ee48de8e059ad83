"""Any question of the catalogue as a page: its form, its answer as a table, the answer as an Excel file."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from pipeline.errors import QueryError, UsageError
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.question import Question
from pipeline.sheets import write_sheet
from pipeline.viewer.asked import shown_table
from pipeline.viewer.choosing import inputs, parsed
from pipeline.viewer.visit import Visit, written

MOST: Final = 200
"""Results on a page; the file holds all."""


def ask(visit: Visit) -> Response:
    """Show a question, and its answer once all is given that it needs."""
    question = _question(visit)
    refused, table, count, lines = None, None, 0, []
    total = None
    try:
        values = parsed(question.arguments, visit.given)
        if values is not None:
            with visit.opened() as connection:
                answer = question.ask(connection, **values)
            count = question.long.count(answer) if question.long else 0
            first = question.long.first(answer, MOST) if question.long else answer
            table = shown_table(question, first, visit.speech) if question.table else None
            lines = [] if question.table else list(question.show(first, visit.speech))
            total = question.total(answer, visit.speech) if question.total and count else None
    except (UsageError, QueryError) as error:
        refused = error.said(visit.speech)
    arguments = question.arguments
    return visit.page(
        "asked.html", 200 if refused is None else 400, question=question.name,
        inputs=inputs(arguments, visit.given, visit.speech), refused=refused, table=table, lines=lines, count=count,
        most=MOST, total=total, sheet=question.table is not None and (table is not None),
    )  # fmt: skip


def sheet(visit: Visit) -> Response:
    """Return the whole answer as an Excel file."""
    question, speech = _question(visit), visit.speech
    values, table = parsed(question.arguments, visit.given), question.table
    if values is None or table is None:
        raise QueryError("viewer.no_question")
    with visit.opened() as connection:
        answer = question.ask(connection, **values)
    heads, title = table.heads(speech), speech(f"sheet.{question.name}")
    rows = table.lines(answer, speech)
    return written(f"{question.name}.xlsx", lambda file: write_sheet(file, title, heads, rows, speech("sheet.page")))


def _question(visit: Visit) -> Question[Any]:
    load = QUESTIONS.get(visit.part("name"))
    if load is None:
        raise QueryError("viewer.no_question")
    return load()
