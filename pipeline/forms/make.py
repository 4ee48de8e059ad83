"""A form, a period and a place -> the table filled from the archive's reports, or typed cells held against them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from extractors.model import Period
from pipeline.errors import QueryError, UsageError
from pipeline.forms.checking import Checked, checked
from pipeline.forms.common import common_indicators
from pipeline.forms.comparing import Change, changes
from pipeline.forms.filling import Filled, fill, fill_earlier
from pipeline.forms.keeping import kept_cells, with_kept
from pipeline.forms.model import Indicator, Report, Span
from pipeline.forms.nearest import Near, with_chosen
from pipeline.forms.placing import Place, place_asked, title_of_all
from pipeline.forms.reports import fit, place_words, reports_in, standings, units_of
from pipeline.forms.toml_form import read_toml_form
from pipeline.forms.totals import totals
from pipeline.forms.traced import with_traces
from pipeline.forms.workbook import SHEET, FormBook, blank_form, name_period, open_form, open_rows, with_units
from pipeline.forms.writing import Shown, write_table
from pipeline.periods import period_name
from pipeline.speech import Message, Speech

_TOML: Final = ".toml"


@dataclass(frozen=True, slots=True)
class Made:
    """A filled table with the form that it goes into, the place that its reports are of, and what to say of that."""

    form: FormBook
    shown: Shown
    place: str = ""
    remarks: tuple[str, ...] = ()


def make_table(
    connection: sqlite3.Connection,
    period: Period,
    speech: Speech,
    form: Path | None = None,
    place: str | None = None,
    units: Sequence[str] | None = None,
    compare: bool = False,
) -> Made:
    """Return a form filled from the reports of a period, of a place where one is given.

    Without a form its columns are the indicators that most bodies report. Without a list of units, in the form or in
    `units`, it has a line for each body that reported. A place that is no more by then is what lies on its land, or
    what it went into where the bodies are listed. QueryError when there is no report of the period.
    """
    asked = Span(period.start, period.end)
    meant = place_asked(place, asked)
    if meant is not None and (units or _lists_units(form)):
        meant = meant.of_heirs()
    reports = reports_in(connection, meant)
    reporting = units_of(reports, asked)
    if not reporting:
        raise _no_reports(meant, period_name(asked.start, asked.end, speech), speech)
    book = _form(connection, form, units or reporting, bool(units), reports, asked, speech)
    filled = fill(connection, book.indicators, book.units, reports, asked)
    kept = kept_cells(connection)
    filled = with_traces(connection, with_chosen(connection, filled, kept))
    filled = with_kept(filled, kept, speech)
    filled = replace(filled, indicators=tuple(book.indicators))
    told: Sequence[Change] = ()
    if compare:
        told = list(changes(filled, fill_earlier(connection, book.indicators, book.units, reports, asked)))
    unlisted = _unlisted(book.units, reports, asked)
    shown = Shown(filled, totals(filled), told, unlisted)
    own = [report for standing in filled.standings for report in standing.reports]
    if meant is None:
        return Made(book, shown, title_of_all(own, asked.end, speech))
    return Made(book, shown, meant.title(speech), tuple(meant.remarks(speech, own)))


def _no_reports(place: Place | None, period: str, speech: Speech) -> QueryError:
    if place is None or place.ended is None or place.land is None:
        where = Message("query.in_place", {"place": place.name}) if place else ""
        return QueryError("table.no_reports", period=period, where=where)
    day, heirs = speech.day(place.ended.day.isoformat()), ", ".join(place.ended.heirs)
    return QueryError("table.no_reports_on_land", period=period, place=place.name, day=day, heirs=heirs)


def _lists_units(form: Path | None) -> bool:
    """Tell whether a form names the bodies that must report."""
    if form is None:
        return False
    if form.suffix.lower() == _TOML:
        return bool(read_toml_form(form).units)
    return form.suffix.lower() == SHEET and bool(open_form(form).units)


def side_by_side(
    connection: sqlite3.Connection, one: Period, other: Period, place: str | None = None
) -> tuple[Filled, Filled]:
    """Return the tables of two periods, with a line for each body that reported on both.

    Their columns are the indicators that most of those bodies report in the second. QueryError when no body did.
    """
    earlier, later = (Span(period.start, period.end) for period in (one, other))
    reports = reports_in(connection, place_asked(place, later))
    reports_before = reports_in(connection, place_asked(place, earlier))
    before = set(units_of(reports_before, earlier))
    units = [unit for unit in units_of(reports, later) if unit in before]
    indicators = common_indicators(connection, standings(units, reports, later), later) if units else []
    if not indicators:
        raise QueryError("table.nothing_common")
    return (
        fill(connection, indicators, units, reports_before, earlier),
        fill(connection, indicators, units, reports, later),
    )


def write(made: Made, file: Path, period: Period, speech: Speech, near: Mapping[tuple[int, int], Near]) -> None:
    """Write a filled table at `file`, the period over the dots of its form, the place too where the form is ours.

    `near` are the numbers that come nearest to its blank cells.
    """
    told = period_name(period.start, period.end, speech)
    named = speech("table.named", period=told, place=made.place)
    name_period(made.form, named if made.form.own else told, speech("table.period_words").split("|"))
    open_rows(made.form)
    write_table(made.form, replace(made.shown, near=near), file, speech, (named, *made.remarks))


def check_table(
    connection: sqlite3.Connection, file: Path, period: Period, place: str | None = None
) -> tuple[Filled, list[Checked]]:
    """Return the typed cells of a form against the reports of a period, and the table that the reports give."""
    asked = Span(period.start, period.end)
    meant = place_asked(place, asked)
    reports = reports_in(connection, meant.of_heirs() if meant else None)
    form = open_form(file, _places(reports))
    if not form.units:
        raise UsageError("table.no_units", name=file.name)
    filled = fill(connection, form.indicators, form.units, reports, asked)
    return filled, list(checked(form, filled, file))


def _form(
    connection: sqlite3.Connection,
    file: Path | None,
    units: Sequence[str],
    listed: bool,
    reports: Sequence[Report],
    asked: Span,
    speech: Speech,
) -> FormBook:
    """Return the form in a file, or one of the common indicators, with a place for each unit."""
    if file is not None and file.suffix.lower() not in (_TOML, SHEET):
        raise UsageError("table.form_ending", name=file.name)
    if file is not None and file.suffix.lower() == SHEET:
        book = open_form(file, _places(reports))
        return book if book.units else with_units(book, units, speech("table.total"))
    if file is None:
        indicators: Sequence[Indicator] = common_indicators(connection, standings(units, reports, asked), asked)
        if not indicators:
            raise QueryError("table.nothing_common")
        return blank_form(speech("table.title"), indicators, units, speech)
    form = read_toml_form(file)
    named = units if listed else form.units or units
    return blank_form(form.title or speech("table.title"), form.indicators, named, speech)


def _places(reports: Sequence[Report]) -> set[tuple[str, ...]]:
    """Return the bare names of the places whose bodies report."""
    names = {report.commune or "" for report in reports} | {report.issuer or "" for report in reports}
    return {place_words(name) for name in names} - {()}


def _unlisted(units: Sequence[str], reports: Sequence[Report], asked: Span) -> list[str]:
    """Return the bodies that reported on a period without standing in the list."""
    return units_of((report for report in reports if not any(fit(unit, report) for unit in units)), asked)
