"""An indicator and a number -> the named pieces of evidence for and against, each with its weight (`weights.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.asking import Asked, asked_by
from pipeline.forms.clauses import is_under
from pipeline.forms.concepts import (
    concepts,
    concepts_in,
    group_of_indicator,
    implied_by,
    is_noun_of_all,
    left_over,
    measure_of,
    tells_lacking,
    tells_whole,
    unit_group,
    words_of,
)
from pipeline.forms.model import HEADS, Adding, Candidate, Indicator, Match, Span, Time

WEIGHTS: Final[dict[str, Any]] = load_table(__package__, "weights")
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "above")["words"]
_KIND: Final[dict[str, float]] = WEIGHTS["kind"]
_PLACE: Final[dict[str, float]] = WEIGHTS["place"]
_GAIN: Final[dict[str, float]] = WEIGHTS["gain"]
_LOSS: Final[dict[str, float]] = WEIGHTS["loss"]
_ALIKE: Final = (
    frozenset({"persons", "turns"}), frozenset({"organisations", "events"}), frozenset({"turns", "petitions"}),
    frozenset({"turns", "dossiers"}), frozenset({"turns", "events"}), frozenset({"posts", "turns"}),
    frozenset({"posts", "media"}), frozenset({"models", "organisations"}), frozenset({"banners", "goods"}),
    frozenset({"tasks", "petitions"}),
)  # fmt: skip
"""Groups of nouns that a form and a report may use for the same things."""
_RATE_WORDS: Final = (" tỷ lệ ", " tỉ lệ ")
_ATTENDANCE: Final = frozenset({"attendance"})
_STOCKS: Final = (Adding.STOCK, Adding.OPENING)
_AMONG: Final = (" trong đó ", " riêng về ")
_PLACES: Final = ("near", "owner", "before", "earlier", "above")
_MEASURES: Final = frozenset({"area", "length", "weight"})


@dataclass(frozen=True, slots=True)
class _Told:
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
def _told(candidate: Candidate) -> _Told:
    texts = {place: getattr(candidate, place) for place in _PLACES}
    texts["near"] = _with_noun(candidate)
    group = unit_group(candidate.unit) if candidate.unit else None
    found = {place: concepts_in(text) for place, text in texts.items()}
    words = {place: f" {' '.join(words_of(text))} " for place, text in texts.items()}
    bare = not any(concepts()[name].kind != "object" or candidate.measure == "percent" for name in found["near"])
    bare = bare and len(left_over(candidate.near)) < _WORDS_OF_ITS_OWN
    own = found["near"] | _ATTENDANCE if candidate.role == "attendees" else found["near"]
    found["near"] = own
    found = {place: names | implied_by(names) for place, names in found.items()}
    return _Told(
        found,
        own,
        words,
        group,
        bare,
        frozenset(left_over(candidate.near)),
        tells_whole(candidate.near) or _is_labelled_so(candidate, found["above"]),
        _is_of_another(candidate),
        _of_each(words["near"]),
    )


def _is_labelled_so(candidate: Candidate, above: frozenset[str]) -> bool:
    """Tell whether the label before a number is the bare noun, under no heading on a deed: `- Đảng viên: 3.204`."""
    label, colon, rest = candidate.near.partition(":")
    return bool(colon) and is_noun_of_all(label) and not concepts_in(rest) and not _acts(above)


def _with_noun(candidate: Candidate) -> str:
    """Return a number's clause with its whole noun, of which a comma may have cut a part: `lượt cấp ủy, cán bộ`."""
    noun = candidate.unit or ""
    return candidate.near if words_of(noun) == () or noun in fold(candidate.near) else f"{candidate.near} | {noun}"


def judge(indicator: Indicator, candidate: Candidate, asked: Span) -> Match | None:
    """Return a candidate's score for an indicator, None where it cannot be meant: another measure, unit or time."""
    wanted = asked_by(indicator)
    told = _told(candidate)
    if not _may_be(wanted, indicator, candidate, told, asked):
        return None
    pieces = [*_for(wanted, candidate, told), *_against(wanted, indicator, candidate, told, asked)]
    score = sum(weight for _, weight in pieces)
    return Match(candidate, score, tuple((name, round(weight, 3)) for name, weight in pieces))


