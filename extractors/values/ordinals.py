"""An ordinal in figures, Roman numerals or words -> its number, and a number -> Roman numerals."""

from __future__ import annotations

from typing import Final

from extractors.rulebook import load_table

_ORDINALS: Final[dict[str, int]] = load_table(__package__, "numerals")["ordinals"]
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}


def arabic(numeral: str) -> int | None:
    """Return the value of an ordinal in figures, Roman numerals or words; None for another text.

    >>> arabic("XII"), arabic("4"), arabic("tư"), arabic("mười hai"), arabic("các")
    (12, 4, 4, 12, None)
    """
    if numeral.isdigit():
        return int(numeral)
    if set(numeral) <= set(_VALUES):
        values = [_VALUES[letter] for letter in numeral]
        return sum(-v if v < max(values[place:]) else v for place, v in enumerate(values))
    return _ORDINALS.get(" ".join(numeral.lower().split()))


def roman(value: int) -> str:
    """Return a number up to 49 in Roman numerals."""
    tens = ("", "X", "XX", "X" * 3, "XL")[value // 10 % 5]
    return tens + _ROMAN[value % 10]
