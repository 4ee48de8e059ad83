"""The headings of a document, asked by position: the innermost heading over it that says something wins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from extractors.model import Section

T = TypeVar("T")


class Outline:
    """The titled sections of a document, ordered by start, each knowing the section that it lies in."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.titled: Final = sorted((section for section in sections if section.title), key=lambda s: (s.start, -s.end))
        self._starts = [section.start for section in self.titled]
        self._parents: list[int] = []
        for index, section in enumerate(self.titled):
            parent = index - 1
            while parent >= 0 and self.titled[parent].end <= section.start:
                parent = self._parents[parent]
            self._parents.append(parent)

    def over(self, position: int) -> list[int]:
        """Return the indexes of the sections that `position` lies in, innermost first."""
        found: list[int] = []
        index = bisect_right(self._starts, position) - 1
        while index >= 0:
            if position < self.titled[index].end:
                found.append(index)
            index = self._parents[index]
        return found


class Said(Generic[T]):
    """What the titles of an outline say, each title read once and only when asked for."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[int, T | None] = {}

    def at(self, over: Sequence[int], read: Callable[[str], T | None]) -> T | None:
        """Return what the innermost of the sections `over` says by `read`, None if none says anything.

        The way of reading is handed over and not kept: a method of who keeps this would tie both into a circle.
        """
        for index in over:
            if index not in self._known:
                self._known[index] = read(self._outline.titled[index].title or "")
            value = self._known[index]
            if value is not None:
                return value
        return None
