"""The class that a count belongs to: `tốt` in `62 đơn vị xếp loại tốt`, `khiển trách` in `khiển trách 15`.

Scales and their levels are in `ratings.toml`; a level stands right before or right behind its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS, COUNTED
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
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


@cache
def lowest_rank(scale: str) -> int:
    """Return the rank of the worst level of a scale that is in everyday use."""
    rule = next(rule for rule in _TABLE["rule"] if rule["name"] == scale)
    levels = rule["levels"]
    return next((rank for rank, words in enumerate(levels) if rule.get("last") in words), len(levels) - 1)


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
_SHARE_BEHIND_SIGN: Final = [",", "chiếm"]
"""What may stand between a class and its share: `chi bộ đạt trong sạch, vững mạnh, chiếm 92%`."""
_LETTERS: Final = frozenset("abcd")
_LONGER_WORDS: Final = Lexicon((word, True) for word in _TABLE["words"]["longer"])
CUES_OF_CLASS: Final = Lexicon((word, True) for word in _TABLE["words"]["cue"])
_UP: Final = ("trở", "lên")
_PLANS: Final = frozenset(load_table(__package__, "phrases_around")["plans"])
_QUOTES: Final = frozenset("“\"”'‘’")
_FREE: Final = Lexicon((word, True) for word in _TABLE["words"]["free_cue"])
_STRIPPED: Final = Lexicon((word, True) for word in _TABLE["words"]["stripped"])
_AVERAGED: Final = Lexicon((word, True) for word in _TABLE["words"]["averaged"])
_BEFORE_NUMBERS: Final = LABELS.lasts | COPULAS.lasts | _AVERAGED.lasts | {_UP[1]}
_PASSED: Final = frozenset(_TABLE["words"]["passed"])
_BADGE: Final = Lexicon((word, True) for word in _TABLE["words"]["badge"])
_FIELD: Final = Lexicon((word, True) for word in _TABLE["words"]["field"])
_PLACES: Final = frozenset(_TABLE["words"]["places"])
_REWARDS: Final = Lexicon((word, True) for word in _WORDS["rewards"])
_ENDS_PRAISE: Final = frozenset(".:")
_JOINS: Final = frozenset({",", "và", "/"})
_DONE: Final = frozenset(_WORDS["done"])
_SIGNS: Final = frozenset(",;:.()+")
_OPENS_LEVEL: Final = LABELS.firsts | CUES_OF_CLASS.firsts | _PASSED | _QUOTES | {"trở"}
_OPENS_CLASS: Final = _BADGE.firsts | _FREE.firsts
_RATES: Final = frozenset({"xếp", "phân"})
_VERDICT: Final = Lexicon((word, True) for word in _TABLE["words"]["verdict"])
_APART: Final = frozenset(_TABLE["words"]["apart"])
_CLASSES: Final = 1 << 12
_MODIFIERS: Final = 6
_BEHIND_FREE: Final = frozenset(_WORDS["behind_free"])
_LONGEST_FREE: Final = 8
_PLAIN_ENOUGH: Final = 4
_AVERAGES: Final = frozenset({"trung bình"})
"""A level that is an average as well (`dân số trung bình 7.129 người`), so another level must stand beside it."""


def opens_class(keys: list[str], start: int) -> bool:
    """Tell whether a word of rating with its level or letter stands at `start` (`71 loại tốt`, `13 hạng B`)."""
    cue = CUES_OF_CLASS.at(keys, start)
    if cue is None:
        return False
    return LABELS.at(keys, cue[0]) is not None or (cue[0] < len(keys) and keys[cue[0]] in _LETTERS)


def same_level(one: str, other: str) -> bool:
    """Tell whether two classes are one level of a scale (`hoàn thành xuất sắc`, with and without `nhiệm vụ`)."""
    return one == other or not _ranks_of(one).isdisjoint(_ranks_of(other))


@lru_cache(maxsize=_CLASSES)
def _ranks_of(label: str) -> frozenset[tuple[str, int]]:
    level = LABELS.at(keys_of(label), 0)
    return frozenset(level[1].ranks) if level is not None else frozenset()


def label_of(draft: Draft, taken: int) -> tuple[str, Level | None] | None:
    """Return the class of a figure as written, in lower case, and its level; None if it has no class.

    Words before `taken` are the class of the figure before.
    """
    sentence = draft.passage.sentence
    found = sentence.holds(LABELS.firsts) and (_level_before(draft, max(draft.floor, taken)) or _level_behind(draft))
    if found:
        return found
    named = _named_class(draft) if sentence.holds(_OPENS_CLASS) else None
    return (named, None) if named else None


def _level_before(draft: Draft, floor: int) -> tuple[str, Level] | None:
    keys = draft.keys
    end = draft.at
    hit: tuple[int, Level] | None = None
    if draft.numeral.percent and keys[end - 2 : end] == _SHARE_BEHIND_SIGN:
        end -= len(_SHARE_BEHIND_SIGN)
    if form := _form_of_case(draft):
        return form
    while end and keys[end - 1] in _BEFORE_NUMBERS and (hit := _level_ending(keys, end)) is None:
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
        or CUES_OF_CLASS.before(keys, start)
        or COUNTED.before(keys, _joined_before(keys, start, floor))
        or keys[start - 1 : start] == ["số"]
        or _heads_item(draft, start, end)
        or _is_done_to(draft, level, end)
        or leads_part(draft, start)
    )
    averaged = level.name in _AVERAGES and not CUES_OF_CLASS.before(keys, start)
    if (level.weak or averaged or not sure) and not (
        _beside_other_level(keys, start, level) or _is_form_of_case(draft, level)
    ):
        return None
    start = _joined_before(keys, start, floor)
    return as_written(draft, start, end), level


def _form_of_case(draft: Draft) -> tuple[str, Level] | None:
    """Return the form of discipline that those counted met with: `bằng hình thức khiển trách đối với 3 chi bộ`."""
    keys, end = draft.keys, draft.at - 1
    if keys[end : end + 1] != ["với"] or draft.family not in ("person", "org"):
        return None
    end -= keys[end - 1] == "đối"
    hit = LABELS.before(keys, end)
    return (as_written(draft, hit[0], end), hit[1]) if hit is not None and hit[1].indicator == "case" else None


def _is_done_to(draft: Draft, level: Level, end: int) -> bool:
    """Tell whether a form of discipline stands right before those it was given to: `khiển trách 04 tổ chức đảng`."""
    return level.indicator == "case" and end == draft.at and draft.family in ("person", "org")


def leads_part(draft: Draft, start: int) -> bool:
    """Tell whether a level opens a part: `212 đồng chí, trong đó xuất sắc 41 đồng chí`."""
    return any(to == start and cue.kind == "part" for _, to, cue in draft.passage.cues)


def _heads_item(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a level is all that stands before the colon of a list item: `+ Vững mạnh: 60`."""
    keys = draft.keys
    opened = not any(key.isalpha() for key in keys[:start])
    return draft.passage.bulleted and opened and keys[end : end + 1] == [":"]


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
    hit = LABELS.at(keys, at) if at < len(keys) and keys[at] in LABELS.firsts else None
    if (
        hit is None
        or _LONGER_WORDS.at(keys, at)
        or (keys[draft.at - 1] == "trong" and "nào" in keys[draft.at - 4 : draft.at])
    ):
        return None
    end, level = hit
    if (level.elided and draft.unit is not None) or (level.rates and _is_rewarded(draft, at, level)):
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
    closed = end + (end < len(keys) and keys[end] in _QUOTES)
    if tuple(keys[closed : closed + 2]) == _UP:
        end = closed + 2
    draft.reach = end
    return as_written(draft, at, end), level


