"""A text that is one amount of money -> its value and currency: `10.000 đồng`, `USD1,23`, `2 đô la và 23 xen`.

For the numeral suites alone; figures in running text get their unit from `units`.
Names of currencies: `amounts.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.rulebook import load_table
from extractors.values.numerals import parse_numeral

_CURRENCIES: Final[dict[str, str]] = load_table(__package__, "amounts")["currencies"]
_NAMES: Final = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_BEFORE: Final = re.compile(rf"(?P<name>{_NAMES})\s?(?P<number>[\d.,]+[km]?)")
_BEHIND: Final = re.compile(
    rf"(?P<number>.*?[^\s])\s?(?P<name>{_NAMES})(?:\s(?:và\s)?(?P<small>\d{{1,2}})(?:\s(?:xen|xu|cents?))?)?"
)
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a currency, named as the table names it (VND, USD, Dollar, EUR)."""

    value: Decimal
    currency: str


def parse_amount(text: str) -> Amount | None:
    """Return the amount that the text is, None if it is none; a second number counts hundredths (`2 đô 23 xu`).

    >>> parse_amount("10.000 đồng")
    Amount(value=Decimal('10000'), currency='VND')
    >>> parse_amount("hai đô la và 23 xen").value, parse_amount("10 người")
    (Decimal('2.23'), None)
    """
    bare = " ".join(text.split()).lower()
    if len(bare) > _LONGEST:
        return None
    before = _BEFORE.fullmatch(bare)
    if before:
        value = parse_numeral(before["number"].rstrip(".,"))
        return None if value is None else Amount(value, _CURRENCIES[before["name"]])
    behind = _BEHIND.fullmatch(bare)
    if behind is None:
        return None
    value = _decimal_words(behind["number"])
    if value is None:
        return None
    if behind["small"]:
        value += Decimal(behind["small"]) / 100
    return Amount(value, _CURRENCIES[behind["name"]])


def _decimal_words(number: str) -> Decimal | None:
    """Read a number whose decimals stand in digits behind the word (`hai phẩy 23`)."""
    whole, point, decimals = number.partition(" phẩy ") if " phẩy " in number else number.partition(" chấm ")
    if point and decimals.isdecimal():
        value = parse_numeral(whole)
        return None if value is None else value + Decimal(f"0.{decimals}")
    return parse_numeral(number)
