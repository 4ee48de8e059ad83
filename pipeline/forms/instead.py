"""What a number is of instead of the bare thing that an indicator asks for."""

from __future__ import annotations

from typing import Final

from pipeline.forms.around import Told
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import Concept
from pipeline.forms.model import Candidate
from pipeline.forms.standing import tells_rise
from pipeline.forms.telltale import tells_defect

_WORDS_OF_A_KIND: Final = 2
_PEOPLE: Final = frozenset({"persons", "turns"})


def is_without(wanted: Asked, candidate: Candidate, told: Told) -> bool:
    """Tell whether a number is of those without the bare thing asked for, or whose thing serves no more."""
    bare = all(concept.kind == "object" for concept in wanted.needed)
    said = tells_defect(told.words["near"]) and not tells_defect(f" {' '.join(wanted.name_words)} ")
    return bare and said and candidate.role != "nothing"


def is_of_own_thing(wanted: Asked, told: Told, concept: Concept) -> bool:
    """Tell whether a thing of its own is counted, and a mere noun is asked for: `tiếp công dân 28 lượt người`."""
    mere = bool(wanted.needed) and all(one.vague or (one.plain and one.group == "events") for one in wanted.needed)
    return mere and concept.kind == "object" and bool(concept.family) and concept.group == (told.group or wanted.group)


def is_risen_to(wanted: Asked, candidate: Candidate, told: Told) -> bool:
    """Tell whether a number is what a deed led to, where so many of the deed are asked for.

    `phát triển mới 412 hội viên, nâng tổng số lên 11.870` for `Số hội viên kết nạp mới`.
    """
    deeds = {concept.name for concept in wanted.needed if concept.kind == "act"}
    return bool(deeds - told.own) and tells_rise(candidate.near)


def asks_who_came(wanted: Asked, told: Told) -> bool:
    """Tell whether people who came are asked for, by that name or by what they came to.

    `Số lượt công dân được tiếp`; `07 lớp nghề cho 203 lao động` for `Số lao động được đào tạo nghề`.
    """
    deeds = {concept.name for concept in wanted.needed if concept.kind == "act"}
    by_deed = wanted.group in _PEOPLE and bool(deeds) and deeds <= told.concepts["owner"]
    turns = any(concept.kind == "object" and concept.group == "turns" for concept in wanted.needed)
    return "attendance" in wanted.names or turns or by_deed


def asks_for_both(wanted: Asked, kinds: tuple[str, str]) -> bool:
    """Tell whether an indicator does not ask for the first of two kinds alone.

    Where it names both, or neither, it asks for their sum, which nobody told.
    """
    name = f" {' '.join(wanted.name_words)} "
    own, other = (f" {' '.join(kind.split()[:_WORDS_OF_A_KIND])} " in name for kind in kinds)
    return other or not own
