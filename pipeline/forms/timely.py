"""A number's time against what an indicator adds up -> whether the number may answer it."""

from __future__ import annotations

from pipeline.forms.model import Adding, Candidate, Span, Time


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
    goes_on = span.start <= asked.end <= span.end
    ended = adding is Adding.RATE and span.start < asked.start < span.end <= asked.end
    return goes_on or ended
