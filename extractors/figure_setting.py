"""When and by whom a number was reached: the period nearest to it, and the body that the sentence begins with.

Best effort: the period is the one named in the sentence, else in the heading, else the document's own
(rules of `rules/periods.toml`); the actor is the sentence's first words where they name a body.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from extractors.counted import STOPS
from extractors.figure_context import Draft, Passage
from extractors.model import Modality, Period, Section
from extractors.periods import PeriodKind, PeriodSpan, find_periods
from extractors.rulebook import load_table
from extractors.wording import NUMBER, Lexicon

_ACTORS: Final = Lexicon((word, True) for word in load_table("actors")["heads"])
_COMPARED: Final = ("so với", "so")
_LONGEST_ACTOR: Final = 12


class Periods:
    """The periods of one document: of its sentences, of its headings, its own."""

    def __init__(self, text: str, sections: Sequence[Section], reference: date | None, own: Period | None) -> None:
        self._text = text
        self._reference = reference
        self._own = own
        self._sections = [section for section in sections if section.title]
        self._starts = [section.start for section in self._sections]

    def of_passage(self, passage: Passage) -> list[Period | None]:
        """Return the period of each figure of a sentence, in order."""
        start, end = passage.sentence.start, passage.sentence.end
        sentence = self._text[start:end]
        spans = [
            span
            for span in find_periods(sentence, self._reference)
            if span.value is not None and not sentence[: span.start].rstrip().lower().endswith(_COMPARED)
        ]
        fallback = self._of_heading(start) or self._own
        return [_nearest(draft, spans, start) or fallback for draft in passage.drafts]

    def _of_heading(self, position: int) -> Period | None:
        for index in range(bisect_right(self._starts, position) - 1, -1, -1):
            section = self._sections[index]
            if position < section.end and section.title:
                named = [span.value for span in find_periods(section.title, self._reference) if span.value]
                if named:
                    return named[0]
        return None


def _nearest(draft: Draft, spans: Sequence[PeriodSpan], offset: int) -> Period | None:
    """Return the last period before the number, else the first behind it; one compared with only for earlier values."""
    compared = draft.modality is Modality.PREVIOUS
    usable = [span for span in spans if compared or span.kind is not PeriodKind.COMPARISON]
    before = [span for span in usable if span.end + offset <= draft.numeral.start]
    if before:
        return before[-1].value
    return usable[0].value if usable else None


def actor_of(passage: Passage) -> str | None:
    """Return the body that a sentence begins with (Toàn tỉnh, Ban Dân vận Tỉnh ủy), None if it begins otherwise."""
    keys = passage.sentence.keys
    first = next((at for at, key in enumerate(keys) if key[0].isalpha() or key == NUMBER), 0)
    head = _ACTORS.at(keys, first)
    if head is None:
        return None
    end = head[0]
    while end < len(keys) and end - first < _LONGEST_ACTOR and keys[end][0].isalpha() and not STOPS.at(keys, end):
        end += 1
    return passage.sentence.written(first, end)
