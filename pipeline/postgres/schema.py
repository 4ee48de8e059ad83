"""The one schema of SQLite -> the same tables, keys, indexes and views for PostgreSQL, in a schema named trichyeu."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.postgres.dialect import translated
from pipeline.run.columns import relations
from pipeline.run.store import SCHEMA_VERSION, fresh_schema

SCHEMA: Final = "trichyeu"
SEARCH_PATH: Final = f"SET LOCAL search_path = {SCHEMA}, pg_catalog"
FULL_TEXT: Final = "documents_fts"

_TYPES: Final = {
    "INTEGER": "bigint", "TEXT": 'text COLLATE "C"', "NUMERIC": "numeric", "REAL": "double precision", "BLOB": "bytea",
}  # fmt: skip
"""Texts are compared byte by byte, as SQLite does; a number is held as it is written, 312 apart from 0.5."""
_IN_VIEWS: Final = {
    "(SELECT count(*) FROM json_each(r.counts) b WHERE b.id < c.id)": "(c.id - 1)",
    "p.ord = m.value": "p.ord = CAST(m.value AS INTEGER)",
    "sum(every.value)": "sum(CAST(every.value AS NUMERIC))",
    "c.value AS count": "CAST(c.value AS NUMERIC) AS count",
    "100.0 * c.value": "100.0 * CAST(c.value AS NUMERIC)",
    "'; ')": "'; ' ORDER BY m.id)",
    ", json_each(r.counts) c": " CROSS JOIN json_each(r.counts) c",
}
"""Values of json_each are text in PostgreSQL and its ids count from 1; what is joined into one text is ordered only if
asked for; a comma in FROM joins behind JOIN."""
_PLANNED_BY: Final = frozenset({
    "kind", "relation", "modality", "indicator", "role", "doc_type", "summing", "measure", "form",
    "district", "commune",
})  # fmt: skip


_NAMING: Final = frozenset({"path", "name"})
"""Columns that name a document, and tell of it when it may no longer be held."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the schema: its name, its columns with their types in SQLite, those of its primary key in order."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]

    @property
    def names(self) -> str:
        """The names of its columns, for either database."""
        return listed(self.columns)


def listed(names: Iterator[str] | Mapping[str, str] | tuple[str, ...]) -> str:
    """Return names of columns as a list for a statement; some of them are words of SQL."""
    return ", ".join(f'"{name}"' for name in names)


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables of the schema; the full-text index, whose rows are others in PostgreSQL, is none of them."""
    with closing(fresh_schema()) as empty:
        return tuple(_table(empty, name) for name in _made(empty, "table"))


def _made(empty: sqlite3.Connection, kind: str) -> dict[str, str]:
    rows = empty.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY rowid", (kind,)
    )
    return {row["name"]: row["sql"] for row in rows if not row["name"].startswith(("sqlite_", FULL_TEXT))}


def _table(empty: sqlite3.Connection, name: str) -> Table:
    rows = empty.execute(f'PRAGMA table_info("{name}")').fetchall()
    key = sorted((row["pk"], row["name"]) for row in rows if row["pk"])
    return Table(name, {row["name"]: row["type"] for row in rows}, tuple(column for _, column in key))


def statements() -> Iterator[str]:
    """Yield what makes the schema on a server that has none, in order."""
    yield f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"
    yield SEARCH_PATH
    with closing(fresh_schema()) as empty:
        for table in tables():
            yield _create(empty, table)
            yield from _unsampled(empty, table)
        functions = Path(__file__).with_name("functions.sql").read_text(encoding="utf-8")
        yield from (part for part in functions.split("\n\n") if not part.startswith("--"))
        yield from (sql.replace("%%", "%") for sql in map(translated, _made(empty, "index").values()))
        for sql in _made(empty, "view").values():
            for ours, theirs in _IN_VIEWS.items():
                sql = sql.replace(ours, theirs)
            yield translated(sql).replace("%%", "%")
        for table in tables():
            yield from _references(empty, table.name)
        yield from _comments({*_made(empty, "table"), *_made(empty, "view")})
    yield f"INSERT INTO synchronised (version) VALUES ({SCHEMA_VERSION})"


def _comments(made: Collection[str]) -> Iterator[str]:
    """Yield what tells people, in their own tools, what a table, a view or a column is."""
    for relation in relations().values():
        if relation.name in made:
            yield f"COMMENT ON {'VIEW' if relation.view else 'TABLE'} {relation.name} IS {_quoted(relation.told)}"
            for column in relation.columns:
                yield f'COMMENT ON COLUMN {relation.name}."{column.name}" IS {_quoted(column.told)}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _create(empty: sqlite3.Connection, table: Table) -> str:
    rows = empty.execute(f'PRAGMA table_info("{table.name}")').fetchall()
    parts = [
        f'"{row["name"]}" {_TYPES[row["type"]]}'
        + (" NOT NULL" if row["notnull"] else "")
        + (f" DEFAULT {row['dflt_value']}" if row["dflt_value"] is not None else "")
        for row in rows
    ]
    if table.key:
        parts.append(f"PRIMARY KEY ({listed(table.key)})")
    for index in empty.execute(f'PRAGMA index_list("{table.name}")').fetchall():
        if index["origin"] == "u":
            parts.append(f"UNIQUE ({listed(_columns(empty, index['name']))})")
    return f"CREATE TABLE {table.name} ({', '.join(parts)})"


def _columns(empty: sqlite3.Connection, index: str) -> tuple[str, ...]:
    """Return the columns of an index; an expression has none."""
    return tuple(row["name"] for row in empty.execute(f'PRAGMA index_info("{index}")') if row["name"])


def _unsampled(empty: sqlite3.Connection, table: Table) -> Iterator[str]:
    """Keep words of documents out of the samples of the planner, where no deletion would find them."""
    indexes = empty.execute(f'PRAGMA index_list("{table.name}")').fetchall()
    kept = {column for index in indexes for column in _columns(empty, index["name"])} | _PLANNED_BY | set(table.key)
    kept -= _NAMING
    columns = [column for column, kind in table.columns.items() if kind == "TEXT" and column not in kept]
    if columns:
        changes = ", ".join(f'ALTER COLUMN "{column}" SET STATISTICS 0' for column in columns)
        yield f"ALTER TABLE {table.name} {changes}"


def _references(empty: sqlite3.Connection, table: str) -> Iterator[str]:
    """Yield the foreign keys of a table, held at the end of a transaction: rows are sent table by table."""
    found: dict[int, tuple[str, list[str], list[str]]] = {}
    for row in empty.execute(f'PRAGMA foreign_key_list("{table}")'):
        _, own, others = found.setdefault(row["id"], (row["table"], [], []))
        own.append(row["from"])
        others.append(row["to"])
    for other, own, others in found.values():
        yield (
            f"ALTER TABLE {table} ADD FOREIGN KEY ({listed(tuple(own))}) REFERENCES {other} ({listed(tuple(others))})"
            " DEFERRABLE INITIALLY DEFERRED"
        )
