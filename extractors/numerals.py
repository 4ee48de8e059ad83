"""Text -> its numerals with exact values: Vietnamese grouping and decimals, multipliers, words, ranges, ratios, percent.

Nothing here knows what a number counts; dates, codes, phone numbers and other digits that are no
numeral by their own shape are left out, the rest is for `exclusions` to judge.
The forms are data: `rules/numerals.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.number_words import DIGITS, NEVER_FIRST, NUMBER_WORDS, parse_words
from extractors.rulebook import load_rules, load_table

_TABLE: Final = load_table("numerals")
_WORDS: Final[dict[str, list[str]]] = _TABLE["words"]
_SHAPES: Final = {rule.name: rule.pattern for rule in load_rules("numerals")}
_FULL: Final = [
    (name, _SHAPES[name]) for name in ("integer", "grouped", "decimal", "english_grouped", "dotted_decimal")
]
_SCALES: Final[dict[str, int]] = {**_TABLE["behind_digits"], **_TABLE["glued"]}
_LONE_SCALES: Final[dict[str, int]] = _TABLE["lone"]
_MAY_TOUCH: Final = frozenset(_TABLE["may_touch"])
_FILLER: Final = frozenset(_WORDS["filler"] + _WORDS["point"])
_SPOKEN_LAST: Final = frozenset({"mốt", "lăm", "nhăm", "tư"})
_SUPERSCRIPTS: Final = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_SPACES: Final = " \u00a0\u2009\u202f"
_DASHES: Final = "-–—‑"


def _words(names: Sequence[str]) -> str:
    """Alternation of the words, longest first, in lower and upper case."""
    return "|".join(re.escape(form) for name in sorted(names, key=len, reverse=True) for form in (name, name.upper()))


_CLUMP: Final = re.compile(r"\d+(?:[.,]\d+){0,9}")
_REST_OF_CODE: Final = re.compile(r"[\w/.,\-–]*(?:[ ]?[-–][ ]?(?:19|20)\d\d(?!\d))?")
_DASHED_DATE: Final = re.compile(r"[-–]\d{1,2}[-–]\d{2,4}(?!\d)")
_DAY_TO_DAY: Final = re.compile(r"[ ]?[-–][ ]?\d{1,2}/\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SPACED: Final = re.compile(_SHAPES["spaced"].pattern + r"(?![\d.,/])", re.VERBOSE)
_PERCENT: Final = re.compile(rf"[{_SPACES}]?(?:%|(?:{_words(_WORDS['percent'])})(?!\w))")
_NOT_SCALE: Final = "|".join(_WORDS["not_scale_before"])
_SCALE: Final = re.compile(
    rf"[{_SPACES}]?(?:(?P<word>{_words(list(_TABLE['behind_digits']))})(?!\w)(?![ ](?:{_NOT_SCALE})\b)"
    rf"|(?P<short>{'|'.join(_TABLE['glued'])})(?:(?!\w)|\.?(?=[ ]?đ)))"
)
_MORE: Final = re.compile(rf"[{_SPACES}](?P<digits>\d{{1,3}}(?:,\d{{1,3}})?)(?=[{_SPACES}]?[^\W\d_])")
_HALF: Final = re.compile(rf"[{_SPACES}](?:{'|'.join(_WORDS['half'])})(?!\w)")
_RANGE: Final = re.compile(rf"[{_SPACES}]?[{_DASHES}][{_SPACES}]?(?=\d)|[{_SPACES}](?:đến|tới)[{_SPACES}](?=\d)")
_SLASH: Final = re.compile(rf"[{_SPACES}]?/[{_SPACES}]?(?=\d)")
_RESTATED: Final = re.compile(r"[ ]?\((?:[Bb]ằng chữ:?[ ])?(?P<words>[^\W\d_][^()\d]{1,90})\)")
_MOVED: Final = re.compile(r"(?:tăng|giảm|nâng|hạ|lên|xuống|kéo)[^.;:\n]{0,40}\btừ[ ]\Z")
_STARTS: Final = [word for word in sorted(NUMBER_WORDS - NEVER_FIRST, key=len, reverse=True) if word != "năm"]
_FIVE: Final = f"năm(?=[ ](?:{'|'.join(_WORDS['five_before'])})(?!\\w))"
_RUN: Final = re.compile(
    rf"(?<=[\s(“\"'/–-])(?:{'|'.join(_STARTS)}|{'|'.join(word.capitalize() for word in _STARTS)}|{_FIVE})"
    rf"(?:[ ](?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?!\w)){{0,30}}(?!\w)"
)
_PART_OF: Final = re.compile(
    rf"[ ]phần[ ](?P<words>(?:{'|'.join(NUMBER_WORDS)})(?:[ ](?:{'|'.join(NUMBER_WORDS)})){{0,3}})(?!\w)"
)


@dataclass(slots=True)
class Numeral:
    """One numeral of a text: `text[start:end]` with multiplier and percent sign, `tail` past a restatement in words.

    `value` has the multiplier applied; `value_max` is the upper end of a range, `of` the second part
    of a ratio. `scaled` tells that a multiplier is written, `spelled` that it stands in words,
    `loose` that its separator can be read in two ways (`6,558`, `1.5`).
    """

    start: int
    end: int
    value: Decimal
    tail: int = 0
    value_max: Decimal | None = None
    of: Decimal | None = None
    percent: bool = False
    scaled: bool = False
    spelled: bool = False
    loose: bool = False


def parse_digits(text: str) -> tuple[Decimal, str] | None:
    """Return the value of digits with separators and the name of their shape; None when they are no number."""
    for name, pattern in _FULL:
        if pattern.fullmatch(text):
            return _value(text, name), name
    return None


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a text that is one numeral, None if it is none or more than one.

    Signs (`-`, `âm`, `trừ`), multipliers, compounds, words and brackets are read; ranges, ratios and units are not.

    >>> parse_numeral("1,2 tỷ"), parse_numeral("6.558"), parse_numeral("126 tỷ 090 triệu")
    (Decimal('1200000000'), Decimal('6558'), Decimal('126090000000'))
    >>> parse_numeral("hai mươi mốt"), parse_numeral("15 (mười lăm)"), parse_numeral("8/8")
    (Decimal('21'), Decimal('15'), None)
    """
    bare = " ".join(text.split())
    for sign in ("-", "−", *_WORDS["minus"]):
        if bare.startswith(sign) and bare != sign:
            value = parse_numeral(bare[len(sign) :])
            return None if value is None else -value
    if _SHAPES["bare_decimal"].match(bare):
        bare = "0" + bare
    if bare[-1:] in _LONE_SCALES:
        value = parse_numeral(bare[:-1])
        return None if value is None else value * _LONE_SCALES[bare[-1]]
    if bare[:1].isdigit():
        found = _digits_at(bare, _CLUMP.match(bare), lone=True)  # type: ignore[arg-type]
        if found is None or found.tail != len(bare) or found.of is not None or found.value_max is not None:
            return None
        return found.value
    return parse_words(bare.lower().split())


