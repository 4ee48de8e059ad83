"""Lines of cells (`1 | Bắc Sơn | 118 | 84`) -> figures: a cell counts what its column and its row say.

The unit comes from a unit column, the column head, the row head or the caption (`Đơn vị tính: triệu đồng`);
rows belong to the total row, classes to the count of their row, percentages to the count above or beside.
Source: gold guidelines, "Figures".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from extractors.counted import COUNTED, Counted
from extractors.digits import parse_digits, scale_at
from extractors.figure_context import Draft, Passage
from extractors.figure_labels import LABELS
from extractors.model import Measure, Modality, Role
from extractors.numerals import Numeral
from extractors.rulebook import load_table
from extractors.wording import Lexicon, Sentence, keys_of

_HEADS: Final[dict[str, list[str]]] = load_table("tables")["heads"]
_NUMBERING: Final = frozenset(tuple(keys_of(word)) for word in _HEADS["numbering"])
_UNIT_OF_ROW: Final = frozenset(tuple(keys_of(word)) for word in _HEADS["unit_of_row"])
_TOTAL: Final = frozenset(tuple(keys_of(word)) for word in _HEADS["total"])
_MODALITIES: Final = Lexicon(
    (word, modality)
    for name, modality in (("target", Modality.TARGET), ("actual", Modality.ACTUAL), ("previous", Modality.PREVIOUS))
    for word in _HEADS[name]
)
_RATE: Final = Lexicon((word, True) for word in _HEADS["rate"])
_QUANTITY: Final = Lexicon((word, True) for word in _HEADS["quantity"])
_CAPTION: Final = re.compile(rf"(?:{'|'.join(_HEADS['caption'])})[^:\n]{{0,20}}:[ ]?(?P<unit>[^\n()|]{{1,40}})")
_LINE: Final = re.compile(r"[^\n]*")
_CELL: Final = re.compile(r"[^|\t]+")
_NUMBER_CELL: Final = re.compile(r"[+-]?(?P<digits>\d[\d.,]*)\s?(?P<percent>%?)")
_ENUMERATOR: Final = re.compile(r"(?:[IVX]{1,5}|[A-Za-zđĐ]|\d+(?:\.\d+){0,3})[.)]?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_IN_BRACKETS: Final = re.compile(r"\(([^()]{1,30})\)")
_MOST_CELLS: Final = 60
_LONGEST_ROW: Final = 4000
_MOSTLY: Final = 0.8
_NOWHERE: Final = Passage(Sentence(0, 0), -1, False, False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell `text[start:end]` without the space around it, in column `column`."""

    start: int
    end: int
    column: int
    words: str


