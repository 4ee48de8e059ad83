"""What a form asks, what a report offers, and what stands in a cell: the types of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pipeline.corrections.model import Action, Correction

HEADS: Final = "heads"
"""The piece of evidence that the heads above an indicator give."""
_CHANGING: Final = frozenset({Action.CORRECT, Action.ADD})


class Adding(StrEnum):
    """How values of an indicator add up (`../shared/domain/forms.md`): over months and units, units only, never.

    >>> Adding("stock")
    <Adding.STOCK: 'stock'>
    """

    FLOW = "flow"
    STOCK = "stock"
    OPENING = "opening"
    CUMULATIVE = "cumulative"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a table is of, first and last."""

    start: date
    end: date

    @property
    def year_start(self) -> date:
        """The first day of the year in which it ends."""
        return date(self.end.year, 1, 1)

    def year_before(self) -> Span:
        """Return the same days of the year before; a 29 February becomes the 28th.

        >>> Span(date(2025, 7, 1), date(2025, 9, 30)).year_before().end
        datetime.date(2024, 9, 30)
        """
        return Span(_year_before(self.start), _year_before(self.end))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator (chỉ tiêu) of a form: its name, the heads above it, its unit, and how its values add up.

    `parts` are the positions of the two indicators that a rate is the quotient of, where the form tells them.
    """

    name: str
    heads: tuple[str, ...]
    unit: str | None
    adding: Adding
    words: tuple[str, ...] = ()
    parts: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The indicators of a form, the units that must report (empty: whoever reports), and the table's title."""

    title: str | None
    indicators: tuple[Indicator, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One document of a unit: a row of `counted_documents` in what this room needs of it.

    `also` are other times that its title says it reports on, which end with `span`: `quý II, 6 tháng đầu năm 2024`.
    """

    id: int
    path: str
    code: str | None
    day: date | None
    span: Span | None
    issuer: str | None
    place: str | None
    commune: str | None
    title: str | None
    text: str
    replaces: frozenset[int] = frozenset()
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A number of a report with the words around it, each list of words folded; `when` is what its words say of time.

    `near` is its own clause, `owner` that of the number it belongs to, `before` its part of the sentence up to it,
    `earlier` the parts before that, `above` the headings and the paragraph. `row` is the head of its row, for a cell of
    a table. A `base` is what a share before it is of (`1,46% tổng số 9.030 hộ`), a `parted` one has parts of its own
    (`28 đại biểu, trong đó nữ 9`). `order` is its place among the figures of the report, `wholes` those of the numbers
    that it is a part of; `column` is the head of its column, `rows` how many rows of a table have a number under it.
    `left` is what of its own clause stands before it, `coupled` what tells it and the number beside it apart. A
    `summed` one is a part of another in its row of a table. `corrected` is what a person said of it.
    """

    report: Report
    start: int
    written: str
    value: Decimal
    measure: str
    unit: str | None
    near: str
    owner: str
    before: str
    earlier: str
    above: str
    row: str | None
    when: When
    role: str | None
    bracketed: bool
    base: bool
    sentence: str
    page: int | None
    facts: Mapping[str, str] = field(default_factory=dict)
    parted: bool = False
    order: int | None = None
    wholes: frozenset[int] = frozenset()
    column: str | None = None
    rows: int = 1
    left: str = ""
    coupled: tuple[str, str] | None = None
    corrected: Correction | None = None
    summed: bool = False


class Time(StrEnum):
    """What the words around a number say of its time, against the period asked.

    `compared` is of a number that another is held against: it is of as long a time as that one.
    """

    PERIOD = "period"
    YEAR = "year"
    OPENING = "opening"
    EARLIER = "earlier"
    OTHER = "other"
    AIM = "aim"
    UNTOLD = "untold"
    COMPARED = "compared"


@dataclass(frozen=True, slots=True)
class When:
    """The time of a number: its relation to the period asked, the days where they are known, the words that told it."""

    time: Time
    span: Span | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for an indicator: its score from 0 to 1, and the evidence with what each piece gave.

    `unsure` are the signs for which it is no value in spite of its score (`trust`).
    """

    candidate: Candidate
    score: float
    evidence: tuple[tuple[str, float], ...]
    unsure: tuple[str, ...] = ()

    @property
    def own_score(self) -> float:
        """The score without what the heads of the indicator give, which only parts numbers that suit alike."""
        return self.score - sum(weight for name, weight in self.evidence if name == HEADS)


class State(StrEnum):
    """What a cell is: a value, one of several, a proposal on the sheet of doubts, kept by a person, or nothing."""

    VALUE = "value"
    SEVERAL = "several"
    DOUBT = "doubt"
    KEPT = "kept"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit and one indicator: its value in the indicator's unit, the matches it rests on, the others near them."""

    unit: int
    indicator: int
    state: State
    value: Decimal | None = None
    matches: tuple[Match, ...] = ()
    others: tuple[Match, ...] = ()
    note: str = ""

    @property
    def look(self) -> State:
        """The state whose colour it has: a value that a person changed in its report is a person's, like one typed."""
        changed = any(one.candidate.corrected and one.candidate.corrected.action in _CHANGING for one in self.matches)
        return State.KEPT if self.state is State.VALUE and changed else self.state


@dataclass(frozen=True, slots=True)
class Total:
    """The total of an indicator: its value, None where it may not be added; of how many units; why, for people."""

    value: Decimal | None
    units: int
    reason: str
