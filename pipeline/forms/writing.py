"""A filled table -> the form in Excel with its values, and beside it sources, doubts, empty cells, who reported.

Every value carries its sentences as a comment. A hidden sheet tells what was written where, so that a later run knows
which cells a person changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from pipeline.forms.colours import COLOURS
from pipeline.forms.comparing import Change
from pipeline.forms.evidence import spelled
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.model import Cell, Match, State, Total
from pipeline.forms.nearest import Near
from pipeline.forms.sums import write_sum
from pipeline.forms.telling import (
    comment_words,
    corrected_words,
    evidence_words,
    indicator_words,
    number,
    source_words,
    why_empty,
    why_not,
)
from pipeline.forms.workbook import FormBook, is_formula, print_alone, ready_to_print
from pipeline.sheets import Sheet, add_sheet, save_book
from pipeline.speech import LANGUAGES, Speech
from pipeline.table import Value

_FILLS: Final = {state: PatternFill("solid", fgColor=colour) for state, colour in COLOURS.items()}
HIDDEN: Final = "trichyeu"
_LONGEST_FOOT: Final = 230
"""Characters; Excel takes 255 of a foot, its codes among them."""
_SIZE_OF_FOOT: Final = 9
_LONGEST_COMMENT: Final = 1_500
_LETTERS_OF_A_LINE: Final = 52
_FORMS: Final = {True: "#,##0", False: "#,##0.0##"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is written: the filled table, its totals, the changes where they were asked for, who is not listed.

    `near` are the numbers that come nearest to blank cells, by unit and indicator.
    """

    filled: Filled
    totals: Sequence[Total]
    changes: Sequence[Change] = ()
    unlisted: Sequence[str] = ()
    near: Mapping[tuple[int, int], Near] = field(default_factory=dict)


def write_table(form: FormBook, shown: Shown, file: Path, speech: Speech, about: Sequence[str] = ()) -> None:
    """Write a form with its values at `file`, and what it is `about` on its legend."""
    sums: dict[str, int | float] = {}
    for at, (line, _) in enumerate(form.layout.indicators):
        for unit, (place, _) in enumerate(form.layout.units):
            _write_cell(form.sheet.cell(*form.layout.place(line, place)), shown.filled.cells[unit, at], speech)
        if form.layout.total is not None:
            cell = form.sheet.cell(*form.layout.place(line, form.layout.total))
            _write_total(cell, shown.totals[at], len(form.layout.units), speech)
            units = [form.sheet.cell(*form.layout.place(line, place)) for place, _ in form.layout.units]
            if write_sum(cell, shown.totals[at], units):
                sums[cell.coordinate] = number(shown.totals[at].value or Decimal(0))
    for sheet in _sheets(form, shown, speech, about):
        if sheet.title in form.book.sheetnames:
            del form.book[sheet.title]
        add_sheet(form.book, sheet, speech("sheet.page"), file.name)
    _colour_legend(form.book[speech("sheet.table_legend")])
    _remember(form, shown.filled)
    ready_to_print(form)
    _tell_on_paper(form.sheet, shown.filled, speech)
    print_alone(form)
    save_book(form.book, file, form.sheet, sums)


def _tell_on_paper(sheet: Any, filled: Filled, speech: Speech) -> None:
    """Let the foot of the printed pages tell who has not reported and how many cells are blank for a doubt.

    The foot that an office gave its form stays; one that stands there from an earlier filling does not.
    """
    foot = sheet.oddFooter
    if foot.center.text or foot.right.text or (foot.left.text and not foot.left.text.startswith(_own_feet())):
        return
    missing = [standing.unit for standing in filled.standings if not standing.reports]
    doubts = sum(cell.state is State.DOUBT for cell in filled.cells.values())
    count = len(filled.standings)
    told = [speech("table.on_paper", reported=count - len(missing), all=count, doubts=doubts)]
    named = speech("table.missing_on_paper", units=", ".join(missing))
    if missing and len(told[0]) + len(named) <= _LONGEST_FOOT:
        told.append(named)
    foot.left.text, foot.left.size = " ".join(told).replace("&", "&&"), _SIZE_OF_FOOT


def _own_feet() -> tuple[str, ...]:
    """Return what the feet that this program writes begin with, in each language."""
    return tuple(Speech(one)("table.on_paper", reported="", all="", doubts="").partition("/")[0] for one in LANGUAGES)


def _write_cell(cell: Any, told: Cell, speech: Speech) -> None:
    if told.state in FILLED and told.value is not None:
        _put(cell, told.value)
    if told.look in _FILLS:
        cell.fill = _FILLS[told.look]
    words = told.note or comment_words(told.matches, told.others, speech)
    if told.state is State.DOUBT:
        words = f"{speech('table.doubt_cell')}\n{words}"
    if told.state is not State.EMPTY and words:
        cell.comment = _comment(words, speech)