def find_numerals(text: str, blocked: Sequence[tuple[int, int]] = ()) -> list[Numeral]:
    """Return the numerals of the text in order, without overlaps and outside the blocked spans (sorted, disjoint)."""
    found = sorted([*_digit_numerals(text), *_spelled_numerals(text)], key=lambda numeral: numeral.start)
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


def _digit_numerals(text: str) -> Iterator[Numeral]:
    consumed = 0
    for clump in _CLUMP.finditer(text):
        start = clump.start()
        if start < consumed:
            continue
        if not _may_start(text, start):
            consumed = clump.end()
            continue
        numeral = _digits_at(text, clump)
        if numeral is None:
            consumed = _REST_OF_CODE.match(text, clump.end()).end()  # type: ignore[union-attr]
        else:
            consumed = numeral.tail
            yield numeral


def _may_start(text: str, start: int) -> bool:
    """Tell whether digits at `start` begin a numeral, by the character before: not inside a word, code or date."""
    if not start:
        return True
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    if before.isalnum() or before == "_":
        return False
    if before == "/":
        return earlier == "%"
    if before in _DASHES:
        return not (earlier.isalnum() or earlier in "/)") if earlier else True
    return not (before in ".,:" and earlier.isdigit())


def _digits_at(text: str, clump: re.Match[str], lone: bool = False) -> Numeral | None:
    """Read the numeral that begins with the digits of `clump`; None if they are a date, code, clock time or junk."""
    start, end = clump.span()
    if text[end : end + 1] in _SPACES and text[end + 1 : end + 2].isdigit() and end - start <= 3:
        spaced = _SPACED.match(text, start)
        if spaced and (lone or not _counts_thousands_apart(text, start)):
            end = spaced.end()
    parsed = _parse_clump(text[start:end])
    after = text[end : end + 2]
    if parsed is None or _is_code_tail(text, end, after):
        return None
    numeral = Numeral(start, end, parsed[0], loose=parsed[1])
    _add_scale(text, numeral)
    numeral.loose = numeral.loose and not numeral.scaled
    if not _add_second(text, numeral):
        return None
    if numeral.end < len(text) and text[numeral.end] in _SUPERSCRIPTS:
        numeral.tail = numeral.end + 1
        return numeral
    numeral.tail = numeral.end
    _add_restatement(text, numeral)
    return numeral


