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
_OF_INSTRUMENTS: Final = ("top", "missing", "conflicts")
"""Questions whose column of documents holds instruments, by their names."""
_LONG: Final = ("sentence", "reports", "title", "abstract", "task", "doubt")
"""Columns that hold sentences, which are given room."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, where it leads, and whether it is a number or a long text."""

    text: str
    link: str | None = None
    number: bool = False
    long: bool = False


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
            for column in table.columns
        ]
        for row in table.rows(answer, speech)
    ]
    return ShownTable(table.heads(speech)[1:], rows)


def _link(question: str, head: str, row: Row) -> str | None:
    """Return where a column of a row leads: to the place in its document, to the instrument that it names."""
    if head in _TO_INSTRUMENTS or (head == "document" and question in _OF_INSTRUMENTS):
        name = row.get("instrument") or row.get("name") or row.get("text")
        return "/instruments?" + urlencode({"code": name}) if name else None
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
