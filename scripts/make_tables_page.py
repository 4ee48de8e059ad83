"""Writes docs/tables.md: every table and column of the database, as the comments of schema.sql describe them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SCHEMA: Final = ROOT / "pipeline" / "run" / "schema.sql"
PAGE: Final = ROOT / "docs" / "tables.md"
_TABLE: Final = re.compile(r"CREATE TABLE (?P<name>\w+) \(\s*(?:-- (?P<told>.*))?")
_COLUMN: Final = re.compile(r"  (?P<name>[a-z_0-9]+) +(?P<type>[A-Z]+)(?P<more>.*?)(?:-- (?P<told>.*))?$")
_REFERENCE: Final = re.compile(r"REFERENCES (\w+)\((\w+)\)")
_HEAD: Final = """\
# Tables

Written by `scripts/make_tables_page.py` from the comments of `pipeline/run/schema.sql`; `trichyeu check` says whether a
database has them all. Questions and sums are easier put to the [views](views.md), which hold each document once.
Offsets count characters of `documents.text`: `substr(text, start + 1, end - start)` is what is marked. Days are ISO.
"""


def page(schema: str) -> Iterator[str]:
    """Yield the lines of the page."""
    yield from _HEAD.splitlines()
    inside = False
    for line in schema.splitlines():
        table = _TABLE.match(line)
        column = _COLUMN.match(line) if inside else None
        inside = bool(table) or (inside and not line.startswith(")"))
        if table:
            yield from ("", f"## {table['name']}", "", f"{_sentence(table['told'] or '')}", "")
            yield from ("| column | type | meaning |", "|---|---|---|")
        elif column:
            yield f"| {column['name']} | {column['type']} | {_cell(column['more'], column['told'] or '')} |"


def _cell(more: str, told: str) -> str:
    reference = _REFERENCE.search(more)
    key = f"{reference[1]}.{reference[2]}" if reference else ""
    return "; ".join(part for part in (told if told != key else "", key) if part).replace("|", "\\|")


def _sentence(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}."


if __name__ == "__main__":
    PAGE.write_text("\n".join(page(SCHEMA.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
