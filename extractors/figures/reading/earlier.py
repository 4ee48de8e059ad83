"""A number in its sentence -> whether it is the value of an earlier time, given for comparison.

Source: gold guidelines, "modality": earlier values; words in the rules `cues` and `modality`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.figures.draft import CUES, Draft
from extractors.figures.reading.beginnings import is_old_level
from extractors.figures.reading.counted import COPULAS
from extractors.figures.words import DIGITS, NUMBER, Lexicon, places_of
from extractors.model import Modality
from extractors.rulebook import load_table

_Span = tuple[int, int]
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["earlier"]
_ENDS_PAST: Final = frozenset(_WORDS["ends_past"])
_CONTRASTS: Final = Lexicon((word, True) for word in load_table(__package__, "modality")["earlier"]["contrasts"])
_NOW_GROWN: Final = Lexicon((word, True) for word in _WORDS["now_grown"])
_NAMED_YEAR: Final = re.compile(r"(?P<month>\d{1,2}[/-])?(?P<year>(?:19|20)\d\d)(?:[/-]\d{2,4})?")
_MOVES: Final = frozenset(_WORDS["moves"])
_LEADS_TIME: Final = frozenset(_WORDS["leads_time"])
_COMPARES_LEVEL: Final = tuple(phrase.split() for phrase in _WORDS["compares_level"])
_TOLD_NOW: Final = frozenset({"này", "nay"})
_NOW: Final = frozenset({"nay", "hiện"})
_OPENS_TIME: Final = frozenset(_WORDS["opens_time"])
_CLAUSE_OPENS: Final = frozenset({",", ";", ":", "-", "nhưng", "còn"})
_ENDS_CLAUSE: Final = frozenset(",;")
_WAS: Final = frozenset(_WORDS["was"])
_SAYING_LEVEL: Final = frozenset({"là", "có"})
_SAYING_SHARE: Final = frozenset(_WORDS["saying_share"])
_ANOTHER_TIME: Final = frozenset(_WORDS["another_time"])
_COMPARING: Final = frozenset({"then", "past", "compare"})
"""Kinds of cues that set another time beside a number."""
_WORDS_TO_OPENING_YEAR: Final = 3
_COMPARED: Final = 10
_WORDS_OF_LEVEL: Final = 4
_WORDS_OF_COMPARISON: Final = 5
_NEAR_LEVEL: Final = Decimal("0.1")
_MEASURED_BY: Final = frozenset(_WORDS["measured_by"])
_YEARS_BEFORE: Final = tuple(phrase.split() for phrase in _WORDS["years_before"])
_MORE_THAN: Final = frozenset(_WORDS["more_than"])
_NAMES_TIME: Final = frozenset({DIGITS, NUMBER, *_WORDS["names_time"]})
_EARLIER_TIME: Final = frozenset(_WORDS["earlier_time"])
"""What names the time compared with; a bracket behind may date it: `so với cùng kỳ giảm 9 đơn (năm 2019 có 41)`."""


def is_previous(draft: Draft, index: int, drafts: Sequence[Draft]) -> bool:
    """Tell whether words around the number (`cùng kỳ`, `so với`, `từ … xuống`) make it an earlier value."""
    keys, said = draft.keys, draft.passage.sentence.vocabulary
    if is_old_level(draft, drafts[index + 1 :]):
        return True
    if ("mức" in said and _is_level_compared(keys, draft.at)) or (draft.bracket >= 0 and _lists_years(draft)):
        return True
    if draft.kinds.isdisjoint(_COMPARING):
        return index > 0 and _goes_on(draft, drafts[index - 1])
    cues = draft.cues
    measured = index > 0 and drafts[index - 1].numeral.percent
    if any(cue.kind == "then" and only_copulas(keys, end, draft.at) for _, end, cue in cues):
        return True
    pasts = [
        (start, end)
        for start, end, cue in cues
        if cue.kind == "past" and not (measured and start == draft.floor) and _still_past(draft, start, end)
    ]
    compares = [(start, end) for start, end, cue in cues if cue.kind == "compare"]
    if _tells_difference(draft, pasts, compares):
        return False
    if compares and only_copulas(keys, compares[-1][1] + (keys[compares[-1][1]] == "mức"), draft.at):
        return draft.unit not in _MEASURED_BY
    bracketed = draft.bracket >= 0 and index > 0
    told = _told_by_bracket(draft, index, pasts, compares)
    if told is not None:
        return told
    moved = any(cue.kind == "change" and start > draft.bracket for start, _, cue in cues)
    if (
        compares
        and bracketed
        and not moved
        and compares[-1][1] <= draft.bracket
        and draft.numeral.percent == drafts[index - 1].numeral.percent
    ):
        return True
    if pasts and not any(start < pasts[-1][0] for start, _ in compares):
        return not bracketed or pasts[-1][0] > draft.bracket
    return not pasts and not compares and index > 0 and _goes_on(draft, drafts[index - 1])


def _goes_on(draft: Draft, before: Draft) -> bool:
    """Tell whether a number that no cue of time leads to is an earlier value by its bracket or as the one before is."""
    if draft.bracket >= 0 and (told := _by_bracket(draft, ())) is not None:
        return told
    goes_on = before.modality is _PREVIOUS
    return goes_on and (
        _lists_on(draft, before) or _opens_in_past(draft) or _goes_with(draft, before) or _is_share_of(draft, before)
    )


def _is_share_of(draft: Draft, before: Draft) -> bool:
    """Tell whether the number is the share of an earlier value in its bracket: `(khóa XIII có 42 người, tỉ lệ 8%)`."""
    between = [key for key in draft.keys[before.resume : draft.at] if key.isalpha()]
    told = draft.numeral.percent and 0 <= draft.bracket == before.bracket
    return told and bool(between) and _SAYING_SHARE.issuperset(between)


def _told_by_bracket(draft: Draft, index: int, pasts: Sequence[_Span], compares: Sequence[_Span]) -> bool | None:
    """Tell whether the number's bracket gives an earlier value, by the time compared with or by its own words."""
    if draft.bracket < 0:
        return None
    if _stands_behind_time(draft, index, [*compares, *pasts]):
        return True
    return _by_bracket(draft, pasts) if index else None


