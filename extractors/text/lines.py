"""The lines of a text -> Line values with exact spans: what layout, header and tasks all read.

Blank lines are left out; `start` and `end` bound the line without the white space around it, so that
`line.text` is `text[line.start:line.end]` with odd spaces and look-alikes of Đ made regular.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

UPPER: Final = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese, for a character class: a range such as À-Ỹ would take in small letters."""

_OTHER_ENDS: Final = "\f\r"
_MARKDOWN: Final = re.compile(r"(?=#{1,6} |\*\*)(?P<hash>#{1,6} )?(?:\*\*)?(?P<body>[^*\n]+?)(?:\*\*)?$")
_PARTS: Final = ("|", "   ", "\t", "•", "»", "›", "\u00a0\u00a0")
_BLANK: Final = " \t\u00a0\u2003\u200b\ufeff\u3000"
_REGULAR: Final = (
    *((odd, " ") for odd in "\u00a0\u2002\u2003\u2009\u202f\u3000"),
    *zip("\u00d0\u0189\u00f0\u0256", "ĐĐđđ", strict=True),
)


class Line(NamedTuple):
    """One line that holds something; `gap` tells of a blank line before it, `marked` of a Markdown heading mark."""

    start: int
    end: int
    text: str
    gap: bool = False
    marked: bool = False

    @property
    def key(self) -> str:
        """The line in lower case with single spaces, to compare with word lists."""
        return " ".join(self.text.lower().split())

    @property
    def is_paragraph(self) -> bool:
        """Whether the line is running text rather than a heading, a menu entry or a name."""
        return len(self.text) >= 200 or (len(self.text) >= 90 and self.text[-1] in ".;:”…")


def regular(text: str) -> str:
    """Return a text of equal length with its odd spaces as plain ones, and the letters that look like Đ as Đ.

    >>> regular("Hà Nội, ngày\u00a009 tháng\u00a03"), regular("12/2001/Q\u00d0-BTC")
    ('Hà Nội, ngày 09 tháng 3', '12/2001/QĐ-BTC')
    """
    for odd, plain in _REGULAR:
        if odd in text:
            text = text.replace(odd, plain)
    return text


@cache
def _glued_heading() -> re.Pattern[str]:
    """Return two bold lines of Markdown that lost the line end between them: a heading in capitals, and its title."""
    return re.compile(rf"\*\*(?P<type>[{UPPER}][{UPPER} ]{{3,60}})\*{{4}}(?=[{UPPER}][^*]*\*\*$)")


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the non-blank lines of `text` in order."""
    lines: list[Line] = []
    previous = 0
    end = -1
    for raw in _raw_lines(regular(text)):
        begin = end + 1
        end = begin + len(raw)
        content = raw.strip(_BLANK)
        if not content:
            continue
        start = begin + raw.index(content[0])
        gap = start - previous > 1 and text.count("\n", previous, start) > 1
        previous = start + len(content)
        if content[0] == "*" and "****" in content and (run := _glued_heading().match(content)) is not None:
            middle = start + run.end("type")
            lines.append(Line(start + 2, middle, run["type"], gap))
            lines.append(Line(middle + 4, previous - 2, content[run.end("type") + 4 : -2]))
            continue
        mark = _MARKDOWN.match(content) if content[0] in "#*" else None
        if mark and mark["body"]:
            lines.append(
                Line(start + mark.start("body"), start + mark.end("body"), mark["body"], gap, bool(mark["hash"]))
            )
        else:
            lines.append(Line(start, previous, content, gap))
    return tuple(lines)


def _raw_lines(text: str) -> list[str]:
    for other in _OTHER_ENDS:
        if other in text:
            text = text.replace(other, "\n")
    return text.split("\n")


def line_start(text: str, offset: int, reach: int) -> int:
    """Return where the line of an offset begins, looking back no further than `reach` characters."""
    floor = max(0, offset - reach)
    return text.rfind("\n", floor, offset) + 1 or floor


def outside(lines: Sequence[Line], spans: Sequence[tuple[int, int]]) -> list[Line]:
    """Return the lines that do not lie in one of the ordered spans."""
    if not spans:
        return list(lines)
    starts = [start for start, _ in spans]
    kept = []
    for line in lines:
        i = bisect_right(starts, line.start) - 1
        if i < 0 or spans[i][1] < line.end:
            kept.append(line)
    return kept


@cache
def _between_cells() -> re.Pattern[str]:
    return re.compile(r"[ \u00a0]*(?:\||\t|[ \u00a0]{3}|[•»›])[ \u00a0|\t•»›]*")


def split_cells(line: str) -> list[str]:
    """Split a line at bars, tabs, bullets and wide gaps: the cells of a menu or of a two-column letterhead.

    >>> split_cells("Lượt xem: 1.482   In bài | Gửi email")
    ['Lượt xem: 1.482', 'In bài', 'Gửi email']
    """
    for part in _PARTS:
        if part in line:
            break
    else:
        return [line.strip(_BLANK)]
    return [cell for cell in (part.strip(_BLANK) for part in _between_cells().split(line)) if cell]


@cache
def _item() -> re.Pattern[str]:
    """Return an enumerator, a tab, and a text with a word in it."""
    return re.compile(r"\s*(?:(?:[IVXLC]+|[A-Z]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]|[-+*•–])\t\s*[^\t]*[^\W\d_]{2}[^\t]*")


def is_row(text: str) -> bool:
    """Tell whether a line is a row of a table: cells parted by tabs, or by bars with space around them or at both ends.

    An enumerator that a tab parts from its text opens a paragraph.

    >>> is_row("1 | Bắc Sơn | 118"), is_row("|a|b|"), is_row("và/hoặc | không"), is_row("Tổng số")
    (True, True, True, False)
    >>> is_row("1.\\tKết quả công tác"), is_row("1.\\tBắc Sơn\\t118"), is_row("1\\tBắc Sơn")
    (False, True, True)
    """
    if "\t" in text:
        return not _item().fullmatch(text)
    return "|" in text and (" | " in text or text.count("|") > 1)


def is_capital(text: str) -> bool:
    """Tell whether every letter of a text is a capital, and there are at least three.

    >>> is_capital("KẾT QUẢ NĂM 2021"), is_capital("Kết quả"), is_capital("II")
    (True, False, False)
    """
    return text.isupper() and sum(map(str.isalpha, text)) >= 3
