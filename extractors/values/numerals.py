"""Text -> its numerals with exact values: grouping, decimals, multipliers, words, ranges, ratios, percent.

Nothing here knows what a number counts; dates, codes, phone numbers and other digits that are no
numeral by their own shape are left out, the rest is for `exclusions` to judge.
The forms are data: `numerals.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.document import Document
from extractors.values.digits import SHAPES, SPACES, is_loose, may_touch, parse_digits, scale_at
from extractors.values.number_words import DIGITS, parse_words
from extractors.values.numeral import PERCENT, Numeral
from extractors.values.spelled import spelled_numerals

__all__ = ["Numeral", "find_numerals", "parse_numeral", "restated_value", "stands_apart"]

_TABLE: Final = load_table(__package__, "numerals")
_WORDS: Final[dict[str, list[str]]] = _TABLE["words"]
_LONE_SCALES: Final[dict[str, int]] = _TABLE["lone"]
ORDERED_BY_NUMBER: Final = frozenset(_WORDS["ordered"])
"""Words behind which a number tells a place in an order, not a quantity (tháng 6, khoản 2)."""
_SCALE_FIRST: Final = frozenset(word[0] for name in ("behind_digits", "glued") for word in _TABLE[name]) | frozenset(
    "NVTC"
)
_RANGE_FIRST: Final = frozenset("-–—‑÷~đt")
_SUPERSCRIPTS: Final = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_NEIGHBOUR: Final = re.compile(r", (?P<next>[2-9])(?= [^\W\d_])")
_ROUGHLY: Final = re.compile(rf"(?<!\w){any_of(_WORDS['rough'])} \Z", re.IGNORECASE)
_LONGEST_CUE: Final = 16
_LONGEST_DAY: Final = 2
_FAR_DAY: Final = 6
_DAY_BEFORE: Final = re.compile(r"(?<!\d)\d{1,2}\s?[-–‑]\s?\Z")
_DASHES: Final = "-–—‑÷~"

# Digits that may be a numeral; dates, codes, clock times, years behind `năm`, pinpoints and list numbers fall out here
# already. It begins with a digit, and looks back from there, so that the search passes over letters fast.
_CLUMP: Final = re.compile(
    r"""
    \d(?:(?<![\w/]\d)|(?<=[%a-zà-ỹ]/\d)|(?<=[a-zà-ỹ][a-zà-ỹ][a-zà-ỹ]\d)(?=[\d.,]*\d[ ][a-zà-ỹ]))
    (?<!\d[.,:+]\d)(?<![IVXL][.]\d)(?<![^\W_][-–—‑]\d)
    (?!(?:(?<=[ăĂ][mM][ ]1)9|(?<=[ăĂ][mM][ ]2)0)\d\d(?!\d|[.,]\d))
    (?!(?<=[àÀ][yY][ ]\d)\d?[ ](?:tháng|THÁNG))(?!(?<=háng[ ]\d)\d?(?:[ ]năm|/\d{4}))
    (?!(?<=[Đđ]iều[ ]\d)\d{0,2}(?![\d.,]*\d))
    (?!(?<=hoản[ ]\d)\d{0,2}(?![\d.,]*\d|[ ]"""
    + any_of(_WORDS["behind_pinpoint"])
    + r"""))
    (?!(?:(?<=\n\d)|(?<=\n[ \t]\d))\d?(?:\.\d{1,2}){0,3}[.)/-]{1,2}[ \t])
    \d*+(?:[.,]\d++|['’]\d{3}(?!\d)){0,9}+
    (?!_|[.,]\d|/\d{1,4}/|[/-][A-ZĐƯ]|[:hg]\d|[-–]\d{1,2}[-–]\d{2,4}(?!\d))
    """,
    re.VERBOSE,
)
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+|['’]\d{3}(?!\d)){0,9}")
_REST_OF_CODE: Final = re.compile(r"[\w/.,\-–]*(?:[ ]?[-–][ ]?(?:19|20)\d\d(?!\d))?")
_CODE_TAIL: Final = re.compile(r"_|[.,]\d|/\d{1,4}/|[/-][A-ZĐƯ]|[:hg]\d|[-–]\d{1,2}[-–]\d{2,4}(?!\d)")
_LAST_DAY: Final = 31
_DOTTED_DAY: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])")
"""A day and month with a dot, as the press writes them: `từ 6 đến 7.3`."""
_DAY_TO_DAY: Final = re.compile(r"[ ]?[-–][ ]?\d{1,2}/\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_STRAY_SPACE: Final = re.compile(SHAPES["stray_space"].pattern + r"(?![\d.,/])", re.VERBOSE)
_SPACED: Final = re.compile(SHAPES["spaced"].pattern + r"(?![\d.,/])", re.VERBOSE)
_MORE: Final = re.compile(rf"(?P<gap>[{SPACES}\n])(?P<digits>\d{{1,3}}(?:,\d{{1,3}})?)(?=[{SPACES}\n]?[^\W\d_])")
_HALF: Final = re.compile(rf"[{SPACES}]{any_of(_WORDS['half'])}(?!\w)")
_RANGE: Final = re.compile(
    rf"[{SPACES}]?[{_DASHES}][{SPACES}\n]?(?=\d)"
    rf"|[{SPACES}](?P<word>đến|tới)[{SPACES}](?:[{_DASHES}][{SPACES}]?|{any_of(_WORDS['limits'])}[{SPACES}])?(?=\d)"
)
_TENTHS: Final = re.compile(
    rf"(?<=[uỷỉ])[{SPACES}](?P<digit>[1-9]|mốt)(?=[.,;)\n](?!\d)|\Z|[{SPACES}]?/[^\W\d]"
    rf"|[{SPACES}](?:{'|'.join(_WORDS['behind_tenths'])})(?!\w))|(?<=[uỷỉr])(?P<glued>\d{{1,3}})(?![\d.,]*\d)"
)
"""The tenths of a million or milliard, as people say them: `1 tỷ 2`, `3 triệu 5 mỗi tháng`."""
_FULL_THOUSANDS: Final = re.compile(r"\d{1,3}\.000")
_THOUSAND: Final = 1000
_SLASH: Final = re.compile(rf"[{SPACES}]?/[{SPACES}]?(?=\d)")
_RESTATED: Final = re.compile(r"[ ]?\((?:[Bb]ằng chữ:?[ ])?(?P<words>[^\W\d_][^()\d]{1,90})\)")
_SAID_AGAIN: Final = re.compile(
    rf"[ ]?{any_of(_WORDS['money_words'])}?[.,]?[ \n]{{0,2}}\((?:[Vv]iết )?(?:[Bb]ằng chữ)?[ :]{{0,3}}"
    r"(?P<words>[^\W\d_][^()\d]{1,140})\)"
)
"""An amount of money said again in words behind its unit: `13.500.000đ (Mười ba triệu, năm trăm nghìn đồng./.)`."""
_MOVED: Final = re.compile(r"\b" + any_of(_WORDS["moves"]) + r"\b[^.;:\n]{0,40}\btừ[ ]\Z")
_FALLS: Final = re.compile(r"\b[Gg]iảm\b[^.,;:\n]{0,40}\btừ[ ]\Z")
_BEFORE_MOVED: Final = 60
_CURRENCY_WORDS: Final = frozenset(_WORDS["currency_words"])
_LEAST_SAID_AGAIN: Final = _THOUSAND


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a text that is one numeral, else None.

    Signs (`-`, `âm`, `trừ`), multipliers, compounds, words and brackets are read; ranges, ratios and units are not.

    >>> parse_numeral("1,2 tỷ"), parse_numeral("6.558"), parse_numeral("126 tỷ 090 triệu")
    (Decimal('1200000000.0'), Decimal('6558'), Decimal('126090000000'))
    >>> parse_numeral("hai mươi mốt"), parse_numeral("15 (mười lăm)"), parse_numeral("8/8")
    (Decimal('21'), Decimal('15'), None)
    """
    bare = " ".join(text.split())
    for sign in ("-", "−", *_WORDS["minus"]):
        if bare.startswith(sign) and bare != sign:
            value = parse_numeral(bare[len(sign) :])
            return None if value is None else -value
    if SHAPES["bare_decimal"].match(bare):
        bare = "0" + bare
    if bare[-1:] in _LONE_SCALES:
        value = parse_numeral(bare[:-1])
        return None if value is None else value * _LONE_SCALES[bare[-1]]
    clump = _DIGITS.match(bare)
    if clump is None:
        return parse_words(bare.lower().split())
    found = _digits_at(bare, 0, clump.end(), lone=True)
    if found is None or found.tail != len(bare) or found.of is not None or found.value_max is not None:
        return None
    return found.value


def find_numerals(text: str | Document, blocked: Sequence[tuple[int, int]] = ()) -> list[Numeral]:
    """Return the numerals of the text in order, without overlaps and outside the blocked spans (sorted, disjoint)."""
    document = Document.of(text)
    text = document.text
    found = list(_digit_numerals(text, document.number_starts, blocked))
    spelled = list(spelled_numerals(text))
    if spelled:
        again = dict(span for n in found if n.value >= _LEAST_SAID_AGAIN and (span := _said_again(text, n)))
        starts = [0, *again]
        spelled = [n for n in spelled if n.start >= again.get(starts[bisect_right(starts, n.start) - 1], 0)]
        found = sorted([*found, *spelled], key=attrgetter("start"))
    kept: list[Numeral] = []
    end, block = 0, 0
    for numeral in found:
        while block < len(blocked) and blocked[block][1] <= numeral.start:
            block += 1
        if numeral.start < end or (block < len(blocked) and blocked[block][0] < numeral.end):
            continue
        kept.append(numeral)
        end = numeral.tail
    return kept


def _said_again(text: str, numeral: Numeral) -> tuple[int, int] | None:
    """Return the bracket in which an amount is said again in words, None where none is."""
    match = _SAID_AGAIN.match(text, numeral.end)
    return match.span("words") if match and said_again_value(text, numeral.end) == numeral.value else None


def said_again_value(text: str, end: int) -> Decimal | None:
    """Return the value of the words in brackets behind an amount of money whose numeral ends at `end`.

    >>> said_again_value("350.000.000 đồng (Bằng chữ: Ba trăm năm mươi triệu đồng chẵn).", 11)
    Decimal('350000000')
    """
    match = _SAID_AGAIN.match(text, end)
    words = re.sub(r"[,./;]", " ", match["words"].lower()).split() if match else []
    while words and words[-1] in _CURRENCY_WORDS:
        words.pop()
    return parse_words(words) if words else None


def _digit_numerals(text: str, starts: Sequence[int], blocked: Sequence[tuple[int, int]]) -> Iterator[Numeral]:
    consumed = block = end = 0
    for start in starts:
        clump = _CLUMP.match(text, start) if start >= end else None
        if clump is None:
            continue
        end = clump.end()
        while block < len(blocked) and blocked[block][1] <= start:
            block += 1
        if start < consumed or (block < len(blocked) and blocked[block][0] <= start):
            continue
        numeral = _digits_at(text, start, end)
        if numeral is not None:
            consumed = numeral.tail
            yield numeral
        elif rest := _REST_OF_CODE.match(text, end):
            consumed = rest.end()


def _digits_at(text: str, start: int, end: int, lone: bool = False) -> Numeral | None:
    """Read the numeral whose first digits are `text[start:end]`; None if they are part of a date, a code or junk."""
    behind = text[end : end + 2]
    if behind[1:].isdigit() and behind[0] in SPACES and end - start <= 3:
        spaced = _SPACED.match(text, start)
        if spaced and (lone or not stands_apart(text, start)):
            end = spaced.end()
    elif behind == " ." and end - start <= 3 and (stray := _STRAY_SPACE.match(text, start)):
        end = stray.end()
    digits = text[start:end]
    parsed = parse_digits(digits)
    if parsed is None or (behind[:1].isalpha() and behind[0] not in _SUPERSCRIPTS and not may_touch(text, end)):
        return None
    numeral = Numeral(start, end, parsed[0], end)
    _add_scale(text, numeral)
    numeral.loose = not numeral.scaled and is_loose(digits, parsed[1])
    if not _add_second(text, numeral):
        return None
    numeral.tail = numeral.end
    following = text[numeral.end : numeral.end + 2]
    if following[:1] in _SUPERSCRIPTS and following:
        numeral.tail += 1
    elif "(" in following and restated_value(text, numeral.end) is not None:
        numeral.tail = _RESTATED.match(text, numeral.end).end()  # type: ignore[union-attr]
    return numeral


def stands_apart(text: str, start: int) -> bool:
    """Tell whether `6 150` is two numbers, because a word of time or order governs the first (`tháng 6 150 hộ`)."""
    before = text[max(0, start - 9) : start].split()
    return bool(before) and before[-1].lower() in ORDERED_BY_NUMBER


def _first_sign(text: str, end: int) -> str:
    """Return the character behind `end`, one space passed over; a line break where the text ends."""
    first = text[end : end + 1] or "\n"
    return (text[end + 1 : end + 2] or "\n") if first in SPACES or first == "\n" else first


def _add_scale(text: str, numeral: Numeral) -> None:
    """Apply the percent sign or the multipliers that follow, and the lower parts of a compound (`1 tỷ 350 triệu`).

    A line may end inside a compound, but not where the first part opens its line: it is a cell above another then.
    """
    first = _first_sign(text, numeral.end)
    percent = PERCENT.match(text, numeral.end) if first in "%pP" else None
    if percent:
        numeral.percent, numeral.end = True, percent.end()
        return
    if first not in _SCALE_FIRST:
        return
    scale = _scales_at(text, numeral.end)
    if scale is None:
        return
    factor, numeral.end = scale
    numeral.value *= factor
    numeral.scaled = True
    for _ in range(3):
        more = _MORE.match(text, numeral.end)
        lower = _scales_at(text, more.end()) if more else None
        if more is None or lower is None or lower[0] >= factor:
            break
        if more["gap"] == "\n" and text[numeral.start - 1 : numeral.start] in ("", "\n"):
            break
        factor, numeral.end = lower
        numeral.value += Decimal(more["digits"].replace(",", ".")) * factor
    half = _HALF.match(text, numeral.end)
    if half:
        numeral.value += Decimal(factor) / 2
        numeral.end = half.end()
    elif tenths := _TENTHS.match(text, numeral.end):
        digits = tenths["glued"] or str(DIGITS.get(tenths["digit"], tenths["digit"]))
        numeral.value += Decimal(factor) * int(digits) / 10 ** len(digits)
        numeral.end = tenths.end()


def _scales_at(text: str, start: int) -> tuple[int, int] | None:
    """Return the multiplier that stands at `start`, of one word or more (`nghìn tỷ`, `trăm nghìn`), and its end."""
    scale = scale_at(text, start)
    last = scale[0] if scale else 0
    while scale is not None and (higher := scale_at(text, scale[1])) and higher[0] > last:
        last, scale = higher[0], (scale[0] * higher[0], higher[1])
    return scale


def _add_second(text: str, numeral: Numeral) -> bool:
    """Add the second part of a ratio or range; False when the whole turns out to be a date or code."""
    first = _first_sign(text, numeral.end)
    slash = first == "/" and not numeral.percent and not numeral.scaled and _SLASH.match(text, numeral.end)
    if slash:
        return _add_ratio(text, numeral, slash.end())
    dash = _RANGE.match(text, numeral.end) if first in _RANGE_FIRST else None
    if dash is None:
        if first == ",":
            _add_neighbour(text, numeral)
        return True
    clump = _DIGITS.match(text, dash.end())
    parsed = parse_digits(clump.group()) if clump else None
    if clump is None or parsed is None:
        return text[dash.end() - 1] in SPACES or not numeral.start
    if _is_date_range(text, numeral, clump, dash.group()):
        return False
    second = Numeral(clump.start(), clump.end(), parsed[0])
    _add_scale(text, second)
    _join_range(text, numeral, second, parsed[0], worded=dash["word"] is not None)
    return True


def _add_neighbour(text: str, numeral: Numeral) -> None:
    """Make `1, 2 cuộc` a range where words of a rough count stand before two digits that follow each other."""
    behind = _NEIGHBOUR.match(text, numeral.end) if numeral.end - numeral.start == 1 else None
    if behind is None or int(behind["next"]) != numeral.value + 1:
        return
    if _ROUGHLY.search(text, max(0, numeral.start - _LONGEST_CUE), numeral.start):
        numeral.value_max, numeral.end = Decimal(behind["next"]), behind.end()


def _add_ratio(text: str, numeral: Numeral, start: int) -> bool:
    clump = _DIGITS.match(text, start)
    parsed = parse_digits(clump.group()) if clump else None
    if clump is None or parsed is None or not parsed[0] or _CODE_TAIL.match(text, clump.end()):
        return False
    behind = text[clump.end() : clump.end() + 1]
    if behind == "/" or (behind.isalpha() and not may_touch(text, clump.end())):
        return False
    if _YEAR.fullmatch(clump.group()) and numeral.value <= 12:
        return False
    if parsed[0] <= 12 and _DAY_TO_DAY.match(text, clump.end()):
        return False
    numeral.of, numeral.end = parsed[0], clump.end()
    _scale_both(text, numeral)
    return True


def _scale_both(text: str, numeral: Numeral) -> None:
    """Apply a multiplier behind a ratio to both of its parts: `186,4/165 tỷ đồng`."""
    scale = scale_at(text, numeral.end) if _first_sign(text, numeral.end) in _SCALE_FIRST else None
    if scale is not None and numeral.of is not None:
        numeral.value, numeral.of, numeral.end, numeral.scaled = (
            numeral.value * scale[0],
            numeral.of * scale[0],
            scale[1],
            True,
        )


def _is_date_range(text: str, numeral: Numeral, clump: re.Match[str], dash: str) -> bool:
    """Tell whether first-second is a span of years or days, or a month and year (`2021-2025`, `5-10/6`, `12-2013`).

    Where a day stands before them there may be spaces: `25 - 4 - 1971`.
    """
    first = text[numeral.start : numeral.end]
    dated = len(first) <= _LONGEST_DAY and (
        " " not in dash or _DAY_BEFORE.search(text, max(0, numeral.start - _FAR_DAY), numeral.start)
    )
    if _YEAR.fullmatch(clump.group()) and (_YEAR.fullmatch(first) or dated):
        return True
    if text[clump.end() : clump.end() + 1] == "/" and text[clump.end() + 1 : clump.end() + 2].isdigit():
        return True
    return first.isdecimal() and int(first) <= _LAST_DAY and _DOTTED_DAY.fullmatch(clump.group()) is not None


def _moves(text: str, numeral: Numeral, second: Numeral) -> bool:
    """Tell whether two numbers are the old and the new level of a movement, not how far it goes.

    What falls `từ 5 đến 10%` falls by so much: the first is the lower, and only the second has its percent sign.
    """
    start, end = max(0, numeral.start - _BEFORE_MOVED), numeral.start
    if _MOVED.search(text, start, end) is None:
        return False
    rises = numeral.value < second.value and numeral.percent < second.percent
    return not (rises and _FALLS.search(text, start, end))


def _join_range(text: str, numeral: Numeral, second: Numeral, digits: Decimal, worded: bool) -> None:
    """Make one range of both where the second is the higher and they share percent sign and multiplier."""
    if worded and (numeral.percent > second.percent or _moves(text, numeral, second)):
        return
    first = numeral.value
    if second.scaled and not numeral.scaled and digits:
        first *= second.value / digits
    if _leaves_thousands_out(text, numeral, second):
        first *= _THOUSAND
    if second.value <= first or (numeral.percent and not second.percent):
        return
    numeral.value, numeral.value_max, numeral.end = first, second.value, second.end
    numeral.percent, numeral.scaled = second.percent, second.scaled or numeral.scaled


def _leaves_thousands_out(text: str, numeral: Numeral, second: Numeral) -> bool:
    """Tell whether the lower end of a range is told without its thousands: `95 - 105.000 đ/kg`."""
    if not text[numeral.start : numeral.end].isdecimal() or not _FULL_THOUSANDS.fullmatch(
        text, second.start, second.end
    ):
        return False
    return numeral.value < _THOUSAND and numeral.value * _THOUSAND < second.value <= numeral.value * _THOUSAND * 3


def restated_value(text: str, end: int) -> Decimal | None:
    """Return the value of the words in brackets behind a numeral that ends at `end`: `15 (mười lăm)`."""
    match = _RESTATED.match(text, end)
    return parse_words(match["words"].lower().split()) if match else None
