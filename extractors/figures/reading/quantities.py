"""A sentence -> which of its numerals state a quantity, and which are dates, names, ordinals, periods or list numbers.

Source: gold guidelines, "Not figures"; the words are in `exclusions.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import COUNTED, counted_at, counts_something
from extractors.figures.reading.lone import EACH, is_doubtful_alone
from extractors.figures.reading.names import (
    QUOTES,
    ends_place_name,
    example_start,
    is_in_bracketed_example,
    is_in_quoted_name,
    is_named_around,
    is_repeated_name,
    is_result_of_formula,
    opens_motto,
)
from extractors.figures.reading.times import is_clock, is_dashed_date, is_date, is_period, is_year
from extractors.figures.reading.units import is_plan_in_bracket
from extractors.figures.words import DIGITS, NUMBER, Lexicon, Sentence
from extractors.rulebook import load_table
from extractors.values.numerals import Numeral

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["quantities"]
_BEFORE_NAMED: Final = frozenset(_WORDS["before_named"])
_TABLE: Final = load_table(__package__, "exclusions")
_RULES: Final[dict[str, dict[str, Any]]] = {rule["name"]: rule for rule in _TABLE["rule"]}
_BEFORE: Final = Lexicon(
    (word, rule)
    for rule in _TABLE["rule"]
    if not rule.get("both") and not rule.get("over_colon")
    for word in rule.get("before", ())
)
_ENDS_OF_BEFORE: Final = _BEFORE.lasts
_PINPOINTS: Final = frozenset(_RULES["pinpoint"]["before"])
_LEVELS: Final = Lexicon((word, True) for word in _TABLE["levels"]["words"])
_NOT_NAMES: Final = Lexicon((word, True) for word in _TABLE["not_names"]["words"])
_NUMBERED_PLACES: Final = Lexicon((word, True) for word in _TABLE["numbered_places"]["words"])
_ENDS_OF_PLACES: Final = _NUMBERED_PLACES.lasts
_CONTACTS: Final = Lexicon((word, rule) for rule in _TABLE["rule"] if rule.get("over_colon") for word in rule["before"])
_ENDS_OF_CONTACTS: Final = _CONTACTS.lasts
_AGES: Final = Lexicon((word, True) for word in _RULES["age"]["after"])
_CLOCKS: Final = Lexicon((word, True) for word in _RULES["clock"]["after"])
_HOUSES: Final = frozenset(_WORDS["houses"])
_CLOCK_CUES: Final = frozenset(_RULES["clock"]["before"])
_FIXED: Final = Lexicon((word, word in _RULES["fixed_name"]["quoted_or"]) for word in _RULES["fixed_name"]["after"])
_COORDINATES: Final = Lexicon((word, True) for word in _RULES["coordinate"]["after"])
_NAMES_BEHIND: Final = _AGES.firsts | _COORDINATES.firsts | _CLOCKS.firsts | _FIXED.firsts | {"là"}
_CAPITAL: Final = Lexicon((word, True) for word in _TABLE["qualities"]["capital"])
_HOSTS: Final = Lexicon((word, True) for word in _TABLE["qualities"]["hosts"])
_WHOLE: Final = 100
_MANY_PLACES: Final = 20
_QUOTES: Final = frozenset("“\"”'‘’")
_DENOMINATORS: Final = Lexicon((word, True) for word in _TABLE["denominators"]["of"])
_ROUND_BASES: Final = frozenset(_TABLE["denominators"]["round"])
_RANKED: Final = (["xếp"], ["đứng"])
"""Right before a/b these tell a rank: `xếp 21/63 tỉnh, thành`."""
_BEFORE_RATES: Final = tuple(phrase.split() for phrase in _TABLE["denominators"]["told"])
_NUMBERED_NAMES: Final = frozenset(_WORDS["numbered_names"])
_AREAS: Final = tuple(phrase.split() for phrase in _WORDS["areas"])
_LONGEST_AVERAGE: Final = 14
_INSIDE_ABBREVIATION: Final = (["-"], ["–"], ["&"])
_LIVING_AT: Final = frozenset(_WORDS["living_at"])
_UNIT_FACTORS: Final = frozenset({1_000, 1_000_000, 1_000_000_000})
_ENUMERATES: Final = frozenset(".)-–/")
_CENTRAL: Final = Lexicon((word, True) for word in _TABLE["levels"]["always"])
"""A level with its number (`cấp Trung ương 312, cấp tỉnh 2.940`); without `cấp` it names a session (`Trung ương 4`)."""
_MANY_LEVELS: Final = 50
_OPENS_LIST: Final = frozenset(":(")
_NEAR: Final = 6
_A_FEW: Final = tuple(phrase.split() for phrase in _WORDS["a_few"])
_LISTS: Final = frozenset(_WORDS["lists"])


def find_quantities(text: str, sentence: Sentence, examples: Sequence[tuple[int, int]] | None = None) -> list[int]:
    """Return the token positions of the numerals that state a quantity, in order.

    Worked examples state none; `examples` are those of the text, None in a report, where they tell what happened.
    """
    kept: list[int] = []
    dropped: set[int] = set()
    example = sentence.end if examples is None else example_start(text, sentence, examples)
    bracketed = examples is not None and "dụ" in sentence.vocabulary
    signs = [is_none for needed, is_none in _BY_SIGNS if not needed.isdisjoint(sentence.vocabulary)]
    for at, numeral in sentence.numerals.items():
        if numeral.start >= example or (bracketed and is_in_bracketed_example(sentence.keys, at)):
            continue
        if _is_enumerator(text, sentence, at, numeral) or _continues_list(sentence.keys, at, dropped):
            dropped.add(at)
        elif signs and any(is_none(sentence.keys, at, numeral) for is_none in signs):
            continue
        elif _is_quantity(text, sentence, at, numeral, dropped):
            kept.append(at)
    return [at for at in kept if not (sentence.numerals[at].spelled and is_doubtful_alone(sentence, at, kept))]


def _is_quantity(text: str, sentence: Sentence, at: int, numeral: Numeral, dropped: set[int]) -> bool:
    keys = sentence.keys
    is_a_few = numeral.spelled and keys[at - 1 : at] in _A_FEW
    if is_a_few or is_repeated_name(sentence, at, numeral):
        return False
    if (numeral.value == 1 and is_named_around(keys, at)) or (numeral.percent and _is_quality(keys, at, numeral)):
        return False
    plain = not numeral.percent and (numeral.spelled or not numeral.scaled)
    if plain and _is_named_before(text, keys, at, numeral, dropped):
        if not _tells_level_or_plan(keys, at, numeral):
            return False
        dropped.discard(at)
    if plain and (_is_named_behind(keys, at, numeral) or (numeral.of is not None and keys[at - 1 : at] in _RANKED)):
        return False
    if plain and is_year(text, numeral) and not counts_something(keys, at + 1):
        return False
    if is_date(text, keys, at, numeral) if numeral.of is not None else is_dashed_date(text, keys, at, numeral):
        return False
    return not (plain and is_period(keys, at))


def _is_quality(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether the share only says whose an enterprise is: `doanh nghiệp 100% vốn nước ngoài`."""
    owned = numeral.value == _WHOLE and _CAPITAL.at(keys, at + 1) is not None
    return owned and (not at or not keys[at - 1].isalpha() or _HOSTS.before(keys, at) is not None)


