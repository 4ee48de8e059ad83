"""A document's words, pages and figures -> parts of the lines that questions show."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.terminal import in_lines, width


def wrapped(text: str, indent: str) -> list[str]:
    """Return a sentence in lines of a terminal's width, each behind `indent`."""
    return in_lines(text, width(), indent, indent)


def joined(parts: Iterable[str | None], between: str = " · ") -> str:
    """Return what there is of a document's own words in one line, as a text that wraps reads."""
    return between.join(" ".join(part.split()) for part in parts if part)


def where(row: Row, speech: Speech) -> str:
    """Return the document of a row by its code, else by its file, with its page where it has one."""
    page = speech("show.page", page=row["page"]) if row.get("page") else ""
    return ", ".join(part for part in (row["code"] or row["document"], page) if part)
