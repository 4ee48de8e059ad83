"""The documents of a digest -> rows, sentences and tables for its blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.text.document import Document
from pipeline.digest.block import Cell, Column, Piece, Section, Source, Table
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

ROWS_OF_A_BLOCK: Final = 40

"""A digest is read, not searched: longer blocks end with the command that shows the rest."""


@dataclass(slots=True)
class Maker:
    """The documents in scope, and the sentences referred to so far."""

    connection: sqlite3.Connection
    speech: Speech
    documents: list[Row]
    sources: list[Source] = field(default_factory=list)
    _of_id: dict[int, Row] = field(init=False)
    _texts: dict[int, Document] = field(init=False)

    def __post_init__(self) -> None:
        self._of_id = {document["id"]: document for document in self.documents}
        self._texts = {document["id"]: Document(document["text"]) for document in self.documents}

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of `sql`, in which {ids} stands for the documents in scope."""
        ids = ", ".join(str(int(identity)) for identity in self._of_id) or "NULL"
        return rows_of(self.connection, sql.format(ids=ids))

    def in_order(self, rows: Iterable[Row]) -> list[Row]:
        """Return rows in the order of their documents in the scope, those of no document last."""
        place_of = {identity: place for place, identity in enumerate(self._of_id)}
        return sorted(rows, key=lambda row: place_of.get(row["document_id"], len(place_of)))

    def name(self, row: Row) -> str:
        """Return the name of the document that a row is of."""
        return str(self._of_id[row["document_id"]]["name"])

    def source(self, row: Row) -> int:
        """Keep the sentence around `row` (document_id, start, end, page) and return its number."""
        document = self._texts[row["document_id"]]
        text = document.text
        begin, end = document.sentence_at(row["start"])
        end = max(end, row["end"])
        before, marked, after = (
            part.replace("\n", " ")
            for part in (text[begin : row["start"]], text[row["start"] : row["end"]], text[row["end"] : end])
        )
        number = len(self.sources) + 1
        self.sources.append(
            Source(
                number,
                (Piece(before), Piece(marked, True), Piece(after)),
                self.name(row),
                row["document_id"],
                begin,
                row["page"],
            )
        )
        return number


def table(
    maker: Maker, title: str, columns: Iterable[str], rows: Sequence[tuple[Cell, ...]], command: str
) -> list[Section]:
    """Return a section with a table; title and columns are keys of [digest], and `command` shows what it leaves out."""
    if not rows:
        return []
    numeric = [any(row[place].value is not None for row in rows) for place in range(len(rows[0]))]
    heads = tuple(
        Column(maker.speech(f"digest.{column}"), right) for column, right in zip(columns, numeric, strict=True)
    )
    hidden = len(rows) - ROWS_OF_A_BLOCK
    note = maker.speech("digest.more", count=hidden, command=command) if hidden > 0 else None
    shown = Table(title, heads, tuple(rows[:ROWS_OF_A_BLOCK]), note=note)
    return [Section(title, maker.speech(f"digest.{title}"), (shown,))]


def counted(number: int | float, speech: Speech, source: int | None = None) -> Cell:
    """Return the cell of a number that we counted or added."""
    return Cell(speech.number(number), number, sources=(source,) if source else ())


def amount(row: Row, speech: Speech) -> str:
    """Return a figure as people read it: hedge, number as written, unit."""
    hedge = speech(f"hedge.{row['hedge']}") if row["hedge"] else None
    return " ".join(filter(None, (hedge, row["text"], row["unit"])))
