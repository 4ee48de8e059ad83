"""An instrument -> who cites it, its legal status and lineage, who carries it out, where documents disagree on it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any, Final

from starlette.responses import Response

from pipeline.errors import QueryError
from pipeline.lookup import find_instruments
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.conflicts import conflicts_of, doubt
from pipeline.questions.question import Question
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.viewer.asked import ShownTable, shown_table
from pipeline.viewer.visit import Visit, see

_TOLD_FIELDS: Final = {"conflicting_dates": "date", "conflicting_issuers": "issuer", "conflicting_titles": "title"}
"""What documents disagree on, by the kind of conflict: the column of their citations."""
_CITING: Final = """
SELECT d.name, d.id, c.start, c.date, c.issuer, c.title, s.text AS sentence
FROM citations c JOIN counted_documents d ON d.id = c.document_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE c.instrument_id = ? ORDER BY c.document_id, c.start"""


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
            acts=_filled(_acts(shown_table(status, answer, visit.speech))),
            cascade=_filled(shown_table(carried, bodies, visit.speech)), bodies=len(bodies["bodies"]),
            conflicts=_conflicts(connection, rows[0]["id"], visit.speech),
        )  # fmt: skip


def _status(question: Question[Any], answer: Row, speech: Speech) -> str:
    """Return the first row of the table, which says the status."""
    rows = question.table.rows(answer, speech) if question.table else ()
    return next((str(row["act"]) for row in rows), "")


def _acts(table: ShownTable) -> ShownTable:
    """Return the acts without the first row, which says the status that stands above."""
    return ShownTable(table.heads, table.rows[1:])


def _filled(table: ShownTable) -> ShownTable:
    """Return a table without the columns in which no row holds anything."""
    kept = [at for at in range(len(table.heads)) if any(row[at].text or row[at].parts for row in table.rows)]
    return ShownTable([table.heads[at] for at in kept], [[row[at] for at in kept] for row in table.rows])


def _conflicts(connection: sqlite3.Connection, instrument_id: int, speech: Speech) -> list[Row]:
    """Return where documents disagree on an instrument; each side with the places that tell it."""
    citing = rows_of(connection, _CITING, instrument_id)
    rows = conflicts_of(connection, instrument_id)
    for row in rows:
        row["told"] = doubt(row, speech)
        field = _TOLD_FIELDS[row["kind"]]
        for side in row["sides"]:
            side["places"] = [_place(name, side["value"], field, citing, speech) for name in side["documents"]]
    return rows


def _place(name: str, value: str, field: str, citing: list[Row], speech: Speech) -> Row:
    """Return the citation in which a document tells a value, else its first one: each tells of the same instrument."""
    own = [row for row in citing if row["name"] == name]
    told = (row for row in own if row[field] and _as_told(row, field, speech) == value)
    return {"name": name, "row": next(told, own[0] if own else None)}


def _as_told(row: Row, field: str, speech: Speech) -> str:
    return speech.day(row[field]) if field == "date" else " ".join(row[field].split())


def named(visit: Visit) -> Response:
    """Go to the instrument of a code or a name, of a place where one is given; of several, show all."""
    with visit.opened() as connection:
        rows = find_instruments(connection, visit.given.get("code", ""), visit.given.get("place"))
    if len(rows) == 1:
        return see(f"/instruments/{rows[0]['id']}")
    return visit.page("instruments.html", instruments=rows, code=visit.given["code"])
