"""Number words that stand alone (một, năm, ba): do they count something, or are they part of a name or a phrase?

Source: gold guidelines, "`một` counts only when it plainly means one"; the words are in `exclusions.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import COUNTED, STOPS, counted_as_time, counts_something
from extractors.figures.words import Lexicon, Sentence
from extractors.rulebook import load_table
from extractors.values.numeral import Numeral

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["lone"]
_VAGUE_BEFORE: Final = tuple(phrase.split() for phrase in _WORDS["vague_before"])
_WHOLES: Final = Lexicon((word, True) for word in _WORDS["of_whole"])
_DIVISIONS: Final = tuple(phrase.split() for phrase in _WORDS["divisions"])
_TABLE: Final = load_table(__package__, "exclusions")
_LONE_VERBS: Final = Lexicon((word, True) for word in _TABLE["lone"]["verbs"])
_VAGUE: Final = Lexicon((word, True) for word in _TABLE["lone"]["vague"])
_TEN: Final = 10
_FIVE: Final = 5
_FEW: Final = 3
_BESIDE: Final = 6
_LISTED: Final = 14
_LONGEST_THING: Final = 5
_SMALLEST_LISTED: Final = 2
_TIMES_OF_EVENTS: Final = frozenset(_WORDS["times_of_events"])
_CHANGES: Final = frozenset(_WORDS["changes"])
PARTS: Final = Lexicon((word, True) for word in _TABLE["lone"]["parts"])
_LASTING: Final = Lexicon((word, True) for word in _TABLE["time"]["lasting"])
EACH: Final = frozenset(_WORDS["each"])
HEDGES: Final = Lexicon((word, True) for rule in load_table(__package__, "hedges")["rule"] for word in rule["before"])


def is_doubtful_alone(sentence: Sentence, at: int, kept: Sequence[int]) -> bool:
    """Tell whether a lone number word (một, năm, ba) does not plainly count something."""
    keys, numeral = sentence.keys, sentence.numerals[at]
    if numeral.scaled or numeral.percent or numeral.of is not None or _is_plain_by_others(sentence, at, kept):
        return False
    if not counts_something(keys, at + 1):
        return not _is_bare_change(keys, at)
    beside = any(0 < abs(other - at) <= _BESIDE for other in kept)
    return _is_vague(keys, at, numeral, beside, any(0 < at - other <= _LISTED for other in kept))


def _is_vague(keys: list[str], at: int, numeral: Numeral, beside: bool, goes_on: bool) -> bool:
    """Tell whether a number word before a noun may only be a way of speaking (`một người`, `ba mặt`).

    `beside` says that a quantity stands near it, `goes_on` that one stands before it that its list may go on with.
    """
    vague, noun = _VAGUE.at(keys, at + 1), COUNTED.at(keys, at + 1)
    is_vague = vague is not None and noun is not None and noun[0] <= vague[0] and not _is_how_often(keys, at)
    if numeral.value > 1 and numeral.value != _FIVE:
        return is_vague and numeral.value <= _FEW and not _LONE_VERBS.before(keys, at)
    if _is_how_often(keys, at):
        return False
    if is_vague:
        return keys[at - 1 : at] != ["riêng"]
    if HEDGES.before(keys, at) or any(key == "mỗi" for key in keys[max(0, at - 8) : at]):
        return False
    if (numeral.value == _FIVE and beside) or (keys[at - 1 : at] == [","] and goes_on):
        return False
    listed = keys[at - 1 : at] in _VAGUE_BEFORE
    return _LONE_VERBS.before(keys, at) is None or (listed and not beside)


def _is_plain_by_others(sentence: Sentence, at: int, kept: Sequence[int]) -> bool:
    """Tell whether the form of the number or the numbers around it show that it counts."""
    keys, numeral = sentence.keys, sentence.numerals[at]
    if numeral.value_max is not None and counts_something(keys, at + 1):
        return True
    if is_some_of_many(sentence, at) and keys[at - 1 : at] not in [[each] for each in EACH]:
        return True
    plain = keys[at + 1 : at + 2] != ["là"] and (_is_plain(keys, at, numeral) or _is_division(keys, at))
    plain = plain or _goes_on_with_others(keys, at, kept)
    plain = plain or (counted_as_time(keys, at + 1) and _LASTING.before(keys, at) is not None)
    return plain or _is_listed_thing(sentence, at, kept)


def _goes_on_with_others(keys: list[str], at: int, kept: Sequence[int]) -> bool:
    """Tell whether a class or what is left of others is counted: `hai mươi ấp tốt, bốn khá`, `…, còn ba`."""
    if not any(0 < at - other <= _LISTED for other in kept):
        return False
    ends = keys[at + 1 : at + 2] in ([], ["."], [","], [";"])
    listed = keys[at - 1 : at] in ([","], ["và"]) and LABELS.at(keys, at + 1) is not None
    return listed or (keys[at - 1 : at] == ["còn"] and ends)


def _is_bare_change(keys: list[str], at: int) -> bool:
    """Tell whether the number says by how many something grew or fell, its noun left out: `tăng ba so với`."""
    behind = keys[at + 1] if at + 1 < len(keys) else ""
    changed = keys[at - 1 : at] in [[change] for change in _CHANGES]
    return changed and behind != "số" and (not behind.isalpha() or STOPS.at(keys, at + 1) is not None)


def _is_listed_thing(sentence: Sentence, at: int, kept: Sequence[int]) -> bool:
    """Tell whether a list of counted things goes on with one that no lexicon knows: `bốn máy chiếu, ba màn ảnh`."""
    keys, numeral = sentence.keys, sentence.numerals[at]
    joined = keys[at - 1 : at] in ([","], ["và"]) and any(
        0 < at - other <= _LONGEST_THING and counts_something(keys, other + 1) for other in kept
    )
    if not joined or numeral.value < _SMALLEST_LISTED or at + 1 >= len(keys) or STOPS.at(keys, at + 1):
        return False
    return sentence.words[at + 1].islower() and not counted_as_time(keys, at + 1) and _VAGUE.at(keys, at + 1) is None


def _is_division(keys: list[str], at: int) -> bool:
    """Tell whether something is divided into so many: `được chia thành hai mức`."""
    divided = keys[max(0, at - 2) : at] in _DIVISIONS
    return divided and at + 1 < len(keys) and STOPS.at(keys, at + 1) is None and _VAGUE.at(keys, at + 1) is None


def _is_plain(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether words can only be a number: above ten (`hạng B hai mươi sáu`), or behind `thì` (`thì bảy chưa`)."""
    leads = keys[at - 1 : at] == ["thì"] or PARTS.before(keys, at) is not None
    return numeral.value > _TEN or (leads and STOPS.at(keys, at + 1) is not None)


