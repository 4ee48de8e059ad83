"""Conferences, trainings and sessions -> what was held or is planned, by whom, and who came, each fact once.

What several documents in scope tell stands once, as the best of them tells it; the last row adds up what may be added.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from pipeline.digest.block import Cell, Section
from pipeline.digest.maker import Maker, amount, counted, table
from pipeline.rows import Row

_CONFERENCES: Final = """
SELECT c.document_id, c.subject, c.organiser, c.came, c.attendees IS NULL AS each_only,
       f.start, f.end, f.page, f.text, f.unit, f.hedge, f.role, f.value, f.summing, c.attendees
FROM conferences c JOIN counted_documents d ON d.id = c.document_id
JOIN figures f ON f.document_id = c.document_id AND f.ord = c.figure
LEFT JOIN facts t ON t.id = f.fact_id
WHERE c.document_id IN ({ids}) AND NOT (f.summing IS 'again' AND t.document_id IN ({ids})) AND """


_FEWEST_ADDED: Final = 2
_CAME: Final = """
SELECT document_id, ord, start, end, page, text, unit, hedge, value FROM figures
WHERE document_id IN (SELECT document_id FROM conferences WHERE document_id IN ({ids}))"""


def held(maker: Maker) -> list[Section]:
    """Return what was held."""
    return _conferences(maker, "held_list", "f.modality <> 'target'")


def planned(maker: Maker) -> list[Section]:
    """Return what is to be held."""
    return _conferences(maker, "planned_list", "f.modality = 'target'")


def _conferences(maker: Maker, title: str, condition: str) -> list[Section]:
    """Tell what was held (or is planned): how many, of what, by whom, and who came, each kind of persons a row."""
    speech = maker.speech
    came = {(row["document_id"], row["ord"]): row for row in maker.rows(_CAME)}
    rows: list[tuple[Cell, ...]] = []
    listed = maker.rows(f"{_CONFERENCES} {condition} ORDER BY d.date IS NULL, d.date, d.path, c.ord")
    for row in listed:
        part = speech("digest.of_which") if row["role"] == "part" or row["summing"] == "within" else None
        held = Cell(" ".join(filter(None, (part, amount(row, speech)))), row["value"], sources=(maker.source(row),))
        told = (Cell(row["subject"] or ""), Cell(row["organiser"] or ""))
        for ord_ in json.loads(row["came"]) or [None]:
            who = came.get((row["document_id"], ord_))
            each = speech("digest.each") if who and row["each_only"] else None
            people = (
                Cell(" ".join(filter(None, (each, amount(who, speech)))), who["value"], sources=(maker.source(who),))
                if who
                else Cell("")
            )
            rows.append((held, *told, people, Cell(maker.name(row))))
            held, told = Cell(""), (Cell(""), Cell(""))
    rows += _added(maker, [row for row in listed if row["summing"] == "adds"])
    columns = ("held", "what", "organiser", "attendees", "document")
    return table(maker, title, columns, rows, "figures --indicator conference")


def _added(maker: Maker, rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """Return the row of what several numbers add up to, none for fewer than two."""
    if len(rows) < _FEWEST_ADDED:
        return []
    held, came = (sum(row[name] or 0 for row in rows) for name in ("value", "attendees"))
    number, people = (counted(number, maker.speech) for number in (held, came))
    return [(number, Cell(maker.speech("digest.added")), Cell(""), people, Cell(""))]