def _by_bracket(draft: Draft, pasts: Sequence[_Span]) -> bool | None:
    """Tell whether the number's bracket opens with an earlier time or gives the level of one; None if neither.

    So in `tăng 3,5% so với cùng kỳ (cùng kỳ tăng 2,8%)`; a bracket of parts tells nothing of another time.
    """
    inside = {cue.kind for start, _, cue in draft.cues_before(max(draft.floor, draft.bracket))}
    if pasts and pasts[-1][0] == draft.bracket + 1 and draft.at - pasts[-1][1] <= _WORDS_OF_LEVEL:
        return True
    if _opens_with_term(draft):
        return True
    if _is_level_of_year(draft.keys, draft.bracket):
        return inside.isdisjoint({"part", "change"})
    return False if "part" in inside else None


def _opens_with_term(draft: Draft) -> bool:
    """Tell whether a bracket opens with a term and its level: `ít hơn dự kiến 15 người (khóa XIII là 33%)`."""
    keys, words, at = draft.keys, draft.passage.sentence.words, draft.bracket + 1
    named = keys[at] == "khoá" and at + 2 < draft.at and words[at + 1].isupper()
    return named and _SAYING_LEVEL.issuperset(keys[at + 2 : draft.at])


def _stands_behind_time(draft: Draft, index: int, times: Sequence[_Span]) -> bool:
    """Tell whether a bracket right behind times compared with gives their levels: `như cùng kỳ năm 2018 (7%)`."""
    before = draft.passage.drafts[index - 1] if index else None
    if before is not None and before.modality is _PREVIOUS and before.bracket == draft.bracket:
        return _lists_on(draft, before)
    return any(_is_level_beside(draft, end) for _, end in times)


