"""What people correct by click: noted as `trichyeu correct` does, the document read again, taken back, carried on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from pipeline.corrections.gold import corrections_in, gold_records
from pipeline.corrections.mark import marked_at, paired
from pipeline.corrections.model import Action, Correction, Kind, Lost, fields_of
from pipeline.corrections.score import scores
from pipeline.corrections.store import correction_of, listed, note, undo
from pipeline.corrections.telling import changes_of, shown_value
from pipeline.corrections.typed import read_fields
from pipeline.errors import QueryError, UsageError
from pipeline.lookup import find_document
from pipeline.rows import Row, rows_of
from pipeline.run.roots import file_of
from pipeline.run.store import writing
from pipeline.speech import Message, Speech
from pipeline.viewer.choosing import typed_value
from pipeline.viewer.pages.document import KINDS
from pipeline.viewer.visit import NAME, Visit, download

WAITED: Final = 20.0
"""Seconds that an answer waits for the document to be read again before it goes on without."""

_APART: Final = 3
"""Documents that are read again one by one, each by a start of the program."""
_BY_HASHES: Final = """
SELECT sha256, path FROM documents WHERE present AND sha256 IN (SELECT value FROM json_each(?)) ORDER BY path"""
_OTHERS: Final = """
SELECT min(id) AS id, sha256, min(path) AS path FROM documents
WHERE present AND sha256 IN (SELECT value FROM json_each(?)) GROUP BY sha256"""
_BY_PATHS: Final = "SELECT id, path FROM documents WHERE path IN (SELECT value FROM json_each(?))"


def corrections(visit: Visit) -> Response:
    """Show what was corrected, and how good the program is where people looked."""
    return _listed(visit, visit.given, [])


def _listed(visit: Visit, given: Mapping[str, str], lost: list[Lost]) -> Response:
    with visit.opened() as connection:
        rows = listed(connection)
        paths = json.dumps(sorted({row["held_at"] for row in rows if row["held_at"]}))
        known = connection.execute(_BY_PATHS, (paths,))
        held = {row["path"]: row["id"] for row in known}
        judged = scores(connection)
        others = _others(connection, rows)
    for row in rows:
        row["document"] = held.get(row["held_at"])
        row["changes"] = changes_of(correction_of(row), visit.speech)
        row["other_document"] = others.get(row["other"])
    rows.reverse()
    told = [(one.document, one.words, visit.speech.said(one.why)) for one in lost]
    return visit.page("corrections.html", rows=rows, scores=judged, given=given, lost=told)


def _others(connection: sqlite3.Connection, rows: Iterable[Row]) -> dict[str, Row]:
    """Return the other document of each decision that two are one, or two, by its hash."""
    hashes = json.dumps(sorted({row["other"] for row in rows if row["other"]}))
    return {row["sha256"]: dict(row) for row in connection.execute(_OTHERS, (hashes,))}


def correct(visit: Visit) -> Response:
    """Accept, correct or reject what was read at a place of a document, or add what was missed there."""
    kind = Kind(visit.part("kind")) if visit.part("kind") in (*KINDS, "metadata") else None
    if kind is None:
        raise QueryError("viewer.no_item")
    action = Action(visit.given.get("action", Action.CORRECT))
    with visit.opened() as connection:  # what may not be seen may not be corrected
        document = find_document(connection, visit.part("id"))
        item = _item(connection, document, kind, visit.given.get("ord"))
    who, reason = who_and_why(visit)
    start, end = _span(visit.given, item, document)
    fields = _fields(kind, action, item or document, visit)
    made = marked_at(document, kind, action, (start, end), item, fields, who, reason)
    (identity,) = _keep(visit, [made], "made", [document["path"]])
    return with_name(visit.go(f"/documents/{document['id']}?noted={identity}#t{start}"), who)


def _item(connection: sqlite3.Connection, document: Row, kind: Kind, number: str | None) -> Row | None:
    """Return the row that is corrected, None for what is added; of the metadata the document's."""
    if kind is Kind.METADATA:
        return document
    if not number:
        return None
    if not number.isdecimal():
        raise QueryError("viewer.no_item")
    sql = f"SELECT * FROM {KINDS[kind.value]} WHERE document_id = ? AND ord = ?"
    rows = rows_of(connection, sql, document["id"], int(number))
    if not rows:
        raise QueryError("viewer.no_item")
    return rows[0]


def _span(given: Mapping[str, str], item: Row | None, document: Row) -> tuple[int, int]:
    if item is not None and "start" in item:
        return item["start"], item["end"]
    if item is not None:
        return 0, 0
    start, end = given.get("start", ""), given.get("end", "")
    if not (start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(document["text"])):
        raise UsageError("viewer.no_words")
    return int(start), int(end)


def _fields(kind: Kind, action: Action, row: Row, visit: Visit) -> Mapping[str, str]:
    """Return what was typed; UsageError where it would be lost, or where nothing was typed that could be noted."""
    if action is Action.REJECT:
        return {}
    fields = _changed(kind, row, visit.given, visit.speech)
    if action is Action.CORRECT and not fields:
        raise UsageError("viewer.nothing_changed")
    if action is Action.ACCEPT and fields:
        raise UsageError("viewer.changed_not_accepted")
    return fields


