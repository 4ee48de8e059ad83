"""Tables and the figures read from them -> sums that do not agree, of columns and of rows; money without a unit.

A total may sum up all rows, the sections, or the rows since the last total: only what no reading explains is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from extractors.figures.tables.find import lay_out
from extractors.figures.tables.head import Head
from extractors.figures.tables.layouts import find_tables
from extractors.figures.tables.rows import Layout, Row
from extractors.figures.tables.units import is_money
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Figure, Measure, Problem, Role
from extractors.rulebook import load_table

_NOT_ADDED: Final = Lexicon((word, True) for word in load_table(__package__, "tables")["heads"]["not_added"])
_MOST_TOTALS: Final = 40
"""Total rows of one table; where there are more, no one can tell what each adds up."""

Rounded = Callable[[Figure, Sequence[Figure], Decimal], bool]
Shown = Callable[[Decimal], str]


def check_tables(text: str, figures: Sequence[Figure], rounded: Rounded, show: Shown) -> Iterator[Problem]:
    """Yield a problem for each total of a table that its parts do not add up to."""
    cells = {figure.start: figure for figure in figures if figure.is_cell}
    for table in find_tables(text) if cells else ():
        layout = lay_out(table)
        rows = [_figures_of(row, cells) for row in layout.rows]
        for column, head in sorted(layout.heads.columns.items()):
            if not head.change and not _is_average(head):
                for total, parts in _disagreeing(layout, rows, column):
                    added = sum((part.value for part in parts), Decimal(0))
                    if not rounded(total, parts, added):
                        message = (
                            f"Cột {head.words or 'số'} cộng lại là {show(added)}, hàng tổng ghi {show(total.value)}."
                        )
                        yield Problem("column_sum", message, total.start, total.end)
        yield from _unknown_units([figure for row in rows for figure in row.values()])
        for row in rows:
            yield from _check_row(layout, row, rounded, show)


def _unknown_units(figures: Sequence[Figure]) -> Iterator[Problem]:
    """Yield a problem for the first amount of money under each head that leaves its unit, and so its magnitude, out."""
    told = set()
    for figure in figures:
        if figure.measure is Measure.MONEY and figure.unit is None and figure.role is not Role.CHANGE:
            by_column = figure.column is not None and is_money(figure.column)
            head = figure.column if by_column else figure.row
            if head not in told:
                told.add(head)
                message = f"“{head}” là số tiền nhưng bảng không ghi đơn vị tính; giá trị giữ như đã ghi."
                yield Problem("money_unit_unknown", message, figure.start, figure.end)


def _figures_of(row: Row, cells: Mapping[int, Figure]) -> dict[int, Figure]:
    """Return the figures of a row by column; a sign may stand before the digits that a figure spans."""
    found = {}
    for column, cell in row.cells.items():
        figure = next((cells[at] for at in range(cell.start, min(cell.start + 3, cell.end)) if at in cells), None)
        if figure is not None:
            found[column] = figure
    return found


def _is_average(head: Head) -> bool:
    keys = keys_of(head.words)
    return any(_NOT_ADDED.at(keys, at) for at in range(len(keys)))


def _adds(figure: Figure | None) -> bool:
    return (
        figure is not None
        and figure.measure not in (Measure.PERCENT, Measure.RATIO, Measure.SCORE)
        and figure.role is not Role.CHANGE
    )


def _disagreeing(
    layout: Layout, rows: Sequence[Mapping[int, Figure]], column: int
) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield each total of a column that no reading of its parts explains, with the likeliest parts."""
    totals = [index for index, row in enumerate(layout.rows) if row.kind in ("total", "subtotal")]
    for place, index in enumerate(totals if len(totals) <= _MOST_TOTALS else ()):
        total = rows[index].get(column)
        if total is None or not _adds(total):
            continue
        since = totals[place - 1] + 1 if place else 0
        until = totals[place + 1] if place + 1 < len(totals) else len(rows)
        spans = (
            [range(since, index), range(index)]
            if since < index
            else [range(index + 1, until), range(index + 1, len(rows))]
        )
        readings = [parts for span in spans for parts in _readings(layout.rows, rows, span, column)]
        readings.append(_of_kind(layout.rows, rows, range(index), column, ("subtotal",)))
        readings = [parts for parts in readings if len(parts) > 1]
        if readings and all(sum((part.value for part in parts), Decimal(0)) != total.value for parts in readings):
            yield total, readings[0]


def _readings(
    kinds: Sequence[Row], rows: Sequence[Mapping[int, Figure]], span: range, column: int
) -> Iterator[list[Figure]]:
    """Yield the rows of a span that may be what a total sums up: the sections, or the rows in them."""
    for wanted in (("section",), ("plain",), ("plain", "section"), ("plain", "detail")):
        yield _of_kind(kinds, rows, span, column, wanted)


def _of_kind(
    kinds: Sequence[Row], rows: Sequence[Mapping[int, Figure]], span: range, column: int, wanted: tuple[str, ...]
) -> list[Figure]:
    found = [rows[index].get(column) for index in span if kinds[index].kind in wanted]
    return [figure for figure in found if figure is not None and _adds(figure)]


def _check_row(layout: Layout, row: Mapping[int, Figure], rounded: Rounded, show: Shown) -> Iterator[Problem]:
    """Compare the columns of a row that a formula, or `chia ra`, says add up; no part may be more than the whole."""
    heads = layout.heads.columns
    parts: dict[int, list[int]] = {}
    for column, head in sorted(heads.items()):
        if head.whole is not None:
            parts.setdefault(head.whole, []).append(column)
    complete = {whole: tuple(members) for whole, members in parts.items() if all(heads[m].complete for m in members)}
    for column, columns in (complete | dict(layout.heads.sums)).items():
        total, found = row.get(column), [row[member] for member in columns if member in row]
        if total is None or len(found) < 2 or not all(map(_adds, (total, *found))):
            continue
        added = sum((part.value for part in found), Decimal(0))
        if added != total.value and not rounded(total, found, added):
            arithmetic = " + ".join(show(part.value) for part in found)
            message = f"Các cột cộng lại là {show(added)} ({arithmetic}), cột tổng ghi {show(total.value)}."
            yield Problem("row_sum", message, total.start, total.end)
    for column, members in parts.items():
        yield from _larger_parts(row.get(column), [row[member] for member in members if member in row], show)


def _larger_parts(total: Figure | None, parts: Sequence[Figure], show: Shown) -> Iterator[Problem]:
    for part in parts:
        if total is not None and part.measure is total.measure and _adds(part) and part.value > total.value:
            message = f"Phần ghi {show(part.value)} lớn hơn tổng cùng hàng là {show(total.value)}."
            yield Problem("parts_exceed_total", message, part.start, part.end)
