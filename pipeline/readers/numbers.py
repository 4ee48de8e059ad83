"""Small numbers: read from attributes, printed as a list does: 3 -> "3", "c", "iii", "03"; for Word and HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN: Final = 3999
_MOST_REPEATS: Final = 30


def parse_number(text: str | None) -> int | None:
    """Return a whole number of up to five digits, as attributes hold them; None for anything else.

    >>> parse_number("12"), parse_number("-1"), parse_number("²"), parse_number(None)
    (12, None, None, None)
    """
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 6 else None


def to_roman(number: int) -> str:
    """Return a lower-case Roman numeral; digits outside 1-3999.

    >>> to_roman(4), to_roman(1994)
    ('iv', 'mcmxciv')
    """
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def to_letters(number: int) -> str:
    """Return a lower-case letter as Word counts: a ... z, aa, bb ...; digits for what letters cannot say.

    >>> to_letters(3), to_letters(28)
    ('c', 'bb')
    """
    repeats, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeats + 1) if 0 <= repeats < _MOST_REPEATS else str(number)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "lowerLetter": to_letters,
    "upperLetter": lambda number: to_letters(number).upper(),
    "lowerRoman": to_roman,
    "upperRoman": lambda number: to_roman(number).upper(),
    "none": lambda number: "",
}


def print_number(number: int, style: str) -> str:
    """Return a number in one of Word's number formats (ST_NumberFormat); decimal for the formats of other scripts."""
    return _FORMATS.get(style, str)(number)
