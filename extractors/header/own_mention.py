"""A text and its own code -> the day and the body that it gives where it names itself.

A page that prints a document without its letterhead states both in a sentence (`Ngày 6/2/2026, UBND tỉnh ban hành Chỉ
thị số 044/CT-UBND`), and so does the note of an annex (`Kèm theo Kế hoạch số 7/KH-UBND ngày 19/7/2024 của UBND tỉnh`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from extractors.names.bodies import match_body
from extractors.rulebook import find_pattern
from extractors.values.dates import parse_date

_BEFORE: Final = 240
"""Within how many characters before its number a sentence says on what day it was issued, and by whom."""


def find_own_day(text: str, code: str) -> date | None:
    """Return the day that the text gives with its own code, None where it gives none."""
    for sentence, behind in _mentions(text, code):
        found = find_pattern(__package__, "own_mention", "dated").match(behind)
        issued = find_pattern(__package__, "own_mention", "issued").search(sentence)
        for match in (found, issued):
            if match and (day := parse_date(match["day"])):
                return day
    return None


def find_own_issuer(text: str, code: str) -> str | None:
    """Return the body that the text names as the issuer of the document with its own code, as written."""
    for sentence, behind in _mentions(text, code):
        issued = find_pattern(__package__, "own_mention", "issued").search(sentence)
        if issued and issued["issuer"]:
            return issued["issuer"].strip()
        found = find_pattern(__package__, "own_mention", "of_body").match(behind)
        end = match_body(behind, found.end()) if found else None
        if found and end is not None:
            return " ".join(behind[found.end() : end].split())
    return None


def _mentions(text: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield for each place where the text names its own code what its line says before it, and what stands behind."""
    at = text.find(code)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        yield text[max(line, at - _BEFORE) : at], text[at + len(code) : at + len(code) + _BEFORE]
        at = text.find(code, at + len(code))
