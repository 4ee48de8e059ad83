"""Percentages -> the figure that each is the share of: `89 đơn vị (97,5%)`, `chiếm 12%`, `đạt 83,2%`.

Source: gold guidelines, role `share`; words in `figure_links.toml` and `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.figures.draft import CUES, Draft
from extractors.figures.links.kin import is_against_time, is_of_plan, same_noun
from extractors.figures.reading.counted import COUNTED, back_over_copulas
from extractors.figures.words import NUMBER
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["shares"]
_COUNT: Final = Measure.COUNT
_DURATION: Final = Measure.DURATION
_MONEY: Final = Measure.MONEY
_RATIO: Final = Measure.RATIO
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_CHANGE: Final = Role.CHANGE
_PART: Final = Role.PART
_SHARE: Final = Role.SHARE
_OWN_SUBJECT: Final = frozenset(load_table(__package__, "figure_links")["share"]["need_no_subject"])
_COUNTS: Final = (_COUNT, _RATIO)
_MEASURES: Final = tuple(phrase.split() for phrase in _WORDS["measures"])
_AMOUNTS: Final = frozenset(_WORDS["amounts"])
_NUMBER_OF: Final = frozenset(_WORDS["number_of"])
_MONEY_NOUNS: Final = frozenset(_WORDS["money_nouns"])
_CONNECTORS: Final = frozenset({"và", ",", "hoặc"})
_NEGATIONS: Final = frozenset({"chưa", "không"})
_OPENS_CLAUSE: Final = frozenset({",", ";", "(", "đó", "có"})
_KINDS: Final = frozenset(_WORDS["kinds"])
_LISTED: Final = 9
_BRACKET_REACH: Final = 6
_ROUNDING: Final = Decimal("0.1")


def link_share(draft: Draft, earlier: Sequence[Draft]) -> bool:
    """Link a percentage to the figure that it is the share of; True when it was one."""
    if not draft.numeral.percent:
        return False
    same = [d for d in earlier if d.passage is draft.passage and d.modality is not _PREVIOUS]
    base = named_figure(draft, same) or _shared(draft, same)
    if base is None:
        base = _planned(draft, earlier) or told_right_before(draft, earlier, "share")
        if base is not None:
            draft.role, draft.parent = _SHARE, base
        return base is not None
    if draft.modality is _TARGET is not base.modality:
        return False
    if base.numeral.of is not None and not _agrees(draft, base, base.numeral.of) and _runs_on(draft, base):
        return False
    base = _agreeing(draft, base, same, earlier)
    draft.role = _CHANGE if is_against_time(draft) else _PART if base.numeral.percent else _SHARE
    draft.parent = base
    return True


def _planned(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the rate right before that a percentage measures by its plan: `giảm 0,62%, đạt 103% kế hoạch năm`."""
    last = earlier[-1] if earlier and earlier[-1].passage is draft.passage else None
    if last is None or not last.numeral.percent or not is_of_plan(draft) or is_of_plan(last):
        return None
    between = draft.keys[last.reach : draft.at]
    return last if between in _MEASURES and last.modality is draft.modality else None


def told_right_before(draft: Draft, earlier: Sequence[Draft], kind: str) -> Draft | None:
    """Return the last amount of the sentence before, of which a percentage tells with its verb alone.

    `Trồng 30 ha rừng. Đạt 98,5% kế hoạch.`: one with a noun of its own is of that (`Đạt 100% xã có chợ`).
    """
    keys, last = draft.keys, earlier[-1] if earlier else None
    cue = CUES.at(keys, 0)
    if last is None or not draft.numeral.percent or cue is None or cue[1].kind != kind:
        return None
    adjoins = (
        last.passage.line == draft.passage.line and 0 <= draft.passage.sentence.start - last.passage.sentence.end <= 2
    )
    alone = back_over_copulas(keys, draft.at, cue[0]) == cue[0] and (draft.unit is None or is_of_plan(draft))
    if not (adjoins and alone):
        return None
    base = _last_amount(draft, [d for d in earlier if d.passage is last.passage and d.modality is draft.modality])
    return base if base is not None and base.role in (None, _PART) else None


