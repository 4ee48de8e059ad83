"""Two figures -> whether they count the same thing, and whether one can be a part of the other."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import NUMBER
from extractors.model import Measure
from extractors.rulebook import load_table

_AREA: Final = Measure.AREA
_COUNT: Final = Measure.COUNT
_LENGTH: Final = Measure.LENGTH
_MONEY: Final = Measure.MONEY
_RATIO: Final = Measure.RATIO
_VOLUME: Final = Measure.VOLUME
_WEIGHT: Final = Measure.WEIGHT
ADDED: Final = (_COUNT, _MONEY, _AREA, _WEIGHT, _VOLUME, _LENGTH)
PLANS: Final = frozenset(load_table(__package__, "figure_links")["share"]["plans"])
_ACCUSED: Final = frozenset(load_table(__package__, "figure_links")["stages"]["accused"])
_NOUNS: Final = 1 << 12
_NEAR: Final = 5
_NEAR_COMPARISON: Final = 4
_WORDS_TO_TIME: Final = 3
_TIMES: Final = frozenset(load_table(__package__, "figure_links")["change"]["times_compared"])
_MEASURED: Final = {measure.value: measure for measure in ADDED[1:]}
_COUNTS: Final = (_COUNT, _RATIO)


def fits(draft: Draft, total: Draft) -> bool:
    """Tell whether one figure can be a part of another: same kind of thing, and not more of it."""
    numeral, whole = draft.numeral, total.numeral
    if numeral.value > whole.value:
        return False
    if numeral.percent or whole.percent:
        alike = numeral.percent == whole.percent and not is_of_plan(draft) and not is_of_plan(total)
        return alike and total.direction is None
    if whole.of is not None and numeral.of is None and whole.of == whole.value + numeral.value:
        return False
    unit, measure = draft.unit, draft.measure
    if unit is None and measure is _COUNT and draft.bracket >= 0 and total.measure in ADDED[1:]:
        return draft.bracket != total.bracket and not whole.scaled
    if measure is _RATIO and total.measure is _MONEY:
        return unit is None
    if not (measure is total.measure is _COUNT or (kind_of(draft) in _COUNTS and kind_of(total) in _COUNTS)):
        return kind_of(draft) is kind_of(total)
    if unit is None:
        return True
    if total.unit is None:
        return draft.family == total.family
    head, noun = head_of(unit), head_of(total.unit)
    if (head == "vụ") != (noun == "vụ") and is_person(draft) != is_person(total):
        return False
    return head == noun or _kin(draft, total)


@lru_cache(maxsize=_NOUNS)
def head_of(unit: str) -> str:
    """Return the first word of a noun: `tổ` of `tổ chức đảng`."""
    return unit.split()[0]


def kind_of(draft: Draft) -> Measure:
    """Return what is measured: a ratio of areas or sums (`115/116 ha`) is an area or sum itself."""
    return _MEASURED.get(draft.family, draft.measure) if draft.measure is _RATIO else draft.measure


def is_of_plan(percent: Draft) -> bool:
    """Tell whether a percentage is a result by its own plan: `đạt 61,4% dự toán`, no part of another nor a total."""
    return percent.plan is not None


def plan_behind(percent: Draft) -> str | None:
    """Return the first word of the plan or time that a percentage is measured by (`kế` in `95% so với kế hoạch`)."""
    if not percent.passage.sentence.holds(PLANS):
        return None
    for key in percent.keys[percent.at + 1 : percent.at + _NEAR]:
        if key in PLANS or not key.isalpha() or key == NUMBER:
            return key if key in PLANS else None
    return None


def is_against_time(percent: Draft) -> bool:
    """Tell whether a percentage compares with another time: `bằng 47% so với năm trước`."""
    if not percent.numeral.percent or is_of_plan(percent):
        return False
    for at in range(percent.resume, min(percent.resume + _NEAR_COMPARISON, len(percent.keys))):
        if percent.keys[at] == "so":
            return not _TIMES.isdisjoint(percent.keys[at + 1 : at + 1 + _WORDS_TO_TIME])
        if not percent.keys[at].isalpha():
            return False
    return False


def _kin(draft: Draft, total: Draft) -> bool:
    family, other = draft.family, total.family
    if family == other:
        return family != "other"
    return (family == "person" and other == "case") or (family == "case" and other == "person")


def is_person(draft: Draft) -> bool:
    """Tell whether persons are counted, those of cases among them."""
    return draft.family == "person" or draft.unit in _ACCUSED


def same_noun(draft: Draft, other: Draft) -> bool:
    """Tell whether two figures count the same noun (or one of them leaves it out)."""
    if draft.unit is None or other.unit is None:
        return True
    return head_of(draft.unit) == head_of(other.unit)


def clause_start(draft: Draft) -> int:
    """Return where the words begin that a semicolon or colon parts from those before the number."""
    start = draft.at
    while start > 0 and draft.keys[start - 1] not in (";", ":"):
        start -= 1
    return start


def in_parallel(draft: Draft, other: Draft) -> bool:
    """Tell whether two clauses of a sentence open with the same word and so tell of one thing beside another."""
    start, before = clause_start(draft), clause_start(other)
    return start != before and draft.keys[start] == other.keys[before] and other.passage is draft.passage
