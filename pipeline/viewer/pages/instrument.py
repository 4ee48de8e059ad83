"""An instrument -> who cites it, its legal status and lineage, who carries it out, where documents disagree on it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.responses import Response

from pipeline.errors import QueryError
from pipeline.lookup import find_instruments
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.conflicts import conflicts_of
from pipeline.questions.question import Question
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.viewer.asked import ShownTable, shown_table
from pipeline.viewer.visit import Visit, see


def instrument(visit: Visit) -> Response:
    """Show an instrument."""
    key = visit.part("id")
    with visit.opened() as connection:
        rows = rows_of(connection, "SELECT * FROM instruments WHERE id = ?", visit.number("id"))
        if not rows:
            raise QueryError("query.no_instrument", words=key, where="", when="", near="")
        citing = QUESTIONS["cites"]().ask(connection, code=key)
        relation = visit.given.get("relation")
        kinds = Counter(row["relation"] for row in citing)
        years = Counter((row["date"] or "")[:4] for row in citing if row["date"])
        status = QUESTIONS["lineage"]()
        carried = QUESTIONS["cascade"]()
        answer = status.ask(connection, code=key, place=None, year=None, on=None)
        bodies = carried.ask(connection, code=key, place=None, year=None, units=None)
        return visit.page(
            "instrument.html", instrument=rows[0],
            citing=[row for row in citing if not relation or row["relation"] == relation],
            count=len(citing), kinds=kinds.most_common(), chosen=relation,
            years=sorted(years.items()), most=max(years.values(), default=1),
            status=_status(status, answer, visit.speech), identifier=answer["instrument"]["akn"],
            acts=_acts(shown_table(status, answer, visit.speech)), cascade=shown_table(carried, bodies, visit.speech),
            bodies=len(bodies["bodies"]), conflicts=conflicts_of(connection, rows[0]["id"]),
        )  # fmt: skip


def _status(question: Question[Any], answer: Row, speech: Speech) -> str:
    """Return the first row of the table, which says the status."""
    rows = question.table.rows(answer, speech) if question.table else ()
    return next((str(row["act"]) for row in rows), "")


def _acts(table: ShownTable) -> ShownTable:
    """Return the acts without the first row, which says the status that stands above."""
    return ShownTable(table.heads, table.rows[1:])


def named(visit: Visit) -> Response:
    """Go to the instrument of a code or a name; of several, show all."""
    with visit.opened() as connection:
        rows = find_instruments(connection, visit.given.get("code", ""))
    if len(rows) == 1:
        return see(f"/instruments/{rows[0]['id']}")
    return visit.page("instruments.html", instruments=rows, code=visit.given["code"])
