"""A date and a level of the Party -> the committee's term, by which Party numbers restart."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from functools import cache
from typing import Final

from extractors.rulebook import load_table


@cache
def _starts(level: str) -> tuple[date, ...]:
    (block,) = (b for b in load_table(__package__, "terms")["level"] if b["name"] == level)
    return tuple(date.fromisoformat(day) for day in block["from"])


def party_term(day: date, level: str) -> str | None:
    """Return the year in which the term that holds `day` began, None before 1986.

    `level` is central, province or district. Source: `terms.toml`.

    >>> party_term(date(2021, 12, 30), "province"), party_term(date(2017, 10, 25), "central")
    ('2020', '2016')
    """
    starts = _starts(level)
    place = bisect_right(starts, day)
    return str(starts[place - 1].year) if place else None


_NAMED: Final = re.compile(r"\bkh[óo][áa] ?(?P<number>XI[IV]?|XIII|IX|X|VI{1,3})(?![\w])", re.IGNORECASE)


def central_term(text: str) -> str | None:
    """Return the year in which the central committee's term that a text names began, None when it names none.

    >>> central_term("Ban Chấp hành Trung ương Đảng khóa XII"), central_term("(khoá XIII)"), central_term("khóa họp")
    ('2016', '2021', None)
    """
    match = _NAMED.search(text)
    if not match:
        return None
    (level,) = (block for block in load_table(__package__, "terms")["level"] if block["name"] == "central")
    place = level["numbers"].index(match["number"].upper())
    return str(level["from"][place])[:4]
