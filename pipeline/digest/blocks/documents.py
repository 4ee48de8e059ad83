"""Documents -> what was issued: the directives in scope, then the reports, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Section, Table
from pipeline.digest.maker import Maker, section, table
from pipeline.rows import Row

_MOST_ROWS: Final = 8
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
            Cell(maker.mask(" ".join(filter(None, (row["doc_type"], row["title"]))) or row["name"])),
            Cell(_issuer(row)),
        )
        for row in rows[:_MOST_ROWS]
    ]  # fmt: skip
    columns = (("code", False), ("date", False), ("abstract", False), ("issuer", False))
    hidden = len(rows) - len(shown)
    note = maker.speech("digest.more_documents", count=maker.speech.number(hidden)) if hidden else None
    return replace(table(maker, "documents", columns, shown), note=note)


def _issuer(row: Row) -> str:
    issuer = row["issuer"] or row["author"] or ""
    place = row["commune"] or row["district"] or row["place"]
    return f"{issuer} ({place})" if issuer and place and place.lower() not in issuer.lower() else issuer
