"""The units of a form and the period asked -> whose reports there are, which of them hold, who has not reported."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, Final

from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from extractors.values.periods import find_periods, plain_capitals
from extractors.values.places import canonical, successors
from pipeline.forms.concepts import words_of
from pipeline.forms.model import Report, Span
from pipeline.forms.placing import Place
from pipeline.forms.times import SLACK, fits, span_of_row

_BODIES: Final[dict[str, Any]] = load_table(__package__, "bodies")
_OF_A_BOARD: Final = 0.2
_HEAD: Final = 900
"""Letters at the head of a report in which its period is looked for, where the reading did not find it."""
_WORDS_OF_A_RUN: Final = 5
_SHARED_OF_ALIKE: Final = 0.6
_LINES_OF_A_LETTERHEAD: Final = 8
_WORDS_OF_A_BODY: Final = 12
_OF_PROVINCE: Final = re.compile(rf"(?<!\w)tỉnh(?: (?:{fold('ủy')}|đoàn))?(?: [^\W\d]+){{0,4}}\Z")
_IN_BRACKETS: Final = re.compile(r"(.+) \(([^()]+)\)")
_REPORTS: Final = """
SELECT id, path, code, date, issuer, author, place, district, commune, title, text, period_start, period_end, kind
FROM counted_documents ORDER BY date IS NULL, date, path"""
_REPLACED: Final = """
SELECT c.document_id AS id, i.document_id AS target FROM citations c JOIN instruments i ON i.id = c.instrument_id
WHERE c.relation = 'replaces' AND i.document_id IS NOT NULL"""
_FLOWS: Final = """
SELECT period_start, period_end FROM figures
WHERE document_id = ? AND modality = 'actual' AND period_kind = 'flow' AND period_start < period_end"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit of a form: its name, its reports that hold (the latest last), those that were replaced.

    `whole` tells that the reports are of the period itself, else they are of parts of it, or of more than it.
    """

    unit: str
    reports: tuple[Report, ...] = ()
    replaced: tuple[Report, ...] = ()
    whole: bool = True


def reports_in(connection: sqlite3.Connection, place: Place | None = None) -> list[Report]:
    """Return the reports that the archive holds, of a place where one is given; press pages and orders are none."""
    replaces: dict[int, set[int]] = {}
    for row in connection.execute(_REPLACED):
        replaces.setdefault(row["id"], set()).add(row["target"])
    rows = [dict(row) for row in connection.execute(_REPORTS) if row["kind"] == "report"]
    rows = [row for row in rows if place is None or place.holds(row)]
    return [_report(connection, row, frozenset(replaces.get(row["id"], ()))) for row in rows]


def _report(connection: sqlite3.Connection, row: dict[str, Any], replaces: frozenset[int]) -> Report:
    day = date.fromisoformat(row["date"]) if row["date"] else None
    span = span_of_row(row) or _span_of_head(row["text"][:_HEAD], day) or _span_of_figures(connection, row["id"])
    issuer = row["issuer"] or row["author"] or _issuer_in_head(row)
    return Report(
        id=row["id"], path=row["path"], code=row["code"], day=day, span=span, issuer=issuer, place=row["place"],
        commune=row["commune"] or row["district"], title=row["title"], text=row["text"], replaces=replaces,
        also=_other_spans(row["title"] or "", span),
    )  # fmt: skip


def _other_spans(title: str, span: Span | None) -> tuple[Span, ...]:
    """Return the other times that a title names which end with the one that a report is on."""
    if span is None:
        return ()
    told = [period.value for period in find_periods(plain_capitals(title), span.end) if period.value is not None]
    spans = [Span(value.start, value.end) for value in told if value.start < value.end]
    return tuple(other for other in spans if other.end == span.end and other != span)


def on(report: Report, asked: Span) -> Report:
    """Return a report as one on the period asked, where its title says that it is on that too."""
    if report.span is None or fits(report.span, asked):
        return report
    return replace(report, span=asked) if any(fits(span, asked) for span in report.also) else report


def _issuer_in_head(row: dict[str, Any]) -> str | None:
    """Return the body in a letterhead whose place the reading did not find: the last that names a place."""
    if row["commune"] or row["district"]:
        return None
    lines = row["text"][:_HEAD].split("\n")[:_LINES_OF_A_LETTERHEAD]
    cells = [cell.strip() for line in lines for cell in line.split("\t")]
    named = [cell for cell in cells if body_of(cell) and place_words(cell) and len(words_of(cell)) <= _WORDS_OF_A_BODY]
    return named[-1] if named else None


def _span_of_head(head: str, day: date | None) -> Span | None:
    """Return the first time of several days that the head of a report names."""
    for period in find_periods(head, day):
        if period.value and period.value.start < period.value.end:
            return Span(period.value.start, period.value.end)
    return None


def _span_of_figures(connection: sqlite3.Connection, document: int) -> Span | None:
    """Return the time that most numbers of a report are of."""
    counted = Counter((row["period_start"], row["period_end"]) for row in connection.execute(_FLOWS, (document,)))
    if not counted:
        return None
    (first, last), _ = min(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def standings(units: Sequence[str], reports: Iterable[Report], asked: Span) -> list[Standing]:
    """Return for each unit the reports that hold of the period asked, apart from those that another replaced.

    A unit without one may have reported on a longer time that ends with it, else on parts of it.
    """
    owned: dict[int, list[Report]] = {}
    for report in (on(one, asked) for one in reports):
        owner = _owner(units, report) if report.span else None
        if owner is not None:
            owned.setdefault(owner, []).append(report)
    return [_standing(unit, owned.get(at, []), asked) for at, unit in enumerate(units)]


def _standing(unit: str, own: Sequence[Report], asked: Span) -> Standing:
    itself = [report for report in own if fit(unit, report) > _OF_A_BOARD]
    return _of_reports(unit, itself if any(_is_of_time(r, asked) for r in itself) else own, asked)


def _is_of_time(report: Report, asked: Span) -> bool:
    span = report.span
    return span is not None and span.start <= asked.end + SLACK and asked.start - SLACK <= span.end


def _of_reports(unit: str, own: Sequence[Report], asked: Span) -> Standing:
    gone = _replaced(own)
    of_period = [report for report in own if report.span and fits(report.span, asked)]
    longer = [r for r in own if r.span and r.span.start < asked.start and abs(r.span.end - asked.end) <= SLACK]
    within = [r for r in own if r.span and asked.start - SLACK <= r.span.start and r.span.end <= asked.end + SLACK]
    whole = bool(of_period or longer)
    held = of_period or longer or within
    holding, replaced = (tuple(r for r in held if (r.id in gone) is out) for out in (False, True))
    return Standing(unit, holding, replaced, whole)


def _replaced(reports: Sequence[Report]) -> set[int]:
    """Return the ids of reports that a later one of the same unit replaces.

    It says so, has the same title, or is of the same period and says mostly the same.
    """
    gone = {target for report in reports for target in report.replaces}
    by_title: dict[tuple[Span | None, str], Report] = {}
    for report in sorted(reports, key=lambda one: (one.day or date.min, one.path)):
        title = report.span, _title_key(report)
        if title in by_title:
            gone.add(by_title[title].id)
        by_title[title] = report
    for earlier, later in combinations(sorted(reports, key=lambda one: (one.day or date.min, one.path)), 2):
        if earlier.span == later.span and _alike(earlier.text, later.text):
            gone.add(earlier.id)
    return gone & {report.id for report in reports}


def _alike(one: str, other: str) -> bool:
    """Tell whether two texts share most of their runs of words."""
    own, others = _runs(one), _runs(other)
    return bool(own and others) and len(own & others) >= _SHARED_OF_ALIKE * min(len(own), len(others))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {words[at : at + _WORDS_OF_A_RUN] for at in range(len(words) - _WORDS_OF_A_RUN + 1)}


def _title_key(report: Report) -> str:
    title = re.sub(r"\([^()]*\)", " ", report.title or report.path)
    return " ".join((body_of(report.issuer or "") or "", *words_of(title)))


def _owner(units: Sequence[str], report: Report) -> int | None:
    """Return the unit that a report is of: the one whose name fits best, None where none does."""
    fitting = [(fit(unit, report), -at) for at, unit in enumerate(units)]
    best = max(fitting, default=(0.0, 0))
    return -best[1] if best[0] > 0 else None


def fit(unit: str, report: Report) -> float:
    """Return how well a unit's name fits the body that issued a report, 0 where it is another's.

    The place must be the same, and the kind of body where the unit's name tells one; a bare name of a commune means its
    Party committee before its other bodies. A committee's boards report for it, where it does not report itself. A body
    of the province may be named without it: `Sở Y tế` and `Sở Y tế tỉnh Lai Châu` are one. Bodies of one
    name in two provinces are told apart by the one in brackets (`units_of`).
    """
    bracketed = _IN_BRACKETS.fullmatch(unit)
    if bracketed and report.place and bracketed[2] == _province_then(report):
        unit = bracketed[1]
    body, place = body_of(unit), place_words(unit)
    issuer = report.issuer or ""
    own_place = place_words(issuer) or place_words(report.commune or "")
    if _OF_PROVINCE.search(fold(unit)) and report.commune:
        return 0.0
    if report.place and not report.commune:
        own_place = _without_province(own_place, report.place)
        place = _without_province(place, report.place) if _OF_PROVINCE.search(fold(unit)) else place
    if place and place != own_place and place != place_words(report.commune or ""):
        return 0.0
    own = body_of(issuer)
    if body and own and body != own:
        return _OF_A_BOARD if body == _BODIES["first"] and own in _BODIES["boards"] and place else 0.0
    if not place and words_of(unit) != words_of(issuer) and not (body and body == own):
        return 0.0
    same = 0.5 if body and body == own else 0.3 if own in (None, _BODIES["first"]) else 0.1
    return same + (0.5 if place and place == own_place else 0.2)


def _without_province(words: tuple[str, ...], province: str) -> tuple[str, ...]:
    """Return the words of a body's name without the province at their end.

    >>> _without_province(("sở", "y", "tế", "lai", "châu"), "Lai Châu")
    ('sở', 'y', 'tế')
    """
    named = place_words(province)
    return words[: -len(named)] if named and words[-len(named) :] == named else words


@cache
def _body_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (block["name"], re.compile(rf"(?<!\w)(?:{any_of([fold(word) for word in block['words']])})(?!\w)"))
        for block in _BODIES["body"]
    )


@lru_cache(1 << 14)
def body_of(name: str) -> str | None:
    """Return the kind of body that a name is of, None for a bare name of a place.

    >>> body_of("Ủy ban Kiểm tra Đảng ủy phường Việt Trì"), body_of("Xã Cẩm Khê"), body_of("BTV Đảng ủy xã Cẩm Khê")
    ('inspection', None, 'committee')
    """
    folded = fold(name)
    return next((kind for kind, pattern in _body_patterns() if pattern.search(folded)), None)


@lru_cache(1 << 14)
def place_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without those of bodies and levels: the bare name of its place.

    >>> place_words("Ban Thường vụ Đảng ủy xã Cẩm Khê"), place_words("P. Việt Trì")
    (('cẩm', 'khê'), ('việt', 'trì'))
    """
    folded = fold(name)
    for _, pattern in _body_patterns():
        folded = pattern.sub(" ", folded)
    folded = _levels().sub(" ", folded)
    return words_of(folded)


