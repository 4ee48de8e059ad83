"""Numbers that a digest adds or subtracts -> their words: a sum with its unit, the change between two values."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Cell
from pipeline.digest.figure import Figure
from pipeline.speech import Speech

_MILLION, _THOUSAND = 1_000_000, 1_000
_LEAST_SHOWN: Final = 0.05
"""Percent below which a change would be shown as nothing."""


def amount(value: float, figure: Figure, speech: Speech) -> str:
    """Return a number that we added up, with the unit of a figure; money in millions where it has no rest below."""
    unit = figure.unit
    if figure.measure == "money" and value >= _MILLION and not value % _THOUSAND:
        value, unit = value / _MILLION, f"{speech('digest.million')} {unit or 'đồng'}"
    return " ".join(filter(None, (speech.number(round(value, 3)), unit)))


def changed(now: float, before: float, figure: Figure, speech: Speech, kind: str = "") -> Cell:
    """Return the change between two values: by how much, and by how many percent of the earlier one.

    `kind` is `_than` for two places: one has more than the other, nothing rose.
    """
    difference = round(now - before, 6)
    if not difference:
        return Cell(speech(f"digest.unchanged{kind}"), 0)
    key = f"digest.up{kind}" if difference > 0 else f"digest.down{kind}"
    if figure.measure == "percent":
        return Cell(speech(key, amount=speech("digest.points", count=speech.number(abs(difference)))), difference)
    text = speech(key, amount=amount(abs(difference), figure, speech).removesuffix(f" {figure.unit}"))
    if before:
        text += f" ({percent(100 * difference / before, speech)})"
    return Cell(text, difference)


def percent(change: float, speech: Speech) -> str:
    """Return by how many percent something rose or fell; the word before it tells which."""
    shown = speech.number(round(abs(change), 1))
    return f"{shown}%" if abs(change) >= _LEAST_SHOWN else speech("digest.below", amount=f"{speech.number(0.1)}%")