def _is_counted(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a multiplier, a percent sign or a counted noun shows a quantity."""
    return numeral.scaled or numeral.percent or counts_something(keys, at + 1)


def _is_enumerator(text: str, sentence: Sentence, at: int, numeral: Numeral) -> bool:
    """Tell whether the number only numbers a list item, a line or a page."""
    if numeral.scaled or numeral.percent or numeral.of is not None or numeral.value >= 1000 or numeral.spelled:
        return False
    keys = sentence.keys
    behind = keys[at + 1] if at + 1 < len(keys) else ""
    line_start = text.rfind("\n", max(0, numeral.start - 40), numeral.start) + 1
    near = line_start or numeral.start < 40
    if near and not text[line_start : numeral.start].strip(" \t“\"'(+-*•#\u00a0"):
        line_end = text.find("\n", numeral.end, numeral.end + 40)
        rest = text[numeral.end : line_end if line_end >= 0 else numeral.end + 40].strip()
        if behind in _ENUMERATES or not rest:
            return True
        following = sentence.words[at + 1] if at + 1 < len(keys) else ""
        if numeral.loose and "." in text[numeral.start : numeral.end] and following[:1].isupper():
            return True
        if following[1:].islower() and following.istitle() and not counts_something(keys, at + 1):
            return True
    if behind == ")" and at and keys[at - 1] == "(" and numeral.value < 30:
        return at == 1 or keys[at - 2] in ":;.," or (numeral.value == 1 and _counts_on(sentence, at))
    return behind == "." and at == 0 and len(keys) <= 2


def _counts_on(sentence: Sentence, at: int) -> bool:
    """Tell whether a later `(2)` follows the `(1)` at `at`."""
    keys = sentence.keys
    return any(
        numeral.value == 2 and later > at and keys[later - 1] == "(" and keys[later + 1 : later + 2] == [")"]
        for later, numeral in sentence.numerals.items()
    )


def _continues_list(keys: list[str], at: int, dropped: set[int]) -> bool:
    """Tell whether the number goes on with a list of names or months that has begun: `tháng 3, 6, 9`."""
    if at < 2 or keys[at - 1] not in _LISTS:
        return False
    if at >= 3 and keys[at - 2] == DIGITS and keys[at - 3] in _PINPOINTS:
        return True
    return at - 2 in dropped and (at - 4 in dropped or not counts_something(keys, at + 1))


def _is_unit_of_column(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a bracket only gives the unit of a column: `Đơn giá (1000 đ)`."""
    return numeral.value in _UNIT_FACTORS and keys[at - 1 : at] == ["("] and keys[at + 2 : at + 3] == [")"]


def _tells_rate(keys: list[str], at: int) -> bool:
    """Tell whether the rate is told right behind its base: `số bác sĩ trên 1 vạn dân: 9,2`."""
    noun = _DENOMINATORS.at(keys, at + 1)
    return noun is not None and keys[noun[0] : noun[0] + 1] in _BEFORE_RATES and NUMBER in keys[noun[0] : noun[0] + 3]


def _is_denominator(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a round number is the base of a rate: `14,3 bác sĩ/1 vạn dân`, `bình quân 1 hộ là 3,7`."""
    if numeral.value == 1 and keys[max(0, at - 2) : at] == ["bình", "quân"]:
        behind = keys[at + 1 : at + _LONGEST_AVERAGE]
        told = behind.index(NUMBER) if NUMBER in behind else 0
        return told > 0 and {",", ";", "/"}.isdisjoint(behind[:told])
    if numeral.value == 1 and keys[at - 1 : at] == ["trên"] and keys[at + 1 : at + 2] in _AREAS:
        return True
    if at < 2 or keys[at - 1] not in ("/", "trên") or numeral.of is not None or numeral.value_max is not None:
        return False
    if keys[at - 1] == "trên" and NUMBER not in keys[max(0, at - 5) : at - 1] and not _tells_rate(keys, at):
        return False
    if numeral.value in _ROUND_BASES:
        return _DENOMINATORS.at(keys, at + 1) is not None
    noun = counted_at(keys, at + 1) if numeral.value == 1 and keys[at - 1] == "/" else None
    return noun is not None and all(reading.family not in ("person", "case") for reading in noun[1])


def _is_contact(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether the number is how to reach somebody (a telephone, an account), no counted noun behind it."""
    return _leads_contact(keys, at) and not _is_counted(keys, at, numeral)


def _leads_contact(keys: list[str], at: int) -> bool:
    end = at
    colon = end > 0 and keys[end - 1] == ":"
    if colon:
        end -= 1
    if _ENDS_OF_CONTACTS.isdisjoint(keys[max(0, end - 3) : end]):
        return False
    for back in range(3):
        hit = _CONTACTS.before(keys, end - back)
        if hit and keys[hit[0] - 1 : hit[0]] not in _INSIDE_ABBREVIATION and not _ends_noun(keys, hit[0], end - back):
            return colon or not hit[1].get("colon_only")
        if end - back <= 0 or not keys[end - back - 1].isalpha():
            return False
    return False


def _ends_noun(keys: list[str], start: int, end: int) -> bool:
    """Tell whether the words `start:end` only end a longer counted noun: `khách` in `số lượt khách: 12.500`."""
    noun = COUNTED.at(keys, start - 1) if start else None
    return noun is not None and noun[0] == end


def _is_named_before(text: str, keys: list[str], at: int, numeral: Numeral, dropped: set[int]) -> bool:
    hit = _BEFORE.before(keys, at) if keys[at - 1] in _ENDS_OF_BEFORE else None
    placed = ends_place_name(text, numeral)
    if hit is None or placed:
        return placed or _is_place_number(text, keys, at, numeral)
    start, rule = hit
    if _is_in_compound(keys, at, start) or (rule.get("small") and at - start == 1 and _ends_name(text, numeral)):
        return False
    if rule.get("year"):
        return is_year(text, numeral) or (numeral.value_max is not None and numeral.value >= 1900)
    if rule.get("small") and (numeral.value >= 1000 or (numeral.of is not None and keys[at - 1] not in _HOUSES)):
        return False
    if numeral.of is not None and rule["name"] == "number_of_a_document":
        return start > 0 and keys[start - 1] in _LIVING_AT
    if start and keys[start - 1] in EACH:
        return False
    if rule["name"] == "number_of_a_document" and keys[start] == "số" and start and keys[start - 1] in _BEFORE_NAMED:
        return False
    if rule.get("unless") == "counted" and counts_something(keys, at + 1):
        return False
    if rule.get("chain") or rule["name"] == "number_of_a_document":
        dropped.add(at)
    return True


def _tells_level_or_plan(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a plan in a bracket or a level in a list leads to it: `(kế hoạch 90)`, `huyện 8, cơ sở 88`."""
    hit = _BEFORE.before(keys, at)
    if hit is not None and is_plan_in_bracket(keys, hit[0] - (keys[hit[0] - 1 : hit[0]] == ["theo"]), at):
        return True
    if _CENTRAL.before(keys, at) is not None:
        return True
    level = _LEVELS.before(keys, at)
    behind = keys[at + 1 : at + 2]
    if level is None or level[0] < 3 or (behind and behind[0].isalpha()):
        return False
    start = level[0]
    if keys[start - 1] in _OPENS_LIST and numeral.value >= _MANY_LEVELS:
        return True
    if keys[start - 1] in _OPENS_LIST:
        return NUMBER in keys[max(0, start - _NEAR) : start - 1]
    if keys[start - 1] not in _LISTS:
        return False
    other = next((back for back in range(start - 2, max(0, start - _NEAR), -1) if keys[back] == NUMBER), 0)
    return other > 0 and keys[other - 1] != keys[at - 1]


def _ends_name(text: str, numeral: Numeral) -> bool:
    """Tell whether the word before only ends a proper name of capitals: `Bà Rịa - Vũng Tàu 2, Văn Bàn 3`."""
    before = text[max(0, numeral.start - 24) : numeral.start].split()[-2:]
    return (
        len(before) == 2
        and all(word.istitle() and word.isalpha() for word in before)
        and before[1] not in _NUMBERED_NAMES
    )


def _is_in_compound(keys: list[str], end: int, start: int) -> bool:
    """Tell whether the words `start:end` only end a longer one that is no name (kỷ luật, nông thôn)."""
    compound = _NOT_NAMES.before(keys, end)
    return compound is not None and compound[0] <= start


def _is_place_number(text: str, keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether the number is the name of a hamlet or ward (`thôn 5`, `phường 12`)."""
    hit = _NUMBERED_PLACES.before(keys, at) if keys[at - 1] in _ENDS_OF_PLACES else None
    if (
        hit is None
        or _is_in_compound(keys, at, hit[0])
        or numeral.value >= 100
        or numeral.of is not None
        or keys[hit[0] - 1 : hit[0]] == ["cấp"]
    ):
        return False
    each = any(key in EACH for key in keys[max(0, hit[0] - 6) : hit[0]])
    noun = counted_at(keys, at + 1)
    if numeral.value >= _MANY_PLACES and noun is not None and not any(reading.place for reading in noun[1]):
        return False
    return not each and not numeral.spelled and text[numeral.start : numeral.end].isdigit()


def _is_named_behind(keys: list[str], at: int, numeral: Numeral) -> bool:
    if at + 1 >= len(keys) or keys[at + 1] not in _NAMES_BEHIND:
        return False
    if _AGES.at(keys, at + 1) or _COORDINATES.at(keys, at + 1):
        return True
    if numeral.spelled and numeral.of is None and at + 1 < len(keys) and keys[at + 1] == "là":
        return True
    if _CLOCKS.at(keys, at + 1) and ((at and keys[at - 1] in _CLOCK_CUES) or is_clock(keys, at)):
        return True
    fixed = _FIXED.at(keys, at + 1)
    if fixed is None or LABELS.at(keys, at + 1) or numeral.value >= 20 or numeral.of is not None:
        return False
    quoted = any(key in _QUOTES for key in keys[max(0, at - 6) : at])
    longer = COUNTED.at(keys, at + 1)
    return (quoted or fixed[1]) and not (longer and longer[0] > fixed[0])


_BY_SIGNS: Final[tuple[tuple[frozenset[str], Callable[[list[str], int, Numeral], bool]], ...]] = (
    (_ENDS_OF_CONTACTS, _is_contact),
    (frozenset({"("}), _is_unit_of_column),
    (QUOTES, is_in_quoted_name),
    (QUOTES, opens_motto),
    (frozenset({"/", "trên", "quân"}), _is_denominator),
    (frozenset({"="}), is_result_of_formula),
)
"""Ways to be no quantity, each with the words without one of which a sentence has none of them."""
