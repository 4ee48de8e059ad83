"""One numeral of a text, and the percent sign that may follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.rulebook import load_table
from extractors.values.digits import SPACES, alternation

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "numerals")["words"]
PERCENT: Final = re.compile(rf"[{SPACES}]?(?:%|(?:{alternation(_WORDS['percent'])})(?!\w))")


@dataclass(slots=True)
class Numeral:
    """One numeral of a text: `text[start:end]` with multiplier and percent sign, `tail` past a restatement in words.

    `value` has the multiplier applied; `value_max` is the upper end of a range, `of` the second part
    of a ratio. `scaled` tells that a multiplier is written, `spelled` that it stands in words,
    `loose` that its separator can be read in two ways (`6,558`, `1.5`).
    """

    start: int
    end: int
    value: Decimal
    tail: int = 0
    value_max: Decimal | None = None
    of: Decimal | None = None
    percent: bool = False
    scaled: bool = False
    spelled: bool = False
    loose: bool = False
