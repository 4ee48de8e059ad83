"""The class that a count belongs to: `tốt` in `62 đơn vị xếp loại tốt`, `khiển trách` in `khiển trách 15`.

Scales and their levels are in `ratings.toml`; a level stands right before or right behind its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS, COUNTED, STOPS, back_over_copulas
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_TABLE: Final = load_table("extractors.figures", "ratings")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one or more scales: (scale, rank) pairs, rank 0 best.

    `weak` words need another level beside them, but for those that may stand right behind their noun (`beside`);
    `elided` ones need a number without a noun; `rates` marks scales that make a distribution.
    """

    name: str
    ranks: tuple[tuple[str, int], ...]
    weak: bool
    elided: bool
    beside: bool
    rates: bool
    indicator: str | None


def _read_levels() -> Lexicon[Level]:
    found: dict[str, list[tuple[str, int, dict[str, Any]]]] = {}
    for rule in _TABLE["rule"]:
        for rank, synonyms in enumerate(rule["levels"]):
            for word in synonyms:
                found.setdefault(word, []).append((rule["name"], rank, rule))
    levels = []
    for word, places in found.items():
        rules = [rule for _, _, rule in places]
        levels.append(
            Level(
                word,
                tuple((scale, rank) for scale, rank, _ in places),
                all(word in rule["weak"] for rule in rules),
                all(rule.get("elided", False) for rule in rules),
                any(rule.get("beside", False) for rule in rules),
                any(rule.get("distribution", True) for rule in rules),
                next((rule["indicator"] for rule in rules if "indicator" in rule), None),
            )
        )
    return Lexicon((level.name, level) for level in levels)


LABELS: Final = _read_levels()
_LONGER_WORDS: Final = Lexicon((word, True) for word in _TABLE["words"]["longer"])
_CUES: Final = Lexicon((word, True) for word in _TABLE["words"]["cue"])
_UP: Final = ("trở", "lên")
_PLANS: Final = frozenset(load_table(__package__, "phrases_around")["plans"])
_QUOTES: Final = frozenset("“\"”'‘’")
_FREE: Final = Lexicon((word, True) for word in _TABLE["words"]["free_cue"])
_STRIPPED: Final = Lexicon((word, True) for word in _TABLE["words"]["stripped"])
_AVERAGED: Final = Lexicon((word, True) for word in _TABLE["words"]["averaged"])
_PASSED: Final = frozenset(_TABLE["words"]["passed"])
_BADGE: Final = Lexicon((word, True) for word in _TABLE["words"]["badge"])
_FIELD: Final = Lexicon((word, True) for word in _TABLE["words"]["field"])
_PLACES: Final = frozenset(_TABLE["words"]["places"])
_JOINS: Final = frozenset({",", "và", "/"})
_DONE: Final = frozenset({"đã", "được", "sẽ", "còn", "nay"})
_SIGNS: Final = frozenset(",;:.()+")
_OPENS_LEVEL: Final = LABELS.firsts | _CUES.firsts | _PASSED | _QUOTES | {"trở"}
_OPENS_CLASS: Final = _BADGE.firsts | _FREE.firsts
_RATES: Final = frozenset({"xếp", "phân"})
_VERDICT: Final = Lexicon((word, True) for word in _TABLE["words"]["verdict"])
_APART: Final = frozenset(_TABLE["words"]["apart"])
_MODIFIERS: Final = 6
_LONGEST_FREE: Final = 8
_PLAIN_ENOUGH: Final = 4


def opens_class(keys: list[str], start: int) -> bool:
    """Tell whether a word of rating with its level stands at `start` (`71 loại tốt`)."""
    cue = _CUES.at(keys, start)
    return cue is not None and LABELS.at(keys, cue[0]) is not None


def same_level(one: str, other: str) -> bool:
    """Tell whether two classes are one level of a scale (`hoàn thành xuất sắc`, with and without `nhiệm vụ`)."""
    if one == other:
        return True
    first, second = LABELS.at(keys_of(one), 0), LABELS.at(keys_of(other), 0)
    return first is not None and second is not None and bool(set(first[1].ranks) & set(second[1].ranks))