@dataclass(slots=True)
class Table:
    """Rows of cells, in order; `caption` is the unit that the lines above give the whole table."""

    start: int
    end: int
    rows: list[list[Cell]] = field(default_factory=list)
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a column or row says: the unit and what it is, a class, a modality, a rate, a year."""

    words: str = ""
    unit: str | None = None
    what: Counted | None = None
    factor: int = 1
    label: str | None = None
    modality: Modality | None = None
    rate: bool = False
    year: int | None = None


def find_tables(text: str) -> list[Table]:
    """Return the runs of two or more lines with cells in which a cell is a number."""
    tables: list[Table] = []
    at = 0
    while (found := _next_separator(text, at)) >= 0:
        start = text.rfind("\n", max(0, found - _LONGEST_ROW), found) + 1
        table = Table(max(start, at), start)
        line_at = max(start, at)
        while line_at < len(text):
            line = _LINE.match(text, line_at)
            cells = _cells(text, line_at, line.end()) if line else []
            if len(cells) < 2:
                break
            table.rows.append(cells)
            table.end = line.end() if line else line_at
            line_at = table.end + 1
        at = max(line_at, text.find("\n", found) + 1 or len(text))
        if len(table.rows) >= 2 and any(_NUMBER_CELL.fullmatch(c.words) for row in table.rows for c in row):
            table.caption = _caption_unit(text, table.start)
            tables.append(table)
    return tables


def _next_separator(text: str, at: int) -> int:
    bar, tab = text.find("|", at), text.find("\t", at)
    return max(bar, tab) if min(bar, tab) < 0 else min(bar, tab)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    if end - start > _LONGEST_ROW:
        return []
    cells: list[Cell] = []
    column = 0
    at = start
    for match in _CELL.finditer(text, start, end):
        column += text.count("|", at, match.start()) + text.count("\t", at, match.start())
        at = match.end()
        words = match.group().strip()
        if words:
            left = match.start() + len(match.group()) - len(match.group().lstrip())
            cells.append(Cell(left, left + len(words), column, words))
    return cells if len(cells) <= _MOST_CELLS else []


def _caption_unit(text: str, start: int) -> str | None:
    above = text[max(0, start - 400) : start].rstrip("\n").split("\n")[-4:]
    for line in reversed(above):
        match = _CAPTION.search(line)
        if match:
            return match["unit"].strip(" .;,")
    return None


def read_table(table: Table, year: int | None) -> list[Draft]:
    """Return the figures of a table, linked among themselves; `year` is the year of the document."""
    first = _first_data_row(table.rows)
    heads = _column_heads(table.rows[:first])
    numbering = _numbering_columns(table.rows[first:], heads)
    latest = max((head.year for head in heads.values() if head.year and (not year or head.year <= year)), default=None)
    english = _is_english(table.rows[first:])
    total: dict[int, Draft] = {}
    rows: list[tuple[_Head, dict[int, Draft]]] = []
    width = max((cell.column for cells in table.rows for cell in cells), default=0)
    for cells in _aligned(table.rows[first:], width):
        head = _row_head(cells, heads, numbering)
        drafts: dict[int, Draft] = {}
        if _numbers_columns(cells):
            continue
        for cell in cells:
            if cell.column in numbering or not _NUMBER_CELL.fullmatch(cell.words):
                continue
            draft = _cell_figure(cell, heads.get(cell.column, _Head()), head, table.caption, english)
            if draft:
                _set_cell_modality(draft, heads.get(cell.column, _Head()), latest, year)
                drafts[cell.column] = draft
        if is_total(head.words):
            total = drafts
        rows.append((head, drafts))
    _share_indicator(heads, [drafts for _, drafts in rows])
    for head, drafts in rows:
        _link_row(head, drafts, total, heads)
    return [draft for _, drafts in rows for draft in drafts.values()]


def _aligned(rows: Sequence[list[Cell]], width: int) -> list[list[Cell]]:
    """Shift to the right the rows whose first cell spans columns (`Cộng | 629 | 421`)."""
    aligned = []
    for cells in rows:
        missing = width - cells[-1].column
        if missing > 0 and len(cells) > 1 and not _NUMBER_CELL.fullmatch(cells[0].words):
            cells = [cells[0], *(replace(cell, column=cell.column + missing) for cell in cells[1:])]
        aligned.append(cells)
    return aligned


def is_total(words: str) -> bool:
    """Tell whether the head of a row names the sum of the others (Cộng, Tổng số, Toàn tỉnh)."""
    return tuple(keys_of(words)) in _TOTAL


def _first_data_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the first row with a number that is no year and no number of a column."""
    for index, cells in enumerate(rows):
        numbers = [cell.words for cell in cells if _NUMBER_CELL.fullmatch(cell.words)]
        if not numbers or all(_YEAR.fullmatch(number) for number in numbers):
            continue
        if (
            index
            and len(numbers) > 2
            and _counts_up([n for n in numbers if n.isdigit()])
            and len(numbers) >= len(cells) - 2
        ):
            return index + 1 if index + 1 < len(rows) else index
        return index
    return len(rows)


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Tell whether a row only numbers the columns: 1 | 2 | 3 | 4 ..."""
    numbers = [cell.words for cell in cells if _NUMBER_CELL.fullmatch(cell.words)]
    return len(numbers) > 3 and all(number.isdigit() for number in numbers) and _counts_up(numbers)


def _counts_up(numbers: Sequence[str]) -> bool:
    values = [int(number) for number in numbers]
    return len(values) > 1 and values == list(range(values[0], values[0] + len(values))) and values[0] <= 3


def _column_heads(rows: Sequence[Sequence[Cell]]) -> dict[int, _Head]:
    words: dict[int, list[str]] = {}
    for cells in rows:
        for cell in cells:
            words.setdefault(cell.column, []).append(cell.words)
    return {column: _read_heads(parts) for column, parts in words.items()}


def _read_heads(parts: Sequence[str]) -> _Head:
    """Read the heads over one column, the last being its own; a class there is not hidden by a head over several."""
    head = _read_head(" ".join(parts))
    own = _read_head(parts[-1])
    return replace(head, label=own.label, unit=None, what=None) if own.label and not head.label else head


def _read_head(words: str) -> _Head:
    keys = keys_of(words)
    bracketed = _IN_BRACKETS.search(words)
    unit, what, factor = _unit_in(bracketed[1]) if bracketed else (None, None, 1)
    if unit is None:
        unit, what, factor = _noun_in(words)
    label = LABELS.at(keys, 0)
    year = _YEAR.search(words)
    modality = next((hit[1] for at in range(len(keys)) if (hit := _MODALITIES.at(keys, at))), None)
    rate = "%" in keys or any(_RATE.at(keys, at) for at in range(len(keys)))
    return _Head(
        words,
        unit,
        what,
        factor,
        " ".join(words.lower().split()) if label and label[0] == len(keys) else None,
        modality,
        rate,
        int(year.group()) if year else None,
    )


def _unit_in(words: str) -> tuple[str | None, Counted | None, int]:
    """Read a unit as a head or caption writes it: `triệu đồng` -> đồng, a million times."""
    factor = 1
    rest = words.strip().lower()
    while (scale := scale_at(rest, 0)) is not None:
        factor *= scale[0]
        rest = rest[scale[1] :].strip()
    hit = COUNTED.at(keys_of(rest), 0)
    if hit is None:
        return None, None, 1
    return rest.lower(), next((r for r in hit[1] if not r.needs_context), hit[1][0]), factor


def _noun_in(words: str) -> tuple[str | None, Counted | None, int]:
    keys = keys_of(words)
    quantity = _QUANTITY.at(keys, 0)
    start = quantity[0] if quantity else 0
    hit = COUNTED.at(keys, start)
    if hit is None or hit[1][-1].measure is not Measure.COUNT or (not quantity and hit[0] != len(keys)):
        return None, None, 1
    return " ".join(words.lower().split()[start : hit[0]]), hit[1][-1], 1


def _numbering_columns(rows: Sequence[Sequence[Cell]], heads: dict[int, _Head]) -> set[int]:
    """Return the columns that only number the rows, by their head or because they count up from one."""
    numbering = {column for column, head in heads.items() if tuple(keys_of(head.words)) in _NUMBERING}
    columns: dict[int, list[str]] = {}
    for cells in rows:
        for cell in cells:
            if _ENUMERATOR.fullmatch(cell.words) and cell.words[0].isdigit():
                columns.setdefault(cell.column, []).append(cell.words.rstrip(".)"))
    leftmost = min((cell.column for cells in rows for cell in cells), default=0)
    for column, written in columns.items():
        coded = sum(number.isdigit() and number[0] == "0" and len(number) > 1 for number in written)
        if (column <= leftmost + 1 and _mostly_counts_up(written)) or coded > len(written) / 3:
            numbering.add(column)
    return numbering


def _mostly_counts_up(written: Sequence[str]) -> bool:
    """Tell whether a column numbers its rows: each number follows the one above or begins again at one."""
    values = [int(number.split(".")[-1]) for number in written]
    if len(values) < 2 or values[0] > 1:
        return False
    steps = sum(later - earlier == 1 or later == 1 for earlier, later in pairwise(values))
    return steps >= _MOSTLY * (len(values) - 1)


def _row_head(cells: Sequence[Cell], heads: dict[int, _Head], numbering: set[int]) -> _Head:
    unit_columns = {column for column, head in heads.items() if tuple(keys_of(head.words)) in _UNIT_OF_ROW}
    passed = numbering | unit_columns
    named = [
        c
        for c in cells
        if not _NUMBER_CELL.fullmatch(c.words)
        and c.words != "-"
        and (c.column not in passed or not _ENUMERATOR.fullmatch(c.words))
    ]
    head = _read_head(named[0].words) if named else _Head()
    for cell in cells:
        if cell.column in unit_columns:
            unit, what, factor = _unit_in(cell.words)
            rate = cell.words.strip() == "%"
            return _Head(head.words, unit, what, factor, head.label, head.modality, rate, head.year)
    return head


def _is_english(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the table groups thousands by commas, by a cell that can be read in no other way."""
    shapes = [parse_digits(cell.words) for cells in rows for cell in cells]
    return any(parsed and parsed[1] == "english_grouped" for parsed in shapes)


