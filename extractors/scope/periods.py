"""A sentence, and what stands over it -> the period of each of its numbers, with the words that say so.

The nearest wins: the sentence's own words, the line that opens its list, the sentence before it in the paragraph, the
heading, the title, the document. What another value is set against (`so với cùng kỳ năm 2025`) is no time of a value;
the value given for comparison takes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat
from typing import Final

from extractors.layout.outline import Outline
from extractors.model import Evidence, Metadata, Period, PeriodKind, Section
from extractors.rulebook import load_table
from extractors.scope.brackets import leaves_bracket
from extractors.values.periods import (
    PeriodSpan,
    a_year_earlier,
    find_periods,
    find_reporting_period,
    plain_capitals,
    read_periods,
)

_COMPARISON: Final = PeriodKind.COMPARISON
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "scope")["periods"]


def _behind(words: Sequence[str], more: str = "") -> re.Pattern[str]:
    told = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{told}){more}[ ]?\Z", re.IGNORECASE)


_COMPARED: Final = _behind(_WORDS["compared"], r"(?:[ ][^\W\d_]+){0,3}")
_REVIEWED: Final = _behind(_WORDS["reviewed"], r"(?:[ ][^\W\d_]+){0,3}")
_BOUND: Final = _behind(_WORDS["bounds"])
_NAMING: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS['naming'])})(?!\w)", re.IGNORECASE)
_OF_PART: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS['parts'])})(?!\w)", re.IGNORECASE)
_OF_NOUN: Final = re.compile(r"(?<!\w)của \Z")
_LEADS_NUMBER: Final = re.compile(rf"(?: (?:{'|'.join(_WORDS['tells'])}))?:? \d")
_SET_AGAINST: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS['set_against'])})(?!\w)[^,;]*\Z", re.IGNORECASE)
_NUMBER_OF_CLAUSE: Final = re.compile(r"[^,;.()\n\d]{0,40} \d")
_LEADING_CLAUSE: Final = 16
"""Characters of a clause before its time, where the time leads it."""
_NAMED_SPANS: Final = frozenset({"span", "bracketed_years"})
_REACH: Final = 40
_TIGHT: Final = 30
_LEADING: Final = 40
_LEAD: Final = 1200
"""Characters of an article, its headline among them, in which its time is told."""
_ENDS: Final = (". ", "\n", "; ")
_DAYS_AHEAD: Final = timedelta(days=31)
_OWN_KINDS: Final = (PeriodKind.FLOW, PeriodKind.CUMULATIVE)


@dataclass(frozen=True, slots=True)
class Told:
    """A period as a sentence names it; `compared` when another value is set against it, `leads` at its beginning."""

    start: int
    end: int
    period: Period | None
    compared: bool
    leads: bool
    of_part: bool

    @property
    def is_span(self) -> bool:
        """Tell whether things are done in it: no state on a day."""
        return self.period is not None and self.period.kind in _OWN_KINDS

    def evidence(self, told: str) -> Evidence:
        """Return where the period of a figure was told."""
        return Evidence("period", told, self.start, self.end)


def _is_leading(words: str) -> bool:
    """Tell whether nothing but words stands between the beginning of a sentence and its time."""
    return not any(sign in words for sign in ",(;")


Dated = tuple[Period | None, Evidence | None]
NO_PERIOD: Final[Dated] = (None, None)


class Periods:
    """The periods of one document; `cited` are the spans of its citations, which tell other documents' years."""

    def __init__(self, text: str, outline: Outline, metadata: Metadata, cited: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._outline = outline
        self._metadata = metadata
        self._cited = cited
        self._cite_starts = [start for start, _ in cited]
        self._headings: dict[int, Dated] = {}
        self._openers: dict[int, Dated] = {}
        self._document: tuple[Dated, Dated] | None = None

    def told_in(self, start: int, end: int) -> list[Told]:
        """Return the periods that a sentence names, in order."""
        sentence = self._text[start:end].replace("\n", " ")
        return [
            self._told(sentence, span, start)
            for span in find_periods(sentence, self._metadata.date, self._reported_at(start))
            if self._is_own(sentence, span, start)
        ]

    def _reported_at(self, start: int) -> date | None:
        """Return the last day of the time that the heading over a place or else the document is of."""
        period = self.over(start, None)[0] if self._outline.titled else None
        if period is None and self._metadata.kind == "report":
            period = self._metadata.period
        return period.end if period else None

    def _is_own(self, sentence: str, span: PeriodSpan, offset: int) -> bool:
        """Tell whether a period is said of the sentence's own matter: no law's year, no term of a congress."""
        if self._touches_citation(offset + span.start, offset + span.end):
            return False
        before = sentence[max(0, span.start - _REACH) : span.start]
        if _BOUND.search(before) or (span.rule == "years_of_work" and _REVIEWED.search(before)):
            return False
        if span.rule == "years_of_work" and span.text.lower().startswith(("sơ kết", "tổng kết")):
            return False
        return not (span.rule in _NAMED_SPANS and _NAMING.search(sentence, max(0, span.start - 120), span.start))

    def _touches_citation(self, start: int, end: int) -> bool:
        at = bisect_right(self._cite_starts, end) - 1
        return at >= 0 and start <= self._cited[at][1] + 1

    def _told(self, sentence: str, span: PeriodSpan, offset: int) -> Told:
        before = sentence[max(0, span.start - _REACH) : span.start]
        compared = span.kind is _COMPARISON or bool(_COMPARED.search(before))
        period = span.value
        if period is None and span.kind is _COMPARISON:
            base = self.of_document(aims=False)[0]
            period = a_year_earlier(base, span.text) if base else None
        leads = span.start < _LEADING and _is_leading(sentence[: span.start])
        return Told(
            offset + span.start, offset + span.end, period, compared, leads, bool(_OF_PART.search(before[-12:]))
        )

    def own(self, told: Sequence[Told], start: int, end: int, previous: bool) -> Dated:
        """Return the period that a sentence gives the number at `start:end`, of those `told` in it; none if none is."""
        usable = [one for one in told if one.period is not None and (previous or not one.compared)]
        behind = next((one for one in usable if one.start >= end), None)
        if behind and self._is_tight(end, behind):
            return behind.period, behind.evidence("sentence")
        before = [one for one in usable if one.end <= start and not leaves_bracket(self._text, one.end, start)]
        if before:
            return before[-1].period, before[-1].evidence("sentence")
        if behind and not behind.of_part and self._reaches_back(end, behind):
            return behind.period, behind.evidence("sentence")
        return NO_PERIOD

    def _reaches_back(self, end: int, behind: Told) -> bool:
        """Tell whether a period at a distance behind a number is its own.

        It is not where it stands in a bracket, belongs to the noun before it (`văn bản của năm 2024`), leads a number
        of its own (`43 lượt người, quý IV/2024 có 49 lượt`) or is of what the number is set against (`giảm so với 44
        nhà của cuối năm 2024`, `cùng thời điểm năm 2024 là 41`).
        """
        between = self._text[end : behind.start]
        if any(sign in between for sign in ";(") or _OF_NOUN.search(between) or _SET_AGAINST.search(between):
            return False
        if "," in between and self._leads_another(behind):
            return False
        return not (between.endswith(", ") and _LEADS_NUMBER.match(self._text, behind.end))

    def _leads_another(self, behind: Told) -> bool:
        """Tell whether a period leads a number in its own clause: `, quý III/2024 hai trạm cũ khám 1.105 lượt`."""
        opened = max(self._text.rfind(sign, 0, behind.start) for sign in ",;")
        short = len(self._text[opened : behind.start]) <= _LEADING_CLAUSE
        return short and _NUMBER_OF_CLAUSE.match(self._text, behind.end) is not None

    def only_closes(self, dated: Dated) -> bool:
        """Tell whether a day up to which is counted stands in a bracket of its own: `(tính đến 30/9)`."""
        told = dated[1]
        if told is None or told.told != "sentence":
            return False
        start, end = told.start or 0, told.end or 0
        opened = self._text.rfind("(", max(0, start - _TIGHT), start)
        return opened >= 0 and ")" not in self._text[opened:start] and self._text[end : end + 1] == ")"

    def _is_tight(self, end: int, behind: Told) -> bool:
        """Tell whether a period stands right behind a number: `78,2% năm 2021`, `27 đoàn (năm 2016)`.

        One that opens a bracket with a number of its own is that number's: `164 lượt (quý I/2024: 152 lượt)`.
        """
        between = self._text[end : behind.start]
        if len(between) > _TIGHT or any(sign in between for sign in ",;:)") or re.search(r"\d", between):
            return False
        return "(" not in between or self._text[behind.end : behind.end + 1] == ")"

    def over(self, start: int, opener: tuple[int, int] | None) -> Dated:
        """Return the period of the line that opens the list, else of the heading over `start`."""
        if opener is not None:
            if opener[0] not in self._openers:
                told = [one for one in self.told_in(*opener) if one.period and not one.compared]
                self._openers[opener[0]] = (told[-1].period, told[-1].evidence("list")) if told else NO_PERIOD
            if self._openers[opener[0]][0] is not None:
                return self._openers[opener[0]]
        for index in self._outline.over(start):
            section = self._outline.titled[index]
            if start < section.start + len(section.title or ""):
                continue
            if index not in self._headings:
                self._headings[index] = self._in_heading(section)
            if self._headings[index][0] is not None:
                return self._headings[index]
        return NO_PERIOD

    def in_title(self, title: str) -> Period | None:
        """Return the period that a heading names."""
        return next((span.value for span in self._in_title_read(plain_capitals(title)) if span.value), None)

    def _in_title_read(self, words: str) -> list[PeriodSpan]:
        """Return the periods of a heading; one without a year that would begin after the document is of those reported.

        A report of January on the year before has `kết quả quý IV` over what was done in that year.
        """
        day, reported = self._metadata.date, self._metadata.period
        spans = find_periods(words, day)
        ahead = day is not None and any(span.value and span.value.start > day for span in spans)
        if not ahead or reported is None or self._metadata.kind != "report":
            return spans
        return find_periods(words, day, reported.end)

    def _in_heading(self, section: Section) -> Dated:
        words, at = plain_capitals(section.title or ""), section.start
        for span in self._in_title_read(words):
            compared = span.kind is _COMPARISON or _COMPARED.search(words[: span.start])
            if span.value and not compared and self._is_own(words, span, at):
                return span.value, Evidence("period", "heading", at + span.start, at + span.end)
        return NO_PERIOD

    def of_document(self, aims: bool) -> Dated:
        """Return the period that the document reports on, or, for its aims, plans for."""
        if self._document is None:
            self._document = NO_PERIOD, NO_PERIOD
            self._document = self._of_results(), self._of_aims()
        return self._document[aims]

    def _of_results(self) -> Dated:
        metadata = self._metadata
        if metadata.period and metadata.kind != "directive":
            return metadata.period, Evidence("period", "document")
        period = metadata.period or find_reporting_period(plain_capitals(metadata.title or ""), metadata.date)
        if period is None:
            return self._of_lead() if metadata.kind == "news" else NO_PERIOD
        past = metadata.date is None or period.end <= metadata.date + _DAYS_AHEAD
        return (period, Evidence("period", "title")) if past or metadata.kind != "directive" else NO_PERIOD

    def _of_lead(self) -> Dated:
        """Return the period that one of the first sentences of an article begins with."""
        lead = self._text[:_LEAD]
        for span in read_periods(lead, self._metadata.date):
            begin = max(map(lead.rfind, _ENDS, repeat(0), repeat(span.start)))
            opening = lead[begin + 1 : span.start]
            if len(opening) < _LEADING and span.value and span.value.kind in _OWN_KINDS and _is_leading(opening):
                told = self._told(lead, span, 0)
                if not told.compared and self._is_own(lead, span, 0):
                    return told.period, told.evidence("document")
        return NO_PERIOD

    def _of_aims(self) -> Dated:
        metadata = self._metadata
        spans = [span for span in find_periods(plain_capitals(metadata.title or ""), metadata.date) if span.value]
        if len(spans) > 1 and metadata.kind == "report":
            return spans[-1].value, Evidence("period", "title")
        if metadata.kind == "report":
            return NO_PERIOD
        return (metadata.period, Evidence("period", "document")) if metadata.period else NO_PERIOD
