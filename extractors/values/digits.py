"""Digits as written -> Decimal: Vietnamese grouping and decimals, the mixed forms of tables, multipliers behind them.

The shapes and the multipliers are data: `numerals.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.rulebook import load_rules, load_table

_TABLE: Final = load_table(__package__, "numerals")
SHAPES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "numerals")}
_ODD: Final = [(name, SHAPES[name]) for name in ("apostrophe_grouped", "stray_space", "half_grouped")]
_ALL: Final = [*((name, SHAPES[name]) for name in ("grouped", "decimal", "english_grouped", "dotted_decimal")), *_ODD]
"""No text has two of these shapes; the first ones are the usual ones."""
_SCALES: Final[dict[str, int]] = {**_TABLE["behind_digits"], **_TABLE["glued"]}
_MAY_TOUCH: Final = frozenset([*_TABLE["may_touch"], *_SCALES])
SPACES: Final = " \u00a0\u2009\u202f"
_NO_SPACES: Final = str.maketrans("", "", SPACES + "'’")
_MAY_STAND_APART: Final = "tr"
_MOST_TOUCHING: Final = 12
_LONGEST: Final = 19


def alternation(names: Sequence[str]) -> str:
    """Return the names as a pattern, longest first, in lower and upper case."""
    return "|".join(re.escape(form) for name in sorted(names, key=len, reverse=True) for form in (name, name.upper()))


_TENTHS: Final = r"\d{1,3}(?![\d.,]*\d)"
_TOUCHING: Final = rf"đ(?:ồng)?(?!\w)|{_TENTHS}"
"""What may touch a multiplier: the currency (`30 triệuđ`), or the tenths (`1tr2`, `3triệu5`)."""
_SCALE: Final = re.compile(
    rf"[{SPACES}\n]?(?:(?P<word>{alternation(list(_TABLE['behind_digits']))})(?!(?!{_TOUCHING})\w)"
    rf"(?![ ](?:{'|'.join(_TABLE['words']['not_scale_before'])})\b)"
    rf"|(?P<short>{'|'.join(_TABLE['glued'])})(?:\.?(?=[ ]?đ)|(?!\w)|(?<=tr)(?={_TENTHS})))"
)


def parse_digits(text: str) -> tuple[Decimal, str] | None:
    """Return the value of digits with separators and the name of their shape; None when they are no number.

    >>> parse_digits("21.576,5"), parse_digits("0276.3822.145")
    ((Decimal('21576.5'), 'grouped'), None)
    >>> parse_digits("16’157"), parse_digits("3 .450")
    ((Decimal('16157'), 'apostrophe_grouped'), (Decimal('3450'), 'stray_space'))
    """
    if text.isdecimal():
        return (Decimal(text), "integer") if len(text) <= _LONGEST else None
    plain = text.isascii()
    for name, pattern in _ALL if plain else _ODD:
        if pattern.fullmatch(text):
            return _value(text, name), name
    spaced = (not plain or " " in text) and SHAPES["spaced"].fullmatch(text)
    return (_value(text, "spaced"), "spaced") if spaced else None


def _value(digits: str, shape: str) -> Decimal:
    if shape == "dotted_decimal":
        return Decimal(digits)
    if shape == "english_grouped":
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(".", "").translate(_NO_SPACES).replace(",", "."))


def is_loose(digits: str, shape: str) -> bool:
    """Tell whether a separator can be read in two ways: `6,558` (or thousands), `1.5` (or the number of a section)."""
    if shape == "decimal":
        comma = digits.find(",")
        return len(digits) - comma == 4 and digits[0] != "0" and comma <= 3
    return shape == "dotted_decimal"


def may_touch(text: str, end: int) -> bool:
    """Tell whether the letters right behind digits can be a unit or noun (57,7ha; 215đại biểu), no part of a code."""
    last = end
    while last < len(text) and last - end < _MOST_TOUCHING and text[last].isalpha():
        last += 1
    word = text[end:last]
    return word in _MAY_TOUCH or (len(word) > 1 and word.islower())


def scale_at(text: str, start: int) -> tuple[int, int] | None:
    """Return the multiplier that stands at `start`, a space before it allowed, and where it ends.

    >>> scale_at("1,2 tỷ đồng", 3), scale_at("45 tỷ lệ", 2)
    ((1000000000, 6), None)
    """
    match = _SCALE.match(text, start)
    if match is None:
        return None
    short = match["short"]
    if short is None:
        return _SCALES[match["word"].lower()], match.end()
    if text[start] in SPACES and short != _MAY_STAND_APART and text[match.end() : match.end() + 2].lstrip()[:1] != "đ":
        return None
    return _SCALES[short], match.end()
