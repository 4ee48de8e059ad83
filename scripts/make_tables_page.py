"""Writes docs/tables.md, and the columns in docs/views.md, from what the package says of tables, views and columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.run.columns import Relation, relations

ROOT: Final = Path(__file__).resolve().parent.parent
TABLES: Final = ROOT / "docs" / "tables.md"
VIEWS: Final = ROOT / "docs" / "views.md"
_HEAD: Final = """\
# Tables

Written by `scripts/make_tables_page.py` from the comments of `pipeline/run/schema.sql` and `columns.toml` beside it;
`trichyeu check` says whether a database has them all. Questions and sums are easier put to the [views](views.md), which
hold each document once. `figures` is a view of three tables, so that what many numbers of a document have in common is
held once; behind `LEFT JOIN` name `figure_rows` and the two others instead: there SQLite puts the view together for
the whole archive. Offsets count characters of `documents.text`: `substr(text, start + 1, end - start)` is what is
marked. Days are ISO texts in the database, `array` and `object` JSON texts.
"""
_COLUMNS: Final = "## Columns\n"


def tables_page() -> str:
    """Return the page of the tables."""
    tables = (relation for relation in relations().values() if relation.whole or not relation.view)
    return _HEAD + "".join(line + "\n" for table in tables for line in _table(table))


def views_page(page: str) -> str:
    """Return the page of the views with its columns written anew."""
    head, _, _ = page.partition(_COLUMNS)
    return head + _COLUMNS + "".join(line + "\n" for line in _view_columns())


def _table(table: Relation) -> Iterator[str]:
    yield from ("", f"## {table.name}", "", f"{table.told[:1].upper()}{table.told[1:]}.", "")
    yield from ("| column | type | meaning |", "|---|---|---|")
    keys = {one.columns[0]: f"{one.table}.{one.others[0]}" for one in table.references if len(one.columns) == 1}
    for column in table.columns:
        key = keys.get(column.name, "")
        told = "; ".join(part for part in (column.told if column.told != key else "", key) if part)
        yield f"| {column.name} | {column.type} | {_cell(told)} |"


def _view_columns() -> Iterator[str]:
    views = {name: relation for name, relation in relations().items() if name.startswith("v_")}
    rows: dict[tuple[str, str, str], list[str]] = {}
    for view, relation in views.items():
        for column in relation.columns:
            rows.setdefault((column.name, column.type, column.told), []).append(view)
    yield from ("| column | views | type | meaning |", "|---|---|---|---|")
    for (name, kind, told), having in rows.items():
        yield f"| {name} | {'all' if len(having) == len(views) else ' '.join(having)} | {kind} | {_cell(told)} |"
    (certain,) = (one for one in relations()["counted_documents"].columns if one.name == "date_certain")
    (replaced,) = relations()["replaced_documents"].columns
    file, by = relations()["replacements"].columns
    yield from ("", f"`counted_documents` has the columns of [documents](tables.md#documents), and `{certain.name}`:")
    yield f"{certain.told}. `replaced_documents` has one, `{replaced.name}`: {replaced.told}."
    yield f"`replacements` has two, `{file.name}`: {file.told}, and `{by.name}`: {by.told}."


def _cell(told: str) -> str:
    return told.replace("|", "\\|")


if __name__ == "__main__":
    TABLES.write_text(tables_page(), encoding="utf-8")
    VIEWS.write_text(views_page(VIEWS.read_text(encoding="utf-8")), encoding="utf-8")
