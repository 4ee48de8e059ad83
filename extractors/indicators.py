"""What a figure counts towards (indicator): by its noun, by the act that governs it, by the figure it belongs to.

Source: gold guidelines, "indicator"; nouns in `rules/nouns.toml`, acts in `rules/cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.counted import COUNTED, Counted, back_over_copulas, counted_at
from extractors.figure_context import CUES, Cue, Draft
from extractors.model import Measure, Role
from extractors.rulebook import load_table
from extractors.wording import NUMBER, Lexicon, keys_of

_TABLE: Final = load_table("indicators")
_RATES: Final = Lexicon((word, True) for word in _TABLE["rate"]["of"])
_SUBJECTS: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["subjects"].items() for word in words
)
_BEHIND: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["behind"].items() for word in words
)
_SUBJECT_FIRSTS: Final = _RATES.firsts | _SUBJECTS.firsts | COUNTED.firsts
_NO_EVENT: Final = frozenset(_TABLE["participation"]["in"])
_COUNTED: Final = (Measure.COUNT, Measure.PERCENT, Measure.RATIO)
_EVENTS: Final = frozenset({"conference", "training", "session", "inspection"})
_AUDIENCE: Final = frozenset({"attendance", "training"})
_GOVERNING: Final = frozenset({"inspection", "case", "project", "attendance", "plain"})
_BUILDINGS: Final = frozenset(_TABLE["buildings"]["words"])
_OCCASIONS: Final = Lexicon((word, indicator) for indicator, words in _TABLE["occasions"].items() for word in words)
_SCHOOLS: Final = Lexicon((word, True) for word in _TABLE["schools"]["words"])
_JUSTICE: Final = Lexicon((word, True) for word in _TABLE["justice"]["words"])
_SUITS: Final = frozenset(_TABLE["justice"]["suits"])
_PLAIN_PEOPLE: Final = frozenset({"người", "chị", "anh", "người dân", "bà con", "đồng chí"})
_EVENT_HEADS: Final = frozenset({"buổi", "cuộc", "hội", "lớp", "phiên", "kỳ"})
_HANDED_DOWN: Final = frozenset({"inspection", "case", "attendance"})
_TAUGHT: Final = (["training"], ["conference"], ["session"])
_ELECTING: Final = frozenset({"bầu", "cử", "giới"})
_OUT_OF: Final = (["trong", "tổng"], ["trên", "tổng"])
_VERBLESS: Final = ([], [";"], ["."], [")"], ["và"], ["cùng"])
_MEMBERS: Final = frozenset({"thành viên", "hội viên", "xã viên", "tổ viên", "đoàn viên"})
_NEAR: Final = 5
_FAR: Final = 16
_BESIDE: Final = 3
_CLAUSE_OPENS: Final = frozenset(",;:.(")


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
    if what.measure not in (Measure.COUNT, Measure.PERCENT):
        return
    if draft.unit in _SUITS and _is_judged(draft):
        draft.indicator = draft.family = "case"
        return
    governed = None
    if what.bare and not (what.prefix and draft.unit != "lượt"):
        governed = _event_kind(draft, draft.passage.activity)
    elif what.instance:
        governed = _kind_before(draft) or ("case" if _near_activity(draft, "case") else "person")
    elif what.family in ("person", "org", "household"):
        governed = _governed(draft, what)
    if governed:
        draft.indicator = governed
    draft.inherits = governed is None and not what.head_words


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
    if acts and acts[-1][2].value in ("case", "inspection") and draft.at - acts[-1][1] <= 1:
        draft.inherits = False
        return acts[-1][2].value
    if not draft.numeral.percent:
        return "other"
    subject = subject_indicator(draft)
    draft.inherits = subject is None
    return subject or "rate"


def _opens_with_event(draft: Draft) -> bool:
    """Tell whether the sentence speaks of one event as its subject: `Lớp bồi dưỡng ... có 65 quần chúng`."""
    noun = COUNTED.at(draft.keys, 0)
    return noun is not None and noun[1][0].family == "event" and draft.passage.drafts[0] is draft


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


def _near_activity(draft: Draft, value: str) -> bool:
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 12]
    before = [cue for _, _, cue in draft.cues_before(0)][-4:]
    return any(cue.value in (value, "breach") for cue in (*before, *behind))


def _governed(draft: Draft, what: Counted) -> str | None:
    """Return the indicator by the act done to the persons or bodies counted: checked, disciplined, taught."""
    behind = _act_behind(draft)
    if behind == "case" or (
        behind in ("inspection", "plain") and draft.keys[draft.resume : draft.resume + 1] == ["được"]
    ):
        return behind if behind != "plain" else None
    if what.family == "person" and behind in _AUDIENCE:
        return "attendance"
    if what.family == "person" and behind == "participation":
        return "attendance" if _takes_part_in_event(draft) else None
    for start, end, cue in reversed(_acts_before(draft)):
        if cue.value in ("inspection", "case"):
            if not (what.prefix or what.indicator in ("person", "organisation")) or not _reaches(draft, start, end):
                return None
            return cue.value
        if cue.value == "project":
            return (
                "project" if (draft.unit or "").partition(",")[0] in _BUILDINGS and start >= draft.floor - 4 else None
            )
        if cue.value == "attendance" and what.family == "person":
            return "attendance" if start >= draft.floor else None
        if cue.value == "plain":
            return _elected(draft, what, start, end) or (
                "attendance" if _at_event(draft) and what.family == "person" else None
            )
    return "attendance" if what.family == "person" and _at_event(draft) else None


def _elected(draft: Draft, what: Counted, start: int, end: int) -> str | None:
    """Return `person` for delegates that the act at `start:end` elects or names; they have come to nothing yet."""
    near = draft.bracket < start and draft.at - end <= 1 and draft.keys[start] in _ELECTING
    return "person" if what.indicator == "attendance" and near else None


def _acts_before(draft: Draft) -> list[tuple[int, int, Cue]]:
    """Return the acts of the clause before the figure, without those that other figures count (5 cuộc kiểm tra)."""
    keys = draft.keys
    start = draft.at
    while start > 0 and keys[start - 1] != ";":
        start -= 1
    counted = [(other.at, other.resume) for other in draft.passage.drafts]
    return [
        cue
        for cue in draft.cues_before(start)
        if cue[2].value in _GOVERNING and not any(first < cue[0] < last for first, last in counted)
    ]


def _at_event(draft: Draft) -> bool:
    """Tell whether the persons are told of an event named without a number: `có buổi ... dự kiến 80 người`."""
    keys = draft.keys
    if keys[draft.at - 1 : draft.at] == ["có"] and _opens_with_event(draft):
        return True
    acts = [cue.value for _, _, cue in draft.cues_before(draft.floor) if cue.kind == "activity"]
    if acts[-1:] in _TAUGHT and _before_hedges(draft) == "cho" and ";" not in keys[draft.floor : draft.at]:
        return True
    if draft.unit not in _PLAIN_PEOPLE:
        return False
    for at in range(max(draft.floor, draft.at - 12), draft.at):
        noun = COUNTED.at(keys, at) if keys[at] in _EVENT_HEADS else None
        if noun and keys[at] == "kỳ" and noun[0] - at == 1:
            continue
        if noun and noun[1][0].family == "event":
            return True
    return False


def _before_hedges(draft: Draft) -> str:
    """Return the word before the number and its hedges: `cho` in `cho trên 50 đảng viên`."""
    keys = draft.keys
    end = back_over_copulas(keys, draft.at, draft.floor)
    return keys[end - 1] if end else ""


def _reaches(draft: Draft, start: int, end: int) -> bool:
    """Tell whether an act at `start:end` governs the figure: no copula between, but for `số ... bị kỷ luật là 23`."""
    keys = draft.keys
    between = keys[end : draft.at]
    copula = "là" in between and keys[start] not in ("bị", "được")
    return not copula and "mà" not in between and "có" not in keys[max(end, draft.at - 3) : draft.at]


def _act_behind(draft: Draft) -> str | None:
    """Return the act told of the counted persons right behind them, in the same clause.

    What is done to them (`bị`) may stand farther, behind where they belong or what they have done.
    """
    keys = draft.keys
    if (beside := _counted_beside(draft)) is not None:
        return _act_behind(beside)
    for start, _, cue in draft.passage.cues:
        if start < draft.resume:
            continue
        between = keys[draft.resume : start]
        if len(between) > _FAR or NUMBER in between or any(key in ",;.:(" for key in between):
            return None
        suffered = cue.value == "case" and keys[start] == "bị"
        if cue.kind == "activity" and cue.value != "breach" and (suffered or len(between) <= _NEAR):
            return cue.value
    return None


def _counted_beside(draft: Draft) -> Draft | None:
    """Return the next figure where it counts other persons or bodies of the same clause.

    So in `98% đảng viên và 13.114 quần chúng tham dự`; `Có 12 đảng viên, 2 tổ chức đảng bị kỷ luật`.
    """
    keys, resume = draft.keys, draft.resume
    if keys[resume : resume + 1] not in (["và"], [","], ["cùng"]):
        return None
    beside = next((other for other in draft.passage.drafts if other.at > draft.at), None)
    if beside is None or beside.at - resume > _BESIDE or beside.resume <= beside.at + 1:
        return None
    noun = COUNTED.at(keys, beside.at + 1)
    if noun is None or noun[1][0].family not in ("person", "org"):
        return None
    opens = keys[draft.at - 1 : draft.at] == ["có"] and (draft.at < 2 or keys[draft.at - 2] in _CLAUSE_OPENS)
    return beside if keys[resume] != "," or opens else None


def _takes_part_in_event(draft: Draft) -> bool:
    """Tell whether `tham gia` means coming to an event, not belonging to a body or scheme."""
    keys = draft.keys
    for start, end, cue in draft.passage.cues:
        if start >= draft.resume and cue.value == "participation":
            end += keys[end : end + 1] == ["vào"]
            return (end >= len(keys) or keys[end] not in _NO_EVENT) and not _belongs(draft, end)
    return False


def _belongs(draft: Draft, end: int) -> bool:
    """Tell whether the persons are members of the body counted before them: `239 nhóm với 5.051 thành viên tham gia`."""
    keys = draft.keys
    if draft.unit not in _MEMBERS or (end < len(keys) and keys[end].isalpha()):
        return False
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    return before is not None and before.family == "org" and keys[before.resume : draft.at] in (["với"], ["có"], [","])


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
