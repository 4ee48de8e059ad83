"""Town and day of a head's second column or of a foot (Bắc Kạn, ngày 30 tháng 12 năm 2021), in every form of it."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Final

from extractors.rulebook import find_pattern
from extractors.values.dates import parse_date
from extractors.values.number_words import parse_words

_FORMS: Final = (
    "dateline_two_digits", "dateline", "dateline_words", "dateline_short", "dateline_numbered", "dateline_alone",
)  # fmt: skip
_NAMED_MONTHS: Final = {"giêng": 1, "chạp": 12}
_TWO_DIGITS: Final = 2
_FIRST_YEAR: Final = 45
_HALF_YEARS: Final = ("19", "20")
_BEHIND_WORD: Final = re.compile(r"[^\W\d_]\s*\Z")
_ENDS: Final = " .;()"

_pattern = partial(find_pattern, __package__, "letterhead")


def find_dateline(text: str) -> re.Match[str] | None:
    """Return where a line says town and day, as one of the forms of a letterhead (groups town, day, month, year)."""
    found = next(filter(None, (_pattern(name).search(text) for name in _FORMS)), None)
    if found and found["town"] and day_of(found):
        return found
    loose = _pattern("dateline_loose").search(text)
    return loose if loose and (found is None or loose["town"]) else found


def is_dateline(text: str) -> bool:
    """Tell whether a text is town and day, or a day, and nothing else."""
    found = find_dateline(text)
    return found is not None and found.group().strip(_ENDS) == text.strip(_ENDS)


def day_of(dateline: re.Match[str]) -> date | None:
    """Return the date of a dateline, in figures or words, None when a part is blank or it names no day.

    The first half of a year behind a word (năm 20..) is a blank to fill in.
    """
    year = _number(dateline["year"])
    if year in _HALF_YEARS and _BEHIND_WORD.search(dateline.string, 0, dateline.start("year")):
        return None
    parts = [_number(dateline["day"]), _number(dateline["month"]), _whole_year(year)]
    return parse_date("/".join(parts)) if all(parts) else None


def _whole_year(year: str) -> str:
    """Return a year in four digits: one of two is of the years since 1945, the first of the State's papers.

    >>> _whole_year("16"), _whole_year("98"), _whole_year("2016"), _whole_year("20 ")
    ('2016', '1998', '2016', '20 ')
    """
    if len(year) != _TWO_DIGITS or not year.isdigit():
        return year
    return f"{20 if int(year) < _FIRST_YEAR else 19}{year}"


def _number(part: str) -> str:
    """Return a part of a date in figures: that in words as the number that they spell."""
    figures = part.replace(" ", "")
    if not part or figures.isdigit():
        return figures
    spelled = _NAMED_MONTHS.get(part.lower()) or parse_words(part.split())
    return str(spelled) if spelled is not None else ""
