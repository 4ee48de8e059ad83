"""What rose or fell -> the value that it changed: `tăng 12 vụ so với cùng kỳ`, `giảm 5%`, `(+3 vụ)`.

Source: gold guidelines, role `change`; words in `figure_links.toml` and `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import CUES, Cue, Draft
from extractors.figures.links.kin import PLANS, head_of, kind_of, same_noun
from extractors.figures.links.shares import follows_in_bracket, named_figure, told_right_before
from extractors.figures.reading.classes import same_level
from extractors.figures.reading.counted import COPULAS, back_over_copulas
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["changes"]
_COUNT: Final = Measure.COUNT
_OTHER: Final = Measure.OTHER
_PERCENT: Final = Measure.PERCENT
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_CHANGE: Final = Role.CHANGE
_SHARE: Final = Role.SHARE
_TABLE: Final = load_table(__package__, "figure_links")
_REACH: Final[int] = _TABLE["reach"]
_BLAND: Final = frozenset(_TABLE["change"]["bland"])
_CHANGES: Final = frozenset({"change", "level"})
_LEAST_SUBJECT: Final = 3
_GOES_ON: Final = frozenset({"và", "số", "/"})
_SAME_AMOUNT: Final = frozenset(_WORDS["same_amount"])
_SAID_IN_PERCENT: Final = frozenset({*_SAME_AMOUNT, *_WORDS["said_in_percent"]})
_SAID_AGAIN: Final = frozenset({",", "hay"})
_RESULT: Final = frozenset({"đã", "có"})
_THAN: Final[dict[str, str]] = _TABLE["change"]["than"]
_TIMES: Final = frozenset(_TABLE["change"]["times"])
_EARLIER: Final = frozenset(_TABLE["change"]["earlier"])
_TIME_OF_COMPARISON: Final = Lexicon((word, True) for word in _TABLE["change"]["time"])


def link_change(draft: Draft, earlier: Sequence[Draft]) -> bool:
    """Link an increase or decrease to the value it changes; True when the number is one, linked or not."""
    cue = draft.change
    before = earlier[-1] if earlier and earlier[-1].passage is draft.passage else None
    if cue is None:
        if before is None or (before.role is not _CHANGE and not _is_bare_change(before, draft)):
            return False
        bracketed = follows_in_bracket(draft, before) and _says_again(draft)
        other_way = draft.numeral.percent and not before.numeral.percent and draft.bracket == before.bracket
        if not bracketed and set(draft.keys[before.resume : draft.at]) - (_SAID_AGAIN if other_way else _GOES_ON):
            return False
        draft.direction = before.direction
        base = before.parent if bracketed or other_way else _changed(draft, earlier)
    else:
        draft.direction = cue.value
        base = _changed(draft, earlier)
    if base is not None:
        draft.role, draft.parent = _SHARE if _exceeds_plan(draft) else _CHANGE, base
    return True


def _exceeds_plan(draft: Draft) -> bool:
    """Tell whether a percentage measures a result by its plan, no change in time: `vượt 5% dự toán`."""
    return draft.numeral.percent and draft.keys[draft.at - 1] == "vượt" and draft.plan not in (None, "cùng")


def _is_bare_change(before: Draft, draft: Draft) -> bool:
    """Tell whether a bracket says again in percent what rose or fell with no value told: `giảm 38 vụ (-24,5%)`."""
    return before.direction is not None and before.role is None and draft.numeral.percent and not before.numeral.percent


def _says_in_percent(draft: Draft, before: Draft) -> bool:
    """Tell whether a change is said again in percent, no noun between: `tăng 538 vụ - tương ứng tăng 49,63%`."""
    alike = draft.passage is before.passage and draft.bracket == before.bracket and draft.numeral.percent
    between = draft.keys[before.resume : draft.at]
    return alike and not before.numeral.percent and "tương" in between and set(between) <= _SAID_IN_PERCENT


def _says_again(draft: Draft) -> bool:
    """Tell whether a bracket opens with the number itself, no subject before it: `tăng 12 vụ (tương đương 5%)`."""
    start = draft.bracket + 1
    return all(
        not key.isalpha() or key in _SAME_AMOUNT
        for key in draft.keys[start : back_over_copulas(draft.keys, draft.at, start)]
    )


def change_cue(draft: Draft) -> Cue | None:
    """Return the cue of increase or decrease that the number is the amount of, None for a level (`giảm còn 5`)."""
    cues = [] if _CHANGES.isdisjoint(draft.kinds) else [told for told in draft.cues if told[2].kind in _CHANGES]
    if not cues or cues[-1][0] < draft.bracket:
        return _more_than_before(draft) if draft.passage.sentence.holds(_EARLIER) else None
    start, end, cue = cues[-1]
    if cue.kind == "level" or draft.keys[draft.at - 1] == "từ":
        return None
    if draft.keys[start] == "+" and draft.keys[start - 1 : start] != ["("]:
        return None
    between = draft.keys[end : draft.at]
    apart = any(key in ",;" or key == "cho" for key in between) or _tells_result(between)
    return None if apart or len(between) > 8 else cue


def _tells_result(between: Sequence[str]) -> bool:
    """Tell whether a colon ends what rose, and a result follows: `vượt chỉ tiêu 6 tháng: đã có 21 hộ thoát nghèo`."""
    return ":" in between and not _RESULT.isdisjoint(between[between.index(":") :])


def _more_than_before(draft: Draft) -> Cue | None:
    """Return the cue of a difference told by an earlier time alone: `thu mua 910 tấn, hơn vụ trước 60 tấn`."""
    keys, start = draft.keys, draft.at
    floor = max(draft.floor, draft.bracket + 1)
    while start > floor and (keys[start - 1] in _TIMES or keys[start - 1] == DIGITS):
        start -= 1
    told = start > floor and keys[start - 1] in _THAN and not _EARLIER.isdisjoint(keys[start : draft.at])
    return Cue("change", _THAN[keys[start - 1]]) if told else None


def _is_compared_in_bracket(draft: Draft) -> bool:
    """Tell whether a bracket tells the value compared with: `tăng 60% so với cùng kỳ năm 2021 (37 triệu đồng)`."""
    opens = draft.at == draft.bracket + 1 and not draft.numeral.percent
    return (
        opens
        and draft.bracket > draft.floor
        and any(cue.kind == "compare" and draft.floor <= start < draft.bracket for start, _, cue in draft.passage.cues)
    )


def is_level_compared(draft: Draft) -> bool:
    """Tell whether the number is what another is compared with and no difference: `cao hơn mức tăng 6,4%`."""
    if draft.bracket >= 0 and _is_compared_in_bracket(draft):
        return True
    if "change" not in draft.kinds:
        return False
    cues = [start for start, _, cue in draft.cues if cue.kind == "change" and start >= draft.bracket]
    return len(cues) > 1 and draft.keys[cues[-1] - 1] == "mức" and draft.keys[cues[-2] + 1] == "hơn"


def _changed(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the value that the amount of a change is of: named, of its class, before its bracket, in its clause."""
    before = earlier[-1] if earlier else None
    if before is not None and before.role is _CHANGE and _says_in_percent(draft, before):
        return before.parent
    aimed = draft.modality is _TARGET
    same = [
        d
        for d in earlier
        if d.passage is draft.passage and d.modality is not _PREVIOUS and (aimed or d.modality is not _TARGET)
    ]
    named = _of_same_class(draft, earlier) or named_figure(draft, same)
    if named is not None:
        return named
    if same and follows_in_bracket(draft, same[-1]):
        return None if _opens_with_subject(draft) else _before_bracket(draft, same)
    if _has_own_subject(draft) or _changes_something_else(draft):
        return None
    found = _told_alike(draft, _bases_in_clause(draft, same)) or told_right_before(draft, earlier, "change")
    if found is None and _compares(draft) and (draft.unit is not None or not same):
        return _last_total(draft, [d for d in earlier if not same or d.unit is not None])
    return found


