"""Two rows of a table, one below the other -> whether the lower tells who came to what the upper counts."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from extractors.figures.draft import CUES
from extractors.figures.words import keys_of

_CAME: Final = frozenset({"attendance", "participation"})


def tells_who_came(words: str, above: str, unit: str | None) -> bool:
    """Tell whether a row counts those who came to the events that the row above counts in `unit`.

    Behind the word of coming the events are named again or nothing is: `Buổi chính quyền đối thoại` over `Người tham
    gia các buổi đối thoại`, `Hội nghị` over `Số người dự`; never `Người tham gia bảo hiểm y tế`.
    """
    keys = keys_of(words.partition("(")[0])
    came = next((end for _, end, cue in CUES.scan(keys) if cue.value in _CAME), None)
    if came is None:
        return False
    told = keys[came:]
    named = set(pairwise(keys_of(above)))
    return not told or not named.isdisjoint(pairwise(told)) or (unit is not None and unit in " ".join(told).split(" "))
