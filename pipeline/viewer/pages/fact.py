"""A fact -> its value, every document that tells it with the sentence, and the other values that documents give."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from starlette.responses import Response

from pipeline.errors import QueryError
from pipeline.questions.catalogue import QUESTIONS
from pipeline.rows import Row, rows_of
from pipeline.viewer.marks import Piece, pieces
from pipeline.viewer.quoting import quoted
from pipeline.viewer.visit import Visit

_TEXTS: Final = "SELECT id, text FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_OTHER: Final = """
SELECT f.start, d.text FROM figures f JOIN documents d ON d.id = f.document_id
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE d.path = ? AND s.text = ? AND f.text = ? ORDER BY f.start LIMIT 1"""
"""Where another value of a fact stands, by its document, its sentence and the number as written."""


def fact(visit: Visit) -> Response:
    """Show a fact."""
    question = QUESTIONS["facts"]()
    with visit.opened() as connection:
        found = question.ask(connection, fact=visit.part("id"))
        if not found:
            raise QueryError("viewer.no_fact")
        row = found[0]
        told = json.dumps([one["document_id"] for one in row["told"]])
        texts = {one["id"]: one["text"] for one in rows_of(connection, _TEXTS, told)}
        for one in row["told"]:
            one["pieces"] = quoted(one["sentence"], one["text"], texts[one["document_id"]], one["start"])
        for one in row["differing"]:
            one["pieces"] = _quoted_other(connection, one)
    return visit.page("fact.html", fact=row)


def _quoted_other(connection: sqlite3.Connection, one: Row) -> list[Piece]:
    """Return the sentence of another value in pieces, the number marked where it still stands in its document."""
    sentence = one.get("sentence") or ""
    rows = rows_of(connection, _OTHER, one["document"], sentence, str(one["value"]))
    return quoted(sentence, str(one["value"]), rows[0]["text"], rows[0]["start"]) if rows else pieces(sentence, [])