def _changed(kind: Kind, row: Row, given: Mapping[str, str], speech: Speech) -> Mapping[str, str]:
    """Return the fields that were typed otherwise than they were read."""
    words = []
    for name in fields_of(kind):
        typed = given.get(f"field_{name}")
        if typed is not None and typed.strip() != shown_value(kind, row, name, speech):
            words.append(f"{name}={typed_value(kind, name, typed, speech)}")
    return read_fields(words, kind)


def pair(visit: Visit) -> Response:
    """Say that two documents are one, or two."""
    who, reason = who_and_why(visit)
    action = Action(visit.given.get("action", ""))
    with visit.opened() as connection:
        document = find_document(connection, visit.part("id"), as_file=True)
        other = find_document(connection, visit.given.get("other", ""), as_file=True)
    made = [paired(document, other, action, who, reason)]
    (identity,) = _keep(visit, made, "made", [document["path"], other["path"]])
    return with_name(visit.go(f"/documents/{document['id']}?noted={identity}"), who)


def take_back(visit: Visit) -> Response:
    """Take a correction back."""
    who, reason = who_and_why(visit)
    with visit.opened() as connection:
        seen = {row["id"] for row in connection.execute("SELECT id FROM correction")}
    if visit.number("id") not in seen:
        raise QueryError("correct.no_correction", id=visit.number("id"))
    with writing(visit.settings.database) as connection:
        taken = undo(connection, visit.number("id"), who, reason)
    if taken is not None and taken.path:
        _read_again(visit, [taken.path])
    return with_name(visit.go(f"/corrections?undone={visit.number('id')}"), who)


def export(visit: Visit) -> Response:
    """Return all corrections as `trichyeu corrections --import` takes them."""
    with visit.opened() as connection:
        rows = listed(connection)
    return download("corrections.json", json.dumps(rows, ensure_ascii=False, indent=1).encode())


def export_gold(visit: Visit) -> Response:
    """Return the corrected documents as gold records, one a line."""
    with visit.opened() as connection:
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in gold_records(connection)]
    return download("gold.jsonl", "".join(lines).encode())


def take_in(visit: Visit) -> Response:
    """Take corrections from an export of them, or from gold records: one JSON value, or one a line.

    What has no place in the archive is listed on the page that answers.
    """
    who, reason = who_and_why(visit)
    made: list[Correction] = []
    lost: list[Lost] = []
    try:
        with visit.opened() as connection:
            for record in _values(visit.given.get("content", "")):
                if "action" in record:
                    made.append(correction_of(record))
                    continue
                more, left = _of_gold(connection, record, who, reason)
                made, lost = [*made, *more], [*lost, *left]
            hashes = json.dumps(sorted({one.sha256 for one in made}))
            files = connection.execute(_BY_HASHES, (hashes,)).fetchall()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("viewer.no_corrections") from error
    _keep(visit, made, "imported", [row["path"] for row in files])
    held = {row["sha256"] for row in files}
    not_held = Message("correct.file_not_held", {})
    lost += [Lost(one.path, one.words, not_held) for one in made if one.sha256 and one.sha256 not in held]
    if lost:
        return with_name(visit.instead(_listed(visit, {"taken": str(len(made))}, lost)), who)
    return with_name(visit.go(f"/corrections?taken={len(made)}"), who)


def _of_gold(
    connection: sqlite3.Connection, record: Mapping[str, Any], who: str, reason: str
) -> tuple[list[Correction], list[Lost]]:
    """Return what a gold record says; one of a document that the archive does not hold is lost as a whole."""
    try:
        return corrections_in(connection, record, who, reason)
    except UsageError as error:
        if not record.get("id"):
            raise
        return [], [Lost(str(record.get("path") or record["id"]), "", error.message)]


def _values(content: str) -> list[dict[str, Any]]:
    """Return the objects of a text: a list, one object, or one a line; ValueError for anything else."""
    try:
        value = json.loads(content)
    except ValueError:
        value = [json.loads(line) for line in content.splitlines() if line.strip()]
    found: list[dict[str, Any]] = value if isinstance(value, list) else [value]
    return found


def who_and_why(visit: Visit) -> tuple[str, str]:
    """Return who corrects, and why; UsageError where one is missing."""
    who, reason = visit.given.get("by", "").strip(), visit.given.get("reason", "").strip()
    if not who or not reason:
        raise UsageError("viewer.who_and_why")
    return who, reason


def _keep(visit: Visit, made: Iterable[Correction], what: str, paths: Iterable[str]) -> list[int]:
    with writing(visit.settings.database) as connection:
        ids = note(connection, made, what)
    _read_again(visit, paths)
    return ids


def _read_again(visit: Visit, paths: Iterable[str]) -> None:
    """Have documents read again by the program, where their files are at hand; the rest waits for the next run.

    Of many, the archive's folders are run: it reads what was corrected alone.
    """
    with visit.opened() as connection:
        files = list(filter(None, (file_of(connection, path) for path in dict.fromkeys(paths))))
        if len(files) > _APART:
            files = [Path(row["folder"]) for row in connection.execute("SELECT folder FROM roots ORDER BY name")]
    for file in files:
        visit.work.begin(visit.speech("viewer.reading_again", path=file.name), str(file), "--wait")
    visit.work.wait(WAITED)


def with_name(answer: Response, who: str) -> Response:
    """Remember the name for the next correction."""
    answer.set_cookie(NAME, quote(who), samesite="strict", httponly=True, max_age=30 * 86_400)
    return answer
