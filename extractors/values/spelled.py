"""Numbers in words: `mười hai`, `ba phần tư`, `mười lăm, hai mươi` -> numerals. The words are in `numerals.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.values.number_words import DIGITS, NEVER_FIRST, NUMBER_WORDS, SCALES, parse_words
from extractors.values.numeral import PERCENT, Numeral

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "numerals")["words"]
_FILLER: Final = frozenset(_WORDS["filler"] + _WORDS["point"])
_SPOKEN_LAST: Final = frozenset(_WORDS["spoken_last"])
_ROUND: Final = frozenset([*SCALES, *_WORDS["hundred"], *_WORDS["tens"]])
_STARTS: Final = [word for word in sorted(NUMBER_WORDS - NEVER_FIRST, key=len, reverse=True) if word != "năm"]
_STARTS_IN_TEXT: Final = "|".join(form for word in _STARTS for form in (word, word.capitalize()))
_SCALES_IN_TEXT: Final = "|".join([*SCALES, *_WORDS["hundred"]])
_UNITS_IN_TEXT: Final = "|".join(
    [*(word for word in DIGITS if word not in NEVER_FIRST | {"năm", "một"}), *_WORDS["ten"]]
)
_RUN: Final = (
    rf"(?:{_STARTS_IN_TEXT}|(?:{_SCALES_IN_TEXT})(?=[ ]{any_of(_WORDS['half'])}(?!\w))"
    rf"|(?<!hàng )(?<!mấy )(?<!vài ){any_of(_WORDS['round_alone'])}(?=[ ](?:{_UNITS_IN_TEXT})(?!\w))"
    rf"|(?<!\d[ ])năm(?=[ ]{any_of(_WORDS['five_before'])}(?!\w)"
    rf"|[ ]trong[ ](?:số[ ])?(?:\d|(?:{_STARTS_IN_TEXT})(?!\w)))"
    rf"|năm(?=,[ ]sáu[ ][^\W\d_])|(?<=từ[ ])năm(?=[ ](?:đến|tới)[ ](?:{_STARTS_IN_TEXT})(?!\w)))"
    rf"(?:[ ](?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?!\w)){{0,30}}(?!\w)"
)
_RUN_WORDS: Final = (*_STARTS, *SCALES, *_WORDS["hundred"], *_WORDS["round_alone"], "năm")
_RUN_AT_START: Final = re.compile(_RUN)
_FIRST_TWO: Final = {form[:2] for form in (*_RUN_WORDS, *map(str.capitalize, _RUN_WORDS))}
_FIRST_LETTERS: Final = "".join(sorted({two[0] for two in _FIRST_TWO}))
_SECOND_LETTERS: Final = "".join(sorted({two[1] for two in _FIRST_TWO}))
_RUN_BEHIND_SPACE: Final = re.compile(
    rf" (?=[{_FIRST_LETTERS}][{_SECOND_LETTERS}])(?={'|'.join(sorted(_FIRST_TWO))}){_RUN}"
)
_RUN_BEHIND_SIGN: Final = re.compile(rf"[\n(“\"'/–-](?=[{_FIRST_LETTERS}]){_RUN}")
_SPELLED_JOINT: Final = re.compile(r",[ ]|[ ](?P<word>đến|tới)[ ]")
_WIDEST_STEP: Final = 10
_PART_OF: Final = re.compile(
    rf"[ ]phần[ ](?P<words>(?:{'|'.join(NUMBER_WORDS)})(?:[ ](?:{'|'.join(NUMBER_WORDS)})){{0,3}})(?!\w)"
)


def spelled_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals in words, ordered; a pattern that begins with a space is far faster, so it goes apart."""
    first = _RUN_AT_START.match(text)
    runs = [(0, first.group())] if first else []
    for pattern in (_RUN_BEHIND_SPACE, _RUN_BEHIND_SIGN):
        runs += [(run.start() + 1, run.group()[1:]) for run in pattern.finditer(text)]
    end = 0
    for start, run in sorted(runs):
        if start >= end and (numeral := _spelled(text, start, run.lower().split(" "))):
            _join_spelled(text, numeral)
            end = numeral.end
            yield numeral


def _join_spelled(text: str, numeral: Numeral) -> None:
    """Make one range of two numbers in words: `mười hai, mười ba người`, `từ hai đến ba buổi`.

    Behind a comma the second is the next one, or both are tens and fives (`mười lăm, hai mươi`).
    """
    joint = _SPELLED_JOINT.match(text, numeral.end)
    run = _RUN_AT_START.match(text, joint.end()) if joint else None
    second = _spelled(text, run.start(), run.group().lower().split(" ")) if run else None
    if joint is None or second is None or numeral.of is not None or second.of is not None:
        return
    first = numeral.value
    if second.scaled and not numeral.scaled:
        factor = SCALES.get(text[second.start : second.end].split(" ")[-1].lower(), 1)
        first = first * factor if first * factor < second.value else first
    step = second.value - first
    close = step == 1 or (first % 5 == second.value % 5 == 0 and 0 < step <= _WIDEST_STEP and first >= _WIDEST_STEP)
    if step <= 0 or second.percent is not numeral.percent or not (close or joint["word"]):
        return
    if not joint["word"] and not text[second.end : second.end + 2].strip().isalpha():
        return
    numeral.value, numeral.value_max, numeral.end, numeral.tail = first, second.value, second.end, second.tail
    numeral.scaled = numeral.scaled or second.scaled


def _spelled(text: str, start: int, words: list[str]) -> Numeral | None:
    """Read the longest numeral at the head of the words; `ba năm` is three years, `ba bốn` is nothing exact."""
    while words:
        if len(words) > 1 and (words[-1] == "không" or (words[-1] == "năm" and words[-2] not in _FILLER)):
            words = words[:-1]
            continue
        if len(words) == 2 and words[0] in DIGITS and words[1] in DIGITS and words[1] not in _SPOKEN_LAST:
            return None
        value = parse_words(words)
        if value is None:
            words = words[:-1]
            continue
        end = start + len(" ".join(words))
        numeral = Numeral(start, end, value, spelled=True, scaled=words[-1] in _ROUND)
        percent = PERCENT.match(text, end)
        part = None if percent else _PART_OF.match(text, end)
        if percent:
            numeral.percent, numeral.end = True, percent.end()
        elif part:
            numeral.of, numeral.end = parse_words(part["words"].split()), part.end()
        numeral.tail = numeral.end
        return numeral
    return None
