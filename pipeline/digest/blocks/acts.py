"""Acts of the documents in scope -> what they amend, replace or repeal."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import HELD, Maker, cut, section, table

_ACTS: Final = """
SELECT a.document_id, c.start, c.end, c.page, a.relation, t.name, a.pinpoint, coalesce(a.effective, a.date) AS day
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord
JOIN instruments t ON t.id = a.target_id
WHERE a.document_id IN ({ids}) AND a.certain = 1 ORDER BY a.document_id, a.ord"""
_PRINTED: Final = 10, 4
"""Rows that are printed at most, and at least."""


def acts(maker: Maker) -> list[Section]:
    """Return what is amended, replaced or repealed, each once."""
    speech = maker.speech
    found = list({(row["document_id"], row["relation"], row["name"]): row for row in maker.rows(_ACTS)}.values())
    rows = [
        (
            Cell(row["name"] + (f", {row['pinpoint']}" if row["pinpoint"] else ""),
                 sources=(maker.source_at(row),)),
            Cell(speech(f"relation.{row['relation']}")), Cell(maker.name(row["document_id"])),
            Cell(speech.day(row["day"]), date.fromisoformat(row["day"])) if row["day"] else Cell(""),
        )
        for row in found[:HELD]
    ]  # fmt: skip
    if not rows:
        return []
    columns = (("cited_document", False), ("relation", False), ("document", False), ("date", False))
    return section(maker, "acts", cut(table(maker, "acts", columns, rows), _PRINTED, len(found)))
