"""Documents -> a row each: date, code, title, place, name."""

from __future__ import annotations

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, table


def documents(maker: Maker) -> list[Section]:
    """Return the documents in scope."""
    speech = maker.speech
    rows = [
        (
            Cell(speech.written(d)),
            Cell(d["code"] or ""),
            Cell(d["title"] or d["name"]),
            Cell(d["place"] or ""),
            Cell(d["name"]),
        )
        for d in maker.documents
    ]
    return table(maker, "documents", ("date", "code", "title", "place", "document"), rows, "status")
