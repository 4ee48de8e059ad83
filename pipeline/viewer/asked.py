"""Any question of the catalogue and its answer -> a table for the page: heads, and cells with where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from pipeline.questions.question import Question
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.table import Value

_TO_DOCUMENTS: Final = ("path", "document", "code", "written")
"""Columns that lead to the document of a row, where it has one."""
_TO_INSTRUMENTS: Final = ("cited",)
_OF_INSTRUMENTS: Final = ("top", "missing", "conflicts", "lineage")
"""Questions whose column of documents holds instruments, by their names."""
_LONG: Final = ("sentence", "reports", "title", "abstract", "task", "doubt")
"""Columns that hold sentences, which are given room."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, where it leads, and whether it is a number or a long text.

    `parts` stand in its place where several texts lead to places of their own.
    """

    text: str
    link: str | None = None
    number: bool = False
    long: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A text, and the documents that say so: what each is called, and where it leads."""

    text: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: heads and rows of cells."""

    heads: list[str]
    rows: list[list[Cell]]


def shown_table(question: Question[Any], answer: Any, speech: Speech) -> ShownTable:
    """Return the table of an answer, without the running number."""
    table = question.table
    if table is None:
        return ShownTable([], [])
    rows = [
        [
            _cell(column.value(row, speech), speech, column.head, _link(question.name, column.head, row))
            if column.head != "sentence" or not row.get("sides")
            else Cell("", long=True, parts=_sides(row))
            for column in table.columns
        ]
        for row in table.rows(answer, speech)
    ]
    return ShownTable(table.heads(speech)[1:], rows)


def _sides(row: Row) -> tuple[Part, ...]:
    """Return each side of a disagreement, with the documents that say so."""
    return tuple(
        Part(
            f"“{side['sentence']}”" if side.get("sentence") else str(side["value"]),
            tuple(
                (row["called"].get(name, name), told_at(name, side.get("sentence") or row["sentence"]))
                for name in side["documents"]
            ),
        )
        for side in row["sides"]
    )


def told_at(document: str, sentence: str | None) -> str:
    """Return the address of the place of a document where it says a sentence."""
    return "/open?" + urlencode({"name": document} | ({"told": sentence} if sentence else {}))


def _link(question: str, head: str, row: Row) -> str | None:
    """Return where a column of a row leads: to the place in its document, to the instrument that it names."""
    if head in _TO_INSTRUMENTS or (head == "document" and question in _OF_INSTRUMENTS):
        name = row.get("instrument") or row.get("name") or row.get("text") or row.get("other")
        if name:
            province = (row.get("jurisdiction") or "").partition(" / ")[0]
            place = {"place": province} if province else {}
            return "/instruments?" + urlencode({"code": name, **place})
        if question == "conflicts" and row.get("document"):
            return told_at(row["document"], row["sentence"])
    if head == "told_by" and row.get("told_by"):
        return told_at(row["told_by"], row["sentence"])
    if head == "statements" and question == "facts":
        return f"/facts/{row['id']}"
    if head in _TO_DOCUMENTS and row.get("path"):
        place = {"at": row["start"]} if row.get("start") is not None else {}
        return "/open?" + urlencode({"name": row["path"], **place})
    return None


def _cell(value: Value, speech: Speech, head: str, link: str | None) -> Cell:
    if value is None or value == "":
        return Cell("")
    if isinstance(value, date):
        return Cell(speech.day(value.isoformat()), link)
    if isinstance(value, int | float):
        return Cell(speech.number(value), link, number=True)
    return Cell(value, link, long=head in _LONG)
