"""A number in its sentence -> whether it tells how many there are (a stock), not how many came to be in the period."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS
from extractors.figures.words import Lexicon
from extractors.model import Measure, Modality, PeriodKind
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "stock")
_INDICATORS: Final = frozenset(_WORDS["indicators"])
_STATES: Final = Lexicon((word, True) for word in _WORDS["states"])
_ACTS: Final = Lexicon((word, True) for word in _WORDS["acts"])


def tell_stocks(drafts: list[Draft]) -> None:
    """Give the numbers of what there is the kind of period that is never added over time."""
    for draft in drafts:
        period = draft.period
        if period is not None and period.kind is PeriodKind.FLOW and _is_stock(draft):
            draft.period = replace(period, kind=PeriodKind.STOCK)


def _is_stock(draft: Draft) -> bool:
    if draft.indicator not in _INDICATORS or draft.measure is not Measure.COUNT or draft.role is not None:
        return False
    if draft.modality is Modality.TARGET or draft.rule == "table" or draft.at == draft.floor:
        return False
    at = draft.at
    while (hedge := COPULAS.before(draft.keys, at)) is not None and hedge[0] > draft.floor:
        if _STATES.before(draft.keys, at) is not None:
            break
        at = hedge[0]
    return _STATES.before(draft.keys, at) is not None and not _ACTS.scan(draft.keys[draft.floor : at])
