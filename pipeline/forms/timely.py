"""A number's time against what an indicator adds up -> whether the number may answer it."""

from __future__ import annotations

from typing import Final

from pipeline.forms.concepts import words_of
from pipeline.forms.model import Adding, Candidate, Span, Time
from pipeline.forms.plans import tells_plan
from pipeline.forms.times import SLACK

_YEAR: Final = "năm"


def timely(adding: Adding, candidate: Candidate, asked: Span) -> bool:
    """Tell whether a number's time is that of an indicator: a quarter's flow is no sum since the start of the year."""
    time = candidate.when.time
    if time is Time.OTHER and _still_holds(adding, candidate.when.span, asked):
        return True
    if time in (Time.AIM, Time.EARLIER, Time.OTHER):
        return False
    if time is Time.COMPARED:
        return adding is not Adding.OPENING
    whole_year = asked.start == asked.year_start
    if adding is Adding.OPENING:
        return time in (Time.OPENING, Time.UNTOLD)
    if time is Time.OPENING:
        return False
    if adding is Adding.FLOW:
        return time is not Time.YEAR or whole_year
    if adding is Adding.CUMULATIVE:
        return time is Time.YEAR or whole_year or time is Time.UNTOLD
    return True


def _still_holds(adding: Adding, span: Span | None, asked: Span) -> bool:
    """Tell whether what there is, or a rate, of another time is that of the period asked.

    So of a term of office that goes on (`nhiệm kỳ 2026 - 2031 có 28 đại biểu`), or of a school year that ended in it.
    """
    if span is None or adding not in (Adding.STOCK, Adding.RATE):
        return False
    goes_on = span.start <= asked.end <= span.end + SLACK
    ended = adding is Adding.RATE and span.start < asked.start < span.end <= asked.end
    return goes_on or ended


def lacks_time(adding: Adding, candidate: Candidate, asked: Span) -> str | None:
    """Return the name of what it weighs that a number does not tell since when it is, where an indicator needs that.

    What was done of a plan of the year was done since it began: `Kế hoạch vốn năm 2026 là 9.000, đã giải ngân 5.000`.
    """
    since = adding is Adding.CUMULATIVE and asked.start != asked.year_start
    if candidate.when.time is not Time.UNTOLD or not (since or adding is Adding.OPENING):
        return None
    if since and candidate.role == "part" and tells_plan(candidate.owner) and _YEAR in words_of(candidate.owner):
        return None
    until = candidate.when.told and adding is Adding.CUMULATIVE and _ends_with(candidate, asked)
    return "untold_start" if until else "untold_time_of_sum"


def _ends_with(candidate: Candidate, asked: Span) -> bool:
    """Tell whether a number is said to be told up to the end of the period asked: `đến hết quý III có 52`."""
    span = candidate.when.span
    return span is not None and span.start == span.end and abs(span.end - asked.end) <= SLACK
