"""One document -> its header in a table."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Cell, Column, Section, Table
from pipeline.digest.maker import Maker

_FILES: Final = "SELECT path, role FROM documents WHERE present AND group_id IN ({ids}) ORDER BY path"


def about(maker: Maker) -> list[Section]:
    """Return the header of the only document in scope."""
    speech, (document,) = maker.speech, maker.documents
    period = [speech.day(document[name]) for name in ("period_start", "period_end") if document[name]]
    values = {
        "document": document["path"], "code": document["code"], "title": document["title"],
        "date": speech.written(document), "issuer": document["issuer"],
        "place": document["place"], "period": " - ".join(period) or None,
        "signer": ", ".join(filter(None, (document["signer"], document["signer_title"]))) or None,
        "author": document["author"],
        "files": ", ".join(f"{row['path']} ({speech('file_role.' + row['role'])})" for row in maker.rows(_FILES)),
    }  # fmt: skip
    rows = [(Cell(speech(f"digest.{name}")), Cell(value)) for name, value in values.items() if value]
    columns = (Column(""), Column(""))
    return [Section("about", speech("digest.about"), (Table("about", columns, tuple(rows)),))]
