"""The heads of a cell's row and column -> the time that they tell, against the period asked."""

from __future__ import annotations

from typing import Final

from extractors.values.levels import period_of_levels, with_year, without_years
from pipeline.forms.model import Span, Time, When
from pipeline.forms.times import names_time, told_time

LEVELS_PARTED_BY: Final = " > "


def time_of_heads(row: str | None, column: str | None, asked: Span) -> When:
    """Return the time that the heads of a cell tell: that of its column, but `9 tháng` of a row under this quarter.

    >>> from datetime import date
    >>> quarter = Span(date(2025, 10, 1), date(2025, 12, 31))
    >>> time_of_heads("Thu ngân sách", "Nghị quyết năm 2025", quarter).time
    <Time.AIM: 'aim'>
    """
    if names_time(column or "", "aim_of_heads"):
        return When(Time.AIM)
    levels = (column or "").split(LEVELS_PARTED_BY)
    joined = period_of_levels(levels, asked.end)
    dated = f"{without_years(column or '')} | {joined.text}" if joined else with_year(column or "")
    over = told_time(dated, "", asked)
    line = told_time(row or "", "", asked)
    if line.time in (Time.AIM, Time.UNTOLD):
        return over
    return line if over.time in (Time.UNTOLD, Time.PERIOD) or _holds(over.span, line.span) else over


def _holds(span: Span | None, other: Span | None) -> bool:
    """Tell whether some days lie within others: nine months of a row in the year of its column."""
    return span is not None and other is not None and span.start <= other.start and other.end <= span.end