def _cell_figure(cell: Cell, column: _Head, row: _Head, caption: str | None, english: bool) -> Draft | None:
    match = _NUMBER_CELL.fullmatch(cell.words)
    parsed = parse_digits(match["digits"]) if match else None
    if match is None or parsed is None:
        return None
    value, shape = parsed
    start = cell.start + match.start("digits")
    numeral = Numeral(start, cell.start + match.end(), value, percent=bool(match["percent"]))
    draft = Draft(numeral, _NOWHERE, 0, rule="table")
    draft.label = column.label or row.label
    draft.counted = ": ".join(words for words in (row.words, column.words) if words) or None
    if numeral.percent or column.rate or row.rate:
        draft.measure = Measure.PERCENT
        return draft
    unit, what, factor = _cell_unit(column, row, caption)
    draft.unit = unit if not column.label else None
    if what is not None:
        draft.measure, draft.indicator, draft.family = what.measure, what.indicator, what.family
    if (
        shape == "decimal"
        and len(match["digits"].partition(",")[2]) == 3
        and (english or draft.measure is Measure.COUNT)
    ):
        numeral.value = value * 1000
    numeral.value *= factor
    return draft


def _cell_unit(column: _Head, row: _Head, caption: str | None) -> tuple[str | None, Counted | None, int]:
    for head in (row, column) if row.what and row.what.measure is not Measure.COUNT else (column, row):
        if head.unit is not None:
            return head.unit, head.what, head.factor
    return _unit_in(caption) if caption else (None, None, 1)