def _put(cell: Any, value: Decimal) -> None:
    """Write a number into a cell; a formula of the form stays."""
    if is_formula(cell.value):
        return
    cell.value = number(value)
    if cell.number_format == "General":
        cell.number_format = _FORMS[value == value.to_integral_value()]


def _comment(words: str, speech: Speech) -> Comment:
    words = words if len(words) <= _LONGEST_COMMENT else words[: _LONGEST_COMMENT - 1] + "…"
    comment = Comment(words, speech("table.author"))
    lines = sum(1 + len(line) // _LETTERS_OF_A_LINE for line in words.split("\n"))
    comment.width, comment.height = 380, min(480, 24 + 17 * lines)
    return comment


def _write_total(cell: Any, total: Total, units: int, speech: Speech) -> None:
    if total.value is not None:
        _put(cell, total.value)
    if total.units < units or total.reason != "added":
        words = speech(f"table.total_{total.reason}", count=total.units, units=units)
        cell.comment = _comment(words, speech)


def _sheets(form: FormBook, shown: Shown, speech: Speech, about: Sequence[str]) -> Iterator[Sheet]:
    filled = shown.filled
    heads = {name: [speech(f"column.{head}") for head in columns] for name, columns in _COLUMNS.items()}
    yield Sheet(speech("sheet.table_legend"), heads["legend"], _legend_rows(speech, about))
    yield Sheet(speech("sheet.table_standing"), heads["standing"], _standing_rows(shown, speech))
    yield Sheet(speech("sheet.table_doubts"), heads["doubts"], _doubt_rows(form, filled, speech))
    yield Sheet(speech("sheet.table_sources"), heads["sources"], _source_rows(form, filled, speech))
    yield Sheet(speech("sheet.table_empty"), heads["empty"], _empty_rows(form, shown, speech))
    if shown.changes:
        yield Sheet(speech("sheet.table_changes"), heads["changes"], _change_rows(shown.changes, speech))


_LEGEND: Final = (State.SEVERAL, State.DOUBT, State.KEPT, State.VALUE, State.EMPTY)
"""The states of a cell in the order of the legend, those with a colour first."""


def _legend_rows(speech: Speech, about: Sequence[str]) -> Iterator[list[Value]]:
    """Yield what the look of a cell means, and what is to be done about it; then what the table is about."""
    for state in _LEGEND:
        colour, _, meaning = speech(f"table.legend_{state}").partition(": ")
        yield [colour, meaning, speech(f"table.to_do_{state}")]
    for number_, line in enumerate(about):
        yield [speech("table.remark" if number_ else "table.about"), line, None]


def _colour_legend(sheet: Any) -> None:
    """Give the first cell of each row of the legend the colour that it tells of."""
    for row, state in enumerate(_LEGEND, 2):
        if state in _FILLS:
            sheet.cell(row, 1).fill = _FILLS[state]


_COLUMNS: Final = {
    "legend": ("cell_colour", "meaning", "to_do"),
    "standing": ("ordinal", "listed_unit", "state", "code", "date", "path", "replaced", "cells"),
    "doubts": ("ordinal", "cell", "listed_unit", "indicator", "state", "value", "sentence", "document", "evidence"),
    "sources": ("ordinal", "cell", "listed_unit", "indicator", "value", "written", "sentence", "code", "date", "page",
                "path", "score", "evidence"),
    "empty": ("ordinal", "cell", "listed_unit", "indicator", "reason", "nearest", "why_not", "sentence", "document"),
    "changes": ("ordinal", "listed_unit", "indicator", "this_period", "year_before", "change", "change_percent",
                "source_before"),
}  # fmt: skip


def _standing_rows(shown: Shown, speech: Speech) -> Iterator[list[Value]]:
    """Yield who reported, who did not, and who reported without standing in the list."""
    filled, count = shown.filled, len(shown.filled.indicators)
    for at, standing in enumerate(filled.standings):
        found = sum(filled.cells[at, one].state in FILLED for one in range(count))
        last = standing.reports[-1] if standing.reports else None
        state = "reported" if last and standing.whole else "reported_parts" if last else "not_reported"
        yield [
            at + 1, standing.unit, speech(f"table.{state}"), "; ".join(r.code or "" for r in standing.reports) or None,
            last.day if last else None, "; ".join(r.path for r in standing.reports) or None,
            "; ".join(r.code or r.path for r in standing.replaced) or None, speech("table.of", count=found, all=count),
        ]  # fmt: skip
    for number_, unit in enumerate(shown.unlisted, len(filled.standings) + 1):
        yield [number_, unit, speech("table.unlisted"), None, None, None, None, None]


def _doubt_rows(form: FormBook, filled: Filled, speech: Speech) -> Iterator[list[Value]]:
    ordinal = 0
    for cell in _in_order(filled):
        if cell.state not in (State.DOUBT, State.SEVERAL):
            continue
        for match in (*cell.matches, *cell.others):
            ordinal += 1
            chosen = match in cell.matches and cell.state is State.SEVERAL
            state = speech("table.chosen" if chosen else "table.proposed" if match in cell.matches else "table.other")
            yield [
                ordinal, _place(form, cell), filled.standings[cell.unit].unit, _name(filled, cell), state,
                match.candidate.written, match.candidate.sentence, source_words(match.candidate, speech),
                evidence_words(match, speech),
            ]  # fmt: skip


def _source_rows(form: FormBook, filled: Filled, speech: Speech) -> Iterator[list[Value]]:
    ordinal = 0
    for cell in _in_order(filled):
        if cell.state not in FILLED or cell.value is None:
            continue
        for match in cell.matches or (None,):
            ordinal += 1
            unit, name = filled.standings[cell.unit].unit, _name(filled, cell)
            head: list[Value] = [ordinal, _place(form, cell), unit, name, number(cell.value)]
            yield [*head, *(_source(match, speech) if match else (None, cell.note, *_NOTHING))]


_NOTHING: Final[tuple[Value, ...]] = (None,) * 6


def _source(match: Match, speech: Speech) -> tuple[Value, ...]:
    told = match.candidate
    return (
        told.written, told.sentence, told.report.code, told.report.day, told.page, told.report.path,
        round(min(1.0, match.score), 2),
        "; ".join(filter(None, (corrected_words(told, speech), evidence_words(match, speech)))),
    )  # fmt: skip


def _empty_rows(form: FormBook, shown: Shown, speech: Speech) -> Iterator[list[Value]]:
    """Yield why each cell without a value has none, with the number that comes nearest and why it was not taken."""
    filled = shown.filled
    empty = [cell for cell in _in_order(filled) if cell.state not in FILLED]
    for ordinal, cell in enumerate(empty, 1):
        standing = filled.standings[cell.unit]
        why = why_empty(cell, standing, filled.indicators[cell.indicator], speech)
        one = shown.near.get((cell.unit, cell.indicator))
        told = one.match.candidate if one else None
        looked = cell.state is State.EMPTY and standing.reports
        refusal = why_not(one, filled, speech) if one else speech("table.none_near") if looked else None
        yield [
            ordinal, _place(form, cell), standing.unit, _name(filled, cell), why,
            told.written if told else None, refusal,
            told.sentence if told else None, source_words(told, speech) if told else None,
        ]  # fmt: skip


def _change_rows(changes: Sequence[Change], speech: Speech) -> Iterator[list[Value]]:
    for ordinal, change in enumerate(changes, 1):
        source = (
            source_words(change.earlier.matches[0].candidate, speech)
            if change.earlier and change.earlier.matches
            else None
        )
        yield [
            ordinal, change.unit or speech("table.comparable"), change.indicator,
            number(change.now), number(change.before),
            number(change.now - change.before), None if change.percent is None else number(change.percent), source,
        ]  # fmt: skip


def _in_order(filled: Filled) -> Iterator[Cell]:
    return (filled.cells[place] for place in sorted(filled.cells))


def _place(form: FormBook, cell: Cell) -> str:
    """Return the cell as Excel names it: D9."""
    line, unit = form.layout.indicators[cell.indicator][0], form.layout.units[cell.unit][0]
    row, column = form.layout.place(line, unit)
    return f"{get_column_letter(column)}{row}"


def _name(filled: Filled, cell: Cell) -> str:
    return indicator_words(filled.indicators[cell.indicator])


def _remember(form: FormBook, filled: Filled) -> None:
    """Write on a hidden sheet what stands in which cell, and of what unit, indicator and period it is."""
    if HIDDEN in form.book.sheetnames:
        del form.book[HIDDEN]
    sheet = form.book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    sheet.append([form.sheet.title, filled.asked.start.isoformat(), filled.asked.end.isoformat()])
    for cell in _in_order(filled):
        value = None if cell.state not in FILLED or cell.value is None else number(cell.value)
        indicator = filled.indicators[cell.indicator]
        sheet.append([_place(form, cell), filled.standings[cell.unit].unit, spelled(indicator), value])
        for at in (1, 2, 3):
            sheet.cell(sheet.max_row, at).data_type = "s"
