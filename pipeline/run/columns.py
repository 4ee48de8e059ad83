"""The schema -> what each table, view and column is: type, description, keys, and its Vietnamese title.

Columns of tables are described by the comments of schema.sql, all else stands in columns.toml. Both are held against
the schema when they are loaded: nothing without a description, no description of what is not there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from extractors.toml_file import read_toml
from pipeline.run.store import fresh_schema, schema

TYPES: Final = ("integer", "number", "string", "binary", "date", "datetime", "array", "object")
"""Names of types as Frictionless has them; `array` and `object` are JSON texts in the database, `binary` is bytes."""
_OF_SQL: Final = {"INTEGER": "integer", "NUMERIC": "number", "REAL": "number", "TEXT": "string", "BLOB": "binary"}
_MADE_BY_SQLITE: Final = ("sqlite_", "documents_fts")

_HEAD: Final = re.compile(r"CREATE (?:TABLE|VIEW) (?P<name>\w+) (?:\(|AS)\s*(?:-- (?P<told>.*))?")
_COLUMN: Final = re.compile(r"  (?P<name>[a-z_0-9]+) +[A-Z]+.*?(?:-- (?P<told>.*))?$")


class ColumnError(ValueError):
    """columns.toml or a comment of schema.sql does not agree with the schema; the message names what."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (of TYPES), what it is, its Vietnamese title if it has one; `sql` is the declared type."""

    name: str
    type: str
    told: str
    title: str | None
    required: bool
    sql: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table by its columns."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view; `inner` is one of the program's own state, which no export holds.

    A view that is `whole` puts several tables together, which are the program's own: people read it as a table.
    """

    name: str
    view: bool
    whole: bool
    inner: bool
    told: str
    title: str | None
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]


@cache
def relations() -> Mapping[str, Relation]:
    """Return all tables and views by name, as the schema has them in order; ColumnError where one is not described."""
    with closing(fresh_schema()) as connection:
        rows = connection.execute("SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid")
        held = {row["name"]: row["type"] for row in rows if not row["name"].startswith(_MADE_BY_SQLITE)}
        declared = {
            (name, row["name"]): row["type"]
            for name in held
            for row in connection.execute(f"PRAGMA table_info({name})")
        }
        types = {named: _OF_SQL[kind] for named, kind in declared.items() if kind in _OF_SQL}
        told = _Told(read_toml(Path(__file__).with_name("columns.toml")), schema(), types, declared.keys())
        found = [_relation(connection, name, kind == "view", told) for name, kind in held.items()]
    told.refuse_unknown(found)
    return {relation.name: relation for relation in found}


class _Told:
    """What is said of tables, views and columns."""

    def __init__(
        self, table: Mapping[str, Any], sql: str, types: Mapping[tuple[str, str], str], there: Set[tuple[str, str]]
    ) -> None:
        self.table = table
        self._there = there
        self.heads: dict[str, str] = dict(table["views"])
        self.columns: dict[tuple[str, str], str] = {}
        self.types = dict(types)
        for kind, names in table["types"].items():
            self.types |= {(name.split(".")[0], name.split(".")[1]): kind for name in names}
        self._read_comments(sql)
        self._read_views()

    def _read_comments(self, sql: str) -> None:
        inside = ""
        for line in sql.splitlines():
            head = _HEAD.match(line)
            if head:
                inside = head["name"] if line.startswith("CREATE TABLE") else ""
                if head["told"]:
                    self.heads[head["name"]] = head["told"]
            elif line.startswith(")"):
                inside = ""
            elif inside and (column := _COLUMN.match(line)):
                self.columns[inside, column["name"]] = column["told"] or ""

    def _read_views(self) -> None:
        for view, tables in self.parts():
            for table in reversed(tables):
                for held in (self.columns, self.types):
                    held |= {
                        (view, name): told
                        for (of, name), told in held.items()
                        if of == table and (view, name) in self._there
                    }
        for one in self.table["of_views"]["columns"]:
            for view in self.table["views"] if one["views"] == "all" else one["views"].split():
                if (view, one["name"]) in self.columns and view not in self.table["like"]:
                    raise ColumnError(f"columns.toml: {view}.{one['name']} is described twice")
                self.columns[view, one["name"]] = one["told"]
                self.types[view, one["name"]] = one["type"]

    def parts(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the views that have columns of tables, with these."""
        yield from ((view, [table]) for view, table in self.table["like"].items())
        yield from self.table["whole"].items()

    def standing(self, table: str) -> str:
        """Return the view that people read in place of a table, else the table itself."""
        return next((view for view, tables in self.table["whole"].items() if table == tables[0]), table)

    def refuse_unknown(self, found: list[Relation]) -> None:
        """Raise ColumnError for what is said of a table, view or column that the schema does not have."""
        there = {(relation.name, column.name) for relation in found for column in relation.columns}
        names = {relation.name for relation in found}
        columns = {name for _, name in there}
        unknown = [f"{table}.{name}" for table, name in {*self.columns, *self.types} - there]
        unknown += {*self.heads, *self.table["titles"], *self.table["inner"], *self.table["like"]} - names
        unknown += {*self.table["whole"], *(table for _, tables in self.parts() for table in tables)} - names
        unknown += {*self.table["column_titles"], *self.table["references"]} - columns
        for table, key in self.table["joint_keys"].items():
            named = {*((table, name) for name in key["columns"]), *((key["table"], name) for name in key["others"])}
            unknown += (f"{table}.{name}" for table, name in named - there)
        wrong = sorted(kind for kind in self.types.values() if kind not in TYPES)
        if unknown or wrong:
            names_of = ", ".join(sorted(unknown) + wrong)
            raise ColumnError(f"columns.toml, schema.sql: described, but not there: {names_of}")


