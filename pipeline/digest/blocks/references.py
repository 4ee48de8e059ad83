"""Citations of the documents in scope -> what they rest on and carry out, each instrument once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, section, table
from pipeline.rows import Row

_REFERENCES: Final = """
SELECT c.document_id, c.ord, c.start, c.end, c.page, c.relation, c.text, i.id AS instrument, i.name, i.date, i.issuer,
       i.document_id IS NOT NULL AS held
FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN ({ids}) AND c.form NOT IN ('short', 'described') ORDER BY c.document_id, c.ord"""
_MOST_ROWS: Final = 8
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
    strongest: dict[object, Row] = {}
    for row in maker.rows(_REFERENCES):
        key = row["instrument"] or row["text"]
        known = strongest.get(key)
        if known is None or _rank(row["relation"]) < _rank(known["relation"]):
            strongest[key] = row
    found = sorted(strongest.values(), key=lambda row: _rank(row["relation"]))
    rows = [
        (
            Cell(row["name"] or row["text"]),
            Cell(speech(f"relation.{row['relation']}")),
            Cell(speech.day(row["date"]), date.fromisoformat(row["date"])) if row["date"] else Cell(""),
            Cell(row["issuer"] or ""),
        )
        for row in found[:_MOST_ROWS]
    ]  # fmt: skip
    if not rows:
        return []
    columns = (("cited_document", False), ("relation", False), ("date", False), ("issuer", False))
    hidden = len(found) - len(rows)
    note = speech("digest.more_references", count=hidden) if hidden else None
    return section(maker, "references", replace(table(maker, "references", columns, rows), note=note))


def _rank(relation: str) -> int:
    return _STRONGEST.index(relation) if relation in _STRONGEST else len(_STRONGEST)
