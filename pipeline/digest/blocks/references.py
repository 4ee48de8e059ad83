"""Citations of the documents in scope -> what they rest on and carry out, each instrument once."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import HELD, Maker, cut, section, table
from pipeline.digest.relations import strongest

_REFERENCES: Final = """
SELECT c.document_id, c.ord, c.start, c.end, c.page, c.relation, c.text, i.id AS instrument, i.name, i.date, i.issuer,
       i.document_id IS NOT NULL AS held
FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN ({ids}) AND c.form NOT IN ('short', 'described') ORDER BY c.document_id, c.ord"""
_PRINTED: Final = 8, 4
"""Rows that are printed at most, and at least."""
_STRONGEST: Final = (
    "replaces",
    "repeals",
    "amends",
    "issues",
    "legal_basis",
    "implements",
    "guides",
    "reviews",
    "mentions",
)


def references(maker: Maker) -> list[Section]:
    """Return what the documents cite, the strongest relation of each instrument, those that are acted on first."""
    speech = maker.speech
    found = strongest(maker.rows(_REFERENCES), lambda row: row["instrument"] or row["text"], _STRONGEST)
    rows = [
        (
            Cell(row["name"] or row["text"]),
            Cell(speech(f"relation.{row['relation']}")),
            Cell(speech.day(row["date"]), date.fromisoformat(row["date"])) if row["date"] else Cell(""),
            Cell(row["issuer"] or ""),
        )
        for row in found[:HELD]
    ]  # fmt: skip
    if not rows:
        return []
    columns = (("cited_document", False), ("relation", False), ("date", False), ("issuer", False))
    return section(maker, "references", cut(table(maker, "references", columns, rows), _PRINTED, len(found)))
