"""What the mentions of one instrument say of it -> where they disagree, each side with its votes, the likelier first.

A held document's own header beats every vote; else the reading of most votes is the likelier, each document having
one and the table of well-known instruments three; a tie is said to be one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.names.agreement import issuers_agree, sides, titles_agree
from extractors.names.known import KnownInstrument
from pipeline.archive.mentions import Mention

_NAMED: Final = 3
"""How many documents of a side a message names; the rest are counted."""

KNOWN_VOTES: Final = 3
"""How many documents the table of well-known instruments weighs as much as: it is sourced, but made by hand."""


@dataclass(frozen=True, slots=True)
class Side:
    """One reading, the documents that cite it so, whether the held document or the table of known ones says so."""

    value: str
    documents: tuple[str, ...]
    held: bool
    known: bool

    def votes(self) -> int:
        """Return how many documents the reading weighs as much as."""
        return len(self.documents) + KNOWN_VOTES * self.known


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more readings of one field; `likelier` is None when nothing decides."""

    kind: str
    message: str
    sides: tuple[Side, ...]
    likelier: str | None


@dataclass(frozen=True, slots=True)
class _Field:
    kind: str
    what: str
    read: Callable[[Mention | KnownInstrument], str | None]
    agree: Callable[[str, str], bool]


def _issuer(witness: Mention | KnownInstrument) -> str | None:
    return witness.issuer if isinstance(witness, KnownInstrument) or witness.own_issuer else None


def _title(witness: Mention | KnownInstrument) -> str | None:
    return witness.title if isinstance(witness, KnownInstrument) or witness.own_title else None


_FIELDS: Final = (
    _Field("conflicting_dates", "ngày ban hành", lambda m: f"{m.date:%d/%m/%Y}" if m.date else None, str.__eq__),
    _Field("conflicting_issuers", "cơ quan ban hành", _issuer, issuers_agree),
    _Field("conflicting_titles", "trích yếu", _title, titles_agree),
)


def find_conflicts(mentions: Sequence[Mention], known: KnownInstrument | None = None) -> list[Conflict]:
    """Return a conflict for each field (date, issuer, title) on which the mentions of an instrument disagree.

    `known` is what the table of well-known instruments says of it.
    """
    if len(mentions) == 1 and known is None:
        return []
    label = next((m.label for m in mentions if m.code), mentions[0].label)
    found = []
    for field in _FIELDS:
        readings: dict[str, list[Mention | KnownInstrument]] = defaultdict(list)
        for witness in (*mentions, *((known,) if known else ())):
            value = field.read(witness)
            if value:
                readings[" ".join(value.split())].append(witness)
        if len(readings) > 1:
            parts = [_side(values, readings) for values in sides(_by_weight(readings), field.agree)]
            if len(parts) > 1:
                parts.sort(key=lambda side: (not side.held, -side.votes(), side.value))
                found.append(_conflict(field.kind, f"{label}: {field.what}", parts))
    return found


def _by_weight(readings: dict[str, list[Mention | KnownInstrument]]) -> list[str]:
    """Return the readings, the held document's first, then the table's, then those of most documents."""
    return sorted(readings, key=lambda v: (not _held(readings[v]), not _known(readings[v]), -len(readings[v]), v))


def _held(witnesses: Iterable[Mention | KnownInstrument]) -> bool:
    return any(isinstance(w, Mention) and w.ord is None for w in witnesses)


def _known(witnesses: Iterable[Mention | KnownInstrument]) -> bool:
    return any(isinstance(w, KnownInstrument) for w in witnesses)


def _side(values: Sequence[str], readings: dict[str, list[Mention | KnownInstrument]]) -> Side:
    witnesses = [w for value in values for w in readings[value]]
    documents = {w.document_name for w in witnesses if isinstance(w, Mention) and w.ord is not None}
    return Side(values[0], tuple(sorted(documents)), _held(witnesses), _known(witnesses))


def _conflict(kind: str, what: str, parts: Sequence[Side]) -> Conflict:
    first, second = parts[:2]
    if first.held:
        likelier, reason = first.value, f"khả năng đúng hơn là {first.value}, theo bản đang lưu"
    elif first.votes() > second.votes():
        counts = f"{len(first.documents)} văn bản so với {len(second.documents)}"
        source = "danh mục văn bản quen dùng" if first.known else counts
        likelier, reason = first.value, f"khả năng đúng hơn là {first.value}, theo {source}"
    else:
        likelier, reason = None, "hai bên ngang nhau, cần tra bản gốc"
    told = "; ".join(f"{side.value} ({_witnesses(side)})" for side in parts)
    return Conflict(kind, f"{what} không thống nhất: {told}; {reason}.", tuple(parts), likelier)


def _witnesses(side: Side) -> str:
    named, more = side.documents[:_NAMED], len(side.documents) - _NAMED
    told = f"theo {', '.join(named)}" if named else None
    told = f"{told} và {more} văn bản khác" if more > 0 else told
    sources = ("bản đang lưu" if side.held else None, "danh mục văn bản quen dùng" if side.known else None, told)
    return "; ".join(filter(None, sources))


def _as_json(parts: Iterable[Side]) -> str:
    rows = [
        {"value": side.value, "documents": side.documents, "held": side.held, "known": side.known} for side in parts
    ]
    return json.dumps(rows, ensure_ascii=False)


def write_conflicts(
    connection: sqlite3.Connection, instruments: Iterable[tuple[int, KnownInstrument | None, Sequence[Mention]]]
) -> None:
    """Write anew the conflicts of some instruments (id, row of the known ones, mentions) as problems of theirs."""
    instruments = list(instruments)
    connection.executemany(
        "DELETE FROM problems WHERE instrument_id = ? AND document_id IS NULL", [(one,) for one, _, _ in instruments]
    )
    connection.executemany(
        "INSERT INTO problems (instrument_id, kind, message, sides) VALUES (?, ?, ?, ?)",
        [
            (identity, found.kind, found.message, _as_json(found.sides))
            for identity, known, mentions in instruments
            for found in find_conflicts(mentions, known)
        ],
    )
