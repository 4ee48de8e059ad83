"""What a person points at in a document -> the correction to keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final

from extractors.values.digits import parse_digits
from extractors.values.numerals import parse_numeral
from pipeline.corrections.model import Action, Correction, Kind, fields_of, value_of
from pipeline.corrections.place import around
from pipeline.corrections.store import now
from pipeline.errors import QueryError, UsageError
from pipeline.rows import Row, rows_of
from pipeline.speech import Names

_TABLES: Final = {Kind.FIGURE: "figures", Kind.CITATION: "citations", Kind.TASK: "tasks"}
_OPENING: Final = 60
"""Characters at the head of a text by which a document is known that has changed otherwise."""
_SHOWN: Final = 5
_NEAR: Final = 40


def marked(
    connection: sqlite3.Connection,
    document: Row,
    kind: Kind,
    action: Action,
    words: str | None,
    fields: Mapping[str, str],
    who: str,
    reason: str,
) -> Correction:
    """Return the correction of an item of a document (a row of `documents`) that words point at.

    `words` are those of the item, or more of its sentence with the item in square brackets (`[05] hội nghị`). The
    metadata need none. Raises QueryError when nothing or more than one item is meant, UsageError for a wrong field.
    """
    if kind is Kind.METADATA:
        item: Row | None = document
        start, end = 0, 0
    else:
        if not words:
            raise UsageError("correct.no_words")
        start, end, item = _pointed_at(connection, document, kind, words, action is Action.ADD)
    return marked_at(document, kind, action, (start, end), item, fields, who, reason)


def marked_at(
    document: Row,
    kind: Kind,
    action: Action,
    span: tuple[int, int],
    item: Row | None,
    fields: Mapping[str, str],
    who: str,
    reason: str,
) -> Correction:
    """Return the correction of what stands at a span of a document's text; `item` is its row, None for a new one.

    The metadata stand nowhere: they are known by the head of the text. UsageError for a wrong field.
    """
    text: str = document["text"]
    values = {name: _checked(kind, name, value) for name, value in fields.items()}
    start, end = (0, min(_OPENING, len(text))) if kind is Kind.METADATA else span
    said = {name: item[name] for name in fields_of(kind) if name in item} if item else {}
    if action is Action.ADD and kind is Kind.FIGURE and "value" not in values:
        read = parse_digits(text[start:end])
        amount = read[0] if read else parse_numeral(text[start:end])
        if amount is None:
            raise UsageError("correct.no_value", words=text[start:end])
        values["value"] = f"{amount:f}"
    if action is Action.CORRECT and not values:
        raise UsageError("correct.nothing_set")
    before, after = around(text, start, end)
    return Correction(
        id=0,
        kind=kind,
        action=action,
        path=document["path"],
        sha256=document["sha256"],
        start=start,
        words=text[start:end],
        before=before,
        after=after,
        item=said,
        fields=said if action is Action.ACCEPT else values,
        other=None,
        who=who,
        reason=reason,
        made=now(),
    )


def paired(document: Row, other: Row, action: Action, who: str, reason: str) -> Correction:
    """Return the decision that two documents are one (`join`), or two (`part`)."""
    return Correction(
        0, Kind.DOCUMENTS, action, document["path"], document["sha256"], 0, "", "", "", {}, {}, other["sha256"], who,
        reason, now(),
    )  # fmt: skip


def _checked(kind: Kind, name: str, value: str) -> Any:
    """Return a typed value as JSON holds it; UsageError for a field or a value that the kind does not have."""
    if name not in fields_of(kind):
        raise UsageError("correct.no_field", field=name, fields=Names("field", fields_of(kind)))
    try:
        value_of(kind, name, value)
    except ValueError as error:
        raise UsageError("correct.bad_value", field=Names("field", (name,)), value=value) from error
    return value or None


def _pointed_at(
    connection: sqlite3.Connection, document: Row, kind: Kind, words: str, new: bool
) -> tuple[int, int, Row | None]:
    """Return the span of the item that is pointed at, and its row; no row for one that is new."""
    text: str = document["text"]
    spans = list(_places(text, words))
    if not spans:
        raise QueryError("correct.not_in_text", words=words, document=document["name"])
    if new:
        if len(spans) > 1:
            raise QueryError("correct.several_places", words=words, places=_quoted(text, spans))
        return *spans[0], None
    query = f'SELECT * FROM {_TABLES[kind]} WHERE document_id = ? ORDER BY "start"'
    rows = rows_of(connection, query, document["id"])
    meant = {row["ord"]: row for row in rows for start, end in spans if row["start"] < end and row["end"] > start}
    if not meant:
        raise QueryError("correct.no_item", words=words, document=document["name"])
    if len(meant) > 1:
        places = [(row["start"], row["end"]) for row in meant.values()]
        raise QueryError("correct.several_places", words=words, places=_quoted(text, places))
    (row,) = meant.values()
    return row["start"], row["end"], row


def _places(text: str, words: str) -> Iterable[tuple[int, int]]:
    """Yield where words stand in a text; of words with square brackets, what stands in the brackets."""
    before, opened, rest = words.partition("[")
    inner, closed, after = rest.partition("]")
    if not (opened and closed and inner):
        before, inner, after = "", words, ""
    whole = before + inner + after
    at = text.find(whole)
    while at >= 0:
        yield at + len(before), at + len(before) + len(inner)
        at = text.find(whole, at + 1)


def _quoted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    shown = list(spans)[:_SHOWN]
    return "; ".join(
        f"“{' '.join(text[max(0, start - _NEAR) : start].split())} [{text[start:end]}] "
        f"{' '.join(text[end : end + _NEAR].split())}”"
        for start, end in shown
    )
