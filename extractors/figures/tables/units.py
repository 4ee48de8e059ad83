"""Units as heads, captions and columns of units spell them -> the unit, what it is, and its multiplier.

`Kinh phí (tr.đ)`, `Vốn, tỷ đồng`, `Dự toán (1.000đ)`, `ĐVT: triệu`: the magnitude of a whole column stands there alone.
A multiplier without a unit multiplies what its head counts (`Dân số (nghìn người)`), else money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from extractors.figures.reading.counted import COUNTED, Counted
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "tables")
_UNITS: Final = _TABLE["units"]
_WORDS: Final[dict[str, int]] = _UNITS["multipliers"]
_SHORT: Final[dict[str, int]] = _UNITS["short"]
_CURRENCY: Final = "|".join(re.escape(word) for word in sorted(_UNITS["currency"], key=len, reverse=True))
_MULTIPLIED: Final = "|".join(_UNITS["multiplied"])
_SCALE: Final = re.compile(
    rf"(?:(?P<digits>1(?:0{{2,9}}|(?:[.,]000){{1,3}}))(?!\d)"
    rf"|(?P<word>{'|'.join(_WORDS)})(?=(?:{_CURRENCY})(?!\w)|\W|\Z)"
    rf"|(?P<short>{'|'.join(_SHORT)})(?=\.?[ ]?(?:{_CURRENCY})(?!\w)|\.[ ]?(?:{_MULTIPLIED})(?!\w)))[. ]*"
)
_BRACKETS: Final = re.compile(r"\s?[(\[](?P<inside>[^()\[\]]{1,40})[)\]]")
_LAST_BRACKET: Final = re.compile(r"\((?P<inside>[^()\d]{2,20})\)\W*\Z")
_INTRODUCED: Final = re.compile(rf"(?:{'|'.join(_TABLE['heads']['caption'])})\s?:\s?", re.IGNORECASE)
_LONGEST_UNIT: Final = 40
_BEFORE_UNIT: Final = 60
_MULTIPLIER: Final = re.compile(r"1[.,]?00")
_CAPTION: Final = re.compile(
    rf"(?:{'|'.join(_TABLE['heads']['caption'])})(?:[^:\n]{{0,20}}:[ ]?|[ ]?\(|[ ](?=(?:{'|'.join(_WORDS)})\b))"
    rf"(?P<unit>[^\n()|]{{1,{_LONGEST_UNIT}}})",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\s?[,:–-]\s+|\s?[,:/]\s?")
_AT_END: Final = frozenset(_UNITS["at_end"])
_MOST_WORDS: Final = 3
_MONEY: Final = Lexicon((word, True) for word in _UNITS["money"])
_NO_MONEY: Final = Lexicon((word, True) for word in _UNITS["no_money"])
_DIGITS: Final = re.compile(r"\d")
_MILLION: Final = 1_000_000


class Unit(NamedTuple):
    """A unit as written, what it is, and how many times its number counts; no words for a multiplier alone."""

    words: str | None = None
    what: Counted | None = None
    factor: int = 1

    @property
    def says_nothing(self) -> bool:
        """Whether neither a unit nor a multiplier is known."""
        return self.words is None and self.factor == 1


NO_UNIT: Final = Unit()


def unit_in(written: str) -> Unit:
    """Read a unit that stands alone.

    >>> unit_in("triệu đồng")[::2], unit_in("1.000đ")[::2], unit_in("tỷ").factor, unit_in("tỷ lệ").says_nothing
    (('đồng', 1000000), ('đồng', 1000), 1000000000, True)
    """
    factor = 1
    rest = _INTRODUCED.sub("", written.strip().lower(), count=1)
    while (scale := _SCALE.match(rest)) is not None:
        factor *= _factor(scale)
        rest = rest[scale.end() :].strip()
    if not rest:
        return Unit(factor=factor)
    keys = keys_of(rest)
    hit = COUNTED.at(keys, 0)
    if hit is None or not (hit[0] == len(keys) or keys[hit[0]] in "/,;"):
        return NO_UNIT
    what = next((reading for reading in hit[1] if not reading.needs_context), hit[1][0])
    unit = re.split(r"\s?[,;]", rest)[0].rstrip(" .")
    return Unit(_UNITS["currency"].get(unit, unit), what, factor)


def _factor(scale: re.Match[str]) -> int:
    if scale["digits"]:
        return int(re.sub(r"\D", "", scale["digits"]))
    return _WORDS[scale["word"]] if scale["word"] else _SHORT[scale["short"]]


def unit_in_head(words: str) -> tuple[Unit, int, int]:
    """Return the unit that a head names beside what it counts, and where: in brackets, behind a sign, at its end."""
    for match in _BRACKETS.finditer(words):
        unit = unit_in(match["inside"])
        if not unit.says_nothing:
            return unit, *match.span()
    for match in reversed(list(_APART.finditer(words))):
        unit = unit_in(words[match.end() :])
        if _is_measured(unit):
            return unit, match.start(), len(words)
    parts = words.split(" ")
    for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
        unit = unit_in(" ".join(parts[-length:]))
        if _is_measured(unit) and (unit.factor > 1 or parts[-1].lower() in _AT_END or length == len(parts)):
            return unit, max(0, len(words) - len(" ".join(parts[-length:])) - 1), len(words)
    return NO_UNIT, 0, 0


def _is_measured(unit: Unit) -> bool:
    return unit.what is not None and unit.what.measure not in (Measure.COUNT, Measure.DURATION, Measure.SCORE)


def without_unit(words: str) -> str:
    """Return a head without its unit, percent sign or number of a column in brackets."""
    _, start, end = unit_in_head(words)
    if not end:
        match = _BRACKETS.search(words)
        if match is None or not (match["inside"].strip() == "%" or match["inside"].strip().isdigit()):
            return words
        start, end = match.span()
    return (words[:start] + words[end:]).strip() or words


def of_money(factor: int) -> Unit:
    """Return the unit of a multiplier that stands for money, in đồng."""
    return unit_in("đồng")._replace(factor=factor)


def is_money(words: str) -> bool:
    """Tell whether a head names an amount of money (Kinh phí, Vốn, Đã giải ngân), not who spends or how many do.

    >>> is_money("Kế hoạch vốn"), is_money("Số hộ vay vốn"), is_money("Chủ đầu tư")
    (True, False, False)
    """
    keys = keys_of(words)
    return not any(_NO_MONEY.at(keys, at) for at in range(len(keys))) and any(
        _MONEY.at(keys, at) for at in range(len(keys))
    )


def completed(unit: Unit, noun: Unit, words: str) -> Unit:
    """Give a multiplier without a unit what it multiplies: the noun of its head, else money, else nothing named."""
    if unit.words is not None or unit.factor == 1:
        return unit
    if noun.words is not None:
        return noun._replace(factor=unit.factor)
    return of_money(unit.factor) if unit.factor >= _MILLION or is_money(words) else unit


def is_multiplier(text: str, start: int) -> bool:
    """Tell whether the digits at `start` are a multiplier in a caption and count nothing (`ĐVT: 1.000 đồng`)."""
    if not _MULTIPLIER.match(text, start):
        return False
    captions = _CAPTION.finditer(text, max(0, start - _BEFORE_UNIT), start + _LONGEST_UNIT)
    caption = next((match for match in captions if match.start("unit") == start), None)
    return caption is not None and not unit_in(caption["unit"].strip(" .;,")).says_nothing


def multiplier_in_head(words: str) -> int | None:
    """Return where the digits of a multiplier stand in a head: `Vốn (1.000đ)`."""
    _, start, end = unit_in_head(words)
    digits = _DIGITS.search(words, start, end)
    return digits.start() if digits else None


def caption_unit(lines: Sequence[str]) -> Unit:
    """Return the unit of a whole table: of the first line that names one (`ĐVT: triệu`, `(đơn vị: 1.000 đồng)`).

    A line that ends in a unit of many (`Số thu, chi chủ yếu (triệu đồng)`) names it as well.
    """
    for line in lines:
        match = _CAPTION.search(line)
        unit = unit_in(match["unit"].strip(" .;,")) if match else NO_UNIT
        if match is None and (last := _LAST_BRACKET.search(line)):
            unit = unit_in(last["inside"])
            unit = unit if unit.factor > 1 and _is_measured(unit) else NO_UNIT
        if not unit.says_nothing:
            return unit if unit.words else of_money(unit.factor)
    return NO_UNIT
