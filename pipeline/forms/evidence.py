"""An indicator and a number -> the named pieces of evidence for and against, each with its weight (`weights.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.around import (
    PLACES,
    Told,
    acts,
    is_of_staff,
    is_told,
    place_of,
    place_of_word,
    told_around,
)
from pipeline.forms.asking import Asked, asked_by
from pipeline.forms.clauses import is_under
from pipeline.forms.concepts import (
    alike,
    concepts,
    concepts_in,
    group_of_indicator,
    left_over,
    measure_of,
    words_of,
)
from pipeline.forms.finished import narrower_deeds, still_needed
from pipeline.forms.instead import asks_for_both, asks_who_came, is_of_own_thing, is_risen_to, is_without
from pipeline.forms.model import HEADS, Adding, Candidate, Indicator, Match, Span, Time
from pipeline.forms.plans import is_done, is_timely_plan, tells_plan
from pipeline.forms.ratios import is_told_of_whole
from pipeline.forms.standing import is_reached, tells_year_begun
from pipeline.forms.telltale import (
    counts_apart,
    counts_below,
    tells_absence,
    tells_not_there,
    tells_pledge,
    tells_whole,
)
from pipeline.forms.timely import lacks_time, timely

WEIGHTS: Final[dict[str, Any]] = load_table(__package__, "weights")
_KIND: Final[dict[str, float]] = WEIGHTS["kind"]
_PLACE: Final[dict[str, float]] = WEIGHTS["place"]
_GAIN: Final[dict[str, float]] = WEIGHTS["gain"]
_LOSS: Final[dict[str, float]] = WEIGHTS["loss"]
_CLOSE: Final = ("near", "owner", "before")
_ROWS_OF_A_LIST: Final = 2
_EVENTS: Final = "events"
_RATE_WORDS: Final = (" tỷ lệ ", " tỉ lệ ")
_STOCKS: Final = (Adding.STOCK, Adding.OPENING)
_AMONG: Final = (" trong đó ", " riêng về ")
_OF_THOSE: Final = " trong số đó "
_PASSIVE: Final = ("được",)
_MEASURES: Final = frozenset({"area", "length", "weight", "duration"})


def judge(indicator: Indicator, candidate: Candidate, asked: Span) -> Match | None:
    """Return a candidate's score for an indicator, None where it cannot be meant: another measure, unit or time."""
    wanted = asked_by(indicator)
    told = told_around(candidate)
    if not _may_be(wanted, indicator, candidate, told, asked) or _is_below(indicator, candidate):
        return None
    pieces = [*_for(wanted, candidate, told), *_against(wanted, indicator, candidate, told, asked)]
    score = sum(weight for _, weight in pieces)
    return Match(candidate, score, tuple((name, round(weight, 3)) for name, weight in pieces))


def _is_below(indicator: Indicator, candidate: Candidate) -> bool:
    """Tell whether a number counts what is below the thing asked for: the cells of a department's organisation.

    What is right below the committee of a commune is a base of its own.
    """
    return not candidate.report.commune and counts_below(indicator.name, candidate.unit or "")


def _may_be(wanted: Asked, indicator: Indicator, candidate: Candidate, told: Told, asked: Span) -> bool:
    if wanted.percent != (candidate.measure == "percent"):
        return False
    if candidate.role == "change" or (candidate.facts.get("direction") and candidate.role == "share"):
        return False
    if candidate.role == "nothing":
        return not wanted.money and not wanted.percent
    if candidate.role == "whole" and not is_told_of_whole(wanted, candidate):
        return False
    if candidate.measure in _MEASURES or wanted.measure:
        told_measure = measure_of(candidate.unit) if candidate.unit else None
        if not told_measure or told_measure[0] != wanted.measure:
            return False
        return _is_timely(wanted, indicator.adding, candidate, asked)
    if wanted.money != (candidate.measure == "money") and not (
        wanted.percent or (told.group is None and not wanted.money)
    ):
        return False
    if not wanted.percent and wanted.group and told.group and not _counts_alike(wanted, candidate, told.group):
        return False
    return _is_timely(wanted, indicator.adding, candidate, asked)


def _is_timely(wanted: Asked, adding: Adding, candidate: Candidate, asked: Span) -> bool:
    if wanted.plan:
        return is_timely_plan(candidate, asked)
    return timely(adding, candidate, asked) or is_reached(wanted, candidate)


def _counts_alike(wanted: Asked, candidate: Candidate, group: str) -> bool:
    return alike(wanted.group or "", group) or _begins(wanted.unit_words, words_of(candidate.unit or ""))


def _begins(unit: tuple[str, ...], noun: tuple[str, ...]) -> bool:
    """Tell whether the counted noun is that of a form with more words: `46 tổ dân phố` where the unit is `tổ`."""
    return bool(unit) and noun[: len(unit)] == unit


