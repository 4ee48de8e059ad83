"""The consolidated table with the sentences of each cell, and digests: on the page, as Word, as Excel."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.responses import Response

from pipeline import arguments
from pipeline.digest.formats.registry import FORMATS
from pipeline.digest.make import make_digest
from pipeline.digest.request import Request
from pipeline.errors import QueryError, UsageError
from pipeline.forms.cellkey import column_key
from pipeline.forms.make import Made, make_table, write
from pipeline.forms.model import Cell, Match
from pipeline.forms.nearest import nearest_to_blanks
from pipeline.forms.notes import file_name, legend, named, of_units, summary, to_look_at, who_reported
from pipeline.forms.telling import corrected_words, evidence_words, indicator_words, number, source_words
from pipeline.forms.word import table_in_word
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.viewer.archive import Archive, State
from pipeline.viewer.guard import is_form_token
from pipeline.viewer.quoting import quoted_candidate
from pipeline.viewer.visit import Visit, download, written

_KEPT: Final = 4
"""Tables that are kept while the archive does not change: a click on a cell, or a file of it, fills none anew."""
_DIGESTS: Final = ("docx", "xlsx")


def table(visit: Visit) -> Response:
    """Show the consolidated table of a period."""
    if not visit.given.get("period"):
        return visit.page("table.html", made=None, refused=None)
    try:
        made = made_table(visit)
    except (QueryError, UsageError) as error:
        return visit.page("table.html", 400, made=None, refused=error.said(visit.speech))
    speech, filled = visit.speech, made.shown.filled
    units = [standing.unit for standing in filled.standings]
    rows = [
        {"unit": unit, "silent": not filled.standings[at].reports,
         "cells": [shown_cell(filled.cells[at, column], speech) for column in range(len(filled.indicators))]}
        for at, unit in enumerate(units)
    ]  # fmt: skip
    return visit.page(
        "table.html", made=made, refused=None, rows=rows, heads=[indicator_words(one) for one in filled.indicators],
        keys=[column_key(one) for one in filled.indicators],
        totals=[
            (None if one.value is None else _number(one.value, speech), of_units(one, made, speech))
            for one in made.shown.totals
        ],
        notes=[summary(made, speech), *who_reported(made, speech), *to_look_at(made, speech)],
        legend=list(legend(speech)), named=named(made, speech),
    )  # fmt: skip


def table_file(visit: Visit) -> Response:
    """Return the consolidated table as an Excel file."""
    made = made_table(visit)
    period = arguments.period(visit.given.get("period", ""))
    name = file_name(made, visit.speech, ".xlsx")
    with visit.opened() as connection:
        near = nearest_to_blanks(connection, made.shown.filled)
    return written(name, lambda file: write(made, file, period, visit.speech, near))


def table_in_word_file(visit: Visit) -> Response:
    """Return the consolidated table as a Word file."""
    made = made_table(visit)
    name = file_name(made, visit.speech, ".docx")
    return written(name, lambda file: file.write_bytes(table_in_word(made, visit.speech)))


def made_table(visit: Visit) -> Made:
    """Return the consolidated table that is asked for; QueryError and UsageError as of `make_table`."""
    archive, place, form = visit.archive, visit.given.get("place") or None, _form(visit)
    asked = visit.given.get("period", "")
    changed = form.stat().st_mtime_ns if form else 0
    return _filled(archive, archive.state(), asked, place, visit.speech.language, form, changed)


def _form(visit: Visit) -> Path | None:
    """Return the form that was named, a file of this computer: for who sits at it, from a page of ours alone."""
    name = visit.given.get("form", "").strip()
    if not name:
        return None
    if not visit.settings.local:
        raise UsageError("viewer.only_local")
    if not is_form_token(visit.settings, visit.given.get("form_token", "")):
        raise UsageError("viewer.form_again")
    file = Path(name.strip().strip('"')).expanduser().absolute()
    if not file.is_file():
        raise UsageError("viewer.no_form", path=file)
    return file


@lru_cache(_KEPT)
def _filled(
    archive: Archive, state: State, period: str, place: str | None, language: str, form: Path | None, changed: int
) -> Made:
    with archive.opened() as connection:
        return make_table(connection, arguments.period(period), Speech(language), form, place)


def _number(value: Decimal, speech: Speech) -> str:
    return speech.number(number(value))


def shown_cell(cell: Cell, speech: Speech) -> Row:
    """Return a cell as pages show it: its value, the numbers that answer it, what a person noted."""
    return {
        "value": None if cell.value is None else _number(cell.value, speech),
        "told": [shown_match(match, speech) for match in (*cell.matches, *cell.others)],
        "state": cell.look,
        "note": cell.note,
    }


def shown_match(match: Match, speech: Speech) -> Row:
    """Return a number as pages show it: its sentence with the number marked, where it stands, what speaks for it."""
    one = match.candidate
    return {
        "written": one.written, "pieces": quoted_candidate(one), "source": source_words(one, speech),
        "document": one.report.id, "start": one.start, "evidence": evidence_words(match, speech),
        "corrected": corrected_words(one, speech),
    }  # fmt: skip


def digest(visit: Visit) -> Response:
    """Show what a digest can be of, and give it as a file, or its own page for print."""
    return visit.page("digest.html", refused=None)


def digest_file(visit: Visit) -> Response:
    """Return a digest as a Word or an Excel file; what is asked wrongly is said on the page."""
    ending = visit.part("ending")
    if ending not in _DIGESTS:
        raise QueryError("viewer.no_question")
    try:
        request = _request(visit)
        with visit.opened() as connection:
            made = make_digest(connection, visit.speech, request)
    except (QueryError, UsageError) as error:
        return visit.page("digest.html", 400, refused=error.said(visit.speech))
    content = FORMATS[ending]().writer(None)(made, visit.speech)
    return download(f"tom-tat.{ending}", content)


def _request(visit: Visit) -> Request:
    def given(name: str) -> str | None:
        return visit.given.get(name, "").strip() or None

    period, since = given("period"), given("since")
    return Request(
        document=given("doc"), place=given("place"), period=arguments.period(period) if period else None,
        about=given("about"), instrument=given("instrument"), since=arguments.day(since) if since else None,
        mask_persons=given("mask_persons") is not None,
    )  # fmt: skip
