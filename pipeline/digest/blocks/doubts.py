"""Problems -> what is doubtful, each with its sentence."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, table

_DOUBTS: Final = """
SELECT p.document_id, p.start, p.end, p.message, NULL AS page FROM problems p WHERE p.document_id IN ({ids})
UNION ALL
SELECT NULL, NULL, NULL, p.message, NULL FROM problems p WHERE p.instrument_id IN
  (SELECT instrument_id FROM citations WHERE document_id IN ({ids}))
ORDER BY start, message"""


def doubts(maker: Maker) -> list[Section]:
    """Return what is to be looked up again."""
    rows = []
    for row in maker.in_order(maker.rows(_DOUBTS)):
        located = row["start"] is not None
        source = maker.source(row) if located else None
        rows.append(
            (
                Cell(row["message"], sources=(source,) if source else ()),
                Cell(maker.name(row) if row["document_id"] else ""),
            )
        )
    return table(maker, "doubts", ("doubt", "document"), rows, "status")
