"""Tables -> figures: a cell counts what its column and its row say.

The unit comes from a unit column, the column head, the row head or the caption (`Đơn vị tính: triệu đồng`);
rows belong to the row of their section and of the total, classes to the count of their row, columns under
`Trong đó` to the column beside, percentages to the count above or beside. Source: gold guidelines, "Figures".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from extractors.figures.draft import CUES, Draft, Passage
from extractors.figures.reading.classes import level_at_end
from extractors.figures.reading.counted import COUNTED, Counted
from extractors.figures.reading.subjects import measured_by
from extractors.figures.tables.grid import NUMBER_CELL, Cell, Table, is_number, range_in
from extractors.figures.tables.head import Head, opening_noun, period_of, read_head, year_period
from extractors.figures.tables.heads import (
    MAYBE_UNIT_OF_ROW,
    NUMBERING,
    UNIT_OF_ROW,
    caption_period,
    is_subtotal,
    is_total,
    numbers_columns,
    read_heads,
)
from extractors.figures.tables.links import belong, link_rows
from extractors.figures.tables.rows import Layout, Row
from extractors.figures.tables.units import Unit, caption_unit, completed, multiplier_in_head, unit_in
from extractors.figures.words import Sentence, keys_of
from extractors.model import Measure, Modality, Period, Role
from extractors.rulebook import load_table
from extractors.values.digits import parse_digits
from extractors.values.numerals import Numeral

_ACTUAL: Final = Modality.ACTUAL
_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_MONEY: Final = Measure.MONEY
_PERCENT: Final = Measure.PERCENT
_PREVIOUS: Final = Modality.PREVIOUS
_SHARE: Final = Role.SHARE
_TARGET: Final = Modality.TARGET
_ENUMERATOR: Final = re.compile(r"(?:[IVX]{1,5}|[A-Za-zđĐ]|\d+(?:\.\d+){0,3})[.)]?")
_OPENS_SECTION: Final = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]?")
_OPENS_DETAIL: Final = re.compile(r"(?:[-+•*–]\s*)?[Tt]rong đó\b:?\s*|[-+•*–]\s*(?=[^\W\d])")
_DAY: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_DATED: Final = frozenset(load_table(__package__, "words")["find"]["dated"])
"""What the head of a column of times holds: there 8-9 is no range."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ACTS_ON: Final = {"org": ("inspection",), "person": ("case",)}
_DASHES: Final = frozenset("-–—…x")
_DITTO: Final = frozenset({'"', "”", "''", "nt"})
_MOSTLY: Final = 0.8
_SAME_UNIT: Final = frozenset({"%", "‰", '"', "-"})
_LONGEST_UNIT: Final = 24
_DIGIT: Final = re.compile(r"\d")
_RATED: Final = frozenset({"org", "person", "household", "model"})
_NOWHERE: Final = Passage(Sentence(0, 0), -1, False, False)


@dataclass(frozen=True, slots=True)
class _Years:
    """The year that a table stands in, where known, the latest of its columns that tells what was, and the rest.

    `results` is the latest that a column of results names (Thực hiện 2025).
    """

    now: int | None
    latest: int | None
    default: Modality
    results: int | None = None

    @classmethod
    def of(cls, heads: Collection[Head], day: date | None, default: Modality) -> _Years:
        """Read the years of the heads; without the document's day `Hiện trạng (2025)` tells what year it is.

        Beside columns of a plan the others tell results, whatever the text around is about.
        """
        told = [(head.year, head.modality) for head in heads if head.year and head.modality is not _TARGET]
        stands = max((year for year, modality in told if modality is _ACTUAL), default=None)
        now = day.year if day else stands
        planned = any(head.modality is _TARGET for head in heads)
        latest = max((year for year, _ in told if not now or year <= now), default=None)
        return cls(now, latest, _ACTUAL if planned else default, stands)

    def modality(self, head: Head) -> Modality:
        """Return whether a column tells what is, what was, or, as a plan or a year ahead, what is to be."""
        if head.modality is _ACTUAL and head.year and self.results and head.year < self.results:
            return _PREVIOUS
        if head.modality:
            return head.modality
        if head.year and self.now and head.year > self.now:
            return _TARGET
        return _PREVIOUS if head.year and self.latest and head.year < self.latest else self.default


def lay_out(table: Table) -> Layout:
    """Tell heads, numbering and data of a table apart."""
    heads = read_heads(table.rows)
    data = [cells for cells in table.rows[heads.first :] if not numbers_columns(cells)]
    numbering = _numbering_columns(data, heads.columns)
    units = {column for column, head in heads.columns.items() if _tells_units(column, head, data)}
    return Layout(heads, [_row(cells, units, numbering) for cells in _said_in_full(data, units)])


