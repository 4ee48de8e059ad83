"""Citations of one document -> what it cites, each once a relation."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, table

_REFERENCES: Final = """
SELECT c.document_id, c.start, c.end, c.page, c.relation, c.text, c.date, c.issuer, i.name,
       i.document_id IS NOT NULL AS held
FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN ({ids}) AND c.form NOT IN ('short', 'described') ORDER BY c.document_id, c.ord"""


def references(maker: Maker) -> list[Section]:
    """Return what the only document in scope cites."""
    speech = maker.speech
    rows, seen = [], set()
    for row in maker.rows(_REFERENCES):
        name = row["name"] or row["text"]
        if (name, row["relation"]) not in seen:
            seen.add((name, row["relation"]))
            rows.append(
                (
                    Cell(name, sources=(maker.source(row),)),
                    Cell(speech(f"relation.{row['relation']}")),
                    Cell(speech.day(row["date"]) if row["date"] else ""),
                    Cell(row["issuer"] or ""),
                    Cell(speech("digest.yes" if row["held"] else "digest.no")),
                )
            )
    columns = ("document", "relation", "date", "issuer", "stored")
    return table(maker, "refs", columns, rows, f"refs {maker.documents[0]['name']}")
