"""What the mentions of one instrument say of it -> where they disagree, each side with its votes, the likelier first.

A held document's own header beats every vote; else the reading that most documents give; a tie is said to be one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.agreement import issuers_agree, sides, titles_agree
from pipeline.mentions import Mention

_NAMED: Final = 3
"""How many documents of a side a message names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Side:
    """One reading, the documents that cite it so, and whether the held document itself says so."""

    value: str
    documents: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more readings of one field; `likelier` is None when nothing decides."""

    kind: str
    message: str
    sides: tuple[Side, ...]
    likelier: str | None


_FIELDS: Final[tuple[tuple[str, str, Callable[[Mention], str | None], Callable[[str, str], bool]], ...]] = (
    ("conflicting_dates", "ngày ban hành", lambda m: f"{m.date:%d/%m/%Y}" if m.date else None, str.__eq__),
    ("conflicting_issuers", "cơ quan ban hành", lambda m: m.issuer, issuers_agree),
    ("conflicting_titles", "trích yếu", lambda m: m.title, titles_agree),
)


def find_conflicts(mentions: Sequence[Mention]) -> list[Conflict]:
    """Return a conflict for each field (date, issuer, title) on which the mentions of an instrument disagree."""
    found = []
    for kind, what, read, agree in _FIELDS:
        readings: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            value = read(mention)
            if value:
                readings[" ".join(value.split())].append(mention)
        if len(readings) > 1:
            parts = [_side(values, readings) for values in sides(_by_weight(readings), agree)]
            if len(parts) > 1:
                parts.sort(key=lambda side: (not side.held, -len(side.documents), side.value))
                found.append(_conflict(kind, f"{mentions[0].label}: {what}", parts))
    return found


def _by_weight(readings: dict[str, list[Mention]]) -> list[str]:
    """Return the readings, the held document's first, then those of most documents."""
    return sorted(readings, key=lambda value: (not _held(readings[value]), -len(readings[value]), value))


def _held(mentions: Iterable[Mention]) -> bool:
    return any(m.ord is None for m in mentions)


def _side(values: Sequence[str], readings: dict[str, list[Mention]]) -> Side:
    mentions = [m for value in values for m in readings[value]]
    return Side(values[0], tuple(sorted({m.document_name for m in mentions if m.ord is not None})), _held(mentions))


def _conflict(kind: str, what: str, parts: Sequence[Side]) -> Conflict:
    first, second = parts[:2]
    if first.held:
        likelier, reason = first.value, f"khả năng đúng hơn là {first.value}, theo bản đang lưu"
    elif len(first.documents) > len(second.documents):
        votes = f"{len(first.documents)} văn bản so với {len(second.documents)}"
        likelier, reason = first.value, f"khả năng đúng hơn là {first.value}, theo {votes}"
    else:
        likelier, reason = None, "số văn bản ngang nhau, cần tra bản gốc"
    told = "; ".join(f"{side.value} ({_witnesses(side)})" for side in parts)
    return Conflict(kind, f"{what} không thống nhất: {told}; {reason}.", tuple(parts), likelier)


def _witnesses(side: Side) -> str:
    named, more = side.documents[:_NAMED], len(side.documents) - _NAMED
    told = f"theo {', '.join(named)}" if named else None
    told = f"{told} và {more} văn bản khác" if more > 0 else told
    return "; ".join(filter(None, ("bản đang lưu" if side.held else None, told)))


def _as_json(parts: Iterable[Side]) -> str:
    rows = [{"value": side.value, "documents": side.documents, "held": side.held} for side in parts]
    return json.dumps(rows, ensure_ascii=False)


def write_conflicts(connection: sqlite3.Connection, instruments: Iterable[tuple[int, Sequence[Mention]]]) -> None:
    """Write anew the conflicts of the instruments (id and mentions) as problems of theirs."""
    connection.execute("DELETE FROM problems WHERE instrument_id IS NOT NULL AND document_id IS NULL")
    connection.executemany(
        "INSERT INTO problems (instrument_id, kind, message, sides) VALUES (?, ?, ?, ?)",
        [
            (identity, found.kind, found.message, _as_json(found.sides))
            for identity, mentions in instruments
            if len(mentions) > 1
            for found in find_conflicts(mentions)
        ],
    )
