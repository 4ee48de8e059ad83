"""A unit of a figure: where it stands in the sentence, its words as written, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import (
    Counted,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in a sentence: its tokens `first:last`, its text, what it is, and the first token behind it."""

    first: int
    last: int
    text: str
    what: Counted | None
    resume: int


def as_written(draft: Draft, first: int, last: int) -> str:
    """Return the words `first:last` of the sentence as a unit is written, in small letters."""
    return draft.passage.sentence.written(first, last).lower()
