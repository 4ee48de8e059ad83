"""Figures of one scale told together -> rating distributions (xếp loại): how many are tốt, khá, trung bình, yếu.

Scales and the order of their levels: `ratings.toml`, longest level name first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from extractors.figures.reading.classes import Level, level_named, lowest_rank
from extractors.figures.tables.heads import is_total
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Figure, Measure, Modality, Rating, Role
from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from extractors.text.lines import line_start

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "ratings")["words"]
_SUBJECT: Final = re.compile(
    any_of(_WORDS["rates"]) + r"(?:,? (?:xếp loại|phân loại))?"
    r"(?: " + any_of(_WORDS["rated"]) + r")?"
    r" (?P<subject>(?!(?:của|cuối)\b)[^\W\d_][^,;:.\n\d]{2,80}?)(?= "
    + any_of(_WORDS["behind_subject"])
    + r"\b|[,;:.\n])"
)
_SUBJECTS: Final = Lexicon(
    (word, rule["name"]) for rule in load_table(__package__, "ratings")["rule"] for word in rule.get("subjects", ())
)
_SHORT_SUBJECTS: Final[dict[str, str]] = {
    fold(short): name for short, name in load_table(__package__, "ratings")["short_subjects"].items()
}
_KINDS: Final[dict[str, list[tuple[str, re.Pattern[str]]]]] = {
    fold(noun): [(fold(kind), re.compile(kind.replace(" ", r"\s+"), re.IGNORECASE)) for kind in kinds]
    for noun, kinds in load_table(__package__, "ratings")["kinds"].items()
}
_NO_SUBJECT: Final = re.compile(
    rf"\A(?:(?:{'|'.join(map(fold, _WORDS['subject_opens']))}|\d+(?:[./]\d+)*) )+"
    rf"| ?\(.*\Z| (?:{'|'.join(map(fold, _WORDS['subject_ends']))})\b.*\Z"
)
_YEAR: Final = re.compile(r"[Nn]ăm ((?:19|20)\d\d)")
_DATED: Final = re.compile(r"tháng \d{1,2} \Z")
_RESULT: Final = re.compile(any_of(_WORDS["announces"]))
_BEST_BUT_ONE: Final = 1
_FAR: Final = 220
_LOOK_BACK: Final = 400


def find_ratings(text: str, figures: Sequence[Figure]) -> tuple[Rating, ...]:
    """Return the distributions over the levels of a scale, in order; counts best level first.

    At least two levels make one; `total` is the figure that the counts are parts of, else their sum where all are told.
    """
    ratings: list[Rating] = []
    group: list[tuple[int, Level]] = []
    amounts = _Amounts(figures)
    for index, figure in enumerate(figures):
        level = _rated_level(figure)
        if level is None:
            continue
        if group and not _goes_on(text, figures, group, index, level):
            _close(text, figures, group, ratings, amounts)
            group = []
        group.append((index, level))
    _close(text, figures, group, ratings, amounts)
    return tuple(ratings)


def kinds_named(text: str) -> frozenset[str]:
    """Return the kinds of rated bodies that a text names in full, of those that a bare noun may mean."""
    return frozenset(kind for kinds in _KINDS.values() for kind, pattern in kinds if pattern.search(text))


def subject_key(subject: str, named: frozenset[str] = frozenset()) -> str:
    """Return the one name of a kind of body that is rated, whatever its case, number and place.

    A bare noun is the kind that its text names in full, if it names one alone (`kinds_named`).

    >>> subject_key("Các Khối Dân vận trên địa bàn tỉnh")
    'khối dân vận'
    """
    name = _NO_SUBJECT.sub("", fold(subject)).strip(" ,.:;-")
    told = [kind for kind, _ in _KINDS.get(name, ()) if kind in named]
    return told[0] if len(told) == 1 else _SHORT_SUBJECTS.get(name, name)


def class_ranks(rating: Rating) -> tuple[int, ...]:
    """Return the place of each class on the scale of a distribution, 1 for the best class that the scale has."""
    levels = [level_named(label) for label, _ in rating.counts]
    return tuple(dict(level.ranks)[rating.scale or ""] + 1 for level in levels if level is not None)


def _rated_level(figure: Figure) -> Level | None:
    if figure.label is None or figure.measure is not Measure.COUNT or figure.direction is not None:
        return None
    level = level_named(figure.label)
    return level if level is not None and level.rates and figure.value_max is None else None


def _goes_on(
    text: str, figures: Sequence[Figure], group: Sequence[tuple[int, Level]], index: int, level: Level
) -> bool:
    """Tell whether a level continues the distribution: near, of the same total and scale, not told twice."""
    figure, last = figures[index], figures[group[-1][0]]
    if figure.of_figure != last.of_figure or figure.modality is not last.modality or figure.start - last.end > _FAR:
        return False
    if figure.of_figure is None and "\n" in text[last.end : figure.start]:
        return False
    return bool(_shared_scales([*(member for _, member in group), level]))


def _shared_scales(levels: Sequence[Level]) -> list[str]:
    """Return the scales that have all the levels, each at a rank of its own."""
    ranks = [dict(level.ranks) for level in levels]
    common = set(ranks[0]).intersection(*ranks[1:])
    shared = [scale for scale in ranks[0] if scale in common]
    return [scale for scale in shared if len({places[scale] for places in ranks}) == len(ranks)]


class _Amounts:
    """What a text counts without a class: `13/13 xã, thị trấn`; gone through once, when it is first asked."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    @cached_property
    def _told(self) -> frozenset[tuple[str, Decimal]]:
        return frozenset(
            (_noun_of(figure).rstrip(","), amount)
            for figure in self._figures
            if figure.label is None
            for amount in (figure.of, figure.value)
            if amount is not None
        )

    def tells(self, first: Figure, added: Decimal) -> bool:
        """Tell whether the text says elsewhere that there are so many of what is rated."""
        noun = _noun_of(first)
        return bool(noun) and (noun, added) in self._told