def _is_how_often(keys: list[str], at: int) -> bool:
    """Tell whether a number says how often: `mỗi tháng ba lần`, `họp hai lần một quý`, `chỉ nộp một lần`."""
    if keys[at + 1 : at + 2] != ["lần"]:
        return False
    before, behind = keys[max(0, at - 3) : at], keys[at + 2 : at + 4]
    pairs = [*pairwise(keys[max(0, at - _BESIDE) : at]), *pairwise(behind)]
    often = any(first in EACH and then in _TIMES_OF_EVENTS for first, then in pairs)
    return often or before[-2:-1] == ["chỉ"] or before[-1:] == ["chỉ"]


def is_some_of_many(sentence: Sentence, at: int) -> bool:
    """Tell whether the number is some of a larger one behind it: `năm trong mười một bến đò`, `88 trong tổng số 96`."""
    keys, first = sentence.keys, sentence.numerals[at].value
    if keys[at + 1 : at + 2] != ["trong"] or first == 1:  # `một trong` names no number of things
        return False
    whole = _WHOLES.at(keys, at + 1)
    for behind in (whole[0],) if whole else (at + 2, at + 3):
        larger = sentence.numerals.get(behind)
        if larger is not None:
            return larger.value > first and not counted_as_time(keys, behind + 1)
    return False
