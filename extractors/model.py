"""Every domain type of what the extractors make of a Source, up to the Record; those of a Source stand in `source`.

All of them are imported from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from extractors.source import Block as Block
from extractors.source import BlockKind as BlockKind
from extractors.source import Problem as Problem
from extractors.source import Source as Source


class Form(StrEnum):
    """How a citation names its document (gold guidelines; the last two are not scored)."""

    NUMBERED = "numbered"
    NUMBER_ONLY = "number_only"
    NAMED = "named"
    SESSION = "session"
    TITLED = "titled"
    SHORT = "short"
    DESCRIBED = "described"


class Relation(StrEnum):
    """What the citing document does with the one it cites."""

    LEGAL_BASIS = "legal_basis"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"
    REVIEWS = "reviews"
    ISSUES = "issues"
    MENTIONS = "mentions"


class Measure(StrEnum):
    """The kind of quantity a figure states."""

    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    MONEY = "money"
    AREA = "area"
    LENGTH = "length"
    WEIGHT = "weight"
    VOLUME = "volume"
    DURATION = "duration"
    SCORE = "score"
    OTHER = "other"


class Hedge(StrEnum):
    """How exact the writer claims to be (hơn, dưới, khoảng, ít nhất, tối đa)."""

    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Modality(StrEnum):
    """Result, aim, or the value of an earlier period given for comparison."""

    ACTUAL = "actual"
    TARGET = "target"
    PREVIOUS = "previous"


class Role(StrEnum):
    """How a figure belongs to the one that `of_figure` points at."""

    ATTENDEES = "attendees"
    PART = "part"
    SHARE = "share"
    CHANGE = "change"


class Indicator(StrEnum):
    """What a figure counts, in the classes that views add up (gold guidelines, "indicator")."""

    DOCUMENT = "document"
    CONFERENCE = "conference"
    TRAINING = "training"
    SESSION = "session"
    ATTENDANCE = "attendance"
    VISIT = "visit"
    INSPECTION = "inspection"
    ORGANISATION = "organisation"
    PERSON = "person"
    HOUSEHOLD = "household"
    MODEL = "model"
    MEDIA = "media"
    COMPLAINT = "complaint"
    CASE = "case"
    PROJECT = "project"
    GOODS = "goods"
    MONEY = "money"
    LAND = "land"
    RATE = "rate"
    SCORE = "score"
    OTHER = "other"


class SectionKind(StrEnum):
    """The parts of a document (thể thức)."""

    HEADER = "header"
    HEADING = "heading"
    BODY = "body"
    TABLE = "table"
    ANNEX = "annex"
    FOOTER = "footer"


class PeriodKind(StrEnum):
    """How a value belongs to its period.

    A flow adds up over periods; a stock is the state on a day (tính đến 30/6); what is cumulative (lũy kế, từ đầu năm
    đến nay) holds the earlier periods already; a comparison is the base that another value is set against.
    """

    FLOW = "flow"
    STOCK = "stock"
    CUMULATIVE = "cumulative"
    COMPARISON = "comparison"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period (kỳ báo cáo), both days included; `text` is the phrase it was read from."""

    start: date
    end: date
    text: str | None = None
    kind: PeriodKind = PeriodKind.FLOW


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself; None where it does not say.

    `place` is the province of the document's day, `district` and `commune` the units of the issuer under it, by name
    without the level (`Chợ Mới`, but `Quận 5`).
    """

    kind: str = "other"
    doc_type: str | None = None
    code: str | None = None
    number: str | None = None
    symbol: str | None = None
    title: str | None = None
    date: date | None = None
    issuer: str | None = None
    place: str | None = None
    district: str | None = None
    commune: str | None = None
    author: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    period: Period | None = None
    urgency: str | None = None
    secrecy: str | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading; `title` is the heading as written."""

    start: int
    end: int
    kind: SectionKind
    title: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of another document (viện dẫn).

    `number` has no leading zeros, `code` keeps them; `symbol` leaves the year out.
    `antecedent` is the index of the full citation that a short form stands for; a plural one
    (`các quyết định nêu trên`) has `antecedents` instead, one for each document.
    `rule` names the form that found it, `relation_rule` the cue that decided its relation, null for a bare mention.
    `cue` is the word of relation as written; `target` is set when the archive is resolved.
    `name` is the normal name of a document without code, whatever the list it stands in
    (`XIII` after `Nghị quyết Trung ương 4 khóa XII` → "Nghị quyết Trung ương 4 khóa XIII").
    """

    start: int
    end: int
    text: str
    form: Form
    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    year: int | None = None
    code: str | None = None
    date: date | None = None
    issuer: str | None = None
    title: str | None = None
    relation: Relation = Relation.MENTIONS
    cue: str | None = None
    pinpoint: str | None = None
    antecedent: int | None = None
    antecedents: tuple[int, ...] = ()
    name: str | None = None
    target: str | None = None
    rule: str = ""
    relation_rule: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a part of a figure's scope was told.

    `what` is period or place; `told` the nearest that says it: sentence, list (the line that opens it), before (the
    sentence before), link (the figure that it belongs to), table, heading, title; what the document as a whole says
    needs no evidence. A title and the head of a table have no span.
    """

    what: str
    told: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What decided each field of a figure: short stable names, null where nothing had to be decided.

    `unit` is "table" for a cell of a table; `link` is the fact that speaks most for the link.
    """

    unit: str | None = None
    indicator: str | None = None
    label: str | None = None
    modality: str | None = None
    link: str | None = None


NO_RULES: Final = Rules()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that states a quantity (số liệu).

    `value` has multipliers applied and is in the `unit` written (đồng, not triệu đồng); percent
    is 36.24, not 0.3624. `of` is the second part of a ratio, `of_figure` the index of the figure
    that this one belongs to, in the way that `role` says. `direction` is "up" or "down" for a change.
    A figure of a table has `row` and `column`, its heads as written; levels over a column are parted by ` > `.
    `place`, `district` and `commune` are the unit that it is of, `evidence` tells where unit and period were told.
    `rules` names what decided its fields; `link` is "likely" for one below the margin of sure links.
    """

    start: int
    end: int
    text: str
    value: Decimal
    measure: Measure
    value_max: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    counted: str | None = None
    row: str | None = None
    column: str | None = None
    indicator: Indicator = Indicator.OTHER
    label: str | None = None
    hedge: Hedge | None = None
    modality: Modality = Modality.ACTUAL
    role: Role | None = None
    of_figure: int | None = None
    direction: str | None = None
    estimate: bool = False
    actor: str | None = None
    place: str | None = None
    district: str | None = None
    commune: str | None = None
    period: Period | None = None
    evidence: tuple[Evidence, ...] = ()
    rules: Rules = NO_RULES
    link: str | None = None
    page: int | None = None

    @property
    def is_cell(self) -> bool:
        """Tell whether the figure was read from a cell of a table."""
        return self.rules.unit == "table"