def _is_rewarded(draft: Draft, at: int, level: Level) -> bool:
    """Tell whether a level at `at` only says what those counted are praised for, no other level beside it.

    So in `tặng bằng khen cho 2 tập thể hoàn thành xuất sắc nhiệm vụ`: that class has neither total nor sibling.
    """
    keys = draft.keys
    start = next((to + 1 for to in range(draft.at - 1, -1, -1) if keys[to] in _ENDS_PRAISE), 0)
    praised = bool(_REWARDS.scan(keys[start : draft.at])) and not draft.numeral.percent
    return praised and not leads_part(draft, draft.at) and not _beside_other_level(keys, at, level)


def _over_rating_words(keys: list[str], at: int) -> tuple[int, bool]:
    """Return where a level may stand at or behind `at`, and whether words of rating (`xếp loại`) lead to it."""
    cued = False
    rated = at
    for to, key in enumerate(keys[at : at + _MODIFIERS], at):
        if key in _RATES or not key.isalpha():
            rated = to
            break
    rates = rated < len(keys) and keys[rated] in _RATES and CUES_OF_CLASS.at(keys, rated)
    at = rated if rates else _over_modifiers(keys, at)
    if at >= len(keys) or keys[at] not in _OPENS_LEVEL:
        return len(keys), cued
    if tuple(keys[at : at + 2]) == _UP:
        at += 2
    for _ in range(4):
        if LABELS.at(keys, at):
            break
        if cue := CUES_OF_CLASS.at(keys, at):
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
    """Return a class that has a name but no scale: a title in quotes, a badge of years, a form (`theo hình thức`).

    A title that somebody only registers for (`đăng ký danh hiệu`) is a step.
    """
    keys = draft.keys
    for at in range(draft.resume, min(draft.resume + 7, len(keys))):
        if keys[at] in _SIGNS or keys[at] == NUMBER:
            return None
        if keys[at] not in _OPENS_CLASS:
            continue
        if "ký" in keys[max(draft.resume, at - 2) : at]:
            return None
        badge = _BADGE.at(keys, at)
        if badge and keys[badge[0] : badge[0] + 2] == [NUMBER, "năm"]:
            return as_written(draft, at, badge[0] + 2)
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
            return as_written(draft, first, end) if end > first else None
    return None


def _ends_free(keys: list[str], at: int) -> bool:
    counted = keys[at] == NUMBER or keys[at : at + 2] == ["và", NUMBER]
    return counted or keys[at] in _SIGNS or keys[at] in _QUOTES or keys[at] in _BEHIND_FREE


def as_written(draft: Draft, first: int, last: int) -> str:
    """Return the words `first:last` of a sentence as a class: as written, in lower case."""
    return draft.passage.sentence.written(first, last).lower()


def level_at_end(words: str) -> str | None:
    """Return the level that closes the name of those rated: `Cơ sở hội vững mạnh`; None for weak words."""
    keys = keys_of(words)
    hit = LABELS.before(keys, len(keys))
    if hit is None or hit[1].weak or hit[1].elided or hit[0] == 0 or COUNTED.at(keys, 0) is None:
        return None
    return " ".join(words.lower().split()[hit[0] :])


def level_named(label: str) -> Level | None:
    """Return the level that a class is, None for `khá trở lên` and for classes on no scale."""
    keys = keys_of(label)
    hit = LABELS.at(keys, 0)
    return hit[1] if hit is not None and hit[0] == len(keys) else None
