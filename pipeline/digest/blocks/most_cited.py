"""Citations of many documents -> the instruments cited most."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, counted, table

_CITED: Final = """
SELECT c.instrument_id, c.document_id, i.name, i.jurisdiction, i.date, i.title, i.document_id IS NOT NULL AS held
FROM citations c JOIN instruments i ON i.id = c.instrument_id WHERE c.document_id IN ({ids})"""


def most_cited(maker: Maker) -> list[Section]:
    """Return the instruments that most documents cite."""
    speech = maker.speech
    rows = maker.rows(_CITED)
    times = Counter(row["instrument_id"] for row in rows)
    citing = Counter(i for i, _ in {(row["instrument_id"], row["document_id"]) for row in rows})
    named = {row["instrument_id"]: row for row in rows}
    order = sorted(named, key=lambda i: (-citing[i], -times[i], named[i]["name"]))[:15]
    lines = [
        (
            Cell(named[i]["name"]),
            Cell(speech.day(named[i]["date"]) if named[i]["date"] else ""),
            Cell(named[i]["jurisdiction"] or ""),
            counted(citing[i], speech),
            counted(times[i], speech),
            Cell(speech("digest.yes" if named[i]["held"] else "digest.no")),
        )
        for i in order
    ]
    return table(maker, "cited", ("document", "date", "place", "by", "times", "stored"), lines, "status")