def _is_level_beside(draft: Draft, compared: int) -> bool:
    """Tell whether a bracket opens with the level of the time at `compared`: `so với 9 tháng năm 2023 (35 vụ)`."""
    between = draft.keys[compared : draft.bracket]
    if draft.at != draft.bracket + 1 or not between or not _NAMES_TIME.issuperset(between):
        return False
    before = [other for other in draft.passage.drafts if other.at < draft.at]
    return not before or (before[-1].at < compared and not _denies_change(before, draft))


def _denies_change(before: Sequence[Draft], draft: Draft) -> bool:
    """Tell whether a number is far from every level that a value before it and the change in percent come from.

    `đạt 104 triệu USD, tăng 60,7% so với cùng kỳ (37 triệu USD)` tells something else in its bracket.
    """
    values = [other.numeral.value for other in before[:-1] if other.measure is draft.measure]
    change = before[-1].numeral.value / 100
    if not before[-1].numeral.percent or not values or change == 1:
        return False
    levels = [value / (1 + part) for value in values for part in (change, -change)]
    return all(abs(level - draft.numeral.value) > _NEAR_LEVEL * abs(level) for level in levels)


def _tells_difference(draft: Draft, pasts: Sequence[_Span], compares: Sequence[_Span]) -> bool:
    """Tell whether the number says by how much a level differs from an earlier one: `nhiều hơn năm trước 9 hộ`."""
    keys = draft.keys
    if pasts and pasts[-1][1] == draft.at and keys[pasts[-1][0] - 1] == "hơn":
        return True
    moved = bool(compares) and keys[compares[-1][0] - 1] in _MOVES
    return moved and (compares[-1][1] == draft.at or bool(pasts and pasts[-1][1] == draft.at))


def _still_past(draft: Draft, start: int, end: int) -> bool:
    """Tell whether an earlier time named at `start:end` is that of the figure as well.

    It is when it opens its clause; one that only says whose level was met ends with the clause, as in
    `cao hơn mức tăng của năm trước, chủ yếu do trồng trọt tăng 3,9%`.
    """
    keys = draft.keys
    if any(keys[at - 1] == "," and _NOW_GROWN.at(keys, at) for at in range(end + 1, draft.at)):
        return False
    if _ENDS_CLAUSE.isdisjoint(keys[end : draft.at]):
        return True
    while start > 0 and keys[start - 1] in _LEADS_TIME:
        start -= 1
    return (
        start == 0
        or not keys[start - 1].isalpha()
        or any(o.at < start and o.modality is _PREVIOUS for o in draft.passage.drafts)
    )


def _is_level_compared(keys: list[str], at: int) -> bool:
    """Tell whether the number is the level that a result is above or below: `cao hơn mức tăng 7,2% dự báo trước đó`."""
    end = at - 1 if keys[at - 1 : at] == ["tăng"] else at
    return keys[end - 1 : end] == ["mức"] and keys[end - 3 : end - 1] in _COMPARES_LEVEL


def _is_level_of_year(keys: list[str], bracket: int) -> bool:
    """Tell whether a bracket gives the level of the year before it: `nhiều hơn cả năm 2018 (188 cuộc, 90 người)`."""
    year = keys[bracket - 2 : bracket] == ["năm", DIGITS] or keys[bracket - 2 : bracket] in _YEARS_BEFORE
    return year and not _MORE_THAN.isdisjoint(keys[max(0, bracket - _WORDS_OF_COMPARISON) : bracket - 2])


def _lists_years(draft: Draft) -> bool:
    """Tell whether a bracket lists years behind an earlier time: `các năm trước (2001 tăng 7%; ...)`."""
    past = CUES.before(draft.keys, draft.bracket)
    if past is None or past[1].kind != "past":
        return False
    opened = draft.bracket + 1 + (draft.keys[draft.bracket + 1] == "năm")
    return _NAMED_YEAR.fullmatch(draft.passage.sentence.words[opened]) is not None


def only_copulas(keys: list[str], start: int, end: int) -> bool:
    """Tell whether nothing but hedges and copulas stands between: `so với 80 đơn vị trước đây`."""
    while start < end:
        hit = COPULAS.at(keys, start)
        if hit is None or keys[start] in _MOVES:
            return False
        start = hit[0]
    return True


