"""A stored number and its Excel format code -> the text that the cell shows to a Vietnamese reader.

Dots between thousands, a comma before decimals, days as dd/mm/yyyy. A format that is not understood
(fractions, conditions) shows the number as a cell without a format does. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 41: '#,##0;(#,##0);"-"', 42: '#,##0;(#,##0);"-"', 43: '#,##0.00;(#,##0.00);"-"',
    44: '#,##0.00;(#,##0.00);"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_GENERAL: Final = "general"
_LONGEST_CODE: Final = 255
_MOST_DECIMALS: Final = 30
_LARGEST: Final = Decimal(10) ** 15
_EXACT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_SHOWN: Final = Context(prec=11, rounding=ROUND_HALF_UP)
_LAST_DAY: Final = 2958465
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<digits>[#0?][#0?,.]*|\.[#0?]+)|(?P<other>.)',
    re.DOTALL,
)
_DAY_LETTERS: Final = frozenset("ymdhsYMDHS")
_STORED: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[Ee][+-]?\d{1,3})?")


class Section(NamedTuple):
    """One of the up to four parts of a format: the text around the digits, how they are cut, or the units of a day."""

    before: str = ""
    digits: str = ""
    after: str = ""
    percents: int = 0
    units: str = ""
    plain: bool = False


def show_number(stored: str, code: str, from_1904: bool = False) -> str:
    """Return what a cell shows; text that is no number is returned as it is.

    >>> show_number("1234567.5", "#,##0"), show_number("0.3624", "0.00%"), show_number("45291", "d/m/yy")
    ('1.234.568', '36,24%', '31/12/2023')
    >>> show_number("1234567.5", "General"), show_number("-1200", '#,##0;(#,##0);"-"')
    ('1234567,5', '(1.200)')
    """
    if not _STORED.fullmatch(stored):
        return stored
    value = Decimal(stored)
    if abs(value) >= _LARGEST:
        return stored
    value = _EXACT.plus(value)
    sections = read_format(code)
    index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[index]
    if section.plain:
        return _general(value)
    if section.units:
        return _moment(value, section.units, from_1904) or _general(value)
    shown = _digits(abs(value), section) if section.digits else ""
    sign = "-" if value < 0 and index == 0 and shown.strip("0,.") else ""
    return f"{sign}{section.before}{shown}{section.after}".strip()


@lru_cache(maxsize=1024)
def read_format(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code: positive, negative and zero, as many as it has."""
    if len(code) > _LONGEST_CODE or code.lower() == _GENERAL:
        return (Section(plain=True),)
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token.group() == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_read_section(tokens) for tokens in parts[:3])


def _read_section(tokens: list[re.Match[str]]) -> Section:
    before, digits, after, units, percents = "", "", "", "", 0
    for token in tokens:
        bracket, other = token["bracket"], token["other"]
        if bracket is not None:
            if bracket[:1] in "<>=" and bracket:
                return Section(plain=True)
            written = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
            units += bracket.lower() if bracket and set(bracket.lower()) <= {"h", "m", "s"} else ""
        elif token["digits"]:
            if digits:
                return Section(plain=True)
            digits = token["digits"]
            continue
        elif other is not None and other in _DAY_LETTERS:
            units += other.lower()
            continue
        else:
            written = token["quoted"] or token["escaped"] or other or ""
            percents += other == "%"
            if other is not None and other in "@EGe/" and (digits or other in "@G"):
                return Section(plain=True)
        before, after = (before, after + written) if digits else (before + written, after)
    return Section(before, digits, after, percents, units)


def _digits(value: Decimal, section: Section) -> str:
    """Return the digits of a number as a section cuts them: rounded, grouped, filled with noughts."""
    whole, _, fraction = section.digits.partition(".")
    scaled = len(whole) - len(whole.rstrip(",")) if not fraction else len(fraction) - len(fraction.rstrip(","))
    places = min(sum(sign in "0#?" for sign in fraction), _MOST_DECIMALS)
    value = value.scaleb(2 * section.percents - 3 * scaled).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    written, _, decimals = f"{value:f}".partition(".")
    written = written.lstrip("0").rjust(min(whole.count("0"), _MOST_DECIMALS), "0")
    if "," in whole.rstrip(","):
        written = _grouped(written)
    least = min(fraction.count("0"), _MOST_DECIMALS)
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return written + (f",{decimals}" if decimals else "")


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    return ".".join(group for group in groups if group)


def _general(value: Decimal) -> str:
    """Return a number without a format: whole ones as they are, others to eleven digits."""
    if value != value.to_integral_value():
        value = _SHOWN.plus(value)
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", ",")


def _moment(value: Decimal, units: str, from_1904: bool) -> str | None:
    """Return a day, a clock time or both; None for a serial number that is no day."""
    if not 0 <= value <= _LAST_DAY:
        return None
    serial = int(value)
    minutes = int((value - serial) * 1440 + Decimal("0.5"))
    clocked = "h" in units or "s" in units
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    if clocked and not {"y", "d"} & set(units):
        return f"{serial * 24 + minutes // 60:02}:{minutes % 60:02}" if serial else clock
    # Excel counts a 29 February 1900 that never was.
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if serial < 60 else 30)
    try:
        day = first + timedelta(days=serial)
    except OverflowError:
        return None
    parts = [f"{day.day:02}"] * ("d" in units) + [f"{day.month:02}"] * ("m" in units) + [str(day.year)] * ("y" in units)
    return " ".join(["/".join(parts), *([clock] if clocked else [])])