def _may_be(wanted: Asked, indicator: Indicator, candidate: Candidate, told: _Told, asked: Span) -> bool:
    if wanted.percent != (candidate.measure == "percent"):
        return False
    if candidate.role == "change" or (candidate.facts.get("direction") and candidate.role == "share"):
        return False
    if candidate.role == "nothing":
        return not wanted.money and not wanted.percent
    if candidate.role == "whole" and not (wanted.needed and all(concept.plain for concept in wanted.needed)):
        return False
    if candidate.measure in _MEASURES or wanted.measure:
        told_measure = measure_of(candidate.unit) if candidate.unit else None
        if not told_measure or told_measure[0] != wanted.measure:
            return False
        return timely(indicator.adding, candidate, asked)
    if wanted.money != (candidate.measure == "money") and not (
        wanted.percent or (told.group is None and not wanted.money)
    ):
        return False
    if not wanted.percent and wanted.group and told.group and not _alike(wanted.group, told.group):
        return False
    return timely(indicator.adding, candidate, asked)


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


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= pair for pair in _ALIKE)


def timely(adding: Adding, candidate: Candidate, asked: Span) -> bool:
    """Tell whether a number's time is that of an indicator: a quarter's flow is no sum since the start of the year."""
    time = candidate.when.time
    if time in (Time.AIM, Time.EARLIER, Time.OTHER):
        return False
    if time is Time.COMPARED:
        return adding is not Adding.OPENING
    whole_year = asked.start == asked.year_start
    if adding is Adding.OPENING:
        return time in (Time.OPENING, Time.UNTOLD)
    if time is Time.OPENING:
        return False
    if adding is Adding.FLOW:
        return time is not Time.YEAR or whole_year
    if adding is Adding.CUMULATIVE:
        return time is Time.YEAR or whole_year or time is Time.UNTOLD
    return True


