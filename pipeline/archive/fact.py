"""One or several statements -> a fact: its preferred statement, its id, how it may be summed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from pipeline.archive.statements import Key, Statement, content, head_of, label_key
from pipeline.run.identity import hashed

Where = tuple[int, int]
_MOST_SUBJECTS: Final = 1 << 13


def last_day(first: str | None, end: str, told: str | None, modality: str) -> str:
    """Return the last day that a number can be of: that of its period, or that on which a report told it earlier."""
    is_over = told and first is not None and first <= told and modality != "target"
    return min(end, str(told)) if is_over else end


def kind_of(row: Mapping[str, Any] | sqlite3.Row) -> Key:
    """Return what a fact counts, in which province, and the year of its last day."""
    return _kind(*(row[name] for name in ("indicator", "measure", "unit", "label", "place", "period_end")))


def _kind(indicator: str, measure: str, unit: str | None, label: str | None, place: str, last: str) -> Key:
    return (indicator, head_of(measure, unit), label_key(label), place, int(last[:4]))


def hash_of_kind(kind: Key) -> int:
    """Return `figures.fact_kind`."""
    return hashed(repr(kind))


@lru_cache(_MOST_SUBJECTS)
def _told_of(words: str | None, unit: str | None) -> frozenset[str]:
    """Return the words of a phrase that say something beside the unit; many facts hold one set."""
    return content(words) - content(unit)


class Fact:
    """What one or several statements tell; `days` are the first and the last day of its time, None where not told.

    `alike` is the hash of its wording where the archive tells other facts in the same words.
    """

    __slots__ = ("alike", "days", "first", "group", "id", "subject", "summing")

    def __init__(self, group: Sequence[Statement]) -> None:
        self.group = sorted(group, key=lambda statement: statement.rank) if len(group) > 1 else group
        self.first = self.group[0]
        self.id = ""
        self.alike: str | None = None
        self.summing = "adds"
        row = self.first.row
        self.days = (str(row.period_start), str(row.period_end)) if row.period_end else None
        self.subject = _told_of(row.subject or row.counted, row.unit)

    def flag_of(self, statement: Statement) -> str:
        """Return how a statement may be summed: as its fact if it is the preferred one, else not again."""
        if statement is self.first:
            return self.summing
        return "replaced" if statement.row.replaced else "again"

    def at(self, where: Where) -> Statement:
        """Return the statement of a figure."""
        return next(statement for statement in self.group if statement.where == where)

    def flag_at(self, where: Where) -> str:
        """Return how the statement of a figure may be summed."""
        return self.flag_of(self.at(where))

    def key(self) -> str:
        """Return what the fact is, as one text: the same in every run, whatever else the archive holds."""
        row = self.first.row
        said = (row.indicator, row.measure, self.first.head, self.first.label, self.first.setting, row.role)
        return repr((*said, self.first.body, [str(value) for value in self.first.value], sorted(self.subject)))

    def told(self) -> tuple[Any, ...]:
        """Return what the figure that tells it best holds of it: the columns of `figure_rows` from `statements` on."""
        first, row = self.first, self.first.row
        values = {statement.value for statement in self.group}
        differing = [
            {"value": statement.row.text, "document": statement.row.path, "sentence": statement.row.sentence}
            for statement in self.group
            if statement.value != first.value
        ]
        return (
            len(self.group), json.dumps(differing, ensure_ascii=False) if len(values) > 1 else None, self.alike,
            hash_of_kind(kind) if (kind := self.kind()) else None, " ".join(sorted(self.subject)) or None,
            first.body if first.body != row.issuer else None,
        )  # fmt: skip

    def kind(self) -> Key | None:
        """Return what it is summed with, None where it is with nothing: it does not add up, or has no place or time."""
        row = self.first.row
        if self.summing != "adds" or not row.place or not self.days:
            return None
        return _kind(row.indicator, row.measure, row.unit, row.label, row.place, self.days[1])
