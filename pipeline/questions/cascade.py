"""An instrument -> the bodies that carry it out: what each issued and reported, and who of a list did nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from pipeline.arguments import CODE, ISSUED, PLACE
from pipeline.lookup import holds_words, one_instrument
from pipeline.questions.question import Long, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, dated, named, own, plain
from pipeline.units import UNITS, is_unit, name_of

_CITING: Final = """
SELECT d.id, d.name AS document, d.kind, d.code, d.date, d.doc_type, d.title, d.issuer, d.place, d.district, d.commune,
       d.path, d.instrument_id, c.relation, s.text AS sentence, c.page,
       EXISTS (
         SELECT 1 FROM tasks t WHERE t.document_id = d.id AND t.kind = 'task' AND c.start BETWEEN t.start AND t.end
       ) AS planned
FROM citations c JOIN counted_documents d ON d.id = c.document_id
JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE c.instrument_id = ? AND c.relation IN ('implements', 'guides', 'reviews', 'legal_basis') AND d.kind <> 'news'
ORDER BY d.date IS NULL, d.date, d.path, c.ord"""

_PASSING_ON: Final = ("implements", "guides")
"""What a directive does with an instrument whose duties it hands on."""


def cascade(
    connection: sqlite3.Connection,
    code: str,
    place: str | None = None,
    year: int | None = None,
    units: list[str] | None = None,
) -> Row:
    """Return who carries out an instrument: each body with its documents, and of `units` those that have none.

    A body is in through a document of its own that implements, guides or reviews the instrument or rests on it, or
    (`via`) a directive that hands it on. Press pages are no body's. `sentences` are those that tell of it; `state` is
    issued, reported, or planned where a report names it among its tasks alone.
    """
    instrument = one_instrument(connection, code, place, year)
    bodies: dict[tuple[str, ...], Row] = {}
    for document in _documents(connection, instrument):
        name = name_of(document["issuer"])[0] or document["path"]
        place_ = tuple(document[level] or "" for level in ("place", "district", "commune"))
        body = bodies.setdefault((name, *place_), _body(document))
        body["documents"].append({key: document[key] for key in _SHOWN})
    found = list(bodies.values())
    missing = []
    for unit in units or []:
        meant = [body for body in found if is_unit(unit, body)]
        for body in meant:
            body["unit"] = body["unit"] or unit
        missing += [] if meant else [unit]
    described = {key: instrument[key] for key in ("name", "code", "date", "issuer", "title", "jurisdiction")}
    return {"instrument": described, "bodies": found, "missing": missing, "listed": len(units or [])}


_SHOWN: Final = (
    "document", "code", "date", "doc_type", "title", "relation", "state", "via", "sentences", "page", "path"
)  # fmt: skip


def _documents(connection: sqlite3.Connection, instrument: Row) -> list[Row]:
    """Return the documents that carry out an instrument, itself or through a directive, each once, oldest first."""
    found: dict[int, Row] = {}
    waiting: list[tuple[int, str | None]] = [(instrument["id"], None)]
    asked = {instrument["id"]}
    while waiting:
        target, via = waiting.pop(0)
        for _, group in groupby(rows_of(connection, _CITING, target), key=lambda row: row["id"]):
            cited = list(group)
            document = cited[0]
            if document["id"] in found or document["instrument_id"] == instrument["id"]:
                continue
            told = [row for row in cited if not row["planned"]]
            sentences = (" ".join(row["sentence"].split()) for row in told or cited)
            document["sentences"] = list(dict.fromkeys(sentences))
            document["state"] = "issued" if document["kind"] == "directive" else "reported" if told else "planned"
            found[document["id"]] = document | {"via": via}
            own = document["instrument_id"]
            passes_on = any(row["relation"] in _PASSING_ON for row in cited)
            if document["kind"] == "directive" and own is not None and own not in asked and passes_on:
                asked.add(own)
                waiting.append((own, document["code"] or document["document"]))
    return sorted(found.values(), key=lambda row: (row["date"] is None, row["date"], row["path"]))


def _body(document: Row) -> Row:
    fields = {"body": document["issuer"] or document["document"], "unit": None, "documents": []}
    return fields | {level: document[level] for level in ("place", "district", "commune")}


def show(answer: Row, speech: Speech) -> Iterator[str]:
    """Yield the bodies, each with what it issued and reported, then who of the list has done nothing."""
    instrument = answer["instrument"]
    yield joined((instrument["name"], instrument["jurisdiction"], speech.day(instrument["date"])))
    for number, body in enumerate(answer["bodies"], 1):
        local = (body["commune"], body["district"], body["place"])
        where = (body["body"], *(name for name in local if name and not holds_words(body["body"], name)))
        listed = speech("cascade.unlisted") if answer["listed"] and body["unit"] is None else None
        yield f"{number}. " + joined((*where, listed))
        for document in body["documents"]:
            yield from _document_lines(document, speech)
    for unit in answer["missing"]:
        yield f"- {unit}: {speech('cascade.nothing')}"


def _total(answer: Row, speech: Speech) -> str:
    done = len(answer["bodies"])
    if not answer["listed"]:
        return speech("cascade.no_list", bodies=done)
    return speech("cascade.counted", bodies=done, listed=answer["listed"], missing=len(answer["missing"]))


def _first(answer: Row, most: int) -> Row:
    bodies = answer["bodies"][:most]
    return answer | {"bodies": bodies, "missing": answer["missing"][: most - len(bodies)]}


def _document_lines(document: Row, speech: Speech) -> Iterator[str]:
    state = speech(f"cascade.{document['state']}")
    via = speech("cascade.via", document=document["via"]) if document["via"] else None
    name = document["code"] or document["document"]
    words = joined((state, name, speech(f"relation.{document['relation']}"), via))
    yield f"    {speech.day(document['date'])}  {words}"
    if document["state"] == "issued":
        yield from wrapped(joined((document["doc_type"], document["title"]), " "), "        ")
        return
    for sentence in document["sentences"]:
        yield from wrapped(f"“{sentence}”", "        ")


def _table_rows(answer: Row, speech: Speech) -> Iterator[Row]:
    """Yield a row for each document of each body, then one for each name of the list without any."""
    for body in answer["bodies"]:
        for document in body["documents"]:
            yield document | {key: body[key] for key in ("unit", "body", "commune", "district", "place")}
    nothing = dict.fromkeys((*_SHOWN, "body", "commune", "district", "place"))
    for unit in answer["missing"]:
        yield nothing | {"unit": unit, "state": "nothing", "sentences": []}


TABLE: Final = Table(
    (
        plain("listed_unit", "unit"), plain("author", "body"),
        Column("place", lambda row, speech: joined((row["commune"], row["district"], row["place"]), ", ") or None),
        named("state", "cascade"), own("document"),
        dated("date"), plain("title"), named("relation", "relation"), plain("via"),
        Column("sentence", lambda row, speech: " ".join(f"“{sentence}”" for sentence in row["sentences"]) or None),
        plain("path"),
    ),
    _table_rows,
)  # fmt: skip
LONG: Final[Long[Row]] = Long(lambda answer: len(answer["bodies"]) + len(answer["missing"]), _first)
QUESTION: Final = Question("cascade", (CODE, PLACE, ISSUED, UNITS), cascade, show, TABLE, LONG, _total)
