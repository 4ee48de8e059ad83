"""A document -> its text with what was read in it, the picture of its pages, what it cites, each thing by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from starlette.responses import Response

from pipeline.corrections.model import Action, Correction, Kind, fields_of
from pipeline.corrections.place import around, place
from pipeline.corrections.store import correction_of
from pipeline.corrections.telling import outcome, trace
from pipeline.errors import QueryError
from pipeline.lookup import find_document
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.facets import hits_in
from pipeline.questions.settled import replaced_in, replaced_reports, settled
from pipeline.rows import Row, rows_of
from pipeline.run.roots import file_of
from pipeline.speech import Speech
from pipeline.viewer.choosing import Input, editors
from pipeline.viewer.marks import Mark, pieces
from pipeline.viewer.picture import PICTURED, page_picture
from pipeline.viewer.quoting import quoted
from pipeline.viewer.visit import Visit, see

KINDS: Final = {"figure": "figures", "citation": "citations", "task": "tasks"}
"""What can be looked at by itself, by its kind: the table that it stands in."""
_HEAD: Final = (
    "doc_type", "code", "date", "issuer", "author", "place", "district", "commune", "signer", "signer_title", "urgency",
)  # fmt: skip
_CORRECTED_HEAD: Final = ("code", "date", "issuer", "title", "place")
_CORRECTIONS: Final = "SELECT * FROM correction WHERE sha256 = ? ORDER BY id"
_ITEM: Final = "SELECT i.*, {sentence} AS sentence_text FROM {table} i WHERE i.document_id = ? AND i.ord = ?"
_SENTENCE: Final = "(SELECT s.text FROM sentences s WHERE s.document_id = i.document_id AND s.ord = i.sentence)"
_COPIES: Final = "SELECT id, path, role FROM documents WHERE present AND group_id = ? AND id <> ? ORDER BY path"
_TOLD: Final = """
SELECT min(f.start) FROM figure_rows f JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE f.document_id = ? AND s.text = ?"""
_MARKS: Final = """
SELECT start, end, 'figure' AS kind, ord, indicator AS a, unit AS b, label AS c, page FROM figures
  WHERE document_id = :id
UNION ALL SELECT start, end, 'citation', ord, relation, NULL, NULL, NULL FROM citations WHERE document_id = :id
UNION ALL SELECT start, end, kind, ord, assignee, deadline, NULL, NULL FROM tasks WHERE document_id = :id
UNION ALL SELECT start, end, 'problem', 0, kind, message, NULL, NULL FROM problems
  WHERE document_id = :id AND start IS NOT NULL"""


def document(visit: Visit) -> Response:
    """Show a document."""
    speech = visit.speech
    with visit.opened() as connection:
        row = find_document(connection, visit.part("id"))
        if str(row["id"]) != visit.part("id"):
            return see(f"/documents/{row['id']}")
        problems, differing = _problems(connection, row["id"], speech)
        marked = rows_of_document(connection, _MARKS, row["id"])
        marks = [_mark(one, speech) for one in marked if (one["kind"], one["b"]) not in differing]
        hits = hits_in(row["text"], visit.given["words"]) if visit.given.get("words") else []
        marks += [Mark(start, end, "hit", 0, "") for start, end in hits]
        made = _corrections(connection, row)
        marks += _judged(made, row["text"], speech)
        values = {
            "copies": rows_of(connection, _COPIES, row["group_id"], row["id"]) if row["group_id"] else [],
            "ratings": [_rating(one) for one in rows_of_document(connection, _RATINGS, row["id"])],
            "problems": problems,
            "differing": list(differing.values()),
            "cites": _linked(connection, QUESTIONS["refs"]().ask(connection, doc=str(row["id"])), row["id"]),
        }
        pictured = row["format"] in PICTURED and file_of(connection, row["path"]) is not None
    noted = next((one for one in made if str(one.id) == visit.given.get("noted")), None)
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind in _LEGEND}
    return visit.page(
        "document.html", document=row, head=[(name, row[name]) for name in _HEAD if row[name]], counts=counts,
        pieces=pieces(row["text"], marks), pictured=pictured, item=None, heads=_heads(row, speech),
        noted=noted, became=outcome(noted, speech) if noted else "", **values,
    )  # fmt: skip


def _corrections(connection: sqlite3.Connection, document: Row) -> list[Correction]:
    """Return what people corrected in a document, and of which others it is one."""
    return [correction_of(row) for row in connection.execute(_CORRECTIONS, (document["sha256"],))]


def _judged(made: list[Correction], text: str, speech: Speech) -> Iterator[Mark]:
    """Yield a mark for what people corrected, confirmed, added or took out, which says who and why.

    What they took out can be found again by it, and taken back.
    """
    for one in made:
        span = place(one, text) if one.kind in KINDS else None
        if span:
            kind = "taken_out" if one.action is Action.REJECT else f"was_{one.action}"
            yield Mark(*span, kind, one.id, trace(one, speech))


def _heads(document: Row, speech: Speech) -> list[Input]:
    """Return the inputs for what a document says of itself that people correct most."""
    known = {one.name: one for one in editors(Kind.METADATA, document, speech)}
    return [known[name] for name in _CORRECTED_HEAD]


_JUDGED: Final = ("was_correct", "was_accept", "was_add", "taken_out")
_LEGEND: Final = ("figure", "citation", "task", "limitation", "problem", "hit", *_JUDGED)
_RATINGS: Final = "SELECT subject, period, total, counts FROM ratings WHERE document_id = :id ORDER BY ord"
_PROBLEMS: Final = """
SELECT kind, message, sentence, start, sides FROM problems WHERE document_id = :id
ORDER BY start IS NOT NULL, start, kind"""


def _problems(
    connection: sqlite3.Connection, document_id: int, speech: Speech
) -> tuple[list[Row], dict[tuple[str, str], Row]]:
    """Return what is doubtful in a document, and where it only differs from a report that was replaced.

    The second by what marks them in the text, each with what is `told` of it.
    """
    found = rows_of_document(connection, _PROBLEMS, document_id)
    replaced = replaced_reports(connection, found)
    differing = {
        ("problem", one["message"]): one | {"told": settled(speech.problem(one["kind"], one["message"]), names, speech)}
        for one in found
        if (names := replaced_in(one, replaced))
    }
    return [one for one in found if ("problem", one["message"]) not in differing], differing


def rows_of_document(connection: sqlite3.Connection, sql: str, document_id: int) -> list[Row]:
    """Return the rows of a query whose hole is a document."""
    return [dict(row) for row in connection.execute(sql, {"id": document_id})]


def _mark(row: Row, speech: Speech) -> Mark:
    label = {"figure": _figure_label, "citation": _relation, "problem": _problem}.get(row["kind"], _duty)(row, speech)
    return Mark(row["start"], row["end"], row["kind"], row["ord"], label, row["page"])


def _figure_label(row: Row, speech: Speech) -> str:
    return ", ".join(filter(None, (speech.value("indicator", row["a"]), row["b"], row["c"])))


def _relation(row: Row, speech: Speech) -> str:
    return speech(f"relation.{row['a']}")


def _problem(row: Row, speech: Speech) -> str:
    return speech.problem(row["a"], row["b"])


def _duty(row: Row, speech: Speech) -> str:
    return " · ".join(filter(None, (speech(f"viewer.{row['kind']}"), row["a"], row["b"])))


def _rating(row: Row) -> Row:
    return row | {"counts": json.loads(row["counts"])}


def _linked(connection: sqlite3.Connection, cited: list[Row], document_id: int) -> list[Row]:
    """Return what a document cites with the instruments' ids, each instrument and relation once."""
    ids = {
        row["start"]: row["instrument_id"]
        for row in rows_of_document(
            connection, "SELECT start, instrument_id FROM citations WHERE document_id = :id", document_id
        )
    }
    once: dict[tuple[Any, ...], Row] = {}
    for row in cited:
        instrument = ids[row["start"]]
        row |= {"instrument_id": instrument}
        once.setdefault((instrument or row["text"], row["relation"]), row)
    return list(once.values())