def _said_in_full(data: Sequence[Sequence[Cell]], units: set[int]) -> Iterator[Sequence[Cell]]:
    """Yield the rows with the unit of the row above where a cell of units only repeats it by a mark: `"`."""
    above: dict[int, str] = {}
    for cells in data:
        told = {cell.column: cell.words for cell in cells if cell.column in units and cell.words not in _DITTO}
        above |= told
        yield [replace(c, words=above.get(c.column, c.words)) if c.column in units else c for c in cells]


def read_table(table: Table, day: date | None = None, default: Modality = Modality.ACTUAL) -> list[Draft]:
    """Return the figures of a table, linked among themselves; `day` is the document's.

    `default` is how the text around means its numbers.
    """
    layout = lay_out(table)
    columns = layout.heads.columns
    over = [cell.words for cells in table.rows[: layout.heads.first] for cell in cells]
    unit = caption_unit([*over, *reversed(table.above)])
    period = caption_period(table.above, day)
    years = _Years.of(columns.values(), day, default)
    commas = _commas_group(layout.rows)
    periods = {column: period_of(head, day) for column, head in columns.items()}
    for row in layout.rows:
        row_period = row.period or period_of(row.head, day, whole=True) or period
        for column, cell in row.cells.items():
            head = layout.heads.over(column)
            draft = _cell_figure(cell, head, row.head, unit, commas.get(column))
            if draft:
                draft.row = row.words or None
                draft.modality = years.modality(head)
                draft.period = periods.get(column) or row_period
                row.drafts[column] = draft
                row.shares += _share_beside(cell, draft)
    _share_indicator(columns, layout.rows, table.above)
    link_rows(layout)
    return [draft for row in layout.rows for draft in (*row.drafts.values(), *map(_as_its_count, row.shares))]


def multipliers_over(table: Table) -> Iterator[int]:
    """Yield where the digits of multipliers stand in the heads of columns."""
    for cells in table.rows[: read_heads(table.rows).first]:
        for cell in cells:
            at = multiplier_in_head(cell.words)
            if at is not None:
                yield cell.start + at


