"""A figure -> the few others that it can belong to, and in which role: what can never be a link is left out here.

At most `MOST_CANDIDATES` figures are asked, so links stay linear in the figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from extractors.figures.draft import Draft
from extractors.figures.links.adding import Sums
from extractors.figures.links.attendees import are_members, has_other_act
from extractors.figures.links.kin import fits, head_of, is_of_plan
from extractors.figures.links.scene import Seen
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["candidates"]
_OTHER: Final = Measure.OTHER
_RATIO: Final = Measure.RATIO
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_PART: Final = Role.PART
_SHARE: Final = Role.SHARE
_BACK: Final = 10
_BACK_ANYWHERE: Final = 9
_AHEAD: Final = 4
_LINE: Final = attrgetter("draft.passage.line")
MOST_CANDIDATES: Final = _BACK + _AHEAD
_OWN_RATES: Final = Lexicon((word, True) for word in _WORDS["own_rates"])
_DISCIPLINED: Final = frozenset({"case", "person", "org", "complaint", "event", ""})
"""What those may be part of that a form of discipline is told of: no plots of land, no money."""
_NOUNS: Final = 1 << 12
_HAVING_RATES: Final = tuple(phrase.split() for phrase in _WORDS["having_rates"])
_LINES_BACK: Final = 12
_LINES_BACK_IN_TEXT: Final = 3
_WORDS_TO_EVENT: Final = 12
_NO_TOTALS: Final[Mapping[int, tuple[str, ...]]] = {}
_LEVELS_OF_PLACES: Final = tuple(_WORDS[name] for name in ("hamlets", "communes", "districts", "provinces"))
_LEVELS: Final = {word: level for level, words in enumerate(_LEVELS_OF_PLACES, 1) for word in words}
_TOTAL_WORDS: Final = frozenset(
    f"behind said {word}" for word in load_table(__package__, "figure_links")["words"]["total_behind"]
)
_LEVEL_WORDS: Final = frozenset(_WORDS["level_words"])
_CHECKS: Final = tuple(_WORDS["checks"])


class Candidate(NamedTuple):
    """A parent, by its index, and the role that the figure would have."""

    parent: int
    role: Role


def candidates(scene: Sequence[Seen], index: int, sums: Sums) -> list[Candidate]:
    """Return what the figure may belong to, nearest before it first, then those behind."""
    child = scene[index]
    totals = sums.get(index, _NO_TOTALS)
    found: list[Candidate] = []
    plain, least = _is_plain(child), child.draft.numeral.value
    for place in _before(scene, child, totals):
        parent = scene[place]
        if plain and not (parent.event or parent.like_event):
            if least <= parent.draft.numeral.value and _may_be(child, parent, _PART, totals):
                found.append(Candidate(place, _PART))
            continue
        for role in _roles(child, parent):
            if _may_be(child, parent, role, totals):
                found.append(Candidate(place, role))
    return found + _behind(scene, child, totals)


def _behind(scene: Sequence[Seen], child: Seen, totals: Mapping[int, tuple[str, ...]]) -> list[Candidate]:
    """Return what stands behind the figure on its line and may be its whole: an event, or what is called or adds up."""
    found: list[Candidate] = []
    line, first = child.draft.passage.line, child.index + 1
    for place in range(first, min(len(scene), first + _AHEAD)):
        parent = scene[place]
        if parent.draft.passage.line != line:
            break
        if parent.event or parent.total_behind or place in totals:
            for role in _roles(child, parent):
                if _may_be_behind(child, parent, role, totals):
                    found.append(Candidate(place, role))
    return found


def _is_plain(child: Seen) -> bool:
    """Tell whether the figure can only be a part of one that is no event: then that one is no less than it."""
    draft = child.draft
    if child.change is not None or draft.numeral.percent or draft.measure is _OTHER:
        return False
    return draft.measure is not _RATIO or draft.numeral.value != 1


def _before(scene: Sequence[Seen], child: Seen, totals: Mapping[int, tuple[str, ...]]) -> list[int]:
    """Return the figures before that are near enough: far ones only where they open a sentence or list."""
    index, line = child.index, child.draft.passage.line
    first = bisect_left(scene, line - _LINES_BACK, max(0, index - _BACK), index, key=_LINE)
    if child.draft.passage.bulleted:
        found = [*range(index - 1, first - 1, -1)]
    else:
        same_line = bisect_left(scene, line, first, index, key=_LINE)
        found = [*range(index - 1, same_line - 1, -1)]
        for place in range(same_line - 1, first - 1, -1):
            other = scene[place].draft.passage
            near = line - other.line <= _LINES_BACK_IN_TEXT and (child.goes_on or place == index - 1)
            if near or other.opens_list or place in totals:
                found.append(place)
    farthest = index - 1 - _BACK_ANYWHERE
    if found and found[-1] <= farthest:
        found = [place for place in found if place > farthest or _opens(scene[place])]
    return found


def _opens(seen: Seen) -> bool:
    """Tell whether a figure opens a sentence or a list: then it is asked from farther behind."""
    return seen.draft.passage.opens_list or seen.opens


def _roles(child: Seen, parent: Seen) -> tuple[Role, ...]:
    """Return the roles that the kinds of the two figures allow."""
    draft, other = child.draft, parent.draft
    if child.change is not None:
        planned = draft.numeral.percent and not other.numeral.percent and draft.plan not in (None, "cùng")
        return (_CHANGE, _SHARE) if planned else (_CHANGE,)
    if draft.numeral.percent:
        return _roles_of_rate(child, parent)
    if draft.measure is _OTHER and draft.unit == "lần":
        return (_CHANGE,)
    planned = draft.unit is None and draft.modality is _TARGET and other.modality is not _TARGET
    if parent.event and (child.person or (draft.unit is None and not planned)) and not are_members(draft):
        return (_ATTENDEES,) if draft.unit is not None else (_ATTENDEES, _PART)
    if parent.like_event and _come_to(child, parent):
        return (_ATTENDEES, _PART)
    if draft.measure is _RATIO and draft.numeral.value == 1 and other.measure is not _RATIO:
        return (_SHARE, _PART)
    return (_PART,)


def _roles_of_rate(child: Seen, parent: Seen) -> tuple[Role, ...]:
    """Return the roles of a percentage: of a plan, of a whole, of another rate, or against another time."""
    draft, other = child.draft, parent.draft
    told = _PART if other.numeral.percent else _SHARE
    if told is _PART and parent.opens and parent.index == child.index - 1 and is_of_plan(draft):
        return (_SHARE, _PART)
    moves = child.against_time or draft.bracket >= 0 or child.follows_change
    return (told, _CHANGE) if moves and draft.passage is other.passage else (told,)


def _come_to(child: Seen, parent: Seen) -> bool:
    """Tell whether persons are told right behind what is told like an event: `46 lượt với 51 công dân`."""
    draft = child.draft
    right_behind = draft.passage is parent.draft.passage and parent.index == child.index - 1
    listed = parent.draft.indicator == "session" and draft.keys[draft.at - 1] in (",", "/")
    return child.person and right_behind and (listed or draft.keys[draft.at - 1] == "với")


def _may_be(child: Seen, parent: Seen, role: Role, totals: Mapping[int, tuple[str, ...]]) -> bool:
    """Tell whether the figure may belong to one before it in this role."""
    draft, other = child.draft, parent.draft
    same = draft.passage is other.passage
    if role is _PART:
        if draft.modality is not other.modality and not _is_of_its_time(child, parent):
            return False
        return _may_be_part(child, parent, parent.index in totals or (same and child.bare))
    if role is _ATTENDEES:
        set_against = other.modality is _PREVIOUS and draft.modality is not _PREVIOUS
        if has_other_act(draft) or _is_average_beside(draft, other):
            return False
        items = draft.passage.bulleted and other.passage.bulleted and draft.passage.line != other.passage.line
        return _is_of_its_time(child, parent) and not (items or (set_against and _in_closed_bracket(child, parent)))
    near = same or (child.opens and draft.passage.line == other.passage.line)
    if role is _SHARE:
        if _opens_item_of_another(child, parent):
            return False
        return near and _is_of_its_time(child, parent) and not _is_rate_of_each(child, parent)
    goes_on = child.resumes and draft.unit is not None and draft.passage.line == other.passage.line
    return (near or goes_on) and not _in_closed_bracket(child, parent)


def _is_average_beside(draft: Draft, event: Draft) -> bool:
    """Tell whether an event is told of each, of which those who came to all of them are not told.

    So in `1.200 cuộc họp, trung bình mỗi ấp 16 cuộc, với 45.000 lượt người`.
    """
    if "each" not in event.kinds or "each" in draft.kinds or event.passage is not draft.passage:
        return False
    return any(
        other.at < event.at and other.family == "event" and "each" not in other.kinds for other in event.passage.drafts
    )


def _is_rate_of_each(child: Seen, parent: Seen) -> bool:
    """Tell whether a rate says which are counted, each having it: `21 xã có tỷ lệ hộ nghèo dưới 10%`.

    So does a bound of a rate of its own (`nợ quá hạn dưới 0,1%`), and one with a hedge that they have come to:
    `02 huyện đạt dưới 70%`.
    """
    draft, other = child.draft, parent.draft
    if draft.passage is not other.passage:
        return False
    if draft.hedge is not None and _OWN_RATES.before(draft.keys, draft.told_to):
        return True
    between = draft.keys[other.resume : draft.at]
    reached = between[:1] == ["đạt"] and len(between) > 1 and draft.hedge is not None and draft.unit is None
    return between[:3] in _HAVING_RATES or (reached and "," not in between)


def _opens_item_of_another(child: Seen, parent: Seen) -> bool:
    """Tell whether a rate opens an item with a noun of another kind: `6/6 ấp có chợ; 100% trường học có sân chơi`."""
    draft, other = child.draft, parent.draft
    if draft.passage is not other.passage or draft.keys[draft.told_to - 1] != ";" or other.unit is None:
        return False
    named = draft.unit is not None and draft.rule == "noun_behind"
    return named and head_of(draft.unit or "") != head_of(other.unit)


def _may_be_part(child: Seen, parent: Seen, called: bool) -> bool:
    """Tell whether the figure can be counted in the other: no more than it, the same kind of amount, no change.

    Where a sum or the lack of a noun calls for it (`called`), the noun may be another.
    """
    draft, total = child.draft, parent.draft
    if draft.numeral.value > total.numeral.value or parent.change is not None:
        return False
    if draft.unit is None and draft.indicator == "case" and total.family not in _DISCIPLINED:
        return False
    if draft.numeral.percent and total.numeral.percent and _is_rate_beside(draft, total):
        return False
    if draft.family == "org" and _is_higher(draft.unit, total.unit):
        return False
    if parent.had or (draft.indicator == "inspection" and _is_checked_otherwise(draft, total)):
        return False
    if fits(draft, total):
        return True
    return called and (draft.unit is None or _RATIO in (draft.measure, total.measure) or child.kind is parent.kind)


@lru_cache(maxsize=_NOUNS)
def _is_higher(unit: str | None, total: str | None) -> bool:
    """Tell whether a noun names higher units of the country than another: no district is one of 18 communes."""
    level, of = (_LEVELS.get((noun or "").partition(",")[0], 0) for noun in (unit, total))
    return level > of > 0


def _is_rate_beside(draft: Draft, other: Draft) -> bool:
    """Tell whether two shares with nouns stand in clauses of their own: `45% lao động có nghề; 35% lao động nữ`."""
    if draft.unit is None or "part" in draft.kinds:
        return False
    return draft.passage is other.passage and ";" in draft.keys[other.resume : draft.at]


def _is_checked_otherwise(draft: Draft, total: Draft) -> bool:
    """Tell whether two checks are of two kinds: `02 chi bộ được kiểm tra, 01 chi bộ được giám sát`."""
    if draft.passage is not total.passage or draft.indicator != total.indicator:
        return False
    if "part" in draft.kinds or draft.bracket != total.bracket:
        return False
    one, other = _checks_behind(draft), _checks_behind(total)
    return bool(one and other) and one.isdisjoint(other)


def _checks_behind(draft: Draft) -> set[str]:
    """Return the checks named behind the noun, up to the next sign or number: `kiểm tra`, `giám sát`."""
    keys, end = draft.keys, draft.resume
    while end < len(keys) and (keys[end].isalpha() and keys[end] != NUMBER):
        end += 1
    said = " ".join(keys[draft.resume : end])
    return {check for check in _CHECKS if check in said}


def _is_of_its_time(child: Seen, parent: Seen) -> bool:
    """Tell whether a value of an earlier time stands beside one of that time, and no result beside an aim.

    `kế hoạch 50 hội nghị, đã tổ chức 47 hội nghị`: a rule may still claim it.
    """
    time, of = child.draft.modality, parent.draft.modality
    if time is of or (time is _TARGET and of is not _PREVIOUS):
        return True
    if time is _PREVIOUS:
        return False
    return of is not _TARGET or (child.claim is not None and child.claim.parent == parent.index)


def _in_closed_bracket(child: Seen, parent: Seen) -> bool:
    """Tell whether an amount, which is no rate, stands in a bracket that has closed."""
    bracket = parent.draft.bracket
    return bracket >= 0 and bracket != child.draft.bracket and not parent.draft.numeral.percent


def _may_be_behind(child: Seen, parent: Seen, role: Role, totals: Mapping[int, tuple[str, ...]]) -> bool:
    """Tell whether the figure may belong to one behind: what adds up to it, or words before it that call for it."""
    same = parent.draft.passage is child.draft.passage
    if role is _PART:
        called = parent.index in totals or (same and not _TOTAL_WORDS.isdisjoint(parent.total_behind))
        return called and _may_be_part(child, parent, called=False) and _is_of_its_time(child, parent)
    if role is _CHANGE:
        return same and not _LEVEL_WORDS.isdisjoint(parent.total_behind)
    between = child.draft.keys[child.draft.resume : parent.draft.at]
    near = same and len(between) <= _WORDS_TO_EVENT and ";" not in between
    return role is _ATTENDEES and near and _is_of_its_time(child, parent)
