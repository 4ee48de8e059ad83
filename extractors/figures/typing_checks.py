"""Numbers whose typing leaves doubt -> Problems: stray spaces, odd groups, halves of a number that were left out.

Nothing is corrected: `7 .250` is read and shown; of `18. 400.000 đồng` and `15, 3 triệu` it is said that they are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.figures.reading.counted import COUNTED
from extractors.figures.words import keys_of
from extractors.model import Figure, Measure, Problem
from extractors.text.document import Document
from extractors.values.digits import parse_digits, scale_at
from extractors.values.numerals import ORDERED_BY_NUMBER

_COUNT: Final = Measure.COUNT
_DOTS: Final = re.compile(r"\d\.\.\d")
_STRAY: Final = re.compile(r"\d \.\d")
_HALF_GROUPED: Final = re.compile(r"\d{4,}\.000")
_ODD_DECIMALS: Final = re.compile(r"\d+\.(?:\d\d|\d{4,})\Z")
_BROKEN: Final = re.compile(
    r"(?P<first>[0-9](?<![\d/.,\w]\d)\d{0,2}(?:[.,]\d{1,3}(?= ))?)"
    r"(?: ?\. (?=\d{3}(?!\d))|\. (?=\d{1,2}(?:,\d+)? ?%)|, (?=\d{1,2}(?!\d))| (?=\d{1,2}(?!\d))"
    r"| ?[‘`´\\](?=\d)|[.,]{2}(?=\d)| ,(?=\d))"
    r"(?P<second>\d+(?:[.,]\d+)*)(?![\d/.]\d)"
)
_GROUPS: Final = re.compile(
    r"[0-9](?<![\d/.,\w]\d)\d{0,2}(?:[.,]\d{2,4}){0,3}[.,]\d{3}(?:[.,]\d{2,4}){0,3}(?![\d/.,]*\d|\w)"
)
_PARTED: Final = re.compile(r"\d{1,3}[ .,‘`´\\]{1,3}\d")
"""What every match of the two begins with: a few digits, signs, and digits again."""
_UNIT_REACH: Final = 24
_NEAR: Final = 40
_WHOLE: Final = frozenset({"person", "household", "organisation", "document", "conference", "case", "attendance"})


class _Read:
    """The places of a text that belong to figures."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.ends = {figure.start: figure.end for figure in figures}
        self._starts = sorted(self.ends)

    def holds(self, at: int) -> bool:
        """Tell whether a place belongs to a figure."""
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self.ends[self._starts[i]]


def check_typing(document: Document, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Yield what is doubtful in the way numbers are typed."""
    text = document.text
    for figure in figures:
        dotted = "." in figure.text or text[figure.start - 1 : figure.start] == "."
        if dotted and (message := _doubt(text, figure)):
            yield Problem("odd_typing", message, figure.start, figure.end)
    read = _Read(figures)
    places = [start for start in document.number_starts if _PARTED.match(text, start)]
    for match in _matches(_BROKEN, text, places):
        decimals = match.group()[len(match["first"])] == ","
        if not read.holds(match.start()) and _counts(text, match.end(), decimals) and _joins(text, match, read):
            message = f"“{match.group()}” có thể là một số bị gõ rời; cần đối chiếu bản gốc."
            yield Problem("broken_number", message, match.start(), match.end())
    for match in _matches(_GROUPS, text, places):
        unread = parse_digits(match.group()) is None and not read.holds(match.start())
        if unread and _counts(text, match.end()) and not _opens_line(text, match.start()):
            message = f"Không đọc được số “{match.group()}”: các nhóm chữ số không đều."
            yield Problem("broken_number", message, match.start(), match.end())


def _matches(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begin at one of the places, in order and without overlaps."""
    end = 0
    for start in places:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


def _doubt(text: str, figure: Figure) -> str | None:
    """Return what is doubtful in a figure with a dot in it or before it, in Vietnamese; None where nothing is."""
    dotted = "." in figure.text
    if dotted and _STRAY.search(figure.text):
        return f"Số gõ rời “{figure.text}”, đọc liền thành một số; cần đối chiếu bản gốc."
    if dotted and _HALF_GROUPED.match(figure.text):
        return f"“{figure.text}” thiếu dấu chấm ngăn hàng nghìn, đọc thành một số; cần đối chiếu bản gốc."
    if text[figure.start - 1 : figure.start] == "." and _DOTS.match(text, max(0, figure.start - 3)):
        return f"Trước “{figure.text}” có hai dấu chấm liền số khác: có thể là một khoảng hay một số gõ sai."
    if dotted and _is_part_of_thing(figure):
        return f"“{figure.text}” {figure.unit}: dấu chấm không ngăn hàng nghìn, mà người, vật không đếm lẻ."
    return None


def _is_part_of_thing(figure: Figure) -> bool:
    """Tell whether a decimal with a dot counts what has no parts: `1.2345 người`."""
    dotted = _ODD_DECIMALS.match(figure.text) is not None
    return dotted and figure.measure is _COUNT and figure.indicator.value in _WHOLE


def _joins(text: str, match: re.Match[str], read: _Read) -> bool:
    """Tell whether both numbers can be halves of one: no word of order governs the first, no list has begun."""
    before = text[max(0, match.start() - 12) : match.start()].split()
    if _opens_line(text, match.start()) or (before and before[-1].strip("(").lower() in ORDERED_BY_NUMBER):
        return False
    listed = before and before[-1][-1:] in ",;" and before[-1][:1].isdigit()
    between = match.group()[len(match["first"]) :][:2]
    return not listed and not (between == ", " and match.start("second") in read.ends)


def _opens_line(text: str, start: int) -> bool:
    line = text.rfind("\n", max(0, start - _NEAR), start) + 1
    if not line and start > _NEAR:
        return False
    return not any(character.isalnum() for character in text[line:start])


def _counts(text: str, end: int, measured: bool = False) -> bool:
    """Tell whether a multiplier, a percent sign, a measure or, if not `measured`, a counted noun follows."""
    if scale_at(text, end) or text[end : end + 2].lstrip()[:1] == "%":
        return True
    keys = keys_of(text[end : end + _UNIT_REACH])
    noun = COUNTED.at(keys, 0) if keys else None
    if noun is None or all(reading.time for reading in noun[1]):
        return False
    return not measured or noun[1][0].measure is not _COUNT
