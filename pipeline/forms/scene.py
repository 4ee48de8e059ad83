"""A report with its figures as the database holds them and the words around each: what its candidates are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.forms.clauses import Clauses, Surroundings
from pipeline.forms.model import Report, Span


@dataclass(frozen=True, slots=True)
class Scene:
    """A report with its figures in the order of the text, and the words around each by its place in that order."""

    report: Report
    asked: Span
    clauses: Clauses
    rows: Sequence[dict[str, Any]]
    around: Mapping[int, Surroundings]

    @property
    def ends(self) -> list[int]:
        """Where each figure ends."""
        return [row["end"] for row in self.rows]