def _set_cell_modality(draft: Draft, column: _Head, latest: int | None, year: int | None) -> None:
    if column.modality:
        draft.modality = column.modality
    elif column.year and year and column.year > year:
        draft.modality = Modality.TARGET
    elif column.year and latest and column.year < latest:
        draft.modality = Modality.PREVIOUS


def _share_indicator(heads: dict[int, _Head], rows: Sequence[dict[int, Draft]]) -> None:
    """Give cells without a noun of their own the indicator of the noun that the columns of numbers count."""
    columns = sorted({column for drafts in rows for column in drafts})
    named = [heads[column].what for column in columns if column in heads]
    counted = next((what for what in named if what and what.measure is Measure.COUNT), None)
    for draft in (draft for drafts in rows for draft in drafts.values()):
        if draft.indicator == "other" and draft.unit is None:
            draft.indicator = counted.indicator if counted else "rate" if draft.measure is Measure.PERCENT else "other"


def _link_row(head: _Head, drafts: dict[int, Draft], total: dict[int, Draft], heads: dict[int, _Head]) -> None:
    """Link classes to the count of their row, counts to the total row, percentages to the count above or beside."""
    count = next((d for c, d in sorted(drafts.items()) if d.label is None and d.measure is Measure.COUNT), None)
    for column, draft in drafts.items():
        if draft.measure is Measure.PERCENT:
            base = total.get(column) if drafts is not total else None
            if base is None or base.measure is Measure.PERCENT:
                beside = drafts.get(column - 1)
                base = beside if beside is not None and beside.measure is not Measure.PERCENT else None
            _belong(draft, base, Role.SHARE)
            draft.indicator = draft.parent.indicator if draft.parent else draft.indicator
        elif draft.label is not None and count is not None and head.label is None:
            _belong(draft, count, Role.PART)
        elif drafts is not total:
            base = total.get(column)
            _belong(draft, base if base is not None and base.modality is draft.modality else None, Role.PART)


def _belong(draft: Draft, base: Draft | None, role: Role) -> None:
    if base is not None and base is not draft:
        draft.role, draft.parent = role, base
