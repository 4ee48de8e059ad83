"""Numbers inside names, mottos, worked examples and formulas: none of them states a quantity.

Source: gold guidelines, "Not figures"; the words are in `exclusions.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Final

from extractors.figures.reading.counted import counts_something
from extractors.figures.words import Lexicon, Sentence
from extractors.rulebook import any_of, load_table
from extractors.text.plain import LOWER, UPPER
from extractors.values.numerals import Numeral

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["names"]
_TABLE: Final[dict[str, Any]] = load_table(__package__, "exclusions")
QUOTES: Final = frozenset("“\"”'‘’")
_OPENING_QUOTES: Final = frozenset('“"')
_CLOSING_QUOTES: Final = frozenset("”")
_NAMED_IN_QUOTES: Final = Lexicon((word, True) for word in _TABLE["quoted_names"]["words"])
_NAMED_AROUND: Final = Lexicon((word, True) for word in _TABLE["names_around"]["words"])
_LONGEST_NAME_BEFORE: Final = 5
_LONGEST_MOTTO: Final = 5
_PLACE_NAME: Final = re.compile(
    any_of(_WORDS["place_name"]) + r""
    rf"(?:[ ][{UPPER}][{LOWER}]*){{1,4}}[ ]\Z"
)
_NAME_ENDS: Final = re.compile(r"[ ]?(?:[,.;:)\n]|\Z)|[ ]" + any_of(_WORDS["name_ends"]) + r"(?![^\W\d_])")
_LONGEST_NAME: Final = 48
_EXAMPLE_WORDS: Final = frozenset(word.split()[-1] for word in _WORDS["opens_example"])
_EXAMPLE: Final = re.compile(rf"{any_of(_WORDS['opens_example'])}(?:[ ]\d{{1,2}})?[ ]?[:,]")
_BEFORE_EXAMPLE: Final = re.compile(r"(?:(?<=\n)|\A|(?<=[.;:]))[\s\-+*•“(]{0,20}\Z")
_LONGEST_OPENING: Final = 20
_LONGEST_EXAMPLE: Final = 1500
_LONGEST_BRACKET: Final = 40
_PRODUCTS: Final = frozenset({"*", "×"})
_MANY_PLACES: Final = 20


def is_in_quoted_name(keys: list[str], at: int, _: Numeral) -> bool:
    """Tell whether the number is part of a name in quotes: `Phong trào “Mỗi đảng viên giúp đỡ 1 hộ nghèo”`."""
    if QUOTES.isdisjoint(keys[max(0, at - 29) : at]):
        return False
    for back in range(at - 1, max(-1, at - 30), -1):
        if keys[back] in _CLOSING_QUOTES:
            return False
        if keys[back] in _OPENING_QUOTES:
            return _NAMED_IN_QUOTES.before(keys, back) is not None
    return False


def is_named_around(keys: list[str], at: int) -> bool:
    """Tell whether the number stands in a fixed name: `mỗi xã một sản phẩm`."""
    for back in range(max(0, at - _LONGEST_NAME_BEFORE), at):
        if keys[back] in _NAMED_AROUND.firsts and (hit := _NAMED_AROUND.at(keys, back)) and hit[0] > at:
            return True
    return False


def opens_motto(keys: list[str], at: int, numeral: Numeral) -> bool:
    """Tell whether a small number opens a few words in quotes, a motto or a name: `“5 xung kích”`, `“3 đồng hành”`."""
    if (
        not at
        or keys[at - 1] not in _OPENING_QUOTES
        or numeral.value >= _MANY_PLACES
        or numeral.scaled
        or numeral.percent
    ):
        return False
    if keys[at - 1] == '"' and keys[:at].count('"') % 2 == 0:
        return False
    return any(key in QUOTES for key in keys[at + 2 : at + 2 + _LONGEST_MOTTO])


def is_repeated_name(sentence: Sentence, at: int, numeral: Numeral) -> bool:
    """Tell whether one name has several numbers: `gồm Vân Canh 1, Vân Canh 2 và xã Canh Liên`."""
    words, keys = sentence.words, sentence.keys
    if numeral.spelled or at < 2 or numeral.value >= _MANY_PLACES:
        return False
    name = words[at - 2 : at]
    if not (name[0].istitle() and name[1].istitle() and name[0].isalpha() and name[1].isalpha()):
        return False
    if counts_something(keys, at + 1):
        return False
    return any(
        other != at and other >= 2 and words[other - 2 : other] == name and later.value < _MANY_PLACES
        for other, later in sentence.numerals.items()
    )


def ends_place_name(text: str, numeral: Numeral) -> bool:
    """Tell whether the number is the last part of a place's name: `xã Tam Xuân 2 lần thứ VII`."""
    if numeral.spelled or numeral.value >= _MANY_PLACES or not _NAME_ENDS.match(text, numeral.end):
        return False
    return _PLACE_NAME.search(text, max(0, numeral.start - _LONGEST_NAME), numeral.start) is not None


def examples_in(text: str) -> list[tuple[int, int]]:
    """Return where the words stand that open worked examples (`Ví dụ: Ông A đóng 15 năm`)."""
    if not any(word in text for word in _EXAMPLE_WORDS):
        return []
    found = [example.span() for example in _EXAMPLE.finditer(text)]
    return [span for span in found if _BEFORE_EXAMPLE.search(text, max(0, span[0] - _LONGEST_OPENING), span[0])]


def example_start(text: str, sentence: Sentence, examples: Sequence[tuple[int, int]]) -> int:
    """Return where the worked example begins that the sentence belongs to, which goes on to the end of its line.

    Its own end where it belongs to none.
    """
    if not examples:
        return sentence.end
    near = max(0, sentence.start - _LONGEST_EXAMPLE)
    line = text.rfind("\n", near, sentence.start) + 1 or near
    at = bisect_left(examples, (line, 0))
    return examples[at][0] if at < len(examples) and examples[at][1] <= sentence.end else sentence.end


def is_in_bracketed_example(keys: list[str], at: int) -> bool:
    """Tell whether the bracket around the number opens with `ví dụ`: `(ví dụ: 5 xã vùng cao)`."""
    for back in range(at - 1, max(0, at - _LONGEST_BRACKET), -1):
        if keys[back] in (")", ";"):
            return False
        if keys[back] == "(":
            return keys[back + 1 : back + 3] in (["ví", "dụ"], ["thí", "dụ"])
    return False


def is_result_of_formula(keys: list[str], at: int, _: Numeral) -> bool:
    """Tell whether the number is what a formula of a rule comes to: `= 75*22/100 = 16.5 điểm`."""
    return keys[at - 1 : at] == ["="] and not _PRODUCTS.isdisjoint(keys[:at])
