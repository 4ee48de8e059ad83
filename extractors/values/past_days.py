"""A document -> the newest day that it tells of as past, before which it cannot have been written."""

from __future__ import annotations

from datetime import date

from extractors.rulebook import find_pattern
from extractors.text.document import Document
from extractors.values.dates import find_dates


def newest_past_day(document: Document) -> date | None:
    """Return the newest day in the sentences that do not look ahead.

    >>> text = "Ngày 12/7/2022 đã mở hội nghị. Hoàn thành trước ngày 15/12/2026."
    >>> newest_past_day(Document(text))
    datetime.date(2022, 7, 12)
    """
    ahead = find_pattern(__package__, "past_days", "ahead")
    days = [
        span.value
        for span in find_dates(document.text)
        if span.value and not ahead.search(document.sentence_text(span.start))
    ]
    return max(days, default=None)
