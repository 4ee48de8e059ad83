"""Tables and the files they were written to -> the text of a Frictionless data package (datapackage.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.run.columns import Column, Relation
from pipeline.terminal import json_text
from pipeline.version import VERSION

PACKAGE: Final = "datapackage.json"
NAME: Final = "trichyeu"
"""Of every package that we write: by it an older export is known."""
_ABOUT: Final = (
    "What an archive of Vietnamese Party and State documents reports, cites, orders and admits. Rows of the v_* views"
    " may be added up where `summing` is `adds`."
)


Told = Mapping[str, Any]


def package_text(resources: Sequence[tuple[Relation, Told]], missing: Sequence[str]) -> str:
    """Return the package of these tables; each comes with what is told of its file.

    `missing` are the texts that stand for no value.
    """
    names = {relation.name for relation, _ in resources}
    package = {
        "profile": "data-package",
        "name": NAME,
        "title": "Trích yếu",
        "description": _ABOUT,
        "version": VERSION,
        "resources": [_resource(relation, told, names, missing) for relation, told in resources],
    }
    return json_text(package, indent=1) + "\n"


def _resource(relation: Relation, told: Told, names: set[str], missing: Sequence[str]) -> dict[str, Any]:
    fields = [_field(column) for column in relation.columns]
    described: dict[str, Any] = {"fields": fields, "missingValues": list(missing)}
    if relation.key:
        described["primaryKey"] = list(relation.key)
    keys = list(_foreign_keys(relation, names))
    if keys:
        described["foreignKeys"] = keys
    title = {"title": relation.title} if relation.title else {}
    return {"name": relation.name, **title, "description": relation.told, **told, "schema": described}


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "type": "string" if column.type == "binary" else column.type}
    if column.type == "binary":
        told["format"] = "binary"
    if column.type == "datetime":
        told["format"] = "any"
    if column.title:
        told["title"] = column.title
    told["description"] = column.told
    if column.required:
        told["constraints"] = {"required": True}
    return told


def _foreign_keys(relation: Relation, names: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the keys of a table that lead to tables of the package.

    A key of several columns of which one may be null is left out: to Frictionless it leads nowhere then.
    """
    required = {column.name for column in relation.columns if column.required}
    for reference in relation.references:
        whole = len(reference.columns) == 1 or required >= {*reference.columns}
        if reference.table in names and whole:
            own = "" if reference.table == relation.name else reference.table
            yield {
                "fields": list(reference.columns),
                "reference": {"resource": own, "fields": list(reference.others)},
            }