def _noun_of(figure: Figure) -> str:
    return (figure.unit or "").split(" ")[0]


def _close(
    text: str,
    figures: Sequence[Figure],
    group: Sequence[tuple[int, Level]],
    ratings: list[Rating],
    amounts: _Amounts,
) -> None:
    """Add the distribution of a group, if it is one; an earlier year's takes the subject of this year's."""
    if len(group) < 2:
        return
    first = figures[min(index for index, _ in group)]
    parent = figures[first.of_figure] if first.of_figure is not None and first.role is Role.PART else None
    stated = parent is not None and parent.measure in (Measure.COUNT, Measure.RATIO)
    subject = _subject(text, figures, first, parent)
    if subject is None and ratings and first.modality is Modality.PREVIOUS:
        subject = ratings[-1].subject
    scale = _scale_of(_shared_scales([level for _, level in group]), subject)
    ordered = sorted(group, key=lambda member: dict(member[1].ranks)[scale])
    indexes = tuple(index for index, _ in ordered)
    ratings.append(
        Rating(
            subject=subject,
            period=_period(text, first),
            counts=tuple((figures[i].label or "", figures[i].value) for i in indexes),
            total=parent.value if parent is not None and stated else _added(text, figures, group, scale, amounts),
            figures=indexes,
            scale=scale,
        )
    )


def _added(
    text: str, figures: Sequence[Figure], group: Sequence[tuple[int, Level]], scale: str, amounts: _Amounts
) -> Decimal | None:
    """Return what the classes add up to where the text tells all of them, None where some may be left out.

    All are told where the worst of the scale stands among them and none between is missing, where a result opens the
    list (`Kết quả xếp loại: tốt 9 bản, khá 4 bản`), or where the text says elsewhere that there are so many. Values of
    an earlier time are told by the way, never all.
    """
    ranks = sorted(dict(level.ranks)[scale] for _, level in group)
    whole = ranks == list(range(ranks[0], ranks[-1] + 1)) and ranks[-1] == lowest_rank(scale)
    first = figures[min(index for index, _ in group)]
    added = sum((figures[index].value for index, _ in group), Decimal(0))
    if amounts.tells(first, added):
        return added
    low = line_start(text, first.start, _LOOK_BACK)
    opened = _RESULT.search(text, low, first.start) is not None
    if first.modality is Modality.PREVIOUS or not (first.is_cell or opened or (whole and ranks[0] <= _BEST_BUT_ONE)):
        return None
    return added


def _scale_of(scales: Sequence[str], subject: str | None) -> str:
    """Return the scale meant for what is rated (vững mạnh of a Hội), else the first that has all the levels."""
    keys = keys_of(subject or "")
    named = (
        scale for scale in scales for at in range(len(keys)) if (hit := _SUBJECTS.at(keys, at)) and hit[1] == scale
    )
    return next(named, scales[0])


def _subject(text: str, figures: Sequence[Figure], first: Figure, parent: Figure | None) -> str | None:
    """Return what is rated: the counted total, else the words behind `xếp loại`, else the counted noun."""
    while parent is not None:
        if parent.unit is not None and parent.is_cell:
            row = (parent.counted or "").partition(": ")[0]
            return f"{parent.unit} ({row})" if row and not is_total(row) else parent.unit
        if parent.unit is not None:
            return parent.counted or parent.unit
        parent = figures[parent.of_figure] if parent.of_figure is not None else None
    low = line_start(text, first.start, _LOOK_BACK)
    named = list(_SUBJECT.finditer(text, low, first.start))
    if named:
        return named[-1]["subject"].strip()
    return first.unit


def _period(text: str, first: Figure) -> str | None:
    """Return the year that the sentence names for the rating (no document's), else that of the figure's period."""
    low = line_start(text, first.start, _LOOK_BACK)
    years = [match for match in _YEAR.finditer(text, low, first.start) if not _DATED.search(text, low, match.start())]
    if years:
        return years[-1][1]
    if first.period is None or first.modality is Modality.PREVIOUS:
        return None
    start, end = first.period.start, first.period.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(end.year)
    told = first.period.text or ""
    words = told.lower() if told.isupper() else told
    if re.search(r"\d{4}", words):
        return words
    return f"{words} {end.year}" if words.endswith("năm") else f"{words} năm {end.year}".strip()
