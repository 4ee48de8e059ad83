"""Linked figures and bare ones -> the indicator of the figure that they belong to or go on with.

Source: gold guidelines, "indicator".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import level_named
from extractors.figures.reading.subjects import clause_subject, subject_indicator
from extractors.figures.words import Lexicon
from extractors.model import Measure, Role
from extractors.rulebook import load_table

_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_MONEY: Final = Measure.MONEY
_OTHER: Final = Measure.OTHER
_PERCENT: Final = Measure.PERCENT
_SHARE: Final = Role.SHARE
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["inherited"]
_SUITS: Final = frozenset(load_table(__package__, "indicators")["justice"]["suits"])
_COUNTED: Final = (Measure.COUNT, Measure.PERCENT, Measure.RATIO)
_HANDED_DOWN: Final = frozenset({"inspection", "case", "attendance"})
_PLANS: Final = frozenset(load_table(__package__, "phrases_around")["plans"])
_SAID_AGAIN: Final = frozenset(load_table(__package__, "indicators")["rate"]["said_again"])
_UNMET: Final = frozenset({";", "chưa", "không"})
_SOME_OF: Final = tuple(phrase.split() for phrase in _WORDS["some_of"])
_APART: Final = frozenset({",", "tức"})
_SEPARATE: Final = frozenset({",", "và"})
_RATED: Final = frozenset({"person", "org", "household"})
_OWN_WORDS: Final = frozenset({"subject", "noun_behind_share"})
_RATES: Final = Lexicon((word, True) for word in load_table(__package__, "indicators")["rate"]["of"])
_GOING_ON: Final = Lexicon((word, True) for word in load_table(__package__, "indicators")["goes_on"]["opens"])
_SAME_NOUN: Final = 6
_WORDS_TO_BRACKET: Final = 4
_MOST_CLASSES: Final = 16
_LINES_OF_CLASSES: Final = 8
_VERBLESS: Final[tuple[list[str], ...]] = ([], [";"], ["."], [")"], ["và"], ["cùng"])


def inherit_indicators(drafts: Sequence[Draft]) -> None:
    """Give linked figures the indicator of the figure they belong to, and bare ones that of the figure before."""
    before: Draft | None = None
    for index, draft in enumerate(drafts):
        source, rule = _source(drafts, index, before)
        if rule == "attendees":
            draft.indicator, draft.indicator_rule = "attendance", rule
        elif rule == "subject_of_list":
            draft.indicator, draft.indicator_rule = clause_subject(draft) or draft.indicator, rule
        elif rule == "multiple_of_subject":
            draft.indicator, draft.indicator_rule = subject_indicator(draft) or draft.indicator, rule
        elif source is not None:
            draft.indicator, draft.indicator_rule = source.indicator, rule
            if rule in ("same_noun", "came_as_well"):
                draft.family = source.family
        before = draft


def _source(drafts: Sequence[Draft], index: int, before: Draft | None) -> tuple[Draft | None, str]:
    """Return the figure whose indicator a figure takes over, None if it keeps its own, and the rule."""
    draft = drafts[index]
    if draft.parent is not None:
        return _linked(draft, draft.parent)
    if before is not None and _says_again(draft, before):
        return before, "said_again"
    if draft.unit == "lần" and draft.measure is _OTHER and draft.indicator == "other":
        listed = [o for o in draft.passage.drafts if o.at < draft.at and o.unit == "lần" and o.measure is _OTHER]
        if listed:
            return listed[-1], "multiple"
        own = draft.floor and subject_indicator(draft) is not None and "," in draft.keys[draft.floor : draft.at]
        beside = before is not None and before.passage is draft.passage and not own
        return (before, "multiple") if beside and not _parted(draft, before) else (None, "multiple_of_subject")
    if draft.inherits and draft.unit is None and draft.indicator in ("other", "rate"):
        return _source_in_list(drafts, index, before)
    if not draft.inherits:
        return None, ""
    if same := _same_noun_before(draft, drafts[max(0, index - _SAME_NOUN) : index]):
        return same, "same_noun"
    return _came_as_well(draft, drafts, index), "came_as_well"


def _source_in_list(drafts: Sequence[Draft], index: int, before: Draft | None) -> tuple[Draft | None, str]:
    draft = drafts[index]
    if draft.label is not None and clause_subject(draft):
        return None, "subject_of_list"
    if before is not None and _goes_on(draft, before):
        return before, "list"
    return _rated_before(draft, drafts[max(0, index - _MOST_CLASSES) : index]), "class_of_scale"


def _parted(draft: Draft, before: Draft | None) -> bool:
    return before is None or ";" in draft.keys[before.resume : draft.at]


def _says_again(draft: Draft, before: Draft) -> bool:
    """Tell whether a percentage says how much the figure right before it is: `9 đơn vị (34,6%)`, `đạt 98% kế hoạch`.

    Beside another percentage of plans it goes on with it (`đạt 104% dự toán tỉnh giao và 85% dự toán huyện giao`).
    """
    if not draft.numeral.percent or before.passage is not draft.passage:
        return False
    between = draft.keys[before.resume : draft.at]
    planned = draft.unit in _PLANS
    if before.numeral.percent:
        return planned and before.unit in _PLANS and ";" not in between
    if draft.unit is not None and not planned:
        return False
    opened = draft.bracket - before.resume
    named = all(key.isalpha() or key == "," for key in between[:opened])
    bracketed = 0 <= opened <= _WORDS_TO_BRACKET and named and _SAID_AGAIN.issuperset(between[opened + 1 :])
    beside = _SAID_AGAIN.issuperset(between) and not _SEPARATE.issuperset(between) and not _APART.isdisjoint(between)
    some = between in _SOME_OF
    return bracketed or beside or some or (planned and _UNMET.isdisjoint(between))


def _rated_before(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the counted persons or bodies, lines before, that a bare class of a scale belongs to.

    So stand `+ Hoàn thành tốt nhiệm vụ: 49` below `71 tổ chức đảng`, `HTTNV 8.912` behind `11.873 đảng viên`.
    """
    level = level_named(draft.label) if draft.label else None
    if level is None or not level.rates:
        return None
    near = [other for other in reversed(earlier) if draft.passage.line - other.passage.line <= _LINES_OF_CLASSES]
    beside = (other for other in draft.passage.drafts if other.at > draft.at)
    counted = (o for o in (*near, *beside) if o.family in _RATED and o.unit and not o.numeral.percent)
    return next(counted, None)


