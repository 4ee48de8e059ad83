"""A time as a person types it -> its first and last day; a day -> a date. The one reader for every command that asks.

Forms are those that documents use (`extractors.values.periods`), typed with or without diacritics and in short.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from extractors.model import Period, PeriodKind
from extractors.text.folding import bare
from extractors.toml_file import read_toml
from extractors.values.dates import parse_date
from extractors.values.periods import find_periods
from pipeline.errors import UsageError
from pipeline.speech import Speech

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = re.compile(r"\b([qt]) ?(?=\d)")
"""q3/2025, t6/2024."""
_SHORT_COUNT: Final = re.compile(r"(?<=\d) ?(?:t\b|thang(?=[/ ]))[/ ]*")
"""6t/2024, 9 thang/2025."""
_QUARTER: Final = re.compile(r"(?<=quý )[^\W\d_]+")
_PART_OF_YEAR: Final = re.compile(r"\b(đầu|cuối)[ /]*(?=\d{4}\b)")
_YEAR: Final = re.compile(r"(?:năm )?((?:19|20)\d\d)")
_MONTH: Final = re.compile(
    r"(?:tháng )?(?P<m>0?[1-9]|1[0-2])[/.-](?P<y>(?:19|20)\d\d)|(?P<y2>(?:19|20)\d\d)-(?P<m2>0[1-9]|1[0-2])"
)
_BETWEEN: Final = re.compile(r" ?(?:-|\.\.|đến) ?(?:hết )?")
_KINDS: Final = (PeriodKind.FLOW, PeriodKind.CUMULATIVE)
_ANY_YEAR: Final = ("/2000", " 2000", " năm 2000")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return read_toml(Path(__file__).with_name("periods.toml"))


def read_day(words: str) -> date:
    """Return the day that was typed; UsageError for another text.

    >>> read_day("30/6/2022"), read_day("2022-06-30"), read_day("ngay 30 thang 6 nam 2022")
    (datetime.date(2022, 6, 30), datetime.date(2022, 6, 30), datetime.date(2022, 6, 30))
    """
    day = _day(_regular(words))
    if day is None:
        raise UsageError("usage.day", word=words)
    return day


def read_period(words: str) -> Period:
    """Return the time that was typed, its words in `text`; UsageError for another text, and where the year lacks.

    >>> quarter = read_period("quý III/2025")
    >>> quarter.start, quarter.end
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> read_period("9 thang 2025").end, read_period("nhiệm kỳ 2020-2025").start, read_period("2022").end
    (datetime.date(2025, 9, 30), datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))
    """
    said = _regular(words)
    days = _days(said)
    if days is None:
        lacks_year = not re.search(r"\d{4}", said) and any(_days(said + year) for year in _ANY_YEAR)
        raise UsageError("usage.period_year" if lacks_year else "usage.period", word=words)
    return Period(*days, words.strip())


def _regular(words: str) -> str:
    """Return typed words as documents write them: `q3 2025` is `quý 3 2025`, `6 thang dau 2024` has its `năm`."""
    table = _table()
    said = " ".join(bare(words).replace(",", " ").split())
    for opening in table["openings"]["keys"]:
        said = said.removeprefix(f"{opening} ")
    said = _SHORT.sub(lambda short: "quy " if short[1] == "q" else "thang ", said)
    said = _SHORT_COUNT.sub(" thang ", said)
    said = _WORD.sub(lambda word: table["words"].get(word[0], word[0]), said)
    said = _QUARTER.sub(lambda word: table["quarters"].get(word[0], word[0]), said)
    return _PART_OF_YEAR.sub(r"\1 năm ", said)


def _days(said: str) -> tuple[date, date] | None:
    """Return the first and the last day of one time, or of all between two."""
    one = _one(said)
    if one:
        return one
    said = said.removeprefix("từ ")
    year = re.findall(r"\d{4}", said)
    for cut in _BETWEEN.finditer(said):
        first, last = said[: cut.start()], _one(said[cut.end() :])
        start = _one(first) or (_one(f"{first}/{year[-1]}") if year else None)
        if start and last and start[0] <= last[1]:
            return start[0], last[1]
    return None


def _one(said: str) -> tuple[date, date] | None:
    """Return the first and the last day of a day, a month, a year or a period that documents name."""
    day = _day(said)
    if day:
        return day, day
    if year := _YEAR.fullmatch(said):
        return date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
    if month := _MONTH.fullmatch(said):
        number, of = int(month["m"] or month["m2"]), int(month["y"] or month["y2"])
        return date(of, number, 1), date(of, number, calendar.monthrange(of, number)[1])
    for span in find_periods(said):
        if span.text == said and span.kind in _KINDS and span.value:
            return span.value.start, span.value.end
    return None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return parse_date(said)


def period_name(start: date, end: date, speech: Speech) -> str:
    """Return what people call the time from one day to another: `quý III/2025`, `6 tháng đầu năm 2024`, `năm 2022`.

    Shown of a time that is no such part of the year are its days.
    """
    year = start.year
    whole = (start.day, end) == (1, date(end.year, end.month, calendar.monthrange(end.year, end.month)[1]))
    if not whole or (year != end.year and (start.month, end.month) != (1, 12)):
        key = "day" if start == end else "days"
        return speech(f"period.{key}", first=speech.day(start.isoformat()), last=speech.day(end.isoformat()))
    if year != end.year:
        return speech("period.years", first=year, last=end.year)
    months = end.month - start.month + 1
    name = _part_of_year(start.month, months)
    quarter = speech(f"period.quarter_{(start.month + 2) // 3}")
    return speech(f"period.{name}", year=year, month=start.month, last=end.month, count=months, quarter=quarter)


def _part_of_year(first: int, months: int) -> str:
    """Return the key of a part of a year that begins with its month `first`."""
    if months == 12:
        return "year"
    if months == 1:
        return "month"
    if months == 3 and first in (1, 4, 7, 10):
        return "quarter"
    if first == 1:
        return "half_year" if months == 6 else "first_months"
    return "second_half" if (first, months) == (7, 6) else "months"
