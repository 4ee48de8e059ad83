"""Documents -> what was issued: the directives in scope, then the reports, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section, Table
from pipeline.digest.maker import HELD, Maker, cut, section, table
from pipeline.rows import Row

PRINTED: Final = 10, 3
"""Rows that are printed at most, and at least."""
_KINDS: Final = ("directive", "report", "other", "news")


def documents(maker: Maker) -> list[Section]:
    """Return the documents in scope, directives first, the newest of each kind first."""
    newest = sorted(maker.documents, key=lambda row: row["date"] or "", reverse=True)
    rows = sorted(newest, key=lambda row: _KINDS.index(row["kind"]) if row["kind"] in _KINDS else len(_KINDS))
    return section(maker, "documents", document_table(maker, rows)) if rows else []


def document_table(maker: Maker, rows: Sequence[Row]) -> Table:
    """Return a table of documents: code, day, kind and abstract, who issued it."""
    shown = [
        (
            Cell(row["code"] or ""), Cell(maker.speech.day(row["date"]), date.fromisoformat(row["date"]))
            if row["date"] else Cell(maker.speech.written(row)),
            Cell(maker.mask(titled(maker, row))),
            Cell(issuer_of(row)),
        )
        for row in rows[:HELD]
    ]  # fmt: skip
    columns = (("code", False), ("date", False), ("abstract", False), ("issuer", False))
    return cut(table(maker, "documents", columns, shown), PRINTED, len(rows))


def titled(maker: Maker, row: Row) -> str:
    """Return the kind and the title of a document; of a press page that it is one, and who wrote it."""
    if row["kind"] == "news":
        told = f"{maker.speech('digest.press')}: {row['title'] or row['name']}"
        return f"{told} ({row['author']})" if row["author"] else told
    return " ".join(filter(None, (row["doc_type"], row["title"]))) or str(row["name"])


def issuer_of(row: Row) -> str:
    """Return who issued a document, with the place where the name does not tell it; nobody for a press page."""
    issuer = row["issuer"] or ""
    place = row["commune"] or row["district"] or row["place"]
    return f"{issuer} ({place})" if issuer and place and place.lower() not in issuer.lower() else issuer