def _for(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
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
    if wanted.group == _EVENTS and _begins(wanted.unit_words, counted):
        yield "own_unit", _GAIN["own_unit"]
    if wanted.plan and (tells_plan(candidate.near) or candidate.facts.get("modality") == "target"):
        yield "plan", _GAIN["plan"]
    if wanted.soft & (told.concepts["near"] | told.concepts["before"]):
        yield "soft", _GAIN["soft"]
    if candidate.row and words_of(candidate.row) == wanted.name_words:
        yield "name", _GAIN["name"]
    if candidate.when.time in (Time.PERIOD, Time.YEAR):
        yield "stated_time", _GAIN["stated_time"]
    around = wanted.around - wanted.names
    heads = sum(place_of_word(word, told) is not None for word in wanted.head_words)
    heads += sum(any(name in told.concepts[place] for place in PLACES) for name in around)
    if heads:
        yield HEADS, _GAIN["heads"] * heads / (len(wanted.head_words) + len(around))


def _names_unit(wanted: Asked, counted: tuple[str, ...]) -> bool:
    """Tell whether the name of an indicator holds the counted noun: `58 băng rôn` for `Số pa nô, băng rôn`."""
    return f" {' '.join(counted)} " in f" {' '.join(wanted.name_words)} "


def _by_words(wanted: Asked, told: Told) -> Iterator[tuple[str, float]]:
    """Yield what the words of a name give by themselves, of which one must be told beside the number."""
    places = [(word, place_of_word(word, told)) for word in wanted.segments]
    if len(places) > 1 and not wanted.of_heads and any(place == "near" for _, place in places):
        for word, place in places:
            if place:
                yield f"{word}@{place}", _PLACE[place] * _GAIN["words_alone"] / len(places)


def _by_concepts(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield what each concept and word that a name needs gives by the place where it is told.

    A word that is told nowhere takes a part of its weight from the others.
    """
    needed = still_needed(wanted, told)
    parts = [(concept.name, _KIND[concept.kind], place_of(concept.name, told)) for concept in needed]
    share = 1.0 if not wanted.needed else _KIND["word"]
    parts += [(word, share, place_of_word(word, told)) for word in wanted.words]
    untold = sum(weight for name, weight, place in parts if place is None and name in wanted.words and wanted.needed)
    whole = sum(weight for _, weight, _ in parts) - untold + min(untold * _LOSS["untold_word"], _LOSS["untold_words"])
    for name, weight, place in parts:
        if place:
            inherited = place in ("owner", "before") and (told.bare or (candidate.role == "part" and place == "owner"))
            yield f"{name}@{place}", weight / (whole or 1.0) * (_PLACE["inherited"] if inherited else _PLACE[place])


def _against(
    wanted: Asked, indicator: Indicator, candidate: Candidate, told: Told, asked: Span
) -> Iterator[tuple[str, float]]:
    """Yield what speaks against a candidate."""
    yield from _other_concepts(wanted, indicator, told)
    for name in narrower_deeds(wanted, told):
        yield f"narrower:{name}", -_LOSS["rival"]
    yield from _not_all(wanted, indicator, candidate, told)
    yield from _wrong_share(wanted, candidate, told)
    yield from _untold(wanted, candidate, told)
    narrowing = {one.name for one in wanted.needed if one.kind == "quality" and one.family}
    if not narrowing & (told.concepts["near"] - told.concepts["owner"]):
        yield from _only_a_part(wanted, candidate, told)
    yield from _wrong_unit(wanted, candidate, told)
    if indicator.adding in _STOCKS and _is_done_to(candidate, told) and not set(_PASSIVE) & set(wanted.name_words):
        yield "done_to", -_LOSS["done_to"]
    if indicator.adding is Adding.FLOW and is_risen_to(wanted, candidate, told):
        yield "rose_to", -_LOSS["rival"]
    if wanted.stock and tells_year_begun(candidate.left):
        yield "year_begun", -_LOSS["year_begun"]
    if wanted.plan and is_done(candidate, told.own):
        yield "done", -_LOSS["rival"]
    if _is_one_of_rows(wanted, candidate):
        yield "row_of_many", -_LOSS["rival"]
    lacking = lacks_time(indicator.adding, candidate, asked)
    if lacking:
        yield "untold_time", -_LOSS[lacking]


def _is_one_of_rows(wanted: Asked, candidate: Candidate) -> bool:
    """Tell whether a number is of one of many rows that are none of what is asked for, and no sum of them.

    So are the villages of a commune under the head `Số hộ nghèo`.
    """
    row = candidate.row or ""
    if candidate.rows < _ROWS_OF_A_LIST or tells_whole(row) or not left_over(row):
        return False
    words = f" {' '.join(words_of(row))} "
    named = any(f" {word} " in words for word in wanted.segments)
    return (
        not named and not (concepts_in(row) & wanted.names) and bool(concepts_in(candidate.column or "") & wanted.names)
    )


def _untold(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that what makes a thing the one asked for is told nowhere.

    A noun of which there are always many (`41 tổ chức đảng`) is not what was done to some of them, nor is who came the
    ones who came to what is asked for.
    """
    untold = [one for one in still_needed(wanted, told) if place_of(one.name, told) is None]
    if any(one.kind == "quality" and one.family for one in untold):
        yield "untold_kind", -_LOSS["untold_kind"]
    if wanted.among and not any(place_of(name, told) in _CLOSE for name in wanted.among):
        yield "untold_kind", -_LOSS["untold_deed"]
    things = [one for one in wanted.needed if one.kind == "object" and one not in untold]
    deed = any(one.kind == "act" and one.family for one in untold) and all(one.plain for one in things)
    said = [word for word in wanted.telling if place_of_word(word, told)]
    others = [one for one in wanted.needed if one not in untold and one.kind != "object"]
    elsewhere = any(one.name in concepts_in(candidate.sentence) for one in untold)
    vague = untold and things and all(one.vague for one in things)
    if ((deed and not others and not said) or vague) and not elsewhere:
        yield "untold_deed", -_LOSS["untold_deed"]


def _other_concepts(wanted: Asked, indicator: Indicator, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the concepts beside a number that its indicator does not ask for; most weigh those that exclude it."""
    families = {concept.family for concept in wanted.needed if concept.family}
    own = {concept.family for concept in wanted.needed if concept.name in told.own}
    of_stock = "_of_stock" if indicator.adding in _STOCKS else ""
    act, quality = _LOSS[f"other_act{of_stock}"], _LOSS[f"other_quality{of_stock}"]
    for name in sorted(told.own - wanted.names):
        concept = concepts()[name]
        if (concept.family in families and concept.family not in own) or is_of_own_thing(wanted, told, concept):
            yield f"rival:{name}", -_LOSS["rival"]
        elif concept.family in families:
            yield f"beside:{name}", -_LOSS["beside"]
        elif concept.family and concept.family not in families and name not in wanted.around:
            if concept.kind != "object":
                yield f"{concept.kind}:{name}", -(act if concept.kind == "act" else quality)
        elif concept.kind == "object" and not told.bare:
            yield f"object:{name}", -_LOSS["other_object"]


def _not_all(wanted: Asked, indicator: Indicator, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is not all there are of a thing, where an indicator asks for them all."""
    plain = all(concept.plain for concept in wanted.needed)
    if indicator.adding not in _STOCKS or not plain or candidate.row:
        return
    narrowed = any(place_of_word(word, told) == "near" for word in wanted.words)
    if not told.whole and not narrowed:
        before = tells_whole(candidate.before) and not acts(told.concepts["before"])
        yield "not_whole", -_LOSS["not_whole_near" if before else "not_whole"]
    if acts(told.concepts["earlier"]):
        yield "act_earlier", -_LOSS["act_earlier"]


def _is_done_to(candidate: Candidate, told: Told) -> bool:
    """Tell whether something was done to those counted, who so are some of all: `388 hộ nghèo được hỗ trợ nhà ở`."""
    noun = words_of(candidate.unit or "")
    return bool(noun) and (bool(set(_PASSIVE) & set(noun[1:])) or is_told((*noun, *_PASSIVE), told.words["near"]))


def _wrong_share(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is something beside what is asked for, of another time or of another body."""
    if is_under(candidate.above, "shortcomings"):
        yield "shortcoming", -_LOSS["shortcoming"]
    foreign = len(told.foreign - set(wanted.name_words))
    if foreign:
        yield "foreign_words", -min(_LOSS["foreign_words"], foreign * _LOSS["foreign_word"])
    noun = words_of(candidate.unit or "")
    told_near = any(concept.name in told.own for concept in wanted.needed) or (
        len(noun) > 1 and _names_unit(wanted, noun)
    )
    if candidate.role == "attendees" and not told_near and not asks_who_came(wanted, told):
        yield "attendees", -_LOSS["attendees"]
    if wanted.of_period and candidate.when.time is Time.YEAR:
        yield "longer_time", -_LOSS["longer_time"]
    yield from _of_another_body(wanted, candidate, told)
    if candidate.base:
        yield "base", -_LOSS["rival"]
    if candidate.measure == "ratio" and all(concept.plain for concept in wanted.needed) and wanted.needed:
        yield "of_whole", -_LOSS["of_whole"]
    if candidate.measure != "percent":
        yield from _wrong_count(wanted, candidate, told)
    elif _of_others(f" {' '.join(wanted.name_words)} ", told):
        yield "not_there", -_LOSS["rival"]


def _of_another_body(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is of a body above, beside or below the one that reports."""
    if told.of_one and not candidate.base:
        yield "of_one", -_LOSS["of_one"]
    if is_of_staff(candidate, " ".join(wanted.name_words)):
        yield "staff", -_LOSS["rival"]
    if any(body not in " ".join(wanted.name_words) for body in told.doers):
        yield "doer", -_LOSS["doer"]
    if told.by_another:
        yield "other_body", -_LOSS["other_body"]


def _of_others(name: str, told: Told) -> bool:
    """Tell whether a share is of those who did not come or only mean to, where the name asks for neither."""
    absent = tells_absence(told.words["near"]) and not tells_absence(name)
    return absent or (tells_pledge(told.words["owner"]) and not tells_pledge(name))


def _wrong_count(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is what a share is of, or of each of several and not of all."""
    if told.words["near"].startswith(_RATE_WORDS):
        yield "rate_words", -_LOSS["rate_words"]
    denied = tells_not_there(told.words["near"]) and not tells_not_there(f" {' '.join(wanted.name_words)} ")
    if denied or is_without(wanted, candidate, told):
        yield "not_there", -_LOSS["rival"]
    if candidate.coupled and asks_for_both(wanted, candidate.coupled):
        yield "coupled", -_LOSS["rival"]
    if told.of_each and not told.of_each & set(wanted.name_words):
        yield "of_each", -_LOSS["rival"]


def _only_a_part(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield the signs that a number is part of another; asked of indicators that name no part.

    One whose noun is named, and is not that of the whole, is asked for: `133 văn bản, trong đó có 03 nghị quyết`.
    """
    owner = told.words["owner"]
    if candidate.role == "share" and owner.startswith(_AMONG) and set(left_over(owner)) - set(wanted.name_words):
        yield "share_of_part", -_LOSS["among"]
    if candidate.summed:
        yield "summed", -_LOSS["summed"]
    counted = words_of(candidate.unit or "")
    if candidate.owner and counted and _names_unit(wanted, counted) and not is_told(counted, told.words["owner"]):
        return
    led = f" {' '.join(words_of(candidate.left.rpartition(',')[2]))} "
    if told.words["near"].startswith(_AMONG) or led.startswith(_AMONG):
        yield "among", -_LOSS["among"]
    if _OF_THOSE in f" {' '.join(words_of(candidate.near.replace(candidate.left, '', 1)))} ":
        yield "among", -_LOSS["of_those"]
    if candidate.role == "part" and candidate.measure != "ratio":
        yield "part", -_LOSS["part"]
    if candidate.bracketed and candidate.role != "share":
        yield "bracketed", -_LOSS["bracketed"]


def _wrong_unit(wanted: Asked, candidate: Candidate, told: Told) -> Iterator[tuple[str, float]]:
    """Yield what is odd about the noun that is counted."""
    if wanted.money and not candidate.unit and not any(map(str.isalpha, candidate.written)):
        yield "unit_untold", -_LOSS["rival"]
    if wanted.percent or not wanted.group or _names_unit(wanted, words_of(candidate.unit or "")):
        return
    if _counts_another(wanted, told):
        yield "other_noun", -_LOSS["other_noun"]
    if told.group == wanted.group and counts_apart(
        wanted.name_words, wanted.unit_words, words_of(candidate.unit or "")
    ):
        yield "other_noun", -_LOSS["rival"]
    if told.group and wanted.group != told.group:
        yield "unit_differs", -_LOSS["unit_near" if "turns" in (wanted.group, told.group) else "unit_differs"]
    elif candidate.unit and not told.group and group_of_indicator(candidate.facts.get("indicator", "")) != wanted.group:
        yield "unit_unknown", -_LOSS["unit_differs"]


def _counts_another(wanted: Asked, told: Told) -> bool:
    """Tell whether the counted noun names another thing of the same group: `kết nạp 64 đoàn viên` for members."""
    meant = {name for name in wanted.names if concepts()[name].kind == "object" and concepts()[name].plain}
    alike = any(concepts()[name].group == told.group for name in meant)
    return alike and bool(told.noun) and not told.noun & (wanted.names | wanted.around)


def counts_the_thing(indicator: Indicator, candidate: Candidate) -> bool:
    """Tell whether a number's own clause names the thing that an indicator counts."""
    things = {concept.name for concept in asked_by(indicator).needed if concept.kind == "object"}
    return bool(things & told_around(candidate).own)


def spelled(indicator: Indicator) -> str:
    """Return the folded name of an indicator with the heads above it, by which a person's cell is known again."""
    return " / ".join(fold(part) for part in (*indicator.heads, indicator.name))
