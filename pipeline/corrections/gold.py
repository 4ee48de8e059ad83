"""Corrected documents -> records of the gold form, one JSON object a document; such records -> corrections.

The form is that of the public record. What people decided is in it already: an item that was taken out is not there,
one that was set otherwise has the values that were set; `judged` tells whether a person looked at it. Back again, each
item of a gold record is held against what the database has at its place: the same is accepted (not what nobody had
looked at), other values correct it, what is missing is added. What the gold record does not have is rejected, of the
kinds that it tells at all. What it says of the document as a whole corrects that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from pipeline.corrections.apply import find_item
from pipeline.corrections.mark import marked_at
from pipeline.corrections.model import PERIOD, Action, Correction, Kind, Lost, fields_of
from pipeline.corrections.place import place
from pipeline.corrections.store import correction_of
from pipeline.corrections.typed import read_fields
from pipeline.errors import UsageError
from pipeline.rows import Row, rows_of
from pipeline.speech import Message

_LISTS: Final = {Kind.CITATION: "citations", Kind.FIGURE: "figures", Kind.TASK: "tasks"}
_MORE: Final = {
    Kind.CITATION: ("form", "antecedent"), Kind.FIGURE: ("role", "of_figure"), Kind.TASK: ("kind",),
}  # fmt: skip
"""What hangs on other items: it goes out with the record, no correction sets it."""
_JUDGED: Final = """
SELECT d.* FROM documents d WHERE d.present = 1 AND d.sha256 IN (
  SELECT c.sha256 FROM correction c WHERE c.kind IN ('figure', 'citation', 'task', 'metadata')) ORDER BY d.path"""

_OF_ITEMS: Final = "SELECT * FROM correction WHERE sha256 = ? AND kind IN ('figure', 'citation', 'task')"


class _Span(NamedTuple):
    start: int
    end: int


def gold_records(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the records of the documents in which people corrected anything, in the order of their paths."""
    for document in rows_of(connection, _JUDGED):
        judged = _judged(connection, document)
        yield {
            "id": document["name"], "path": document["path"], "sha256": document["sha256"], "text": document["text"],
            "metadata": {"kind": document["kind"], **_fields(Kind.METADATA, document)},
            **{
                name: [_item(kind, row, judged) for row in _rows(connection, name, document)]
                for kind, name in _LISTS.items()
            },
        }  # fmt: skip


def _judged(connection: sqlite3.Connection, document: Row) -> set[tuple[str, int, int]]:
    """Return the kind and the span of each item of a document that a person corrected or held for right."""
    rows = rows_of(connection, _OF_ITEMS, document["sha256"])
    spans = ((row["kind"], place(correction_of(row), document["text"])) for row in rows)
    return {(kind, *span) for kind, span in spans if span}


def _rows(connection: sqlite3.Connection, table: str, document: Row) -> list[Row]:
    return rows_of(connection, f"SELECT * FROM {table} WHERE document_id = ? ORDER BY ord", document["id"])


def _item(kind: Kind, row: Row, judged: set[tuple[str, int, int]]) -> dict[str, Any]:
    more = {name: row[name] for name in _MORE[kind] if name in row}
    more["judged"] = (kind, row["start"], row["end"]) in judged
    return {"start": row["start"], "end": row["end"], "text": row["text"], **_fields(kind, row), **more}


def _fields(kind: Kind, row: Row) -> dict[str, Any]:
    fields = {name: row[name] for name in fields_of(kind) if name in row and name not in PERIOD}
    if PERIOD[0] in row:
        start, end = (row[name] for name in PERIOD)
        fields["period"] = {"start": start, "end": end} if start and end else None
    return fields


