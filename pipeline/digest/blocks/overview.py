"""Documents -> a row a place: years, counts, how many are doubtful."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, counted, table

_OVERVIEW: Final = """
SELECT coalesce(d.place, '') AS place, count(*) AS documents, min(d.date) AS first, max(d.date) AS last,
       sum((SELECT count(*) FROM figures f WHERE f.document_id = d.id AND f.summing IS NOT 'again')) AS figures,
       sum((SELECT count(*) FROM citations c WHERE c.document_id = d.id)) AS citations,
       sum(EXISTS (SELECT 1 FROM problems p WHERE p.document_id = d.id)) AS doubtful
FROM counted_documents d WHERE d.id IN ({ids}) GROUP BY 1 ORDER BY documents DESC, place"""


def overview(maker: Maker) -> list[Section]:
    """Return the places with how much is known of each."""
    speech = maker.speech
    rows = []
    for row in maker.rows(_OVERVIEW):
        years = dict.fromkeys(day[:4] for day in (row["first"], row["last"]) if day)
        counts = (counted(row[name], speech) for name in ("documents", "figures", "citations", "doubtful"))
        rows.append((Cell(row["place"] or speech("digest.unplaced")), Cell(" - ".join(years)), *counts))
    columns = ("place", "years", "by", "figures_count", "citations_count", "doubtful_count")
    return table(maker, "overview", columns, rows, "status")
