"""What a digest shows: headings with tables, lists or bars below them, and the sentences that numbers come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `source` is the number of the sentence that it comes from."""

    text: str
    source: int | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One class of a rating: what part of the bar it takes, in percent."""

    label: str
    count: str
    left: float
    width: float
    source: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with a table, a list of lines, or rating bars below it."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    bars: tuple[Bar, ...] = ()
    more: str | None = None
    level: int = 2


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence that numbers come from: before, marked number, after; with its document and page."""

    number: int
    before: str
    marked: str
    after: str
    document: str
    page: int | None
