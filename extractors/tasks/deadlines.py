"""What a task says -> by when it is to be done: the words, the day that they mean, and whether it comes again.

The day is the last one that the words allow: `trong quý III` is 30 September, `trước ngày 15/12` the 15th, of the
document's year or the next. A day before the document's own is of another document or of a result, and no deadline.
Forms and words are data in `deadlines.toml`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from extractors.rulebook import Rule, load_rules, load_table

_TABLE: Final[dict[str, Any]] = load_table(__package__, "deadlines")
_GIVEN: Final = re.compile(rf"(?:{'|'.join(re.escape(word) for word in _TABLE['given'])})[ ]?\Z", re.IGNORECASE)
"""Before a day: it is that of what was done or given, not of what is to be done (`các văn bản ban hành trước ngày`)."""
_YEARLY: Final = re.compile(rf"(?:{'|'.join(_TABLE['yearly'])})(?![^\W\d_])[^.;\n]*\Z", re.IGNORECASE)
_ASIDE: Final = re.compile(rf"\((?:{'|'.join(_TABLE['aside'])})(?![^\W\d_])[^()]*\Z")
_CUE: Final = re.compile("|".join(_TABLE["cues"]))
_QUARTERS: Final = {"I": 3, "II": 6, "III": 9, "IV": 12}
_TERMS: Final[dict[str, str]] = _TABLE["terms"]
_WEEKS: Final[dict[str, int]] = _TABLE["weeks"]
_SATURDAY: Final = 5
_HALF: Final = 15
_BEFORE: Final = 40

_Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: as written, the day meant where the text tells it, and how often it comes again."""

    written: str
    day: date | None
    recurs: str | None


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules(__package__, "deadlines")


def find_deadline(words: str, written_on: date | None) -> Deadline | None:
    """Return the first deadline of a task in a document of a day, None where it sets none.

    >>> find_deadline("Rà soát, sửa đổi trong quý III/2026.", date(2026, 3, 2)).day
    datetime.date(2026, 9, 30)
    >>> find_deadline("Mỗi năm chấm 02 lần: 6 tháng (trước ngày 10/6) và cả năm.", date(2021, 4, 5)).recurs
    'year'
    """
    found: list[tuple[int, int, Deadline]] = []
    lower = words.lower()
    if not _CUE.search(lower):
        return None
    for rule in _rules():
        if not any(trigger in lower for trigger in rule.data["trigger"]):
            continue
        for match in rule.pattern.finditer(words):
            before = words[: match.start()]
            if _GIVEN.search(before[-_BEFORE:]) or _ASIDE.search(before):
                continue
            deadline = _read(rule, match, written_on)
            if deadline is not None and "d" in match.groupdict() and not match["y"] and _YEARLY.search(before):
                deadline = Deadline(deadline.written, None, "year")
            if deadline is not None:
                found.append((match.start(), -match.end(), deadline))
                break
    return min(found, key=lambda told: told[:2])[2] if found else None


def _read(rule: Rule, match: re.Match[str], written_on: date | None) -> Deadline | None:
    groups = match.groupdict()
    term = groups.get("term") or groups.get("often") or groups.get("regular")
    recurs = _TERMS[term.lower()] if term else None
    try:
        day = _SHAPES[rule.data["shape"]](groups, written_on)
    except ValueError:
        return None
    if day is not None and written_on is not None and day < written_on:
        return None
    return Deadline(match.group().strip(), None if recurs else day, recurs)


def _year(groups: _Groups, last: Callable[[int], date], written_on: date | None) -> date | None:
    """Return the day in the year written, else in the first year in which it does not lie behind the document."""
    if groups.get("y"):
        return last(int(groups["y"] or 0))
    if written_on is None:
        return None
    day = last(written_on.year)
    return day if day >= written_on else last(written_on.year + 1)


def _on_day(groups: _Groups, written_on: date | None) -> date | None:
    return _year(groups, lambda year: date(year, int(groups["m"] or 0), int(groups["d"] or 0)), written_on)


def _in_month(groups: _Groups, written_on: date | None) -> date | None:
    return _year(groups, lambda year: _in_part(groups, year, int(groups["m"] or 0)), written_on)


def _in_part(groups: _Groups, year: int, month: int) -> date:
    """Return the last day of the part of a month that is named: a week, a half, so many days; else of the month."""
    part = groups["part"]
    if part is None or part == "cuối":
        return _last_before(groups, year, month, 1)
    return date(year, month, int(groups["days"]) if groups["days"] else _HALF if groups["half"] else _WEEKS[part])


def _last_before(groups: _Groups, year: int, month: int, months: int) -> date:
    """Return the last day of the months that end with `month`, of what comes before them the day before they begin."""
    if groups["ahead"] and not groups["whole"] and not groups.get("part"):
        return date(year, month - months + 1, 1) - timedelta(days=1)
    return _month_end(year, month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _in_quarter(groups: _Groups, written_on: date | None) -> date | None:
    return _year(groups, lambda year: _last_before(groups, year, _QUARTERS[groups["q"] or ""], 3), written_on)


def _in_year(groups: _Groups, written_on: date | None) -> date | None:
    return date(int(groups["y"] or 0), 12, 31)


def _after_days(groups: _Groups, written_on: date | None) -> date | None:
    """Return the day after so many days from the one written, or from the document's own where it says so."""
    since = date(int(groups["y"] or 0), int(groups["m"] or 0), int(groups["d"] or 0)) if groups["d"] else None
    since = since or (written_on if groups["own"] else None)
    if since is None:
        return None
    count = int(groups["n"] or 0)
    if groups["unit"] == "tháng":
        month = since.month - 1 + count
        end = _month_end(since.year + month // 12, month % 12 + 1)
        return min(end, end.replace(day=min(since.day, end.day)))
    if not groups["working"]:
        return since + timedelta(days=count)
    while count:
        since += timedelta(days=1)
        count -= since.weekday() < _SATURDAY
    return since


def _again(groups: _Groups, written_on: date | None) -> None:
    return None


_SHAPES: Final[dict[str, Callable[[_Groups, date | None], date | None]]] = {
    "day": _on_day, "month": _in_month, "quarter": _in_quarter, "year": _in_year, "after": _after_days, "again": _again,
}  # fmt: skip
