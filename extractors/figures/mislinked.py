"""A contradiction between figures -> whether their link, and not the document, is at fault: then it is not told.

A figure may be linked to one that stands near and means something else. A false alarm costs more than a miss: what
another pair of the same sentence gives, what is said of something named on its own, and parts that no word opens are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from extractors.model import Figure, Measure, Modality, Problem, Role
from extractors.rulebook import any_of, load_table

_CUES: Final = load_table(__package__, "figure_checks")["parts"]
_OPENS_PARTS: Final = (*_CUES["complete"], *_CUES["partial"])
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["mislinked"]
_NAMED: Final = re.compile(
    rf"tỷ lệ\s(?!{any_of(_WORDS['not_named'])}\b)(?:[^\W\d]+\s){{2,12}}(?:{any_of(_WORDS['share_opens'])} )?\Z"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SENTENCE_ENDS: Final = re.compile(r"[.;]\s|\n")
_NEAR: Final = 6
"""Figures on each side of a share among which a pair that gives it is sought."""
_MOST_PARTS: Final = 40
_SLACK: Final = Decimal("0.06")
_HUNDRED: Final = Decimal(100)


def without_mislinked(text: str, figures: Sequence[Figure], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of figures but those that rest on a link that is wrong by other signs."""
    places = {figure.start: at for at, figure in enumerate(figures)} if problems else {}
    return [one for one in problems if not _is_mislinked(text, figures, one, places.get(one.start or 0))]


def _is_mislinked(text: str, figures: Sequence[Figure], problem: Problem, index: int | None) -> bool:
    if index is None or figures[index].is_cell:
        return False
    if problem.kind == "share_mismatch":
        return _is_other_share(text, figures, index)
    if problem.kind == "change_mismatch":
        return any(_gives(figures[index], 100 * (one - two) / two) for one, two in _pairs(text, figures, index))
    if problem.kind == "parts_exceed_total":
        return not _opens_parts(text, figures, index)
    return problem.kind == "rating_sum" and _is_told_apart(text, figures, index)


def _is_other_share(text: str, figures: Sequence[Figure], index: int) -> bool:
    share = figures[index]
    part = None if share.of_figure is None else figures[share.of_figure]
    if part is not None and part.end <= share.start:
        between = text[part.end : share.start]
        aimed = share.modality is Modality.TARGET is not part.modality
        if aimed or _SENTENCE_ENDS.search(between) or _NAMED.search(between):
            return True
    return any(_gives(share, 100 * one / two) for one, two in _pairs(text, figures, index))


def _gives(figure: Figure, exact: Decimal) -> bool:
    return abs(abs(exact) - figure.value) <= _SLACK


def _pairs(text: str, figures: Sequence[Figure], index: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the values of each two figures of one kind that stand in the sentence of a share."""
    share = figures[index]
    near = [
        other
        for other in figures[max(0, index - _NEAR) : index + _NEAR + 1]
        if other.measure in (Measure.COUNT, Measure.MONEY) and other.value and _is_with(text, share, other)
    ]
    for one, two in permutations(near, 2):
        if one.measure is two.measure:
            yield one.value, two.value


def _is_with(text: str, share: Figure, other: Figure) -> bool:
    first, last = sorted((share, other), key=lambda figure: figure.start)
    return _SENTENCE_ENDS.search(text, first.end, last.start) is None


def _parts_behind(figures: Sequence[Figure], index: int) -> list[Figure]:
    behind = figures[index + 1 : index + 1 + _MOST_PARTS]
    return [part for part in behind if part.role is Role.PART and part.of_figure == index]


def _opens_parts(text: str, figures: Sequence[Figure], index: int) -> bool:
    """Tell whether words open the parts of a total behind it; parts before it need none."""
    parts = _parts_behind(figures, index)
    if not parts:
        return True
    opening = _BRACKETS.sub("", text[figures[index].end : parts[0].start]).lower()
    return "(" in opening or "\n" in opening or any(cue in opening for cue in _OPENS_PARTS)


def _is_told_apart(text: str, figures: Sequence[Figure], index: int) -> bool:
    """Tell whether a sentence ends between a total and the classes behind it."""
    parts = _parts_behind(figures, index)
    return bool(parts) and re.search(r"\.\s*\n", text[figures[index].end : parts[0].start]) is not None
