"""Figures -> shares that the two numbers told beside them do not give, whatever they were linked to.

`đạt 64,3% kế hoạch (27/42 công trình)`; `335 hộ nghèo trong tổng số 9.850 hộ, chiếm 3,4%`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from extractors.model import Figure, Measure, Problem, Role
from extractors.rulebook import any_of, load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["share_checks"]
_IN_BRACKET: Final = re.compile(r"[^().;,\n]{0,30}\(")
_OF_ALL: Final = re.compile(r"[^.;:,\n]{0,40}\s(?:trong|trên)\s(?:tổng\s)?số\s")
_TELLS: Final = re.compile(r"[^.;:,\d\n]{0,30},?\s" + any_of(_WORDS["tells"]) + r"\s(?:tỷ lệ\s)?(?:khoảng\s)?")
_HALF: Final = Decimal("0.5000001")
_HUNDRED: Final = Decimal(100)


def check_shares_told(
    text: str, figures: Sequence[Figure], step: Callable[[Figure], Decimal], show: Callable[[Decimal], str]
) -> Iterator[Problem]:
    """Yield the shares that differ from what part and whole give by more than rounding.

    `step` is the worth of the last digit written of a figure, `show` writes a number.
    """
    for share, part, whole in (*_in_brackets(text, figures), *_of_totals(text, figures)):
        exact = part / whole * _HUNDRED
        if abs(exact - share.value) > step(share) * _HALF:
            shown = show(exact.quantize(min(step(share), Decimal("0.1")), ROUND_HALF_UP))
            message = f"Tỷ lệ ghi {show(share.value)}%, nhưng {show(part)}/{show(whole)} = {shown}%."
            yield Problem("share_mismatch", message, share.start, share.end)


def _in_brackets(text: str, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Decimal, Decimal]]:
    """Yield shares with the ratio in the bracket behind them."""
    for share, ratio in pairwise(figures):
        told = ratio.of and _is_share(share) and not ratio.hedge
        if told and ratio.of and _IN_BRACKET.fullmatch(text, share.end, ratio.start):
            yield share, ratio.value, ratio.of


def _of_totals(text: str, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Decimal, Decimal]]:
    """Yield shares behind a part and its total, where they were linked to the total."""
    for (part, whole), (_, share) in pairwise(pairwise(figures)):
        counted = part.measure is whole.measure is Measure.COUNT and whole.value and not (part.hedge or whole.hedge)
        linked = share.of_figure is not None and figures[share.of_figure] is whole
        if not (counted and linked and _is_share(share)):
            continue
        if _OF_ALL.fullmatch(text, part.end, whole.start) and _TELLS.fullmatch(text, whole.end, share.start):
            yield share, part.value, whole.value


def _is_share(figure: Figure) -> bool:
    percent = figure.measure is Measure.PERCENT and figure.role is not Role.CHANGE
    return percent and figure.hedge is None and figure.value_max is None