@cache
def _levels() -> re.Pattern[str]:
    words = [fold(word) for word in _BODIES["levels"]]
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)\.?")


def units_of(reports: Iterable[Report], asked: Span) -> list[str]:
    """Return the bodies that reported on a period, as they name themselves, each once, in the order of their names.

    Those that have one name in several provinces are told with theirs: `Tỉnh ủy (Hòa Bình)`.
    """
    found: dict[tuple[str | None, tuple[str, ...]], dict[str, str]] = {}
    for report in (on(one, asked) for one in reports):
        if report.issuer and report.span and fits(report.span, asked):
            name = _bare_committee(report.issuer)
            if not place_words(name) and report.commune:
                name = f"{name} ({report.commune})"
            found.setdefault((body_of(name), place_words(name)), {}).setdefault(_province_then(report), name)
    names = [
        f"{name} ({province})" if province and len(alike) > 1 else name
        for alike in found.values()
        for province, name in alike.items()
    ]
    return sorted(names, key=fold)


def _province_then(report: Report) -> str:
    """Return the province of a report as it was called at the end of its time, `""` where it is not known."""
    if not report.place or report.span is None:
        return ""
    return successors(canonical(report.place) or report.place, report.span.end)[0]


def _bare_committee(issuer: str) -> str:
    """Return the body that a standing board speaks for: `Ban Thường vụ Đảng ủy xã X` is `Đảng ủy xã X`."""
    folded = fold(issuer)
    for opening in map(fold, _BODIES["speaks_for"]):
        if folded.startswith(f"{opening} "):
            return issuer[len(opening) :].strip()
    return issuer
