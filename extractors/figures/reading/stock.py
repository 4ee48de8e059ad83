"""A number in its sentence -> whether it tells how many there are (a stock), not how many came to be in the period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure, Modality, PeriodKind, Role
from extractors.rulebook import load_table

_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_CUMULATIVE: Final = PeriodKind.CUMULATIVE
_FLOW: Final = PeriodKind.FLOW
_STOCK: Final = PeriodKind.STOCK
_TARGET: Final = Modality.TARGET
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "stock")
_INDICATORS: Final = frozenset(_WORDS["indicators"])
_STATES: Final = Lexicon((word, True) for word in _WORDS["states"])
_ACTS: Final = Lexicon([*((word, True) for word in _WORDS["acts"]), *((word, False) for word in _WORDS["no_acts"])])
_STANDING: Final = Lexicon((word, True) for word in _WORDS["standing"])
_STILL: Final = Lexicon((word, True) for word in _WORDS["still"])
_SINCE: Final = Lexicon((word, True) for word in _WORDS["since"])
_OF_WHAT_STANDS: Final = frozenset({None, Role.PART})
_ROW_ACTS: Final = Lexicon((word, True) for word in _WORDS["row_acts"])
_ON_A_DAY: Final = re.compile(
    rf"\((?:(?:tính )?đến (?:ngày )?)?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\)|(?:{'|'.join(_WORDS['end_of_time'])})(?!\w)"
)
"""A head of a row that says on which day things stood: Đảng số (31/12)."""
_JOINS: Final = frozenset(_WORDS["joins"])


def tell_stocks(drafts: Sequence[Draft], cells: Sequence[Draft]) -> None:
    """Give the numbers of what there is, in sentences and cells, the kind of period that is never added over time."""
    last: Draft | None = None
    for draft in (*drafts, *cells):
        if draft.period is not None and draft.period.kind is _STOCK and _adds_up_to_a_day(draft):
            draft.period = replace(draft.period, kind=_CUMULATIVE)
    for draft in drafts:
        if _can_be_stock(draft) and (_is_stock(draft) or (last is not None and _goes_on(last, draft))):
            last = draft
            _mark(draft)
    for cell in cells:
        if _can_be_stock(cell) and _counts_what_stands(cell):
            _mark(cell)


def _adds_up_to_a_day(draft: Draft) -> bool:
    """Tell whether what is told up to a day is what was done until then: `lũy kế đến 20/12 thu được 81.914 triệu`."""
    if draft.role is _CHANGE or (not draft.row and _STATES.before(draft.keys, _before_hedges(draft)) is not None):
        return False
    keys = keys_of(draft.row) if draft.row else draft.keys[draft.floor : draft.at]
    return _has_act(keys) or bool(_SINCE.scan(keys))


def _has_act(keys: list[str]) -> bool:
    return any(hit[2] for hit in _ACTS.scan(keys))


def _mark(draft: Draft) -> None:
    if draft.period is not None and draft.period.kind is _FLOW:
        draft.period = replace(draft.period, kind=_STOCK)


def _can_be_stock(draft: Draft) -> bool:
    counted = draft.indicator in _INDICATORS and draft.measure is _COUNT and draft.role in _OF_WHAT_STANDS
    return counted and draft.modality is not _TARGET


def _is_stock(draft: Draft) -> bool:
    at = _before_hedges(draft)
    told = draft.at > draft.floor and _STATES.before(draft.keys, at) is not None
    told = told or _STILL.at(draft.keys, draft.resume) is not None
    return told and not _has_act(draft.keys[draft.floor : at])


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Tell whether a number goes on with the list of a stock: `có 58 tổ chức đảng trực thuộc, 1.885 đảng viên`."""
    if last.keys is not draft.keys or draft.at <= last.at:
        return False
    between = draft.keys[last.at + 1 : _before_hedges(draft)]
    return between[-1:] != [] and between[-1] in _JOINS and ";" not in between and not _has_act(between)


def _before_hedges(draft: Draft) -> int:
    """Return where the words before a number end, those that hedge it left out, but for one that tells a state."""
    at = draft.at
    while (hedge := COPULAS.before(draft.keys, at)) is not None and hedge[0] > draft.floor:
        if _STATES.before(draft.keys, at) is not None:
            break
        at = hedge[0]
    return at


def _counts_what_stands(cell: Draft) -> bool:
    """Tell whether the heads of a cell name what there is (Số đảng viên, Hộ nghèo), and nothing done in the period."""
    keys = keys_of(" ".join(filter(None, (cell.row, cell.column))))
    return (bool(_STANDING.scan(keys)) or _ON_A_DAY.search(cell.row or "") is not None) and not (
        _has_act(keys) or _ROW_ACTS.scan(keys)
    )