def _of_same_class(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    if draft.label is None:
        return None
    for other in reversed(earlier):
        same = other.label is not None and other.role is not _CHANGE and same_level(other.label, draft.label)
        if same and _commensurable(draft, other):
            return other
    return None


def _before_bracket(draft: Draft, same: Sequence[Draft]) -> Draft | None:
    """Return the value that a bracket speaks of: the figure before it, or before that the last of the same noun."""
    before = same[-1]
    if before.role is _CHANGE:
        return before.parent
    counted = [d for d in same[:-1] if d.unit is not None and same_noun(draft, d) and d.role is None]
    if before.numeral.percent and not draft.numeral.percent and draft.unit != "điểm phần trăm":
        return _told_alike(draft, counted)
    return before if draft.unit is None or same_noun(draft, before) or not counted else counted[-1]


def _bases_in_clause(draft: Draft, same: Sequence[Draft]) -> list[Draft]:
    """Return the values of the clause that can have changed, those of the same noun alone if there are any."""
    crossing = _compares_in_clause(draft)
    bases = [
        d
        for d in same
        if d.role is not _CHANGE
        and d.direction is None
        and (";" not in draft.keys[d.at : draft.at] or (crossing and draft.unit is not None and same_noun(draft, d)))
        and _is_base(draft, d)
    ]
    bases = [d for d in bases if d.bracket in (-1, draft.bracket) or d.numeral.percent] or bases
    named = [d for d in bases if draft.unit is not None and d.unit is not None and same_noun(draft, d)]
    return named or bases


def _opens_with_subject(draft: Draft) -> bool:
    """Tell whether a bracket begins with a part of its own that rose or fell: `(riêng công nghiệp tăng 10,1%)`."""
    return draft.keys[draft.bracket + 1 : draft.bracket + 2] == ["riêng"]


def _compares_in_clause(draft: Draft) -> bool:
    """Tell whether the clause compares with another time: then it may speak of figures before a semicolon."""
    start = draft.at
    while start > 0 and draft.keys[start - 1] != ";":
        start -= 1
    return any(cue.kind == "compare" for _, _, cue in draft.cues_before(start))


def _is_base(draft: Draft, other: Draft) -> bool:
    if draft.unit == "điểm phần trăm":
        return other.numeral.percent
    if other.numeral.percent:
        return draft.numeral.percent and other.numeral.value <= 100 and _is_level(other)
    return _commensurable(draft, other) and _unit_fits(draft, other)


def _is_level(rate: Draft) -> bool:
    """Tell whether a percentage is a rate that can rise or fall itself: a share in brackets, or `tỷ lệ ... đạt`."""
    if rate.role is _SHARE:
        return rate.bracket >= 0
    moved_from = next((d for d in rate.passage.drafts if d.resume == rate.floor), None)
    start = moved_from.floor if moved_from and moved_from.modality is _PREVIOUS else rate.floor
    before = rate.keys[start : rate.at]
    return rate.role is None and ("tỷ", "lệ") in pairwise(before) and rate.change is None


def _commensurable(draft: Draft, other: Draft) -> bool:
    if draft.numeral.percent or draft.measure in (_OTHER, _PERCENT):
        return True
    return kind_of(draft) is kind_of(other)


def _unit_fits(draft: Draft, other: Draft) -> bool:
    if draft.unit is None or other.unit is None or draft.measure is _OTHER:
        return True
    if draft.numeral.percent and head_of(draft.unit) in PLANS:
        return True
    return head_of(draft.unit) == head_of(other.unit) or draft.measure is not _COUNT or draft.unit == "trường hợp"


def has_own_subject(draft: Draft) -> bool:
    """Tell whether what rose or fell is something else than a figure: a subject or an object of its own."""
    return _has_own_subject(draft) or _changes_something_else(draft)


def _has_own_subject(draft: Draft) -> bool:
    """Tell whether words between the last comma and the cue name something else that rose or fell."""
    keys = draft.keys
    start, end = _subject(draft)
    while 0 < start < end:
        passed = _TIME_OF_COMPARISON.at(keys, start)
        if passed is None and keys[start] != NUMBER and keys[start].isalpha():
            return True
        start = passed[0] if passed else start + 1
    return False


def _subject(draft: Draft) -> tuple[int, int]:
    """Return the words before the cue that name what rose or fell: from the last sign or the start of the sentence."""
    keys = draft.keys
    floor = max(draft.floor, draft.bracket + 1)
    cues = [entry for entry in draft.cues_before(floor) if entry[2].kind == "change"]
    if not cues:
        return 0, 0
    end = start = cues[-1][0]
    while start > floor and keys[start - 1] not in (",", ";", ":", "(", "-", "–"):
        start -= 1
    return (start, end) if start > floor or floor == 0 else (0, 0)


def link_to_subjects(drafts: Sequence[Draft]) -> None:
    """Link what rose or fell to the figure last told of the same subject, in its sentence or one before.

    `số người tham gia là 1,2 triệu người. Đến tháng 7, số người tham gia tăng 6.690 người; tăng 9.480 người ...`.
    """
    for index, draft in enumerate(drafts):
        if draft.direction is None or draft.role is not None:
            continue
        before = drafts[index - 1] if index else None
        if before is not None and before.passage is draft.passage and before.role is _CHANGE:
            goes_on = draft.unit is not None and before.unit == draft.unit and not _has_own_subject(draft)
            base = before.parent if goes_on else None
        else:
            base = _of_same_subject(draft, drafts[max(0, index - _REACH) : index])
        if base is not None:
            draft.role, draft.parent, draft.link_rule = _CHANGE, base, "subject"


def _of_same_subject(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    start, end = _subject(draft)
    subject = draft.keys[start:end]
    if len(subject) < _LEAST_SUBJECT or draft.unit is None:
        return None
    for base in reversed(earlier):
        end = base.told_to
        told = base.keys[max(base.floor, end - len(subject)) : end] == subject
        if told and base.unit == draft.unit and base.direction is None and base.modality is draft.modality:
            return base
    return None


def _changes_something_else(draft: Draft) -> bool:
    """Tell whether the cue has an object of its own: `đòi tăng lương 10%`."""
    cues = [entry for entry in draft.cues_before(max(draft.floor, draft.bracket)) if entry[2].kind == "change"]
    at = cues[-1][1] if cues else draft.at
    while at < draft.at:
        passed = COPULAS.at(draft.keys, at) or _TIME_OF_COMPARISON.at(draft.keys, at)
        if passed is None:
            return draft.keys[at].isalpha()
        at = passed[0]
    return False


def _compares(draft: Draft) -> bool:
    return any(cue.kind == "compare" for _, _, cue in draft.passage.cues)


def _last_total(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    bases = [
        other
        for other in earlier
        if other.role is None
        and other.direction is None
        and other.measure is draft.measure
        and other.modality is not _PREVIOUS
        and (draft.unit is None or other.unit is None or same_noun(draft, other) or draft.unit == "trường hợp")
    ]
    return _told_alike(draft, bases)


def _told_alike(draft: Draft, bases: Sequence[Draft]) -> Draft | None:
    """Return the last base, one with the same words beside its noun before others (`chết 38 người`, `4 người chết`)."""
    said = words_beside(draft)
    alike = [base for base in bases if said & words_beside(base)] or bases
    return alike[-1] if alike else None


def words_beside(draft: Draft) -> set[str]:
    """Return the words right before a number and behind its noun that may tell of what it is."""
    keys = draft.keys
    near = range(max(draft.floor, draft.at - 2), draft.resume + 2)
    return {
        keys[at]
        for at in near
        if at < len(keys)
        and not draft.at <= at < draft.resume
        and keys[at].isalpha()
        and keys[at] not in _BLAND
        and not CUES.at(keys, at)
    }
