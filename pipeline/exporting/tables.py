"""Tables and views -> one file each in a folder, with a Frictionless `datapackage.json` that describes them.

Rows are read and written one after the other, whatever the size of the archive, in the order of their keys.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.errors import Failure, UsageError
from pipeline.exporting.folder import whole_folder
from pipeline.exporting.format import Order, Written
from pipeline.exporting.package import PACKAGE, package_text
from pipeline.run.columns import Column, Relation, relations

Row = tuple[Any, ...]
WriteRows = Callable[[Path, Sequence[Column], Iterable[Row]], int]
"""Writes the rows of one table to a file, and returns how many they are."""

_ORDER: Final = ("document_id", "ord", "class_rank", "id")
"""Rows of a document come in its order; other tables in that of their keys."""


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How tables are written: the ending of their files, what a data package says of each, what writes one.

    `missing` is how a cell without a value is written, where the format has no null of its own.
    """

    ending: str
    resource: Mapping[str, Any]
    write_rows: WriteRows
    missing: tuple[str, ...] = ()

    def write(self, order: Order) -> Written:
        """Write the tables that are asked for into the folder; UsageError where that holds what is not ours."""
        wanted = _wanted(order.only)
        counts: dict[str, int] = {}
        with whole_folder(order.output) as folder:
            resources = []
            for relation in wanted:
                file = folder / f"{relation.name}{self.ending}"
                counts[relation.name] = self.write_rows(file, relation.columns, _rows(order.connection, relation))
                with file.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                told = {"path": file.name, **self.resource, "bytes": file.stat().st_size, "hash": f"sha256:{digest}"}
                resources.append((relation, told))
            (folder / PACKAGE).write_text(package_text(resources, self.missing), encoding="utf-8")
        names = (*(told["path"] for _, told in resources), PACKAGE)
        return Written(tuple(order.output / name for name in names), counts)


def exported() -> dict[str, Relation]:
    """Return the tables and views that an export holds, by name: all but the program's own state."""
    return {name: relation for name, relation in relations().items() if not relation.inner}


def _wanted(only: tuple[str, ...]) -> list[Relation]:
    known = exported()
    for name in only:
        if name not in known:
            raise UsageError("usage.no_table", word=name, names=", ".join(known))
    return [relation for name, relation in known.items() if not only or name in only]


def _rows(connection: sqlite3.Connection, relation: Relation) -> Iterator[Row]:
    """Yield the rows of a table or view as the database holds them; Failure for a day that is none."""
    names = [column.name for column in relation.columns]
    order = [name for name in _ORDER if name in names] if {"document_id", "ord"} <= {*names} else relation.key
    listed, ordered = (", ".join(f'"{name}"' for name in some) for some in (names, order))
    times = [(at, column) for at, column in enumerate(relation.columns) if column.type in ("date", "datetime")]
    for row in connection.execute(f'SELECT {listed} FROM "{relation.name}" ORDER BY {ordered}'):
        for at, column in times:
            if row[at] is not None:
                _check_time(relation.name, column, row[at])
        yield tuple(row)


def _check_time(table: str, column: Column, value: str) -> None:
    try:
        (date if column.type == "date" else datetime).fromisoformat(value)
    except ValueError as error:
        raise Failure("export.no_time", table=table, column=column.name, value=value) from error