def _counts_thousands_apart(text: str, start: int) -> bool:
    """Tell whether `6 150` is two numbers, because a word of time or order governs the first (`tháng 6 150 hộ`)."""
    before = text[max(0, start - 9) : start].split()
    return bool(before) and before[-1].lower() in {
        "tháng",
        "quý",
        "ngày",
        "thứ",
        "khoản",
        "điều",
        "số",
        "kỳ",
        "lớp",
        "năm",
    }


def _parse_clump(digits: str) -> tuple[Decimal, bool] | None:
    if "\u00a0" in digits or "\u2009" in digits or "\u202f" in digits or " " in digits:
        return _value(digits, "spaced"), False
    parsed = parse_digits(digits)
    if parsed is None:
        return None
    value, shape = parsed
    comma = digits.find(",")
    loose = shape == "dotted_decimal" or (
        shape == "decimal" and len(digits) - comma == 4 and digits[0] != "0" and comma <= 3
    )
    return value, loose


def _value(digits: str, shape: str) -> Decimal:
    if shape in ("integer", "dotted_decimal"):
        return Decimal(digits)
    if shape == "english_grouped":
        return Decimal(digits.replace(",", ""))
    for separator in (".", *_SPACES):
        digits = digits.replace(separator, "")
    return Decimal(digits.replace(",", "."))


def _is_code_tail(text: str, end: int, after: str) -> bool:
    """Tell whether what follows the digits makes them part of a code, a date or a clock time."""
    if not after:
        return False
    first, second = after[0], after[1:]
    if first.isalpha() and first not in _SUPERSCRIPTS:
        word = _letters(text, end)
        return not (word in _MAY_TOUCH or word in _SCALES or (len(word) > 1 and word.islower()))
    if first == "/":
        return second.isalpha() and second.isupper()
    if first in _DASHES:
        return (second.isalpha() and second.isupper()) or bool(_DASHED_DATE.match(text, end))
    return (first in ".," and second.isdigit()) or (first in ":h" and second.isdigit()) or first == "_"