def label_of(draft: Draft, taken: int) -> tuple[str, Level | None] | None:
    """Return the class of a figure as written, in lower case, and its level; None if it has no class.

    Words before `taken` are the class of the figure before.
    """
    found = _level_before(draft, max(draft.floor, taken)) or _level_behind(draft)
    if found:
        return found
    named = _named_class(draft)
    return (named, None) if named else None


def _level_before(draft: Draft, floor: int) -> tuple[str, Level] | None:
    keys = draft.keys
    end = draft.at
    while (hit := _level_ending(keys, end)) is None:
        less = COPULAS.before(keys, end) or _AVERAGED.before(keys, end)
        if less is None or less[0] < floor:
            break
        end = less[0]
    if hit is None or hit[0] < floor or _LONGER_WORDS.at(keys, max(0, hit[0] - 1)):
        return None
    start, level = hit
    if level.elided and (draft.unit is not None or COUNTED.before(keys, start)):
        return None
    if "có" in keys[end : draft.at] and _is_said_of_last(draft, start):
        return None
    sure = (
        end - start >= _PLAIN_ENOUGH
        or _CUES.before(keys, start)
        or COUNTED.before(keys, start)
        or keys[start - 1 : start] == ["số"]
    )
    if (level.weak or not sure) and not (_beside_other_level(keys, start, level) or _is_form_of_case(draft, level)):
        return None
    start = _joined_before(keys, start, floor)
    return _as_written(draft, start, end), level


def _is_said_of_last(draft: Draft, start: int) -> bool:
    """Tell whether a level belongs to the figure before, no sign between: `4 thôn làm thôn kiểu mẫu có 1 thôn đạt`."""
    between = draft.keys[draft.floor : start]
    return draft.floor > 0 and bool(between) and all(key.isalpha() for key in between)


def _level_ending(keys: list[str], end: int) -> tuple[int, Level] | None:
    return LABELS.before(keys, end - 2 if tuple(keys[end - 2 : end]) == _UP else end)


def _joined_before(keys: list[str], start: int, floor: int) -> int:
    """Return the start of `khá và vững mạnh` when `vững mạnh` was found."""
    if start - 1 > floor and keys[start - 1] in ("và", ","):
        first = LABELS.before(keys, start - 1)
        if first and first[0] >= floor:
            return first[0]
    return start


def _level_behind(draft: Draft) -> tuple[str, Level] | None:
    keys = draft.keys
    at, cued = _over_rating_words(keys, _over_bracket(keys, draft.resume))
    hit = LABELS.at(keys, at)
    if hit is None or _LONGER_WORDS.at(keys, at):
        return None
    end, level = hit
    if level.elided and draft.unit is not None:
        return None
    weak = level.weak and not (level.beside and at == draft.resume and draft.family in ("household", "person"))
    doubtful = weak or (draft.unit is None and end - at < 2)
    if doubtful and not cued and not _beside_other_level(keys, at, level):
        return None
    if end < len(keys) and keys[end] in (",", "và"):
        more = LABELS.at(keys, end + 1)
        if more and not _has_number(keys, more[0]):
            end = more[0]
            end += 2 * (keys[end : end + 2] == ["nhiệm", "vụ"])
    if tuple(keys[end : end + 2]) == _UP:
        end += 2
    draft.reach = end
    return _as_written(draft, at, end), level


def _over_rating_words(keys: list[str], at: int) -> tuple[int, bool]:
    """Return where a level may stand at or behind `at`, and whether words of rating (`xếp loại`) lead to it."""
    cued = False
    rated = next(
        (to for to in range(at, min(at + _MODIFIERS, len(keys))) if not keys[to].isalpha() or keys[to] in _RATES), at
    )
    rates = rated < len(keys) and keys[rated] in _RATES and _CUES.at(keys, rated)
    at = rated if rates else _over_modifiers(keys, at)
    if at >= len(keys) or keys[at] not in _OPENS_LEVEL:
        return len(keys), cued
    if tuple(keys[at : at + 2]) == _UP:
        at += 2
    for _ in range(4):
        if LABELS.at(keys, at):
            break
        if cue := _CUES.at(keys, at):
            at, cued = cue[0], True
        elif at < len(keys) and (keys[at] in _PASSED or keys[at] in _QUOTES):
            at += 1
    return at, cued


