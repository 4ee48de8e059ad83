"""The parts of a period as written and what it is read by -> its first and last day, one reader for each shape of form.

Which form has which shape is said in `periods.toml`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from extractors.model import Period
from extractors.rulebook import load_table
from extractors.values.dates import find_dates

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "periods")["words"]

_NUMBERS: Final = {word: value for value, word in enumerate(_WORDS["numbers"], start=1)} | {"mười lăm": 15}
_QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_Interval = tuple[date, date] | None
_Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form without year or start is read by: the document's day, the text after the form, what is reported on.

    `reported` is the last day of the time that the text around is of; its year is meant where a quarter has none.
    """

    reference: date | None
    following: str
    previous: Period | None
    reported: date | None


def _year(groups: _Groups, setting: Setting, key: str = "year") -> int | None:
    if written := groups.get(key):
        return int(written)
    return setting.reference.year if setting.reference else None


def _year_reported(groups: _Groups, setting: Setting, key: str = "year") -> int | None:
    """Return the year written, else that of the time reported on."""
    if written := groups.get(key):
        return int(written)
    return setting.reported.year if setting.reported else None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _read_months(groups: _Groups, setting: Setting) -> _Interval:
    year = _year_reported(groups, setting)
    count = _NUMBERS.get((groups["n"] or "").lower()) or int(groups["n"] or 0)
    if year is None or not 1 <= count <= 12:
        return None
    return _months(year, 13 - count, 12) if groups["part"] == "cuối" else _months(year, 1, count)


def _read_half(groups: _Groups, setting: Setting) -> _Interval:
    year = _year_reported(groups, setting)
    if year is None:
        return None
    return _months(year, 1, 6) if groups["part"] == "đầu" else _months(year, 7, 12)


def _read_quarter(groups: _Groups, setting: Setting) -> _Interval:
    year = _year_reported(groups, setting)
    if year is None:
        return None
    year -= bool(groups.get("last"))
    last = 3 * _QUARTERS[groups["q"] or ""]
    return _months(year, last - 2, last)


def _read_month(groups: _Groups, setting: Setting) -> _Interval:
    year = _year_reported(groups, setting)
    month = int(groups["m"] or 0)
    return _months(year, month, month) if year else None


def _read_months_so_far(groups: _Groups, setting: Setting) -> _Interval:
    """Return the months since the start of the year, where the document was written at their end or in the next month.

    Elsewhere so many months are a duration.
    """
    written = groups["n"] or ""
    count = _NUMBERS.get(written.lower()) or int(written)
    told = setting.reported
    if told is None or not 0 <= told.month - count <= 1:
        return None
    return _months(told.year, 1, count)


