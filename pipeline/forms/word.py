"""A filled table -> a Word file in the official form: tables of a few heads of the form each, the units as rows.

A page is as wide as seven numbers. The reports of a unit are a note at its name; cells to look at are marked and told
behind the tables with their sentences. The sentence of every cell is in the Excel file of the same table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from pipeline.forms.colours import COLOURS, MARKS
from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.make import Made
from pipeline.forms.model import Cell, Indicator, State, Total
from pipeline.forms.notes import legend, named, silent, who_reported
from pipeline.forms.reports import Standing
from pipeline.forms.telling import corrected_words, document_words, number
from pipeline.periods import period_name
from pipeline.speech import Speech
from pipeline.word.file import Field, Grid, Note, WordFile
from pipeline.word.form import Form, sphere_of

_MOST_COLUMNS: Final = 7
_EMPTY: Final = "–"


def table_in_word(made: Made, speech: Speech) -> bytes:
    """Return a filled table as a .docx of the Party's or the State's form; the same bytes for the same table."""
    filled = made.shown.filled
    period = period_name(filled.asked.start, filled.asked.end, speech)
    codes = [report.code for standing in filled.standings for report in standing.reports]
    file = WordFile(
        Form(speech("table.word_kind"), speech("table.abstract", period=named(made, speech)), sphere_of(codes))
    )
    file.paragraph(
        speech(
            "table.word_intro",
            period=period,
            units=len(filled.standings),
            reported=len(filled.standings) - len(silent(made)),
        )
    )
    for ordinal, (title, columns) in enumerate(_parts(filled.indicators, speech), 1):
        file.caption(speech("table.part", ordinal=ordinal, title=title))
        file.table(_grid(made, columns, speech))
    for line in (*who_reported(made, speech), _remark(speech)):
        file.remark(line)
    looked_at = [cell for _, cell in sorted(filled.cells.items()) if cell.state in (State.DOUBT, State.SEVERAL)]
    if looked_at:
        file.heading(speech("table.word_doubts"))
        for cell in looked_at:
            file.item(_doubt(cell, filled, speech))
    changed = [cell for _, cell in sorted(filled.cells.items()) if cell.look is State.KEPT]
    if changed:
        file.heading(speech("table.word_kept"))
        for cell in changed:
            file.item(_changed(cell, filled, speech))
    return file.content()


def _parts(indicators: Sequence[Indicator], speech: Speech) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the columns of each table with its title: whole heads, as many as a page is wide for, or a part of one."""
    titles: list[str] = []
    taken: tuple[int, ...] = ()
    for head, under in groupby(range(len(indicators)), key=lambda at: indicators[at].heads[:1]):
        places = tuple(under)
        for start in range(0, len(places), _MOST_COLUMNS):
            part = places[start : start + _MOST_COLUMNS]
            if taken and len(taken) + len(part) > _MOST_COLUMNS:
                yield "; ".join(titles), taken
                titles, taken = [], ()
            titles.append(head[0] if head else speech("table.word_all"))
            taken += part
    if taken:
        yield "; ".join(titles), taken


def _grid(made: Made, columns: Sequence[int], speech: Speech) -> Grid:
    filled = made.shown.filled
    heads = (speech("table.unit"), *(_head(filled.indicators[at]) for at in columns))
    rows = tuple(
        (
            Field(standing.unit, _sources(unit, standing, speech)),
            *(_field(filled.cells[unit, at], speech) for at in columns),
        )
        for unit, standing in enumerate(filled.standings)
    )
    total = [_total(made.shown.totals[at], made, speech) for at in columns]
    return Grid(
        heads,
        rows,
        (False, *(True for _ in columns)),
        total=tuple(Field(text) for text in (speech("table.total"), *total)),
        named=True,
    )


def _total(total: Total, made: Made, speech: Speech) -> str:
    """Return a total with of how many units it is, where it is not of all."""
    if total.value is None:
        return _EMPTY
    value, units = speech.number(number(total.value)), len(made.shown.filled.standings)
    return value if total.units == units else f"{value} ({speech('table.of', count=total.units, all=units)})"


def _head(indicator: Indicator) -> str:
    return f"{indicator.name} ({indicator.unit})" if indicator.unit else indicator.name


def _field(cell: Cell, speech: Speech) -> Field:
    colour = COLOURS.get(cell.look)
    return Field(_shown(cell, speech), fill=f"#{colour}" if colour else None)


def _shown(cell: Cell, speech: Speech) -> str:
    """Return a cell as people read it: its value, then the sign of its state; of a doubt the sign alone."""
    filled = cell.state in FILLED and cell.value is not None
    value = speech.number(number(cell.value)) if filled and cell.value is not None else ""
    return value + MARKS.get(cell.look, "")


def _remark(speech: Speech) -> str:
    """Return what the signs of cells mean, and where to look."""
    signs = "; ".join(f"{mark} ".lstrip() + meaning for _, mark, meaning in legend(speech))
    return speech("table.word_remark", signs=signs)


def _sources(unit: int, standing: Standing, speech: Speech) -> tuple[Note, ...]:
    """Return the note at a unit: its reports, the latest last."""
    told = [document_words(report, speech) for report in standing.reports]
    return ((unit, "; ".join(told)),) if told else ()


def _changed(cell: Cell, filled: Filled, speech: Speech) -> str:
    """Return a cell that a person changed with its value, who did it and why."""
    unit, indicator = filled.standings[cell.unit].unit, filled.indicators[cell.indicator].name
    told = [corrected_words(match.candidate, speech) for match in cell.matches]
    value = speech("table.emptied") if cell.value is None else speech.number(number(cell.value))
    return f"{unit} · {indicator}: {value}. {'; '.join(filter(None, (cell.note, *told)))}"


def _doubt(cell: Cell, filled: Filled, speech: Speech) -> str:
    """Return a cell to look at with every number that may be meant, each with its sentence and source."""
    unit, indicator = filled.standings[cell.unit].unit, filled.indicators[cell.indicator].name
    candidates = [match.candidate for match in (*cell.matches, *cell.others)]
    told = [
        f"{one.written} (“{' '.join(one.sentence.split())}”, {document_words(one.report, speech, one.page)})"
        for one in candidates
    ]
    return f"{unit} · {indicator}: {'; '.join(told)}"
