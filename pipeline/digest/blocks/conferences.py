"""Conferences, trainings and sessions -> what was held or is planned, by whom, and who came."""

from __future__ import annotations

import json
from typing import Final

from pipeline.digest.block import Block, Cell
from pipeline.digest.maker import Maker, amount, table

_CONFERENCES: Final = """
SELECT c.document_id, c.subject, c.organiser, c.came, c.attendees IS NULL AS each_only,
       f.start, f.end, f.page, f.text, f.unit, f.hedge, f.role
FROM conferences c JOIN counted_documents d ON d.id = c.document_id
JOIN figures f ON f.document_id = c.document_id AND f.ord = c.figure
WHERE c.document_id IN ({ids}) AND """


_CAME: Final = """
SELECT document_id, ord, start, end, page, text, unit, hedge FROM figures
WHERE document_id IN (SELECT document_id FROM conferences WHERE document_id IN ({ids}))"""


def held(maker: Maker) -> list[Block]:
    """Return what was held."""
    return _conferences(maker, "held_list", "f.modality <> 'target'")


def planned(maker: Maker) -> list[Block]:
    """Return what is to be held."""
    return _conferences(maker, "planned_list", "f.modality = 'target'")


def _conferences(maker: Maker, title: str, condition: str) -> list[Block]:
    """Tell what was held (or is planned): how many, of what, by whom, and who came, each kind of persons a row."""
    speech = maker.speech
    came = {(row["document_id"], row["ord"]): row for row in maker.rows(_CAME)}
    rows = []
    for row in maker.rows(f"{_CONFERENCES} {condition} ORDER BY d.date IS NULL, d.date, d.path, c.ord"):
        part = speech("digest.of_which") if row["role"] == "part" else None
        held = Cell(" ".join(filter(None, (part, amount(row, speech)))), maker.source(row), numeric=True)
        told = (Cell(row["subject"] or ""), Cell(row["organiser"] or ""))
        for ord_ in json.loads(row["came"]) or [None]:
            who = came.get((row["document_id"], ord_))
            each = speech("digest.each") if who and row["each_only"] else None
            people = (
                Cell(" ".join(filter(None, (each, amount(who, speech)))), maker.source(who), True) if who else Cell("")
            )
            rows.append((held, *told, people, Cell(maker.name(row))))
            held, told = Cell(""), (Cell(""), Cell(""))
    columns = ("held", "what", "organiser", "attendees", "document")
    return [table(maker, title, columns, rows, "figures --indicator conference")]
