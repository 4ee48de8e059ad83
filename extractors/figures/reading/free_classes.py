"""Numbers of a sentence -> the classes that are on no scale: states, sexes, sectors, criteria, what a share `là`.

Such a class is one only beside its total or its siblings, so it is read when all numbers of the sentence are known.
Source: gold guidelines, "label"; words in `classes.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extractors.figures.draft import Draft, Passage
from extractors.figures.reading.bands import LONGEST_BAND, MARKS, band_of
from extractors.figures.reading.bracketed_classes import (
    LONGEST_SHARED,
    TELLS,
    Class,
    breach_of_list,
    class_before_bracket,
)
from extractors.figures.reading.classes import CUES_OF_CLASS, LABELS, as_written, leads_part
from extractors.figures.reading.counted import COPULAS, COUNTED, SEXES, STOPS
from extractors.figures.reading.criteria import criterion, criterion_of_list
from extractors.figures.reading.kinds_of_people import kind_of_person
from extractors.figures.reading.lists_of_classes import head_of_shares, numbered_level, sector_of_share
from extractors.figures.reading.modes import SIGNS_OF_MODES, fellows, mode
from extractors.figures.reading.schooling import LEVELS_OF_SCHOOL, level_of_school
from extractors.figures.reading.states import DENIALS, denied_class
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_SCORE: Final = Measure.SCORE
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["free_classes"]
_BEHIND_NOUN: Final = tuple(phrase.split() for phrase in _WORDS["behind_noun"])
_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
_STATES: Final = Lexicon((word, True) for word in _TABLE["states"])
_WEAK_STATES: Final = Lexicon((word, True) for word in _TABLE["weak_states"])
_STATE_FIRSTS: Final = _STATES.firsts | _WEAK_STATES.firsts
_STATE_LASTS: Final = _STATES.lasts | _WEAK_STATES.lasts
_GROUPS: Final = Lexicon((word, True) for word in _TABLE["groups"])
_LEADS: Final = frozenset(_TABLE["leads"])
_LETTERS: Final = frozenset({"a", "b", "c", "d"})
_PLAIN_PEOPLE: Final = frozenset({"người", "đồng chí"})
_BEFORE_VERDICT: Final = frozenset(_WORDS["before_verdict"])
_ENDS: Final = frozenset({",", ";", ".", ")", "và"})
_MOVES: Final = frozenset(_WORDS["moves"])
_REGIONS: Final = tuple(phrase.split() for phrase in _TABLE["regions"])
_RATES: Final = Lexicon((word, True) for word in _TABLE["rates"])
_UP: Final = ["trở", "lên"]
_WORDS_TO_STATE: Final = 4
_WORDS_TO_VERDICT: Final = 4
_LONGEST_GROUP: Final = 6
_WORDS_OF_WHOLE: Final = 3
_INSTANCES: Final = frozenset(_WORDS["instances"])
_NO_PEOPLE: Final = frozenset(_WORDS["no_people"])
"""Heads of groups that are no people: `khu sản xuất 12`."""


def name_classes(passage: Passage) -> None:
    """Give the figures that have no class yet the one that the sentence names beside its total or siblings."""
    unnamed = [draft for draft in passage.drafts if draft.label is None or draft.unit == MARKS]
    if not unnamed:
        return
    for rule, (read, needed) in _READERS.items():
        if needed is not None and needed.isdisjoint(passage.sentence.vocabulary):
            continue
        still = []
        for draft in unnamed:
            found = read(draft)
            if found is None:
                still.append(draft)
                continue
            draft.label, draft.label_rule = as_written(draft, *found), rule
            if draft.unit == MARKS:
                draft.indicator, draft.indicator_rule = "score", rule
            elif rule == "group" and draft.unit is None and draft.keys[found[0]] not in _NO_PEOPLE:
                whole = next((o for o in reversed(_before(draft)) if o.family == "person"), None)
                draft.indicator, draft.indicator_rule = whole.indicator if whole else "person", rule
                draft.inherits = whole is not None and whole.inherits
            elif rule == "sector_of_share" and draft.indicator == "rate":
                measured = head_of_shares([o for o in passage.drafts if o.numeral.percent])
                draft.indicator, draft.indicator_rule = measured or draft.indicator, rule
            elif rule == "breach_of_list":
                draft.unit, draft.family, draft.rule = None, "", "no_noun"
                draft.indicator, draft.indicator_rule, draft.inherits = "case", rule, False
        unnamed = still


def _before(draft: Draft) -> list[Draft]:
    """Return the figures of the sentence that stand before."""
    return [other for other in draft.passage.drafts if other.at < draft.at]


def _totals(draft: Draft) -> list[Draft]:
    """Return the fellows that may be the total or a sibling: those before; behind stand parts and changes.

    So `71 xã đạt chuẩn NTM, tăng 11 xã` has none, nor `681 đơn đủ điều kiện, đã giải quyết 194 đơn`.
    """
    return [other for other in fellows(draft) if other.at < draft.at]


def _state(draft: Draft) -> Class | None:
    """Read a state behind its noun (`10 công trình xây dựng không phép`) or before (`số xã đạt chuẩn … trên 90%`)."""
    keys = draft.keys
    for at in range(draft.resume, min(draft.resume + _WORDS_TO_STATE, len(keys))):
        if keys[at] in _STATE_FIRSTS and (hit := _state_at(keys, at)):
            weak = (word := _WEAK_STATES.at(keys, at)) is not None and word[0] == hit
            return (at, hit) if _has_other_state(draft, at) or (_totals(draft) and not weak) else None
        if not keys[at].isalpha():
            break
    return _state_before(draft)


def _state_before(draft: Draft) -> Class | None:
    """Read a state before its number, another beside it; an everyday word only where a part opens with it."""
    keys, end = draft.keys, draft.at
    while (before := _state_ending(keys, end)) is None:
        less = COPULAS.before(keys, end) if end and keys[end - 1] in COPULAS.lasts else None
        if less is None:
            return None
        end = less[0]
    start = before[0]
    weak = _STATES.before(keys, end) is None
    bare = draft.unit is None and any(o.at < draft.at and o.unit for o in draft.passage.drafts)
    named = draft.unit is not None and " ".join(keys[:start]).endswith(f" {draft.unit}")
    opens = _opens_part(draft, start) or named or (draft.unit is None and not weak)
    beside = (
        _has_other_state(draft, start)
        or (not weak and draft.unit is not None and leads_part(draft, start - named * len(draft.unit.split())))
        or (bare and _opens_part(draft, start) and not weak)
        or (weak and _has_other_weak_state(draft, start))
    )
    return (start, end) if opens and start >= draft.floor and beside else None


def _state_ending(keys: list[str], end: int) -> tuple[int, bool] | None:
    if not end or keys[end - 1] not in _STATE_LASTS:
        return None
    return _STATES.before(keys, end) or _WEAK_STATES.before(keys, end)


def _state_at(keys: list[str], at: int) -> int | None:
    """Return where a state at `at` ends; everyday words are one only at the end of their phrase."""
    hit, weak = _STATES.at(keys, at), _WEAK_STATES.at(keys, at)
    if weak and (hit is None or weak[0] >= hit[0]):
        behind = keys[weak[0] : weak[0] + 1]
        return weak[0] if not behind or behind[0] in _ENDS else None
    return hit[0] if hit and keys[hit[0] : hit[0] + 1] != [NUMBER] else None


def _has_other_state(draft: Draft, own: int) -> bool:
    """Tell whether another state stands by a figure of the same noun or family, or by one without a noun."""
    beside = [draft, *fellows(draft), *(other for other in draft.passage.drafts if other.unit is None)]
    near = [(o.at - _WORDS_TO_STATE - LONGEST_SHARED, o.resume + LONGEST_BAND) for o in beside]
    others = (start for start, _, _ in _STATES.scan(draft.keys) if start != own)
    return any(first <= start < last for start in others for first, last in near)


def _has_other_weak_state(draft: Draft, own: int) -> bool:
    """Tell whether another everyday word of state opens a part before its number: `đúng 6 đơn, sai 30 đơn`."""
    others = [other for other in draft.passage.drafts if other is not draft]
    found = ((_WEAK_STATES.before(o.keys, o.told_to), o) for o in others)
    return any(hit is not None and hit[0] != own and other.unit == draft.unit for hit, other in found)


def _level_of_place(draft: Draft) -> Class | None:
    """Read a level before a part with a noun of its own: `2.372 thủ tục (cấp tỉnh 1.946 thủ tục, cấp xã 426 …)`."""
    if draft.unit is None:
        return None
    keys = draft.keys
    end = draft.told_to
    hit = LABELS.before(keys, end) if end and keys[end - 1] in LABELS.lasts else None
    if hit is None or not hit[1].elided or not _opens_part(draft, hit[0]):
        return None
    if keys[end : end + 1] == [":"] and not any(o.told_to != end and _elided_before(o) for o in draft.passage.drafts):
        return None
    return (hit[0], end) if fellows(draft) else None


def _elided_before(draft: Draft) -> bool:
    """Tell whether a level that needs no noun stands right before a number."""
    hit = LABELS.before(draft.keys, draft.told_to)
    return hit is not None and hit[1].elided


def _opens_part(draft: Draft, start: int) -> bool:
    return start >= draft.floor and (start == 0 or draft.keys[start - 1] in _LEADS)


def _group(draft: Draft) -> Class | None:
    """Read a sex, a sector or a body of persons before a part: `96.482 đoàn viên, trong đó khu vực doanh nghiệp …`."""
    keys = draft.keys
    end = draft.told_to
    start = end
    while start > draft.floor and end - start < _LONGEST_GROUP and keys[start - 1] not in _LEADS:
        start -= 1
    if start >= end or not _opens_part(draft, start):
        return None
    start += 2 * (keys[start : start + 2] == ["trình", "độ"])
    group = _GROUPS.at(keys, start)
    for at in range(group[0] if group else start, end):
        stops = not group and keys[at] in STOPS.firsts and STOPS.at(keys, at)
        if stops or not keys[at].isalpha() or keys[at] in TELLS:
            return None
    if _moved(keys, end, draft.at) or keys[end - 2 : end] in _REGIONS:
        return None
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    counted_before = _counts_persons(draft, start)
    listed = draft.unit is None and any(_lists_group(other) for other in draft.passage.drafts if other is not draft)
    if alone := _lone_sex(draft, start, end, counted_before):
        return alone
    if not (counted_before or listed or fellows(draft)):
        return None
    sexed = keys[end - 1] in SEXES and end - start > 1 and keys[end - 2] != "phụ"
    if sexed and COUNTED.at(keys, start) and draft.unit is not None:
        return end - 1, end
    if group:
        beside = before is not None and draft.bracket == before.resume
        return (start, end) if draft.unit is not None or beside or draft.numeral.percent or listed else None
    return _named_group(draft, start, end)


def _named_group(draft: Draft, start: int, end: int) -> Class | None:
    """Return the words of a noun of persons as a group, those behind the noun where they name one by themselves."""
    keys = draft.keys
    noun = COUNTED.at(keys, start)
    if noun is not None and noun[1][0].family == "person" and draft.unit is not None and _GROUPS.at(keys, noun[0]):
        return noun[0], end
    proper = any(word[0].isupper() for word in draft.passage.sentence.words[start:end])
    persons = noun is not None and noun[1][0].family == "person" and not proper
    named = persons and not any(STOPS.at(keys, at) for at in range(start, end))
    return (start, end) if named and draft.unit in _PLAIN_PEOPLE else None


def _counts_persons(draft: Draft, start: int) -> bool:
    """Tell whether the figure before counts persons; before a share of a people or a sex, any figure."""
    before = _before(draft)
    people = draft.numeral.percent and draft.keys[start] not in _NO_PEOPLE
    return any(other.family == "person" for other in (before if people else before[-1:]))


def _lone_sex(draft: Draft, start: int, end: int, counted: bool) -> Class | None:
    """Read a sex that needs no figure beside it.

    It opens the sentence before persons (`1.612 người. Nữ 1.187 người`), stands before a number alone behind persons
    that were counted (`55 đại biểu, nữ 16`), or a share of a noun of persons is told (`Lao động nữ chiếm 41,3%`).
    """
    keys = draft.keys
    if keys[end - 1] not in SEXES:
        return None
    bare = counted and draft.unit is None and "part" not in draft.kinds
    if end - start == 1 and (bare or (start == 0 and draft.unit in _PLAIN_PEOPLE)):
        return start, end
    rate = _RATES.at(keys, start)
    start = rate[0] if rate else start
    noun = COUNTED.at(keys, start) if draft.numeral.percent and draft.unit is None else None
    return (end - 1, end) if noun is not None and noun[0] == end - 1 and noun[1][0].family == "person" else None


def _lists_group(draft: Draft) -> bool:
    """Tell whether a bare number stands right behind the name of a group: `trình độ: đại học 19, trung cấp 9`."""
    keys = draft.keys
    end = draft.told_to
    return draft.unit is None and any(
        at[0] == end for at in (_GROUPS.at(keys, s) for s in range(draft.floor, end)) if at
    )


def _moved(keys: list[str], start: int, end: int) -> bool:
    return not _MOVES.isdisjoint(keys[start:end])


def _verdict(draft: Draft) -> Class | None:
    """Read the class that marks come to, behind a sign: `88 điểm, xếp loại giỏi`, `Dưới 50 điểm: loại yếu`."""
    keys = draft.keys
    if draft.unit != MARKS and draft.measure is not _SCORE and not _is_bare_noun(draft):
        return None
    at = draft.resume
    while at < len(keys) and at - draft.resume < _WORDS_TO_VERDICT and keys[at] in _BEFORE_VERDICT:
        at += 1
    cue = CUES_OF_CLASS.at(keys, at)
    if cue is None:
        return None
    at = cue[0] + (keys[cue[0] : cue[0] + 1] == [":"])
    hit = LABELS.at(keys, at)
    if hit is None or keys[hit[0] : hit[0] + 1] == [NUMBER]:
        return None
    end = hit[0]
    if keys[end : end + 1] in ([","], ["và"]) and (more := LABELS.at(keys, end + 1)):
        end = more[0]
    return at, end


def _is_bare_noun(draft: Draft) -> bool:
    """Tell whether words of state stand right behind the counted noun: `mười ba thôn nữa đang ở mức khá`."""
    return draft.unit is not None and draft.keys[draft.resume : draft.resume + 1] in _BEHIND_NOUN


def _letter(draft: Draft) -> Class | None:
    """Read a class that is a letter: `80% thỏa ước đạt loại B trở lên` is of class `b trở lên`."""
    keys = draft.keys
    if keys[draft.at - 1] == "là" or draft.unit is None:
        end = draft.told_to
        if keys[end - 2 : end - 1] == ["loại"] and keys[end - 1] in _LETTERS:
            return end - 1, end
    for at in range(draft.resume, min(draft.resume + _WORDS_TO_STATE, len(keys) - 1)):
        if keys[at] == "loại" and keys[at + 1] in _LETTERS and (draft.unit is not None or at == draft.resume):
            end = at + 2
            return at + 1, end + 2 * (keys[end : end + 2] == _UP)
        if not keys[at].isalpha():
            return None
    return None


def _is_what(draft: Draft) -> Class | None:
    """Read what shares of one whole are, two of them told: `46% diện tích là đô thị còn 54% là nông thôn`."""
    found = _what(draft)
    if found is None:
        return None
    total = draft.unit in _INSTANCES and any(other.at < draft.at for other in fellows(draft))
    return found if total or any(_what(other) for other in draft.passage.drafts if other is not draft) else None


def _what(draft: Draft) -> Class | None:
    if not (draft.numeral.percent or draft.unit in _INSTANCES):
        return None
    keys, first = draft.keys, draft.resume
    while (
        first < len(keys) and first - draft.resume < _WORDS_OF_WHOLE and keys[first].isalpha() and keys[first] != "là"
    ):
        first += 1
    first += 1
    if keys[first - 1 : first] != ["là"]:
        return None
    end = first
    while end < len(keys) and keys[end].isalpha():
        noun = COUNTED.at(keys, end)
        if keys[end] != "của" and (noun is None or noun[0] == end + 1) and STOPS.at(keys, end):
            break
        end = noun[0] if noun else end + 1
    return (first, end) if 0 < end - first <= LONGEST_SHARED else None


_READERS: Final[dict[str, tuple[Callable[[Draft], Class | None], frozenset[str] | None]]] = {
    "verdict_on_marks": (_verdict, CUES_OF_CLASS.firsts),
    "criterion": (criterion, frozenset({":"})),
    "criterion_of_list": (criterion_of_list, None),
    "letter": (_letter, frozenset({"loại"})),
    "state": (_state, _STATE_FIRSTS),
    "denied": (denied_class, DENIALS),
    "mode": (mode, SIGNS_OF_MODES),
    "band": (band_of, frozenset({MARKS})),
    "level_of_place": (_level_of_place, LABELS.lasts),
    "group": (_group, None),
    "what_a_share_is": (_is_what, frozenset({"là"})),
    "breach_of_list": (breach_of_list, frozenset({":"})),
    "before_bracket": (class_before_bracket, frozenset({"("})),
    "numbered_level": (numbered_level, None),
    "sector_of_share": (sector_of_share, None),
    "kind_of_person": (kind_of_person, None),
    "level_of_school": (level_of_school, LEVELS_OF_SCHOOL.firsts),
}
"""By rule: how a class is read, and the words without one of which a sentence has none."""
