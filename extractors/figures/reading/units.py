"""The noun phrase behind a number that it counts: `149 hội nghị`, or none where the text leaves it out.

Source: gold guidelines, "unit": the shortest noun phrase, coordinated nouns together, as written, lower case;
money and counts over time keep their denominators (đồng/người/tháng; tin, bài/tháng).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import CUES_OF_CLASS, LABELS, opens_class
from extractors.figures.reading.counted import COPULAS, COUNTED, STOPS, VERBS, Counted, counted_at
from extractors.figures.reading.unit import Unit, as_written
from extractors.figures.reading.unknown_nouns import is_act, over_unknown, unknown_noun, written_short_behind
from extractors.figures.words import CITATION, DIGITS, NUMBER, Lexicon, keys_of
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "units")["words"]
_DECLARED: Final = tuple(frozenset(phrase.split()) for phrase in _WORDS["declared"])
_PAPERS_DONE: Final = tuple(phrase.split() for phrase in _WORDS["papers_done"])
_TABLE: Final = load_table(__package__, "phrases_around")
_SKIPPED: Final = Lexicon((word, True) for word in _TABLE["skipped_before_unit"])
_PLANS: Final = Lexicon((word, True) for word in _TABLE["plans"])
_TIMES_OF_ACTS: Final = frozenset(_TABLE["acts_told_in_times"])
_ACT_REACH: Final = 40
_TOTALS: Final = Lexicon((word, True) for word in _TABLE["totals"])
_SCORE_CUES: Final = frozenset(_TABLE["score_cues"])
_BANDS: Final = Lexicon((word, True) for word in _TABLE["bands"])
_SUMS_OF_MARKS: Final = Lexicon((word, True) for word in _TABLE["sums_of_marks"])
_TIMES_CUES: Final = frozenset(_TABLE["times_cues"])
_DENSE: Final = frozenset({Measure.AREA, Measure.WEIGHT, Measure.VOLUME})
"""What a density is told over: `1.600 cây/ha`, `100 con/kg`."""
_ONE: Final = frozenset({"1", "01", "một"})
_TIME_WORDS: Final = frozenset(_WORDS["time_words"])
_LONGEST_ORDINAL: Final = 4
_NEAR_PAPERS: Final = 25
_BEFORE_MARKS: Final = frozenset(_WORDS["before_marks"])
_BOUNDS: Final = frozenset(_WORDS["bounds"])
_ENDS_OF_MARK: Final[tuple[list[str], ...]] = ([], ["."], [";"], [","], ["("], [")"])
_LONGEST_LABEL: Final = 5
_LONGEST_CLASS: Final = 7
_LEADS_ON: Final = frozenset(_TABLE["leads_on"])
_ENDS_OF_AMOUNTS: Final = ([",", "-"], [",", "–"], [".", "-"])
"""Signs that close an amount of money: `12.500.000,- đồng`."""
_OWN_WORDS: Final = 2
_MANY_CITED: Final = 100
_QUOTES: Final = frozenset("“\"”'‘’")
_JOINS: Final = frozenset({",", "và", "hoặc", "-", "–"})
_TOGETHER: Final = frozenset(frozenset(pair) for pair in _TABLE["together"])
_TOGETHER_LONG: Final = frozenset(frozenset(pair) for pair in _TABLE["together_long"])
_SHORTENED: Final = frozenset(_TABLE["shortened"])
_SHORT_LASTS: Final = frozenset(_TABLE["shortened_last"])
_SHORT_JOINS: Final = frozenset({",", "và", "-", "–"})
_CLOSED: Final = frozenset({NUMBER, CITATION, DIGITS})


def unit_behind(draft: Draft) -> Unit | None:
    """Return the unit that follows the number; None where the text leaves the noun out."""
    keys = draft.keys
    start, skipped = _noun_start(draft)
    if start >= len(keys):
        return _cited(draft)
    rated = draft.numeral.percent or draft.numeral.of is not None
    if rated and (base := _base_of_rate(draft, start)) is not None:
        return base
    if (short := written_short_behind(draft, start)) is not None:
        return short
    hit = counted_at(keys, start)
    if hit is None:
        return None if skipped and not draft.numeral.percent else unknown_noun(draft, start)
    end, readings = _before_level(keys, start, hit)
    what = None if _is_proper_name(draft, start, end) else _reading(draft, readings)
    if what is None or (what.time and draft.numeral.percent):
        return None
    if what.prefix:
        noun = COUNTED.at(keys, end)
        if noun and noun[1][0].family in ("person", "household"):
            end = noun[0]
    joined = start
    if what.measure is _COUNT:
        end, what, joined = joined_end(draft, start, end, what)
        end = max(end, shortened_end(keys, start), over_unknown(draft, end, what))
    last, end = _over_denominators(draft, end, what)
    if what.head_words:
        last = joined + what.head_words
    text = as_written(draft, start, last)
    return Unit(start, last, text if what.measure is _COUNT else text.replace(" - ", "-"), what, end)


def _before_level(keys: list[str], start: int, hit: tuple[int, tuple[Counted, ...]]) -> tuple[int, tuple[Counted, ...]]:
    """Return the noun without the words that begin a class: `hộ` of `hộ sản xuất kinh doanh giỏi`."""
    if hit[0] - start < 2 or keys[start + 1] not in LABELS.firsts:
        return hit
    level = LABELS.at(keys, start + 1)
    return (level is not None and level[0] > hit[0] and counted_at(keys[: start + 1], start)) or hit


def _base_of_rate(draft: Draft, start: int) -> Unit | None:
    """Return the plan or the whole that a rate is of: `đạt 98% kế hoạch`, `10% tổng mức vốn`."""
    if draft.numeral.percent and (whole := _total_at(draft, draft.at + 1) or _total_at(draft, start)):
        return whole
    plan = _PLANS.at(draft.keys, start)
    return Unit(start, plan[0], as_written(draft, start, plan[0]), None, plan[0]) if plan else None


def _total_at(draft: Draft, start: int) -> Unit | None:
    """Return what a percentage is of where its name is told as a whole at `start` (tổng sản phẩm trong nước)."""
    hit = _TOTALS.at(draft.keys, start)
    return Unit(start, hit[0], as_written(draft, start, hit[0]), None, hit[0]) if hit else None


def _cited(draft: Draft) -> Unit | None:
    """Return the type word of the citation right behind a small count: `quán triệt 04 Nghị quyết Trung ương 6`."""
    keys, at, numeral = draft.keys, draft.at + 1, draft.numeral
    if keys[at : at + 1] != [CITATION] or numeral.percent or numeral.of is not None or numeral.value >= _MANY_CITED:
        return None
    cited = keys_of(draft.passage.sentence.words[at])
    noun = COUNTED.at(cited, 0)
    if noun is None or noun[1][0].family != "document":
        return None
    return Unit(at, at + 1, " ".join(cited[: noun[0]]), noun[1][0], at + 1)


def _noun_start(draft: Draft) -> tuple[int, bool]:
    """Return where the noun of a number may begin, and whether words were passed over; the end where none can."""
    keys = draft.keys
    start = draft.at + 1
    while start < len(keys) and keys[start] in _QUOTES:
        start += 1
    if keys[start : start + 2] in _ENDS_OF_AMOUNTS:
        start += 2
    skipped = _SKIPPED.at(keys, start) if keys[start : start + 1] and keys[start] in _SKIPPED.firsts else None
    if skipped and (noun := COUNTED.at(keys, start)):
        longer = COUNTED.at(keys, skipped[0])  # `số báo cáo` counts reports, `số báo` newspapers
        skipped = skipped if longer and longer[0] > noun[0] else None
    if skipped:
        start = skipped[0]
    if start >= len(keys) or keys[start] in _CLOSED or not (keys[start][0].isalpha() or keys[start] in "$€°‰"):
        return len(keys), False
    opens = keys[start] in CUES_OF_CLASS.firsts and opens_class(keys, start)
    return (len(keys), False) if opens else (start, skipped is not None)


def _over_denominators(draft: Draft, end: int, what: Counted) -> tuple[int, int]:
    """Return the end of the unit with the denominators that belong to it (`đồng/1 cuộc`), and the end of them all.

    A plan behind the sign is no denominator: `35 tỷ đồng/dự toán 49 tỷ đồng`.
    """
    keys, words = draft.keys, draft.passage.sentence.words
    last = end
    while end + 1 < len(keys) and (keys[end] == "/" or _is_each_time(keys, end, what)):
        start = end + 1 + (words[end + 1] in _ONE)
        if start >= len(keys) or not keys[start][0].isalpha() or _PLANS.at(keys, start):
            break
        noun = COUNTED.at(keys, start)
        time = keys[start] in _TIME_WORDS
        end = noun[0] if noun else start + 1
        if what.measure is not _COUNT or time or (noun is not None and noun[1][0].measure in _DENSE):
            last = end
    return last, end


def _is_each_time(keys: list[str], at: int, what: Counted) -> bool:
    """Tell whether events are counted in each time: `hai buổi mỗi ngày`."""
    gathering = what.family == "event" and keys[at - 1] != "lần"
    return gathering and keys[at] == "mỗi" and keys[at + 1] in _TIME_WORDS


def _is_proper_name(draft: Draft, start: int, end: int) -> bool:
    """Tell whether the noun only begins a name that stands behind a number: `270 Trường Chinh`."""
    words = draft.passage.sentence.words
    named = end - start == 1 and words[start].istitle() and end < len(words) and words[end].istitle()
    return named and not draft.numeral.percent


def _reading(draft: Draft, readings: Sequence[Counted]) -> Counted | None:
    """Choose between readings of one word: điểm of a score or a place, lần of a multiple or an occasion."""
    if len(readings) > 1 and readings[0].place and _speaks_of_papers(draft):
        readings = readings[1:]
    for reading in readings:
        if reading.scored and _is_scored(draft):
            return reading
        if reading.times and _is_multiple(draft):
            return reading
        if not reading.needs_context:
            return reading
    return None


def _speaks_of_papers(draft: Draft) -> bool:
    """Tell whether `bản` counts papers: named before or behind it, or signed (`ký thỏa ước, chấm điểm 540 bản`)."""
    keys = draft.keys
    if keys[draft.at - 1 : draft.at] in _PAPERS_DONE or _are_declared(draft):
        return True
    places = (*range(max(0, draft.at - _NEAR_PAPERS), draft.at), draft.at + 2)
    counted = (COUNTED.at(keys, at) for at in places)
    return any(hit is not None and hit[1][-1].family == "document" and not hit[1][0].place for hit in counted)


def _are_declared(draft: Draft) -> bool:
    """Tell whether a sentence of declarations put up counts them: `niêm yết 3.912 bản`, not `tại 12 bản`."""
    keys, said = draft.keys, draft.passage.sentence.vocabulary
    declared = any(said.issuperset(words) for words in _DECLARED)
    return declared and draft.unit is None and keys[draft.at - 1 : draft.at] not in (["tại"], ["ở"])


def _is_scored(draft: Draft) -> bool:
    numeral = draft.numeral
    whole = numeral.value == numeral.value.to_integral_value()
    if "điểm" in draft.keys[draft.at - 3 : draft.at - 1] or _SUMS_OF_MARKS.scan(draft.keys[: draft.at]):
        return True
    if numeral.of is not None or numeral.value_max is not None or not whole:
        return True
    if _BANDS.at(draft.keys, draft.at + 2) or draft.keys[draft.at - 1] in _BEFORE_MARKS:
        return True
    if draft.keys[draft.at - 1] in _BOUNDS and LABELS.scan(draft.keys[: draft.at]):
        return True
    if draft.keys[draft.at - 1] == ":" and draft.keys[draft.at + 2 : draft.at + 3] in _ENDS_OF_MARK:
        return True
    before = draft.keys[max(0, draft.at - 10) : draft.at]
    return before[-1:] not in (["tại"], ["ở"]) and any(key in _SCORE_CUES for key in before)


def _is_multiple(draft: Draft) -> bool:
    if draft.numeral.value != draft.numeral.value.to_integral_value():
        return True
    if _TIMES_OF_ACTS.isdisjoint(draft.keys[max(0, draft.at - _ACT_REACH) : draft.at]) is False:
        return False
    return any(key in _TIMES_CUES for key in draft.keys[max(0, draft.at - 3) : draft.at])


def joined_end(draft: Draft, first: int, end: int, what: Counted, listed: bool = True) -> tuple[int, Counted, int]:
    """Return the end of the nouns coordinated with the one before `end`, the last of events, and where it begins.

    In a list (`listed`) a noun with a number of its own behind it is none of them: `12 hộ nghèo, cận nghèo 5`.
    """
    keys, begin = draft.keys, first
    for _ in range(5):
        joined = end < len(keys) and keys[end] in _JOINS
        if joined and what.prefix and end - first == 1:
            return end, what, begin
        noun = COUNTED.at(keys, end + joined)
        if joined and noun and _is_new_name(draft, first, end + 1, noun[0]):
            return end, what, begin
        if (
            noun is None
            or not _go_together(noun[1][0], what, joined, noun[0] - end - joined)
            or (joined and listed and (_is_label(keys, noun[0]) or _opens_next(keys, noun[0], noun[1][0].family)))
            or (keys[end] == "," and (is_act(keys, noun[0]) or _opens_deed(keys, noun, what)))
        ):
            return end, what, begin
        begin_of_noun, end = end + joined, noun[0]
        if what.family == "event" and (what.bare or what.head_words):
            what, begin = noun[1][0], begin_of_noun
    return end, what, begin


def _opens_deed(keys: list[str], noun: tuple[int, tuple[Counted, ...]], what: Counted) -> bool:
    """Tell whether the body named behind a comma does something next: `22 dự án, cơ quan kiểm toán kiến nghị …`."""
    return noun[1][0].family == "org" != what.family and VERBS.at(keys, noun[0]) is not None


def shortened_end(keys: list[str], start: int) -> int:
    """Return the end of nouns told by their first syllables with one last in common: `huyện, thành, thị ủy`; else 0."""
    if keys[start] not in _SHORTENED:
        return 0
    end = start + 1
    while end + 1 < len(keys) and keys[end] in _SHORT_JOINS and keys[end + 1] in _SHORTENED:
        end += 2
        if keys[end : end + 1] and keys[end] in _SHORTENED:
            end += 1
    if end == start + 1:
        return 0
    return end + (end < len(keys) and keys[end] in _SHORT_LASTS)


def _is_new_name(draft: Draft, first: int, start: int, end: int) -> bool:
    """Tell whether the noun behind a comma begins something else: a name (Ban Thường vụ), or the same noun again.

    So does a block of bodies, which has words of its own behind it: `6 đoàn viên, khối công chức là 4`.
    """
    words = draft.passage.sentence.words
    if draft.keys[start:end] == ["khối"] and draft.keys[end : end + 1] != [] and draft.keys[end].isalpha():
        return True
    return (words[start][0].isupper() and not words[first][0].isupper()) or draft.keys[start:end] == draft.keys[
        first : first + end - start
    ]


def _go_together(noun: Counted, what: Counted, joined: bool, syllables: int) -> bool:
    if noun.measure is not _COUNT or noun.bare or (not joined and not (noun.place and what.place)):
        return False
    pair = frozenset({noun.family, what.family})
    return noun.family == what.family or pair in _TOGETHER or (pair in _TOGETHER_LONG and syllables > 1)


def _is_label(keys: list[str], end: int) -> bool:
    """Tell whether the noun before `end` has a number of its own behind it (`..., hộ nghèo 5`, `..., loại I: 28`).

    A second noun may be joined to it: `46 y sĩ, điều dưỡng và hộ sinh 72`.
    """
    if keys[end + 1 : end + 2] == [":"] and len(keys[end]) <= _LONGEST_ORDINAL:
        end += 2
    if keys[end : end + 1] == ["và"] and (second := COUNTED.at(keys, end + 1)):
        last = second[0]
        return keys[last : last + 1] == [NUMBER] and not "".join(keys[last + 1 : last + 2]).isalpha()
    own = end
    while own < end + _OWN_WORDS and own < len(keys) and keys[own].isalpha() and not STOPS.at(keys, own):
        own += 1
    numbered = own + (keys[own : own + 1] == ["từ"])
    if keys[numbered : numbered + 1] == [NUMBER] and own > end:
        return True
    said = next(
        (at for at in range(end, min(end + _LONGEST_LABEL, len(keys))) if keys[at] in ("là", ":", "chiếm")), end
    )
    end = said if all(key.isalpha() for key in keys[end:said]) else end
    while end < len(keys) and COPULAS.at(keys, end):
        end += 1
    return end < len(keys) and keys[end] == NUMBER


def _opens_next(keys: list[str], end: int, family: str) -> bool:
    """Tell whether the noun before `end` opens the class of the next number: `9 em, học sinh lưu ban 4 em`.

    The class may join two nouns: `tố cáo 12 đơn, kiến nghị, phản ánh 134 đơn`.
    """
    at = end + (keys[end : end + 1] == [","])
    while at < len(keys) and at - end <= _LONGEST_CLASS and keys[at].isalpha():
        at += 1
    if keys[at : at + 1] != [NUMBER] or keys[at - 1] in _LEADS_ON or keys[at - 1] == "," or "đó" in keys[end:at]:
        return False
    noun = COUNTED.at(keys, at + 1)
    return noun is not None and noun[1][0].family == family


def is_plan_in_bracket(keys: list[str], start: int, end: int) -> bool:
    """Tell whether the words `start:end` tell the plan of the count before their bracket: `96 cuộc (kế hoạch 90)`."""
    plan = None
    if keys[start - 1 : start] == ["("] and NUMBER in keys[:start]:
        plan = _PLANS.at(keys, start + (keys[start : start + 1] == ["theo"]))
    if plan is None:
        return False
    between = keys[plan[0] : end]
    if between[-1:] == [":"]:
        between.pop()
    counted = counted_at(keys, start - keys[:start][::-1].index(NUMBER))
    is_document = counted is not None and counted[1][0].family == "document"
    return not is_document and len(between) <= _OWN_WORDS and all(key.isalpha() for key in between)
