"""Rating distributions -> a bar and a table each."""

from __future__ import annotations

import json
from typing import Final

from pipeline.digest.block import Bar, Block, Cell
from pipeline.digest.maker import ROWS_OF_A_BLOCK, Maker

_RATED: Final = """
SELECT f.document_id, f.ord, f.start, f.end, f.page, f.text FROM figures f
WHERE f.document_id IN (SELECT document_id FROM ratings WHERE document_id IN ({ids}))"""


def ratings(maker: Maker) -> list[Block]:
    """Return a block a rating, below one heading."""
    speech = maker.speech
    found = maker.in_order(maker.rows("SELECT * FROM ratings WHERE document_id IN ({ids}) ORDER BY ord"))
    figures = {(row["document_id"], row["ord"]): row for row in maker.rows(_RATED)}
    blocks = []
    for rating in found[:ROWS_OF_A_BLOCK]:
        counts, members = json.loads(rating["counts"]), json.loads(rating["figures"])
        shown = [figures[rating["document_id"], ord_] for ord_ in members]
        total = max(rating["total"] or 0, sum(counts.values())) or 1
        bars, left = [], 0.0
        for (label, count), figure in zip(counts.items(), shown, strict=False):
            width = 100.0 * count / total
            bars.append(Bar(label, figure["text"], round(left, 2), round(width, 2), maker.source(figure)))
            left += width
        head = " · ".join(filter(None, (rating["subject"], rating["period"], maker.name(rating))))
        rows = tuple(
            (
                Cell(bar.label),
                Cell(bar.count, bar.source, True),
                Cell(f"{bar.width:.1f}%".replace(".", ",") if rating["total"] is not None else "", None, True),
            )
            for bar in bars
        )
        if rating["total"] is not None:
            rows += ((Cell(speech("digest.total")), Cell(f"{rating['total']:g}", None, True), Cell("")),)
        columns = tuple(speech(f"digest.{name}") for name in ("class", "count", "percent"))
        drawn = tuple(bars) if rating["total"] is not None else ()
        blocks.append(Block(head, columns, rows, drawn, level=3))
    return [Block(speech("digest.ratings"), rows=((Cell(""),),)), *blocks] if blocks else []
