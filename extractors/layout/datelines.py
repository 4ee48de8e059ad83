"""Town and day of a head's second column or of a foot (Bắc Kạn, ngày 30 tháng 12 năm 2021), in every form of it."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Final

from extractors.rulebook import find_pattern
from extractors.values.dates import parse_date
from extractors.values.number_words import parse_words

_FORMS: Final = ("dateline", "dateline_words", "dateline_short", "dateline_numbered", "dateline_alone")
_NAMED_MONTHS: Final = {"giêng": 1, "chạp": 12}
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
    """Return the date of a dateline, in figures or words, None when a part is blank or it names no day."""
    parts = [_number(dateline[part]) for part in ("day", "month", "year")]
    return parse_date("/".join(parts)) if all(parts) else None


def _number(part: str) -> str:
    """Return a part of a date in figures: that in words as the number that they spell."""
    figures = part.replace(" ", "")
    if not part or figures.isdigit():
        return figures
    spelled = _NAMED_MONTHS.get(part.lower()) or parse_words(part.split())
    return str(spelled) if spelled is not None else ""