def _linked(draft: Draft, parent: Draft) -> tuple[Draft | None, str]:
    if draft.role is _ATTENDEES:
        return None, "attendees"
    if parent.indicator in ("inspection", "case") and draft.family in ("org", "person") and _is_acted_on(draft):
        return None, ""
    paid = draft.measure is _MONEY and parent.measure is not _MONEY
    if paid or (draft.role is _SHARE and _measures_other(draft, parent)):
        return None, ""
    if (
        draft.role in (_SHARE, _CHANGE)
        or (draft.inherits and _counts_alike(draft, parent))
        or (parent.indicator == "complaint" and draft.unit is None and draft.bracket == parent.resume)
    ):
        return parent, "link"
    return None, ""


def _is_acted_on(draft: Draft) -> bool:
    """Tell whether an act of its own stands right before the number: `thanh tra 86 đơn vị; kiểm điểm 24 tập thể`."""
    cues = draft.cues_before(draft.floor)
    return bool(cues) and cues[-1][2].value == "plain" and cues[-1][1] == draft.at


def _measures_other(draft: Draft, parent: Draft) -> bool:
    """Tell whether a share names something else to be of than the other counts: `11 đoàn …, bằng 33,8% số xã`.

    So does one of money behind those who have it: `cho 420 hộ vay, nợ quá hạn chiếm 0,2%`.
    """
    known = bool(draft.family) and draft.unit is not None and draft.unit not in _PLANS
    if draft.indicator_rule in _OWN_WORDS and draft.indicator == "money" != parent.indicator:
        return True
    return known and draft.family != parent.family and parent.family == "event" and parent.indicator != "inspection"


def _counts_alike(draft: Draft, parent: Draft) -> bool:
    """Tell whether a linked figure counts towards what the other does: no noun, a noun of its family, or an act.

    Works found at fault by a check of works are works (`kiểm tra 64 dự án thì có 27 dự án chậm`).
    """
    if draft.family == "project" and parent.indicator == "inspection":
        return draft.unit is None
    if draft.unit is None or draft.family == parent.family or parent.indicator in _HANDED_DOWN:
        return True
    if parent.unit is None:
        return False
    shorter, longer = sorted((draft.unit, parent.unit), key=len)
    return longer == shorter or longer.startswith(f"{shorter} ")


def _goes_on(draft: Draft, before: Draft) -> bool:
    """Tell whether a bare number goes on with the figure before: in one sentence, both classes or counts or shares."""
    if before.passage is not draft.passage or before.measure not in _COUNTED:
        return False
    same = draft.numeral.percent and before.measure is _PERCENT and before.indicator != "rate"
    same = same and (";" not in draft.keys[before.resume : draft.at] or _is_alike_clause(draft, before))
    return bool(draft.label or before.label) or not draft.numeral.percent or same


def _is_alike_clause(draft: Draft, before: Draft) -> bool:
    """Tell whether a clause behind a semicolon is told as the one before, or only says where.

    So in `nhóm 2 được 70%; nhóm 3 được 50%`, `tỷ lệ hộ nghèo còn 2,5%; vùng cao giảm từ 3 - 4%`.
    """
    keys = draft.keys
    sign = max(at for at in range(before.resume, draft.at) if keys[at] == ";")
    if sign + 1 >= draft.at or before.at == 0 or _RATES.at(keys, sign + 1):
        return False
    opened = next((at + 1 for at in range(before.at - 1, -1, -1) if keys[at] in (";", ":", ".")), 0)
    return keys[sign + 1] == keys[opened] or _GOING_ON.at(keys, sign + 1) is not None


def _came_as_well(draft: Draft, drafts: Sequence[Draft], index: int) -> Draft | None:
    """Return the figure of those who came that this one goes on with.

    In a list of events the same share may be told without the verb, and others beside it:
    `...: 98,5% đảng viên và 12 quần chúng`.
    """
    if draft.family != "person" or draft.unit is None or not index:
        return None
    before = drafts[index - 1]
    beside = before.passage is draft.passage and draft.keys[before.resume : draft.at] in (["và"], ["cùng"])
    if beside and before.indicator == "attendance" and before.family == "person":
        return before
    earlier = (other for other in drafts[max(0, index - 6) : index] if other.passage is draft.passage)
    shares = (other for other in earlier if other.numeral.percent and other.indicator == "attendance")
    verbless = draft.numeral.percent and draft.keys[draft.resume : draft.resume + 1] in _VERBLESS
    return next((other for other in shares if verbless and other.unit == draft.unit), None)


def _same_noun_before(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return a figure of the same line that counts the same noun with more words: `lượt` after `lượt người`."""
    for other in reversed(earlier):
        if draft.unit in _SUITS and other.unit == draft.unit:
            return other
        if other.passage.line != draft.passage.line:
            return None
        if draft.unit and other.unit and other.unit.startswith(draft.unit + " "):
            return other
        if draft.bare and draft.unit and draft.unit == other.unit and not other.inherits:
            return other
    return None
