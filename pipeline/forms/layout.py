"""The grid of a form -> where its indicators, its units and its totals stand, whichever of them is down the side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.asking import adding_of, is_among, split_unit
from pipeline.forms.concepts import concepts, concepts_in, unit_group, words_of
from pipeline.forms.grid import Grid, Place
from pipeline.forms.model import Indicator
from pipeline.forms.unit_names import bare_unit, heads_units, is_total, is_unit, rows_below, rows_of_units

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "layout")["words"]
_NUMBERED: Final = re.compile(r"\(?(?:\d{1,3}|[A-Z])\)?(?:\s*=.*)?")
_LEVELS: Final = (
    re.compile(r"(?:[IVX]+|[A-H])[.)\-]?"),
    re.compile(r"\d{1,3}[.)]?"),
    re.compile(r"\d{1,3}\.\d{1,3}[.)]?|[a-zđ][.)]"),
    re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}[.)]?|[-+*–]"),
)
_ENUMERATED: Final = re.compile(
    r"(?P<mark>(?:[IVX]+|[A-H]|\d{1,3}(?:\.\d{1,3}){0,2})[.)\-]|[a-zđ]\)|[-+*–])\s*(?P<rest>\S.*)"
)
_WHO_CAME: Final = "attendance"
WORDS_OF_A_NOUN: Final = 3
"""So short a counted noun is the unit of an indicator, not its name."""
MOST_HEAD_ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a form stand. `down` tells that the indicators stand down the side, the units along the top.

    `indicators` and `units` hold for each its row (or column); `total` is that of the totals, `free` the first row (or
    column) where a unit could be added, `head` the row (or column) before it, whose look an added one takes.
    """

    down: bool
    indicators: tuple[tuple[int, Indicator], ...]
    units: tuple[tuple[int, str], ...]
    total: int | None
    free: int
    head: int
    name_at: int

    def place(self, indicator: int, unit: int) -> tuple[int, int]:
        """Return row and column of the cell of an indicator (by its row or column) and a unit."""
        return (indicator, unit) if self.down else (unit, indicator)


def read_layout(grid: Grid, known: Collection[tuple[str, ...]] = ()) -> Layout | None:
    """Return the layout of a form, None for a sheet that is none.

    `known` are the places of those who report, by which bare names are known for units.
    """
    places = [place for place in grid.texts if is_unit(grid.own(*place), known)]
    by_column, by_row = Counter(column for _, column in places), Counter(row for row, _ in places)
    most_down, most_across = max(by_column.values(), default=0), max(by_row.values(), default=0)
    if most_down >= max(2, most_across):
        column = min(column for column, count in by_column.items() if count == most_down)
        return _across(grid, column, rows_of_units(grid, column, sorted(row for row, c in places if c == column)))
    if most_across >= 2:
        row = min(row for row, count in by_row.items() if count == most_across)
        return _down(grid, row, sorted(column for r, column in places if r == row))
    headed = _under_a_head(grid)
    if headed:
        return headed
    layout = _without_units(grid)
    return _with_one_unit(grid, layout, places[0]) if layout and len(places) == 1 else layout


def _under_a_head(grid: Grid) -> Layout | None:
    """Return the layout of a form whose units are known only by the head of their column: `Cơ quan, tổ chức`."""
    for (row, column), text in sorted(grid.texts.items()):
        if heads_units(text) and sum(_is_indicator(grid.text(row, at)) for at in range(column + 1, grid.columns + 1)):
            rows = rows_below(grid, row, column)
            if len(rows) > 1:
                return _across(grid, column, rows)
    return None


def _with_one_unit(grid: Grid, layout: Layout, place: Place) -> Layout:
    """Return the layout of a form for one unit, named over the column of its values or before their row."""
    row, column = place
    lines = [at for at, _ in layout.indicators]
    if layout.down and row < min(lines) and column > layout.name_at:
        return _down(grid, row, [column])
    if not layout.down and row >= layout.free and column < min(lines):
        return _across(grid, column, [row])
    return layout


def _is_beside(text: str) -> bool:
    """Tell whether a head is of a column that holds no indicator: running number, remarks."""
    return heads_units(text) or " ".join(words_of(text)) in {" ".join(words_of(word)) for word in _WORDS["beside"]}


def _is_number_row(grid: Grid, row: int) -> bool:
    texts = [grid.own(row, column) for column in range(1, grid.columns + 1) if grid.own(row, column)]
    return len(texts) > 1 and all(_NUMBERED.fullmatch(text) for text in texts)


