"""What an indicator needs told of a number: a deed that was done needs no word that says that it is finished."""

from __future__ import annotations

from typing import Final

from pipeline.forms.around import Told, is_told_otherwise, place_of
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import Concept

_FINISHED: Final = "task_done"
_UNDER_WAY: Final = frozenset({"task_doing", "task_late"})
_DONE_AT_ONCE: Final = frozenset({"control", "purpose_of_meeting"})
"""Families of deeds that reports count when they are over: `giám sát chuyên đề 03 cuộc`."""


def still_needed(wanted: Asked, told: Told) -> list[Concept]:
    """Return what must be told of a number, without what another word of its own says already."""
    needed = [one for one in wanted.needed if not is_told_otherwise(one.name, wanted.either, told)]
    over = any(one.family in _DONE_AT_ONCE and place_of(one.name, told) == "near" for one in needed)
    over = over and not _UNDER_WAY & told.own
    return [one for one in needed if not (over and one.name == _FINISHED and place_of(one.name, told) is None)]
