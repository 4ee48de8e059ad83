"""What a correction is, which fields of which items it may set, and how a typed value becomes one of a field."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, Final

from extractors import model
from extractors.model import Citation, Figure, Metadata, Task
from pipeline.serialise import plain
from pipeline.speech import Message

Item = Citation | Figure | Task


class Kind(StrEnum):
    """What is corrected: an item of a document, what it says of itself, which documents are one, a cell of a table."""

    FIGURE = "figure"
    CITATION = "citation"
    TASK = "task"
    METADATA = "metadata"
    DOCUMENTS = "documents"
    CELL = "cell"


class Action(StrEnum):
    """What a person does: holds what was read for right, sets fields, takes an item out, adds one the machine missed.

    `join` says that two documents are one, `part` that they are two.
    """

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"
    JOIN = "join"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person on one document: `path` and `sha256` of its file when it was made.

    An item is placed by its marked `words` with the characters around them, `before` and `after`; `start` is where
    they stood. `fields` are the values that win over the machine's, `item` all that the item said then, both as in the
    public record. `other` is the SHA-256 of the other document of `join` and `part`. A cell of a consolidated table is
    of no document: `words` are its unit, indicator and period; where a number of a report was chosen for it, or taken
    from it, `other` is the SHA-256 of that report.
    """

    id: int
    kind: Kind
    action: Action
    path: str
    sha256: str
    start: int
    words: str
    before: str
    after: str
    item: Mapping[str, Any]
    fields: Mapping[str, Any]
    other: str | None
    who: str
    reason: str
    made: str


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be taken from an import: the document, the words, and why, as a message."""

    document: str
    words: str
    why: Message


CLASSES: Final[Mapping[Kind, type[Any]]] = {
    Kind.FIGURE: Figure, Kind.CITATION: Citation, Kind.TASK: Task, Kind.METADATA: Metadata,
}  # fmt: skip

_MOST_DIGITS: Final = 30
"""Of a number that a person sets, before or behind the comma."""
PERIOD: Final = ("period_start", "period_end")
"""The two days of an item's period, which are set apart."""
_PLACED: Final = {"start", "end", "text", "page"}
_ELSEWHERE: Final = {
    "of_figure", "role", "antecedent", "antecedents", "rule", "relation_rule", "rules", "link", "target", "form", "cue",
    "secrecy", "recipients", "period", "is_cell", "row", "column", "kind", "evidence",
}  # fmt: skip
"""What hangs on other items, or tells how an item was read: no person sets it."""


@cache
def fields_of(kind: Kind) -> tuple[str, ...]:
    """Return the fields that a correction of a kind may set.

    >>> "value" in fields_of(Kind.FIGURE), "of_figure" in fields_of(Kind.FIGURE)
    (True, False)
    """
    names = [field.name for field in dataclasses.fields(CLASSES[kind])]
    period = PERIOD if "period" in names else ()
    return (*(name for name in names if name not in _PLACED | _ELSEWHERE), *period)


@cache
def _types_of(kind: Kind) -> dict[str, tuple[type[Any], bool]]:
    """Return the type of each field, and whether it may be empty."""
    found: dict[str, tuple[type[Any], bool]] = {}
    names = vars(model) | {"date": date}  # in the class itself `date` is the field
    hints = typing.get_type_hints(CLASSES[kind], names, names)
    for name in fields_of(kind):
        if name in PERIOD:
            found[name] = date, True
            continue
        options = typing.get_args(hints[name]) if isinstance(hints[name], types.UnionType) else (hints[name],)
        found[name] = next(one for one in options if one is not types.NoneType), types.NoneType in options
    return found


def type_of(kind: Kind, name: str) -> type[Any]:
    """Return the type of a field that a correction of a kind may set."""
    return _types_of(kind)[name][0]


def value_of(kind: Kind, name: str, value: Any) -> Any:
    """Return the value of a field from what JSON holds or a person typed; ValueError when it is none.

    >>> value_of(Kind.FIGURE, "value", "6.5"), value_of(Kind.FIGURE, "unit", "")
    (Decimal('6.5'), None)
    >>> value_of(Kind.METADATA, "date", "2022-06-30")
    datetime.date(2022, 6, 30)
    """
    wanted, may_be_empty = _types_of(kind)[name]
    if value is None or value == "":
        if may_be_empty:
            return None
        raise ValueError(name)
    if wanted is bool:
        return value in (True, "1", "true", "True", "có")
    try:
        made = wanted.fromisoformat(value) if wanted is date else wanted(str(value))
    except (InvalidOperation, TypeError) as error:
        raise ValueError(str(value)) from error
    if wanted is Decimal and not (made.is_finite() and abs(made.adjusted()) <= _MOST_DIGITS):
        raise ValueError(str(value))
    return made


def snapshot(kind: Kind, item: Item | Metadata) -> dict[str, Any]:
    """Return what an item says, as in the public record, in the fields that a correction may set."""
    period = getattr(item, "period", None)
    days = dict(zip(PERIOD, (period.start, period.end) if period else (None, None), strict=True))
    return {name: plain(days[name] if name in days else getattr(item, name)) for name in fields_of(kind)}
