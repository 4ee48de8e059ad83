"""The words around a number, its own days and those of its report -> what time it is of, against the period asked."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from extractors.model import PeriodKind
from extractors.rulebook import load_table
from extractors.text.folding import fold
from extractors.values.number_words import NUMBER_WORDS, parse_words
from extractors.values.periods import find_periods
from pipeline.forms.concepts import words_of
from pipeline.forms.model import Span, Time, When

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "times")["words"]
WORDS_BETWEEN_AIM_AND_NUMBER: Final = 8
SLACK: Final = timedelta(days=20)
"""Reports close their books some days before the period ends, and begin where the last one closed."""
_WORDS_OF_A_NOUN: Final = 3
_UNTIL: Final = re.compile(
    r"(?:đến |tới )?(?:hết|cuối) (?:tháng|quý) \S+$|(?:đến|tới) (?:tháng|quý) \S+$", re.IGNORECASE
)
"""Behind one of these stands the end of what is told: `hết tháng 9`."""
_SINCE_WORD: Final = "từ "
_COMPARING: Final = "so "
_SPELLED: Final = "|".join(sorted(map(fold, NUMBER_WORDS), key=len, reverse=True))
_MONTHS: Final = re.compile(
    rf"(?<![\w/])(\d{{1,2}}|(?:(?:{_SPELLED}) )?(?:{_SPELLED})) tháng(?! \d)(?P<behind>.{{0,16}})"
)
_SINCE: Final = re.compile(
    r"từ (?:(?:ngày |tháng )|(?=\d{1,2}[/.]))(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})(?:[/.](?P<year>\d{4}))?"
    r"(?= đến nay|[ ,]*$| )(?! đến (?:ngày |tháng )?\d)"
)
"""From a day until the end of the period: `từ ngày 01/7 đến nay`; with a last day it is a time of its own."""
_QUARTERS: Final = re.compile(r"(?:qua|sau|trong|cả) (hai|ba|2|3) quý(?! [\divx])")
_OF_QUARTERS: Final = {"hai": 6, "2": 6, "ba": 9, "3": 9}
_MONTH_LIST: Final = re.compile(r"tháng (\d{1,2})(?:, \d{1,2})*(?:,| và) (\d{1,2})(?![/.\d])")


@cache
def _cue(name: str) -> re.Pattern[str]:
    """Return what finds the cues of one list in words joined by spaces."""
    cues = sorted((" ".join(words_of(cue)) for cue in _WORDS[name]), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, cues))})(?!\S)")


@cache
def time_words() -> frozenset[str]:
    """Return the words of the cues that say of what time a number is."""
    names = ("year_so_far", "this_period", "opening", "closing", "earlier")
    cues = [cue for name in names for cue in _WORDS[name] if not cue.startswith(tuple(_WORDS["raising"]))]
    return frozenset(word for cue in (*cues, *_WORDS["filling"]) for word in words_of(cue))


def fits(span: Span, asked: Span) -> bool:
    """Tell whether days are those asked for, but for some days at either end.

    >>> fits(Span(date(2025, 9, 21), date(2025, 12, 14)), Span(date(2025, 10, 1), date(2025, 12, 31)))
    True
    """
    return abs(span.start - asked.start) <= SLACK and abs(span.end - asked.end) <= SLACK


def time_of_days(span: Span, asked: Span) -> Time:
    """Return what days are against the period asked.

    >>> quarter = Span(date(2025, 7, 1), date(2025, 9, 30))
    >>> time_of_days(Span(date(2025, 1, 1), date(2025, 9, 15)), quarter)
    <Time.YEAR: 'year'>
    >>> time_of_days(Span(date(2024, 7, 1), date(2024, 9, 30)), quarter)
    <Time.EARLIER: 'earlier'>
    """
    if fits(span, asked):
        return Time.PERIOD
    ends = abs(span.end - asked.end) <= SLACK
    if ends and span.start == asked.year_start:
        return Time.YEAR
    if span.start == span.end:
        if asked.start <= span.end <= asked.end + SLACK:
            return Time.UNTOLD
        if asked.start - timedelta(days=1) == span.end:
            return Time.OPENING
    if span.end < asked.start:
        return Time.EARLIER
    return Time.OTHER


def told_time(left: str, right: str, asked: Span, lead: str | None = None) -> When:
    """Return the time that words before and behind a number tell; `untold` where they tell none.

    The nearest word before the number counts, then the nearest behind it. `lead` is what leads to the number, an
    opening bracket in it: `(cùng kỳ: 30 đơn)`.

    >>> quarter = Span(date(2025, 7, 1), date(2025, 9, 30))
    >>> told_time("Chín tháng qua đã kết nạp", "người", quarter).time
    <Time.YEAR: 'year'>
    >>> told_time("chỉ tiêu tỉnh giao:", "đảng viên", quarter).time
    <Time.AIM: 'aim'>
    """
    lead = left if lead is None else lead
    if _is_aim(lead, right, left):
        return When(Time.AIM, None, lead)
    led = _nearest(lead, True, asked)
    if led is not None and led.time is Time.EARLIER:
        return led
    for text, before in ((left, True), (right, False)):
        found = _nearest(text, before, asked)
        if found is not None:
            return found
    return When(Time.UNTOLD)


def opening_time(opening: str, asked: Span) -> When | None:
    """Return the time that opens a sentence and holds for all its numbers that tell none themselves, else None.

    >>> quarter = Span(date(2025, 7, 1), date(2025, 9, 30))
    >>> opening_time("Từ đầu năm đến nay tiếp nhận", quarter).time
    <Time.YEAR: 'year'>
    >>> opening_time("Từ ngày 01/5/2025 đến nay: nộp trực tuyến", quarter).time
    <Time.OTHER: 'other'>
    >>> opening_time("So với cùng kỳ năm trước, tiếp", quarter), opening_time("Trong tháng 8 tiếp", quarter)
    (None, None)
    """
    led = _nearest(opening, True, asked)
    if led is None or not (led.time in (Time.YEAR, Time.PERIOD, Time.EARLIER) or _lies_apart(led, asked)):
        return None
    return None if fold(opening).strip(" -+").startswith(_COMPARING) else led


def _lies_apart(when: When, asked: Span) -> bool:
    """Tell whether a time began before the period asked and ended in it, or begins behind it.

    `từ 01/7 đến nay` for the last quarter, `quý IV` in a report on the third.
    """
    span = when.span if when.time is Time.OTHER else None
    return span is not None and (span.start > asked.end or span.start < asked.start <= span.end <= asked.end + SLACK)


def tells_of_tasks(sentence: str) -> bool:
    """Tell whether a sentence is of tasks that were given, not of aims that were set.

    >>> tells_of_tasks("Nhiệm vụ Tỉnh ủy giao: 33; xong: 27"), tells_of_tasks("Phấn đấu xong 27 nhiệm vụ được giao")
    (True, False)
    """
    words = " ".join(words_of(sentence))
    rest = _cue("assigned").sub(" ", words)
    return (
        bool(_cue("tasks").search(words))
        and rest != words
        and not (_cue("aim").search(rest) or _cue("will").search(rest))
    )


def _is_aim(left: str, right: str, clause: str) -> bool:
    if _cue("tasks").search(" ".join((*words_of(clause), *words_of(left), *words_of(right)[:_WORDS_OF_A_NOUN]))):
        left = _cue("assigned").sub(" ", " ".join(words_of(left)))
    words = " ".join(words_of(left)[-WORDS_BETWEEN_AIM_AND_NUMBER:])
    words = " ".join(_cue("no_aim").sub(" ", words).split())
    if any(words == end or words.endswith(f" {end}") for end in _WORDS["aim_at_end"]):
        return True
    cues = list(_cue("aim").finditer(words))
    if cues and cues[-1].end() == len(words) and _compares(words[: cues[-1].start()]):
        return True
    return bool(cues) and not _cue("reached").search(words[cues[0].end() :]) and not _compares(words[: cues[0].start()])


def _compares(words: str) -> bool:
    return words.rstrip().endswith(("so với", "so", "trên"))


def _nearest(text: str, last: bool, asked: Span) -> When | None:
    """Return the cue of a text that stands nearest to the number, which is behind it (`last`) or before it."""
    found = [*_cues(text, asked), *_written(text, asked)]
    if not found:
        return None
    found.sort(key=lambda cue: cue[0])
    return _joined([when for _, when in found], last)


def _joined(times: list[When], last: bool) -> When:
    """Return what cues say together: an earlier period however it is dated, `lũy kế` with the day that it ends on."""
    kinds = {when.time for when in times}
    for time in (Time.EARLIER, Time.OPENING):
        if time in kinds and (times[-1 if last else 0].time in (time, Time.OTHER, Time.PERIOD, Time.YEAR)):
            dated = [when for when in times if when.time is time]
            return max(dated, key=lambda when: when.span is not None)
    nearest = times[-1 if last else 0]
    if nearest.time in (Time.UNTOLD, Time.OTHER) and Time.YEAR in kinds:
        return next(when for when in times if when.time is Time.YEAR)
    return nearest


def _cues(text: str, asked: Span) -> list[tuple[int, When]]:
    folded = fold(text)
    plain = re.sub(r"[^\w]", " ", folded)
    found: list[tuple[int, When]] = []
    for name, time in (("year_so_far", Time.YEAR), ("this_period", Time.PERIOD), ("opening", Time.OPENING),
                       ("earlier", Time.EARLIER)):  # fmt: skip
        span = {Time.YEAR: Span(asked.year_start, asked.end), Time.PERIOD: asked}.get(time)
        spaced = " ".join(plain.split())
        found += [
            (match.start(), When(Time.OTHER, None, match.group()) if _is_shorter(time, match[0], asked) else told)
            for match in _cue(name).finditer(spaced)
            for told in [When(time, span, match.group())]
            if time is not Time.OPENING or not spaced[: match.start()].endswith(_SINCE_WORD)
        ]
    found = _with_terms(found, " ".join(plain.split()), asked)
    carried = {at for at, when in found if when.time is Time.OPENING}
    found = [(at, when) for at, when in found if when.time is not Time.EARLIER or at not in carried]
    found += [
        (match.start(), When(Time.YEAR, Span(asked.year_start, asked.end), match.group()))
        for match in _MONTHS.finditer(" ".join(plain.split()))
        if _month(match[1]) == asked.end.month and not _cue("not_since_start").search(match["behind"].strip())
    ]
    found += [
        (match.start(), When(Time.YEAR, Span(asked.year_start, asked.end), match.group()))
        for match in _QUARTERS.finditer(" ".join(plain.split()))
        if _OF_QUARTERS[match[1]] == asked.end.month
    ]
    return found


def _with_terms(found: list[tuple[int, When]], spaced: str, asked: Span) -> list[tuple[int, When]]:
    """Return cues with those since a term of office began, each in the place of `lũy kế` before it."""
    terms = list(_cue("since_term").finditer(spaced))
    span = Span(asked.year_start.replace(year=asked.end.year - YEARS_OF_A_TERM), asked.end)
    led = {at for at, when in found for term in terms if at + len(when.told) + 1 == term.start()}
    return [one for one in found if one[0] not in led] + [
        (term.start(), When(Time.OTHER, span, term.group())) for term in terms
    ]


YEARS_OF_A_TERM: Final = 5
"""A term of office began at most so many years before."""


def _is_shorter(time: Time, cue: str, asked: Span) -> bool:
    """Tell whether a cue names a month or a quarter, where the period asked is longer: `trong quý` for a half-year."""
    named = next((length for word, length in _LENGTHS.items() if word in cue.split()), None)
    return time is Time.PERIOD and named is not None and (asked.end - asked.start).days > named


_LENGTHS: Final = {"quý": 92, "tháng": 92}
"""Days of the longest time that a cue with a word names: `ba tháng qua` and `trong tháng` both name months."""


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    words = word.split()
    value = parse_words(words) or parse_words(words[-1:])
    return int(value) if value else None


def _written(text: str, asked: Span) -> list[tuple[int, When]]:
    found = []
    for since in _SINCE.finditer(text):
        start = _day(since["day"], since["month"], since["year"] or str(asked.end.year))
        if start is not None:
            span = Span(start, asked.end)
            found.append((len(text), When(time_of_days(span, asked), span, since.group())))
    for months in _MONTH_LIST.finditer(text):
        first, last = (_day(None, month, str(asked.end.year)) for month in (months[1], months[2]))
        if first and last and first < last:
            span = Span(first, last.replace(day=monthrange(last.year, last.month)[1]))
            found.append((len(text), When(time_of_days(span, asked), span, months.group())))
    for period in find_periods(text, asked.end):
        if period.value is None:
            continue
        span = Span(period.value.start, period.value.end)
        time = Time.EARLIER if period.kind is PeriodKind.COMPARISON else time_of_days(span, asked)
        until = _UNTIL.search(text[: period.start] + period.text) and _SINCE_WORD not in fold(period.text)
        if until and span.start > asked.year_start:
            span = Span(span.end, span.end)
            time = time_of_days(span, asked)
        if period.kind is PeriodKind.CUMULATIVE and span.start == asked.year_start:
            time = Time.YEAR
        found.append(
            (len(" ".join(re.sub(r"[^\w]", " ", fold(text[: period.start])).split())), When(time, span, period.text))
        )
    return found


def _day(day: str | None, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None


def names_period(words: str, asked: Span) -> bool:
    """Tell whether words name the period asked, by a cue or by its days."""
    return any(when.time is Time.PERIOD for _, when in (*_cues(words, asked), *_written(words, asked)))


def names_time(words: str, name: str) -> bool:
    """Tell whether words hold a cue of one list (`opening`, `closing`, `year_so_far` ...)."""
    return bool(_cue(name).search(" ".join(words_of(words))))


def names_months(words: str) -> bool:
    """Tell whether the name of an indicator counts the months since the start of the year.

    >>> [names_months(name) for name in ("Thu ngân sách 6 tháng", "Số báo cáo tháng 6", "Trẻ 9 tháng tuổi")]
    [True, False, False]
    """
    plain = " ".join(re.sub(r"[^\w]", " ", fold(words)).split())
    counted = [
        _month(found[1]) for found in _MONTHS.finditer(plain) if not _cue("not_since_start").search(found["behind"])
    ]
    return any(count in MONTHS_OF_A_SUM for count in counted)


MONTHS_OF_A_SUM: Final = range(3, 13)
"""So many months are counted from the start of the year: `6 tháng`, `9 tháng`."""


def asked_span(days: tuple[str, str]) -> Span:
    """Return two ISO days as a span."""
    first, last = map(date.fromisoformat, days)
    return Span(first, last)


def span_of_row(values: Any) -> Span | None:
    """Return the days of a row with `period_start` and `period_end`, None where it tells none."""
    if not values["period_start"] or not values["period_end"]:
        return None
    return asked_span((values["period_start"], values["period_end"]))
