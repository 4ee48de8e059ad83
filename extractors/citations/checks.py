"""Citations -> what is doubtful in them: a symbol against its issuer, a type word against the letters, a year
against the date, an impossible date, a year taken from the context, a repaired symbol, an ambiguous short form.

Nothing is corrected; each problem shows both sides and the likelier reading. Facts: `issuer_letters.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from extractors.model import Citation, Form, Metadata, Problem
from extractors.names.kinds import LETTERS, letters_fit
from extractors.names.symbols import read_symbol
from extractors.rulebook import Rule, any_of, load_rules, load_table
from extractors.text.plain import has_odd_characters, plain_view
from extractors.values.dates import date_at

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["checks"]
_BODIES: Final = load_rules(__package__, "issuer_letters")
_GENERAL: Final = frozenset(load_table(__package__, "issuer_letters")["kinds"]["general"])
_GROUPS: Final = re.compile(r"[-/]")
_FIGURES: Final = re.compile(r"[0-9OIlSB]*[0-9][0-9OIl]*")
_DATE_BEHIND: Final = re.compile(
    r"[\s,(]{1,4}" + any_of(_WORDS["before_date"]) + r"?ngày\s{0,3}"
    r"(?P<date>[0-9]{1,2}(?:\s?[/.-]\s?[0-9]{1,2}(?:\s?[/.-]\s?(?:19|20)[0-9]{2})?(?![0-9])"
    r"|\s{0,3}tháng\s{0,3}[0-9]{1,2}(?:\s{1,4}năm\s{1,4}(?:19|20)[0-9]{2})?))"
)
_WITH_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}\Z")


def check_citations(text: str, citations: Sequence[Citation], metadata: Metadata) -> tuple[Problem, ...]:
    """Return the problems of the citations of a text, in the order of their places."""
    found = [
        problem
        for citation in citations
        for check in (_issuer, _kind, _year, _written_date, _later_than_document, _repaired)
        for problem in check(text, citation, metadata)
    ]
    found += _ambiguous(citations)
    return tuple(sorted(found, key=lambda problem: (problem.start or 0, problem.kind)))


def _problem(kind: str, citation: Citation, message: str) -> Problem:
    return Problem(kind, message, citation.start, citation.end)


def _issuer(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    """Compare the letters of the symbol with the issuer named."""
    if not citation.symbol or not citation.issuer or not citation.code:
        return
    named = _body_named(citation.issuer)
    groups = _GROUPS.split(citation.symbol)
    if named is None or len(groups) > 2:
        return
    letters = groups[1] if groups[0] in LETTERS and len(groups) > 1 else groups[0]
    written = [rule for rule in _BODIES if _stands_for(letters, rule)]
    if not written or named in written:
        return
    likely = citation.code.replace(letters, named.data["usual"] or _initials(citation.issuer))
    yield _problem(
        "symbol_contradicts_issuer",
        citation,
        f"Ký hiệu {citation.code} là của {written[0].data['short']}, nhưng văn bản được nêu là của {citation.issuer}; "
        f"nhiều khả năng là {likely}.",
    )


def _initials(name: str) -> str:
    """Return the letters that stand for a body by its name: BGDĐT of Bộ Giáo dục và Đào tạo."""
    return "".join(word[0].upper() for word in name.split() if word not in _WORDS["empty_in_names"])


@lru_cache(maxsize=1 << 12)
def _body_named(issuer: str) -> Rule | None:
    name = plain_view(" ".join(issuer.split())).lower()
    return next((rule for rule in reversed(_BODIES) if rule.pattern.search(name)), None)


def _stands_for(letters: str, rule: Rule) -> bool:
    return (
        letters in rule.data["letters"]
        or (len(letters) > 2 and letters.endswith(tuple(rule.data["endings"])))
        or letters.startswith(tuple(rule.data.get("beginnings", ())))
    )


def _kind(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    """Compare the type word with the letters of the symbol."""
    if not citation.symbol or not citation.doc_type or not citation.code or citation.form is not Form.NUMBERED:
        return
    letters = _GROUPS.split(citation.symbol)[0]
    said = citation.doc_type
    if said in _GENERAL or letters_fit(said, letters):
        return
    meant = LETTERS[letters]
    yield _problem(
        "type_contradicts_symbol",
        citation,
        f"Gọi là {said} nhưng ký hiệu {citation.code} là của {meant}; nhiều khả năng là {meant} số {citation.code}.",
    )


def _year(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    """Compare the year of the code with the date."""
    if citation.year and citation.date and citation.year != citation.date.year and citation.form is Form.NUMBERED:
        yield _problem(
            "year_contradicts_date",
            citation,
            f"{citation.code or citation.text} mang năm {citation.year} nhưng ngày được nêu là "
            f"{citation.date:%d/%m/%Y}; cần xem lại một trong hai.",
        )


def _written_date(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    """Report a date that cannot be, and a date whose year is not written."""
    match = _DATE_BEHIND.match(text, citation.end)
    if not match:
        return
    written = match["date"]
    if date_at(text, match.start("date")) is None:
        yield _problem("impossible_date", citation, f"Ngày {written} của {citation.text} không có trong lịch.")
    elif citation.date and not _WITH_YEAR.search(written):
        yield _problem(
            "year_from_context",
            citation,
            f"Ngày {written} của {citation.text} không ghi năm; hiểu là năm {citation.date.year} theo văn cảnh.",
        )


def _later_than_document(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    if citation.date and metadata.date and citation.date > metadata.date:
        yield _problem(
            "cited_after_document",
            citation,
            f"{citation.text} đề ngày {citation.date:%d/%m/%Y}, sau ngày của chính văn bản này "
            f"({metadata.date:%d/%m/%Y}); cần xem lại một trong hai ngày.",
        )


def _repaired(text: str, citation: Citation, metadata: Metadata) -> Iterator[Problem]:
    """Report a code whose letters, figures or separators were not as a regular code has them."""
    if not citation.code:
        return
    written = text[citation.start : citation.end]
    if citation.code in written and not has_odd_characters(written):
        return
    view = plain_view(written)
    for figures in _FIGURES.finditer(view):
        symbol = read_symbol(view, figures.start(), citation.doc_type)
        if symbol and symbol.code == citation.code and (symbol.repairs or _has_look_alike(text, citation, view)):
            yield _problem(
                "symbol_repaired",
                citation,
                f"Ký hiệu ghi là “{text[citation.start + figures.start() : citation.end]}”, đọc là {citation.code}.",
            )
            return


def _has_look_alike(text: str, citation: Citation, view: str) -> bool:
    """Tell whether a letter of another alphabet stands in the code (Ð for Đ, Cyrillic С)."""
    written = text[citation.start : citation.end]
    return any(a != b and a.isalpha() for a, b in zip(written, view, strict=True) if a.isupper())


def _ambiguous(citations: Sequence[Citation]) -> Iterator[Problem]:
    """Report a number without symbol that fits two documents cited with theirs (Nghị quyết 18 of TW and of TU)."""
    coded: dict[tuple[str | None, str | None], set[str]] = {}
    for citation in citations:
        if citation.code:
            coded.setdefault((citation.doc_type, citation.number), set()).add(citation.code)
    for citation in citations:
        if citation.form is not Form.NUMBER_ONLY or citation.antecedent is not None:
            continue
        codes = sorted(coded.get((citation.doc_type, citation.number), ()))
        if len(codes) > 1:
            yield _problem(
                "ambiguous_reference",
                citation,
                f"{citation.text} có thể là {' hoặc '.join(codes)}; chưa xác định được văn bản nào.",
            )