@dataclass(frozen=True, slots=True)
class Rating:
    """One distribution over the classes of a scale (xếp loại), best class first.

    `counts` pairs a class as written, lower case, with how many; `figures` are their indexes;
    `total` is the one stated, else the sum where the text tells all classes, else None.
    """

    subject: str | None
    period: str | None
    counts: tuple[tuple[str, Decimal], ...]
    total: Decimal | None
    figures: tuple[int, ...]
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Conference:
    """One statement of what was held (hội nghị, lớp, buổi): `figure` is the index of its number.

    `subject` is what it was about, `organiser` who held it, as written; `attendees` is how many came to all of
    it, `attendees_each` how many to one (mỗi cuộc); `came` are the indexes of the numbers of persons.
    """

    figure: int
    subject: str | None
    organiser: str | None
    attendees: Decimal | None
    attendees_each: Decimal | None
    came: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a directive orders (kind "task") or what a report admits (kind "limitation").

    `assignee` is who is to do it or leads it, `joint` with whom; `deadline_date` is the day that `deadline` means;
    `recurs` says of what it is to be done again in each: month, quarter, half_year, year.
    """

    start: int
    end: int
    text: str
    kind: str
    number: str | None = None
    assignee: str | None = None
    joint: str | None = None
    deadline: str | None = None
    deadline_date: date | None = None
    recurs: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A Source with all that was found in it; every list is ordered by `start`."""

    id: str
    source: Source
    metadata: Metadata
    extractor: str
    sections: tuple[Section, ...] = ()
    boilerplate: tuple[tuple[int, int], ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    ratings: tuple[Rating, ...] = ()
    tasks: tuple[Task, ...] = ()
    problems: tuple[Problem, ...] = ()
