"""Number words -> Decimal: "hai mươi mốt nghìn không trăm mười một" -> 21011, with the spoken short forms.

Words come one by one, lower case. Northern and southern variants and the elisions of speech
(`hai mốt`, `một trăm hai` = 120, `năm nghìn rưỡi`) follow the rules in `numerals.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "numerals")
DIGITS: Final[dict[str, int]] = _TABLE["digits"]
SCALES: Final[dict[str, int]] = _TABLE["scales"]
_SHORT_TENS: Final[dict[str, int]] = _TABLE["short_tens"]
_SCALES_DOWN: Final = tuple(sorted(set(SCALES.values()), reverse=True))
_WORDS: Final[dict[str, list[str]]] = _TABLE["words"]
_TEN: Final = frozenset(_WORDS["ten"])
_TENS: Final = frozenset(_WORDS["tens"])
_HUNDRED: Final = frozenset(_WORDS["hundred"])
_DOZEN: Final = frozenset(_WORDS["dozen"])
_FILLER: Final = frozenset(_WORDS["filler"])
_HALF: Final = frozenset(_WORDS["half"])
_POINT: Final = frozenset(_WORDS["point"])
NEVER_FIRST: Final = frozenset(_WORDS["never_first"])
NUMBER_WORDS: Final = frozenset(
    [
        *DIGITS,
        *SCALES,
        *_SHORT_TENS,
        *(word for key in ("ten", "tens", "hundred", "filler", "half", "point") for word in _WORDS[key]),
    ]
)
_MOST_WORDS: Final = 40


def parse_words(words: Sequence[str]) -> Decimal | None:
    """Return the number that the words spell, None if they spell none.

    Source: spoken Vietnamese, `numerals.toml`.

    >>> parse_words("hai mươi mốt nghìn không trăm mười một".split())
    Decimal('21011')
    >>> parse_words(["một", "trăm", "hai"]), parse_words(["năm", "rưỡi"]), parse_words(["ba", "bốn", "năm"])
    (Decimal('120'), Decimal('5.5'), None)
    """
    if not words or len(words) > _MOST_WORDS:
        return None
    for index, word in enumerate(words):
        if word in _POINT:
            return _with_decimals(words[:index], words[index + 1 :])
    whole = _whole(words)
    if whole is None and len(words) == 2 and words[1] in _HALF and words[0] in DIGITS:
        return Decimal(DIGITS[words[0]]) + Decimal("0.5")
    return None if whole is None else Decimal(whole)


def _with_decimals(before: Sequence[str], after: Sequence[str]) -> Decimal | None:
    """Read `hai phẩy năm`, `ba phẩy hai lăm triệu`: digits one by one or a number below a hundred, then a scale."""
    scale = 1
    while after and after[-1] in SCALES:
        scale *= SCALES[after[-1]]
        after = after[:-1]
    whole = _whole(before)
    if whole is None or not after:
        return None
    if all(word in DIGITS for word in after):
        decimals = "".join(str(DIGITS[word]) for word in after)
    else:
        below = _below_hundred(after)
        if below is None:
            return None
        decimals = str(below)
    return Decimal(f"{whole}.{decimals}") * scale


def _whole(words: Sequence[str]) -> int | None:
    """Read a whole number by its highest scale: left of it the multiplier, right of it the rest."""
    for scale in _SCALES_DOWN:
        for index in range(len(words) - 1, -1, -1):
            if SCALES.get(words[index]) == scale:
                left = _whole(words[:index]) if index else 1
                rest = _after_scale(words[index + 1 :], scale)
                return None if left is None or rest is None or left >= scale else left * scale + rest
    return _below_thousand(words)


def _after_scale(words: Sequence[str], scale: int) -> int | None:
    """Read what follows nghìn, triệu, tỷ; a lone digit counts the next lower place (`một triệu hai`)."""
    if not words:
        return 0
    if len(words) == 1:
        if words[0] in _HALF:
            return scale // 2
        if words[0] in DIGITS:
            return DIGITS[words[0]] * scale // 10
    rest = _whole(words[1:]) if words[0] in _FILLER else _whole(words)
    return rest if rest is not None and rest < scale else None


def _below_thousand(words: Sequence[str]) -> int | None:
    for index, word in enumerate(words):
        if word in _HUNDRED:
            hundreds = 1 if index == 0 else DIGITS.get(words[0]) if index == 1 else None
            rest = _after_hundred(words[index + 1 :])
            return None if hundreds is None or rest is None else hundreds * 100 + rest
    if len(words) == 2 and words[0] in _FILLER:
        return DIGITS.get(words[1])
    return _below_hundred(words)


def _after_hundred(words: Sequence[str]) -> int | None:
    """Read what follows trăm: `linh năm` 5, `rưỡi` 50, a lone digit tens (`một trăm hai`)."""
    if not words:
        return 0
    if words[0] in _FILLER:
        return DIGITS.get(words[1]) if len(words) == 2 else None
    if len(words) == 1:
        if words[0] in _HALF:
            return 50
        if words[0] in DIGITS:
            return DIGITS[words[0]] * 10
    return _below_hundred(words)


def _below_hundred(words: Sequence[str]) -> int | None:
    if not words or len(words) > 3:
        return None
    first, last = words[0], words[-1]
    if first in _TEN:
        return 10 if len(words) == 1 else 10 + DIGITS[last] if len(words) == 2 and last in DIGITS else None
    if first in _SHORT_TENS:
        return _SHORT_TENS[first] + DIGITS[last] if len(words) == 2 and last in DIGITS else None
    digit = DIGITS.get(first)
    if digit is None:
        return None
    if len(words) == 1:
        return digit
    if words[1] in _TENS:
        return digit * 10 if len(words) == 2 else digit * 10 + DIGITS[last] if last in DIGITS else None
    if words[1] in _DOZEN and len(words) == 2:
        return digit * 12
    return digit * 10 + DIGITS[last] if len(words) == 2 and last in DIGITS else None
