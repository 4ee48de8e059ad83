"""The heads of a table's columns, level over level -> what each column says, and which column it is a part of.

Heads over several levels are read from the top down to the column's own: `Kế hoạch vốn > Trong đó > NSTW` counts
`Kế hoạch vốn, NSTW`, as a part of the column that `Trong đó` stands beside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from extractors.figures.reading.classes import level_named
from extractors.figures.tables.grid import Cell, is_number
from extractors.figures.tables.head import IN_BRACKETS, MODALITIES, QUANTITY, YEAR, Head, read_head
from extractors.figures.tables.units import without_unit
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Period
from extractors.rulebook import load_table
from extractors.values.periods import find_reporting_period, plain_capitals

_HEADS: Final[dict[str, list[str]]] = load_table(__package__, "tables")["heads"]


def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(keys_of(word)) for word in _HEADS[name])


NUMBERING: Final = _phrases("numbering")
UNIT_OF_ROW: Final = _phrases("unit_of_row")
MAYBE_UNIT_OF_ROW: Final = _phrases("maybe_unit_of_row")
_TOTAL: Final = _phrases("total")
_SUBTOTAL: Final = _phrases("subtotal")
_PARTS: Final = Lexicon((word, name) for name in ("some_parts", "all_parts") for word in _HEADS[name])
_COLUMN_NUMBER: Final = re.compile(
    r"\(?(?P<number>[A-ZĐa-zđ]|\d{1,2})\)?(?:\s?=\s?(?P<formula>[\d()+\-*×x:/.,% ]{1,60}))?"
)
_ADDED: Final = re.compile(r"[(\s]*\d{1,2}[)\s]*(?:\+[(\s]*\d{1,2}[)\s]*){1,20}")
_NUMBERED_SUM: Final = re.compile(r"\s*\S+\s+[IVXL]+(?!\S)")
_MOST_HEADS: Final = 12
"""Rows of heads; where words go on for longer before the first number, they are a table of their own."""
_LEVELS_TOLD: Final = 2
_NAMED_LIKE_PLANS: Final = frozenset({"document", "other"})
_LONGEST_TITLE: Final = 200
_SENTENCE: Final = re.compile(r"(?<=\w\w[.;])\s+(?=[^\W\d_a-zà-ỹ])")
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
    return tuple(keys_of(IN_BRACKETS.sub("", words).rstrip(" :.,"))) in _TOTAL or is_subtotal(words)


def opens_with_total(words: str) -> bool:
    """Tell whether a head begins with a word of a sum: `Tổng 6 tháng năm 2024`, `Cộng (người)`."""
    keys = tuple(keys_of(words))
    return any(keys[:length] in _TOTAL for length in range(1, len(keys) + 1))


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
            hit = MODALITIES.at(keys_of(own.path[-1]), 0)
            if hit is None and own.what.indicator == "document":
                return
            if hit is not None:
                plans[column] = replace(head, modality=hit[1], unit=None, what=None, plain=False)
    heads.update(plans)


def caption_period(above: Sequence[str], day: date | None) -> Period | None:
    """Return the period that the title of a table names; small print and sentences name none.

    Of a paragraph that leads to the table its last sentence is the title.
    """
    for line in reversed(above):
        if len(line) < _LONGEST_TITLE and not line.rstrip().endswith((".", ";", ")")):
            period = find_reporting_period(plain_capitals(_SENTENCE.split(line)[-1]), day)
            if period is not None:
                return period
    return None


def _first_data_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the first row with a number that is no year and no number of a column."""
    for index, cells in enumerate(rows):
        numbers = [cell.words for cell in cells if is_number(cell)]
        if not numbers or all(YEAR.fullmatch(number) for number in numbers):
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
    keys = keys_of(IN_BRACKETS.sub("", words).rstrip(" :"))
    hit = QUANTITY.at(keys, 0) or _PARTS.at(keys, 0)
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
    compared = any(head.compared for head in heads)
    rated = any(head.rate for head in heads) and not (own.unit or own.change or _is_bare(path[-1]))
    return Head(
        unit=united.unit,
        what=united.what,
        factor=united.factor,
        plain=united.plain,
        label=next((head.label for head in heads if head.label), None),
        modality=None if compared else next((head.modality for head in heads if head.modality), None),
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
