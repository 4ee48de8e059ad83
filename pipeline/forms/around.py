"""A number of a report -> what is told around it: the concepts and words of each place, whose it is, of how many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from pipeline.forms.concepts import (
    closed_noun,
    concepts,
    concepts_in,
    implied_by,
    is_empty,
    left_over,
    nearest_deeds,
    unit_group,
    words_of,
)
from pipeline.forms.model import Candidate
from pipeline.forms.telltale import is_counter, is_noun_of_all, is_sum, tells_whole

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
    of_one: bool
    doers: frozenset[str]
    noun: frozenset[str]


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
    found["near"] -= _of_longer_noun(candidate)
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
        (tells_whole(candidate.near) and not (is_sum(candidate.left) and acts(found["before"])))
        or (candidate.parted and candidate.measure != "ratio" and not acts(found["before"]))
        or _is_labelled_so(candidate, found["above"])
        or _is_said_of_all(candidate)
        or _is_had_by_body(candidate),
        _is_of_another(candidate),
        _of_each(words["near"]),
        _is_of_one(candidate),
        _doers(candidate),
        _things_in(candidate.unit or ""),
    )


def _is_labelled_so(candidate: Candidate, above: frozenset[str]) -> bool:
    """Tell whether the label before a number is the bare noun, under no heading on a deed: `- Đảng viên: 3.204`."""
    label, colon, rest = candidate.near.partition(":")
    return bool(colon) and is_noun_of_all(label) and not concepts_in(rest) and not acts(above)


def _of_longer_noun(candidate: Candidate) -> frozenset[str]:
    """Return what the counted noun tells by itself, where a longer one is named beside it: `Bài thu hoạch: 12 bài`."""
    noun = candidate.unit or ""
    words = words_of(noun)
    told = concepts_in(candidate.near)
    if len(words) != 1 or not any(concepts()[name].closed for name in told):
        return frozenset()
    return concepts_in(noun) if closed_noun(candidate.near, words[0]) else frozenset()


def _is_said_of_all(candidate: Candidate) -> bool:
    """Tell whether the bare noun leads to a number that only counts it: `đội ngũ đảng viên có 2.198 đồng chí`."""
    rest = candidate.near.replace(candidate.left, "", 1)
    noun = candidate.unit or ""
    says_more = set(left_over(rest)) - set(left_over(noun)) or any(
        not concepts()[name].plain for name in concepts_in(rest)
    )
    return not says_more and bool(candidate.left) and is_noun_of_all(candidate.left) and is_counter(noun)


def _is_had_by_body(candidate: Candidate) -> bool:
    """Tell whether a body has so many, with no deed told: `Đảng bộ bộ phận có 74 đảng viên`."""
    left = " ".join(words_of(candidate.left.rpartition("\n")[2]))
    return _BODY_HAS.fullmatch(left) is not None and not acts(concepts_in(left))


@lru_cache(1 << 12)
def _things_in(noun: str) -> frozenset[str]:
    """Return the things that a counted noun names by itself: none that only counts, as `đồng chí` does."""
    return frozenset(name for name in concepts_in(noun) if concepts()[name].kind == "object")


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
    stands_for = stands_for and not (told.noun | _things_of_group(told)) - {name}
    found = next((place for place in PLACES if name in told.concepts[place]), None)
    return "noun" if stands_for and found != "owner" else found


def _things_of_group(told: Told) -> frozenset[str]:
    """Return the things told beside a number that its noun may count: `đối thoại 04 cuộc` tells of no other events."""
    things = (concepts()[name] for name in told.own)
    return frozenset(one.name for one in things if one.kind == "object" and one.family and one.group == told.group)


def is_told_otherwise(name: str, either: tuple[frozenset[str], ...], told: Told) -> bool:
    """Tell whether a deed is told nowhere and another is that the same word of the indicator's name may mean."""
    others = frozenset(other for names in either if name in names for other in names - {name})
    return place_of(name, told) is None and any(place_of(other, told) for other in others)


def place_of_word(word: str, told: Told) -> str | None:
    """Return where a folded word is told, the nearest first."""
    found = next((place for place in PLACES if f" {word} " in told.words[place]), None)
    if found in _FAR and " " in word:
        told_of = sum(one in told.words["near"].split() for one in word.split() if not is_empty(one))
        if told_of:
            return "apart" if told_of == len(word.split()) else "in_part"
    return found


def is_told(noun: tuple[str, ...], words: str) -> bool:
    """Tell whether folded words, a space around each, hold a noun."""
    return f" {' '.join(noun)} " in words


