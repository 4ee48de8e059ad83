"""Where in a document a number stands: what its headings say, the period it belongs to, the body that reached it.

The period is the one named in the sentence, else in the heading, else the document's own (`periods.toml`);
the actor is the sentence's first words where they name a body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft, Passage, list_opener
from extractors.figures.reading.counted import STOPS
from extractors.figures.reading.indicators import heading_activity
from extractors.figures.reading.modality import (
    announces_aims,
    announces_years,
    articles_start,
    goes_on_aiming,
    heading_aim,
    is_proposed,
    operative_start,
    proposes,
    tells_results,
)
from extractors.figures.tables.grid import Table
from extractors.figures.words import NUMBER, Lexicon
from extractors.layout.outline import Outline, Said
from extractors.model import Metadata, Modality, Period, PeriodKind, Section
from extractors.rulebook import load_table
from extractors.text.document import Document
from extractors.text.folding import fold
from extractors.values.periods import PeriodSpan, find_periods

_ACTORS: Final = Lexicon((word, True) for word in load_table(__package__, "actors")["heads"])
_COMPARED: Final = re.compile(r"\b(?:so(?: với)?(?: [^\W\d_]+){0,3}|lần|bằng) ?\Z")
_TIME_OPENS: Final = re.compile(
    r"\W{0,4}(?:(?:[IVX]{1,5}|\d{1,2}|[A-Za-zđĐ])[-.)/ ]{1,3})?"
    r"(?P<time>(?:(?:6|06|Sáu|Những|Các) tháng cuối năm|[Qq]uý (?:[IVX]{1,3}|[1-4])|[Nn]ăm (?:19|20)\d\d|[Tt]háng \d{1,2})"
    r"(?:[ /,]{1,2}(?:năm )?(?:19|20)\d\d)?): "
)
"""A line that opens with a time and a colon: `IV- Năm 2019: mỗi xã có thêm ...`."""
_OPENING: Final = 120
_LONGEST_ACTOR: Final = 12
_SHORT_TITLE: Final = 40
"""Characters of a heading that may name a time and nothing else: III. QUÝ IV."""


class Setting:
    """What the places of one document say of the numbers in them."""

    def __init__(self, document: Document, sections: Sequence[Section], metadata: Metadata) -> None:
        self._document = document
        self._text = text = document.text
        self._metadata = metadata
        self._outline = Outline(sections)
        self._activities = Said(self._outline, heading_activity)
        self._aims = Said(self._outline, self._aim_of_title)
        self._periods = Said(self._outline, self._period_of_title)
        self._aims_to = -2
        self._list_line = -1
        self._list_aims = False
        self._time_line = -1
        self._time_ahead = False
        self._proposes = proposes(text)
        self._orders_from = operative_start(text) if metadata.kind == "directive" else articles_start(text)

    def enter(self, passage: Passage) -> None:
        """Tell a sentence the event that its heading speaks of and the modality of its numbers by default."""
        start = passage.sentence.start
        over = self._outline.over(start)
        passage.activity = self._activities.at(over)
        aimed = self._is_aimed_at(start, over)
        aimed = aimed or (passage.bulleted and self._is_aimed_list(passage))
        aimed = aimed or (self._proposes and is_proposed(self._text, passage))
        aimed = aimed or self._is_of_time_ahead(passage)
        passage.default = Modality.TARGET if aimed else Modality.ACTUAL

    def _is_aimed_at(self, start: int, over: Sequence[int]) -> bool:
        """Tell whether the headings `over` a place announce aims, or it stands among the orders of a directive."""
        aim = self._aims.at(over)
        return start >= self._orders_from if aim is None else aim

    def _is_of_time_ahead(self, passage: Passage) -> bool:
        """Tell whether the line of a sentence opens with a time after the one reported on (`Quý III: kiểm tra …`)."""
        if passage.line != self._time_line:
            start = self._document.line_start(passage.sentence.start)
            opened = _TIME_OPENS.match(self._text, start)
            self._time_line, self._time_ahead = passage.line, opened is not None and self._is_ahead(opened["time"])
        return self._time_ahead

    def _is_ahead(self, words: str) -> bool:
        reported = self._metadata.period.end if self._metadata.period else self._metadata.date
        period = next((span.value for span in find_periods(words, reported) if span.value), None)
        if period is None or reported is None:
            return words.lower().endswith("cuối năm")
        return period.start > reported

    def modality_of_table(self, table: Table) -> Modality:
        """Return how the cells of a table are meant that no head of theirs says it of: as the text around them.

        What stands in a plan or a rule is aimed at or laid down, unless the lines over the table tell results.
        """
        told = any(tells_results(line) for line in (*_right_above(table), self._metadata.title or ""))
        aimed = not told and self._is_aimed_at(table.start, self._outline.over(table.start))
        return Modality.TARGET if aimed else Modality.ACTUAL

    def _is_aimed_list(self, passage: Passage) -> bool:
        """Tell whether the line that opens the list of a passage announces aims (`đề ra các chỉ tiêu:`)."""
        if not 0 < passage.line - self._list_line <= 1:
            opener = list_opener(self._text, self._document.line_start(passage.sentence.start))
            self._list_aims = opener is not None and announces_aims(
                self._text[max(opener[0], opener[1] - _OPENING) : opener[1]]
            )
        self._list_line = passage.line
        return self._list_aims

    def follow(self, passage: Passage) -> None:
        """Let a sentence right behind one of aims go on with them, where its own words say nothing else."""
        beside = 0 <= passage.sentence.start - self._aims_to <= 1
        if beside and passage.default is Modality.ACTUAL and goes_on_aiming(passage):
            passage.default = Modality.TARGET
            self._aims_to = passage.sentence.end

    def leave(self, passage: Passage) -> None:
        """Note whether a sentence strives for its numbers: the next one may go on with them."""
        if passage.default is Modality.ACTUAL and announces_years(passage):
            self._aims_to = passage.sentence.end

    def date(self, passage: Passage) -> None:
        """Set the period and the actor of the figures of a sentence, whose modality is known."""
        start, end = passage.sentence.start, passage.sentence.end
        sentence = self._text[start:end]
        spans = [
            span
            for span in find_periods(sentence, self._metadata.date)
            if span.value is not None and not _COMPARED.search(sentence, max(0, span.start - 30), span.start)
        ]
        fallback = self._periods.at(self._outline.over(start)) or self._metadata.period
        actor = _actor_of(passage)
        for draft in passage.drafts:
            draft.period, draft.actor = (spans and _nearest(draft, spans, start)) or fallback, actor

    def _aim_of_title(self, title: str) -> bool | None:
        """Tell whether a heading announces aims, by its words or a period ahead.

        A heading that is part of the document's own title decides nothing.
        """
        if self._metadata.title and fold(title) in fold(self._metadata.title):
            return None
        day = self._metadata.date
        aim = heading_aim(title, day.year if day else None)
        period = self._period_of_title(title) if aim is None and day and len(title) < _SHORT_TITLE else None
        return True if period and day and period.start > day else aim

    def _period_of_title(self, title: str) -> Period | None:
        return next((span.value for span in find_periods(title, self._metadata.date) if span.value), None)


def _right_above(table: Table) -> list[str]:
    """Return the lines over a table back to the last empty one, which speak of it."""
    lines = list(table.above)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines[max((at + 1 for at, line in enumerate(lines) if not line.strip()), default=0) :]


def _nearest(draft: Draft, spans: Sequence[PeriodSpan], offset: int) -> Period | None:
    """Return the last period before the number, else the first behind it; one compared with only for earlier values."""
    compared = draft.modality is Modality.PREVIOUS
    usable = [span for span in spans if compared or span.kind is not PeriodKind.COMPARISON]
    before = [span for span in usable if span.end + offset <= draft.numeral.start]
    if before:
        return before[-1].value
    return usable[0].value if usable else None


def _actor_of(passage: Passage) -> str | None:
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