def _tells_units(column: int, head: Head, data: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a column gives the unit of each row: by its head, or by its cells where Đơn vị may be bodies.

    No body is called `%`: beside it the others are units too, whatever their first letter.
    """
    keys = tuple(keys_of(head.words))
    if keys in UNIT_OF_ROW or tuple(keys_of(" ".join(head.path))) in UNIT_OF_ROW:
        return True
    cells = [cell.words.strip() for cells in data for cell in cells if cell.column == column]
    cells = [words for words in cells if words and words not in _DASHES]
    rated = "%" in cells and all(len(words) <= _LONGEST_UNIT for words in cells)
    return keys in MAYBE_UNIT_OF_ROW and bool(cells) and (rated or all(map(_may_be_unit, cells)))


def _may_be_unit(words: str) -> bool:
    """Tell whether a cell is a unit as tables write them: %, người, triệu đồng; a body's name has a capital."""
    return words in _SAME_UNIT or (len(words) <= _LONGEST_UNIT and words.islower() and not _DIGIT.search(words))


def _is_value(cell: Cell) -> bool:
    return is_number(cell) or range_in(cell) is not None


def _row(cells: Sequence[Cell], units: set[int], numbering: set[int]) -> Row:
    """Read one row of data; its head is the first cell of words that only numbers nothing."""
    passed = numbering | units
    named = [
        cell.words
        for cell in cells
        if not _is_value(cell)
        and cell.words not in _DASHES
        and (cell.column not in passed or not _ENUMERATOR.fullmatch(cell.words))
    ]
    words = next((told for told in named if not _DAY.fullmatch(told)), named[0] if named else "")
    detail = _OPENS_DETAIL.match(words)
    head = read_head(words[detail.end() :] if detail else words)
    opening = opening_noun(head.words) if head.unit is None and not head.rate else Unit()
    if opening.words is not None:
        head = replace(head, unit=opening.words, what=opening.what, plain=True)
    for cell in cells:
        if cell.column in units:
            unit, what, factor = completed(unit_in(cell.words), Unit(head.unit, head.what), head.words)
            head = replace(head, unit=unit, what=what, factor=factor, rate=cell.words.strip() == "%")
    numbers = {cell.column: cell for cell in cells if cell.column not in numbering and _is_value(cell)}
    section = any(cell.column in numbering and _OPENS_SECTION.fullmatch(cell.words) for cell in cells[:1])
    if is_total(words):
        kind = "subtotal" if is_subtotal(words) else "total"
    else:
        kind = "detail" if detail else "section" if section else "plain"
    return Row(words, head, numbers, kind, _year_of(cells, numbering))


def _year_of(cells: Sequence[Cell], numbering: set[int]) -> Period | None:
    """Return the year of a row in a column of years."""
    year = next((cell.words for cell in cells if cell.column in numbering and _YEAR.fullmatch(cell.words)), None)
    return year_period(year) if year else None


def _numbering_columns(rows: Sequence[Sequence[Cell]], heads: Mapping[int, Head]) -> set[int]:
    """Return the columns that only number the rows: by their head, by codes, or because they count up from one."""
    numbering = {column for column, head in heads.items() if tuple(keys_of(head.words)) in NUMBERING}
    columns: dict[int, list[str]] = {}
    for cells in rows:
        for cell in cells:
            if _ENUMERATOR.fullmatch(cell.words) and cell.words[0].isdigit():
                columns.setdefault(cell.column, []).append(cell.words.rstrip(".)"))
    leftmost = min((cell.column for cells in rows for cell in cells), default=0)
    for column, written in columns.items():
        coded = sum(number.isdigit() and number[0] == "0" and (len(number) > 2 or number == "00") for number in written)
        if (column <= leftmost + 1 and _mostly_counts_up(written)) or coded > len(written) / 3:
            numbering.add(column)
    # A letter or Roman number in front of the rows of a section, where the head does not say what the column is.
    fronts = [cells[0].words for cells in rows if len(cells) > 1 and cells[0].column == leftmost]
    if fronts and all(_ENUMERATOR.fullmatch(words) for words in fronts) and leftmost not in heads:
        numbering.add(leftmost)
    return numbering


def _mostly_counts_up(written: Sequence[str]) -> bool:
    """Tell whether a column numbers its rows: each number follows the one above or begins again at one."""
    values = [int(number.split(".")[-1]) for number in written]
    if len(values) < 2 or values[0] > 1:
        return False
    steps = sum(later - earlier == 1 or later == 1 for earlier, later in pairwise(values))
    return steps >= _MOSTLY * (len(values) - 1)


def _commas_group(rows: Sequence[Row]) -> dict[int, bool]:
    """Tell for each column whether its commas part thousands, by cells that can be read in no other way.

    Where the column does not show it, the table does; a column without a key is one where nothing shows it.
    """
    shown: dict[int, bool] = {}
    english = False
    for row in rows:
        for column, cell in row.cells.items():
            parsed = parse_digits(_digits(cell))
            if parsed is None:
                continue
            decimals = _digits(cell).partition(",")[2]
            if parsed[1] == "english_grouped":
                english = shown[column] = True
            elif decimals and (len(decimals) != 3 or "." in _digits(cell)):
                shown.setdefault(column, False)
    columns = {column for row in rows for column in row.cells}
    return {column: shown.get(column, True) for column in columns if english or column in shown}


def _digits(cell: Cell) -> str:
    match = NUMBER_CELL.fullmatch(cell.words)
    return match["digits"] if match else ""


def _cell_figure(cell: Cell, column: Head, row: Head, caption: Unit, grouped: bool | None) -> Draft | None:
    """Return the figure of a cell; `grouped` tells whether commas part thousands in its column, None if unknown."""
    spread = range_in(cell)
    match = spread or NUMBER_CELL.fullmatch(cell.words)
    parsed = parse_digits(match["digits"]) if match else None
    if match is None or parsed is None or (spread and not _DATED.isdisjoint(keys_of(column.words))):
        return None
    value, shape = parsed
    start = cell.start + match.start("digits")
    end = match.end("percent") if match["percent"] else match.end("to" if spread else "digits")
    numeral = Numeral(start, cell.start + end, value, percent=bool(match["percent"]))
    last = parse_digits(spread["to"]) if spread else None
    numeral.value_max = last[0] if last else None
    draft = Draft(numeral, _NOWHERE, 0, rule="table")
    draft.label = column.label or row.label
    draft.counted = ": ".join(words for words in (row.words, column.words) if words) or None
    draft.column = " > ".join(dict.fromkeys(column.path)) or None
    if column.change or (match["sign"] == "+" and column.rate):
        draft.role = _CHANGE
        draft.direction = "down" if match["sign"] not in ("", "+") or _only_falls(column) else "up"
    if numeral.percent or column.rate or row.rate:
        draft.measure = _PERCENT
        if row.rate and column.label is None:
            draft.indicator = measured_by(row.words) or draft.indicator
            draft.label = draft.label or level_at_end(row.words)
        return draft
    unit, what, factor = _cell_unit(column, row, caption)
    draft.unit = unit if not column.label else None
    if what is not None:
        draft.measure, draft.family = what.measure, what.family
        draft.indicator = _act_of(row.words, what.family) or what.indicator
    elif column.money or row.money:
        draft.measure, draft.indicator, draft.family = _MONEY, "money", "money"
    loose = shape == "decimal" and len(match["digits"].partition(",")[2]) == 3
    if loose and (grouped or (grouped is None and draft.measure is _COUNT)):
        factor *= 1000
    numeral.value *= factor
    numeral.value_max = numeral.value_max * factor if numeral.value_max is not None else None
    return draft


def _act_of(words: str, family: str) -> str | None:
    """Return the indicator of what was done to the bodies or persons of a row: `Tổ chức đảng chịu sự kiểm tra`."""
    acts = [cue.value for _, _, cue in CUES.scan(keys_of(words)) if cue.kind == "activity"]
    told = _ACTS_ON.get(family, ())
    return next((act for act in acts if act in told), None)


def _share_beside(cell: Cell, count: Draft) -> list[Draft]:
    """Return the share that stands in the cell of its count: `41 (64,1%)`."""
    match = NUMBER_CELL.fullmatch(cell.words)
    parsed = parse_digits(match["share"]) if match and match["share"] and not match["percent"] else None
    if match is None or parsed is None:
        return []
    start, end = cell.start + match.start("share"), cell.words.index("%", match.end("share")) + 1
    numeral = Numeral(start, cell.start + end, parsed[0], percent=True)
    share = Draft(numeral, _NOWHERE, 0, rule="table", measure=_PERCENT)
    belong(share, count, _SHARE)
    return [share]


def _as_its_count(share: Draft) -> Draft:
    """Give a share what the count in its cell has come to say."""
    count = share.parent
    if count is not None:
        share.indicator, share.label, share.counted = count.indicator, count.label, count.counted
        share.row, share.column = count.row, count.column
        share.modality, share.period = count.modality, count.period
    return share


def _only_falls(column: Head) -> bool:
    keys = keys_of(column.words)
    return "giảm" in keys and "tăng" not in keys


def _cell_unit(column: Head, row: Head, caption: Unit) -> Unit:
    """Return what a cell counts: as its column, its row or the caption says, a measure of its row first.

    A column of money takes no noun of the rows that it is spent on.
    """
    measured = caption.what is not None and caption.what.measure is not _COUNT
    by_row = row.what is not None and row.what.measure is not _COUNT
    for head in (row, column) if by_row else (column,) if column.money else (column, row):
        if head.unit is not None and not (measured and head.plain):
            return Unit(head.unit, head.what, head.factor)
    if caption.words is None and caption.factor == 1 and (column.factor > 1 or row.factor > 1):
        return Unit(factor=max(column.factor, row.factor))
    return caption


def _share_indicator(heads: Mapping[int, Head], rows: Sequence[Row], above: Sequence[str]) -> None:
    """Give cells without a noun of their own the indicator of the noun that the columns of numbers count.

    A table of classes whose heads name none counts what the line over it speaks of: `Xếp loại tổ chức cơ sở đảng`. A
    total counts what all rows of its column do.
    """
    columns = sorted({column for row in rows for column in row.drafts})
    named = [heads[column].what for column in columns if column in heads]
    counted = next((what for what in named if what and what.measure is _COUNT), None)
    if counted is None and any(draft.label is not None for row in rows for draft in row.drafts.values()):
        counted = next((what for line in reversed(above) if (what := _noun_over(line))), None)
    for row in rows:
        for draft in row.drafts.values():
            if draft.indicator != "other" or draft.unit is not None:
                continue
            if counted is not None:
                draft.indicator = counted.indicator
            elif draft.measure is _PERCENT:
                draft.indicator = "rate"
    _share_with_totals(rows)


def _share_with_totals(rows: Sequence[Row]) -> None:
    """Give a total without an indicator the one of all other rows of its column, where they have one."""
    told: dict[int, set[str]] = {}
    for row in rows:
        for column, draft in row.drafts.items() if row.kind != "total" else ():
            told.setdefault(column, set()).add(draft.indicator)
    for row in rows:
        for column, draft in row.drafts.items() if row.kind == "total" else ():
            if draft.indicator == "other" and draft.unit is None and len(told.get(column, ())) == 1:
                (draft.indicator,) = told[column]


def _noun_over(line: str) -> Counted | None:
    """Return the first noun of persons, bodies or models, of two words or more, that the line over a table names."""
    nouns = ((start, end, readings[0]) for start, end, readings in COUNTED.scan(keys_of(line)))
    return next((what for start, end, what in nouns if end - start > 1 and what.family in _RATED), None)
