"""What a number without a unit measures: money (`mỗi hộ 60 triệu`) or a yield (`sản lượng lạc đạt 164,2`)."""

from __future__ import annotations

from itertools import pairwise
from string import digits
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COUNTED, back_over_copulas
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_MONEY: Final = Measure.MONEY
_TABLE: Final = load_table(__package__, "phrases_around")
_ENDS: Final = frozenset({",", ";", "(", ")", ".", NUMBER, "và"})
_YIELDS: Final = Lexicon((word, True) for word in _TABLE["yields"])
_YIELD_BEFORE: Final = 8
_MONEY_NOUNS: Final = frozenset(_TABLE["money_nouns"])
_MONEY_VERBS: Final = Lexicon((word, True) for word in _TABLE["money_verbs"])
_ABBREVIATED_MONEY: Final = ("k", "K", "tr")
_LEAST_BARE_AMOUNT: Final = 10_000
_LEAST_PRICE: Final = 1_000
_SOLD_BY: Final = frozenset({Measure.WEIGHT, Measure.VOLUME, Measure.AREA, Measure.LENGTH})
_LEAST_MILLION: Final = 1_000_000
_SHARED_OUT: Final = Lexicon((word, True) for word in _TABLE["shared_out"])


def is_money(draft: Draft) -> bool:
    """Tell whether a number without a unit is an amount of money: a bare tỷ, or behind a word of money."""
    if draft.numeral.scaled and draft.numeral.value >= 1_000_000_000 and not draft.numeral.spelled:
        return True
    if _is_price(draft):
        return True
    near = draft.keys[max(draft.floor, draft.at - 8) : draft.at]
    if not draft.numeral.scaled and ";" in near:
        near = near[len(near) - near[::-1].index(";") :]
    if not _MONEY_NOUNS.isdisjoint(near) or not _MONEY_NOUNS.isdisjoint(map(" ".join, pairwise(near))):
        return True
    return draft.numeral.scaled and _is_paid(draft)


def _is_price(draft: Draft) -> bool:
    """Tell whether a bare number is what a measure of goods costs: `đá các loại là 55.000/m3`."""
    per = COUNTED.at(draft.keys, draft.at + 2) if draft.keys[draft.at + 1 : draft.at + 2] == ["/"] else None
    measured = per is not None and per[1][0].measure in _SOLD_BY
    return measured and draft.numeral.of is None and draft.numeral.value >= _LEAST_PRICE


def is_yield(draft: Draft) -> bool:
    """Tell whether a number without a unit is what was grown or made: `Sản lượng lạc đạt 164,2`."""
    keys = draft.keys
    for at in range(draft.at - 2, max(draft.floor, draft.at - _YIELD_BEFORE) - 1, -1):
        if _YIELDS.at(keys, at):
            return _ENDS.isdisjoint(keys[at : draft.at])
    return False


def _is_paid(draft: Draft) -> bool:
    """Tell whether a bare nghìn or triệu is money: short as money is (15k, 1tr2), or given and taken."""
    keys = draft.keys
    if draft.passage.sentence.words[draft.at].rstrip(digits).endswith(_ABBREVIATED_MONEY):
        return True
    lists_on = keys[draft.at + 1 : draft.at + 2] in ([","], ["và"], ["-"], ["/"]) and keys[
        draft.at + 2 : draft.at + 3
    ] == [NUMBER]
    if draft.numeral.value < _LEAST_BARE_AMOUNT or lists_on:
        return False
    shared_to = back_over_copulas(draft.keys, draft.at, 0)
    if draft.numeral.value >= _LEAST_MILLION and _SHARED_OUT.before(draft.keys, shared_to):
        return True
    if draft.keys[draft.at + 1 : draft.at + 2] == ["/"] and COUNTED.at(draft.keys, draft.at + 2):
        return True
    if draft.numeral.value >= _LEAST_MILLION and keys[draft.at - 2 : draft.at - 1] == ["mỗi"]:
        return True
    if draft.numeral.value >= _LEAST_MILLION and any(d.measure is _MONEY for d in draft.passage.drafts):
        return True
    start = max(draft.floor, draft.at - 12)
    return any(keys[at] in _MONEY_VERBS.firsts and _MONEY_VERBS.at(keys, at) for at in range(start, draft.at))
