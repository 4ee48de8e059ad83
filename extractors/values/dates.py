"""A text -> the dates written in it: day-month-year always, in figures or in words, with or without the year.

The forms and the words that tell a bare `30/6` from a ratio are in `dates.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.plain import places_of

_RULES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "dates")}
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "dates")["words"]
_STRONG: Final = frozenset(_WORDS["strong"])
_BRACKETED: Final = frozenset(_WORDS["bracketed"])
_WEAK: Final = frozenset(_WORDS["weak"])
_JOINS: Final = frozenset(_WORDS["joins"])
_CLOSERS: Final = tuple(_WORDS["closers"])

_FIRST_PART: Final = re.compile(r"[0-9]{1,2}(?=\s?[/.\-–‑]\s?[0-9]|\s{0,3}[tT][hH])")
_MONTH_TRIGGERS: Final = ("tháng", "Tháng", "THÁNG")
_WORD_BEFORE: Final = re.compile(r"(\w+)\s{0,3}([(:]?)\s{0,3}\Z")
_LISTED_DAY: Final = re.compile(
    any_of(_WORDS["before_listed_days"]) + r"\s{1,3}((?:[0-3]?[0-9]\s?(?:,|và|-|–)\s?){1,4})\Z"
)
_RANGE_DAY: Final = re.compile(r"[Tt]ừ\s(?:ngày\s)?([0-3]?[0-9])\s?(?:đến|-|–)\s?(?:ngày\s)?\Z")
_RANGE_HEAD: Final = re.compile(r"(?<![0-9/.\-])[0-9]{1,2}(?:/[0-9]{1,2})?(?:/[0-9]{4})?[-–‑]\Z")
_DAY: Final = re.compile(r"[0-3]?[0-9]")
_LOOK_BACK: Final = 32
_CENTURY_PIVOT: Final = 45


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as written: `text[start:end]`, without the word `ngày`.

    `value` is None where day or year is not written (`30/6`, `tháng 6/2022`); the parts that are
    written are in `day`, `month` and `year`.
    """

    start: int
    end: int
    text: str
    value: date | None
    day: int | None
    month: int
    year: int | None


def parse_date(text: str) -> date | None:
    """Return the full date that the text is, with or without a leading `ngày`; None for anything else.

    >>> parse_date("ngày 03/02/2023"), parse_date("13 tháng 01 năm 2023"), parse_date("31/02/2020")
    (datetime.date(2023, 2, 3), datetime.date(2023, 1, 13), None)
    """
    stripped = text.strip()
    if stripped[:4].lower() == "ngày":
        stripped = stripped[4:].lstrip()
    for name in ("numeric", "worded"):
        match = _RULES[name].fullmatch(stripped)
        if match:
            span = _span(stripped, match, 0)
            return span.value if span else None
    return None


def find_dates(text: str) -> list[DateSpan]:
    """Return every date of the text, ordered, without overlaps.

    An impossible date (`31/02/2020`) is not a date; a bare `8/8` is a date only behind a word of time.
    """
    found: list[DateSpan] = []
    end = 0
    for first in _FIRST_PART.finditer(text):
        if first.start() < end or _inside_number(text, first.start()):
            continue
        span = _date_at(text, first.start(), found)
        if span:
            found.extend(_shared_days(text, span, end))
            found.append(span)
            end = span.end
    return _with_months(text, found)


def date_at(text: str, start: int) -> DateSpan | None:
    """Return the date whose first figure stands at `start` when a word of time is already known to precede it."""
    for name in ("numeric", "worded", "numeric_short_year", "day_month"):
        match = _RULES[name].match(text, start)
        if match:
            return _span(text, match, start)
    return None


def _inside_number(text: str, start: int) -> bool:
    """Tell whether the figure at `start` only continues a word or number; a range `16-18/6` does not."""
    before = text[start - 1 : start]
    if before.isalnum():
        return text[max(0, start - 4) : start].lower() != "ngày"
    if not before or before not in "/.,-–‑" or not text[start - 2 : start - 1].isdigit():
        return False
    return before in "/.," or not _RANGE_HEAD.search(text, max(0, start - _LOOK_BACK), start)