def _opens_in_past(draft: Draft) -> bool:
    """Tell whether the sentence opens with an earlier time and has not come to now: `Năm ngoái mở 5 lớp, có 90 em`.

    A bracket that the number does not stand in opens no sentence: `(cùng kỳ 71,8%), đúng hạn 99,3%`.
    """
    first = draft.passage.cues[0] if draft.passage.cues else None
    opened = first is not None and first[2].kind == "past" and first[0] <= 1 and not draft.is_aside(first[0])
    opened = opened and first is not None and _still_past(draft, first[0], first[1])
    return opened and not _ENDS_PAST.intersection(draft.keys[: draft.at])


def opens_in_earlier_year(draft: Draft, since: int | None, written: int | None) -> bool:
    """Tell whether the sentence opens with a year before the period reported on and has not come to another time.

    So in `Năm 2017, 58 tổ chức đạt trong sạch` of a report on 2018, `Trước năm 2019, mỗi năm mở được 4 cuộc`, and
    without a period where the sentence comes to now (`Năm 2011, 26 trạm bị hỏng; nay chỉ còn 4`).
    """
    keys, words = draft.keys, draft.passage.sentence.words
    named = [at for at in places_of(DIGITS, keys) if at and keys[at - 1] == "năm"]
    if not named:
        return False
    contrast = _CONTRASTS.at(keys, 0)
    if contrast is not None and named[0] <= contrast[0] + _WORDS_TO_OPENING_YEAR:
        told = _NAMED_YEAR.fullmatch(words[named[0]])
        moved = any(named[0] < at < draft.at for at in named) or _NOW.intersection(keys[: draft.at])
        return told is not None and not moved and (written is None or int(told["year"]) < written)
    first = next((at for at in named if at <= _WORDS_TO_OPENING_YEAR and _OPENS_TIME.issuperset(keys[: at - 1])), None)
    year = _NAMED_YEAR.fullmatch(words[first]) if first is not None else None
    if (
        first is None
        or year is None
        or any(first < at < draft.at for at in named)
        or _NOW.intersection(keys[: draft.at])
    ):
        return False
    comes_to_now = any(keys[at] in _NOW and _opens_clause(keys, at) for at in range(draft.at + 1, len(keys)))
    ahead = keys[first - 2 : first - 1] == ["đến"] and (written is None or int(year["year"]) >= written)
    comes_to_now = comes_to_now and not ahead
    return keys[first - 2 : first - 1] == ["trước"] or comes_to_now or (since is not None and int(year["year"]) < since)


def _opens_clause(keys: list[str], at: int) -> bool:
    """Tell whether a word of now opens its clause: `…; nay chỉ còn 4`, not `đạt được đến nay`."""
    at -= keys[at - 1] == "đến"
    return keys[at - 1] in _CLAUSE_OPENS


def _goes_with(draft: Draft, before: Draft) -> bool:
    """Tell whether the number comes with one of an earlier year: `năm 2015 có 210 lượt với số tiền 3 tỷ đồng; ...`.

    So does the next class of its list: `Năm 1976, loại khá 61%, loại yếu 2%; năm 1977, …`.
    """
    between = draft.keys[before.resume : draft.at]
    listed = between[:1] == [","] and before.measure is draft.measure and before.unit == draft.unit
    told = before.modality_rule == "earlier_year" if not listed else before.numeral.percent
    if before.bracket != draft.bracket or not told or not (listed or between[:1] == ["với"]):
        return False
    return DIGITS not in between and _ANOTHER_TIME.isdisjoint(between)


def _lists_on(draft: Draft, before: Draft) -> bool:
    """Tell whether the number goes on with a list of earlier values: `(2022 là 66; 23)`, `2016: 11 vụ/14 bị can`."""
    between = draft.keys[before.resume : draft.at]
    return draft.bracket == before.bracket and all(key in (";", ",", "và", "/") for key in between)


