"""Which figure a number is a part of: bracketed lists, `trong đó`, classes of a total, what was done of what came in.

Source: gold guidelines, role `part`; words in `figure_links.toml` and `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft, Passage
from extractors.figures.links.kin import clause_start, fits, same_noun
from extractors.figures.links.stages import (
    disciplined_of,
    disposed_of,
    done_of,
    examined,
    was_disposed,
    was_received,
    was_settled,
)
from extractors.figures.reading.counted import STOPS
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure, Role
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_MONEY: Final = Measure.MONEY
_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_PART: Final = Role.PART
_SHARE: Final = Role.SHARE
_TABLE: Final = load_table(__package__, "figure_links")
_TOTALS: Final = Lexicon((word, True) for word in _TABLE["total"]["words"])
_RESUMES: Final = Lexicon((word, True) for word in _TABLE["total"]["resume"])
_SUPPOSES: Final = frozenset(_TABLE["total"]["supposes"])
_POSTS: Final = frozenset(_TABLE["total"]["posts"])
_RATED: Final = frozenset({"org", "person", "household", "model"})
_RATING: Final = tuple(phrase.split() for phrase in _TABLE["total"]["rating"])
_OF_THESE: Final = tuple(phrase.split() for phrase in _TABLE["total"]["of_these"])
_OPENS_TOTAL: Final = _TOTALS.firsts | {"trong"}
_OPENED: Final = frozenset({",", "thì", "có"})
_BRACKET_REACH: Final = 12
_TOGETHER: Final = 8
_COORDINATED: Final = 3
_ALL: Final = 100
_CALLED: Final = 8
_ROUNDING: Final = Decimal("1.01")


def find_total(draft: Draft, earlier: Sequence[Draft]) -> tuple[Draft | None, str]:
    """Return the total that the figure is a part of, None if none is stated, and the name of the rule that found it."""
    time, least = draft.modality, draft.numeral.value
    totals = [
        d
        for d in earlier
        if least <= d.numeral.value
        and d.modality is time
        and d.role is not _CHANGE
        and fits(draft, d)
        and not _is_added(d)
    ]
    if totals:
        for name, asks_all, rule in _RULES:
            total = rule(draft, earlier if asks_all else totals)
            if total is not None:
                return total, name
    return None, ""


def _is_added(draft: Draft) -> bool:
    return draft.keys[draft.at - 1 : draft.at] == ["+"]


def _nearest(draft: Draft, totals: Sequence[Draft]) -> Draft:
    """Return the nearest figure that counts the same noun, else the nearest one that is no part itself."""
    for other in reversed(totals):
        if draft.unit is not None and other.unit is not None and same_noun(draft, other) and other.role is not _PART:
            return other
    for other in reversed(totals):
        if other.role is not _PART or (draft.label is not None and other.label is None):
            return other
    return totals[-1]


def _in_bracket(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link the first number of a bracket to the figure right before the bracket."""
    if draft.bracket < 0:
        return None
    outside = [d for d in totals if d.passage is draft.passage and d.at < draft.bracket and d.bracket != draft.bracket]
    if not outside:
        return None
    told = [d for d in draft.passage.drafts if d.at < draft.bracket]
    if told[-1] is not outside[-1]:
        return _before_others(draft, outside[-1], told)
    between = draft.keys[outside[-1].resume : draft.bracket]
    if draft.unit is not None and draft.unit == outside[-1].unit and _is_sum_of_bracket(draft, outside[-1]):
        return outside[-1]
    if len(between) > _BRACKET_REACH or not _is_one_phrase(between):
        return None
    kinds = [cue.kind for _, _, cue in draft.cues_before(draft.bracket)]
    if "each" in kinds:
        return None
    if draft.unit is None and draft.label is None and "part" not in kinds and not _adds_up_with(draft, outside[-1]):
        return None
    return _nearest(draft, outside) if "part" in kinds else outside[-1]


def _is_sum_of_bracket(draft: Draft, total: Draft) -> bool:
    """Tell whether the numbers of a bracket that count what the total does add up to it, however far it stands."""
    listed = [d for d in draft.passage.drafts if d.bracket == draft.bracket and d.unit == draft.unit]
    return len(listed) > 1 and sum(d.numeral.value for d in listed) == total.numeral.value


