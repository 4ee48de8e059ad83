"""The documents that footnotes come from -> their texts with what was read in them, marked, within a budget."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipeline.digest.block import Mark, MarkedText
from pipeline.digest.maker import Maker
from pipeline.rows import Row

MOST_CHARACTERS: Final = 120_000
"""Of all texts together: with their marks some 350 kB of HTML, so that a digest stays under 1 MB."""
_LONGEST: Final = 60_000
"""Of one text; of a longer one the beginning is kept."""
_MARKS: Final = """
SELECT start, end, 'figure' AS kind, indicator AS name, unit, label, modality FROM figures WHERE document_id = {id}
UNION ALL
SELECT c.start, c.end, 'citation', c.relation, i.name, NULL, NULL FROM citations c
LEFT JOIN instruments i ON i.id = c.instrument_id WHERE c.document_id = {id}
ORDER BY start, end DESC"""


def texts(maker: Maker) -> tuple[MarkedText, ...]:
    """Return the texts of the documents that most footnotes come from, in the order of the footnotes."""
    used = Counter(source.document_id for source in maker.sources())
    kept, left = [], MOST_CHARACTERS
    for identity, _ in used.most_common():
        size = min(len(maker.text(identity)), _LONGEST)
        if size <= left:
            kept.append(identity)
            left -= size
    order = list(dict.fromkeys(source.document_id for source in maker.sources()))
    return tuple(_marked(maker, identity) for identity in sorted(kept, key=order.index))


def _marked(maker: Maker, identity: int) -> MarkedText:
    whole = maker.text(identity)
    text = whole[:_LONGEST]
    marks, at = [], 0
    for row in maker.connection.execute(_MARKS.format(id=int(identity))):
        if at <= row["start"] < row["end"] <= len(text):
            marks.append(Mark(row["start"], row["end"], row["kind"], _label(maker, dict(row))))
            at = row["end"]
    return MarkedText(identity, maker.name(identity), maker.mask.blacked(text), tuple(marks), len(text) == len(whole))


def _label(maker: Maker, row: Row) -> str:
    """Return what a mark is: of a figure what it counts and its class, of a citation its relation."""
    if row["kind"] == "citation":
        return maker.speech(f"relation.{row['name']}")
    told = [maker.speech.value("indicator", row["name"]), row["label"]]
    if row["modality"] != "actual":
        told.append(maker.speech(f"modality.{row['modality']}"))
    return ", ".join(filter(None, told))
