"""What Datasette is told of the database (metadata.json): titles, descriptions, search, facets, ready questions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from extractors.toml_file import read_toml
from pipeline.errors import Failure
from pipeline.exporting.folder import whole_file
from pipeline.exporting.format import Format, Order, Written
from pipeline.run.columns import Relation, relations
from pipeline.run.covered import holds_classified
from pipeline.speech import Speech
from pipeline.terminal import json_text


def _write(order: Order) -> Written:
    """Write the metadata; Failure for a database with classified documents, which Datasette would show."""
    if holds_classified(order.connection):
        raise Failure("export.datasette_classified")
    told = read_toml(Path(__file__).with_name("datasette.toml"))
    language = order.speech.language
    (_, _, database) = next(row for row in order.connection.execute("PRAGMA database_list") if row[1] == "main")
    described = {
        "description": told["database"]["description"][language],
        "tables": {name: _table(relation, told, order.speech) for name, relation in relations().items()},
        "queries": {
            query["name"]: {"title": query["title"][language], "sql": query["sql"].strip()} for query in told["query"]
        },
    }
    metadata = {
        "title": "Trích yếu",
        "description": order.speech("help.program"),
        "databases": {Path(database).stem: described},
    }
    with whole_file(order.output) as file:
        file.write_text(json_text(metadata, indent=1) + "\n", encoding="utf-8")
    return Written((order.output,), {})


def _table(relation: Relation, told: Mapping[str, Any], speech: Speech) -> dict[str, Any]:
    name = relation.name
    table: dict[str, Any] = {"description": f"{relation.told[:1].upper()}{relation.told[1:]}."}
    if relation.title and speech.language == "vi":
        table["title"] = relation.title
    if relation.inner:
        table["hidden"] = True
    if name in told["facets"]:
        table["facets"] = told["facets"][name]
    if name in told["sizes"]:
        table["size"] = told["sizes"][name]
    if name in told["labels"]:
        table["label_column"] = told["labels"][name]
    if name in told["search"]:
        table |= {"fts_table": "documents_fts", "fts_pk": told["search"][name]}
    titles = {column.name: column.title for column in relation.columns if column.title and speech.language == "vi"}
    table["columns"] = {
        column.name: f"{titles[column.name]}: {column.told}" if column.name in titles else column.told
        for column in relation.columns
    }
    return table


FORMAT: Final = Format("datasette", _write, said="run.written", noted=False)