def _relation(connection: sqlite3.Connection, name: str, view: bool, told: _Told) -> Relation:
    if not told.heads.get(name):
        raise ColumnError(f"columns.toml, schema.sql: {name} is not described")
    rows = connection.execute(f"PRAGMA table_info({name})").fetchall()
    tables = told.table["whole"].get(name, [name])
    first, *others = (connection.execute(f"PRAGMA table_info({table})").fetchall() for table in tables)
    required = {row["name"] for row in chain(first, *others) if row["notnull"] or row["pk"]}
    columns = tuple(_column(name, row, told, row["name"] in required) for row in rows)
    names = [column.name for column in columns]
    if view and name not in told.table["whole"]:
        key = ("id",) if "id" in names else ()
        references = tuple(_named(told.table["references"], names))
    else:
        key = tuple(row["name"] for row in sorted(first, key=lambda row: int(row["pk"])) if row["pk"])
        references = (*_foreign(connection, tables[0], told), *_further(told.table["joint_keys"], name))
    inner, title = name in told.table["inner"], told.table["titles"].get(name)
    return Relation(name, view, name in told.table["whole"], inner, told.heads[name], title, columns, key, references)


def _column(table: str, row: sqlite3.Row, told: _Told, required: bool) -> Column:
    said = told.columns.get((table, row["name"]))
    kind = told.types.get((table, row["name"]))
    if not said or not kind:
        raise ColumnError(f"columns.toml, schema.sql: {table}.{row['name']} has no description or no type")
    return Column(row["name"], kind, said, told.table["column_titles"].get(row["name"]), required, row["type"])


def _named(references: Mapping[str, str], names: list[str]) -> Iterator[Reference]:
    for column, key in references.items():
        if column in names:
            table, other = key.split(".")
            yield Reference((column,), table, (other,))


def _further(keys: Mapping[str, Mapping[str, Any]], table: str) -> Iterator[Reference]:
    if table in keys:
        key = keys[table]
        yield Reference(tuple(key["columns"]), key["table"], tuple(key["others"]))


def _foreign(connection: sqlite3.Connection, table: str, told: _Told) -> Iterator[Reference]:
    keys: dict[int, list[sqlite3.Row]] = {}
    for row in connection.execute(f"PRAGMA foreign_key_list({table})"):
        keys.setdefault(row["id"], []).append(row)
    for rows in keys.values():
        other = told.standing(rows[0]["table"])
        yield Reference(tuple(row["from"] for row in rows), other, tuple(row["to"] for row in rows))
