"""Facts before and after they were made again -> which are the same, and keep the flag that they had.

Whether a fact lies in another one is asked anew only where a fact of its kind came, went or is another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Set
from typing import Final

from pipeline.archive.fact import Where, kind_of
from pipeline.archive.sharing import SELECTED, select_documents
from pipeline.archive.within import Kind, days_of

_SUMMED: Final = f"""
SELECT f.document_id, f.ord, f.fact_id, f.fact_kind, f.subject, f.body, e.fact_id AS event,
       t.document_id AS event_document, t.ord AS event_ord, f.summing,
       f.indicator, f.measure, f.unit, f.label, f.place, f.district, f.commune, f.period_start, f.period_end
FROM figures f LEFT JOIN figure_rows e ON f.role = 'attendees' AND e.document_id = f.document_id AND e.ord = f.of_figure
LEFT JOIN figure_rows t ON t.fact_id = e.fact_id AND t.statements IS NOT NULL
WHERE f.statements IS NOT NULL AND f.fact_kind IS NOT NULL AND f.document_id IN ({SELECTED})"""
_TELLING: Final = 9
"""The first columns tell the fact, and the event to which those came whom it counts."""
_WITHIN: Final = "UPDATE figure_rows SET summing = 'within' WHERE document_id = ? AND ord = ?"

Summed = Mapping[Where, sqlite3.Row]
"""Facts that may be summed, by where each is told best."""


def summed_facts(connection: sqlite3.Connection, documents: Set[int]) -> Summed:
    """Return the facts of documents that may be summed."""
    select_documents(connection, documents)
    return {(row["document_id"], row["ord"]): row for row in connection.execute(_SUMMED)}


def keep_flags(connection: sqlite3.Connection, before: Summed, after: Summed, changed: Set[int]) -> set[Kind]:
    """Give facts that are the same the flag that they had; return the kinds and places of all others.

    A fact of a `changed` document is another: its day and issuer are what the document says.
    """
    same = {
        where
        for where, row in after.items()
        if where in before
        and tuple(row)[:_TELLING] == tuple(before[where])[:_TELLING]
        and changed.isdisjoint((row["document_id"], row["event_document"]))
    }
    connection.executemany(_WITHIN, [where for where in same if before[where]["summing"] == "within"])
    return {*_kinds(before, same), *_kinds(after, same)}


def _kinds(facts: Summed, same: Set[Where]) -> Iterator[Kind]:
    for where, row in facts.items():
        if where not in same:
            yield kind_of(row), (row["district"], row["commune"]), days_of(row)
