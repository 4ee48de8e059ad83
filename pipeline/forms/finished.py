"""What an indicator needs told of a number: a deed that was done needs no word that says that it is finished.

A part of a deed is not the deed.
"""

from __future__ import annotations

from typing import Final

from pipeline.forms.around import Told, is_told_otherwise, place_of
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import Concept, concepts

_FINISHED: Final = "task_done"
_UNDER_WAY: Final = frozenset({"task_doing", "task_late"})
_DONE_AT_ONCE: Final = frozenset({"control", "purpose_of_meeting"})
"""Families of deeds that reports count when they are over: `giám sát chuyên đề 03 cuộc`."""
_BY_TERM: Final = "timeliness"
"""Deeds by whether they kept to their term; reports tell them beside all that were done."""


def still_needed(wanted: Asked, told: Told) -> list[Concept]:
    """Return what must be told of a number, without what another word of its own says already."""
    needed = [one for one in wanted.needed if not is_told_otherwise(one.name, wanted.either, told)]
    over = any(one.family in _DONE_AT_ONCE and place_of(one.name, told) == "near" for one in needed)
    over = over and not _UNDER_WAY & told.own
    return [one for one in needed if not (over and one.name == _FINISHED and place_of(one.name, told) is None)]


def narrower_deeds(wanted: Asked, told: Told) -> list[str]:
    """Return the deeds told of a number that are a part of the one asked for: of files settled, those settled late."""
    if told.whole:
        return []
    found = []
    for deed in wanted.needed:
        place = place_of(deed.name, told) if deed.kind == "act" else None
        beside = sorted(told.concepts[place] - wanted.names) if place else []
        found += [
            name for name in beside if concepts()[name].family == _BY_TERM and deed.name in concepts()[name].implies
        ]
    return found
