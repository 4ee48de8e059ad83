"""A number in its sentence -> whether it tells how many there are (a stock), not how many came to be in the period.

No single word decides it: what is counted, the verb, the words in front and behind and the time told are facts with a
weight each (`stock.toml`), and their sum does. A part of what there is is what there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.model import Measure, Modality, PeriodKind, Role
from extractors.rulebook import load_table

_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_MONEY: Final = Measure.MONEY
_CUMULATIVE: Final = PeriodKind.CUMULATIVE
_FLOW: Final = PeriodKind.FLOW
_PART: Final = Role.PART
_STOCK: Final = PeriodKind.STOCK
_TARGET: Final = Modality.TARGET
_TABLE: Final[dict[str, Any]] = load_table(__package__, "stock")
_LEAST: Final[int] = _TABLE["least"]
_INDICATORS: Final[dict[str, int]] = _TABLE["indicator"]
_AROUND: Final[dict[str, int]] = _TABLE["around"]
_WORDS: Final[dict[str, list[str]]] = _TABLE["words"]
_CELLS: Final[dict[str, list[str]]] = _TABLE["cells"]
_OF_WHAT_STANDS: Final = frozenset({None, _PART})
_SIGNS: Final = frozenset(",;.:()!?")
_JOINS: Final = frozenset(_WORDS["joins"])
_LEFT: Final = Lexicon((word, True) for word in _WORDS["left"])
_CAME: Final = Lexicon((word, True) for word in _WORDS["came"])
_SINCE: Final = Lexicon((word, True) for word in _WORDS["since"])
_ADDED_UP: Final = Lexicon((word, True) for word in _WORDS["added_up"])
_STANDING: Final = Lexicon((word, True) for word in _CELLS["standing"])
_ROW_ACTS: Final = Lexicon((word, True) for word in _CELLS["acts"])
_ON_A_DAY: Final = re.compile(
    rf"\((?:(?:tính )?đến (?:ngày )?)?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\)|(?:{'|'.join(_CELLS['end_of_time'])})(?!\w)"
)
"""A head of a row that says on which day things stood: Đảng số (31/12)."""
_MOST_BEHIND: Final = 7
"""Words behind what is counted in which its verb stands."""
_LEAST_TOLD: Final = 3
"""Words and the colon before them that make a clause of its own behind the title of a line."""
_FAR_BEFORE: Final = 200
_SIGN: Final = re.compile(r"[,;.()!?] ")
_DAYS_OF_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class _Fact:
    """A kind of fact: what its words weigh; words of `but` are none of them."""

    weight: int
    words: Lexicon[bool]


_SETTLED: Final = frozenset({"complaint", "case"})
"""What is received and then settled or left."""
_WORDS_OF_MATTER: Final = 20
"""Words from a complaint to what has become of it, at most: what it is about stands between."""


class _Facts:
    """The kinds of facts that words of one place are asked for; those that no word there begins are passed over."""

    def __init__(self, facts: Sequence[_Fact]) -> None:
        self._begun_by: Final[dict[str, list[_Fact]]] = {}
        for fact in facts:
            for first in fact.words.firsts:
                self._begun_by.setdefault(first, []).append(fact)

    def weight(self, keys: list[str]) -> int:
        """Return the sum of the weights of the facts that hold of the words."""
        if self._begun_by.keys().isdisjoint(keys):
            return 0
        begun = {id(fact): fact for key in keys if key in self._begun_by for fact in self._begun_by[key]}
        return sum([fact.weight for fact in begun.values() if _has(fact.words, keys)])


def _facts(at: str) -> tuple[_Fact, ...]:
    found = []
    for block in _TABLE["evidence"]:
        if block["at"] == at:
            words = [(word, True) for word in block["words"]]
            found.append(_Fact(block["weight"], Lexicon([*words, *((word, False) for word in block.get("but", ()))])))
    return tuple(found)


_OF_NOUN: Final = _Facts(_facts("noun"))
_BESIDE: Final = _facts("beside")
_IN_CLAUSE: Final = _Facts(_facts("clause"))
_EARLIER: Final = _Facts(_facts("earlier"))
_BEHIND: Final = _Facts(_facts("behind"))
_ACTS: Final = next(
    Lexicon([*((word, True) for word in block["words"]), *((word, False) for word in block["but"])])
    for block in _TABLE["evidence"]
    if block["name"] == "act"
)


def tell_stocks(drafts: Sequence[Draft], cells: Sequence[Draft]) -> None:
    """Give the numbers of what there is, in sentences and cells, the kind of period that is never added over time."""
    last: Draft | None = None
    for draft in drafts:
        if _came(draft):
            continue
        stands = _can_be_stock(draft) and (_is_left(draft) or evidence_of_stock(draft, last) >= _LEAST)
        if stands:
            last = draft
            _mark(draft)
        elif draft.period is not None and draft.period.kind is _STOCK:
            _tell_up_to_a_day(draft)
    for draft in drafts:
        if draft.role is _PART and _can_be_stock(draft) and not _came(draft) and _is_part_of_stock(draft):
            _mark(draft)
    for cell in cells:
        if cell.period is not None and cell.period.kind is _STOCK and _adds_up_to_a_day(cell, keys_of(cell.row or "")):
            cell.period = replace(cell.period, kind=_CUMULATIVE)
        if _can_be_stock(cell) and _INDICATORS[cell.indicator] >= 0 and _counts_what_stands(cell):
            _mark(cell)


def _came(draft: Draft) -> bool:
    """Tell whether a part came to be, or was honoured, in the period: `trong đó 19 mô hình mới đăng ký`."""
    if draft.role is not _PART or not draft.passage.sentence.holds(_CAME.firsts):
        return False
    return _has(_CAME, [*draft.keys[draft.at : draft.resume], *_behind(draft)])


def _is_left(draft: Draft) -> bool:
    """Tell whether what is counted was not done with at the end: `01 đơn về ranh giới nương rẫy đang hòa giải`."""
    if not draft.passage.sentence.holds(_LEFT.firsts):
        return False
    if _LEFT.at(draft.keys, draft.resume) is not None:
        return True
    return draft.indicator in _SETTLED and draft.role is None and bool(_LEFT.scan(_behind(draft, _WORDS_OF_MATTER)))


def _is_part_of_stock(draft: Draft) -> bool:
    """Tell whether a part only says which of those that there are: no act brought it about, nobody rated it.

    So in `có 65 mô hình, trong đó 23 mô hình được công nhận`, not in `phát triển 40 hội viên, nâng tổng số lên 900`.
    """
    parent = draft.parent
    stands = parent is not None and parent.period is not None and parent.period.kind is _STOCK
    return (
        stands and draft.label_rule != "level_of_scale" and not _has(_ACTS, draft.keys[_clause_start(draft) : draft.at])
    )


def _tell_up_to_a_day(draft: Draft) -> None:
    """Tell what a number that is told up to a day was added up from: the period around it, or a time not told.

    A bracket behind only says when counting stopped: `ban hành 43 văn bản (tính đến 30/9)` is of the quarter. Of money
    that was added up `là` tells no state: `giải ngân lũy kế đến ngày 15/6 là 46,5 tỷ đồng`.
    """
    if draft.around is not None and draft.around[0] is not None:
        draft.period, draft.period_told = draft.around
    elif draft.period is not None:
        keys = draft.keys[draft.floor : draft.at]
        summed = draft.measure is _MONEY and _has(_ADDED_UP, keys)
        stands = any(_stands_before(fact, draft, _before_hedges(draft)) for fact in _BESIDE)
        if (stands and not summed) or not _adds_up_to_a_day(draft, keys):
            return
        draft.period = replace(draft.period, kind=_CUMULATIVE)


def _adds_up_to_a_day(draft: Draft, keys: list[str]) -> bool:
    """Tell whether what is told up to a day was done until then: `lũy kế đến 20/12 thu được 81.914 triệu`."""
    return draft.role is not _CHANGE and (_has(_ACTS, keys) or _has(_SINCE, keys))


def _has(words: Lexicon[bool], keys: list[str]) -> bool:
    return not words.firsts.isdisjoint(keys) and any(told for _, _, told in words.scan(keys))


def _mark(draft: Draft) -> None:
    if draft.period is not None and draft.period.kind is _FLOW:
        draft.period = replace(draft.period, kind=_STOCK)


def _can_be_stock(draft: Draft) -> bool:
    return draft.measure is _COUNT and draft.role in _OF_WHAT_STANDS and draft.modality is not _TARGET


def evidence_of_stock(draft: Draft, last: Draft | None) -> int:
    """Return the sum of the weights of what says that a number tells how many there are.

    `last` is the number of what there is before it, in this sentence or another.
    """
    nearest = _AROUND["turns"] if draft.unit is not None and draft.unit.startswith("lượt") else 0
    beside = _before_hedges(draft)
    clause = _clause_start(draft)
    before = _without_title(draft.keys[clause : draft.at]) or _line_above(draft)
    colon = before[-1:] == [":"] or ":" in draft.keys[max(draft.floor, beside - 1) : draft.at]
    total = nearest + _INDICATORS[draft.indicator] + _of_noun(draft, before)
    if total <= -_LEAST:
        return total
    total += _AROUND["colon"] * colon + _AROUND["goes_on"] * _goes_on(last, draft, beside) + _of_time(draft)
    total += max((fact.weight for fact in _BESIDE if _stands_before(fact, draft, beside)), default=0)
    total += _IN_CLAUSE.weight(before) + _BEHIND.weight(_behind(draft))
    return total + (_EARLIER.weight(draft.keys[draft.floor : clause]) if clause > draft.floor else 0)


def _of_noun(draft: Draft, before: list[str]) -> int:
    """Return what the noun says: that of the number, where its indicator says nothing, and that before a colon."""
    if _INDICATORS[draft.indicator] > 0:
        return 0
    told = _OF_NOUN.weight(keys_of(draft.unit) if draft.unit else before)
    return told or (_OF_NOUN.weight(before) if ":" in before else 0)


def _stands_before(fact: _Fact, draft: Draft, at: int) -> bool:
    hit = fact.words.before(draft.keys, at)
    return hit is not None and hit[1] and hit[0] >= draft.floor


def _of_time(draft: Draft) -> int:
    """Return what the time says that the number's own sentence tells of it."""
    told, period = draft.period_told, draft.period
    if period is None or told is None or told.told != "sentence":
        return 0
    if period.kind is _STOCK:
        return _AROUND["on_a_day"]
    year = (period.end - period.start).days + 1 >= _DAYS_OF_YEAR and period.kind is _FLOW
    return _AROUND["in_a_year" if year else "in_a_time"]