def named_figure(draft: Draft, same: Sequence[Draft]) -> Draft | None:
    """Return the last figure that words behind a rate name: `98,6% về số bị cáo`, `31% về vốn`, `2 lần về số hộ`."""
    keys = draft.keys
    rate = draft.numeral.percent or draft.unit == "lần"
    if not rate or keys[draft.resume : draft.resume + 1] != ["về"]:
        return None
    start = draft.resume + 1
    while keys[start : start + 1] and keys[start] in _NUMBER_OF:
        start += 1
    if keys[start : start + 1] and keys[start] in _MONEY_NOUNS:
        return next((d for d in reversed(same) if d.measure is _MONEY and d.role is None), None)
    noun = COUNTED.at(keys, start)
    named = " ".join(keys[start : noun[0]]) if noun else ""
    return next((d for d in reversed(same) if noun and d.unit is not None and d.unit == named), None)


def _agreeing(draft: Draft, base: Draft, same: Sequence[Draft], earlier: Sequence[Draft]) -> Draft:
    """Return the figure whose share of a total before it is the percentage, if `base` is none but another is."""
    exact = draft.numeral.value != draft.numeral.value.to_integral_value()
    if not exact or base.measure not in _COUNTS or _has_total(draft, base, earlier):
        return base
    return next((d for d in reversed(same) if d.measure in _COUNTS and _has_total(draft, d, earlier)), base)


def _has_total(draft: Draft, part: Draft, earlier: Sequence[Draft]) -> bool:
    if part.numeral.of is not None:
        return _agrees(draft, part, part.numeral.of)
    return any(
        _agrees(draft, part, total.numeral.value)
        and (_is_measured_by(part, total) or (total is not part and same_noun(part, total)))
        for total in earlier
    )


def _agrees(draft: Draft, part: Draft, whole: Decimal) -> bool:
    """Tell whether the percentage is `part` of `whole`, rounding allowed."""
    return bool(whole) and abs(part.numeral.value / whole * 100 - draft.numeral.value) <= _ROUNDING


def _runs_on(draft: Draft, base: Draft) -> bool:
    return draft.bracket == base.bracket and not {",", ";", ":"}.intersection(draft.keys[base.resume : draft.at])


def _shared(draft: Draft, same: Sequence[Draft]) -> Draft | None:
    last = _last_amount(draft, same)
    if last is not None and _is_rate_of_its_own(draft):
        return None
    if last is None or (follows_in_bracket(draft, same[-1]) and same[-1] is last):
        return last
    cues = [(start, cue) for start, _, cue in draft.cues if cue.kind in ("share", "part", "each")]
    if cues and cues[-1][1].kind == "share":
        return _by_cue(draft, cues[-1][0], same, last)
    listed = same[-1].role is _SHARE and same[-1].bracket == draft.bracket >= 0
    if listed and draft.keys[same[-1].resume] == "," and draft.at - same[-1].resume <= _LISTED:
        return same[-1].parent
    if ";" in draft.keys[last.at : draft.at] or (draft.family and draft.family != last.family):
        return None
    if draft.indicator_rule == "paid_share" and last.measure is _MONEY:
        return last
    classed = draft.label is not None and last.label is None
    return last if classed and (last.measure is _COUNT or same[-1].role is _SHARE) else None


def _is_rate_of_its_own(draft: Draft) -> bool:
    """Tell whether a rate of something else opens a bracket: `350 mũi (trong đó tỷ lệ tiêm mũi 1 đạt 99%)`."""
    keys, start = draft.keys, draft.bracket + 1
    if draft.bracket < 0 or keys[start : start + 2] != ["trong", "đó"] or keys[draft.at - 1] != "đạt":
        return False
    told = keys[start + 2 : draft.at - 1]
    return len(told) > 2 and told[0] in ("tỷ", "tỉ") and told[1] == "lệ" and ";" not in told


def _last_amount(draft: Draft, same: Sequence[Draft]) -> Draft | None:
    """Return the last figure that a percentage can be the share of, of closed brackets only for want of others."""
    shareable = [d for d in same if _can_be_shared(d)]
    amounts = [d for d in shareable if d.bracket in (-1, draft.bracket)] or shareable
    if not amounts:
        return None
    amounts = [d for d in amounts if not _is_place(d) and d.unit not in _KINDS] or amounts
    last = next((d for d in reversed(amounts) if not _is_of_each(d)), amounts[-1])
    of_last = len(amounts) > 1 and amounts[-2].parent is last and "nâng" not in last.keys[amounts[-2].at : last.at]
    if len(amounts) > 1 and (of_last or _is_plan_of(last, amounts[-2])):
        return amounts[-2]
    return last


