"""Where in a document a number stands: what its headings say, its period and place, the body that reached it.

Period and place are found by the room `scope`, the body that reached the number by `actors`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.figures.actors import actors_of
from extractors.figures.draft import Draft, Passage, is_numbered, list_opener
from extractors.figures.reading.announced import (
    aims,
    announces_aims,
    announces_years,
    articles_start,
    goes_on_aiming,
    heading_aim,
    is_proposed,
    opens_with_aims,
    operative_start,
    proposes,
    tells_results,
)
from extractors.figures.reading.indicators import heading_activity
from extractors.figures.reading.plans_told import announced_plan, goes_on_with_plan, sets_aims, told_by_resolution
from extractors.figures.reading.rulings import goes_on_ruling, names_rule, tells_rule
from extractors.figures.tables.grid import Table
from extractors.layout.outline import Outline, Said
from extractors.model import Evidence, Metadata, Modality, Period, PeriodKind, Section
from extractors.rulebook import any_of, load_table
from extractors.scope.periods import NO_PERIOD, Dated, Periods, Told
from extractors.scope.places import Places, names_units
from extractors.text.document import Document
from extractors.text.folding import fold
from extractors.values.periods import find_periods

_ACTUAL: Final = Modality.ACTUAL
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_END_OF_YEAR: Final = re.compile(r"(?<!\w)(?:đầu|cuối)\s\Z", re.IGNORECASE)
_ONLY_TIME: Final = re.compile(
    rf"\W*(?:[IVX]{{1,5}}\b\W*)?{any_of(load_table(__package__, 'words')['setting']['times'])}\W*", re.IGNORECASE
)
"""A heading that names a time and nothing else: `III- NĂM 2023`."""
_TIME_OPENS: Final = re.compile(
    r"\W{0,4}(?:(?:[IVX]{1,5}|\d{1,2}|[A-Za-zđĐ])[-.)/ ]{1,3})?"
    rf"(?P<time>{any_of(load_table(__package__, 'words')['setting']['times'])}"
    r"(?:[ /,]{1,2}(?:năm )?(?:19|20)\d\d)?): "
)
"""A line that opens with a time and a colon: `IV- Năm 2019: mỗi xã có thêm ...`."""
_NUMBERED: Final = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,5})\s?[-.)/]\s?[^\W\d]")
_OPENING: Final = 120
_LINES_OF_RULE: Final = 2
_SHORT_TITLE: Final = 40
"""Characters of a heading that may name a time and nothing else: III. QUÝ IV."""


class Setting:
    """What the places of one document say of the numbers in them."""

    def __init__(
        self,
        document: Document,
        sections: Sequence[Section],
        metadata: Metadata,
        cited: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._document = document
        self._text = text = document.text
        self._metadata = metadata
        self._outline = Outline(sections)
        self._activities: Said[str] = Said(self._outline)
        self._aims: Said[bool] = Said(self._outline)
        self._periods = Periods(text, self._outline, metadata, cited)
        self._places = Places(self._text, self._outline, metadata, cited)
        self._carried: tuple[int, Told] | None = None
        self._plan_from = announced_plan(text) if metadata.kind not in ("report", "directive") else None
        self._begins_with_aims = metadata.kind in ("other", "news") and opens_with_aims(text)
        self._aims_to = -2
        self._only_bounds = False
        self._rule_line: int | None = None
        self._openers: dict[int, tuple[int, int] | None] = {}
        self._aiming: dict[int, bool] = {}
        self._time_line = -1
        self._time_ahead = False
        self._proposes = proposes(text)
        self._orders_from = operative_start(text) if metadata.kind == "directive" else articles_start(text)

    def enter(self, passage: Passage) -> None:
        """Tell a sentence the event that its heading speaks of and the modality of its numbers by default."""
        start = passage.sentence.start
        over = self._outline.over(start)
        passage.activity = self._activities.at(over, heading_activity)
        aimed = self._is_aimed_at(start, over)
        aimed = aimed or (self._is_item(passage) and self._is_aimed_list(passage))
        aimed = aimed or (self._proposes and is_proposed(self._text, passage))
        aimed = aimed or self._is_of_time_ahead(passage)
        passage.default = _TARGET if aimed else _ACTUAL

    def _is_aimed_at(self, start: int, over: Sequence[int]) -> bool:
        """Tell whether the headings `over` a place announce aims, or it stands among the orders of a directive."""
        aim = self._aims.at(over, self._aim_of_title)
        return (self._begins_with_aims or start >= self._orders_from) if aim is None else aim

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
        return _TARGET if aimed else _ACTUAL

    def _is_item(self, passage: Passage) -> bool:
        """Tell whether the line of a sentence is an item of a list, by its bullet or by its number."""
        return passage.bulleted or is_numbered(self._text, self._document.line_start(passage.sentence.start))

    def _is_aimed_list(self, passage: Passage) -> bool:
        """Tell whether the line that opens the list of a passage announces aims (`đề ra các chỉ tiêu:`)."""
        opener = self._opener_of(passage)
        if opener is None:
            return False
        if opener[0] not in self._aiming:
            words = self._text[max(opener[0], opener[1] - _OPENING) : opener[1]]
            self._aiming[opener[0]] = announces_aims(words)
        return self._aiming[opener[0]]

    def _opener_of(self, passage: Passage) -> tuple[int, int] | None:
        """Return the line that opens the list of an item; items that stand line by line have one opener."""
        line = passage.line
        if line not in self._openers:
            start = self._document.line_start(passage.sentence.start)
            known = line - 1 in self._openers
            self._openers[line] = self._openers[line - 1] if known else list_opener(self._text, start)
        return self._openers[line]

    def follow(self, passage: Passage) -> None:
        """Let a sentence right behind one of aims or of a rule go on with it, where its own words say nothing else."""
        beside = 0 <= passage.sentence.start - self._aims_to <= 1
        if beside and passage.default is _ACTUAL and goes_on_aiming(passage, self._only_bounds):
            passage.default = _TARGET
            self._aims_to = passage.sentence.end
        if passage.default is _ACTUAL and self._plan_from is not None and passage.sentence.start >= self._plan_from:
            passage.default = _TARGET if goes_on_with_plan(passage) else _ACTUAL
        if passage.default is _ACTUAL and told_by_resolution(self._text, passage):
            passage.default = _TARGET
        if passage.default is _ACTUAL and self._is_of_rule(passage):
            passage.default, self._rule_line = _TARGET, passage.line

    def _is_of_rule(self, passage: Passage) -> bool:
        """Tell whether a sentence tells a rule, or goes on with one close before it; with its tariffs from anywhere."""
        if self._rule_line is None:
            return tells_rule(passage)
        near = passage.line - self._rule_line <= _LINES_OF_RULE
        return goes_on_ruling(passage, tariffs=not near) or tells_rule(passage)

    def leave(self, passage: Passage) -> None:
        """Note whether a sentence strives for its numbers or tells a rule: the next one may go on with it."""
        if self._metadata.kind not in ("report", "directive") and sets_aims(passage):
            self._plan_from = passage.sentence.end
        if passage.default is _ACTUAL and aims(passage):
            self._aims_to, self._only_bounds = passage.sentence.end, not announces_years(passage)
        if "fixed_by_rule" in [draft.modality_rule for draft in passage.drafts] and names_rule(passage):
            self._rule_line = passage.line

    def date(self, passage: Passage) -> None:
        """Set period, place and actor of the figures of a sentence, whose modality is known."""
        start, end = passage.sentence.start, passage.sentence.end
        told = self._periods.told_in(start, end)
        if told:
            self._carry(told, start)
            self._aim_at_time_ahead(passage.drafts, told)
            self._tell_of_time_over(passage.drafts, told)
        actors = actors_of(passage)
        over: dict[bool, Dated] = {}
        named = names_units(passage.sentence.words, passage.sentence.keys)
        around = self._places.over(start)
        for draft, actor in zip(passage.drafts, actors, strict=True):
            draft.actor = actor
            unit = self._places.of_number((start, end), draft.numeral.start) if named else None
            draft.unit_of, draft.unit_told = unit or around
            previous = draft.modality is _PREVIOUS
            found = self._periods.own(told, draft.numeral.start, draft.numeral.end, previous) if told else NO_PERIOD
            if found[0] is None and not previous:
                aimed = draft.modality is _TARGET
                if aimed not in over:
                    over[aimed] = self._over(passage, aimed)
                found = over[aimed]
            draft.period, draft.period_told = self._until_reported(found[0], found[1], draft) if found[0] else found
            if found[0] and found[0].kind is PeriodKind.STOCK and self._periods.only_closes(found):
                draft.around = self._over(passage, draft.modality is _TARGET)
        self._set_against_last_year(passage.drafts)

    def _aim_at_time_ahead(self, drafts: Sequence[Draft], told: Sequence[Told]) -> None:
        """Take for aims the numbers that a sentence led by a time after the document tells: `Quý IV kết nạp 12 ...`.

        Only where the words of the sentence say nothing of how they are meant.
        """
        until = self._ended_by
        leading = (one for one in told if one.leads and one.is_span)
        ahead = next((one for one in leading if until and one.period and one.period.start > until), None)
        if ahead is None or any(draft.modality_rule != "default" for draft in drafts):
            return
        for draft in drafts:
            if draft.numeral.start >= ahead.end and draft.modality is _ACTUAL:
                draft.modality, draft.modality_rule = _TARGET, "time_ahead"

    def _tell_of_time_over(self, drafts: Sequence[Draft], told: Sequence[Told]) -> None:
        """Take for results the numbers of a directive that a time before its day leads: `Tám tháng đầu năm, tiếp 412`.

        Only where the words of the sentence say nothing of how they are meant.
        """
        day = self._metadata.date
        over = next((one for one in told if one.leads and one.is_span), None)
        if day is None or over is None or over.period is None or over.period.end > day:
            return
        for draft in drafts:
            if draft.numeral.start >= over.end and draft.modality is _TARGET and draft.modality_rule == "default":
                draft.modality, draft.modality_rule = _ACTUAL, "time_over"

    @property
    def _ended_by(self) -> datetime.date | None:
        """Return the day up to which the document can tell results; a late report tells them of its own time."""
        day = self._metadata.date or (self._metadata.period.end if self._metadata.period else None)
        reported = self._metadata.period if self._metadata.kind == "report" else None
        return min(day, reported.end) if day and reported else day

    def _until_reported(self, period: Period, told: Evidence | None, draft: Draft) -> Dated:
        """Return the time of a result, which ends with the one reported on where that is a part of its year.

        So `giải ngân vốn đầu tư công năm 2025 đạt 58,2%` of a report on the third quarter tells of nine months. An
        estimate, and what is told of the beginning or the end of the year, keeps it.
        """
        reported = self._metadata.period if self._metadata.kind == "report" else None
        if reported is None or draft.modality is not _ACTUAL or draft.estimate:
            return period, told
        if period.kind is not PeriodKind.FLOW or (
            told and told.start and _END_OF_YEAR.search(self._text[max(0, told.start - len("cuối  ")) : told.start])
        ):
            return period, told
        first, last = reported.start.replace(month=1, day=1), reported.end.replace(month=12, day=31)
        if (period.start, period.end) != (first, last) or reported.end == last or reported.start.year != first.year:
            return period, told
        return replace(period, end=reported.end), told

    def _set_against_last_year(self, drafts: Sequence[Draft]) -> None:
        """Take for a value given for comparison what is of the same time a year before: `, quý IV/2024 có 49 lượt`.

        A number of the same unit beside it is of the time reported on.
        """
        reported = self._metadata.period if self._metadata.kind == "report" else None
        if reported is None or len(drafts) < 2:
            return
        for draft in drafts:
            own = draft.period if draft.period_told and draft.period_told.told == "sentence" else None
            if own is None or draft.modality is not _ACTUAL or not _is_a_year_before(own, reported):
                continue
            if any(o is not draft and o.unit == draft.unit and o.period and o.period.end > own.end for o in drafts):
                draft.modality, draft.modality_rule = _PREVIOUS, "a_year_before"

    def _carry(self, told: Sequence[Told], start: int) -> None:
        """Remember a period that a sentence begins with: the rest of its paragraph goes on in it."""
        opening = next((one for one in told if one.leads and not one.compared and one.is_span), None)
        if opening is not None:
            self._carried = None if opening.of_part else (self._document.line_start(start), opening)

    def _over(self, passage: Passage, aimed: bool) -> Dated:
        """Return the period that stands over a sentence: its list's, its paragraph's, its heading's, the document's."""
        start = passage.sentence.start
        opener = self._opener_of(passage) if passage.bulleted else None
        found = self._periods.over(start, opener)
        if found[1] is not None and found[1].told == "list":
            return found
        if self._carried is not None and self._carried[0] == self._document.line_start(start):
            return self._carried[1].period, self._carried[1].evidence("before")
        return found if found[0] is not None else self._periods.of_document(aimed and passage.default is _TARGET)

    def settle_cell(self, draft: Draft) -> None:
        """Set unit and period of a cell: its row's, else those of what stands over the table."""
        at = draft.numeral.start
        row = self._places.of_row(draft.row, self._document.line_start(at)) if draft.row else None
        draft.unit_of, draft.unit_told = row or self._places.over(at)
        if draft.period is not None:
            draft.period_told = Evidence("period", "table")
        else:
            found = self._periods.over(at, None)
            draft.period, draft.period_told = found if found[0] is not None else self._periods.of_document(False)

    def _aim_of_title(self, title: str) -> bool | None:
        """Tell whether a heading announces aims, by its words or a period ahead.

        A heading that is part of the document's own title decides nothing, but for a time ahead that is all it names;
        one with a number is a heading, though a page begins with it.
        """
        day = self._metadata.date or (self._metadata.period.end if self._metadata.period else None)
        if self._metadata.title and not _NUMBERED.match(title) and fold(title) in fold(self._metadata.title):
            return self._names_time_ahead(title) if _ONLY_TIME.fullmatch(title) else None
        aim = heading_aim(title, day.year if day else None)
        return self._names_time_ahead(title) if aim is None else aim

    def _names_time_ahead(self, title: str) -> bool | None:
        """Tell whether a heading of few words names a time after the document's day (`III- NĂM 2023`), else None.

        Of a report that is sent late, a time after the one that it is on. What is added up to a day is reached by it:
        `Thu ngân sách lũy kế 9 tháng`.
        """
        period = self._periods.in_title(title) if len(title) < _SHORT_TITLE else None
        if period is None or self._ended_by is None or period.kind is PeriodKind.CUMULATIVE:
            return None
        return True if period.start > self._ended_by else None


def _is_a_year_before(own: Period, reported: Period) -> bool:
    days = [(day.year + years, day.month, day.day) for day, years in ((own.start, 1), (own.end, 1))]
    return days == [(day.year, day.month, day.day) for day in (reported.start, reported.end)]


def _right_above(table: Table) -> list[str]:
    """Return the lines over a table back to the last empty one, which speak of it."""
    lines = list(table.above)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines[max((at + 1 for at, line in enumerate(lines) if not line.strip()), default=0) :]
