"""The name of an indicator in a form -> what it asks: its concepts, its own words, its unit, how its values add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.concepts import (
    Concept,
    beyond_nouns,
    concepts,
    concepts_in,
    first_told,
    is_empty,
    left_over,
    meaning,
    measure_of,
    named_in,
    spelled_out,
    unit_group,
    words_of,
)
from pipeline.forms.model import Adding, Indicator
from pipeline.forms.plans import asks_for_plan
from pipeline.forms.telltale import tells_whole
from pipeline.forms.times import names_months, names_time

_UNIT_BEHIND: Final = re.compile(
    r"\s*[(\[]\s*(?:đơn vị(?: tính)?|đvt)?\s*:?\s*([^()\[\]]{1,30}?)\s*[)\]]\s*$", re.IGNORECASE
)
_COUNTING: Final = re.compile(r"^(?:tổng )?số ", re.IGNORECASE)
_NUMBER_OF: Final = re.compile(r"^số ", re.IGNORECASE)
_AMONG: Final = tuple(fold(word) for word in load_table(__package__, "layout")["words"]["among"])
_PERCENT: Final = "%"
_OF_DOCUMENTS: Final = "document_act"
_CAME: Final = "attendance"
_HEARD: Final = frozenset({"persons", "petitions"})
_HOUSED: Final = frozenset({"poor_household", "near_poor_household", "merit"})
_QUOTED: Final = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_BRACKETED: Final = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one indicator asks of a report.

    `needed` are the concepts that must be told, `soft` those that may be, `around` those of the heads above it and of
    its brackets, `words` what it says in words without a concept, each one or more syllables, `segments` all its words,
    `telling` those that name more than a plain noun; `of_heads` tells that it needs the heads above it, `head_words`
    are the words of those heads alone; `group` is the group of its unit, `measure` that of a unit of measure (`ha`,
    `tấn`). `of_period` tells of a rate that it is not asked for since the start of the year. `plan` tells of one that
    asks for what was planned, `stock` of one that asks for what there is at the end. `among` are the own concepts of
    one that is a part of the one before (`Trong đó: nữ`), `quoted` the names that it gives in quotation marks. Of the
    deeds of each set in `either` one word of the name tells all, and a report needs to tell one: `xong` of a letter, or
    of a house.
    """

    needed: tuple[Concept, ...]
    soft: frozenset[str]
    around: frozenset[str]
    words: tuple[str, ...]
    segments: tuple[str, ...]
    telling: tuple[str, ...]
    of_heads: bool
    head_words: tuple[str, ...]
    group: str | None
    measure: str | None
    unit_words: tuple[str, ...]
    percent: bool
    money: bool
    name_words: tuple[str, ...]
    of_period: bool
    plan: bool = False
    stock: bool = False
    among: frozenset[str] = frozenset()
    quoted: tuple[str, ...] = ()
    either: tuple[frozenset[str], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of everything asked for, needed or not."""
        return frozenset(concept.name for concept in self.needed) | self.soft


def split_unit(name: str) -> tuple[str, str | None]:
    """Return the name of an indicator without the unit in brackets behind it, and that unit.

    >>> split_unit("Tỷ lệ hộ nghèo (%)"), split_unit("Số đơn (ĐVT: đơn)")
    (('Tỷ lệ hộ nghèo', '%'), ('Số đơn', 'đơn'))
    >>> split_unit("Số hội nghị (trực tiếp và trực tuyến)")
    ('Số hội nghị (trực tiếp và trực tuyến)', None)
    """
    found = _UNIT_BEHIND.search(name)
    unit = found[1] if found else ""
    known = unit_group(unit) or measure_of(unit)
    if found and (unit == _PERCENT or (known and len(words_of(unit)) <= _LONGEST_UNIT)):
        return name[: found.start()].strip(), unit
    return name, None


_LONGEST_UNIT: Final = 4


def adding_of(name: str, heads: tuple[str, ...], unit: str | None) -> Adding:
    """Return how values of an indicator add up, as its name, its unit and the heads above it say.

    >>> adding_of("Số đảng viên mới kết nạp, lũy kế từ đầu năm", (), "đảng viên")
    <Adding.CUMULATIVE: 'cumulative'>
    >>> adding_of("Có đến đầu kỳ", ("Đảng viên",), "đảng viên"), adding_of("Tổng số đảng viên", (), None)
    (<Adding.OPENING: 'opening'>, <Adding.STOCK: 'stock'>)
    """
    if unit == _PERCENT or fold(name).startswith(("tỷ lệ", "tỉ lệ")):
        return Adding.RATE
    whole = " ".join((*heads, name))
    for words in (name, whole):
        if names_time(words, "opening"):
            return Adding.OPENING
        if names_time(words, "year_so_far") or names_months(words):
            return Adding.CUMULATIVE
        if names_time(words, "closing"):
            return Adding.STOCK
    names = _needed_names(name, heads)
    told = [concepts()[one] for name in names for one in (name, *concepts()[name].implies)]
    if any(concept.kind == "act" and not concept.stock and concept.family for concept in told):
        return Adding.FLOW
    return Adding.STOCK if any(concept.stock for concept in told) else Adding.FLOW


def _needed_names(name: str, heads: tuple[str, ...]) -> list[str]:
    """Return the concepts that a name must find: its own, and where it names no thing those of the next head that does.

    Of a head it takes the deed too where it tells none itself: `Khiển trách` under `Đảng viên bị kỷ luật`. Words of its
    own that no concept has name a thing as well: `Tỷ lệ rác thải được thu gom` under `Nông thôn mới`.
    """
    name = _without_brackets(name)
    needed = set(concepts_in(name))
    told = [concepts()[one] for one in needed]
    if told and all(one.plain for one in told):
        if tells_whole(_NUMBER_OF.sub("", name)):
            return sorted(needed)
        deeds = [[c for c in concepts_in(head) if _suits(concepts()[c], told)] for head in reversed(heads)]
        needed |= set(next((deed for deed in deeds if deed), ()))
        return sorted(needed)
    if len(left_over(name)) >= WORDS_OF_A_THING:
        return sorted(needed)
    for head in reversed(heads):
        kinds = {concepts()[other].kind for name in needed for other in (name, *concepts()[name].implies)}
        if "object" in kinds:
            break
        needed |= {one for one in concepts_in(head) if concepts()[one].kind != "act" or "act" not in kinds}
    return sorted(needed)


def _suits(one: Concept, things: list[Concept]) -> bool:
    """Tell whether what a head tells is a deed or a state that plain things may be of.

    Tasks are not issued: `Nhiệm vụ được giao` under `Lãnh đạo, chỉ đạo`, which documents are issued for.
    """
    return one.kind != "object" and not (one.family == _OF_DOCUMENTS and any(thing.group for thing in things))


WORDS_OF_A_THING: Final = 2
"""So many words of a name that no concept has are a thing of their own."""


def _without_brackets(name: str) -> str:
    return _BRACKETED.sub(" ", name)


@lru_cache(1 << 10)
def asked_by(indicator: Indicator) -> Asked:
    """Return what an indicator asks."""
    name = " ".join((indicator.name, *indicator.words))
    told = [concepts()[concept] for concept in _needed_names(name, indicator.heads)]
    implied = frozenset(name for concept in told for name in concept.implies)
    among = concepts_in(_without_brackets(indicator.name)) if is_among(indicator.name) else frozenset()
    hard = tuple(one for one in told if (not one.soft or one.name in among) and one.name not in implied)
    hard = _without_all_kinds(hard, _without_brackets(indicator.name))
    hard = _without_purpose(hard, first_told(_without_brackets(indicator.name)))
    if not any(concept.kind == "object" for concept in (*hard, *(concepts()[name] for name in implied))):
        head_noun = first_told(_without_brackets(indicator.name))
        hard += tuple(concept for concept in told if concept.soft and concept.name in head_noun)
    soft = frozenset(concept.name for concept in told if concept not in hard) | implied
    unit = indicator.unit
    counted_first = _COUNTING.match(indicator.name)
    noun = indicator.name[counted_first.end() :] if counted_first else ""
    own_noun = unit_group(noun) if noun else None
    measured = measure_of(unit or noun)
    things = [concept for concept in hard if concept.kind == "object" and concept.group]
    first = first_told(_without_brackets(indicator.name))
    counted = next((concept.group for concept in sorted(things, key=lambda one: one.name not in first)), None)
    counted = counted or next((group for name in sorted(implied) if (group := concepts()[name].group)), None)
    return Asked(
        needed=hard or tuple(told),
        soft=soft if hard else implied,
        around=frozenset(
            concept
            for words in (*indicator.heads, *_BRACKETED.findall(indicator.name))
            for concept in concepts_in(words)
        ),
        words=_segmented(indicator.name, left_over(_without_brackets(indicator.name)), _all_free),
        of_heads=not {concept.name for concept in told} <= concepts_in(_without_brackets(name)),
        segments=_segmented(indicator.name, meaning(_without_brackets(indicator.name)), _any_kept),
        telling=_segmented(indicator.name, beyond_nouns(_without_brackets(indicator.name)), _any_kept),
        head_words=_head_words(indicator),
        measure=measured[0] if measured else None,
        unit_words=words_of(unit or ""),
        group=unit_group(unit) if unit else None if indicator.adding is Adding.RATE else own_noun or counted,
        percent=indicator.adding is Adding.RATE,
        money=bool(unit) and unit_group(unit or "") == "money",
        name_words=words_of(_without_brackets(indicator.name)),
        among=among,
        quoted=tuple(_QUOTED.findall(indicator.name)),
        stock=indicator.adding is Adding.STOCK,
        either=tuple(names for word in meaning(indicator.name) if len(names := _deeds_in(word)) > 1),
        plan=indicator.adding is not Adding.RATE and asks_for_plan(indicator.name),
        of_period=indicator.adding is Adding.RATE
        and not any(names_time(indicator.name, time) for time in ("year_so_far", "of_year")),
    )


def _without_all_kinds(needed: tuple[Concept, ...], name: str) -> tuple[Concept, ...]:
    """Return what a name needs, the thing in the place of its kinds where it names them all.

    `Đơn khiếu nại, tố cáo, kiến nghị` counts letters.
    """
    families = {one.family for one in needed if one.kind == "quality" and one.family and _kinds()[one.family] > 1}
    told = Counter(concepts()[one].family for one in (named_in(name) if families else ()))
    whole = {family for family in families if told[family] == _kinds()[family]}
    things = tuple(concepts()[name] for one in needed if one.family in whole for name in one.implies)
    return tuple(dict.fromkeys((*(one for one in needed if one.family not in whole), *things))) if whole else needed


@cache
def _kinds() -> Counter[str | None]:
    """Return how many kinds each family has."""
    return Counter(one.family for one in concepts().values() if one.kind == "quality")


def _without_purpose(needed: tuple[Concept, ...], first: frozenset[str]) -> tuple[Concept, ...]:
    """Return what a name needs without those whom the things that it begins with were for.

    `Số cuộc đối thoại lắng nghe ý kiến Nhân dân, hội viên` counts meetings, `Số nhà ở của hộ nghèo, hộ người có công`
    houses of whomever.
    """
    things = {one.group for one in needed if one.name in first and (one.family or one.group == "houses")}
    others = [one for one in needed if one.name not in first]
    heard = {one.name for one in others if "events" in things and one.group in _HEARD}
    housed = {one.name for one in others if "houses" in things and one.name in _HOUSED}
    came_to = {one.name for one in others if _CAME in first and one.group == "events" and one.plain}
    left_out = heard | came_to | (housed if len(housed) > 1 else set())
    return tuple(one for one in needed if one.name not in left_out)


def _deeds_in(word: str) -> frozenset[str]:
    """Return the deeds and qualities that one syllable tells."""
    return frozenset(name for name in concepts_in(word) if concepts()[name].kind != "object")


def is_among(name: str) -> bool:
    """Tell whether an indicator is a part of the one before it.

    >>> is_among("Trong đó: nữ"), is_among("Số nữ đảng viên")
    (True, False)
    """
    return fold(name).startswith(_AMONG)


def _head_words(indicator: Indicator) -> tuple[str, ...]:
    """Return the words of the heads above an indicator that its own name does not hold."""
    heads = " ; ".join(map(_without_brackets, indicator.heads))
    own = set(words_of(indicator.name))
    found = _segmented(heads, words_of(heads), _says_something)
    return tuple(word for word in found if not set(word.split()) <= own)


def _says_something(word: list[str], _: set[str]) -> bool:
    """Tell whether a word of a head parts it from others: one of several syllables, or one that is not empty."""
    return len(word) > 1 or not (is_empty(word[0]) or word[0].isdigit())


def _segmented(name: str, syllables: tuple[str, ...], holds: Callable[[list[str], set[str]], bool]) -> tuple[str, ...]:
    """Return the words of a name that hold these syllables as it is asked; cut by underthesea: `băng rôn` is one."""
    if not syllables:
        return ()
    from underthesea import word_tokenize

    kept = set(syllables)
    cut = (" ".join(words_of(word)) for word in word_tokenize(fold(spelled_out(name))))
    return tuple(dict.fromkeys(word for word in cut if word and holds(word.split(), kept)))


def _any_kept(word: list[str], kept: set[str]) -> bool:
    return any(one in kept for one in word)


def _all_free(word: list[str], kept: set[str]) -> bool:
    """Tell whether a word is of syllables to be kept and of empty ones alone: `hợp tác xã`, whose `xã` is empty."""
    return any(one in kept for one in word) and all(one in kept or is_empty(one) for one in word)