def _by_cue(draft: Draft, at: int, same: Sequence[Draft], last: Draft) -> Draft | None:
    """Return the figure whose share the word at `at` tells: `chiếm`, `tương đương`, `đạt`, `tỷ lệ`."""
    word = draft.keys[at]
    if _tells_of_change(draft, at, same[-1]):
        return same[-1]
    if word == "chiếm":
        return None if _tells_of_another(draft, at, last) else last
    if word in ("tương", "=") and not same[-1].numeral.percent and same[-1].role is _CHANGE:
        return same[-1]
    if ";" in draft.keys[last.at : draft.at] or (word == "đạt" and draft.keys[at - 1] in _NEGATIONS):
        return None
    return last if _claims_share(draft, at) else None


def _tells_of_change(draft: Draft, cue: int, last: Draft) -> bool:
    """Tell whether a percentage goes on with the change in its bracket: `(tăng 96 hộ so với đầu năm, chiếm 0,05%)`."""
    changed = last.role is _CHANGE and not last.numeral.percent and draft.bracket == last.bracket >= 0
    return changed and draft.keys[cue - 1] in _CONNECTORS and draft.keys[cue] != "đạt"


def _tells_of_another(draft: Draft, cue: int, last: Draft) -> bool:
    """Tell whether a subject of its own opens the clause behind the semicolon: `; số đại biểu trẻ chiếm 95%`."""
    keys = draft.keys
    if _names_rate(draft, cue, last):
        return True
    start = cue
    while start > last.resume and keys[start - 1] != ";":
        start -= 1
    if start == last.resume:
        return False
    return keys[start] in _AMOUNTS


def _names_rate(draft: Draft, cue: int, last: Draft) -> bool:
    """Tell whether a rate of something else than `last` counts is told: `98 xã khó khăn, tỷ lệ hộ nghèo chiếm 21%`."""
    keys = draft.keys
    for at in range(cue - 2, last.resume, -1):
        if keys[at - 1] in ("tỷ", "tỉ") and keys[at] == "lệ":
            noun = (last.unit or "").split()
            return keys[at - 2] in _OPENS_CLAUSE and keys[at + 1 : at + 1 + len(noun)] != noun
    return False


def _is_plan_of(plan: Draft, result: Draft) -> bool:
    """Tell whether the later of two amounts is the plan of the first: `1.862 tấn/1.900 tấn`."""
    return plan.unit == result.unit and _is_measured_by(result, plan)


def _is_measured_by(part: Draft, whole: Draft) -> bool:
    return whole.passage is part.passage and whole.keys[part.resume : whole.at] == ["/"]


def _can_be_shared(draft: Draft) -> bool:
    return not draft.numeral.percent and draft.role is not _CHANGE and draft.measure is not _DURATION


def _is_place(draft: Draft) -> bool:
    """Tell whether the figure only tells where: `tại 13 đơn vị bầu cử ở 10 huyện`."""
    return draft.family == "org" and draft.keys[draft.at - 1 : draft.at] in (["tại"], ["ở"], ["thuộc"])


def _is_of_each(draft: Draft) -> bool:
    return draft.label is None and "each" in draft.kinds


def _claims_share(draft: Draft, cue: int) -> bool:
    """Tell whether `đạt`, `tỷ lệ` before a percentage speak of the figure before: they have no subject of their own."""
    keys = draft.keys
    if keys[cue] not in _OWN_SUBJECT:
        return True
    told = CUES.at(keys, cue) if keys[cue - 1].isalpha() else None
    if told and back_over_copulas(keys, draft.at, told[0]) > told[0] and keys[told[0]].isalpha():
        return False
    start = cue
    while start > draft.floor and keys[start - 1] not in (",", ";", ":", "(", "-", "–", NUMBER):
        start -= 1
    if start == draft.floor:
        return True
    return not [key for key in keys[start:cue] if key.isalpha() and key not in _CONNECTORS]


def follows_in_bracket(draft: Draft, other: Draft) -> bool:
    """Tell whether the number opens a bracket right behind the other figure."""
    if draft.bracket < 0 or draft.bracket == other.bracket or draft.bracket < other.at:
        return False
    between = draft.keys[other.reach : draft.bracket]
    return len(between) <= 2 * _BRACKET_REACH and not any(key in ",;" or key == NUMBER for key in between)
