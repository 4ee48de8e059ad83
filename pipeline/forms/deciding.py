"""What a person decides of a cell beside its sentences: take this number, not that one, or one of his own.

A number that is not what the cell asks for stays what it is in its report, and the next that answers takes its place.
It is known by its words and those on either side, in the file that it stood in or what is now at that path.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pipeline.corrections.model import Action, Correction, Kind
from pipeline.corrections.place import around, place_words
from pipeline.corrections.store import correction_of, now
from pipeline.forms.cellkey import BETWEEN, Key, cell_key
from pipeline.forms.model import Candidate, Indicator, Span

_REFUSED: Final = "SELECT * FROM correction WHERE kind = 'cell' AND action = 'reject' ORDER BY id"
_FILES: Final = "SELECT id, sha256 FROM documents WHERE present = 1"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who decides, and why."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refusals:
    """The numbers that people took out of cells, by cell; the hash of each report by its id."""

    by_cell: Mapping[Key, Sequence[Correction]]
    files: Mapping[int, str]

    def of(
        self, unit: str, indicators: Sequence[Indicator], candidates: Sequence[Candidate], asked: Span
    ) -> frozenset[tuple[int, int]]:
        """Return which candidates may not answer which indicators of a unit, both by their positions."""
        if not self.by_cell:
            return frozenset()
        return frozenset(
            (at, number)
            for at, indicator in enumerate(indicators)
            for one in self.by_cell.get(cell_key(unit, indicator, asked), ())
            for number, candidate in enumerate(candidates)
            if self._means(one, candidate)
        )

    def _means(self, one: Correction, candidate: Candidate) -> bool:
        report, written = candidate.report, one.item["written"]
        if one.other != self.files.get(report.id) and one.item["path"] != report.path:
            return False
        span = place_words(written, one.start, (one.before, one.after), report.text)
        return span is not None and span[0] == candidate.start and candidate.written == written


def refusals(connection: sqlite3.Connection) -> Refusals:
    """Return the numbers that people took out of cells."""
    found: dict[Key, list[Correction]] = defaultdict(list)
    for row in connection.execute(_REFUSED).fetchall():
        one = correction_of(row)
        found[one.item["unit"], one.item["indicator"], one.item["period"]].append(one)
    files = {row["id"]: row["sha256"] for row in connection.execute(_FILES)} if found else {}
    return Refusals(found, files)


def refused(key: Key, candidate: Candidate, sha256: str, teller: Teller) -> Correction:
    """Return the decision that a number is not what a cell asks for."""
    beside = around(candidate.report.text, candidate.start, candidate.start + len(candidate.written))
    item = {"written": candidate.written, "path": candidate.report.path}
    return _decided(key, Action.REJECT, teller, candidate.start, beside, item, {}, sha256)


def chosen(key: Key, candidate: Candidate, value: Decimal, sha256: str, teller: Teller) -> Correction:
    """Return the decision that a number is the cell's; `value` is what it is in the unit of the form."""
    item = {"written": candidate.written, "start": candidate.start}
    return _decided(key, Action.CORRECT, teller, 0, ("", ""), item, {"value": str(value)}, sha256)


def typed(key: Key, value: Decimal | None, teller: Teller) -> Correction:
    """Return the decision that a cell holds a value, or none."""
    return _decided(
        key, Action.CORRECT, teller, 0, ("", ""), {}, {"value": None if value is None else str(value)}, None
    )


def _decided(
    key: Key,
    action: Action,
    teller: Teller,
    start: int,
    beside: tuple[str, str],
    item: Mapping[str, Any],
    fields: Mapping[str, Any],
    other: str | None,
) -> Correction:
    unit, indicator, period = key
    words = BETWEEN.join((*key, item["written"]) if action is Action.REJECT else key)
    told = {"unit": unit, "indicator": indicator, "period": period, **item}
    return Correction(
        0, Kind.CELL, action, "", "", start, words, *beside, told, fields, other, teller.who, teller.reason, now()
    )
