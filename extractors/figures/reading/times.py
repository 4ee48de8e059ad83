"""A numeral of a sentence -> whether it is a year, a day, an hour or a period, and so no quantity.

The words are in `exclusions.toml`, with those of `quantities`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from extractors.figures.reading.counted import COUNTED, counts_something
from extractors.figures.reading.lone import HEDGES
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.rulebook import load_table
from extractors.values.numerals import Numeral

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["times"]
_TABLE: Final = load_table(__package__, "exclusions")
_RULES: Final[dict[str, dict[str, Any]]] = {rule["name"]: rule for rule in _TABLE["rule"]}

_MINUTES: Final = ([NUMBER], [DIGITS])
_MAP_SCALES: Final = frozenset(_RULES["map_scale"]["scales"])
_ROUND: Final = frozenset(_RULES["around_the_clock"]["round"])
_FIRM_DATES: Final = Lexicon((word, True) for word in _TABLE["dates"]["firm"])
_LOOSE_DATES: Final = Lexicon((word, True) for word in _TABLE["dates"]["loose"])
_LAST_DAY: Final = 31
_MONTH_BEHIND: Final = re.compile(r"-(?:0?[1-9]|1[0-2])(?!\d|[.,]\d)")
_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}-(?:0?[1-9]|1[0-2])")
_LASTING: Final = Lexicon((word, True) for word in _TABLE["time"]["lasting"])
_TIME_LIMITS: Final = frozenset(_TABLE["time"]["limits"])
_PERIOD_GOES_ON: Final = frozenset(_TABLE["time"]["goes_on"])
_LONGER_TIMES: Final = frozenset(_WORDS["longer_times"])


def is_clock(keys: list[str], at: int) -> bool:
    """Tell whether minutes without their word follow the hour: `14 giờ 00`; `2 giờ 30 phút` may last."""
    return keys[at + 2 : at + 3] in _MINUTES and keys[at + 3 : at + 4] != ["phút"]


def is_year(text: str, numeral: Numeral) -> bool:
    """Tell whether the four digits of the number, or of the first of two, can be a year."""
    written = text[numeral.start : numeral.start + 4]
    return (
        1900 <= numeral.value <= 2100
        and written.isdigit()
        and (numeral.end - numeral.start == 4 or numeral.value_max is not None)
        and numeral.of is None
    )


def is_dashed_date(text: str, keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether the number is the day of a date with a dash behind a word of time: `chiều 14-11`."""
    dashed = numeral.value <= _LAST_DAY and (
        _MONTH_BEHIND.match(text, numeral.end) or _DAY_AND_MONTH.fullmatch(text, numeral.start, numeral.end)
    )
    return bool(dashed) and _FIRM_DATES.before(keys, at) is not None


def is_date(text: str, keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a/b is a day and month, a map scale, or around the clock, and no ratio."""
    written = text[numeral.start : numeral.end]
    if written in _ROUND or (numeral.value == 1 and numeral.of in _MAP_SCALES):
        return True
    if (
        numeral.spelled
        or numeral.of is None
        or numeral.of > 12
        or numeral.value > 31
        or "," in written
        or " " in written
    ):
        return False
    if _FIRM_DATES.before(keys, at):
        return True
    if counts_something(keys, at + 1):
        return False
    if numeral.value > numeral.of or (written[0] == "0" and numeral.value < 10):
        return True
    behind = keys[at + 1] if at + 1 < len(keys) else ""
    return _LOOSE_DATES.before(keys, at) is not None and not HEDGES.before(keys, at) and behind != "số"


def is_period(keys: list[str], at: int) -> bool:
    """Tell whether the number counts units of time that name a period, a deadline or a validity."""
    hit = COUNTED.at(keys, at + 1) if at + 1 < len(keys) and keys[at + 1] in COUNTED.firsts else None
    if hit is None or not hit[1][0].time or not all(reading.time for reading in hit[1]):
        return False
    if at > 1 and keys[at - 2] == NUMBER and keys[at - 1] in _LONGER_TIMES:
        return True
    if hit[0] - at > 2 and keys[at + 2] in ("tù", "đồng"):
        return False
    if keys[hit[0] : hit[0] + 1] == ["/"] and keys[hit[0] + 1 : hit[0] + 2] and keys[hit[0] + 1] in _LONGER_TIMES:
        return False
    back = at
    while (
        back > 0 and at - back < 12 and keys[back - 1] not in (";", ".") and (keys[back - 1] != NUMBER or at - back < 2)
    ):
        if _LASTING.before(keys, back):
            return not _ends_course(keys, hit[0]) or not _TIME_LIMITS.isdisjoint(keys[back:at])
        back -= 1
    return True


def _ends_course(keys: list[str], end: int) -> bool:
    """Tell whether nothing behind the unit of time makes it a period (`6 tháng đầu năm`, `3 năm thực hiện`)."""
    return end >= len(keys) or not keys[end].isalpha() or keys[end] not in _PERIOD_GOES_ON
