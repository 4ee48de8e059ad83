"""A text -> the reporting periods (kỳ báo cáo) named in it, each with the interval that it stands for.

The forms are data in `periods.toml`. Rates, stocks and sums are told apart: a value "tính đến" a day must not be
summed over reports, a "lũy kế" value must not be added to one of a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from extractors.model import Period, PeriodKind
from extractors.rulebook import Rule, load_rules, longest_of
from extractors.values.dates import find_dates
from extractors.values.intervals import SHAPES, Setting, earlier

_BACK: Final = 28
_AHEAD: Final = 110
_FOUR_DIGITS: Final = re.compile(r"(?:19|20)\d{2}")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ROMAN: Final = frozenset("IVXL")


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period as written; `value` is None where the text and the reference do not tell the days."""

    start: int
    end: int
    text: str
    value: Period | None
    kind: PeriodKind
    rule: str


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, tuple[Rule, ...]]]:
    """Return the pattern of all triggers and the rules by trigger."""
    by_trigger: dict[str, list[Rule]] = {}
    for rule in load_rules(__package__, "periods"):
        for trigger in rule.data["trigger"]:
            by_trigger.setdefault(trigger, []).append(rule)
    pattern = re.compile(longest_of(by_trigger))
    return pattern, {trigger: tuple(rules) for trigger, rules in by_trigger.items()}


def find_periods(text: str, reference: date | None = None, reported: date | None = None) -> list[PeriodSpan]:
    """Return the periods of a text in order, without overlaps; `reference` is the document's own date.

    A form without a year takes the reference's, "đến nay" ends on the reference; without one its value is None.
    Quarters, months and whole years take the year of `reported`, the last day of the time that the text is of, where
    it is known: in January, `quý IV` of a report on the year before is that year's.

    >>> [span.text for span in find_periods("Trong 6 tháng đầu năm 2022, tính đến 30/6/2022")]
    ['6 tháng đầu năm 2022', 'tính đến 30/6/2022']
    """
    return list(read_periods(text, reference, reported))


def read_periods(text: str, reference: date | None = None, reported: date | None = None) -> Iterator[PeriodSpan]:
    """Yield what `find_periods` returns, one at a time: for who needs the first that fits."""
    triggers, by_trigger = _rules()
    last: PeriodSpan | None = None
    floor = 0
    for hit in triggers.finditer(text):
        if hit.start() < floor:
            continue
        best = _longest(text, hit.start(), max(floor, hit.start() - _BACK), by_trigger[hit.group()])
        if best:
            rule, match = best
            following = text[match.end() : match.end() + 160]
            setting = Setting(reference, following, last.value if last else None, reported or reference)
            last = _span(text, rule, match, setting)
            floor = last.end
            yield last


def _longest(text: str, at: int, floor: int, rules: tuple[Rule, ...]) -> tuple[Rule, re.Match[str]] | None:
    """Return the longest match that covers the trigger at `at`."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in rules:
        match = rule.pattern.search(text, floor, at + _AHEAD)
        if match is None or not match.start() <= at < match.end() or _is_ratio(text, rule, match):
            continue
        if best is None or len(match[0]) > len(best[1][0]):
            best = rule, match
    return best


def _is_ratio(text: str, rule: Rule, match: re.Match[str]) -> bool:
    """Tell whether the bare day/month of a rule is a ratio ("đến 8/8 huyện") and not a date."""
    if not rule.data.get("dated") or not match["d"] or match["y"]:
        return False
    start = match.start("d")
    return start not in _dates_near(text, match)


def _dates_near(text: str, match: re.Match[str]) -> list[int]:
    return [match.start() + span.start for span in find_dates(text[match.start() : match.end() + 20])]


def _span(text: str, rule: Rule, match: re.Match[str], setting: Setting) -> PeriodSpan:
    written = text[match.start() : match.end()]
    try:
        days = SHAPES[rule.data["shape"]](match.groupdict(), setting)
    except ValueError:
        days = None
    kind = PeriodKind(rule.data["kind"])
    value = Period(days[0], days[1], written, kind) if days and days[0] <= days[1] else None
    return PeriodSpan(match.start(), match.end(), written, value, kind, rule.name)


def a_year_earlier(period: Period, words: str) -> Period:
    """Return the days of a period in the year that the words name (`cùng kỳ năm 2021`), else a year before."""
    year = _FOUR_DIGITS.search(words)
    shift = period.end.year - int(year.group()) if year else 1
    return Period(earlier(period.start, shift), earlier(period.end, shift), words or None, PeriodKind.COMPARISON)


def plain_capitals(words: str) -> str:
    """Return a heading in capitals in small letters, its Roman numbers kept, letter for letter.

    >>> plain_capitals("III- NHIỆM VỤ QUÝ IV")
    'III- nhiệm vụ quý IV'
    """
    return _LETTERS.sub(_lowered, words) if words.isupper() else words


def _lowered(word: re.Match[str]) -> str:
    lower = word.group().lower()
    return word.group() if set(word.group()) <= _ROMAN or len(lower) != len(word.group()) else lower


def _in_year(words: str, year: int) -> Period | None:
    dated = find_periods(words, date(year, 12, 31))
    return dated[0].value if dated else None


def find_reporting_period(title: str, reference: date | None = None) -> Period | None:
    """Return the period that a title says the document reports on or plans for: the first one named.

    A form without a year takes the year of the next one ("6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2023"), or the
    year before, where that one follows on it.

    >>> find_reporting_period("kết quả quý IV, nhiệm vụ quý I năm 2026").end
    datetime.date(2025, 12, 31)
    """
    spans = [span for span in find_periods(title, reference) if span.kind in (PeriodKind.FLOW, PeriodKind.CUMULATIVE)]
    if not spans:
        return None
    first = spans[0]
    years = [int(year) for year in re.findall(r"(?:19|20)\d{2}", title[first.start :])]
    if years and not re.search(r"\d{4}", first.text) and first.rule != "years_of_work":
        dated = _in_year(first.text, years[0])
        following = next((span.value for span in spans[1:] if span.value and span.value.start.year == years[0]), None)
        if dated is None or following is None or dated.start <= following.end:
            return dated
        before = _in_year(first.text, years[0] - 1)
        return before if before and following.start - before.end == timedelta(days=1) else dated
    explicit = [span for span in spans if span.rule == "bracketed_years"]
    chosen = explicit[0] if explicit and first.rule == "years_of_work" else first
    return chosen.value
