"""What people accepted, corrected, rejected and added -> how good the program is on the papers that they looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from pipeline.corrections.model import Action, Kind
from pipeline.corrections.store import listed

Share = tuple[int, int]
"""A part, and the whole that it is of, which may be none."""
_JUDGED = (Kind.FIGURE, Kind.CITATION, Kind.TASK)


@dataclass(slots=True)
class Score:
    """The items of a kind that people judged.

    `accepted` were read rightly, `corrected` were found and read wrongly in some field, `rejected` are no items,
    `missed` were not found. `fields` counts the fields that were set otherwise. Items that nobody looked at say
    nothing: these are shares of what was judged, not of all.
    """

    kind: str
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    missed: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> int:
        """The items that are items and were found."""
        return self.accepted + self.corrected

    @property
    def precision(self) -> Share:
        """The items found that are items, of all that were taken for one."""
        return self.found, self.found + self.rejected

    @property
    def recall(self) -> Share:
        """The items that were found, of all that there are."""
        return self.found, self.found + self.missed

    @property
    def right(self) -> Share:
        """The items found that were right in every field, of all found."""
        return self.accepted, self.found


def scores(connection: sqlite3.Connection) -> list[Score]:
    """Return the score of each kind of item that people have judged."""
    found = {kind: Score(kind.value) for kind in _JUDGED}
    for row in listed(connection):
        score = found.get(Kind(row["kind"]))
        if score is None:
            continue
        action = Action(row["action"])
        if action is Action.ACCEPT:
            score.accepted += 1
        elif action is Action.REJECT:
            score.rejected += 1
        elif action is Action.ADD:
            score.missed += 1
        else:
            score.corrected += 1
            score.fields.update(row["fields"].keys())
    return [score for score in found.values() if score.accepted + score.corrected + score.rejected + score.missed]
