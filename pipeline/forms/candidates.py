"""A report in the database -> its numbers with the words around them, and its clauses that say that there is none."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from extractors.values.digits import parse_digits
from pipeline.forms.clauses import Clauses, Surroundings, anyone, headings_of, is_base, is_under, nothing
from pipeline.forms.concepts import act_at_end, words_of
from pipeline.forms.model import Candidate, Report, Span, Time, When
from pipeline.forms.times import fits, names_period, names_time, span_of_row, tells_of_tasks, time_of_days, told_time

_FIGURES: Final = "SELECT * FROM figures WHERE document_id = ? ORDER BY start"
_SECTIONS: Final = "SELECT start, end, title FROM sections WHERE document_id = ? AND title IS NOT NULL ORDER BY start"
_LOCAL: Final = frozenset({"sentence", "before", "table", "correction"})
"""Where the reading found a period that holds for this number, rather than for the whole report."""
_CLAUSE: Final = re.compile(r"[^.;\n()|]+")
_CITED: Final = "SELECT start, end FROM citations WHERE document_id = ?"
_BARE: Final = re.compile(r"(?<=[^\W\d_] )\d{1,3}(?:\.\d{3})*(?=[,;.)]?(?:\s|$))")
_LONGEST_DEED: Final = 60
"""Letters before a number in which a deed is looked for."""
_DIGIT: Final = re.compile(r"\d")
_PEOPLE: Final = "đảng viên"


def candidates_of(connection: sqlite3.Connection, report: Report, asked: Span) -> list[Candidate]:
    """Return every number of a report that may answer an indicator, in the order of the text; aims are left out.

    `asked` is the period of the table, against which the time of each is told.
    """
    rows = [dict(row) for row in connection.execute(_FIGURES, (report.id,))]
    sections = [(row["start"], row["end"], row["title"]) for row in connection.execute(_SECTIONS, (report.id,))]
    clauses = Clauses(report.text, [(row["start"], row["end"]) for row in rows], sections)
    near = {row["ord"]: clauses.around(row["start"], row["end"]).near for row in rows}
    ends = [row["end"] for row in rows]
    shares = [row["end"] for row in rows if row["measure"] == "percent"]
    found = [_candidate(row, report, asked, clauses, near, ends, shares) for row in rows if row["value_max"] is None]
    taken = [(row["start"], row["end"]) for row in (*rows, *connection.execute(_CITED, (report.id,)))]
    others = [*_bare_numbers(report, asked, clauses, taken), *_nothings(report, asked, clauses)]
    return sorted([*found, *others], key=lambda one: one.start)


def _candidate(
    row: dict[str, Any],
    report: Report,
    asked: Span,
    clauses: Clauses,
    near: dict[int, str],
    ends: Sequence[int],
    shares: Sequence[int],
) -> Candidate:
    words = clauses.around(row["start"], row["end"])
    cell = row["row"] is not None
    heads = [head for head in (row["row"], row["column"]) if head]
    return Candidate(
        report=report,
        start=row["start"],
        written=row["text"],
        value=Decimal(str(row["value"])),
        measure=row["measure"],
        unit=_counted(row, words.right),
        near=" | ".join([*heads, row["unit"] or ""]) if cell else f"{words.near} {row['label'] or ''}",
        owner=near.get(row["of_figure"], ""),
        before="" if cell else words.before,
        earlier="" if cell else words.earlier,
        above=words.above,
        row=row["row"],
        when=_when(row, words, report, asked, ends),
        role=row["role"],
        bracketed=words.bracketed and not cell,
        base=not cell and (is_base(words.lead) or _behind_share(row["start"], shares, clauses)),
        sentence=" | ".join(heads) + f": {row['text']}" if cell and heads else row["sentence"],
        page=row["page"],
        facts={"indicator": row["indicator"], "modality": row["modality"], "direction": row["direction"] or ""},
    )


def _behind_share(start: int, shares: Sequence[int], clauses: Clauses) -> bool:
    """Tell whether a number stands behind a share with nothing between but the words of what the share is of."""
    before = max((end for end in shares if end <= start), default=None)
    return before is not None and clauses.runs_on(before, start)


def _counted(row: dict[str, Any], right: str) -> str | None:
    """Return the noun that a number counts, with the words behind it that make it another (`lượt` -> `lượt hồ sơ`)."""
    unit: str | None = row["unit"]
    return right if unit and words_of(right)[: len(words_of(unit))] == words_of(unit) else unit or None


def _when(row: dict[str, Any], words: Surroundings, report: Report, asked: Span, ends: Sequence[int]) -> When:
    """Return the time of a figure: by the words around it, else by what the reading found, else by its report."""
    days = span_of_row(row)
    target = row["modality"] == "target" and not tells_of_tasks(words.sentence)
    if target or is_under(words.above, "plans") or names_time(words.sentence, "postponed"):
        return When(Time.AIM, days)
    cell = row["row"] is not None
    told = _heads_time(row, asked) if cell else told_time(words.left, words.right, asked, words.lead)
    if told.time is Time.AIM:
        return told
    if row["modality"] == "previous":
        return When(Time.EARLIER, told.span if told.time is Time.EARLIER and told.span else days, told.told)
    if told.time is not Time.UNTOLD:
        return told
    pieces = [piece for piece in json.loads(row["evidence"]) if piece["what"] == "period" and piece["told"] in _LOCAL]
    if days and any(_leads(piece, row["start"], ends) for piece in pieces):
        return When(time_of_days(days, asked), days, row["period_text"] or "")
    for heading in reversed(headings_of(words.above)):
        told = told_time(heading, "", asked)
        if told.time is Time.YEAR and not names_period(heading, asked):
            return told
    if report.span and not fits(report.span, asked):
        return When(time_of_days(report.span, asked), report.span)
    return When(Time.UNTOLD, days)


def _leads(piece: dict[str, Any], start: int, ends: Sequence[int]) -> bool:
    """Tell whether a time was found before a number, with no other number between: else it may be another's."""
    if piece["start"] is None or piece["told"] == "before":
        return True
    return piece["start"] < start and not any(piece["end"] < end <= start for end in ends)


