"""What people accepted, corrected, rejected and added -> how good the program is on the papers that they looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from pipeline.corrections.model import Action, Kind
from pipeline.corrections.store import listed

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
    def precision(self) -> float | None:
        """The share of the items found that are items; None where none was judged."""
        return _share(self.accepted + self.corrected, self.accepted + self.corrected + self.rejected)

    @property
    def recall(self) -> float | None:
        """The share of the items that were found."""
        return _share(self.accepted + self.corrected, self.accepted + self.corrected + self.missed)

    @property
    def right(self) -> float | None:
        """The share of the items found that were right in every field."""
        return _share(self.accepted, self.accepted + self.corrected)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
