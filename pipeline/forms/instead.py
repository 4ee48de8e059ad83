"""What a number is of instead of the bare thing that an indicator asks for."""

from __future__ import annotations

from pipeline.forms.around import Told
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import Concept
from pipeline.forms.model import Candidate
from pipeline.forms.telltale import tells_defect


def is_without(wanted: Asked, candidate: Candidate, told: Told) -> bool:
    """Tell whether a number is of those without the bare thing asked for, or whose thing serves no more."""
    bare = all(concept.kind == "object" for concept in wanted.needed)
    said = tells_defect(told.words["near"]) and not tells_defect(f" {' '.join(wanted.name_words)} ")
    return bare and said and candidate.role != "nothing"


def is_of_own_thing(wanted: Asked, told: Told, concept: Concept) -> bool:
    """Tell whether a thing of its own is counted, and a mere noun is asked for: `tiếp công dân 28 lượt người`."""
    mere = all(one.plain or one.vague for one in wanted.needed)
    return mere and concept.kind == "object" and bool(concept.family) and concept.group == (told.group or wanted.group)
