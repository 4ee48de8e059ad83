"""The cells of a form -> which of them name a unit that reports: by its name, or by where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from extractors.values.local_units import loosely_named_units
from pipeline.forms.concepts import concepts_in, words_of
from pipeline.forms.grid import Grid
from pipeline.forms.reports import body_of, place_words

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "layout")["words"]
_NAMED_UNIT: Final = re.compile(rf"(?i:{any_of(_WORDS['levels'])})\.?\s+(?:[A-ZĐÀ-ỸÀ-Ỵ]|\d)")
_MARK: Final = re.compile(r"(?:[IVX]+|\d{1,3}(?:\.\d{1,3}){0,3}|[A-Ha-hđ])[.)\-]?|[-+*–]")
_MARK_OF_GROUP: Final = re.compile(r"(?:[IVX]+|[A-H])[.)\-]?")
_NUMBER_BEFORE: Final = re.compile(r"^\d{1,3}[.)]\s*")
_LETTER: Final = re.compile(r"[^\W\d_]{2}")
MOST_WORDS_OF_A_UNIT: Final = 14


def is_unit(text: str, known: Collection[tuple[str, ...]] = ()) -> bool:
    """Tell whether a cell names a unit that reports, wherever it stands; `known` are places of those who report.

    >>> [is_unit(text) for text in ("Đảng ủy xã Cẩm Khê", "UBKT Đảng ủy phường Nông Trang", "Số xã đạt chuẩn")]
    [True, True, False]
    >>> is_unit("Mai Châu")
    True
    >>> is_unit("III"), is_unit("con")  # the mark of a heading and a unit of measure, though places are known by them
    (False, False)
    """
    text = bare_unit(text)
    words = words_of(text)
    if not words or _MARK.fullmatch(text) or len(words) > MOST_WORDS_OF_A_UNIT or words[0].isdigit():
        return False
    place = place_words(text)
    if place and place in known:
        return True
    if _NAMED_UNIT.search(text) and fold(text).startswith(tuple(fold(word) for word in _WORDS["opens_unit"])):
        return True
    bare = body_of(text) is None and not concepts_in(text) and text[:1].isupper()
    return bool(place) and (bare or body_of(text) is not None) and _is_known_place(" ".join(place))


def bare_unit(text: str) -> str:
    """Return the name of a unit without the number before it.

    >>> bare_unit("12. Đảng bộ xã Cẩm Khê")
    'Đảng bộ xã Cẩm Khê'
    """
    return _NUMBER_BEFORE.sub("", text)


def heads_units(text: str) -> bool:
    """Tell whether a head is that of a column of units: `Tên đơn vị`, `Cơ quan, tổ chức`.

    >>> heads_units("Cơ quan, tổ chức"), heads_units("Đơn vị tính")
    (True, False)
    """
    return " ".join(words_of(text)) in _heads_of_units()


@cache
def _heads_of_units() -> frozenset[str]:
    return frozenset(" ".join(words_of(head)) for head in _WORDS["heads_units"])


def is_total(text: str) -> bool:
    """Tell whether a head is that of the totals, which says of whom at most: `Tổng số học sinh` says of what."""
    words = f" {' '.join(words_of(text))} "
    opening = next((word for word in _total_words() if words.startswith(f" {word} ")), None)
    if opening is None:
        return False
    rest = words[len(opening) + 1 :]
    for whom in _all_of_whom():
        rest = rest.replace(f" {whom} ", " ")
    return not rest.strip()


def rows_of_units(grid: Grid, column: int, rows: Sequence[int]) -> list[int]:
    """Return the rows of a column of units, of which some are known: those that join them, named like none we know.

    `Sở Y tế` below `Đảng ủy các cơ quan Đảng tỉnh` is a unit as well. A total, a group of units and a line with words
    beside it are none.
    """
    first, last = rows[0], rows[-1]
    while first > 1 and _is_line_of_names(grid, first - 1, column):
        first -= 1
    while last < grid.rows and _is_line_of_names(grid, last + 1, column):
        last += 1
    capitals = all(grid.own(row, column).isupper() for row in rows)
    known = set(rows)
    return [row for row in range(first, last + 1) if row in known or _names_unit(grid, row, column, capitals)]


def rows_below(grid: Grid, row: int, column: int) -> list[int]:
    """Return the rows of the units below the head of their column, as far as they go without a gap."""
    first = next((at for at in range(row + 1, grid.rows + 1) if _is_line_of_names(grid, at, column)), grid.rows + 1)
    last = first
    while last <= grid.rows and _is_line_of_names(grid, last, column):
        last += 1
    return [at for at in range(first, last) if _names_unit(grid, at, column, capitals=False)]


def _names_unit(grid: Grid, row: int, column: int, capitals: bool) -> bool:
    """Tell whether a line of names is that of a unit, not of a group of them or of the total."""
    text = grid.own(row, column)
    marks = [grid.own(row, at) for at in range(1, column) if grid.own(row, at)]
    group = any(_MARK_OF_GROUP.fullmatch(mark) for mark in marks) or (text.isupper() and not capitals)
    return not group and not is_total(text) and not _opens(text, "no_unit")


def _is_line_of_names(grid: Grid, row: int, column: int) -> bool:
    """Tell whether a line names a unit, a group of units or their total, and holds no other words."""
    text = bare_unit(grid.own(row, column))
    beside = (grid.own(row, at) for at in range(1, grid.columns + 1) if at != column)
    return (
        bool(_LETTER.search(text))
        and len(words_of(text)) <= MOST_WORDS_OF_A_UNIT
        and not heads_units(text)
        and not _opens(text, "below_table")
        and not any(_LETTER.search(told) and not _MARK.fullmatch(told) for told in beside)
    )


def _opens(text: str, words: str) -> bool:
    return fold(text).startswith(tuple(fold(word) for word in _WORDS[words]))


@cache
def _is_known_place(words: str) -> bool:
    return bool(loosely_named_units(words))


@cache
def _total_words() -> tuple[str, ...]:
    return tuple(sorted(map(fold, _WORDS["total"]), key=len, reverse=True))


@cache
def _all_of_whom() -> tuple[str, ...]:
    return tuple(sorted(map(fold, _WORDS["of_whom"]), key=len, reverse=True))
