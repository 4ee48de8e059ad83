"""The noun that stands before its number: `số người dự ... là 164`, `đại biểu: 150` (gold guidelines, "unit")."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import (
    COUNTED,
    SEXES,
    counted_at,
)
from extractors.figures.reading.unit import Unit, as_written
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "units")["words"]
_TABLE: Final = load_table(__package__, "phrases_around")
_BEFORE_NO_QUANTITY: Final = frozenset(_TABLE["no_quantity_behind"])
_WHOLE: Final = "tổng"
_QUANTITY: Final = Lexicon((word, word) for word in [*_TABLE["quantity"], _WHOLE])
_LONGEST_SUBJECT: Final = 16
WHICH_TIME: Final = frozenset(_WORDS["which_time"])
"""Words behind a noun that then names a time, and nothing counted: `kỳ trước chuyển sang: 17`."""
_ENDS: Final = frozenset({",", ";", "(", ")", ".", NUMBER, "và"})
_ATTENDS: Final = Lexicon((word, True) for word in _TABLE["attends"])
_TAKEN_IN: Final = Lexicon((word, True) for word in _TABLE["taken_in"])


def unit_before(draft: Draft, direct: bool) -> Unit | None:
    """Return the noun before a number without one behind it: `số người dự ... là 164`; if `direct`, `đại biểu: 150`."""
    keys = draft.keys
    if keys[draft.at - 2 : draft.at] == ["thang", "điểm"]:
        scale = COUNTED.at(keys, draft.at - 1)
        return Unit(draft.at - 1, draft.at, "điểm", scale[1][0], draft.at + 1) if scale else None
    end = draft.told_to
    start = end
    is_told = keys[draft.at - 1 : draft.at] == ["là"]
    while start > draft.floor and (keys[start - 1] not in _ENDS or (is_told and keys[start - 1] in (",", "và"))):
        start -= 1
        if keys[start : start + 1] == [","] and draft.at - start > _LONGEST_SUBJECT:
            break
        hit = _QUANTITY.at(keys, start)
        if hit and hit[0] <= end and (not start or keys[start - 1] not in _BEFORE_NO_QUANTITY):
            noun = COUNTED.at(keys, hit[0])
            if hit[1] == _WHOLE and (noun is None or noun[1][-1].measure is not _COUNT):
                continue
            if noun is None or noun[0] > end or noun[1][-1].measure is not _COUNT:
                return None
            if noun[0] == end and (marks := _marks(draft, hit[0], end)):
                return marks
            return Unit(hit[0], noun[0], as_written(draft, hit[0], noun[0]), noun[1][-1], draft.at + 1)
    return _directly_before(draft, start, end) if direct else None


def _directly_before(draft: Draft, start: int, end: int) -> Unit | None:
    """Return the noun `start:end` that stands before the number without `số`: `đại biểu: 150`, `đơn nhận 412`."""
    keys = draft.keys
    if marks := _marks(draft, start, end):
        return marks
    noun = counted_at(keys, start)
    if noun is None or noun[0] > end or noun[1][-1].measure is not _COUNT or noun[1][-1].place:
        return None
    if keys[draft.at - 1] == "(" and start and draft.passage.sentence.words[start][0].isupper():
        return None
    if keys[noun[0] : noun[0] + 1] and keys[noun[0]] in WHICH_TIME:
        return None
    if draft.numeral.scaled and draft.bracket >= 0:
        return None
    is_told = keys[draft.at - 1 : draft.at] == ["là"]
    if noun[0] < end and not is_told and not _ATTENDS.at(keys, noun[0]) and not _is_taken_in(keys, noun[0], end):
        return None
    if noun[0] == end == draft.at and noun[1][-1].family != "person":
        return None
    if (end - start == 1 and keys[start] in SEXES) or (
        noun[1][-1].family == "org" and draft.bracket >= 0 and counts_people_before(draft)
    ):
        return None
    return Unit(start, noun[0], as_written(draft, start, noun[0]), noun[1][-1], draft.at + 1)


def _marks(draft: Draft, start: int, end: int) -> Unit | None:
    """Return `điểm` as marks where nothing else stands before the number: `điểm tối đa là 20`, `tổng số điểm: 85`."""
    hit = COUNTED.at(draft.keys, start) if draft.keys[start:end] == ["điểm"] else None
    scored = next((reading for reading in hit[1] if reading.scored), None) if hit else None
    return Unit(start, end, "điểm", scored, draft.at + 1) if scored else None


def _is_taken_in(keys: list[str], start: int, end: int) -> bool:
    """Tell whether nothing but a verb of receiving parts a noun from its number: `đơn nhận 412`."""
    taken = _TAKEN_IN.at(keys, start)
    return taken is not None and taken[0] == end


def counts_people_before(draft: Draft) -> bool:
    """Tell whether the bracket of a number goes on with persons: `5.412 người (nữ: 2.103; dân tộc: 318)`."""
    return any(other.family == "person" and other.at < draft.at for other in draft.passage.drafts)
