"""Acts of the documents in scope -> what they amend, replace or repeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, section, table

_ACTS: Final = """
SELECT a.document_id, c.start, c.end, c.page, a.relation, t.name, a.pinpoint, coalesce(a.effective, a.date) AS day
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord
JOIN instruments t ON t.id = a.target_id
WHERE a.document_id IN ({ids}) AND a.certain ORDER BY a.document_id, a.ord"""
_MOST_ROWS: Final = 12


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
        for row in found[:_MOST_ROWS]
    ]  # fmt: skip
    if not rows:
        return []
    columns = (("cited_document", False), ("relation", False), ("document", False), ("date", False))
    hidden = len(found) - len(rows)
    note = speech("digest.more_references", count=hidden) if hidden else None
    return section(maker, "acts", replace(table(maker, "acts", columns, rows), note=note))