def _heads_time(row: dict[str, Any], asked: Span) -> When:
    """Return the time that the heads of a cell tell: that of its column, but `9 tháng` of a row under this quarter."""
    column, line = (told_time(row[head] or "", "", asked) for head in ("column", "row"))
    if line.time in (Time.AIM, Time.UNTOLD):
        return column
    return line if column.time in (Time.UNTOLD, Time.PERIOD) else column


def _bare_numbers(
    report: Report, asked: Span, clauses: Clauses, taken: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    """Yield the numbers right behind a deed, without a noun (`chuyển đến 39, chuyển đi 44`), that are no figures."""
    for number in _BARE.finditer(report.text):
        if any(start < number.end() and number.start() < end for start, end in taken):
            continue
        read = parse_digits(number.group())
        first, _ = clauses.sentence_at(number.start())
        if read is None or not act_at_end(report.text[max(first, number.start() - _LONGEST_DEED) : number.start()]):
            continue
        words = clauses.around(number.start(), number.end())
        lead = report.text[first : number.start()]
        near = _BARE.split(lead.rpartition(";")[2].rpartition(", ")[2])[-1]
        told = When(Time.AIM) if is_under(words.above, "plans") else told_time(near, "", asked)
        yield Candidate(
            report=report, start=number.start(), written=number.group(), value=read[0], measure="count", unit=None,
            near=near, owner="", before=lead, earlier="", above=words.above, row=None, when=told, role=None,
            bracketed=words.bracketed,
            base=False, sentence=words.sentence, page=None,
        )  # fmt: skip


def _nothings(report: Report, asked: Span, clauses: Clauses) -> Iterator[Candidate]:
    """Yield a nought for each clause that says that there is nothing, and holds no number."""
    for clause in _CLAUSE.finditer(report.text):
        found = nothing().search(clause.group())
        if not found or _DIGIT.search(clause.group()[found.start() :]):
            continue
        start = clause.start() + found.start()
        words = clauses.around(start, start + len(found.group()))
        if words.bracketed:
            continue
        text = clause.group()
        near = f"{text} {_PEOPLE}" if anyone().search(text) else text
        told = When(Time.AIM) if is_under(words.above, "plans") else told_time(text, "", asked)
        yield Candidate(
            report=report, start=start, written=found.group(), value=Decimal(0), measure="count", unit=None, near=near,
            owner="", before="", earlier="", above=words.above, row=None, when=told, role="nothing", bracketed=False,
            base=False,
            sentence=words.sentence, page=None,
        )  # fmt: skip
