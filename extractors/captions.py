"""Finds photo captions that repeat a headline or a sentence of the body: lines -> spans."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lines import Line


def find_repeated_captions(text: str, lines: Sequence[Line], marked: set[int]) -> list[tuple[int, int]]:
    """Return the captions; not yet."""
    return []
