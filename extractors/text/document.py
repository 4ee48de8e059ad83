"""One document's text -> its lines, sentences and views, each made once, when it is first asked for.

Every stage is handed the same value and finds its place in it by bisection: no stage goes over the whole text again
for each thing that it finds there, and nothing is kept of a document once it has been read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, Final, TypeVar

from extractors.text.lines import Line, split_lines
from extractors.text.plain import number_starts, plain_view, unwrapped
from extractors.text.sentences import split_sentences

_Made = TypeVar("_Made")

SHOWN_AROUND: Final = 1000
"""Characters of its sentence that a place is shown with, on each side; laws have sentences of 1,500 characters."""


class Document:
    """A text (NFC, lines ended by LF) with what the stages read off it; all offsets are those of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what `make` gives; for a key that was asked for before, what it gave then.

        For what a stage reads off the text and another needs again; the key names the stage and what it read.
        """
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    @staticmethod
    def of(text: str | Document) -> Document:
        """Return the value itself, or the one of a plain text: public functions take either."""
        return text if isinstance(text, Document) else Document(text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold something."""
        return split_lines(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of the sentences, in order."""
        return split_sentences(self.text, self.lines)

    @cached_property
    def view(self) -> str:
        """The plain view of the text."""
        return plain_view(self.text)

    @cached_property
    def flat_view(self) -> str:
        """The plain view with the line ends inside paragraphs as spaces."""
        return unwrapped(self.view)

    @cached_property
    def number_starts(self) -> list[int]:
        """Where digits begin, in the text and in its views."""
        return number_starts(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line_start(self, offset: int) -> int:
        r"""Return where the line of an offset begins; a line end belongs to the line that it ends.

        >>> Document("Kết quả\nCó 5 lớp").line_start(11)
        8
        """
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return the span of the sentence that holds an offset; the one before it for an offset between two.

        A text without sentences has an empty span at the offset. Of a sentence that does not end (a table on one line)
        it is the words around the offset: so what is stored for each number stays short, however long the line.

        >>> Document("Đến TP. Vinh. Có 6.558 người.").sentence_at(20)
        (14, 29)
        """
        place = bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1
        if not self.sentences:
            return offset, offset
        start, end = self.sentences[max(place, 0)]
        if offset - start > SHOWN_AROUND:
            start = self.text.find(" ", offset - SHOWN_AROUND, offset) + 1 or offset - SHOWN_AROUND
        if end - offset > SHOWN_AROUND:
            end = self.text.rfind(" ", offset + 1, offset + SHOWN_AROUND)
            end = end if end >= 0 else offset + SHOWN_AROUND
        return start, end

    def sentence_text(self, offset: int) -> str:
        """Return the sentence that holds an offset, on one line."""
        start, end = self.sentence_at(offset)
        return " ".join(self.text[start:end].split())

    def sentences_from(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the spans of the sentences that begin at `start` or behind it, and before `end`."""
        return self.sentences[bisect_left(self.sentences, (start,)) : bisect_left(self.sentences, (end,))]
