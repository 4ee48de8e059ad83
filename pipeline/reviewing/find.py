"""A draft, alone and beside the archive -> findings, the most serious first: the sentence, why, and what to do."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any, Final

from extractors.citations.checks import check_citations
from extractors.model import Problem, Source
from extractors.names.agreement import issuers_agree, same_title, titles_agree
from extractors.names.identity import same_owner
from extractors.rulebook import load_table
from extractors.text.document import Document
from pipeline.annotate import annotate
from pipeline.archive.disagreements import Fact, find_disagreements, told_period
from pipeline.reviewing.beside import NAME, PATH, beside
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

_AFTER: Final = "cited_after_document"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ENDED: Final = "SELECT start, end, message FROM problems WHERE document_id = ? AND kind = 'cites_ended'"
_CONFLICTS: Final = """
SELECT DISTINCT p.instrument_id, p.kind, p.message, p.sides FROM problems p
JOIN citations c ON c.instrument_id = p.instrument_id WHERE c.document_id = ? AND p.document_id IS NULL
ORDER BY p.instrument_id, p.kind"""
_OWN: Final = """
SELECT c.ord, c.start, c.end, c.text, c.doc_type, c.number, c.symbol, c.code, c.date, c.issuer, c.title,
       c.instrument_id, i.name, i.code_key, i.jurisdiction, i.document_id AS held, c.relation,
       (SELECT count(DISTINCT o.document_id) FROM citations o WHERE o.instrument_id = i.id AND o.document_id <> :draft)
         AS others
FROM citations c JOIN instruments i ON i.id = c.instrument_id WHERE c.document_id = :draft ORDER BY c.ord"""
_NEAR: Final = """
SELECT i.id, i.name, i.code, i.number, i.symbol, i.doc_type, i.date, i.title, i.jurisdiction, i.document_id AS held,
       (SELECT count(DISTINCT o.document_id) FROM citations o WHERE o.instrument_id = i.id AND o.document_id <> :draft)
         AS others
FROM instruments i WHERE i.id <> :own AND (i.code_key = :code_key OR (i.date = :date AND i.doc_type = :doc_type))
ORDER BY i.document_id IS NULL, others DESC, i.key"""


class Severity(IntEnum):
    """How serious a finding is: what must not be signed, what should be looked at, what may be meant so."""

    WRONG = 1
    DOUBTFUL = 2
    SMALL = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `start` and `end` in the text of the draft; `kind` names what to do in [advice] of messages.toml."""

    severity: Severity
    kind: str
    start: int
    end: int
    sentence: str
    message: str


@cache
def _severities() -> dict[str, Severity]:
    kinds = load_table(__package__, "review")["kinds"]
    return {kind: Severity[name.upper()] for name, found in kinds.items() for kind in found}


def review(
    source: Source, archive: sqlite3.Connection | None, today: date, allow_classified: bool = False
) -> list[Finding]:
    """Return what is doubtful in a draft, the most serious first, then in the order of the text.

    Without an archive only what the draft contradicts in itself is found, and what the table of well-known
    instruments knows is not. A draft without a date is taken to be signed on `today`. Raises ClassifiedDocument.
    """
    record = annotate(source, allow_classified)
    problems = list(record.problems)
    if record.metadata.date is None:
        record = replace(record, metadata=replace(record.metadata, date=today))
        late = check_citations(source.text, record.citations, record.metadata)
        problems += [problem for problem in late if problem.kind == _AFTER]
    document = Document(source.text)
    found = [_finding(document, problem) for problem in problems if problem.kind in _severities()]
    if archive is not None:
        with beside(archive, record) as scratch:
            found += [_finding(document, problem) for problem in _against(scratch)]
    order = list(_severities())
    return sorted(_once(found), key=lambda one: (one.severity, order.index(one.kind), one.start))


