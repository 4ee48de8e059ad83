"""What people annotated in Label Studio (its JSON export) -> corrections, and what cannot be taken, with the reason.

A task comes from `export --format labelstudio`: the text, the file's hash, and the items that were offered as a
prediction. An item that is left as it was is accepted, one with another label or value corrected, one that is gone
rejected, a new region added; of one that was moved the old place is rejected and the new one added. A field that was
emptied says nothing, for Label Studio leaves it out. Links between regions are no corrections: how figures belong
together follows from what they are. The file may come from anywhere: nothing in it is believed but text, offsets,
labels and the fields named here. Offsets are code points; older versions of Label Studio count UTF-16 units.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from extractors.model import Indicator, Modality, Relation
from pipeline.corrections.mark import marked_at
from pipeline.corrections.model import Action, Correction, Kind, Lost
from pipeline.corrections.place import around, place_words
from pipeline.corrections.typed import read_fields
from pipeline.errors import UsageError
from pipeline.rows import Row, rows_of
from pipeline.speech import Message

TEXT: Final = "text"
"""The name of the text in a labelling configuration, and its key in the data of a task."""
OFFERED: Final = "offered"
LABELS: Final = {Kind.FIGURE: "indicator", Kind.CITATION: "relation"}
"""What a region is, which is the name of its control -> the field that its label tells."""
_CHOICES: Final = {Kind.FIGURE: frozenset(Indicator), Kind.CITATION: frozenset(Relation)}
FIELDS: Final = {Kind.FIGURE: ("value", "unit", "modality"), Kind.CITATION: ("code",)}
"""Further fields of a region, each with a control of its own name."""
REASON: Final = "reason"
MODALITIES: Final = tuple(Modality)
_TABLES: Final = {Kind.FIGURE: "figures", Kind.CITATION: "citations"}
_ID: Final = re.compile(r"(figure|citation)-(\d{1,9})-(\d{1,9})")
_LONGEST_REGION: Final = 2000
_LONGEST_TEXT: Final = 500
"""Characters of a name, a reason or a field that are kept."""
_MOST_BYTES: Final = 512 << 20

Span = tuple[int, int]


def region_id(kind: Kind, start: int, end: int) -> str:
    """Return the id of the region of an item, from which it is known again."""
    return f"{kind}-{start}-{end}"


@dataclass(slots=True)
class Taken:
    """What an export of Label Studio gives: corrections, and what could not be taken."""

    corrections: list[Correction] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, document: object, words: object, key: str, **values: object) -> None:
        """Note what could not be taken."""
        why = Message(f"labelstudio.{key}", values)
        self.lost.append(Lost(_words(document), _words(words), why))


@dataclass(slots=True)
class _Region:
    kind: Kind
    span: Span
    label: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Teller:
    """Who annotated, and why, where a region has no reason of its own."""

    who: str
    reason: str


def tasks_in(file: Path) -> list[Any] | None:
    """Return the tasks that a file of Label Studio holds, None for a file of another kind; UsageError for a bad one."""
    if file.stat().st_size > _MOST_BYTES:
        raise UsageError("labelstudio.too_large", file=file, megabytes=_MOST_BYTES >> 20)
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise UsageError("correct.bad_file", file=file, reason="JSON") from error
    except ValueError:
        return None
    is_ours = isinstance(found, list) and found and all(isinstance(task, dict) and "data" in task for task in found)
    return found if is_ours else None


def read_tasks(connection: sqlite3.Connection, tasks: Iterable[Any], who: str | None, reason: str | None) -> Taken:
    """Return what annotated tasks say of the documents of this archive; a task without annotation says nothing.

    `who` and `reason` hold where the export names nobody, and where a region has no reason.
    """
    taken = Taken()
    for task in tasks:
        _read_task(connection, task, who, reason, taken)
    return taken


def _read_task(connection: sqlite3.Connection, task: Any, who: str | None, reason: str | None, taken: Taken) -> None:
    data = task["data"] if isinstance(task["data"], dict) else {}
    annotation = _annotation(task)
    if annotation is None:
        return
    text, name = data.get(TEXT), data.get("path")
    document = _document(connection, data)
    if document is None or not isinstance(text, str):
        taken.lose(name, "", "no_document")
        return
    regions = _regions(annotation, text, document["name"], taken)
    teller = _teller(task, annotation, who, reason)
    _take_document(connection, document, text, regions, _offered(data), teller, taken)


def _annotation(task: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the annotation that was changed last, of those that were not cancelled."""
    found = task.get("annotations")
    made = [
        one
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and not one.get("was_cancelled") and isinstance(one.get("result"), list)
    ]
    return max(made, key=lambda one: str(one.get("updated_at") or ""), default=None)


