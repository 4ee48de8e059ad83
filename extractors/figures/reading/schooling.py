"""Numbers of a list by level of schooling -> the level: `mầm non có 43 trường, tiểu học có 109 trường`.

One alone proves no class: another number of the sentence must be told by another level.
Source: gold guidelines, "label"; words in `classes.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.bracketed_classes import Class
from extractors.figures.words import Lexicon
from extractors.rulebook import load_table

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
LEVELS_OF_SCHOOL: Final = Lexicon((word, True) for word in _TABLE["levels_of_school"])
_BEFORE_LEVEL: Final = Lexicon((word, True) for word in _TABLE["before_level_of_school"])
_OPENS: Final = frozenset({",", ";", ":", "(", "và", "-", "+", "đó"})


def level_of_school(draft: Draft) -> Class | None:
    """Read the level of schooling right before a number, where another number has another one."""
    found = _level_before(draft)
    if found is None:
        return None
    keys, own = draft.keys, draft.keys[slice(*found)]
    others = (level for other in draft.passage.drafts if other is not draft and (level := _level_before(other)))
    return found if any(keys[slice(*level)] != own for level in others) else None


def _level_before(draft: Draft) -> Class | None:
    """Return the level that opens the item of a number, behind words for levels (`bậc`) or as the last of a rate."""
    keys, end = draft.keys, draft.told_to
    hit = LEVELS_OF_SCHOOL.before(keys, end)
    if hit is None or hit[0] < draft.floor:
        return None
    start = hit[0]
    if lead := _BEFORE_LEVEL.before(keys, start):
        start = lead[0]
    opens = start == 0 or keys[start - 1] in _OPENS or start < hit[0]
    rated = draft.numeral.percent and draft.unit is None
    return (hit[0], end) if opens or rated else None