def _goes_on(last: Draft | None, draft: Draft, beside: int) -> bool:
    """Tell whether a number goes on with the list of a stock: `có 58 tổ chức đảng trực thuộc, 1.885 đảng viên`."""
    if last is None or last.keys is not draft.keys or draft.at <= last.at:
        return False
    between = draft.keys[max(last.resume, last.at + 1) : draft.at]
    return NUMBER not in between and any(key in _JOINS for key in between) and beside > last.at


def _clause_start(draft: Draft) -> int:
    """Return where the part of the sentence begins that the number stands in, behind the last sign but a colon."""
    start = draft.at
    while start > draft.floor and (draft.keys[start - 1] not in _SIGNS or draft.keys[start - 1] == ":"):
        start -= 1
    return start


def _without_title(before: list[str]) -> list[str]:
    """Return the words of a clause without what titles its line: `Công tác tổ chức: dưới Đảng ủy có`."""
    titled = next((at for at in range(len(before) - _LEAST_TOLD, -1, -1) if before[at] == ":"), -1)
    return before[titled + 1 :]


def _line_above(draft: Draft) -> list[str]:
    """Return the words behind the last sign of the line above, where a number opens its line and a colon ends that."""
    text, start = draft.passage.text, draft.passage.sentence.start
    if draft.at > 0 or start == 0:
        return []
    line = text[max(text.rfind("\n", 0, start - 1) + 1, start - _FAR_BEFORE) : start].strip()
    return keys_of(_SIGN.split(line)[-1]) if line.endswith(":") else []


def _behind(draft: Draft, most: int = _MOST_BEHIND) -> list[str]:
    """Return the words from what is counted on to the next sign or number."""
    end = draft.resume
    while end < min(len(draft.keys), draft.resume + most) and draft.keys[end] not in _SIGNS:
        if draft.keys[end] == NUMBER:
            break
        end += 1
    return draft.keys[draft.resume : end]


def _before_hedges(draft: Draft) -> int:
    """Return where the words before a number end, those that hedge it left out, but for one that tells a state."""
    at = draft.at
    while (hedge := COPULAS.before(draft.keys, at)) is not None and hedge[0] > draft.floor:
        if any(fact.words.before(draft.keys, at) is not None for fact in _BESIDE):
            break
        at = hedge[0]
    return at


def _counts_what_stands(cell: Draft) -> bool:
    """Tell whether the heads of a cell name what there is (Số đảng viên, Hộ nghèo), and nothing done in the period."""
    keys = keys_of(" ".join(filter(None, (cell.row, cell.column))))
    stands = bool(_STANDING.scan(keys)) or _ON_A_DAY.search(cell.row or "") is not None
    return stands and not (_has(_ACTS, keys) or _ROW_ACTS.scan(keys))