def _letters(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < 12 and text[end].isalpha():
        end += 1
    return text[start:end]


def _add_scale(text: str, numeral: Numeral) -> None:
    """Apply the percent sign or the multipliers that follow, and the lower parts of a compound (`1 tỷ 350 triệu`)."""
    percent = _PERCENT.match(text, numeral.end)
    if percent:
        numeral.percent, numeral.end = True, percent.end()
        return
    scale = _scale_at(text, numeral.end)
    if scale is None:
        return
    factor, numeral.end = scale
    higher = _scale_at(text, numeral.end)
    if higher and higher[0] > factor:
        factor, numeral.end = factor * higher[0], higher[1]
    numeral.value *= factor
    numeral.scaled = True
    for _ in range(3):
        more = _MORE.match(text, numeral.end)
        lower = _scale_at(text, more.end()) if more else None
        if more is None or lower is None or lower[0] >= factor:
            break
        factor, numeral.end = lower
        numeral.value += Decimal(more["digits"].replace(",", ".")) * factor
    half = _HALF.match(text, numeral.end)
    if half:
        numeral.value += Decimal(factor) / 2
        numeral.end = half.end()


def _scale_at(text: str, end: int) -> tuple[int, int] | None:
    match = _SCALE.match(text, end)
    if match is None:
        return None
    if match["short"]:
        if text[end] in _SPACES and text[match.end() : match.end() + 2].lstrip()[:1] != "đ":
            return None
        return _SCALES[match["short"]], match.end()
    return _SCALES[match["word"].lower()], match.end()


def scale_of(text: str) -> tuple[int, int] | None:
    """Return the multiplier that a text begins with and where it ends: `triệu đồng` -> (1000000, 5)."""
    return _scale_at(text, 0)


def _add_second(text: str, numeral: Numeral) -> bool:
    """Add the second part of a ratio or range; False when the whole turns out to be a date or code."""
    slash = _SLASH.match(text, numeral.end) if not numeral.percent and not numeral.scaled else None
    if slash:
        return _add_ratio(text, numeral, slash.end())
    dash = _RANGE.match(text, numeral.end)
    if dash is None or numeral.of is not None:
        return True
    clump = _CLUMP.match(text, dash.end())
    parsed = _parse_clump(clump.group()) if clump else None
    if clump is None or parsed is None:
        return text[dash.end() - 1] in " \u00a0" or not numeral.start
    if _is_date_range(text, numeral, clump, dash.group()):
        return False
    second = Numeral(clump.start(), clump.end(), parsed[0])
    _add_scale(text, second)
    _join_range(text, numeral, second, worded=dash.group().strip() in ("đến", "tới"))
    return True


def _add_ratio(text: str, numeral: Numeral, start: int) -> bool:
    clump = _CLUMP.match(text, start)
    parsed = _parse_clump(clump.group()) if clump else None
    if clump is None or parsed is None or _is_code_tail(text, clump.end(), text[clump.end() : clump.end() + 2]):
        return False
    if text[clump.end() : clump.end() + 1] == "/" or not parsed[0]:
        return False
    if _YEAR.fullmatch(clump.group()) and numeral.value <= 12:
        return False
    if parsed[0] <= 12 and _DAY_TO_DAY.match(text, clump.end()):
        return False
    numeral.of, numeral.end = parsed[0], clump.end()
    return True


def _is_date_range(text: str, numeral: Numeral, clump: re.Match[str], dash: str) -> bool:
    """Tell whether first-second is a span of years or days, or a month and year (`2021-2025`, `5-10/6`, `12-2013`)."""
    first = text[numeral.start : numeral.end]
    if _YEAR.fullmatch(clump.group()) and (_YEAR.fullmatch(first) or (len(first) <= 2 and " " not in dash)):
        return True
    return text[clump.end() : clump.end() + 1] == "/" and text[clump.end() + 1 : clump.end() + 2].isdigit()


def _join_range(text: str, numeral: Numeral, second: Numeral, worded: bool) -> None:
    """Make one range of both where the second is the higher and they share percent sign and multiplier."""
    if worded and (numeral.percent != second.percent or _MOVED.search(text, max(0, numeral.start - 60), numeral.start)):
        return
    first = numeral.value
    if second.scaled and not numeral.scaled:
        first *= second.value / parse_digits(_CLUMP.match(text, second.start).group())[0]  # type: ignore[index,union-attr]
    if second.value <= first or (numeral.percent and not second.percent):
        return
    numeral.value, numeral.value_max, numeral.end = first, second.value, second.end
    numeral.percent, numeral.scaled = second.percent, second.scaled or numeral.scaled


def _add_restatement(text: str, numeral: Numeral) -> None:
    """Take in the words in brackets that say the number again: `15 (mười lăm)`."""
    if text[numeral.end : numeral.end + 1] not in ("(", " ") or "(" not in text[numeral.end : numeral.end + 2]:
        return
    match = _RESTATED.match(text, numeral.end)
    if match and parse_words(match["words"].lower().split()) is not None:
        numeral.tail = match.end()


def restated_value(text: str, end: int) -> Decimal | None:
    """Return the value of the words in brackets behind a numeral that ends at `end`: `15 (mười lăm)`."""
    match = _RESTATED.match(text, end)
    return parse_words(match["words"].lower().split()) if match else None


def _spelled_numerals(text: str) -> Iterator[Numeral]:
    end = 0
    for run in _RUN.finditer(text):
        if run.start() < end:
            continue
        words = run.group().lower().split(" ")
        numeral = _spelled(text, run.start(), words)
        if numeral:
            end = numeral.end
            yield numeral


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
        numeral = Numeral(start, end, value, spelled=True, scaled=words[-1] in _SCALES or len(words) > 2)
        percent = _PERCENT.match(text, end)
        part = None if percent else _PART_OF.match(text, end)
        if percent:
            numeral.percent, numeral.end = True, percent.end()
        elif part:
            numeral.of, numeral.end = parse_words(part["words"].split()), part.end()
        numeral.tail = numeral.end
        return numeral
    return None