def _read_this_quarter(groups: _Groups, setting: Setting) -> _Interval:
    told = setting.reported
    return _months(told.year, (told.month - 1) // 3 * 3 + 1, (told.month - 1) // 3 * 3 + 3) if told else None


def _read_since_day(groups: _Groups, setting: Setting) -> _Interval:
    """Return the days from one on to the document's own."""
    if setting.reference is None:
        return None
    month, day = int(groups["m1"] or groups["m"] or 0), int(groups["d"] or 1)
    written = groups["y1"] or groups["y"]
    start = date(int(written) if written else setting.reference.year, month, day)
    return start, setting.reference


def _read_school_year(groups: _Groups, setting: Setting) -> _Interval:
    """Return the school year from 5 September to the end of May, or one of its two terms."""
    year = int(groups["year"] or 0)
    if groups["term"] in ("I", "1"):
        return date(year, 9, 5), date(year + 1, 1, 15)
    start = date(year + 1, 1, 16) if groups["term"] else date(year, 9, 5)
    return start, date(year + 1, 5, 31)


def _read_years(groups: _Groups, setting: Setting) -> _Interval:
    start = date(int(groups["year"] or 0), 1, 1)
    if groups.get("now"):
        return (start, setting.reference) if setting.reference else None
    if groups.get("m2"):
        return start, _months(int(groups["y2"] or 0), int(groups["m2"] or 0), int(groups["m2"] or 0))[1]
    return start, date(int(groups["year2"] or 0), 12, 31)


def _read_days(groups: _Groups, setting: Setting) -> _Interval:
    """Return the days from one to another; what the first leaves out it takes from the second."""
    year = _year_reported(groups, setting, "y2")
    if year is None:
        return None
    end = date(year, int(groups["m2"] or 0), int(groups["d2"] or 0))
    month = int(groups["m"] or end.month)
    start = date(int(groups["y"] or year), month, int(groups["d"] or groups["d1"] or 0))
    if start > end and not groups["y"]:
        start = start.replace(year=year - 1)
    return start, end


def _read_since_start(groups: _Groups, setting: Setting) -> _Interval:
    year = _year(groups, setting)
    if year is None:
        return None
    end = _last_day(groups, year) if groups.get("m") or groups.get("m2") else _told_until(groups, setting)
    return (date(year, 1, 1), end) if end else None


def _last_day(groups: _Groups, year: int) -> date:
    if groups.get("m2"):
        month = int(groups["m2"] or 0)
        return _months(int(groups.get("y2") or year), month, month)[1]
    return date(int(groups.get("y") or year), int(groups["m"] or 0), int(groups["d"] or 0))


def _read_open(groups: _Groups, setting: Setting) -> _Interval:
    if groups["now"] and setting.reference:
        return date(setting.reference.year, 1, 1), setting.reference
    end = _told_until(groups, setting)
    return (end, end) if end else None


def _told_until(groups: _Groups, setting: Setting) -> date | None:
    """Return the day up to which a sum is told that names none: the document's, or the end of what it reports on."""
    if groups.get("now") or setting.reference is None or setting.reported is None:
        return setting.reference
    return min(setting.reference, setting.reported)


def _read_term_so_far(groups: _Groups, setting: Setting) -> _Interval:
    """Return the days since the year in which a term began, None where the text does not tell it."""
    start = groups["year"]
    return (date(int(start), 1, 1), setting.reference) if start and setting.reference else None


def _read_month_span(groups: _Groups, setting: Setting) -> _Interval:
    """Return the first day of one month to the last of another; what the first leaves out it takes from the second."""
    year = _year(groups, setting, "y2")
    if year is None:
        return None
    first, last = int(groups["m"] or 0), int(groups["m2"] or 0)
    start = int(groups["y"] or (year if first <= last else year - 1))
    return date(start, first, 1), _months(year, last, last)[1]


def _read_quarter_end(groups: _Groups, setting: Setting) -> _Interval:
    quarter = _read_quarter(groups, setting)
    return (quarter[1], quarter[1]) if quarter else None


def _read_as_of(groups: _Groups, setting: Setting) -> _Interval:
    if groups.get("year"):
        end = date(int(groups["year"] or 0), 12, 31)
        return end, end
    year = _year(groups, setting, "y2" if groups.get("m2") else "y")
    if year is None:
        return None
    day = _last_day(groups, year)
    return day, day


def _read_now(groups: _Groups, setting: Setting) -> _Interval:
    return (setting.reference, setting.reference) if setting.reference else None


def _read_same_period(groups: _Groups, setting: Setting) -> _Interval:
    """Return the days of the period named before, a year earlier or in the year written."""
    base = setting.previous
    if base is None:
        return None
    shift = base.end.year - int(groups["year"]) if groups["year"] else 1
    return earlier(base.start, shift), earlier(base.end, shift)


def earlier(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes the 28th."""
    last = calendar.monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, min(day.day, last))


def _read_previous(groups: _Groups, setting: Setting) -> _Interval:
    day = setting.reference
    if day is None:
        return None
    if groups["unit"] == "năm":
        return _months(day.year - 1, 1, 12)
    size = 3 if groups["unit"] == "quý" else 1
    first = (day.month - 1) // size * size + 1
    before = date(day.year, first, 1) - timedelta(days=1)
    return _months(before.year, before.month - size + 1, before.month)


def _read_years_back(groups: _Groups, setting: Setting) -> _Interval:
    """Return the years since the cited document's date if it follows, else those that end on the reference."""
    count = _NUMBERS.get((groups["n"] or "").lower()) or int(groups["n"] or 0)
    sentence = re.split(r"[;\n]|\.\s", setting.following, maxsplit=1)[0]
    dates = [span.value for span in find_dates(sentence) if span.value]
    if dates:
        return dates[0], earlier(dates[0], -count)
    if setting.reference is None:
        return None
    return earlier(setting.reference, count) + timedelta(days=1), setting.reference


def _read_year(groups: _Groups, setting: Setting) -> _Interval:
    year = _year_reported(groups, setting)
    return _months(year, 1, 12) if year else None


SHAPES: Final[dict[str, Callable[[_Groups, Setting], _Interval]]] = {
    "months": _read_months, "half": _read_half, "quarter": _read_quarter, "month": _read_month,
    "school_year": _read_school_year, "years": _read_years, "days": _read_days, "since_start": _read_since_start,
    "open": _read_open, "as_of": _read_as_of, "now": _read_now, "same_period": _read_same_period,
    "previous": _read_previous, "years_back": _read_years_back, "year": _read_year,
    "term_so_far": _read_term_so_far, "month_span": _read_month_span, "quarter_end": _read_quarter_end,
    "months_so_far": _read_months_so_far, "this_quarter": _read_this_quarter,
    "since_day": _read_since_day,
}  # fmt: skip