def _document(connection: sqlite3.Connection, data: Mapping[str, Any]) -> Row | None:
    """Return the document of a task: the file with the same bytes, else what stands at its path; none classified."""
    for column in ("sha256", "path"):
        value = data.get(column)
        if isinstance(value, str):
            sql = f"SELECT * FROM documents WHERE {column} = ? AND present AND classified IS NULL ORDER BY path LIMIT 1"
            for row in rows_of(connection, sql, value.encode("utf-8", "replace").decode()):
                return row
    return None


def _teller(task: Mapping[str, Any], annotation: Mapping[str, Any], who: str | None, reason: str | None) -> _Teller:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("username") or by.get("id")
    named = _words(by) if isinstance(by, str) else ""
    number = f"Label Studio {by}" if isinstance(by, int) else "Label Studio"
    source = f"Label Studio: task {_words(task.get('id'))}, annotation {_words(annotation.get('id'))}"
    return _Teller(named or who or number, reason or source)


def _regions(annotation: Mapping[str, Any], text: str, document: str, taken: Taken) -> list[_Region]:
    """Return the regions of an annotation; every control gives one result, those of one region have one id."""
    found: dict[str, _Region] = {}
    results = [one for one in annotation["result"] if isinstance(one, dict)]
    for result in results:
        if result.get("type") == "labels":
            _add_region(result, text, document, found, taken)
    for result in results:
        region = found.get(str(result.get("id")))
        if region is not None and result.get("type") in ("textarea", "choices"):
            _add_field(region, result)
    return list(found.values())


def _add_region(result: Mapping[str, Any], text: str, document: str, found: dict[str, _Region], taken: Taken) -> None:
    value = result["value"] if isinstance(result.get("value"), dict) else {}
    told = value.get("labels")
    label = told[0] if isinstance(told, list) and told else None
    kind = next((kind for kind in LABELS if result.get("from_name") == kind.value), None)
    if kind is None or not isinstance(label, str) or label not in _CHOICES[kind]:
        taken.lose(document, value.get("text"), "no_label", label=_words(label))
        return
    span = _span(value, text)
    if span is None:
        taken.lose(
            document, value.get("text"), "no_span", start=_words(value.get("start")), end=_words(value.get("end"))
        )
        return
    found[str(result.get("id"))] = _Region(kind, span, label)


def _span(value: Mapping[str, Any], text: str) -> Span | None:
    """Return the code points of a region; older versions count UTF-16 units, which the marked words tell."""
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= start + _LONGEST_REGION:
        return None
    if not isinstance(words, str):
        return (start, end) if end <= len(text) else None
    if _same(text[start:end], words):
        return start, end
    if end > 2 * len(text):
        return None
    units = text.encode("utf-16-le", "surrogatepass")
    before, inner = (units[2 * a : 2 * b].decode("utf-16-le", "replace") for a, b in ((0, start), (start, end)))
    return (len(before), len(before) + len(inner)) if _same(inner, words) else None


def _same(one: str, other: str) -> bool:
    """Compare marked words; Label Studio may write an end of line as backslash and n."""
    return one.split() == other.replace("\\n", "\n").split()


