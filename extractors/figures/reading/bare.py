"""Bare numbers: no noun stands beside them, and yet the text tells what they count (`đã tháo gỡ 11 dự án, còn 05`)."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import opens_class
from extractors.figures.reading.counted import COPULAS, STOPS, VERBS
from extractors.figures.reading.dictionary import no_thing_end
from extractors.figures.reading.headed import NUMBERED, label_span
from extractors.figures.reading.lone import PARTS, is_some_of_many
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["bare"]
_NO_SUBJECT: Final = frozenset(_WORDS["no_subject"])
_TABLE: Final = load_table(__package__, "phrases_around")
_COEFFICIENT: Final = ["hệ", "số"]
_REMAINS: Final = Lexicon((word, True) for word in _TABLE["remains"])
_OPENS_CLAUSE: Final = frozenset({",", ";", ":", "thì", "và", "("})
_ENDS_CLAUSE: Final[tuple[list[str], ...]] = ([","], [";"], ["."], ["("], [")"], ["và"], [])
_SIGNS_OF_LABEL: Final[tuple[list[str], ...]] = ([","], [";"], ["."], ["("], [")"], [])
_ENDS_ITEM: Final = (*_ENDS_CLAUSE, [":"])
_LEVELS_TO: Final = frozenset(_WORDS["levels_to"])
_MOVEMENTS: Final = frozenset(_WORDS["movements"])
_BEFORE_YEARS: Final = frozenset({"năm", "/"})
_LONGEST_MOVEMENT: Final = 5
_FEWEST_LISTED: Final = 3
_FEWEST_BESIDE: Final = 2
_LONGEST_ACT: Final = 3
_LONGEST_ELIDED: Final = 8
_ADDRESSES: Final = frozenset(_WORDS["addresses"])
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_FIRST_SHORT_YEAR: Final = 45
_SHORT_YEARS_END: Final = 100
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
_FEWEST_LETTERS: Final = 2


def is_stated(draft: Draft) -> bool:
    """Tell whether a bare number states a quantity by where it stands: behind a label, or beside others that count."""
    if draft.numeral.loose and "." in str(draft.numeral.value):
        return False
    return (
        _is_labelled(draft)
        or _is_coefficient(draft)
        or is_some_of_many(draft.passage.sentence, draft.at)
        or opens_class(draft.keys, draft.at + 1)
        or _is_change_of_class(draft)
        or _is_listed_count(draft)
        or _is_result(draft)
        or _is_level_of_movement(draft)
        or _goes_on(draft)
    )


def _is_coefficient(draft: Draft) -> bool:
    """Tell whether the number is a coefficient, with decimals: `từ hệ số 1,86 lên hệ số 2,10`."""
    keys, value = draft.keys, draft.numeral.value
    return keys[draft.told_to - 2 : draft.told_to] == _COEFFICIENT and value != value.to_integral_value()


def _is_result(draft: Draft) -> bool:
    """Tell whether the number is what was reached, and nothing but a sign follows: `kết nạp Đảng được 19.`."""
    return draft.keys[draft.at - 1 : draft.at] == ["được"] and draft.keys[draft.at + 1 : draft.at + 2] in _ENDS_CLAUSE


def _is_level_of_movement(draft: Draft) -> bool:
    """Tell whether the number is the old or the new level of a movement: `từ 14 xuống còn 9`, `từ 3 tăng lên 7`."""
    keys, at = draft.keys, draft.at
    if keys[at - 1 : at] == ["từ"]:
        new = next((to for to in range(at + 1, min(at + _LONGEST_MOVEMENT, len(keys))) if keys[to] == NUMBER), 0)
        return new > 0 and _moves(keys[at + 1 : new])
    old = next((back for back in range(at - 2, max(0, at - _LONGEST_MOVEMENT), -1) if keys[back] == NUMBER), 0)
    return old > 0 and keys[old - 1] == "từ" and _moves(keys[old + 1 : at])


def _moves(between: list[str]) -> bool:
    """Tell whether the words between two numbers tell of a movement: `xuống còn`, `tăng lên`."""
    return bool(between) and _MOVEMENTS.issuperset(between) and not _LEVELS_TO.isdisjoint(between)


def _is_listed_count(draft: Draft) -> bool:
    """Tell whether the number is one of a list of classes with their counts: `đất đai 7, nếp sống 4, khác 2`."""
    if not _ends_item(draft):
        return False
    items = [other for other in draft.passage.drafts if other.unit is None and _ends_item(other)]
    counted = any(_counts(other) for other in draft.passage.drafts)
    return len(items) >= (_FEWEST_BESIDE if counted else _FEWEST_LISTED)


def _ends_item(draft: Draft) -> bool:
    """Tell whether a whole number stands between a word and a sign, as the counts of a list do."""
    keys, numeral = draft.keys, draft.numeral
    whole = numeral.value == numeral.value.to_integral_value() and not numeral.percent and numeral.of is None
    if not whole or numeral.spelled or numeral.value_max is not None:
        return False
    return draft.at > 0 and keys[draft.at - 1].isalpha() and keys[draft.at + 1 : draft.at + 2] in _ENDS_ITEM


def _is_change_of_class(draft: Draft) -> bool:
    """Tell whether the number says by how many a numbered class has changed: `mức 1 tăng 9, mức 2 giảm 4`."""
    keys, at = draft.keys, draft.at
    changed = keys[at - 1 : at] in (["tăng"], ["giảm"]) and keys[at + 1 : at + 2] in _ENDS_CLAUSE
    return changed and keys[at - 2 : at - 1] == [NUMBER] and NUMBERED.before(keys, at - 2) is not None


def is_ratio_of_many(draft: Draft) -> bool:
    """Tell whether a ratio that can be no date or house ends a clause: `biểu quyết 102/102`, `nâng cao 11/19`."""
    keys, of = draft.keys, draft.numeral.of
    if of is None or _FIRST_YEAR <= of <= _LAST_YEAR or keys[draft.at + 1 : draft.at + 2] not in _ENDS_CLAUSE:
        return False
    before = draft.passage.sentence.words[draft.at - 1] if draft.at else ""
    if draft.numeral.value <= _LAST_MONTH and _FIRST_SHORT_YEAR <= of < _SHORT_YEARS_END:
        return False
    is_word = len(before) >= _FEWEST_LETTERS and before.isalpha() and before.islower() and before not in _ADDRESSES
    return is_word and of > _LAST_MONTH and (of > _LAST_DAY or any(other.family for other in draft.passage.drafts))


def _is_labelled(draft: Draft) -> bool:
    """Tell whether a label of words leads to the number, and nothing but a sign follows: `lưu đơn: 13`."""
    if draft.keys[draft.at + 1 : draft.at + 2] not in _SIGNS_OF_LABEL:
        return False
    span = label_span(draft)
    if span is None:
        return False
    words = draft.passage.sentence.words[span[0] : span[1]]
    return any(len(word) >= _FEWEST_LETTERS and word.isalpha() for word in words)


def _goes_on(draft: Draft) -> bool:
    """Tell whether the number goes on with what one before it counts, its own noun left out."""
    counted = [d for d in draft.passage.drafts if d.at < draft.at and _counts(d)]
    if not counted or counted[-1].numeral.scaled != draft.numeral.scaled:
        return False
    return (
        _remains(draft)
        or _is_subject(draft)
        or _is_told_of_act(draft, counted[-1])
        or _is_behind_verb(draft, counted[-1])
        or _is_of_another_time(draft)
    )


def _is_of_another_time(draft: Draft) -> bool:
    """Tell whether a year and a copula lead to the number, a sign behind it: `31 mô hình, quý III/2025 là 20`."""
    keys, at = draft.keys, draft.at
    dated = keys[at - 2 : at - 1] == [DIGITS] and keys[at - 3] in _BEFORE_YEARS
    return dated and COPULAS.at(keys, at - 1) is not None and keys[at + 1 : at + 2] in _ENDS_CLAUSE


def _is_behind_verb(draft: Draft, last: Draft) -> bool:
    """Tell whether nothing but a verb parts the number from the figure before: `432 người bầu 265`."""
    keys, end = draft.keys, last.resume
    verb = VERBS.at(keys, end)
    between = keys[end : draft.at]
    ends = keys[draft.at + 1 : draft.at + 2] in _ENDS_CLAUSE
    return verb is not None and ends and len(between) <= _LONGEST_ACT and all(key.isalpha() for key in between)


def _counts(other: Draft) -> bool:
    return other.measure is _COUNT and (other.unit is not None or other.label is not None or bool(other.family))


def _remains(draft: Draft) -> bool:
    """Tell whether the number is what is left: `…, còn 05`, `…, còn lại 12 chưa xong`."""
    hit = _REMAINS.before(draft.keys, draft.at)
    behind = draft.keys[draft.at + 1 : draft.at + 2]
    return hit is not None and (behind in _ENDS_CLAUSE or _tells_more(draft))


def _tells_more(draft: Draft) -> bool:
    """Tell whether a particle, a verb or an adjective follows the number: `23 chờ thủ tục`."""
    return STOPS.at(draft.keys, draft.at + 1) is not None or no_thing_end(draft.keys, draft.at + 1) > 0


def _is_subject(draft: Draft) -> bool:
    """Tell whether the number opens a clause, a verb or preposition behind: `318 về kỹ thuật`, `thì bảy chưa đạt`."""
    keys = draft.keys
    opened = draft.at > 0 and (keys[draft.at - 1] in _OPENS_CLAUSE or PARTS.before(keys, draft.at) is not None)
    followed = draft.at + 1 < len(keys) and _tells_more(draft)
    return opened and followed and keys[draft.at + 1] not in _NO_SUBJECT and keys[draft.at - 2] != NUMBER


def _is_told_of_act(draft: Draft, last: Draft) -> bool:
    """Tell whether a few words of an act or a class lead to the number, a sign behind it: `không công nhận 3;`."""
    keys, words = draft.keys, draft.passage.sentence.words
    behind = keys[draft.at + 1 : draft.at + 2]
    if behind not in _ENDS_CLAUSE and STOPS.at(keys, draft.at + 1) is None:
        return False
    start = draft.at
    while start > draft.floor and words[start - 1].isalpha() and draft.at - start <= _LONGEST_ELIDED:
        start -= 1
    if start == draft.at or keys[start - 1 : start] not in ([","], [";"], ["và"]):
        return False
    if draft.numeral.spelled and not (last.label is not None or draft.numeral.value > 10):
        return False
    if last.bracket != draft.bracket or not (words[draft.at - 1].islower() or len(words[draft.at - 1]) == 1):
        return False
    classed = last.label is not None and last.unit is None
    return classed or not all(COPULAS.at(keys, at) for at in range(start, draft.at))
