"""The answer to a question -> a table: its columns, and the rows that they are filled from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeAlias, TypeVar

from pipeline.errors import UsageError
from pipeline.rows import Row
from pipeline.speech import Speech

if TYPE_CHECKING:
    from datetime import date

Answer = TypeVar("Answer")
Value: TypeAlias = "str | int | float | date | None"

ENDINGS: Final = (".xlsx", ".csv")


class Column(NamedTuple):
    """One column: its head, a key of messages.toml ([column] where no section is named), and what stands in it."""

    head: str
    value: Callable[[Row, Speech], Value]


class Table(NamedTuple, Generic[Answer]):
    """The columns of an answer, and what makes rows of it; `sheet.NAME` in messages.toml is its title."""

    columns: Sequence[Column]
    rows: Callable[[Answer, Speech], Iterable[Row]]

    def heads(self, speech: Speech) -> list[str]:
        """Return the heads, that of the running number first."""
        return [speech("column.ordinal"), *(self._head(column, speech) for column in self.columns)]

    @staticmethod
    def _head(column: Column, speech: Speech) -> str:
        return speech(column.head if "." in column.head else f"column.{column.head}")

    def lines(self, answer: Answer, speech: Speech) -> Iterator[list[Value]]:
        """Yield the rows as values, each behind its running number."""
        for number, row in enumerate(self.rows(answer, speech), 1):
            yield [number, *(column.value(row, speech) for column in self.columns)]


def as_they_are(rows: list[Row], speech: Speech) -> list[Row]:
    """Return the answer of a question that is a list of rows already."""
    return rows


def plain(head: str, name: str | None = None) -> Column:
    """Return the column of a text or a number, of the field `name`, or of the field named as the head."""
    field = name or head
    return Column(head, lambda row, speech: row[field])


def own(head: str) -> Column:
    """Return the column of a document: its code, else the name of its file."""
    return Column(head, lambda row, speech: row["code"] or row["document"])


def dated(head: str, name: str | None = None) -> Column:
    """Return the column of a day."""
    from datetime import date

    field = name or head
    return Column(head, lambda row, speech: date.fromisoformat(row[field]) if row[field] else None)


def named(head: str, section: str, name: str | None = None) -> Column:
    """Return the column of a value of the model, told as people call it in a section of messages.toml."""
    field = name or head
    return Column(head, lambda row, speech: speech.value(section, row[field]) if row[field] else None)


def held(head: str = "held") -> Column:
    """Return the column that says whether the archive holds the document."""
    return Column(head, lambda row, speech: speech("show.held" if row["held"] else "show.not_held"))


def sheet_file(file: Path) -> Path:
    """Return the file that a table is written to; UsageError when its ending is another one.

    >>> sheet_file(Path("muc-luc.xlsx")).name
    'muc-luc.xlsx'
    """
    if file.suffix.lower() not in ENDINGS:
        raise UsageError("usage.no_form", name=file.name, endings=", ".join(ENDINGS))
    return file