def corrections_in(
    connection: sqlite3.Connection, record: Mapping[str, Any], who: str, reason: str
) -> tuple[list[Correction], list[Lost]]:
    """Return what a gold record says of a document that the database holds, and which items have no place in it.

    UsageError when the database does not hold the document (by its SHA-256, else its name), or for no gold record.
    """
    document = _document(connection, record)
    found = _of_whole(document, record, who, reason)
    lost: list[Lost] = []
    for kind, name in _LISTS.items():
        if not isinstance(record.get(name), list):
            continue
        rows = _rows(connection, name, document)
        if kind is Kind.TASK:  # a record that tells no limitation was not marked for them
            told = {"task", *(item.get("kind") for item in record[name])}
            rows = [row for row in rows if row["kind"] in told]
        spans = [_Span(row["start"], row["end"]) for row in rows]
        met: set[int] = set()
        for item in record[name]:
            start, end = int(item["start"]), int(item["end"])
            if document["text"][start:end] != item["text"]:
                lost.append(Lost(document["path"], str(item["text"]), Message("correct.other_words", {})))
                continue
            at = find_item(spans, start, end)
            row = None if at is None or at in met else rows[at]
            if row is not None and at is not None:
                met.add(at)
            made = _correction(document, kind, (start, end), item, row, who, reason)
            if made.action is not Action.ACCEPT or item.get("judged", True):
                found.append(made)
        found += [
            marked_at(document, kind, Action.REJECT, (row["start"], row["end"]), row, {}, who, reason)
            for at, row in enumerate(rows) if at not in met and not lost
        ]  # fmt: skip
    return found, lost


def _of_whole(document: Row, record: Mapping[str, Any], who: str, reason: str) -> list[Correction]:
    """Return the correction of what a document says of itself, none where the record says the same or nothing."""
    said = record.get("metadata")
    if not isinstance(said, Mapping):
        return []
    fields = _differing(Kind.METADATA, said, document)
    if not fields:
        return []
    return [marked_at(document, Kind.METADATA, Action.CORRECT, (0, 0), document, fields, who, reason)]


def _document(connection: sqlite3.Connection, record: Mapping[str, Any]) -> Row:
    known = "SELECT * FROM documents WHERE present = 1 AND {} ORDER BY path LIMIT 1"
    rows = rows_of(connection, known.format("sha256 = ?"), record.get("sha256"))
    rows = rows or rows_of(connection, known.format("name = ?"), record.get("id"))
    if not rows:
        raise UsageError("correct.gold_unknown", name=record.get("path") or record.get("id") or "?")
    return rows[0]


def _correction(
    document: Row, kind: Kind, span: tuple[int, int], item: Mapping[str, Any], row: Row | None, who: str, reason: str
) -> Correction:
    """Return what one gold item says of the row at its place, None where the program read nothing."""
    if row is None:
        fields = {name: value for name, value in _differing(kind, item, None).items() if value}
        return marked_at(document, kind, Action.ADD, span, None, fields, who, reason)
    fields = _differing(kind, item, row)
    action = Action.CORRECT if fields else Action.ACCEPT
    return marked_at(document, kind, action, (row["start"], row["end"]), row, fields, who, reason)


def _differing(kind: Kind, item: Mapping[str, Any], row: Row | None) -> dict[str, str]:
    """Return the fields in which a gold item tells another value than a row, as a correction sets them."""
    said = dict(item)
    period = said.pop("period", None)
    if "period" in item:
        said |= {name: period[name[7:]] if period else None for name in PERIOD}
    words = [
        f"{name}={'' if said[name] is None else said[name]}"
        for name in fields_of(kind)
        if name in said and (row is None or not _same(said[name], row.get(name)))
    ]
    return dict(read_fields([word.replace(".", ",") if word.startswith(_NUMBERS) else word for word in words], kind))


_NUMBERS: Final = ("value=", "value_max=", "of=")


def _same(one: object, other: object) -> bool:
    """Tell whether two values say the same; numbers by their value, nothing and an empty text alike.

    >>> _same(7, "7.0"), _same(None, ""), _same("hội nghị", "cuộc họp")
    (True, True, False)
    """
    if one in (None, "", False) or other in (None, "", 0):
        return (one or None) == (other or None)
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return str(one) == str(other)
