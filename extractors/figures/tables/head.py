"""One head of a table, of a row or of one level over a column -> what it says: unit, class, modality, period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import COUNTED, Counted
from extractors.figures.tables.units import NO_UNIT, Unit, completed, is_money, unit_in_head, without_unit
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure, Modality, Period
from extractors.rulebook import any_of, load_table
from extractors.values.levels import period_of_levels
from extractors.values.periods import find_periods

_HEADS: Final[dict[str, list[str]]] = load_table(__package__, "tables")["heads"]

_PART_LEAD: Final = re.compile(any_of(_HEADS["part_leads"]) + r"\s?:?\s(?=\w)", re.IGNORECASE)
"""What a head of one level begins with where its column is a part: `Trong đó: Nữ`."""
MODALITIES: Final = Lexicon(
    (word, modality)
    for name, modality in (("target", Modality.TARGET), ("actual", Modality.ACTUAL), ("previous", Modality.PREVIOUS))
    for word in _HEADS[name]
)
_RATE: Final = Lexicon((word, True) for word in _HEADS["rate"])
_COMPARED: Final = Lexicon((word, True) for word in _HEADS["compared"])
_CHANGE: Final = Lexicon((word, True) for word in _HEADS["change"])
_ATTENDS: Final = Lexicon((word, True) for word in _HEADS["attends"])
QUANTITY: Final = Lexicon((word, True) for word in _HEADS["quantity"])
_BEFORE_CLASS: Final = Lexicon((word, True) for word in _HEADS["before_class"])
_CLASSES: Final = Lexicon((word, True) for word in _HEADS["classes"])
_SCORE: Final = Lexicon((word, True) for word in _HEADS["score"])
YEAR: Final = re.compile(r"(?:19|20)\d\d")
IN_BRACKETS: Final = re.compile(r"\s?\(([^()]{1,30})\)")
_NAMED_SHARE: Final = re.compile(r"\d\s?%(?=\s?\w)")
"""A share in the name of what is counted, no rate and no plan itself: `100% vốn nước ngoài`, `Đạt 100% kế hoạch`."""
_OF_PLAN: Final = re.compile(r"(?:(?<!\d)(?<!\d )%|(?<=[^\s/])\s?/)\s?(?:so\s)?(?:KH|[Kk]ế hoạch)\b")
"""A result measured by its plan: `TH/KH (%)`, `% KH`."""
_MARKS: Final = next(
    reading for hit in [COUNTED.at(["điểm"], 0)] if hit for reading in hit[1] if reading.measure is Measure.SCORE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a column or row says: the unit and what it is, a class, a modality, a rate, a year.

    `plain` is the unit of a head that is a noun alone (Doanh nghiệp), which may say whose the numbers are instead;
    `of_own` is a rate of something that it names itself (Tỷ lệ hộ nghèo), not of the count beside it;
    `money` is an amount whose unit the head leaves out (Kinh phí); `compared` is measured by a plan or an earlier time;
    `path` holds the heads as written, the top one first; `whole` is the column that a column is a part of,
    `complete` tells that the parts claim to be all.
    """

    words: str = ""
    unit: str | None = None
    what: Counted | None = None
    factor: int = 1
    plain: bool = False
    label: str | None = None
    modality: Modality | None = None
    rate: bool = False
    change: bool = False
    attends: bool = False
    of_own: bool = False
    money: bool = False
    compared: bool = False
    year: int | None = None
    path: tuple[str, ...] = ()
    whole: int | None = None
    complete: bool = False


@lru_cache(maxsize=4096)
def read_head(words: str) -> Head:
    """Read one head, of a row or of one level over a column."""
    told = words
    words = _PART_LEAD.sub("", words)
    keys = keys_of(words)
    unit, what, factor = _unit_of(words)
    plain = unit is not None and unit == " ".join(words.lower().split())
    year = YEAR.search(words)
    compared = _anywhere(_COMPARED, keys) or _OF_PLAN.search(words) is not None
    change = _anywhere(_CHANGE, keys)
    rate = _anywhere(_RATE, keys_of(_NAMED_SHARE.sub("", words)))
    counted = keys_of(unit or "")
    modality = next(
        (hit[1] for at in range(len(keys)) if (hit := MODALITIES.at(keys, at)) and keys[at] not in counted), None
    )
    return Head(
        words=without_unit(words).rstrip(" :"),
        unit=unit,
        what=what,
        factor=factor,
        plain=plain,
        label=_label_in(words),
        modality=None if compared or _NAMED_SHARE.search(words) else modality,
        rate=rate or (compared and not change),
        change=change,
        attends=_anywhere(_ATTENDS, keys),
        of_own=any((rated := _RATE.at(keys, at)) and COUNTED.at(keys, rated[0]) for at in range(len(keys))),
        money=unit is None and is_money(words),
        compared=compared,
        year=int(year.group()) if year else None,
        path=(told,),
    )


