"""`giá trị=18.746` as a person types it -> the field and its value as the record writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from extractors.values.numerals import parse_numeral
from pipeline.choices import read_choice
from pipeline.corrections.model import Kind, fields_of, type_of
from pipeline.errors import UsageError
from pipeline.periods import read_day

_NUMBER: Final = re.compile(r"(?P<whole>-?\d{1,3}(?:\.\d{3})+|-?\d+)(?:,(?P<part>\d+))?")
"""A number as documents write it: thousands parted by dots, decimals behind a comma."""
_TERMS: Final = ("month", "quarter", "half_year", "year")


def read_fields(words: Iterable[str], kind: Kind) -> Mapping[str, str]:
    """Return `field=value` words as fields of a kind; UsageError for another form, field or value of a closed set.

    >>> read_fields(["giá trị=18.746", "chỉ tiêu=hội nghị"], Kind.FIGURE)
    {'value': '18746', 'indicator': 'conference'}
    >>> read_fields(["giá trị=12 tỷ 750 triệu"], Kind.FIGURE)
    {'value': '12750000000'}
    >>> read_fields(["hạn=30/6/2022", "phối hợp="], Kind.TASK)
    {'deadline_date': '2022-06-30', 'joint': ''}
    """
    fields = {}
    for word in words:
        called, equals, value = word.partition("=")
        if not equals:
            raise UsageError("correct.no_equals", word=word)
        name = read_choice(called.strip(), "field", fields_of(kind))
        fields[name] = _value(kind, name, value.strip())
    return fields


def _value(kind: Kind, name: str, value: str) -> str:
    wanted = type_of(kind, name)
    if not value:
        return value
    if name == "recurs":
        return read_choice(value, "term", _TERMS)
    if issubclass(wanted, StrEnum):
        return read_choice(value, wanted.__name__.lower(), [one.value for one in wanted])
    if wanted is date:
        return read_day(value).isoformat()
    number = _NUMBER.fullmatch(value) if wanted is Decimal else None
    if number is None:
        amount = parse_numeral(value) if wanted is Decimal and "/" not in value else None
        return value if amount is None else f"{amount:f}"
    return number["whole"].replace(".", "") + (f".{number['part']}" if number["part"] else "")