def _across(grid: Grid, column: int, rows: Sequence[int]) -> Layout:
    """Return the layout of a form with units down the side, and indicators in the heads of its columns."""
    heads = _head_rows(grid, rows[0], column)
    found = []
    for at in range(1, grid.columns + 1):
        if at == column or all(grid.goes_on(row, at) for row in heads):
            continue
        path = _path([grid.text(row, at) for row in heads])
        if path and not any(_is_beside(text) for text in path):
            found.append((at, _indicator(path[-1], tuple(path[:-1]), None)))
    total = _total_line(grid, rows, column)
    units = tuple((row, bare_unit(grid.own(row, column))) for row in rows if row != total)
    return Layout(False, _with_wholes(_with_events(found)), units, total, units[-1][0] + 1, units[-1][0], column)


def _with_events(found: Sequence[tuple[int, Indicator]]) -> tuple[tuple[int, Indicator], ...]:
    """Return indicators of which one that asks who came, and names no event, has the event beside it over it.

    `Người tham gia` behind `Hội nghị triển khai nghị quyết`, both under `Tuyên giáo`.
    """
    told: list[tuple[int, Indicator]] = []
    for at, indicator in found:
        before = told[-1][1] if told else None
        names = concepts_in(indicator.name)
        if before and names == {_WHO_CAME} and before.heads == indicator.heads and _is_event(before):
            indicator = replace(indicator, heads=(*indicator.heads, before.name))
        told.append((at, indicator))
    return tuple(told)


def _with_wholes(found: Sequence[tuple[int, Indicator]]) -> tuple[tuple[int, Indicator], ...]:
    """Return indicators of which one that begins with `Trong đó` has the one that it is a part of over it."""
    told: list[tuple[int, Indicator]] = []
    whole: Indicator | None = None
    for at, indicator in found:
        if not is_among(indicator.name):
            whole = indicator
        elif whole and indicator.heads == whole.heads:
            heads = (*indicator.heads, whole.name)
            adding = adding_of(indicator.name, heads, indicator.unit)
            indicator = replace(indicator, heads=heads, unit=indicator.unit or whole.unit, adding=adding)
        told.append((at, indicator))
    return tuple(told)


def _is_event(indicator: Indicator) -> bool:
    return any(concepts()[name].group == "events" for name in concepts_in(indicator.name))


def _head_rows(grid: Grid, first: int, column: int) -> list[int]:
    """Return the rows of the heads above the first unit, top to bottom: a title over the whole table is none."""
    rows: list[int] = []
    for row in range(first - 1, 0, -1):
        if _is_number_row(grid, row):
            continue
        texts = {grid.text(row, at) for at in range(1, grid.columns + 1)} - {""}
        widest = max((grid.width(row, at) for at in range(1, grid.columns + 1)), default=1)
        if not texts or len(rows) == MOST_HEAD_ROWS or (rows and (len(texts) == 1 or widest >= grid.columns - 1)):
            break
        rows.append(row)
    return rows[::-1]


def _path(texts: Iterable[str]) -> list[str]:
    """Return the heads over a column, top to bottom, one that spans several rows told once."""
    path: list[str] = []
    for text in texts:
        if text and (not path or path[-1] != text):
            path.append(text)
    return path


def _total_line(grid: Grid, rows: Sequence[int], column: int) -> int | None:
    """Return the row of the totals: below the units, else right above them."""
    below: list[int] = [*range(rows[-1] + 1, grid.rows + 1), rows[0] - 1, *rows]
    for row in below:
        told = row > 0 and any(is_total(grid.text(row, at)) for at in range(1, column + 1))
        if told and not _is_head(grid, row, rows):
            return row
    return None


def _is_head(grid: Grid, row: int, rows: Sequence[int]) -> bool:
    """Tell whether a row above the units is one of heads, which has texts in more columns than the first two."""
    return row < rows[0] and sum(bool(grid.own(row, at)) for at in range(1, grid.columns + 1)) > 2


def _down(grid: Grid, row: int, columns: Sequence[int]) -> Layout:
    """Return the layout of a form with indicators down the side, and units in the heads of its columns."""
    total = next((at for at in range(1, grid.columns + 1) if is_total(grid.text(row, at))), None)
    units = tuple((at, bare_unit(grid.own(row, at))) for at in columns if at != total)
    found, name = _side(grid, row, min(columns), min(columns))
    return Layout(True, found, units, total, units[-1][0] + 1, units[-1][0], name)