def _finding(document: Document, problem: Problem) -> Finding:
    start = problem.start or 0
    sentence = document.sentence_text(start)
    return Finding(_severities()[problem.kind], problem.kind, start, problem.end or start, sentence, problem.message)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings, of those at one place and of one kind the first alone."""
    kept: dict[tuple[int, str], Finding] = {}
    for one in found:
        kept.setdefault((one.start, one.kind), one)
    return list(kept.values())


def _against(scratch: sqlite3.Connection) -> Iterator[Problem]:
    """Yield what the documents beside a draft say against it."""
    (draft,) = scratch.execute("SELECT id FROM documents WHERE path = ?", (PATH,)).fetchone()
    for row in scratch.execute(_ENDED, (draft,)):
        yield Problem("cites_ended", row["message"], row["start"], row["end"])
    own = [dict(row) for row in scratch.execute(_OWN, {"draft": draft})]
    yield from _conflicting(scratch, draft, own)
    for citation in own:
        yield from _misnamed(scratch, draft, citation)
    yield from _figures(scratch)


_READ: Final[dict[str, tuple[str, Callable[[str, str], bool]]]] = {
    "conflicting_dates": ("date", str.__eq__),
    "conflicting_issuers": ("issuer", issuers_agree),
    "conflicting_titles": ("title", titles_agree),
}


def _conflicting(scratch: sqlite3.Connection, draft: int, own: Sequence[Row]) -> Iterator[Problem]:
    """Yield where the draft gives a date, an issuer or a title that is not the likelier one."""
    for row in rows_of(scratch, _CONFLICTS, draft):
        sides = json.loads(row["sides"])
        read, agree = _READ[row["kind"]]
        if sides[0]["documents"] == [NAME] and not (sides[0]["held"] or sides[0]["known"]):
            likelier = sides[1]["value"]
        else:
            likelier = sides[0]["value"]
        for citation in own:
            value = citation[read]
            if citation["instrument_id"] == row["instrument_id"] and value and not agree(_shown(value), likelier):
                yield Problem(row["kind"], row["message"], citation["start"], citation["end"])


def _shown(value: str) -> str:
    """Return a value as the archive shows it: a day as people write it."""
    return "/".join(reversed(value.split("-"))) if _DAY.fullmatch(value) else " ".join(value.split())


def _misnamed(scratch: sqlite3.Connection, draft: int, citation: Row) -> Iterator[Problem]:
    """Yield what the archive has that a citation nobody else gives may mean: another number, or another year."""
    if not citation["code"] or citation["held"] or citation["others"] or not citation["date"]:
        return
    values = {"draft": draft, "own": citation["instrument_id"]}
    values |= {name: citation[name] for name in ("code_key", "date", "doc_type")}
    for row in scratch.execute(_NEAR, values):
        if not (row["held"] or row["others"]) or not row["date"]:
            continue
        if not same_owner(citation["jurisdiction"] or "", row["jurisdiction"] or ""):
            continue
        kind = _slip(citation, dict(row))
        if kind:
            day = "/".join(reversed(row["date"].split("-")))
            message = f"Kho không có {citation['text']} ngày này; kho có {row['name']} ngày {day}."
            yield Problem(kind, message, citation["start"], citation["end"])
            return


def _slip(citation: Row, other: Row) -> str | None:
    """Return what a citation gives otherwise than an instrument that it may mean, None where they are two."""
    titled = bool(citation["title"] and other["title"])
    same = titled and same_title(citation["title"], other["title"])
    if other["number"] == citation["number"]:
        near = citation["date"][4:] == other["date"][4:]
        return "year_against_archive" if same or (near and not titled) else None
    if other["symbol"] != citation["symbol"] or other["date"] != citation["date"]:
        return None
    agreeing = not titled or titles_agree(citation["title"], other["title"])
    slip = agreeing and _one_slip(citation["number"], other["number"])
    return "number_against_archive" if same or slip else None


def _one_slip(one: str, other: str) -> bool:
    """Tell whether two numbers differ as a slip of the hand makes them: one digit, or two that changed places.

    >>> _one_slip("87", "78"), _one_slip("12", "19"), _one_slip("12", "35")
    (True, True, False)
    """
    if len(one) != len(other):
        return False
    differing = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differing) == 1:
        return True
    return len(differing) == 2 and [one[at] for at in differing] == [other[at] for at in reversed(differing)]


def _figures(scratch: sqlite3.Connection) -> Iterator[Problem]:
    """Yield the figures of the draft that documents of the same place and time give otherwise.

    What a document of the archive gives as the draft does is no fault of the draft; a press page is no witness.
    """
    press = {row[0] for row in scratch.execute("SELECT path FROM documents WHERE kind = 'news'")}
    for setting, sides in find_disagreements(scratch, PATH):
        mine = next((side for side in sides if any(fact.path == PATH for fact in side)), [])
        others = [side for side in sides if side is not mine]
        if mine and others and all(fact.path in {PATH, *press} for fact in mine):
            own = next(fact for fact in mine if fact.path == PATH)
            told = "; ".join(_told(side) for side in others)
            message = f"{setting[0]}, {told_period(*setting[1:])}: dự thảo ghi {own.written}, kho ghi {told}."
            yield Problem("figures_disagree", message, *own.span)


def _told(side: Sequence[Fact]) -> str:
    return f"{side[0].written} ({', '.join(dict.fromkeys(fact.name for fact in side))})"


def as_rows(found: Sequence[Finding], speech: Speech) -> list[dict[str, Any]]:
    """Return findings as plain data, with what to do about each."""
    return [
        {
            "severity": one.severity.name.lower(), "kind": one.kind, "start": one.start, "end": one.end,
            "sentence": one.sentence, "why": speech.problem(one.kind, one.message),
            "advice": speech(f"advice.{one.kind}"),
        }
        for one in found
    ]  # fmt: skip
