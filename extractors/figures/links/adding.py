"""Figures in order -> which of them add up exactly to another: the strongest sign of parts and their total.

Sums of chance are kept out: two figures that make a small total are passed over, unlike things are never added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Final

from extractors.figures.links.kin import ADDED
from extractors.figures.links.scene import Seen
from extractors.model import Measure

_COUNT: Final = Measure.COUNT
_RATIO: Final = Measure.RATIO
Sums = dict[int, dict[int, tuple[str, ...]]]
"""By part, by total: the facts that hold of the two."""

_LEAST_TOTAL: Final = 4
_LEAST_SPELLED_TOTAL: Final = 2
_LEAST_TOTAL_OF_TWO: Final = 10
_SURE_TOTAL_OF_TWO: Final = 30
_FIGURES_BEHIND: Final = 15
_FIGURES_BEFORE: Final = 9
_LINES_BEHIND: Final = 12
_LINES_BEFORE: Final = 3
_WORDS_TO_BRACKET: Final = 8
_NOTHING: Final = Decimal(0)
_COUNTS: Final = (_COUNT, _RATIO)

_ADDED_UP: Final = ("adds up",)
_SURELY: Final = ("adds up", "adds up surely")
_BEHIND: Final = ("adds up to total behind",)

Chosen = Callable[[Seen, Seen], bool]


def _outside_brackets(total: Seen, part: Seen) -> bool:
    return part.draft.bracket < 0 or part.draft.bracket == total.draft.bracket


def _in_bracket(total: Seen, part: Seen) -> bool:
    return part.draft.passage is total.draft.passage and part.draft.bracket > total.draft.at


def _opens_bracket_behind(total: Seen) -> bool:
    draft = total.draft
    return "(" in draft.keys[draft.at + 1 : draft.resume + _WORDS_TO_BRACKET + 1]


def _counted_in_bracket(total: Seen, part: Seen) -> bool:
    """Tell whether anything at all is counted in a bracket right behind: `10 người (2 kế toán, 8 hợp đồng)`."""
    counted = total.draft.measure is part.draft.measure is _COUNT and part.draft.bracket >= 0
    return counted and _in_bracket(total, part) and part.draft.bracket - total.draft.resume <= _WORDS_TO_BRACKET


def _classed(_: Seen, part: Seen) -> bool:
    return part.draft.label is not None


def _same_unit(total: Seen, part: Seen) -> bool:
    return part.draft.unit == total.draft.unit


def _opens(_: Seen, part: Seen) -> bool:
    return part.opens


def _any(_total: Seen, _part: Seen) -> bool:
    return True


def _same_sentence(total: Seen, part: Seen) -> bool:
    return part.draft.passage is total.draft.passage


_WAYS_BEHIND: Final[tuple[Chosen, ...]] = (_outside_brackets, _in_bracket, _classed, _same_unit, _opens)
_WAYS_BEFORE: Final[tuple[Chosen, ...]] = (_any, _classed, _same_sentence)


def find_sums(scene: Sequence[Seen]) -> Sums:
    """Return for each figure the totals that it adds up to with others, before or behind it."""
    sums: Sums = {}
    amounts = [None if seen.draft.numeral.percent or seen.change is not None else seen for seen in scene]
    lines = [seen.draft.passage.line for seen in scene]
    so_far = [*accumulate((seen.draft.numeral.value if seen else _NOTHING for seen in amounts), initial=_NOTHING)]
    for total in scene:
        if not _may_be_total(total):
            continue
        at, line, whole = total.index, total.draft.passage.line, total.draft.numeral.value
        last = bisect_right(lines, line + _LINES_BEHIND, at + 1, min(len(scene), at + 1 + _FIGURES_BEHIND))
        parts: list[Seen] = []
        if so_far[last] - so_far[at + 1] >= whole:
            parts = _first_run(total, _alike(total, amounts[at + 1 : last]), _WAYS_BEHIND)
        if not parts and _opens_bracket_behind(total):
            parts = _first_run(total, scene[at + 1 : last], (_counted_in_bracket,))
        if parts:
            sure = len(parts) > 2 or whole >= _SURE_TOTAL_OF_TWO
            _note(sums, total, parts, _SURELY if sure else _ADDED_UP)
        first = bisect_left(lines, line - _LINES_BEFORE, max(0, at - _FIGURES_BEFORE), at)
        if so_far[at] - so_far[first] >= whole:
            before = _alike(total, amounts[first:at])
            before.reverse()
            _note(sums, total, _first_run(total, before, _WAYS_BEFORE), _BEHIND)
    return sums


def _note(sums: Sums, total: Seen, parts: Iterable[Seen], facts: tuple[str, ...]) -> None:
    for part in parts:
        sums.setdefault(part.index, {})[total.index] = facts


def _may_be_total(seen: Seen) -> bool:
    draft = seen.draft
    if draft.numeral.percent or draft.numeral.value < _LEAST_SPELLED_TOTAL or "/" in (draft.unit or ""):
        return False
    return seen.kind in ADDED or draft.measure is _RATIO


def _alike(total: Seen, amounts: Sequence[Seen | None]) -> list[Seen]:
    """Return the amounts that can be added up to the total: the same kind, time and noun, or no noun said."""
    time, measure, head, person = total.draft.modality, total.draft.measure, total.head, total.person
    kinds = _COUNTS if total.kind in _COUNTS else (total.kind,)
    found = []
    for part in amounts:
        if part is None or part.draft.modality is not time:
            continue
        if part.head is None:
            if part.draft.measure is _COUNT or part.draft.measure is measure:
                found.append(part)
        elif (head is None or part.head == head or (person and part.person)) and part.kind in kinds:
            found.append(part)
    return found


def _is_sum_of_two(total: Seen, parts: Sequence[Seen]) -> bool:
    """Tell whether two figures hardly add up by chance: a large total, or words of one noun (một ..., một ...)."""
    spelled = [part.draft.numeral.spelled and part.draft.unit == total.draft.unit for part in parts]
    return len(parts) == 2 and (total.draft.numeral.value >= _LEAST_TOTAL_OF_TWO or all(spelled))


def _first_run(total: Seen, others: Sequence[Seen], ways: Sequence[Chosen]) -> list[Seen]:
    """Return the figures from the first on that add up exactly in one of the ways of choosing, none if none do."""
    whole = total.draft.numeral.value
    if len(others) < 2 or sum([other.draft.numeral.value for other in others]) < whole:
        return []
    for chosen in ways:
        done, parts = Decimal(0), []
        for other in others:
            if chosen(total, other):
                done += other.draft.numeral.value
                parts.append(other)
                if done >= whole:
                    break
        if done == whole and ((len(parts) > 2 and whole >= _LEAST_TOTAL) or _is_sum_of_two(total, parts)):
            return parts
    return []