def _date_at(text: str, start: int, found: list[DateSpan]) -> DateSpan | None:
    match = _RULES["numeric"].match(text, start)
    worded = None if match else _RULES["worded"].match(text, start)
    if match or (worded and (worded["year"] or worded["slash_year"])):
        return _span(text, match or worded, start)
    return _yearless_at(text, start, worded, found)


def _yearless_at(text: str, start: int, worded: re.Match[str] | None, found: list[DateSpan]) -> DateSpan | None:
    cue = _WORD_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    word = cue.group(1).lower() if cue else ""
    if word in _STRONG or (word in _BRACKETED and cue and cue.group(2) == "("):
        match = worded or _RULES["numeric_short_year"].match(text, start) or _RULES["day_month"].match(text, start)
        return _span(text, match, start) if match else None
    match = worded or _RULES["day_month"].match(text, start)
    if match and (_continues(text, start, found) or (word in _WEAK and _is_no_ratio(text, match))):
        return _span(text, match, start)
    return None


def _continues(text: str, start: int, found: list[DateSpan]) -> bool:
    """Tell whether a bare day/month follows another date (`15/3 - 20/4`, `30/4 và 1/5`)."""
    if not found or start - found[-1].end > 8:
        return False
    return text[found[-1].end : start].strip() in _JOINS


def _is_no_ratio(text: str, match: re.Match[str]) -> bool:
    if int(match["day"]) > int(match["month"]):
        return True
    after = text[match.end() : match.end() + 12].lstrip()
    return not after[:1].isalnum() or after.startswith(_CLOSERS)


def _span(text: str, match: re.Match[str] | None, start: int) -> DateSpan | None:
    """Build the span of a match; None where the parts make no possible date."""
    if match is None:
        return None
    groups = match.groupdict()
    written_year = groups.get("year") or groups.get("slash_year")
    year = int(written_year) if written_year else None
    if groups.get("short_year"):
        year = int(groups["short_year"]) + (1900 if int(groups["short_year"]) >= _CENTURY_PIVOT else 2000)
    day, month = int(groups["day"]), int(groups["month"])
    value = _possible(day, month, year)
    if value is None:
        return None
    return DateSpan(start, match.end(), text[start : match.end()], value if year else None, day, month, year)


def is_possible(day: int, month: int, year: int) -> bool:
    """Tell whether a day is in the calendar (29/2 only in leap years)."""
    return _possible(day, month, year) is not None


def _possible(day: int, month: int, year: int | None) -> date | None:
    try:
        return date(year or 2000, month, day)
    except ValueError:
        return None


def _shared_days(text: str, span: DateSpan, floor: int) -> list[DateSpan]:
    """Return the days that take month and year from the date behind them (`ngày 10, 11/5/2023`, `từ 16-18/6`)."""
    low = max(floor, span.start - _LOOK_BACK)
    listed = _LISTED_DAY.search(text, low, span.start) or _RANGE_DAY.search(text, low, span.start)
    if not listed:
        return []
    shared = []
    for day in _DAY.finditer(text, *listed.span(1)):
        value = _possible(int(day.group()), span.month, span.year)
        if value:
            full = value if span.year else None
            shared.append(DateSpan(day.start(), day.end(), day.group(), full, int(day.group()), span.month, span.year))
    return shared


def _with_months(text: str, found: list[DateSpan]) -> list[DateSpan]:
    """Add the months written without a day, where no full date covers them."""
    covered = {offset for span in found for offset in range(span.start, span.end)}
    for trigger in _MONTH_TRIGGERS:
        for at in places_of(text, trigger):
            match = _RULES["month"].match(text, at)
            if match and at not in covered and match.end() - 1 not in covered and 1 <= int(match["month"]) <= 12:
                year = match["year"] or match["long_year"]
                month = int(match["month"])
                number = int(year) if year else None
                found.append(DateSpan(at, match.end(), match.group(), None, None, month, number))
    return sorted(found, key=lambda span: span.start)
