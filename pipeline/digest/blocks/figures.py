"""Figures of one document -> the main ones, and the targets it sets."""

from __future__ import annotations

import json
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, amount, table
from pipeline.rows import Row
from pipeline.speech import Speech

_FIGURES: Final = """
SELECT f.document_id, f.ord, f.start, f.end, f.page, f.text, f.value, f.unit, f.counted, f.label, f.indicator,
       f.modality, f.hedge, f.role, f.of_figure
FROM figures f WHERE f.document_id IN ({ids}) AND f.indicator NOT IN ('conference', 'training', 'session') AND """


def figures(maker: Maker) -> list[Section]:
    """Return what the document says of the present and the past."""
    return _figures(maker, "figures", "f.modality <> 'target'")


def targets(maker: Maker) -> list[Section]:
    """Return what it aims at."""
    return _figures(maker, "targets", "f.modality = 'target'")


def _figures(maker: Maker, title: str, condition: str) -> list[Section]:
    speech = maker.speech
    rated = {
        (row["document_id"], ord_)
        for row in maker.rows("SELECT document_id, figures FROM ratings WHERE document_id IN ({ids})")
        for ord_ in json.loads(row["figures"])
    }
    rows = []
    for row in maker.rows(f"{_FIGURES} {condition} ORDER BY f.document_id, f.ord"):
        if (row["document_id"], row["ord"]) in rated or row["role"] == "attendees":
            continue
        notes = [row["label"], speech("role." + row["role"]) if row["role"] else None]
        notes.append(speech("modality.previous") if row["modality"] == "previous" else None)
        rows.append(
            (
                Cell(amount(row, speech), row["value"], sources=(maker.source(row),)),
                Cell(_subject(row, speech)),
                Cell(", ".join(filter(None, notes))),
            )
        )
    return table(maker, title, ("value", "what", "class"), rows, f"figures --doc {maker.documents[0]['name']}")


def _subject(row: Row, speech: Speech) -> str:
    return str(row["counted"] or speech.value("indicator", row["indicator"]))