def _add_field(region: _Region, result: Mapping[str, Any]) -> None:
    name = result.get("from_name")
    value = result["value"] if isinstance(result.get("value"), dict) else {}
    told = value.get("text") if result["type"] == "textarea" else value.get("choices")
    words = " ".join(word for word in told if isinstance(word, str)) if isinstance(told, list) else told
    if not isinstance(words, str):
        return
    if name == REASON:
        region.reason = _words(words)
    elif isinstance(name, str) and name in FIELDS[region.kind]:
        region.fields[name] = _words(words)


def _offered(data: Mapping[str, Any]) -> set[tuple[Kind, Span]]:
    told = data.get(OFFERED)
    ids = told.split() if isinstance(told, str) else []
    found = (_ID.fullmatch(one) for one in ids)
    return {(Kind(one[1]), (int(one[2]), int(one[3]))) for one in found if one}


def _take_document(
    connection: sqlite3.Connection,
    document: Row,
    text: str,
    regions: Iterable[_Region],
    offered: set[tuple[Kind, Span]],
    teller: _Teller,
    taken: Taken,
) -> None:
    """Turn the regions of one task into corrections: what is gone first, so that what replaces it finds its place."""
    held = {kind: _held(connection, document["id"], table) for kind, table in _TABLES.items()}
    marked = {(region.kind, region.span): region for region in regions}
    for kind, span in sorted(offered - set(marked)):
        item = held[kind].get(_placed(text, span, document["text"]) or (-1, -1))
        if item is not None:
            there = (item["start"], item["end"])
            taken.corrections.append(
                marked_at(document, kind, Action.REJECT, there, item, {}, teller.who, teller.reason)
            )
    for region in marked.values():
        _take_region(document, text, region, held[region.kind], teller, taken)


def _take_region(
    document: Row, text: str, region: _Region, held: Mapping[Span, Row], teller: _Teller, taken: Taken
) -> None:
    words = text[slice(*region.span)]
    there = _placed(text, region.span, document["text"])
    if there is None:
        taken.lose(document["name"], words, "no_place")
        return
    item = held.get(there)
    try:
        fields = dict(_changed(region, item))
        action = Action.ADD if item is None else Action.CORRECT if fields else Action.ACCEPT
        reason = region.reason or teller.reason
        taken.corrections.append(marked_at(document, region.kind, action, there, item, fields, teller.who, reason))
    except UsageError as error:
        taken.lost.append(Lost(document["name"], _words(words), error.message))


def _changed(region: _Region, item: Row | None) -> Iterator[tuple[str, str]]:
    """Yield the fields that a region tells otherwise than its item; all that are told, where there is none."""
    said = {LABELS[region.kind]: region.label or "", **region.fields}
    for name, typed in said.items():
        before = "" if item is None else written(name, item[name])
        if typed.strip() != before:
            yield from read_fields([f"{name}={typed.strip()}"], region.kind).items()


def written(name: str, value: Any) -> str:
    """Return the value of a field as it is offered to people, who may type it so: a number with a decimal comma.

    >>> written("value", 36.24), written("value", 18746), written("unit", None)
    ('36,24', '18746', '')
    """
    if value is None:
        return ""
    return format(Decimal(str(value)), "f").replace(".", ",") if name == "value" else str(value)


def _held(connection: sqlite3.Connection, document: int, table: str) -> dict[Span, Row]:
    rows = rows_of(connection, f"SELECT * FROM {table} WHERE document_id = ? ORDER BY ord", document)
    return {(row["start"], row["end"]): row for row in rows}


def _placed(text: str, span: Span, there: str) -> Span | None:
    """Return where what is marked in the text of a task stands in that of its document, which may have changed."""
    start, end = span
    if not 0 <= start < end <= min(len(text), start + _LONGEST_REGION):
        return None
    return place_words(text[start:end], start, around(text, start, end), there)


def _words(value: object) -> str:
    """Return a short text of whatever a file holds."""
    if not isinstance(value, (str, int)):
        return ""
    return " ".join(str(value).encode("utf-8", "replace").decode().split())[:_LONGEST_TEXT]
