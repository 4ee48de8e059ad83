"""The heads of a table's columns and rows -> what they say: unit, class, modality, period, part or whole.

Heads over several levels are read from the top down to the column's own: `Kế hoạch vốn > Trong đó > NSTW` counts
`Kế hoạch vốn, NSTW`, as a part of the column that `Trong đó` stands beside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from extractors.figures.reading.classes import LABELS, level_named
from extractors.figures.reading.counted import COUNTED, Counted
from extractors.figures.tables.grid import Cell, is_number
from extractors.figures.tables.units import NO_UNIT, Unit, completed, is_money, unit_in_head, without_unit
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure, Modality, Period
from extractors.rulebook import any_of, load_table
from extractors.values.periods import find_periods, find_reporting_period, plain_capitals

_HEADS: Final[dict[str, list[str]]] = load_table(__package__, "tables")["heads"]


def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(keys_of(word)) for word in _HEADS[name])


NUMBERING: Final = _phrases("numbering")
UNIT_OF_ROW: Final = _phrases("unit_of_row")
MAYBE_UNIT_OF_ROW: Final = _phrases("maybe_unit_of_row")
_TOTAL: Final = _phrases("total")
_SUBTOTAL: Final = _phrases("subtotal")
_PART_LEAD: Final = re.compile(any_of(_HEADS["part_leads"]) + r"\s?:?\s(?=\w)", re.IGNORECASE)
"""What a head of one level begins with where its column is a part: `Trong đó: Nữ`."""
_PARTS: Final = Lexicon((word, name) for name in ("some_parts", "all_parts") for word in _HEADS[name])
_MODALITIES: Final = Lexicon(
    (word, modality)
    for name, modality in (("target", Modality.TARGET), ("actual", Modality.ACTUAL), ("previous", Modality.PREVIOUS))
    for word in _HEADS[name]
)
_RATE: Final = Lexicon((word, True) for word in _HEADS["rate"])
_COMPARED: Final = Lexicon((word, True) for word in _HEADS["compared"])
_CHANGE: Final = Lexicon((word, True) for word in _HEADS["change"])
_ATTENDS: Final = Lexicon((word, True) for word in _HEADS["attends"])
_QUANTITY: Final = Lexicon((word, True) for word in _HEADS["quantity"])
_BEFORE_CLASS: Final = Lexicon((word, True) for word in _HEADS["before_class"])
_CLASSES: Final = Lexicon((word, True) for word in _HEADS["classes"])
_SCORE: Final = Lexicon((word, True) for word in _HEADS["score"])
_COLUMN_NUMBER: Final = re.compile(
    r"\(?(?P<number>[A-ZĐa-zđ]|\d{1,2})\)?(?:\s?=\s?(?P<formula>[\d()+\-*×x:/.,% ]{1,60}))?"
)
_ADDED: Final = re.compile(r"[(\s]*\d{1,2}[)\s]*(?:\+[(\s]*\d{1,2}[)\s]*){1,20}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_IN_BRACKETS: Final = re.compile(r"\s?\(([^()]{1,30})\)")
_NUMBERED_SUM: Final = re.compile(r"\s*\S+\s+[IVXL]+(?!\S)")
_MOST_HEADS: Final = 12
"""Rows of heads; where words go on for longer before the first number, they are a table of their own."""
_LEVELS_TOLD: Final = 2
_NAMED_LIKE_PLANS: Final = frozenset({"document", "other"})
_MARKS: Final = next(
    reading for hit in [COUNTED.at(["điểm"], 0)] if hit for reading in hit[1] if reading.measure is Measure.SCORE
)
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a column or row says: the unit and what it is, a class, a modality, a rate, a year.

    `plain` is the unit of a head that is a noun alone (Doanh nghiệp), which may say whose the numbers are instead;
    `of_own` is a rate of something that it names itself (Tỷ lệ hộ nghèo), not of the count beside it;
    `money` is an amount whose unit the head leaves out (Kinh phí);
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
    year: int | None = None
    path: tuple[str, ...] = ()
    whole: int | None = None
    complete: bool = False


_NO_HEAD: Final = Head()


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of all columns; `first` is the row that data begins in, `sums` the columns that a formula adds up."""

    columns: Mapping[int, Head]
    first: int
    sums: Mapping[int, tuple[int, ...]]

    def over(self, column: int) -> Head:
        """Return the head of a column, or one that says nothing where no head stands over the column."""
        return self.columns.get(column, _NO_HEAD)


def is_total(words: str) -> bool:
    """Tell whether the head of a row names the sum of others (Cộng, Tổng số (I+II), Toàn tỉnh)."""
    return tuple(keys_of(_IN_BRACKETS.sub("", words).rstrip(" :.,"))) in _TOTAL or is_subtotal(words)


