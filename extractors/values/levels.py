"""Heads over one column -> the time that they tell together: `Quý III` over `Năm 2026` is one quarter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from extractors.values.periods import PeriodSpan, find_periods

_YEAR: Final = re.compile(r"(?<![\d/.])(?:19|20)\d\d(?![\d/.])")
_DAYS_OF_A_YEAR: Final = 365


def period_of_levels(levels: Sequence[str], reference: date | None = None) -> PeriodSpan | None:
    """Return the part of a year that one level names and the year that another names alone, as one period.

    None where no two levels tell a time so; each is then read by itself.

    >>> period_of_levels(["Quý III", "Năm 2026"]).value.start
    datetime.date(2026, 7, 1)
    >>> period_of_levels(["Thực hiện 2025", "9 tháng"]).text
    '9 tháng năm 2025'
    >>> period_of_levels(["Quý III/2025", "So với năm 2024"])
    """
    years = [(at, _YEAR.findall(words)) for at, words in enumerate(levels)]
    named = [(at, found[0]) for at, found in years if len(set(found)) == 1]
    if len(named) != 1:
        return None
    at, year = named[0]
    if any(_is_part_of_year(span) for span in find_periods(levels[at], reference)):
        return None
    for words in (words for other, words in enumerate(levels) if other != at):
        for span in find_periods(words, date(int(year), 12, 31)):
            told = f"{span.text} năm {year}"
            joined = find_periods(told, reference)
            if _is_part_of_year(span) and joined and joined[0].value is not None and joined[0].end == len(told):
                return joined[0]
    return None


def with_year(words: str) -> str:
    """Return a head in which a bare year is named as one: `Thực hiện 2024` as `Thực hiện năm 2024`.

    >>> with_year("Thực hiện 2024"), with_year("Quý III năm 2025"), with_year("Quý III/2025")
    ('Thực hiện năm 2024', 'Quý III năm 2025', 'Quý III/2025')
    """
    return re.sub(rf"(?<!năm )(?<!Năm )(?<!NĂM ){_YEAR.pattern}", lambda found: f"năm {found.group()}", words)


def without_years(words: str) -> str:
    """Return a head without the years that it names.

    >>> without_years("Thực hiện năm 2025 > 9 tháng")
    'Thực hiện  > 9 tháng'
    """
    return re.sub(rf"(?:năm )?{_YEAR.pattern}", "", words, flags=re.IGNORECASE)


def _is_part_of_year(span: PeriodSpan) -> bool:
    return span.value is None or (span.value.end - span.value.start).days + 1 < _DAYS_OF_A_YEAR