def _for(wanted: Asked, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield what speaks for a candidate; the needed concepts and words together can give 1.

    Where the concepts give less than the plain words of the name do, the words count in their place.
    """
    by_concepts = list(_by_concepts(wanted, candidate, told))
    by_words = list(_by_words(wanted, told))
    yield from max(by_concepts, by_words, key=lambda pieces: sum(weight for _, weight in pieces))
    counted = words_of(candidate.unit or "")
    if (wanted.group and told.group == wanted.group) or wanted.measure or (counted and counted == wanted.unit_words):
        yield "unit", _GAIN["unit"]
    elif counted and _names_unit(wanted, counted):
        yield "unit_in_name", _GAIN["unit"]
    if wanted.soft & (told.concepts["near"] | told.concepts["before"]):
        yield "soft", _GAIN["soft"]
    if candidate.row and words_of(candidate.row) == wanted.name_words:
        yield "name", _GAIN["name"]
    if candidate.when.time in (Time.PERIOD, Time.YEAR):
        yield "stated_time", _GAIN["stated_time"]
    around = wanted.around - wanted.names
    heads = sum(_place_of_word(word, told) is not None for word in wanted.head_words)
    heads += sum(any(name in told.concepts[place] for place in _PLACES) for name in around)
    if heads:
        yield HEADS, _GAIN["heads"] * heads / (len(wanted.head_words) + len(around))


def _names_unit(wanted: Asked, counted: tuple[str, ...]) -> bool:
    """Tell whether the name of an indicator holds the counted noun: `58 băng rôn` for `Số pa nô, băng rôn`."""
    return f" {' '.join(counted)} " in f" {' '.join(wanted.name_words)} "


def _by_words(wanted: Asked, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield what the words of a name give by themselves, of which one must be told beside the number."""
    places = [(word, _place_of_word(word, told)) for word in wanted.segments]
    if len(places) > 1 and not wanted.of_heads and any(place == "near" for _, place in places):
        for word, place in places:
            if place:
                yield f"{word}@{place}", _PLACE[place] * _GAIN["words_alone"] / len(places)


def _by_concepts(wanted: Asked, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield what each concept and word that a name needs gives by the place where it is told.

    A word that is told nowhere takes a part of its weight from the others.
    """
    parts = [(concept.name, _KIND[concept.kind], _place_of(concept.name, told)) for concept in wanted.needed]
    share = 1.0 if not wanted.needed else _KIND["word"]
    parts += [(word, share, _place_of_word(word, told)) for word in wanted.words]
    untold = sum(weight for name, weight, place in parts if place is None and name in wanted.words and wanted.needed)
    whole = sum(weight for _, weight, _ in parts) - untold + min(untold * _LOSS["untold_word"], _LOSS["untold_words"])
    for name, weight, place in parts:
        if place:
            inherited = place in ("owner", "before") and (told.bare or (candidate.role == "part" and place == "owner"))
            yield f"{name}@{place}", weight / (whole or 1.0) * (_PLACE["inherited"] if inherited else _PLACE[place])


def _place_of(name: str, told: _Told) -> str | None:
    """Return where a concept is told, the nearest first; a noun of its group stands for it before the sentence does."""
    if name in told.concepts["near"]:
        return "near"
    concept = concepts().get(name)
    stands_for = concept is not None and concept.plain and told.group is not None and concept.group == told.group
    found = next((place for place in _PLACES if name in told.concepts[place]), None)
    return "noun" if stands_for and found != "owner" else found


def _place_of_word(word: str, told: _Told) -> str | None:
    return next((place for place in _PLACES if f" {word} " in told.words[place]), None)


def _against(
    wanted: Asked, indicator: Indicator, candidate: Candidate, told: _Told, asked: Span
) -> Iterator[tuple[str, float]]:
    """Yield what speaks against a candidate."""
    yield from _other_concepts(wanted, indicator, told)
    yield from _not_all(wanted, indicator, candidate, told)
    yield from _wrong_share(wanted, candidate, told)
    narrowing = {one.name for one in wanted.needed if one.kind == "quality" and one.family}
    if not narrowing & told.concepts["near"]:
        yield from _only_a_part(wanted, candidate, told)
    yield from _wrong_unit(wanted, candidate, told)
    if candidate.when.time is Time.UNTOLD and _tells_no_sum(indicator, asked):
        yield "untold_time", -_LOSS["untold_time_of_sum"]


def _other_concepts(wanted: Asked, indicator: Indicator, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield the concepts beside a number that its indicator does not ask for; most weigh those that exclude it."""
    families = {concept.family for concept in wanted.needed if concept.family}
    own = {concept.family for concept in wanted.needed if concept.name in told.own}
    of_stock = "_of_stock" if indicator.adding in _STOCKS else ""
    act, quality = _LOSS[f"other_act{of_stock}"], _LOSS[f"other_quality{of_stock}"]
    for name in sorted(told.own - wanted.names):
        concept = concepts()[name]
        if concept.family in families and concept.family not in own:
            yield f"rival:{name}", -_LOSS["rival"]
        elif concept.family in families:
            yield f"beside:{name}", -_LOSS["beside"]
        elif concept.family and concept.family not in families and name not in wanted.around:
            if concept.kind != "object":
                yield f"{concept.kind}:{name}", -(act if concept.kind == "act" else quality)
        elif concept.kind == "object" and not told.bare:
            yield f"object:{name}", -_LOSS["other_object"]


def _not_all(wanted: Asked, indicator: Indicator, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is not all there are of a thing, where an indicator asks for them all."""
    plain = all(concept.plain for concept in wanted.needed)
    if indicator.adding not in _STOCKS or not plain or candidate.row:
        return
    narrowed = any(_place_of_word(word, told) == "near" for word in wanted.words)
    if not told.whole and not narrowed:
        before = tells_whole(candidate.before) and not _acts(told.concepts["before"])
        yield "not_whole", -_LOSS["not_whole_near" if before else "not_whole"]
    if _acts(told.concepts["earlier"]):
        yield "act_earlier", -_LOSS["act_earlier"]


def _wrong_share(wanted: Asked, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is something beside what is asked for, of another time or of another body."""
    if is_under(candidate.above, "shortcomings"):
        yield "shortcoming", -_LOSS["shortcoming"]
    foreign = len(told.foreign - set(wanted.name_words))
    if foreign:
        yield "foreign_words", -min(_LOSS["foreign_words"], foreign * _LOSS["foreign_word"])
    told_near = any(concept.name in told.own for concept in wanted.needed)
    if candidate.role == "attendees" and not told_near and "attendance" not in wanted.names and not _of_turns(wanted):
        yield "attendees", -_LOSS["attendees"]
    if wanted.of_period and candidate.when.time is Time.YEAR:
        yield "longer_time", -_LOSS["longer_time"]
    if told.by_another:
        yield "other_body", -_LOSS["other_body"]
    if candidate.base:
        yield "base", -_LOSS["rival"]
    if candidate.measure == "ratio" and all(concept.plain for concept in wanted.needed) and wanted.needed:
        yield "of_whole", -_LOSS["of_whole"]
    if candidate.measure != "percent":
        yield from _wrong_count(wanted, told)


def _of_turns(wanted: Asked) -> bool:
    """Tell whether the thing asked for is itself people who came: `Số lượt công dân được tiếp`."""
    return any(concept.kind == "object" and concept.group == "turns" for concept in wanted.needed)


def _wrong_count(wanted: Asked, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is what a share is of, or of each of several and not of all."""
    if told.words["near"].startswith(_RATE_WORDS):
        yield "rate_words", -_LOSS["rate_words"]
    if tells_lacking(told.words["near"]) and not tells_lacking(f" {' '.join(wanted.name_words)} "):
        yield "lacking", -_LOSS["rival"]
    if told.of_each and not told.of_each & set(wanted.name_words):
        yield "of_each", -_LOSS["rival"]


def _acts(names: frozenset[str]) -> bool:
    """Tell whether one of some concepts is a deed that singles out some of all."""
    return any(concepts()[name].kind == "act" and not concepts()[name].stock for name in names)


def _only_a_part(wanted: Asked, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is part of another; asked of indicators that name no part.

    One whose noun is named, and is not that of the whole, is asked for: `133 văn bản, trong đó có 03 nghị quyết`.
    """
    counted = words_of(candidate.unit or "")
    if counted and _names_unit(wanted, counted) and f" {' '.join(counted)} " not in told.words["owner"]:
        return
    if told.words["near"].startswith(_AMONG):
        yield "among", -_LOSS["among"]
    if candidate.role == "part" and candidate.measure != "ratio":
        yield "part", -_LOSS["part"]
    if candidate.bracketed and candidate.role != "share":
        yield "bracketed", -_LOSS["bracketed"]


def _wrong_unit(wanted: Asked, candidate: Candidate, told: _Told) -> Iterator[tuple[str, float]]:
    """Yield what is odd about the noun that is counted."""
    if wanted.money and not candidate.unit:
        yield "unit_untold", -_LOSS["rival"]
    if wanted.percent or not wanted.group or _names_unit(wanted, words_of(candidate.unit or "")):
        return
    if told.group and wanted.group != told.group:
        yield "unit_differs", -_LOSS["unit_near" if "turns" in (wanted.group, told.group) else "unit_differs"]
    elif candidate.unit and not told.group and group_of_indicator(candidate.facts.get("indicator", "")) != wanted.group:
        yield "unit_unknown", -_LOSS["unit_differs"]


def _tells_no_sum(indicator: Indicator, asked: Span) -> bool:
    """Tell whether an indicator needs a number that is said to be since the start of the year, or at the start."""
    since = indicator.adding is Adding.CUMULATIVE and asked.start != asked.year_start
    return since or indicator.adding is Adding.OPENING


def counts_the_thing(indicator: Indicator, candidate: Candidate) -> bool:
    """Tell whether a number's own clause names the thing that an indicator counts."""
    things = {concept.name for concept in asked_by(indicator).needed if concept.kind == "object"}
    return bool(things & _told(candidate).own)


def spelled(indicator: Indicator) -> str:
    """Return the folded name of an indicator with the heads above it, by which a person's cell is known again."""
    return " / ".join(fold(part) for part in (*indicator.heads, indicator.name))