def period_of(head: Head, day: date | None, whole: bool = False) -> Period | None:
    """Return the period that a head names, in a document of that day; `whole` when it must name nothing else."""
    joined = period_of_levels(head.path, day) if head.year and not whole else None
    if joined is not None:
        return joined.value
    for words in reversed(head.path):
        if head.year or "uý" in words or any(character.isdigit() for character in words):
            spans = [span for span in find_periods(words, day) if span.value]
            if spans and (not whole or spans[0].end - spans[0].start >= len(words)):
                return spans[0].value
    if head.year is None or whole:
        return None
    return year_period(str(head.year))


def year_period(year: str) -> Period:
    """Return the period of a whole year."""
    return Period(date(int(year), 1, 1), date(int(year), 12, 31), year)


def _anywhere(lexicon: Lexicon[bool], keys: list[str]) -> bool:
    return any(lexicon.at(keys, at) for at in range(len(keys)))


def _label_in(words: str) -> str | None:
    """Return the class that a head names and nothing else: Tốt, Xếp loại khá, Tỷ lệ tốt (%)."""
    plain = IN_BRACKETS.sub("", words).lower().split()
    keys = keys_of(" ".join(plain))
    at = 0
    while (hit := _BEFORE_CLASS.at(keys, at)) is not None:
        at = hit[0]
    label = LABELS.at(keys, at) or _CLASSES.at(keys, at)
    return " ".join(plain[at:]) if label and label[0] == len(keys) else None


def _unit_of(words: str) -> Unit:
    """Return the unit that a head names beside its noun, else the noun that it counts."""
    named, start, end = unit_in_head(words)
    noun = _noun_in((words[:start] + words[end:]).strip())
    return noun if named.says_nothing else completed(named, noun, words)


def _noun_in(words: str) -> Unit:
    """Return what a head counts: marks, a noun alone, a noun behind `số`."""
    keys = keys_of(words)
    if (scored := _SCORE.at(keys, 0)) and _counts_marks(keys, scored[0]):
        return Unit("điểm", _MARKS)
    quantity = QUANTITY.at(keys, 0)
    start = quantity[0] if quantity else 0
    hit = COUNTED.at(keys, start)
    if hit is None or hit[1][-1].measure is not Measure.COUNT or (not quantity and hit[0] != len(keys)):
        return NO_UNIT
    end, what = hit[0], hit[1][-1]
    if what.instance and (told := MODALITIES.at(keys, 0)) and told[0] == len(keys):
        return NO_UNIT
    if what.prefix and (behind := COUNTED.at(keys, end)) and behind[1][-1].family == "person":
        end = end + behind[1][-1].head_words if behind[1][-1].head_words else behind[0]
    if what.head_words:
        end = start + what.head_words
    return Unit(" ".join(words.lower().split()[start:end]), what)


def opening_noun(words: str) -> Unit:
    """Return the noun that the head of a row opens with and says more of, in small letters: `Đơn thu nhận`.

    A capital behind it makes a name of it (`Chi bộ Trường Tiểu học`), which counts nothing.
    """
    words = IN_BRACKETS.sub("", words).strip()
    keys, rest = keys_of(words), words[1:]
    hit = COUNTED.at(keys, 0)
    named = hit is None or hit[0] == len(keys) or hit[1][-1].measure is not Measure.COUNT or hit[1][-1].needs_context
    if hit is None or named or rest != rest.lower() or any(map(str.isdigit, rest)):
        return NO_UNIT
    noun = _noun_in(f"số {words}")
    return noun if noun.what is not None else NO_UNIT


def _counts_marks(keys: list[str], end: int) -> bool:
    """Tell whether the phrase of marks that ends at `end` is no place of that word (Điểm trường, Điểm thu gom)."""
    at = keys.index("điểm")
    noun = COUNTED.at(keys, at)
    whole = end > at + 1 or end == len(keys) or not keys[end].isalpha()
    return whole and (noun is None or noun[0] == at + 1)