def _over_modifiers(keys: list[str], at: int) -> int:
    """Return where a verdict with a class begins behind words of the noun (`nông dân đạt khá`), else `at`."""
    for to in range(at, min(at + _MODIFIERS, len(keys))):
        if not keys[to].isalpha() or keys[to] in _APART:
            break
        verdict = _VERDICT.at(keys, to) if keys[to] in _VERDICT.firsts else None
        if verdict:
            level = verdict[0] + (keys[verdict[0] : verdict[0] + 1] != [] and keys[verdict[0]] in _QUOTES)
            hit = LABELS.at(keys, level)
            return to if hit and not hit[1].weak else at
    return at


def _has_number(keys: list[str], end: int) -> bool:
    while end < len(keys) and COPULAS.at(keys, end):
        end += 1
    return end < len(keys) and keys[end] == NUMBER


def _over_bracket(keys: list[str], at: int) -> int:
    """Return the token behind a short bracket with a number in it: `612 đồng chí (15,25%) hoàn thành ...`."""
    if at < len(keys) and keys[at] == "(":
        for close in range(at + 1, min(at + 9, len(keys))):
            if keys[close] == ")":
                return close + 1 if NUMBER in keys[at:close] else at
    return at


def _beside_other_level(keys: list[str], start: int, level: Level) -> bool:
    """Tell whether another level of one of its scales stands in the sentence."""
    scales = {scale for scale, _ in level.ranks}
    for first, _, other in LABELS.scan(keys):
        if first != start and other.name != level.name and any(scale in scales for scale, _ in other.ranks):
            return True
    return False


def _is_form_of_case(draft: Draft, level: Level) -> bool:
    """Tell whether a form of discipline follows those disciplined: `kỷ luật 03 đồng chí, khai trừ 01 đồng chí`."""
    earlier = (other for other in draft.passage.drafts if other.at < draft.at)
    return level.indicator == "case" and any(other.indicator == "case" and other.label is None for other in earlier)


def _named_class(draft: Draft) -> str | None:
    """Return a class that has a name but no scale: a title in quotes, a badge of years, a form (`theo hình thức`)."""
    keys = draft.keys
    for at in range(draft.resume, min(draft.resume + 7, len(keys))):
        if keys[at] in _SIGNS or keys[at] == NUMBER:
            return None
        if keys[at] not in _OPENS_CLASS:
            continue
        badge = _BADGE.at(keys, at)
        if badge and keys[badge[0] : badge[0] + 2] == [NUMBER, "năm"]:
            return _as_written(draft, at, badge[0] + 2)
        free = _FREE.at(keys, at)
        if free:
            first = free[0] + (keys[free[0] : free[0] + 1] != [] and keys[free[0]] in _QUOTES)
            end = first
            quoted = keys[first - 1] in _QUOTES
            while (
                end < len(keys)
                and end - first < _LONGEST_FREE
                and not (keys[end] in _QUOTES if quoted else _ends_free(keys, end))
            ):
                end += 1
            return _as_written(draft, first, end) if end > first else None
    return None


def _ends_free(keys: list[str], at: int) -> bool:
    return keys[at] in _SIGNS or keys[at] in _QUOTES or (keys[at] == "và" and keys[at + 1 : at + 2] == [NUMBER])


def label_linked(drafts: Sequence[Draft]) -> None:
    """Give bare parts the words before them as class, and shares, changes and earlier values that of their figure."""
    for index, draft in enumerate(drafts):
        if draft.label is not None:
            continue
        parent = draft.parent
        behind = parent is not None and parent.passage is draft.passage and parent.at > draft.at
        if draft.role is Role.PART and draft.unit is None and draft.measure is Measure.COUNT and not behind:
            listed = [d for d in drafts[max(0, index - 4) : index] if d.parent is parent and d.label]
            draft.label = _free_label(draft, bool(listed))
        elif draft.role is Role.PART and parent is not None and draft.unit == parent.unit and not behind:
            draft.label = _field_label(draft, drafts[max(0, index - 4) : index]) or _kind_label(draft, parent)
        elif parent is not None and draft.role in (Role.SHARE, Role.CHANGE):
            draft.label = None if draft.unit in _PLANS else parent.label
        elif draft.modality is Modality.PREVIOUS and index:
            _label_earlier(drafts, index)


