"""Lines of figures -> the values of the period before that other documents of the archive tell of the same bodies.

Comparable are two facts of one body (province, district, commune) of one kind (indicator, measure, unit, class), whose
names measure one thing, of two times of one length: the same part of the year before, else the time right before.
Where two facts fit one, neither is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from extractors.text.folding import fold
from pipeline.digest.figure import Figure, once, read_figures
from pipeline.digest.lines import Line, Member
from pipeline.digest.maker import Maker

Period = tuple[str, str]
_EARLIER: Final = (
    "f.modality = 'actual' AND f.role IS NOT 'share' AND f.role IS NOT 'change' AND f.summing NOT IN ('aim', 'change')"
    " AND f.place IN ({places}) AND f.period_end IN ({ends})"
)
_MOST_PERIODS: Final = 40


def periods_before(period: Period) -> tuple[Period, ...]:
    """Return the times that one is compared with, the best first: a year before, and right before in the same length.

    >>> periods_before(("2022-01-01", "2022-06-30"))
    (('2021-01-01', '2021-06-30'), ('2021-07-01', '2021-12-31'))
    >>> periods_before(("2024-01-01", "2024-12-31"))
    (('2023-01-01', '2023-12-31'),)
    """
    start, end = map(date.fromisoformat, period)
    last_year = _shifted(start, -12), _month_end(_shifted(end, -12), end)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    right_before = _shifted(start, -months), start - timedelta(days=1)
    found = [tuple(day.isoformat() for day in pair) for pair in (last_year, right_before)]
    return tuple(dict.fromkeys(found))  # type: ignore[arg-type]


def _shifted(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(max(year, 1), month + 1, min(day.day, 28) if day.day > 28 else day.day)


def _month_end(shifted: date, day: date) -> date:
    """Return the last day of the month where the day was one."""
    if (day + timedelta(days=1)).day == 1:
        return _shifted(shifted.replace(day=1), 1) - timedelta(days=1)
    return shifted


def pair_with_earlier(maker: Maker, lines: Sequence[Line]) -> None:
    """Give each member without an earlier value the one that the archive holds of its body."""
    members = [member for line in lines for member in line.members if member.before is None and member.figure.period]
    wanted = sorted({period for member in members for period in periods_before(member.figure.period or ("", ""))})
    places = sorted({member.figure.place for member in members if member.figure.place})
    if not wanted or not places or len(wanted) > _MOST_PERIODS:
        return
    holes = {"places": ", ".join("?" * len(places)), "ends": ", ".join("?" * len(wanted))}
    ends = [end for _, end in wanted]
    found = read_figures(maker.connection, maker.best, _EARLIER.format(**holes), *places, *ends)
    by_kind: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in once(found):
        by_kind[_kind(figure), figure.period].append(figure)
    taken: dict[tuple[int, int], list[Member]] = defaultdict(list)
    for member in members:
        before = _before(maker, member, by_kind)
        if before is not None:
            taken[before.where].append(member)
            member.before, member.before_named = before, maker.named(before)
    for shared in taken.values():
        if len(shared) > 1:
            for member in shared:
                member.before = member.before_named = None


def _kind(figure: Figure) -> tuple[object, ...]:
    return (
        *figure.unit_of_country, figure.indicator, figure.measure, fold(figure.unit or ""), fold(figure.label or ""),
        figure.role == "part",
    )  # fmt: skip


def _before(maker: Maker, member: Member, by_kind: dict[tuple[object, ...], list[Figure]]) -> Figure | None:
    for period in periods_before(member.figure.period or ("", "")):
        close = [
            figure
            for figure in by_kind.get((_kind(member.figure), period), ())
            if figure.document_id != member.figure.document_id and member.named.measures_as(maker.named(figure))
        ]
        if len(close) == 1:
            return close[0]
    return None


def compared(lines: Iterable[Line]) -> bool:
    """Tell whether any line has an earlier value."""
    return any(member.before for line in lines for member in line.members)
