"""What a figure counts towards (indicator): by its noun, by the act that governs it, by the figure it belongs to.

Source: gold guidelines, "indicator"; nouns in `nouns.toml`, acts in `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import CUES, Draft
from extractors.figures.reading.act_on_noun import governed
from extractors.figures.reading.counted import COUNTED, Counted, counted_at
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure, Role
from extractors.rulebook import load_table

_TABLE: Final = load_table(__package__, "indicators")
_RATES: Final = Lexicon((word, True) for word in _TABLE["rate"]["of"])
_SUBJECTS: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["subjects"].items() for word in words
)
_BEHIND: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["behind"].items() for word in words
)
_SUBJECT_FIRSTS: Final = _RATES.firsts | _SUBJECTS.firsts | COUNTED.firsts
_COUNTED: Final = (Measure.COUNT, Measure.PERCENT, Measure.RATIO)
_EVENTS: Final = frozenset({"conference", "training", "session", "inspection"})
_OCCASIONS: Final = Lexicon((word, indicator) for indicator, words in _TABLE["occasions"].items() for word in words)
_SCHOOLS: Final = Lexicon((word, True) for word in _TABLE["schools"]["words"])
_JUSTICE: Final = Lexicon((word, True) for word in _TABLE["justice"]["words"])
_WORKS: Final = Lexicon((word, True) for word in _TABLE["works"]["words"])
_APART: Final = Lexicon((word, True) for word in _TABLE["works"]["apart"])
_STAFF: Final = Lexicon((word, True) for word in _TABLE["staff"]["words"])
_WORKS_BEFORE: Final = 20
_STAFF_BEFORE: Final = 12
_WORKS_BEHIND: Final = 6
_SUITS: Final = frozenset(_TABLE["justice"]["suits"])
_HANDED_DOWN: Final = frozenset({"inspection", "case", "attendance"})
_OUT_OF: Final = (["trong", "tổng"], ["trên", "tổng"])
_VERBLESS: Final[tuple[list[str], ...]] = ([], [";"], ["."], [")"], ["và"], ["cùng"])


def set_indicator(draft: Draft, what: Counted | None, first: int) -> None:
    """Set the indicator that the figure's own words give it, links apart.

    `first` is the token where an unknown noun stands.
    """
    if what is None:
        draft.inherits = True
        draft.indicator = _without_noun(draft, first)
        return
    draft.indicator, draft.family, draft.bare = what.indicator, what.family, what.bare
    if draft.unit == "lớp" and any(_SCHOOLS.at(draft.keys, at) for at in range(len(draft.keys))):
        draft.indicator, draft.family = "organisation", "org"
        return
    if what.measure is Measure.LENGTH and not _is_of_works(draft):
        draft.indicator = "other"
    if what.measure not in (Measure.COUNT, Measure.PERCENT):
        return
    if draft.unit in _SUITS and _is_judged(draft):
        draft.indicator = draft.family = "case"
        return
    ruled = None
    if what.bare and not (what.prefix and draft.unit != "lượt"):
        ruled = _event_kind(draft, draft.passage.activity)
    elif what.instance:
        ruled = "person" if _is_of_staff(draft) else _kind_before(draft)
        ruled = ruled or ("case" if _near_activity(draft, "case") else "person")
    elif what.family in ("person", "org", "household"):
        ruled = governed(draft, what)
    if ruled:
        draft.indicator = ruled
    draft.inherits = ruled is None and not what.head_words


def _is_of_works(draft: Draft) -> bool:
    """Tell whether a road, a canal or another work stands near a length: `bê tông hóa 4,7 km đường xóm`."""
    near = draft.keys[max(0, draft.at - _WORKS_BEFORE) : draft.at + _WORKS_BEHIND]
    own = draft.keys[draft.floor : draft.at + _WORKS_BEHIND]
    if any(_APART.at(own, at) for at in range(len(own)) if own[at] in _APART.firsts):
        return False
    return any(_WORKS.at(near, at) for at in range(len(near)) if near[at] in _WORKS.firsts)


def _is_judged(draft: Draft) -> bool:
    """Tell whether the sentence speaks of a court or of enforcing its judgments: vụ việc and việc are cases there."""
    keys = draft.keys
    return any(_JUSTICE.at(keys, at) for at in range(len(keys)) if keys[at] in _JUSTICE.firsts)


def _without_noun(draft: Draft, first: int) -> str:
    named = _BEHIND.at(draft.keys, first) or _SUBJECTS.at(draft.keys, first)
    if named:
        draft.inherits = False
        return named[1]
    acts = draft.cues_before(draft.floor)
    of_something = draft.unit is not None and draft.numeral.percent
    if not of_something and acts and acts[-1][2].value in ("case", "inspection") and draft.at - acts[-1][1] <= 1:
        draft.inherits = False
        return acts[-1][2].value
    if not draft.numeral.percent:
        return "other"
    subject = subject_indicator(draft)
    draft.inherits = subject is None
    return subject or "rate"


def heading_activity(title: str) -> str | None:
    """Return the kind of event that a heading speaks of, None if it names none."""
    kinds = [cue.value for _, _, cue in CUES.scan(keys_of(title)) if cue.kind == "activity" and cue.value in _EVENTS]
    return kinds[0] if kinds else None


def _event_kind(draft: Draft, heading: str | None) -> str | None:
    """Return the kind of a bare cuộc, buổi, đợt by the act named behind it, before it, or in the heading."""
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 1]
    if behind and behind[0].kind == "activity" and behind[0].value in _EVENTS:
        return behind[0].value
    if draft.unit == "lượt":
        said = [hit[1] for at in range(draft.floor, draft.at) if (hit := _OCCASIONS.at(draft.keys, at))]
        return said[-1] if said else None
    counted = [(other.at, other.resume) for other in draft.passage.drafts]
    for start, _, cue in reversed(draft.cues_before(0)):
        if ";" in draft.keys[start : draft.at] and heading:
            return heading
        if cue.kind == "activity" and cue.value in _EVENTS and not any(first < start < last for first, last in counted):
            return cue.value
    return heading


def _kind_before(draft: Draft) -> str | None:
    """Return the indicator of the cases or complaints that the figure before it counts: `26 vụ, 32 đối tượng`."""
    before = None
    for other in draft.passage.drafts:
        if other is draft:
            break
        before = other
    return before.indicator if before is not None and before.indicator in ("case", "complaint") else None


def _is_of_staff(draft: Draft) -> bool:
    """Tell whether the cases are of work on staff: `điều động, luân chuyển 06 trường hợp`."""
    keys = draft.keys
    start = max(draft.floor, draft.at - _STAFF_BEFORE)
    return any(_STAFF.at(keys, at) for at in range(start, draft.at) if keys[at] in _STAFF.firsts)


def _near_activity(draft: Draft, value: str) -> bool:
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 12]
    before = [cue for _, _, cue in draft.cues_before(0)][-4:]
    return any(cue.value in (value, "breach") for cue in (*before, *behind))


def subject_indicator(draft: Draft) -> str | None:
    """Return the indicator of what a bare number or percentage measures: `tỷ lệ hộ nghèo`, `nợ quá hạn`."""
    keys = draft.keys
    start = draft.floor
    for at in range(draft.at - 1, start, -1):
        if keys[at] == ";":
            start = at + 1
            break
    found: str | None = None
    rated = False
    while start < draft.at:
        if keys[start] not in _SUBJECT_FIRSTS:
            start += 1
            continue
        rate = _RATES.at(keys, start)
        subject = _SUBJECTS.at(keys, start)
        if found and rated and keys[start - 2 : start] in _OUT_OF:
            return found
        if rate and not (subject and subject[0] > rate[0]):
            start, rated, found = rate[0], True, None
            continue
        noun = counted_at(keys, start)
        if subject and not (noun and noun[0] > subject[0]):
            found = found if found == "rate" or (rated and found) else subject[1]
            start = subject[0]
        elif noun:
            found = found or (noun[1][-1].indicator if rated and noun[1][-1].measure is Measure.COUNT else None)
            start = noun[0]
        else:
            start += 1
    return found


def _noun_in(keys: list[str], start: int, end: int) -> str | None:
    while start < end:
        known, noun = _SUBJECTS.at(keys, start), COUNTED.at(keys, start)
        if known and not (noun and noun[0] > known[0]):
            return known[1]
        if noun and noun[1][-1].measure is Measure.COUNT and noun[1][-1].indicator != "other":
            return noun[1][-1].indicator
        start = noun[0] if noun else start + 1
    return None


def clause_subject(draft: Draft) -> str | None:
    """Return the indicator of the first counted noun of the clause that a list of classes stands in."""
    keys = draft.keys
    start = draft.at
    while start > 0 and keys[start - 1] not in (";", ",", "."):
        start -= 1
    return _noun_in(keys, start, draft.at)


def inherit_indicators(drafts: Sequence[Draft]) -> None:
    """Give linked figures the indicator of the figure they belong to, and bare ones that of the figure before."""
    before: Draft | None = None
    for index, draft in enumerate(drafts):
        parent = draft.parent
        if parent is not None:
            _inherit(draft, parent)
        elif draft.inherits and draft.unit is None and draft.indicator in ("other", "rate"):
            _inherit_from_list(draft, before)
        elif draft.inherits and (
            same := _same_noun_before(draft, drafts[max(0, index - 6) : index]) or _came_as_well(draft, drafts, index)
        ):
            draft.indicator, draft.family = same.indicator, same.family
        elif (
            draft.measure is Measure.OTHER
            and draft.unit == "lần"
            and before is not None
            and before.passage is draft.passage
        ):
            draft.indicator = before.indicator if draft.indicator == "other" else draft.indicator
        before = draft


def _inherit(draft: Draft, parent: Draft) -> None:
    if draft.role is Role.ATTENDEES:
        draft.indicator = "attendance"
    elif (
        draft.role in (Role.SHARE, Role.CHANGE)
        or (draft.inherits and _counts_alike(draft, parent))
        or (parent.indicator == "complaint" and draft.unit is None and draft.bracket == parent.resume)
    ):
        draft.indicator = parent.indicator


def _counts_alike(draft: Draft, parent: Draft) -> bool:
    """Tell whether a linked figure counts towards what the other does: no noun, a noun of its family, or an act."""
    if draft.unit is None or draft.family == parent.family or parent.indicator in _HANDED_DOWN:
        return True
    return parent.unit is not None and draft.unit.split()[0] == parent.unit.split()[0]


def _inherit_from_list(draft: Draft, before: Draft | None) -> None:
    if draft.label is not None and (subject := clause_subject(draft)):
        draft.indicator = subject
    elif before is not None and before.passage is draft.passage and before.measure in _COUNTED:
        same = draft.numeral.percent and before.numeral.percent and before.indicator != "rate"
        same = same and ";" not in draft.keys[before.resume : draft.at]
        if draft.label or before.label or not draft.numeral.percent or same:
            draft.indicator = before.indicator


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
