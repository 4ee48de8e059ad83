"""Record -> the public record format (one JSON object), and the JSON Schema of that format.

Both are read off the dataclasses of `extractors.model`, so they cannot drift apart from it.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractors import model
from extractors.model import Record

_OPTIONAL_KEYS = {
    "antecedents", "row", "column", "district", "commune", "evidence",
    "direction", "estimate", "link", "cue", "scale", "secrecy", "level", "box", "readings",
}  # fmt: skip
"""Fields beyond the required ones that are left out while they say nothing."""


def number(value: Decimal) -> int | float:
    """Return a JSON number equal to `value`: an integer when it is one, else a float.

    Exact up to 15 significant digits, which is more than any document writes.

    >>> number(Decimal("6558")), number(Decimal("36.24"))
    (6558, 36.24)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def plain(value: Any) -> Any:
    """Turn a model value into what JSON can hold: dates as ISO text, enums as their value, tuples as lists."""
    if value is None or type(value) in (str, int, bool):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        whole = isinstance(value, model.Rules)
        return {k: plain(v) for k, v in pairs if v or whole or k not in _OPTIONAL_KEYS}
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def record_object(record: Record) -> dict[str, Any]:
    """Return the public record: the source's fields first, then what was found, as RECORD.md lists them."""
    source = record.source
    result: dict[str, Any] = {
        "id": record.id,
        "path": source.path,
        "sha256": source.sha256,
        "format": source.format,
        "pages": source.pages,
        "text": source.text,
        "extractor": record.extractor,
        "metadata": plain(record.metadata),
    }
    for name in ("sections", "boilerplate", "citations", "figures", "ratings", "tasks", "problems"):
        result[name] = plain(getattr(record, name))
    for rating in result["ratings"]:
        rating["counts"] = dict(rating["counts"])
    return result


def record_line(record: Record) -> str:
    """Return the record as one line of JSON, without the line end."""
    return json.dumps(record_object(record), ensure_ascii=False, separators=(", ", ": "))


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    types.NoneType: {"type": "null"},
}


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if dataclasses.is_dataclass(hint):
        return {"$ref": f"#/$defs/{typing.cast(type, hint).__name__}"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if arguments[-1] is Ellipsis:
            return {"type": "array", "items": _schema(arguments[0])}
        return {"type": "array", "prefixItems": [_schema(a) for a in arguments], "items": False}
    return {"anyOf": [_schema(a) for a in arguments]}


def _definition(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    names = [f.name for f in dataclasses.fields(cls)]
    properties = {name: _schema(hints[name]) for name in names}
    return {
        "description": (cls.__doc__ or "").split("\n\n")[0],
        "type": "object",
        "properties": properties,
        "required": [name for name in names if cls is model.Rules or name not in _OPTIONAL_KEYS],
        "additionalProperties": False,
    }


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one record line."""
    classes: tuple[type, ...] = (model.Metadata, model.Period, model.Section, model.Citation, model.Rules)
    classes += (model.Evidence, model.Figure, model.Rating, model.Task, model.Problem)
    definitions = {cls.__name__: _definition(cls) for cls in classes}
    definitions["Rating"]["properties"]["counts"] = {"type": "object", "additionalProperties": {"type": "number"}}
    source, found = typing.get_type_hints(model.Source), typing.get_type_hints(Record)
    properties = {"id": _schema(str)}
    properties |= {name: _schema(source[name]) for name in ("path", "sha256", "format", "pages", "text")}
    properties |= {name: _schema(hint) for name, hint in found.items() if name not in ("id", "source")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Trích yếu record",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }
