"""A number of a report -> what is told around it: the concepts and words of each place, whose it is, of how many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.concepts import (
    concepts,
    concepts_in,
    implied_by,
    is_noun_of_all,
    left_over,
    nearest_deeds,
    tells_whole,
    unit_group,
    words_of,
)
from pipeline.forms.model import Candidate

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "above")["words"]
_ATTENDANCE: Final = frozenset({"attendance"})
PLACES: Final = ("near", "owner", "before", "earlier", "above")
"""The places around a number where words are looked for, the nearest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told around a number: the concepts and the folded words of each place."""

    concepts: dict[str, frozenset[str]]
    own: frozenset[str]
    words: dict[str, str]
    group: str | None
    bare: bool
    foreign: frozenset[str]
    whole: bool
    by_another: bool
    of_each: frozenset[str]


@lru_cache(1 << 14)
def told_around(candidate: Candidate) -> Told:
    """Return what is told around a number."""
    texts = {place: getattr(candidate, place) for place in PLACES}
    texts["near"] = _with_noun(candidate)
    group = unit_group(candidate.unit) if candidate.unit else None
    found = {place: concepts_in(text) for place, text in texts.items()}
    found["before"] = nearest_deeds(candidate.before)
    words = {place: f" {' '.join(words_of(text))} " for place, text in texts.items()}
    bare = not any(concepts()[name].kind != "object" or candidate.measure == "percent" for name in found["near"])
    bare = bare and len(left_over(candidate.near)) < _WORDS_OF_ITS_OWN
    own = found["near"] | _ATTENDANCE if candidate.role == "attendees" else found["near"]
    found["near"] = own
    found = {place: names | implied_by(names) for place, names in found.items()}
    return Told(
        found,
        own,
        words,
        group,
        bare,
        frozenset(left_over(candidate.near)),
        tells_whole(candidate.near)
        or (candidate.parted and not acts(found["before"]))
        or _is_labelled_so(candidate, found["above"]),
        _is_of_another(candidate),
        _of_each(words["near"]),
    )


def _is_labelled_so(candidate: Candidate, above: frozenset[str]) -> bool:
    """Tell whether the label before a number is the bare noun, under no heading on a deed: `- Đảng viên: 3.204`."""
    label, colon, rest = candidate.near.partition(":")
    return bool(colon) and is_noun_of_all(label) and not concepts_in(rest) and not acts(above)


def _with_noun(candidate: Candidate) -> str:
    """Return a number's clause with its whole noun, of which a comma may have cut a part: `lượt cấp ủy, cán bộ`."""
    noun = candidate.unit or ""
    return candidate.near if words_of(noun) == () or noun in fold(candidate.near) else f"{candidate.near} | {noun}"


def place_of(name: str, told: Told) -> str | None:
    """Return where a concept is told, the nearest first; a noun of its group stands for it before the sentence does."""
    if name in told.concepts["near"]:
        return "near"
    concept = concepts().get(name)
    stands_for = concept is not None and concept.plain and told.group is not None and concept.group == told.group
    found = next((place for place in PLACES if name in told.concepts[place]), None)
    return "noun" if stands_for and found != "owner" else found


def place_of_word(word: str, told: Told) -> str | None:
    """Return where a folded word is told, the nearest first."""
    return next((place for place in PLACES if f" {word} " in told.words[place]), None)


def acts(names: frozenset[str]) -> bool:
    """Tell whether one of some concepts is a deed that singles out some of all."""
    return any(concepts()[name].kind == "act" and not concepts()[name].stock for name in names)


def _of_each(near: str) -> frozenset[str]:
    """Return the words that say that a number is of each of several: `mỗi tháng xã làm một báo cáo`."""
    return frozenset(word for each in _WORDS["each"] if f" {fold(each)} " in near for word in words_of(each))


def _is_of_another(candidate: Candidate) -> bool:
    """Tell whether a sentence in the report of a commune begins with a body above it, and names no own one before.

    A body above that gives something gives it to the commune: `Tỉnh ủy giao 12 nhiệm vụ`.
    """
    if not candidate.report.commune or candidate.row:
        return False
    lead = f" {' '.join(words_of(candidate.before))} "
    opening = f" {' '.join(words_of(candidate.before)[:_OPENING])} "
    above = any(f" {fold(body)} " in opening for body in _WORDS["above"])
    return above and not any(f" {fold(word)} " in lead for word in (*_WORDS["own"], *_WORDS["gives"]))


_WORDS_OF_ITS_OWN: Final = 3
"""So many words without a concept beside a number say something that narrows it."""
_OPENING: Final = 7
"""Words that a sentence begins with."""
