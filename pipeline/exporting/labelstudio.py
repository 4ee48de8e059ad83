"""Documents with their figures and citations as tasks for Label Studio, and the configuration of its labelling page.

Of `NAME.json` are the tasks (Label Studio's JSON, items as a prediction that an annotator corrects), of `NAME.xml` the
configuration. `corrections --import` takes back what was annotated.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final
from xml.etree import ElementTree

from extractors.model import Indicator, Relation, Role
from pipeline.corrections.labelstudio import FIELDS, LABELS, MODALITIES, OFFERED, REASON, TEXT, region_id, written
from pipeline.corrections.model import Kind
from pipeline.errors import UsageError
from pipeline.exporting.folder import whole_file
from pipeline.exporting.format import Format, Order, Written
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

_DOCUMENTS: Final = """
SELECT id, path, name, code, sha256, extractor, text FROM counted_documents ORDER BY path"""
_TABLES: Final = {Kind.FIGURE: "figures", Kind.CITATION: "citations"}
_VALUES: Final[dict[Kind, type[StrEnum]]] = {Kind.FIGURE: Indicator, Kind.CITATION: Relation}
_ENDING: Final = ".json"


def _write(order: Order) -> Written:
    if order.output.suffix.lower() != _ENDING:
        raise UsageError("usage.no_form", name=order.output.name, endings=_ENDING)
    configuration = order.output.with_suffix(".xml")
    counts = {"documents": 0, "figures": 0, "citations": 0}
    with whole_file(order.output) as file, file.open("w", encoding="utf-8", newline="\n") as stream:
        for row in order.connection.execute(_DOCUMENTS):
            items = {kind: _items(order.connection, table, row["id"]) for kind, table in _TABLES.items()}
            stream.write(",\n" if counts["documents"] else "[\n")
            stream.write(json.dumps(_task(dict(row), items), ensure_ascii=False))
            counts["documents"] += 1
            for kind, table in _TABLES.items():
                counts[table] += len(items[kind])
        stream.write("\n]\n" if counts["documents"] else "[]\n")
    with whole_file(configuration) as file:
        file.write_text(labelling(order.speech), encoding="utf-8")
    return Written((order.output, configuration), counts)


def _items(connection: sqlite3.Connection, table: str, document: int) -> list[Row]:
    return rows_of(connection, f"SELECT * FROM {table} WHERE document_id = ? ORDER BY ord", document)


def _task(document: Row, items: dict[Kind, list[Row]]) -> Row:
    extractor, _ = document.pop("extractor"), document.pop("id")
    ids = [region_id(kind, item["start"], item["end"]) for kind, rows in items.items() for item in rows]
    result = [one for kind, rows in items.items() for item in rows for one in _results(kind, item)]
    result += _links(items[Kind.FIGURE])
    data = document | {TEXT: document["text"], OFFERED: " ".join(ids)}
    return {"data": data, "predictions": [{"model_version": extractor, "result": result}]}


def _results(kind: Kind, item: Row) -> Iterator[Row]:
    """Yield what each control says of an item: its label, then the fields that it has."""
    place = {"start": item["start"], "end": item["end"]}
    whole = {"id": region_id(kind, item["start"], item["end"]), "to_name": TEXT}
    labels = {**place, "text": item["text"], "labels": [item[LABELS[kind]]]}
    yield {**whole, "from_name": kind.value, "type": "labels", "value": labels}
    for name in FIELDS[kind]:
        if item[name] is not None:
            form, key = ("choices", "choices") if name == "modality" else ("textarea", "text")
            yield {**whole, "from_name": name, "type": form, "value": {**place, key: [written(name, item[name])]}}


def _links(figures: list[Row]) -> Iterator[Row]:
    by_ord = {item["ord"]: region_id(Kind.FIGURE, item["start"], item["end"]) for item in figures}
    for item in figures:
        if item["of_figure"] in by_ord:
            ends = {"from_id": by_ord[item["ord"]], "to_id": by_ord[item["of_figure"]]}
            yield {"type": "relation", "direction": "right", "labels": [item["role"]] if item["role"] else [], **ends}


def labelling(speech: Speech) -> str:
    """Return the configuration of the labelling page: labels by indicator and relation, a field for each value."""
    view = ElementTree.Element("View")
    links = ElementTree.SubElement(view, "Relations")
    _add_values(links, "Relation", (role.value for role in Role))
    for kind, values in _VALUES.items():
        ElementTree.SubElement(view, "Header", value=speech(f"labelstudio.{kind}"))
        labels = ElementTree.SubElement(view, "Labels", name=kind.value, toName=TEXT)
        for value in values:
            ElementTree.SubElement(labels, "Label", value=value.value, hint=speech.short(LABELS[kind], value.value))
    ElementTree.SubElement(view, "Text", name=TEXT, value=f"${TEXT}")
    for kind, names in FIELDS.items():
        told = ElementTree.SubElement(view, "View", visibleWhen="region-selected", whenTagName=kind.value)
        for name in names:
            _add_control(told, name, speech)
    _add_control(ElementTree.SubElement(view, "View", visibleWhen="region-selected"), REASON, speech)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _add_control(view: ElementTree.Element, name: str, speech: Speech) -> None:
    title = speech(f"labelstudio.{REASON}") if name == REASON else speech.short("field", name)
    ElementTree.SubElement(view, "Header", value=title)
    shared: dict[str, Any] = {"name": name, "toName": TEXT, "perRegion": "true"}
    if name == "modality":
        choices = ElementTree.SubElement(view, "Choices", {**shared, "choice": "single"})
        _add_values(choices, "Choice", (modality.value for modality in MODALITIES))
    else:
        ElementTree.SubElement(view, "TextArea", {**shared, "editable": "true", "maxSubmissions": "1"})


def _add_values(parent: ElementTree.Element, tag: str, values: Iterable[str]) -> None:
    for value in values:
        ElementTree.SubElement(parent, tag, value=value)


FORMAT: Final = Format("labelstudio", _write, said="export.labelstudio")