def is_subtotal(words: str) -> bool:
    """Tell whether the head of a row names the sum of a section (Cộng khối huyện, Cộng I)."""
    keys = keys_of(words)
    return len(keys) > 1 and (
        tuple(keys[:2]) in _SUBTOTAL or (keys[0] == "cộng" and _NUMBERED_SUM.match(words) is not None)
    )


def read_heads(rows: Sequence[Sequence[Cell]]) -> Heads:
    """Return the heads of the columns of a table."""
    first = _first_data_row(rows)
    numbered = next((cells for cells in rows[: first + 1] if numbers_columns(cells)), None)
    paths = _paths([cells for cells in rows[max(0, first - _MOST_HEADS) : first] if not numbers_columns(cells)])
    told = {column: _short(path) for column, path in paths.items()}
    met = Counter(told.values())
    heads = {}
    for column, path in paths.items():
        words = told[column] if met[told[column]] == 1 else _long(path)
        heads[column] = replace(_of_levels(path), words=words)
    _tell_plans_from_documents(heads)
    for column, path in paths.items():
        whole = _whole_of(column, path, paths, heads)
        if whole is not None:
            heads[column] = replace(heads[column], whole=whole[0], complete=whole[1])
    return Heads(heads, first, _sums(numbered or ()))


def _tell_plans_from_documents(heads: dict[int, Head]) -> None:
    """Read, in place, `Kế hoạch` alone as a plan; beside heads that are documents (Chỉ thị, Báo cáo) it is one."""
    plans = {}
    for column, head in heads.items():
        own = read_head(head.path[-1])
        if own.plain and own.what and own.what.indicator in _NAMED_LIKE_PLANS:
            hit = _MODALITIES.at(keys_of(own.path[-1]), 0)
            if hit is None and own.what.indicator == "document":
                return
            if hit is not None:
                plans[column] = replace(head, modality=hit[1], unit=None, what=None, plain=False)
    heads.update(plans)


def caption_period(above: Sequence[str], day: date | None) -> Period | None:
    """Return the period that the title of a table names; small print and sentences name none."""
    for line in reversed(above):
        if len(line) < _LONGEST_TITLE and not line.rstrip().endswith((".", ";", ")")):
            period = find_reporting_period(plain_capitals(line), day)
            if period is not None:
                return period
    return None


def _first_data_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the first row with a number that is no year and no number of a column."""
    for index, cells in enumerate(rows):
        numbers = [cell.words for cell in cells if is_number(cell)]
        if not numbers or all(_YEAR.fullmatch(number) for number in numbers):
            continue
        if not numbers_columns(cells):
            return index
        if index:
            return min(index + 1, len(rows) - 1)
    return len(rows)


def numbers_columns(cells: Sequence[Cell]) -> bool:
    """Tell whether a row only numbers the columns: 1 | 2 | 3 ..., A | B | 1 | 2 = 3+4, (1) | (2) | (3)."""
    matches = [_COLUMN_NUMBER.fullmatch(cell.words) for cell in cells]
    found = [match for match in matches if match]
    if len(found) < len(cells):
        return False
    numbers = [int(match["number"]) for match in found if match["number"].isdigit()]
    return len(numbers) > 2 and numbers[0] <= len(found) and numbers == list(range(numbers[0], numbers[-1] + 1))


def _sums(numbered: Sequence[Cell]) -> dict[int, tuple[int, ...]]:
    """Return the columns that the numbers of columns say are sums: `3=4+5`."""
    matches = [(cell.column, _COLUMN_NUMBER.fullmatch(cell.words)) for cell in numbered]
    place = {match["number"]: column for column, match in matches if match}
    found = {}
    for column, match in matches:
        formula = match["formula"] if match else None
        if formula and _ADDED.fullmatch(formula):
            members = re.findall(r"\d{1,2}", formula)
            if all(member in place for member in members):
                found[column] = tuple(place[member] for member in members)
    return found


def _paths(rows: Sequence[Sequence[Cell]]) -> dict[int, list[str]]:
    """Return the heads over each column from the top down; one over several columns counts for those below it."""
    rows = [cells for cells in rows if len(cells) > 1 or cells[0].column]
    paths: dict[int, list[str]] = {}
    for index, cells in enumerate(rows):
        own = {cell.column for cell in cells}
        above = {cell.column for earlier in rows[:index] for cell in earlier}
        below = {cell.column for later in rows[index + 1 :] for cell in later}
        for cell in cells:
            column = cell.column
            paths.setdefault(column, []).append(cell.words)
            while (column := column + 1) in below and column not in own and column not in above:
                paths.setdefault(column, []).append(cell.words)
    return paths


def _is_bare(words: str) -> bool:
    """Tell whether a head only says that something is counted, or in parts: Số lượng, Tổng số, Trong đó."""
    keys = keys_of(_IN_BRACKETS.sub("", words).rstrip(" :"))
    hit = _QUANTITY.at(keys, 0) or _PARTS.at(keys, 0)
    return hit is not None and hit[0] == len(keys)


def _told(path: Sequence[str]) -> list[str]:
    """Return the levels of a head that say something, units in brackets left out."""
    levels = [without_unit(words) for words in path if not _is_bare(words)]
    return levels or [without_unit(path[-1])]


def _short(path: Sequence[str]) -> str:
    """Return the column's own head where it names what it counts, else with the one over it."""
    levels = _told(path)
    head = read_head(levels[-1])
    level = level_named(head.label) if head.label else None
    own = (head.unit is not None and not head.plain) or (level is not None and level.rates)
    return levels[-1] if own else ", ".join(levels[-_LEVELS_TOLD:])