def named(visit: Visit) -> Response:
    """Go to the document of a path or a name: to a place of its text, or to the first number of a sentence."""
    with visit.opened() as connection:
        row = find_document(connection, visit.given.get("name", ""))
        at = visit.given.get("at", "")
        if visit.given.get("told"):
            (first,) = connection.execute(_TOLD, (row["id"], visit.given["told"])).fetchone()
            at = "" if first is None else str(first)
    return see(f"/documents/{row['id']}" + (f"#t{at}" if at.isdecimal() else ""))


def item(visit: Visit) -> Response:
    """Show one figure, citation or task: what was read of it, and the form that corrects it."""
    kind, table = visit.part("kind"), KINDS.get(visit.part("kind"))
    if table is None:
        raise QueryError("viewer.no_item")
    with visit.opened() as connection:
        whole = find_document(connection, visit.part("id"))
        rows = rows_of(
            connection,
            _ITEM.format(table=table, sentence="NULL" if kind == "task" else _SENTENCE),
            whole["id"],
            visit.number("ord"),
        )
        if not rows:
            raise QueryError("viewer.no_item")
        row = rows[0]
        corrected = rows_of(
            connection, "SELECT * FROM correction WHERE kind = ? AND sha256 = ? AND start = ?", kind, whole["sha256"],
            row["start"],
        )  # fmt: skip
    told = [(name, row[name]) for name in fields_of(Kind(kind)) if row.get(name) not in (None, "", "[]", 0)]
    sentence = row["sentence_text"]
    return visit.page(
        "item.html" if visit.partial else "item_page.html", document=whole, kind=kind, row=row, told=told,
        sentence=quoted(sentence, row["text"], whole["text"], row["start"]) if sentence else pieces(row["text"], []),
        corrected=[(one["id"], trace(correction_of(one), visit.speech)) for one in corrected],
        fields=editors(Kind(kind), row, visit.speech),
    )  # fmt: skip


def picture(visit: Visit) -> Response:
    """Show the picture of a page, from the file that the document was read from, while it is the same file.

    `start` and `end` tell a span of the text that is boxed on it.
    """
    with visit.opened() as connection:
        row = find_document(connection, visit.part("id"))
        file = file_of(connection, row["path"])
    if file is None:
        raise QueryError("viewer.no_picture")
    start, end = visit.given.get("start", ""), visit.given.get("end", "")
    words = None
    if start.isdecimal() and end.isdecimal():
        before, behind = around(row["text"], int(start), int(end))
        words = before, row["text"][int(start) : int(end)], behind
    content = page_picture(file, row["sha256"], row["format"], visit.number("page"), words)
    return Response(content, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})
