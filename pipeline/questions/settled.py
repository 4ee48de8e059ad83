"""Where documents disagree -> whether they do so only because a later report took the place of one of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from pipeline.rows import Row
from pipeline.speech import Speech

DISAGREE: Final = "figures_disagree"
_REPLACED: Final = """
SELECT name, code FROM counted_documents WHERE id IN (SELECT id FROM replaced_documents)"""
_DISAGREEMENTS: Final = f"""
SELECT p.kind, p.sides FROM problems p JOIN counted_documents d ON d.id = p.document_id WHERE p.kind = '{DISAGREE}'"""
_SIDES: Final = 2
"""So many sides make a disagreement."""


def replaced_reports(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the reports that a later one took the place of: their names, with what people call each."""
    return {row["name"]: row["code"] or row["name"] for row in connection.execute(_REPLACED)}


def replaced_in(problem: Row, replaced: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the replaced reports of a problem are called, where without them nobody disagrees; else nothing."""
    if problem["kind"] != DISAGREE:
        return ()
    sides = problem["sides"] if isinstance(problem["sides"], list) else json.loads(problem["sides"] or "[]")
    if sum(not replaced.keys() >= set(side["documents"]) for side in sides) >= _SIDES:
        return ()
    return tuple(sorted({replaced[name] for side in sides for name in side["documents"] if name in replaced}))


def settled_count(connection: sqlite3.Connection) -> int:
    """Return how many disagreements are none any more."""
    replaced = replaced_reports(connection)
    return sum(bool(replaced_in(dict(row), replaced)) for row in connection.execute(_DISAGREEMENTS))


def settled(told: str, names: tuple[str, ...], speech: Speech) -> str:
    """Return what a disagreement tells with that reports of it were replaced, instead of the advice to look."""
    return told.removesuffix(speech("show.look_up")) + speech("show.settled", names=", ".join(names))