def _long(path: Sequence[str]) -> str:
    levels = _told(path)
    return ", ".join([*levels, path[-1]] if len(levels) < len(path) and _is_bare(path[-1]) else levels)


def _of_levels(path: Sequence[str]) -> Head:
    """Read the heads over one column; the nearest one that says a thing counts."""
    heads = [read_head(words) for words in reversed(path)]
    own = heads[0]
    parted = len(path) > 1 and any(_PARTS.at(keys_of(words), 0) for words in path[:-1])
    united = next((head for head in heads if head.unit and not (parted and head is own and head.plain)), Head())
    rated = any(head.rate for head in heads) and not (own.unit or own.change or _is_bare(path[-1]))
    return Head(
        unit=united.unit,
        what=united.what,
        factor=united.factor,
        plain=united.plain,
        label=next((head.label for head in heads if head.label), None),
        modality=next((head.modality for head in heads if head.modality), None),
        rate=own.rate or rated,
        change=any(head.change for head in heads),
        attends=own.attends,
        of_own=own.of_own,
        money=united.unit is None and any(head.money for head in heads),
        year=next((head.year for head in heads if head.year), None),
        path=tuple(path),
    )


def _whole_of(
    column: int, path: Sequence[str], paths: Mapping[int, list[str]], heads: Mapping[int, Head]
) -> tuple[int, bool] | None:
    """Return the column that a column is a part of, and whether its parts are said to be all of it."""
    if heads[column].rate or heads[column].change:
        return None
    for level, words in enumerate(path):
        keys = keys_of(words)
        hit = _PARTS.at(keys, 0)
        if hit is None:
            continue
        first = column
        while paths.get(first - 1, [])[: level + 1] == list(path[: level + 1]):
            first -= 1
        before = paths.get(first - 1)
        if before and before[:level] == list(path[:level]) and not heads[first - 1].rate:
            return first - 1, hit[1] == "all_parts"
    return None


@lru_cache(maxsize=4096)
def read_head(words: str) -> Head:
    """Read one head, of a row or of one level over a column."""
    told = words
    words = _PART_LEAD.sub("", words)
    keys = keys_of(words)
    unit, what, factor = _unit_of(words)
    plain = unit is not None and unit == " ".join(words.lower().split())
    year = _YEAR.search(words)
    compared, change = _anywhere(_COMPARED, keys), _anywhere(_CHANGE, keys)
    counted = keys_of(unit or "")
    modality = next(
        (hit[1] for at in range(len(keys)) if (hit := _MODALITIES.at(keys, at)) and keys[at] not in counted), None
    )
    return Head(
        words=without_unit(words).rstrip(" :"),
        unit=unit,
        what=what,
        factor=factor,
        plain=plain,
        label=_label_in(words),
        modality=None if compared else modality,
        rate=_anywhere(_RATE, keys) or (compared and not change),
        change=change,
        attends=_anywhere(_ATTENDS, keys),
        of_own=any((rated := _RATE.at(keys, at)) and COUNTED.at(keys, rated[0]) for at in range(len(keys))),
        money=unit is None and is_money(words),
        year=int(year.group()) if year else None,
        path=(told,),
    )


def period_of(head: Head, day: date | None, whole: bool = False) -> Period | None:
    """Return the period that a head names, in a document of that day; `whole` when it must name nothing else."""
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
    plain = _IN_BRACKETS.sub("", words).lower().split()
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
    quantity = _QUANTITY.at(keys, 0)
    start = quantity[0] if quantity else 0
    hit = COUNTED.at(keys, start)
    if hit is None or hit[1][-1].measure is not Measure.COUNT or (not quantity and hit[0] != len(keys)):
        return NO_UNIT
    end, what = hit[0], hit[1][-1]
    if what.prefix and (behind := COUNTED.at(keys, end)) and behind[1][-1].family == "person":
        end = end + behind[1][-1].head_words if behind[1][-1].head_words else behind[0]
    if what.head_words:
        end = start + what.head_words
    return Unit(" ".join(words.lower().split()[start:end]), what)


def opening_noun(words: str) -> Unit:
    """Return the noun that the head of a row opens with and says more of, in small letters: `Đơn thu nhận`.

    A capital behind it makes a name of it (`Chi bộ Trường Tiểu học`), which counts nothing.
    """
    words = _IN_BRACKETS.sub("", words).strip()
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