def acts(names: frozenset[str]) -> bool:
    """Tell whether one of some concepts is a deed that singles out some of all."""
    return any(concepts()[name].kind == "act" and not concepts()[name].stock for name in names)


def _of_each(near: str) -> frozenset[str]:
    """Return the words that say that a number is of each of several: `mỗi tháng xã làm một báo cáo`."""
    return frozenset(word for each in _WORDS["each"] if f" {fold(each)} " in near for word in words_of(each))


def _is_of_another(candidate: Candidate) -> bool:
    """Tell whether a sentence in the report of a commune begins with a body above it, and names no own one before.

    A body above that gives something gives it to the commune: `Tỉnh ủy giao 12 nhiệm vụ`. In the report of a district
    committee `toàn huyện` is its own.
    """
    if not candidate.report.commune or candidate.row:
        return False
    lead = f" {' '.join(words_of(candidate.before))} "
    opening = f" {' '.join(words_of(candidate.before)[:_OPENING])} "
    issuer = f" {' '.join(words_of(candidate.report.issuer or ''))} "
    own_levels = [fold(level) for level in _WORDS["levels"] if f" {fold(level)} " in issuer]
    bodies = [fold(body) for body in _WORDS["above"] if not fold(body).endswith(tuple(own_levels))]
    above = any(f" {body} " in opening and f" {body} " not in issuer for body in bodies)
    return above and not any(f" {fold(word)} " in lead for word in (*_WORDS["own"], *_WORDS["gives"]))


def _doers(candidate: Candidate) -> frozenset[str]:
    """Return the bodies beside the one that reports which open the words before a number: `Công an xã mở 05 buổi`."""
    if candidate.row:
        return frozenset()
    opening = f" {' '.join(words_of(candidate.before or candidate.left)[:_OPENING])} "
    issuer = fold(candidate.report.issuer or "")
    return frozenset(body for body in map(fold, _WORDS["beside"]) if f" {body} " in opening and body not in issuer)


def is_of_staff(candidate: Candidate, name: str) -> bool:
    """Tell whether a number is what others than the leaders did, who alone are asked about: `bộ phận một cửa tiếp`."""
    asked = f" {' '.join(words_of(name))} "
    near = f" {' '.join(words_of(candidate.near))} "
    led = any(f" {fold(word)} " in near for word in _WORDS["leaders"])
    asks = any(f" {fold(word)} " in asked for word in _WORDS["leaders"])
    return asks and not led and any(f" {fold(word)} " in near for word in _WORDS["staff"])


def _is_of_one(candidate: Candidate) -> bool:
    """Tell whether a number is that of one place below the body that reports, or of the first among several.

    `Thôn nhiều hộ nghèo nhất: Cao Sơn có 19 hộ`, `riêng thôn Đồng Bưởi 16 hộ`, `07 hộ nghèo ở bản Nà Pó`.
    """
    if candidate.row:
        return False
    words = f" {' '.join(words_of(candidate.left))} "
    if _THE_MOST.search(words) or any(f" {fold(word)} " in words for word in _WORDS["first_of_all"]):
        return True
    behind = _IN_A_PLACE.search(candidate.unit or "")
    if behind and candidate.unit and candidate.unit[behind.end() : behind.end() + 1].isupper():
        return True
    below = _PLACE_BELOW.search(candidate.left)
    named = below is not None and candidate.left[below.end() : below.end() + 1].isupper()
    return named and not any(f" {fold(word)} " in words for word in _WORDS["of_all"])


_PLACE_BELOW: Final = re.compile(
    rf"(?:^|[,:;(]|(?:riêng|tại|ở|như))\s*{any_of(_WORDS['places_below'])}\s", re.IGNORECASE
)
_IN_A_PLACE: Final = re.compile(rf"\s(?:ở|tại|của)\s{any_of(_WORDS['places_below'])}\s", re.IGNORECASE)
_BODY_HAS: Final = re.compile(
    r"(?:\d+ )*(?:(?:hiện|hiện nay|đến nay|tính đến nay) )?"
    rf"{any_of([fold(word) for word in _WORDS['bodies']])}(?: \S+){{0,4}}? "
    r"(?:hiện |đang |hiện nay |hiện đang )?có"
)
_THE_MOST: Final = re.compile(rf"(?<!{')(?<!'.join(_WORDS['no_most'])}) nhất (?!trí )(?:\S+ ){{0,6}}$")
_FAR: Final = (None, "earlier", "above")
_WORDS_OF_ITS_OWN: Final = 3
"""So many words without a concept beside a number say something that narrows it."""
_OPENING: Final = 7
"""Words that a sentence begins with."""
