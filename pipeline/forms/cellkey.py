"""The key of a cell: its unit, its indicator with the heads above it, and the period, however they are spelled."""

from __future__ import annotations

from typing import Final

from extractors.text.folding import fold
from pipeline.forms.concepts import words_of
from pipeline.forms.evidence import spelled
from pipeline.forms.model import Indicator, Span

Key = tuple[str, str, str]
"""Unit, indicator and period, as keys."""
BETWEEN: Final = " | "


def key_of(text: str) -> str:
    """Return the key by which a unit or an indicator is known again, however it is spelled."""
    return " ".join(words_of(fold(text)))


def period_key(start: str, end: str) -> str:
    """Return the key of a period from its two days, ISO.

    >>> period_key("2025-07-01", "2025-09-30")
    '2025-07-01..2025-09-30'
    """
    return f"{start}..{end}"


def column_key(indicator: Indicator) -> str:
    """Return the key of an indicator with the heads above it."""
    return spelled(indicator)


def cell_key(unit: str, indicator: Indicator, asked: Span) -> Key:
    """Return the key of the cell of a unit and an indicator in a table of a period."""
    return key_of(unit), column_key(indicator), period_key(asked.start.isoformat(), asked.end.isoformat())
