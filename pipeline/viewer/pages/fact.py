"""A fact -> its value, every document that tells it with the sentence, and the other values that documents give."""

from __future__ import annotations

from starlette.responses import Response

from pipeline.errors import QueryError
from pipeline.questions.catalogue import QUESTIONS
from pipeline.viewer.visit import Visit


def fact(visit: Visit) -> Response:
    """Show a fact."""
    question = QUESTIONS["facts"]()
    with visit.opened() as connection:
        found = question.ask(connection, fact=visit.part("id"))
    if not found:
        raise QueryError("viewer.no_fact")
    return visit.page("fact.html", fact=found[0])
