"""The documents of an archive as a spaCy DocBin: text, tokens, and the figures and citations as spans.

What stands in the database is written, with what people corrected, not what a pipeline would find anew.
`trichyeu.load()` gives the vocabulary to read it with, and the extension attributes: `span._.figure`,
`span._.citation`, `doc._.document`. The file is made in memory: 0.7 MB for the 61 documents of the sample archive.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Final

from pipeline.exporting.folder import whole_file
from pipeline.exporting.format import Format, Order, Written
from pipeline.rows import Row, rows_of

_DOCUMENTS: Final = """
SELECT id, path, name, sha256, format, kind, doc_type, code, title, date, issuer, place, district, commune, text
FROM counted_documents ORDER BY path"""
_NUMBERS: Final = ("value", "value_max", "of")


def _write(order: Order) -> Written:
    from spacy.tokens import DocBin

    from extractors.components import GROUPS, add_spans, make_pipeline

    nlp = make_pipeline()
    made = DocBin(store_user_data=True)
    counts = dict.fromkeys(("documents", *GROUPS.values()), 0)
    for row in order.connection.execute(_DOCUMENTS):
        document = dict(row)
        doc = nlp.tokenizer(document.pop("text"))
        doc._.document = document
        for kind, table in GROUPS.items():
            items = _items(order.connection, table, document["id"])
            add_spans(doc, kind, items)
            counts[table] += len(items)
        counts["documents"] += 1
        made.add(doc)
    with whole_file(order.output) as file:
        made.to_disk(file)
    return Written((order.output,), counts)


def _items(connection: sqlite3.Connection, table: str, document: int) -> list[Row]:
    rows = rows_of(connection, f"SELECT * FROM {table} WHERE document_id = ? ORDER BY ord", document)
    return [{name: _value(name, value) for name, value in row.items() if name != "document_id"} for row in rows]


def _value(name: str, value: Any) -> Any:
    """Return a value of a column as the components give it."""
    from extractors.components import exact

    if value is None:
        return None
    if name in _NUMBERS:
        return exact(value)
    if name == "evidence":
        return tuple(json.loads(value))
    return bool(value) if name == "estimate" else value


FORMAT: Final = Format("spacy", _write, said="export.spacy")