def _side(grid: Grid, head: int, stop: int, end: int) -> tuple[tuple[tuple[int, Indicator], ...], int]:
    """Return the indicators down the side, and their column.

    They stand below the row `head`, left of the column `stop`; their units in a column before `end`.
    """
    rows = range(head + 1, grid.rows + 1)
    name = max(range(1, stop), key=lambda at: (sum(len(words_of(grid.own(row, at))) for row in rows), -at))
    measure = next((at for at in range(1, end) if at != name and _is_measure(grid, head, at)), None)
    found: list[tuple[int, Indicator]] = []
    above: list[tuple[int, str]] = []
    for row in rows:
        text = grid.own(row, name)
        mark = next((grid.own(row, at) for at in range(1, name) if grid.own(row, at)), "")
        if not text or _is_number_row(grid, row) or (is_total(text) and not concepts_in(text)):
            continue
        level, text = _level(mark, text)
        above = [entry for entry in above if entry[0] < level]
        unit = grid.own(row, measure) if measure else None
        if not _is_group(level, text, unit, measure is not None, grid, row):
            found.append((row, _indicator(text, tuple(title for _, title in above), unit)))
        above.append((level, split_unit(text)[0]))
    return tuple(found), name


def _is_measure(grid: Grid, head: int, column: int) -> bool:
    return any(
        fold(grid.text(row, column)).startswith(tuple(fold(word) for word in _WORDS["measure"]))
        for row in range(max(1, head - 2), head + 1)
    )


def _level(mark: str, text: str) -> tuple[int, str]:
    """Return how deep a row stands by its enumerator, in a column of its own or before its text, and its text.

    >>> _level("I", "Công tác đảng viên"), _level("", "- Khiển trách"), _level("1.1", "Trong đó: nữ")
    ((0, 'Công tác đảng viên'), (3, 'Khiển trách'), (2, 'Trong đó: nữ'))
    """
    if not mark:
        found = _ENUMERATED.fullmatch(text)
        mark, text = (found["mark"], found["rest"]) if found else ("", text)
    level = next((at for at, pattern in enumerate(_LEVELS) if pattern.fullmatch(mark)), None)
    if level is None:
        level = 3 if is_among(text) else 1
    return level, text


def _is_group(level: int, text: str, unit: str | None, measured: bool, grid: Grid, row: int) -> bool:
    """Tell whether a row only heads others: it has the highest mark and no unit, or its text is all in capitals."""
    return (level == 0 and not unit and split_unit(text)[1] is None) or (measured and not unit and text.isupper())


def _without_units(grid: Grid) -> Layout | None:
    """Return the layout of a form that names no units: they are added below its heads, or right of them."""
    places = [place for place, text in grid.texts.items() if _is_indicator(text)]
    by_column, by_row = Counter(column for _, column in places), Counter(row for row, _ in places)
    most_down, most_across = max(by_column.values(), default=0), max(by_row.values(), default=0)
    if most_down < 2 and most_across < 2:
        return None
    if most_down > most_across:
        column = min(column for column, count in by_column.items() if count == most_down)
        first = min(row for row, c in places if c == column)
        head = _head_above(grid, first)
        found, name = _side(grid, head, column + 1, grid.columns + 1)
        last = max([at for at in range(1, grid.columns + 1) if grid.text(head, at)], default=column)
        return Layout(True, found, (), None, last + 1, last, name)
    row = max(row for row, count in by_row.items() if count == most_across)
    below = row + 1
    while below <= grid.rows and _is_number_row(grid, below):
        below += 1
    first = min(at for at in range(1, grid.columns + 1) if _is_indicator(grid.text(row, at)))
    names = max(1, first - 1)
    layout = _across(grid, names, [below])
    return Layout(False, layout.indicators, (), None, below, below, names)


def _head_above(grid: Grid, first: int) -> int:
    """Return the row of heads over the first indicator down the side: the nearest with two texts or more."""
    for row in range(first - 1, 0, -1):
        filled = sum(bool(grid.own(row, at)) for at in range(1, grid.columns + 1))
        if filled >= 2 and not _is_number_row(grid, row) and not _is_indicator(grid.own(row, 2)):
            return row
    return first - 1


def _is_indicator(text: str) -> bool:
    """Tell whether a text names an indicator: it tells a concept, and more than that of a heading."""
    told = any(not concepts()[name].soft for name in concepts_in(text))
    noun = unit_group(text) is not None and len(words_of(text)) <= WORDS_OF_A_NOUN
    return told and not noun and len(words_of(text)) > 1 and not text.isupper() and not is_total(text)


def _indicator(name: str, heads: tuple[str, ...], unit: str | None) -> Indicator:
    name, told = split_unit(name)
    unit = unit or told or next((found for head in reversed(heads) if (found := split_unit(head)[1])), None)
    heads = tuple(split_unit(head)[0] for head in heads)
    return Indicator(name, heads, unit, adding_of(name, heads, unit))
