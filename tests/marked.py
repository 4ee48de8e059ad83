"""Test sentences with their citations marked: `thực hiện ⟦Chỉ thị số 05-CT/TW⟧ ngày ...`."""

from __future__ import annotations

import re
from typing import Any

import pytest

from extractors.citations.find import find_citations
from extractors.model import Citation, Form, Metadata

UNSCORED = (Form.SHORT, Form.DESCRIBED)


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without its marks, and the spans that they enclose."""
    text, spans, opened = "", [], 0
    for piece in re.split(r"([⟦⟧])", marked):
        if piece == "⟦":
            opened = len(text)
        elif piece == "⟧":
            spans.append((opened, len(text)))
        else:
            text += piece
    return text, spans


def mark(text: str, citations: list[Citation]) -> str:
    """Return the text with the citations marked, the form in which a failing test is read."""
    for citation in reversed(citations):
        text = f"{text[: citation.start]}⟦{citation.text}⟧{text[citation.end :]}"
    return text


def full_citations(text: str, metadata: Metadata | None = None) -> list[Citation]:
    """Return the citations of a text but for short forms and descriptions."""
    found = find_citations(text, metadata) if metadata else find_citations(text)
    return [citation for citation in found if citation.form not in UNSCORED]


def identity(citation: Citation) -> str:
    """Return what a citation names: `Chỉ thị 05-CT/TW`, `Nghị định #100/2019`, `Luật 2013`, `Nghị quyết (session)`."""
    kind = citation.doc_type or "?"
    if citation.form is Form.NUMBERED:
        return f"{kind} {citation.code}"
    if citation.form is Form.NUMBER_ONLY:
        return f"{kind} #{citation.number}" + (f"/{citation.year}" if citation.year else "")
    if citation.form is Form.NAMED:
        return kind + (f" {citation.year}" if citation.year else "")
    return f"{kind} ({citation.form.value})"


def read_marked(marked: str) -> tuple[str, list[str]]:
    """Read the text without its marks; return it with the marks of what was found, and the identities found."""
    text, _ = unmark(marked)
    found = full_citations(text)
    return mark(text, found), [identity(citation) for citation in found]


def cases(tables: dict[str, list[tuple[str, list[str]]]]) -> list[Any]:
    """Return one test case for each row of the tables, named by its table and its text."""
    return [pytest.param(m, e, id=f"{name}: {m}") for name, table in tables.items() for m, e in table]
