"""`label: number`: the noun of the words before a colon, as in `Tổng số xã, phường: 244`, `công văn, thông báo: 17`.

Source: gold guidelines, "a noun that stands before its number counts too".
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import LABELS, opens_class
from extractors.figures.reading.counted import COUNTED, SEXES, STOPS, back_over_copulas, counted_as_time, counted_at
from extractors.figures.reading.unit import Unit, as_written
from extractors.figures.reading.units import joined_end, shortened_end
from extractors.figures.reading.units_before import WHICH_TIME, counts_people_before
from extractors.figures.words import CITATION, NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_TABLE: Final = load_table(__package__, "phrases_around")
_LEADS: Final = Lexicon((word, True) for word in _TABLE["heads_of_labels"])
_QUANTITY: Final = Lexicon((word, True) for word in [*_TABLE["quantity"], "tổng"])
_NO_LABELS: Final = Lexicon((word, True) for word in _TABLE["no_labels"])
_TOPICS: Final = Lexicon((word, True) for word in _TABLE["topics"])
NUMBERED: Final = Lexicon((word, True) for word in _TABLE["numbered_classes"])
_PARTS_APART: Final = frozenset({";", ".", "(", ":", NUMBER, CITATION, "|"})
_LONGEST_MARK: Final = 4
_BEHIND_MARKS: Final = (["-"], [")"], ["/"], ["."])
_LONGEST_NAMELESS: Final = 3
_LONGEST_TAIL: Final = 6
_SHORTEST_AT_END: Final = 2


def label_span(draft: Draft) -> tuple[int, int] | None:
    """Return the words `start:end` of the label whose colon stands before the number; a bracket before it left out.

    None where no colon leads to the number, or what stands before it is no label (`Số: 15`, `Mã số: 204`).
    """
    keys = draft.keys
    colon = back_over_copulas(keys, draft.at, max(draft.floor - 1, 0))
    total = _QUANTITY.before(keys, colon)
    if total and keys[total[0] - 1 : total[0]] == [":"]:
        colon = total[0] - 1
    if ":" not in keys[colon : draft.at]:
        return None
    end = colon = colon + keys[colon : draft.at].index(":")
    if keys[end - 1 : end] == [")"] and "(" in keys[:end]:
        end = max(at for at in range(end) if keys[at] == "(")
    if keys[end - 2 : end - 1] == [NUMBER] and counted_as_time(keys, end - 1):
        return end - 1, end
    start = end
    if keys[start - 1 : start] == [NUMBER] and NUMBERED.before(keys, start - 1) and not _counts_at(draft, start - 1):
        start -= 1
    while start > 0 and keys[start - 1] not in _PARTS_APART:
        start -= 1
    start = _over_list_mark(keys, start, end)
    if start >= end or (start > 0 and keys[start - 1] == NUMBER):
        return None
    named = _NO_LABELS.before(keys, end)
    return None if named and named[0] <= start else (start, end)


def _over_list_mark(keys: list[str], start: int, end: int) -> int:
    """Return where the words of a label begin behind the sign or letter of its list: `- Đảng viên`, `b- Đảng viên`."""
    if len(keys[start]) <= _LONGEST_MARK and keys[start + 1 : start + 2] in _BEHIND_MARKS:
        start += 2
    while start < end and not keys[start][0].isalpha():
        start += 1
    return start


def _counts_at(draft: Draft, at: int) -> bool:
    """Tell whether the number at `at` is a figure and no name of a class (`mức 1: 57`)."""
    return any(other.at == at for other in draft.passage.drafts)


def headed_unit(draft: Draft) -> Unit | None:
    """Return the noun of the label before the number (`chỉ thị: 03`), None where it names none."""
    span = label_span(draft)
    if span is None or draft.numeral.of is not None:
        return None
    keys, (start, end) = draft.keys, span
    if keys[end] == "(" and (measure := _measure_in_bracket(draft, end)):
        return measure
    level = LABELS.before(keys, end)
    if (level and level[0] <= start) or (end - start == 1 and keys[start] in SEXES):
        return None
    if _TOPICS.at(keys, start):
        return None
    is_class = keys[end - 1] == NUMBER or opens_class(keys, draft.at + 1) or LABELS.at(keys, draft.at + 1) is not None
    if is_class and not _QUANTITY.at(keys, start):
        return None
    unit = _noun_of(draft, start, end)
    if unit and unit.what and unit.what.family == "org" and draft.bracket >= 0 and counts_people_before(draft):
        return None
    if unit is None and "," in keys[start:end]:
        unit = _noun_of(draft, end - keys[start:end][::-1].index(","), end)
    return unit


def _measure_in_bracket(draft: Draft, bracket: int) -> Unit | None:
    """Return the measure that the bracket before the colon names, alone: `Tổng diện tích (ha): 125,5`."""
    keys = draft.keys
    noun = COUNTED.at(keys, bracket + 1)
    if noun is None or keys[noun[0] : noun[0] + 1] != [")"]:
        return None
    return Unit(bracket + 1, noun[0], as_written(draft, bracket + 1, noun[0]), noun[1][0], draft.at + 1)


def _noun_of(draft: Draft, start: int, end: int) -> Unit | None:
    """Return the noun that the label `start:end` opens with, behind `số` of any kind, or else the one that ends it."""
    keys = draft.keys
    named = False
    while start < end and (lead := _LEADS.at(keys, start)):
        named = named or _QUANTITY.at(keys, start) is not None
        start = lead[0]
    if start >= end:
        return None
    noun = counted_at(keys, start)
    if noun is None or noun[0] > end:
        return _nameless(draft, start, end) if named else _noun_at_end(draft, start, end)
    what, last = noun[1][-1], noun[0]
    words = draft.passage.sentence.words
    if what.measure is not _COUNT or (LABELS.at(keys, start) and not named):
        return None
    behind = words[last : last + 1] if last < end else []
    if not named and (what.place or (behind and (behind[0][:1].isupper() or behind[0] in WHICH_TIME))):
        return None
    last, what, _ = joined_end(draft, start, last, what, listed=False)
    last = max(last, shortened_end(keys, start))
    return Unit(start, last, as_written(draft, start, last), what, draft.at + 1) if last <= end else None


def _nameless(draft: Draft, start: int, end: int) -> Unit | None:
    """Return the words behind `số` that no lexicon knows: `Số PAKN được tiếp nhận: 61`."""
    keys, last = draft.keys, start
    while last < end and last - start < _LONGEST_NAMELESS and keys[last][0].isalpha() and not STOPS.at(keys, last):
        last += 1
    return Unit(start, last, as_written(draft, start, last), None, draft.at + 1) if last > start else None


def _noun_at_end(draft: Draft, start: int, end: int) -> Unit | None:
    """Return the noun right before the colon behind a verb: `Khen thưởng tập thể: 12`."""
    keys = draft.keys
    if LABELS.before(keys, end):
        return None
    for at in range(max(start, end - _LONGEST_TAIL), end):
        noun = COUNTED.at(keys, at)
        if noun is None or noun[0] != end:
            continue
        what = noun[1][-1]
        governed = at > start and (STOPS.at(keys, at - 1) is not None or not keys[at - 1].isalpha())
        if end - at < _SHORTEST_AT_END:
            return None
        if governed or what.measure is not _COUNT or what.place or LABELS.at(keys, at):
            return None
        return Unit(at, end, as_written(draft, at, end), what, draft.at + 1)
    return None
