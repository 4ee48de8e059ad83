"""One document -> its header in a table."""

from __future__ import annotations

from pipeline.digest.block import Block, Cell
from pipeline.digest.maker import Maker


def about(maker: Maker) -> list[Block]:
    """Return the header of the only document in scope."""
    speech, (document,) = maker.speech, maker.documents
    period = [speech.day(document[name]) for name in ("period_start", "period_end") if document[name]]
    values = {
        "document": document["path"], "code": document["code"], "title": document["title"],
        "date": speech.day(document["date"]) if document["date"] else None, "issuer": document["issuer"],
        "place": document["place"], "period": " - ".join(period) or None,
        "signer": ", ".join(filter(None, (document["signer"], document["signer_title"]))) or None,
        "author": document["author"],
    }  # fmt: skip
    rows = [(Cell(speech(f"digest.{name}")), Cell(value)) for name, value in values.items() if value]
    return [Block(speech("digest.about"), (), tuple(rows))]
