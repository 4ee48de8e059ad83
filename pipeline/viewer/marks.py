"""A text and what was found in it -> pieces, each with what covers it, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read at text[start:end]: `kind` is figure, citation, task, limitation, problem or hit, or what a person
    did with it: was_correct, was_accept, was_add, taken_out.

    `page` is the page of the file that it stands on, where that is known.
    """

    start: int
    end: int
    kind: str
    number: int
    label: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same marks cover; `opens` are those that begin with it."""

    text: str
    start: int
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def link(self) -> Mark | None:
        """The figure or the citation that it is a part of, which can be looked at and corrected."""
        return next((mark for mark in self.marks if mark.kind in ("figure", "citation")), None)

    @property
    def kinds(self) -> str:
        """The kinds of its marks, as classes of a page."""
        return " ".join(sorted({mark.kind for mark in self.marks}))


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return a text cut where a mark begins or ends.

    >>> marks = [Mark(3, 5, "figure", 0, ""), Mark(0, 9, "task", 0, "")]
    >>> [(piece.text, piece.kinds) for piece in pieces("mở 05 lớp", marks)]
    [('mở ', 'task'), ('05', 'figure task'), (' lớp', 'task')]
    """
    wanted = sorted((mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=lambda mark: mark.start)
    cuts = sorted({0, len(text), *(mark.start for mark in wanted), *(mark.end for mark in wanted)})
    found: list[Piece] = []
    under: list[Mark] = []
    at = 0
    for start, end in pairwise(cuts):
        under = [mark for mark in under if mark.end > start]
        while at < len(wanted) and wanted[at].start == start:
            under.append(wanted[at])
            at += 1
        opens = tuple(mark for mark in under if mark.start == start)
        found.append(Piece(text[start:end], start, tuple(under), opens))
    return found


def hit_pieces(sentence: str, hits: Sequence[Span]) -> list[Piece]:
    """Return a sentence with the words that were looked for marked."""
    return pieces(sentence, [Mark(start, end, "hit", 0, "") for start, end in hits])