def _before_others(draft: Draft, total: Draft, told: Sequence[Draft]) -> Draft | None:
    """Return the figure before a bracket though others follow it: told with it, or parts of it add up in the bracket.

    `7 chi bộ và 2 đảng viên (cấp ủy kiểm tra 2 chi bộ)`, `90 tỷ đồng, đạt 82% (tỉnh 52 tỷ đồng, xã 38 tỷ đồng)`.
    """
    if draft.keys[told[-1].resume : draft.bracket] or draft.unit is None or not same_noun(draft, total):
        return None
    listed = [d for d in draft.passage.drafts if d.bracket == draft.bracket and d.unit == draft.unit]
    whole = sum(d.numeral.value for d in listed)
    shared = told[-1].parent is total and told[-1].role is _SHARE
    nearly = shared and total.numeral.value <= whole * _ROUNDING <= total.numeral.value * 2
    if len(listed) > 1 and (nearly or whole == total.numeral.value):
        return total
    return total if draft.keys[total.resume : told[-1].at] in (["và"], [","]) else None


def _of_parted(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link the second of two counts told as one to the first: `thụ lý và giải quyết 179/29 vụ án`."""
    before = totals[-1]
    beside = before.passage is draft.passage and before.at == draft.at - 2 and draft.keys[draft.at - 1] == "/"
    return before if beside and draft.unit is not None and draft.unit == before.unit else None


def _adds_up_with(draft: Draft, total: Draft) -> bool:
    """Tell whether the bare numbers of a bracket stay within the figure before: `18 đơn (tố cáo 3, phản ánh 15)`."""
    listed = [d for d in draft.passage.drafts if d.bracket == draft.bracket and d.measure is _COUNT]
    bare = all(d.unit is None and d.modality is total.modality and d.keys[d.at - 1].isalpha() for d in listed)
    return bare and len(listed) > 1 and sum(d.numeral.value for d in listed) <= total.numeral.value


def _some_of_them(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link a number behind `thì` to the one before it: `Kiểm tra 22 bếp ăn thì bảy chưa lưu mẫu`; no rule's case."""
    before = totals[-1]
    if before.passage is not draft.passage or not same_noun(draft, before) or before.unit is None:
        return None
    between = draft.keys[before.resume : draft.at]
    told = between[-1:] == ["thì"] or between[-2:] == ["thì", "có"]
    supposed = not _SUPPOSES.isdisjoint(draft.keys[: before.at])
    return before if told and not supposed and {",", ";", ":"}.isdisjoint(between) else None


def _is_one_phrase(between: list[str]) -> bool:
    """Tell whether words between a figure and a bracket only go on with what it counts (`chỉ đạo, hướng dẫn`)."""
    if {";", ")", NUMBER}.intersection(between) or between.count(",") > 1:
        return False
    return "," not in between or len(between) - between.index(",") <= _COORDINATED


def _after_cue(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link the first number behind `trong đó`, `gồm`, `chia ra`."""
    cues = [end for _, end, cue in draft.cues if cue.kind == "part"]
    if not cues or ";" in draft.keys[cues[-1] : draft.at]:
        return None
    if was_received(draft):
        totals = [d for d in totals if not was_settled(d)] or totals
    same = [d for d in totals if d.passage is draft.passage and d.bracket in (-1, draft.bracket)]
    if same and same[-1].unit is not None and cues[-1] > same[-1].at:
        told_of_it = draft.keys[same[-1].resume : cues[-1] - 1] in ([], [","]) and draft.keys[cues[-1] - 1] == "gồm"
        if same[-1].unit == draft.unit or (told_of_it and same_noun(draft, same[-1])):
            return same[-1]
    if same:
        return _nearest(draft, same) if draft.bracket < 0 or same[-1].bracket == draft.bracket else same[-1]
    return _nearest(draft, totals) if (draft.passage.bulleted or resumes(draft.passage)) else None


def _under_list_opener(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link the first item of a list to the figure of the line that opens it (`ban hành 9 văn bản, gồm:`)."""
    last = totals[-1]
    if not draft.passage.bulleted or not last.passage.opens_list or last.passage is draft.passage:
        return None
    opened = any(cue.kind == "part" and start >= last.resume for start, _, cue in last.passage.cues)
    return _nearest(draft, [d for d in totals if d.passage is last.passage]) if opened else None


def resumes(passage: Passage) -> bool:
    """Tell whether a sentence opens by going on with the figures of the one before (`Trong đó: ...`)."""
    keys = passage.sentence.keys
    start = next((at for at, key in enumerate(keys) if key.isalpha()), 0)
    return _RESUMES.at(keys, start) is not None


def _goes_on(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Link a number to the total of the part before it while the list goes on."""
    last = next((d for d in reversed(earlier) if d.role not in (_SHARE, _CHANGE)), None)
    if last is None or last.role is not _PART or last.parent is None or last.modality is not draft.modality:
        return None
    if last.bracket != draft.bracket or not _listed_with(draft, last):
        return None
    total = (
        last.parent if fits(draft, last.parent) and _same_kind(draft, last) else _beside(draft, last.parent, earlier)
    )
    if total is None:
        return None
    done = sum((d.numeral.value for d in earlier if d.parent is total and d.role is _PART), Decimal(0))
    counts = draft.unit is not None and not draft.numeral.percent
    exceeds = counts and done + draft.numeral.value > total.numeral.value * _ROUNDING
    return None if exceeds and draft.label is None and not _directly_listed(draft, last) else total


def _in_parallel(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Link the first number of a clause that opens as that of a part did: `trong đó: án A 8 vụ, ...; án B 5 vụ`."""
    start = clause_start(draft)
    if draft.floor > start or draft.at <= start or draft.keys[start - 1 : start] != [";"]:
        return None
    parts = [d for d in earlier if d.passage is draft.passage and d.role is _PART and d.parent is not None]
    for part in parts:
        total = part.parent
        if total is None or draft.keys[start] not in _openings(part, total):
            continue
        done = sum((d.numeral.value for d in parts if d.parent is total), Decimal(0))
        left = done + draft.numeral.value <= total.numeral.value * _ROUNDING
        return total if left and fits(draft, total) and draft.keys[start].isalpha() else None
    return None


def _settled_of_last(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Link what was settled to what was received before, a part itself: `cấp tỉnh thụ lý 15 vụ, giải quyết 9 vụ`."""
    last = next((d for d in reversed(earlier) if d.unit == draft.unit and d.role is not _CHANGE), None)
    if last is None or last.role is not _PART or last.passage is not draft.passage or draft.unit is None:
        return None
    near = ";" not in draft.keys[last.resume : draft.at] and was_received(last)
    return last if near and fits(draft, last) and was_disposed(draft, last) else None


def _openings(part: Draft, total: Draft) -> set[str]:
    """Return the words behind the signs before a part, the last clause of which tells of it."""
    keys = part.keys
    first = total.resume if total.passage is part.passage else 0
    return {keys[at + 1] for at in range(max(first, part.floor), part.at - 1) if keys[at] in (",", ";", ":")}


def _directly_listed(draft: Draft, last: Draft) -> bool:
    """Tell whether nothing but a comma or `và` parts the number from the part before it."""
    return last.passage is draft.passage and draft.keys[last.resume : draft.at] in ([","], ["và"])


def _same_kind(draft: Draft, last: Draft) -> bool:
    return draft.unit is None or last.unit is None or draft.family == last.family or same_noun(draft, last)


def _beside(draft: Draft, total: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the figure told together with a total that counts the noun of the part: `26 vụ - 68 bị can`."""
    for other in earlier:
        beside = other.passage is total.passage and 0 < other.at - total.at <= _TOGETHER and other.role is total.role
        named = draft.unit is not None and other.unit is not None
        if beside and named and same_noun(draft, other) and fits(draft, other):
            return other
    return None


def _listed_with(draft: Draft, last: Draft) -> bool:
    if last.passage is not draft.passage:
        return draft.passage.bulleted and last.parent is not None and last.parent.passage is not last.passage
    between = draft.keys[last.resume : draft.at]
    if any(cue.kind in ("level", "change") for _, _, cue in draft.cues_before(last.resume)) and draft.numeral.percent:
        return False
    counts = draft.unit is not None and draft.measure is _COUNT
    if counts and any(cue.value == "plain" and draft.at - end <= 1 for _, end, cue in draft.cues_before(last.resume)):
        return False
    if ";" not in between or draft.label is not None or last.label is not None or draft.bracket >= 0:
        return True
    if draft.unit != last.unit or draft.measure is not last.measure:
        return False
    return draft.unit is None or draft.measure is _MONEY or _names_class(draft, last)


def _names_class(draft: Draft, last: Draft) -> bool:
    """Tell whether the words behind the last semicolon are a name and no clause: `; công nghiệp 7.430 người`."""
    keys = draft.keys
    start = draft.at
    while start > last.resume and keys[start - 1] != ";":
        start -= 1
    acts = any(cue.kind == "activity" and cue.value != "project" for _, _, cue in draft.cues_before(start))
    named = start < draft.at and draft.passage.sentence.words[start][0].isupper()
    return start < draft.at and not acts and (named or STOPS.at(keys, start) is None)


def _of_ratio(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link a ratio to the figure that states its second part: `589/608 buôn` of `608 buôn`."""
    if draft.numeral.of is None:
        return None
    for other in reversed(totals):
        if other.numeral.value == draft.numeral.of and other.numeral.of is None and same_noun(draft, other):
            return other
    return None


def _class_of(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link a rated count to the total before it, in its sentence or behind `cụ thể` in the one before."""
    if draft.label is None:
        return None
    if draft.numeral.percent:
        return _rated_of_all(draft, totals)
    for other in reversed(totals):
        if other.label is not None or other.numeral.percent or other.role in (_ATTENDEES, _SHARE):
            continue
        if other.passage is draft.passage:
            return other if _lists_classes(draft, other) else None
        return other if (draft.passage.bulleted or resumes(draft.passage)) and same_noun(draft, other) else None
    return None


def _among(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link those of the same noun, or of a post, that the figure before has: `80 đảng viên, có 20 cấp ủy viên`."""
    last = totals[-1]
    if last.passage is draft.passage and (_is_rated_number(draft, last) or _is_some_of_these(draft, last)):
        return last
    if last.passage is not draft.passage or draft.unit is None or draft.keys[last.resume : draft.at] != [",", "có"]:
        return None
    counted = draft.measure is last.measure is _COUNT
    posts = last.family == "person" and draft.unit in _POSTS and last.unit not in _POSTS - {"đảng viên"}
    return last if counted and (posts or draft.unit == last.unit) else None


def _is_some_of_these(draft: Draft, total: Draft) -> bool:
    """Tell whether words behind the noun say whose part it is: `1.204 giấy chứng nhận sai; 412 giấy trong số này`."""
    behind = draft.keys[draft.resume : draft.resume + 3]
    return behind in _OF_THESE and draft.unit is not None and same_noun(draft, total)


def _is_rated_number(draft: Draft, total: Draft) -> bool:
    """Tell whether a bare number tells how many of those before were rated: `có 61 chi bộ, đánh giá 60`."""
    if draft.unit is not None or draft.measure is not _COUNT or total.family not in _RATED or total.unit is None:
        return False
    between = draft.keys[total.resume : draft.at]
    return between[:1] == [","] and between[1:] in _RATING


def _rated_of_all(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link a rated percentage to all that are rated right before: `100% chi hội đạt loại khá, trên 45% xuất sắc`."""
    last = totals[-1]
    if (
        last.passage is not draft.passage
        or last.label is None
        or last.numeral.value != _ALL
        or draft.floor > last.reach
    ):
        return None
    alike = same_noun(draft, last) and last.label != draft.label
    return last if alike and ";" not in draft.keys[last.at : draft.at] else None


def _lists_classes(draft: Draft, total: Draft) -> bool:
    """Tell whether the classes follow their total: the same noun or none, and no other act between."""
    if draft.unit is not None and total.unit is not None and not same_noun(draft, total):
        return ":" in draft.keys[total.resume : draft.at]
    return ";" not in draft.keys[total.resume : draft.at] or draft.numeral.value != total.numeral.value


def _of_stated_total(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link a number to a figure that calls itself a total of the same noun: `trong tổng số 4.012 đồng chí ...`."""
    if not draft.passage.sentence.holds(_OPENS_TOTAL):
        return None
    for other in reversed(totals):
        if other.passage is not draft.passage or other.measure is not draft.measure:
            return None
        if ";" in draft.keys[other.at : draft.at] or other.role is not None or _calls_itself_total(draft):
            continue
        named = draft.keys[max(other.floor, other.at - 14) : other.at]
        opened = named == ["trong"] and not _OPENED.isdisjoint(draft.keys[other.resume : draft.at])
        if draft.measure is _MONEY and "trong" not in named:
            continue
        if opened or any(_TOTALS.at(named, at) for at in range(len(named))):
            return other if same_noun(draft, other) or draft.family in ("person", "case") else None
    return None


def _calls_itself_total(draft: Draft) -> bool:
    before = draft.keys[max(draft.floor, draft.at - _CALLED) : draft.at]
    return any(pair == ("tổng", "số") for pair in pairwise(before)) and not {"trong", "trên"}.intersection(before)


_RULES: Final[tuple[tuple[str, bool, Callable[[Draft, Sequence[Draft]], Draft | None]], ...]] = (
    ("parted", False, _of_parted),
    ("bracket", False, _in_bracket),
    ("cue", False, _after_cue),
    ("list opener", False, _under_list_opener),
    ("ratio", False, _of_ratio),
    ("settled of last", True, _settled_of_last),
    ("some of them", False, _some_of_them),
    ("goes on", True, _goes_on),
    ("parallel", True, _in_parallel),
    ("class", False, _class_of),
    ("among", False, _among),
    ("disciplined", False, disciplined_of),
    ("done", False, done_of),
    ("disposed", False, disposed_of),
    ("examined", False, examined),
    ("stated total", False, _of_stated_total),
)
"""Name, whether it asks all earlier figures in place of those that can be a total, and the rule; first come first."""
