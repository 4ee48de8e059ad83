"""Where documents disagree -> whether they do so only because a later report took the place of one of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

DISAGREE: Final = "figures_disagree"
_REPLACED: Final = """
SELECT c.name, c.code FROM json_each(?) n JOIN counted_documents c ON c.name = n.value
WHERE EXISTS (SELECT 1 FROM replacements r WHERE r.id = c.id)
   OR EXISTS (SELECT 1 FROM documents m JOIN replacements r ON r.id = m.id WHERE m.group_id = c.id)"""
_DISAGREEMENTS: Final = f"""
SELECT p.kind, p.sides FROM problems p JOIN counted_documents d ON d.id = p.document_id WHERE p.kind = '{DISAGREE}'"""
_SIDES: Final = 2
"""So many sides make a disagreement."""


def replaced_reports(connection: sqlite3.Connection, problems: Iterable[Row]) -> dict[str, str]:
    """Return which reports of some problems a later one took the place of: their names, with what people call each."""
    names = sorted({name for one in problems if one["kind"] == DISAGREE for side in _sides(one) for name in side})
    rows = connection.execute(_REPLACED, (json.dumps(names),)) if names else ()
    return {row["name"]: row["code"] or row["name"] for row in rows}


def replaced_in(problem: Row, replaced: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the replaced reports of a problem are called, where without them nobody disagrees; else nothing."""
    if problem["kind"] != DISAGREE:
        return ()
    sides = _sides(problem)
    if sum(not replaced.keys() >= set(names) for names in sides) >= _SIDES:
        return ()
    return tuple(sorted({replaced[name] for names in sides for name in names if name in replaced}))


def settled_count(connection: sqlite3.Connection) -> int:
    """Return how many disagreements are none any more."""
    rows = rows_of(connection, _DISAGREEMENTS)
    replaced = replaced_reports(connection, rows)
    return sum(bool(replaced_in(row, replaced)) for row in rows)


def _sides(problem: Row) -> list[list[str]]:
    """Return the names of the documents of each side of a problem."""
    told = problem["sides"] if isinstance(problem["sides"], list) else json.loads(problem["sides"] or "[]")
    return [side["documents"] for side in told]


def settled(told: str, names: tuple[str, ...], speech: Speech) -> str:
    """Return what a disagreement tells with that reports of it were replaced, instead of the advice to look."""
    return told.removesuffix(speech("show.look_up")) + speech("show.settled", names=", ".join(names))