def _label_earlier(drafts: Sequence[Draft], index: int) -> None:
    """Give earlier values in brackets the classes of the figures before, in order: `(năm 2022 tương ứng là 66; 23)`."""
    draft = drafts[index]
    stop = index
    while stop < len(drafts) and drafts[stop].bracket == draft.bracket and drafts[stop].passage is draft.passage:
        stop += 1
    listed = drafts[index:stop] if draft.bracket >= 0 else [draft]
    before = drafts[max(0, index - len(listed)) : index]
    if len(before) == len(listed) and all(
        d.unit is None or d.unit == e.unit for d, e in zip(listed, before, strict=True)
    ):
        for later, earlier in zip(listed, before, strict=True):
            if earlier.passage is draft.passage:
                later.label = later.label or earlier.label


def _free_label(draft: Draft, listed: bool) -> str | None:
    """Return the noun phrase right before a bare part of a total as its class (`lĩnh vực kinh tế 23`), None for verbs.

    In a list that has named classes before (`listed`) a phrase may open with a verb (`xây dựng hệ thống chính trị 6`).
    """
    keys = draft.keys
    end = back_over_copulas(keys, draft.at, draft.floor)
    start = end
    while (
        start > draft.floor
        and end - start < _LONGEST_FREE
        and keys[start - 1] not in _SIGNS
        and keys[start - 1] != NUMBER
    ):
        start -= 1
    start = max((hit[0] for at in range(start, end) if (hit := _FIELD.at(keys, at)) and hit[0] < end), default=start)
    while start < end:
        lead = _STRIPPED.at(keys, start)
        if lead is None:
            break
        start = lead[0]
    if (
        start >= end
        or keys[start] == "riêng"
        or (not listed and _is_place_name(draft.passage.sentence.words[start:end]))
    ):
        return None
    if STOPS.at(keys, start) and not LABELS.at(keys, start) and not listed:
        return None
    return _as_written(draft, start, end)


def _is_place_name(words: list[str]) -> bool:
    """Tell whether two words or more are a name (`Hà Nội`, `huyện Krông Pa`): a capital and small letters each."""
    names = [word for word in words if word.isalpha() and word.lower() not in _PLACES]
    return len(words) > 1 and bool(names) and all(word.istitle() for word in names)


def _field_label(draft: Draft, before: Sequence[Draft]) -> str | None:
    """Return the field that a part with the noun of the whole is told of: `lĩnh vực kinh tế có 182 mô hình`.

    In a list of fields the word need not stand again, nor the noun (`quốc phòng có 72 mô hình`).
    """
    keys = draft.keys
    start = draft.at
    while start > draft.floor and keys[start - 1] not in _SIGNS:
        start -= 1
    if any(_FIELD.at(keys, at) for at in range(start, draft.at)):
        return _free_label(draft, True)
    listed = any(other.parent is draft.parent and other.label and other.unit == draft.unit for other in before)
    named = listed and (keys[draft.at - 1] == "có" or not STOPS.at(keys, start))
    return _free_label(draft, True) if named and keys[start] not in _DONE else None


def _kind_label(draft: Draft, total: Draft) -> str | None:
    """Return the kind that stands right before a part and among those of the total: `trâu, bò 95 con (bò 70 con)`."""
    keys = draft.keys
    end = back_over_copulas(keys, draft.at, draft.floor)
    start = end
    while start > draft.floor and keys[start - 1].isalpha():
        start -= 1
    kind, named = keys[start:end], total.keys[max(total.floor, total.at - _LONGEST_FREE) : total.at]
    told = any(
        named[at : at + len(kind)] == kind
        and not _JOINS.isdisjoint((*named[at - 1 : at], *named[at + len(kind) :][:1]))
        for at in range(len(named))
    )
    return (
        _as_written(draft, start, end) if told and 0 < len(kind) < _PLAIN_ENOUGH and not STOPS.at(keys, start) else None
    )


def _as_written(draft: Draft, first: int, last: int) -> str:
    return draft.passage.sentence.written(first, last).lower()


def level_named(label: str) -> Level | None:
    """Return the level that a class is, None for `khá trở lên` and for classes on no scale."""
    keys = keys_of(label)
    hit = LABELS.at(keys, 0)
    return hit[1] if hit is not None and hit[0] == len(keys) else None
