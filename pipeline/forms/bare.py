"""Numbers of a report that the reading takes for no figures, and its clauses that say that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from extractors.values.digits import parse_digits
from pipeline.forms.clauses import Clauses, anyone, is_under, nothing
from pipeline.forms.concepts import act_at_end, concepts_in, left_over, unit_group
from pipeline.forms.model import Candidate, Report, Span, Time, When
from pipeline.forms.times import told_time

_CLAUSE: Final = re.compile(r"[^.;\n()|]+")
_NONE: Final = re.compile(r"(?<=:)\s+không\s*$", re.IGNORECASE)
"""A label that says no: `Tổ chức đảng bị kỷ luật: không`."""
_BARE: Final = re.compile(r"(?<=[^\W\d_] )\d{1,3}(?:\.\d{3})*(?=[,;.)]?(?:\s|$))(?! (?:năm|tuổi|tháng|ngày|giờ)\b)")
"""A number behind a word, of no time or age: `chuyển đến 39`, not `trao Huy hiệu 40 năm tuổi Đảng`."""
_ONE: Final = re.compile(r"(?<=[\w:] )một (?P<noun>[^\d,;.:()\n]{1,60})")
"""`một` before a noun; the reading takes it for a number before few nouns only."""
_OUT_OF_NEXT: Final = re.compile(r"\strên\s\d[\d.,]*(?P<noun>[^\d,;.()\n]{1,40})")
_A: Final = "một"
_SOME: Final = re.compile(r"(?<!\w)(?:một số|một vài|vài|nhiều|có nơi|một bộ phận)(?!\w)", re.IGNORECASE)
"""Of some only: `một số chi bộ chưa tổ chức học tập`."""
_DIGIT: Final = re.compile(r"\d")
_PAUSE: Final = re.compile(r"[,:;.\n()|]")
_PEOPLE: Final = "đảng viên"
_LONGEST_DEED: Final = 60
"""Letters before a number in which a deed is looked for."""


def bare_numbers(
    report: Report, asked: Span, clauses: Clauses, taken: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    """Yield the numbers right behind a deed, without a noun (`chuyển đến 39, chuyển đi 44`), that are no figures."""
    for number in _BARE.finditer(report.text):
        if any(start < number.end() and number.start() < end for start, end in taken):
            continue
        read = parse_digits(number.group())
        first, _ = clauses.sentence_at(number.start())
        out_of = _OUT_OF_NEXT.match(report.text, number.end())
        deed = act_at_end(report.text[max(first, number.start() - _LONGEST_DEED) : number.start()])
        if read is None or not (deed or out_of):
            continue
        words = clauses.around(number.start(), number.end())
        lead = report.text[first : number.start()]
        near = _BARE.split(lead.rpartition(";")[2].rpartition(", ")[2])[-1] + (out_of["noun"] if out_of else "")
        told = When(Time.AIM) if is_under(words.above, "plans") else told_time(near, "", asked)
        yield Candidate(
            report=report, start=number.start(), written=number.group(), value=read[0], measure="count",
            unit=out_of["noun"].strip() if out_of else None, near=near, owner="", before=lead, earlier="",
            above=words.above, row=None, when=told, role=None, bracketed=words.bracketed, base=False,
            sentence=words.sentence, page=None,
        )  # fmt: skip


def lone_ones(report: Report, asked: Span, clauses: Clauses, taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Yield each `một` behind a deed or a label and before a noun that is counted: `giám sát chuyên đề một ĐV`."""
    for one in _ONE.finditer(report.text):
        start, noun = one.start(), one["noun"]
        if any(first <= start < last for first, last in taken) or not unit_group(noun):
            continue
        lead = report.text[clauses.sentence_at(start)[0] : start]
        if not (lead.endswith(": ") or act_at_end(lead[-_LONGEST_DEED:])):
            continue
        words = clauses.around(start, start + len(_A))
        told = When(Time.AIM) if is_under(words.above, "plans") else told_time(words.left, words.right, asked)
        yield Candidate(
            report=report, start=start, written=_A, value=Decimal(1), measure="count", unit=noun, near=words.near,
            owner="", before=words.before, earlier=words.earlier, above=words.above, row=None, when=told, role=None,
            bracketed=words.bracketed, base=False, sentence=words.sentence, page=None, left=words.left,
        )  # fmt: skip


def nothings(report: Report, asked: Span, clauses: Clauses, rows: Sequence[dict[str, Any]]) -> Iterator[Candidate]:
    """Yield a nought for each clause that says that there is nothing, and holds no number."""
    for clause in _CLAUSE.finditer(clauses.text):
        found = nothing().search(clause.group()) or _NONE.search(clause.group())
        said = _said(clause.group(), found.start()) if found else ""
        if not found or not said:
            continue
        start = clause.start() + found.start()
        words = clauses.around(start, start + len(found.group()))
        if words.bracketed or _is_said_of_some(start, clauses.text, rows):
            continue
        text = _denied(said, found.start(), found.end())
        lead = said[: said.rfind(text)]
        earlier = clauses.text[clauses.sentence_at(start)[0] : clause.start()]
        near = f"{text} {_PEOPLE}" if anyone().search(text) else text
        told = When(Time.AIM) if is_under(words.above, "plans") else told_time(text, "", asked)
        yield Candidate(
            report=report, start=start, written=found.group(), value=Decimal(0), measure="count", unit=None, near=near,
            owner="", before=lead, earlier=earlier, above=words.above, row=None, when=told,
            role="nothing", bracketed=False, base=False,
            sentence=words.sentence, page=None,
        )  # fmt: skip


def _said(clause: str, start: int) -> str:
    """Return a clause that denies something at a place, without what is told behind it with numbers.

    Empty where the number belongs to what is denied.

    >>> _said("trong quý không có đảng viên nào bị kỷ luật, giảm 02 so cùng kỳ", 10)
    'trong quý không có đảng viên nào bị kỷ luật'
    >>> _said("không có 02 chi bộ nào yếu", 0)
    ''
    """
    if not _DIGIT.search(clause, start):
        return clause
    said = clause[start:].partition(", ")[0]
    return "" if _DIGIT.search(said) or not concepts_in(said) else clause[:start] + said


def _denied(clause: str, start: int, end: int) -> str:
    """Return what of a clause tells what there is none of: behind its last comma where that names a thing or a deed.

    >>> _denied("giải quyết cả 27 đơn, không còn đơn tồn đọng", 22, 31)
    'không còn đơn tồn đọng'
    >>> _denied("Về kỷ luật đảng viên, trong kỳ không có", 31, 39)
    'Về kỷ luật đảng viên, trong kỳ không có'
    """
    comma = max(clause.rfind(", ", 0, start), clause.rfind(" nên ", 0, start))
    own = clause[comma + 1 :].strip() if comma >= 0 else ""
    return own if own and (concepts_in(clause[end:]) or len(left_over(clause[end:])) > 1) else clause


def _is_said_of_some(start: int, text: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Tell whether so many have nothing, which does not say that nobody has: `còn 03 bản chưa có nhà văn hóa`."""
    before = max((row["end"] for row in rows if row["end"] <= start and row["unit"]), default=None)
    if before is not None and not _PAUSE.search(text, before, start):
        return True
    return bool(_SOME.search(_PAUSE.split(text[max(0, start - _LONGEST_DEED) : start])[-1]))
