"""What a figure counts towards (indicator): by its noun, by the act that governs it, by the figure it belongs to.

Source: gold guidelines, "indicator"; nouns in `rules/nouns.toml`, acts in `rules/cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.counted import COUNTED, Counted
from extractors.figure_context import CUES, Draft
from extractors.model import Measure, Role
from extractors.rulebook import load_table
from extractors.wording import NUMBER, Lexicon, keys_of

_TABLE: Final = load_table("indicators")
_RATES: Final = Lexicon((word, True) for word in _TABLE["rate"]["of"])
_SUBJECTS: Final = Lexicon((word, indicator) for indicator, words in _TABLE["subjects"].items() for word in words)
_NO_EVENT: Final = frozenset(_TABLE["participation"]["in"])
_EVENTS: Final = frozenset({"conference", "training", "session", "inspection"})
_AUDIENCE: Final = frozenset({"attendance", "training"})
_NEAR: Final = 5


def set_indicator(draft: Draft, what: Counted | None, heading: str | None) -> None:
    """Set the indicator that the figure's own words give it, links apart; `heading` names the part it stands in."""
    if what is None:
        draft.inherits = True
        draft.indicator = subject_indicator(draft) or ("rate" if draft.numeral.percent else "other")
        return
    draft.indicator, draft.family, draft.bare = what.indicator, what.family, what.bare
    if what.measure not in (Measure.COUNT, Measure.PERCENT):
        return
    governed = None
    if what.bare:
        governed = _event_kind(draft, heading)
    elif what.instance:
        governed = "case" if _near_activity(draft, "case") else "person"
    elif what.family in ("person", "org", "household"):
        governed = _governed(draft, what)
    if governed:
        draft.indicator = governed
    draft.inherits = governed is None


def heading_activity(title: str) -> str | None:
    """Return the kind of event that a heading speaks of, None if it names none."""
    kinds = [cue.value for _, _, cue in CUES.scan(keys_of(title)) if cue.kind == "activity" and cue.value in _EVENTS]
    return kinds[0] if kinds else None


def _event_kind(draft: Draft, heading: str | None) -> str | None:
    """Return the kind of a bare cuộc, buổi, đợt by the act named behind it, before it, or in the heading."""
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 1]
    if behind and behind[0].kind == "activity" and behind[0].value in _EVENTS:
        return behind[0].value
    for _, _, cue in reversed(draft.cues_before(0)):
        if cue.kind == "activity" and cue.value in _EVENTS:
            return cue.value
    return heading


def _near_activity(draft: Draft, value: str) -> bool:
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 12]
    before = [cue for _, _, cue in draft.cues_before(0)][-4:]
    return any(cue.kind == "activity" and cue.value == value for cue in (*before, *behind))


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
    for start, end, cue in reversed(draft.cues_before(0)):
        if cue.kind != "activity" or cue.value in ("conference", "session", "participation"):
            continue
        if cue.value in ("inspection", "case"):
            return cue.value if _reaches(draft, end) else None
        if cue.value == "attendance" and what.family == "person":
            return "attendance" if start >= draft.floor else None
        if cue.value == "plain":
            return None
    return None


def _reaches(draft: Draft, end: int) -> bool:
    """Tell whether an act that ends at `end` still governs the figure: no full stop, and no other subject's verb between."""
    between = draft.keys[end : draft.at]
    return "là" not in between and "mà" not in between


def _act_behind(draft: Draft) -> str | None:
    """Return the act told of the counted persons right behind them, in the same clause."""
    keys = draft.keys
    for start, _, cue in draft.passage.cues:
        if start < draft.resume:
            continue
        between = keys[draft.resume : start]
        if len(between) > _NEAR or NUMBER in between or any(key in ",;.:(" for key in between):
            return None
        if cue.kind == "activity":
            return cue.value
    return None


def _takes_part_in_event(draft: Draft) -> bool:
    """Tell whether `tham gia` means coming to an event, not belonging to a body or scheme."""
    keys = draft.keys
    for start, end, cue in draft.passage.cues:
        if start >= draft.resume and cue.value == "participation":
            return end >= len(keys) or keys[end] not in _NO_EVENT
    return False


def subject_indicator(draft: Draft) -> str | None:
    """Return the indicator of what a bare number or percentage measures: `tỷ lệ hộ nghèo`, `nợ quá hạn`."""
    keys = draft.keys
    for at in range(draft.at - 1, draft.floor - 1, -1):
        if keys[at] == ";":
            return None
        known = _SUBJECTS.at(keys, at)
        if known:
            return known[1]
        rate = _RATES.at(keys, at)
        if rate:
            return _noun_in(keys, rate[0], draft.at)
    return None


def _noun_in(keys: Sequence[str], start: int, end: int) -> str | None:
    for at in range(start, min(end, start + 8)):
        known = _SUBJECTS.at(keys, at)
        if known:
            return known[1]
        noun = COUNTED.at(keys, at)
        if noun and noun[1][-1].measure is Measure.COUNT:
            return noun[1][-1].indicator
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
    for draft in drafts:
        parent = draft.parent
        if parent is not None:
            _inherit(draft, parent)
        elif draft.inherits and draft.unit is None and draft.indicator in ("other", "rate"):
            _inherit_from_list(draft, before)
        elif draft.bare and draft.inherits and before is not None and _same_noun(draft, before):
            draft.indicator = before.indicator
        before = draft


def _inherit(draft: Draft, parent: Draft) -> None:
    if draft.role is Role.ATTENDEES:
        draft.indicator = "attendance"
    elif draft.role in (Role.SHARE, Role.CHANGE) or draft.unit is None:
        draft.indicator = parent.indicator
    elif draft.inherits and (draft.family == parent.family or parent.indicator in ("inspection", "case", "attendance")):
        draft.indicator = parent.indicator


def _inherit_from_list(draft: Draft, before: Draft | None) -> None:
    if draft.label is not None and (subject := clause_subject(draft)):
        draft.indicator = subject
    elif (
        before is not None
        and before.passage is draft.passage
        and (draft.label or not draft.numeral.percent or before.label)
    ):
        if before.measure in (Measure.COUNT, Measure.PERCENT, Measure.RATIO):
            draft.indicator = before.indicator


def _same_noun(draft: Draft, before: Draft) -> bool:
    return bool(draft.unit and before.unit and before.unit.split()[0] == draft.unit.split()[0])