def is_earlier_year(text: str, draft: Draft, drafts: Sequence[Draft], year: int | None) -> bool:
    """Tell whether the number belongs to a year before the one that the sentence compares it with."""
    own = _year_before(text, draft)
    if own is None or _is_aimed(draft, own, year):
        return False
    if year is not None and own <= year and draft.modality is _TARGET and _is_level_of_own_year(draft):
        return True
    told_of_now = not _TOLD_NOW.isdisjoint(draft.keys[: draft.floor]) and year is None
    if ((year is not None and own < year) or told_of_now) and _is_contrasted(draft):
        return True
    if draft.bracket >= 0:
        compared = draft.keys[max(0, draft.bracket - _COMPARED) : draft.bracket]
        beside = draft.passage.sentence.words[max(0, draft.bracket - _COMPARED) : draft.bracket]
        dated = str(own) in beside or not _EARLIER_TIME.isdisjoint(compared)
        if "so" in compared and dated:
            return True
        return (year is not None and own < year) or any(
            (_year_before(text, o) or 0) > own for o in drafts if o is not draft
        )
    return any(
        (_year_before(text, other) or 0) > own and other.unit == draft.unit and not _aims_between(draft, other)
        for other in drafts
    )


def _is_level_of_own_year(draft: Draft) -> bool:
    """Tell whether a number among aims is what a year was or had: `100% hộ dùng nước sạch, năm 2022 là 97%`."""
    keys, at = draft.keys, draft.at
    return keys[at - 1] in _WAS and keys[at - 3 : at - 1] == ["năm", DIGITS] and keys[at - 4] in _CLAUSE_OPENS


def _aims_between(draft: Draft, later: Draft) -> bool:
    """Tell whether the later number is aimed at from this one: `đã đạt 79% và phấn đấu đến năm 2020 đạt 90%`."""
    return any(cue.kind == "target" and start >= draft.resume for start, _, cue in later.cues_before(0))


def _is_contrasted(draft: Draft) -> bool:
    """Tell whether the value of another year is set against the one before it: `..., còn mùa khô năm 2016 là 14 vụ`."""
    between = draft.keys[draft.floor : draft.at]
    return draft.floor > 0 and bool(_CONTRASTS.scan(between))


def _is_aimed(draft: Draft, own: int, year: int | None) -> bool:
    """Tell whether the year named is one of those aimed at: `phấn đấu năm 2024 đạt 65%, năm 2025 đạt 70%`."""
    aimed = any(cue.kind == "target" for _, _, cue in draft.cues_before(0))
    return draft.modality is _TARGET and aimed and (year is None or own >= year)


def is_told_as_done(text: str, draft: Draft, year: int | None) -> bool:
    """Tell whether a sentence among aims looks back: `Năm 2019 đã vận động 3,2 tỷ đồng` in a plan of 2020.

    Where it opens with the year it need not say `đã`: `Năm 2019, mức bình quân là 18,5 triệu đồng/xã`.
    """
    if year is None or any(cue.kind in ("target", "request") for _, _, cue in draft.cues_before(0)):
        return False
    done = any(cue.kind == "done" and not draft.is_aside(start) for start, _, cue in draft.cues_before(0))
    first = draft.passage.drafts[0]
    opened = draft.keys[1:2] == [DIGITS] and draft.keys[0] == "năm"
    return (done or opened) and (_year_before(text, first) or year) < year


def _year_before(text: str, draft: Draft) -> int | None:
    """Return the year named between the figure before and this one, as `năm 2020`, when no comparison opens it."""
    sentence = draft.passage.sentence
    if DIGITS not in sentence.vocabulary:
        return None
    keys = sentence.keys
    for at in range(draft.at - 1, max(draft.floor, draft.bracket), -1):
        if keys[at] in (";", ")"):
            return None
        named = _NAMED_YEAR.fullmatch(sentence.words[at]) if keys[at] == DIGITS else None
        if named and (keys[at - 1] in ("năm", "/") or named["month"]):
            if at - 1 == draft.floor > 0 and draft.bracket < draft.floor:
                return None
            compared = CUES.before(keys, at - 1)
            return None if compared and compared[1].kind == "compare" else int(named["year"])
    return None
