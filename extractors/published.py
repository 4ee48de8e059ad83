"""The line in which a page says when its text was published -> the day."""

from __future__ import annotations

import re
from datetime import date

from extractors.dates import parse_date
from extractors.furniture import is_furniture
from extractors.lines import split_cells
from extractors.rulebook import find_pattern


def parse_published(text: str) -> date | None:
    """Return the day that a line of publication states, buttons after it or not; None for any other line.

    >>> parse_published("Cập nhật ngày: 14.1.2021 - 08:30"), parse_published("20/12/2018 - 16:05 | In bài")
    (datetime.date(2021, 1, 14), datetime.date(2018, 12, 20))
    """
    if not any(map(str.isdigit, text)):
        return None
    for cell in (text, *split_cells(text)):
        key = " ".join(cell.lower().split()).strip(" •|-–*()")
        found = find_pattern("published", "published").match(key)
        if found and (found.end() == len(key) or is_furniture(key[found.end() :])):
            return _day(found)
    return None


def parse_source(text: str) -> date | None:
    """Return the day of the source that a line credits: "Nguồn: baobackan.org.vn, ngày 12/5/2016"."""
    found = find_pattern("published", "source").fullmatch(" ".join(text.lower().split()))
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    return parse_date(f"{found['day']}/{found['month']}/{found['year']}")
