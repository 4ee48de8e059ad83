"""Joins the cells of a letterhead that a page broke over lines: lines -> lines, each cell on one.

Legal web sites and converters write the two columns of a letterhead cell by cell, with bars between them and a line
end anywhere: `Số:` and the number below it, `Hà` above `Nội, ngày 06 ...`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import Final

from extractors.layout.head_types import match_type, type_pattern
from extractors.layout.letterhead import (
    Letterhead,
    find_letterhead,
    find_marks,
    is_column_head,
    number_in,
    pattern,
)
from extractors.rulebook import find_pattern, load_table
from extractors.text.document import Document
from extractors.text.lines import Line, is_capital
from extractors.values.places import canonical

_REACH: Final = 60
"""How many lines a letterhead may take when each of its cells is broken into several."""
_LONGEST: Final = 90
"""No cell of a letterhead is longer."""
_LONGEST_HEAD: Final = 600
_NUMBER_WORD: Final = re.compile(r"(?<!\S)(?:Số|SỐ)[ :]")
_MOST_PARTS: Final = 7
_BAR: Final = "|"
_MARK: Final = "*"
_FIRST_LINES: Final = 4
"""Where the first bar of a drawn head stands, and where the title below a type begins."""
_SPAN: Final = attrgetter("start", "end")
_NEAR_TYPE: Final = 12
"""Within how many lines below the type the body is named again above the legal basis."""
_FIRST_WORDS: Final = frozenset(load_table(__package__, "words")["headcells"]["first_words"])
_ABOUT: Final = frozenset({"VỀ", "Về", "V/v"})

_pattern = partial(find_pattern, __package__, "headcells")


def join_head(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each cell of the letterhead on one line; bars between the cells are left out.

    A joined line spans all its parts; its `text` has single spaces where they were broken. Lines below the type of the
    document are those of `lines`.
    """
    joined: list[Line] = []
    parts = [part for line in _close_marks(lines[:_REACH]) for part in _parts_of_line(line)]
    head = _without_bars(parts)
    i = 0
    while i < len(head):
        used = _parts_of_cell(head, i)
        part = head[i : i + used]
        text = part[0].text if used == 1 else " ".join(line.text for line in part)
        joined.append(part[0] if used == 1 else part[0]._replace(end=part[-1].end, text=text))
        i += used
        if text.isupper() and type_pattern().fullmatch(text):
            break
    return [*joined, *_join_about(head[i:]), *lines[_REACH:]]


def read_letterhead(document: Document, lines: Sequence[Line]) -> tuple[list[Line], Letterhead | None]:
    """Return the lines with the cells of their letterhead joined, and where it stands; made once for the same lines."""

    def read() -> tuple[list[Line], Letterhead | None]:
        joined = join_head(lines)
        return joined, find_letterhead(joined)

    return document.once(("letterhead", *map(_SPAN, lines)), read)


def _close_marks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a head drawn with bars, what stands between a mark of emphasis and its end on one line.

    Pages saved as Markdown write `**ỦY BAN NHÂN`, below it `DÂN**`; the opening mark is off the line already.
    """
    last = max((i for i, line in enumerate(lines) if line.text == _BAR), default=0)
    if not any(line.text == _BAR for line in lines[:_FIRST_LINES]):
        return list(lines)
    closed: list[Line] = []
    opened = 0
    for line in lines[:last]:
        closed.append(line)
        if line.text == _BAR:
            opened = len(closed)
        elif line.text.endswith(_MARK):
            run = closed[opened:]
            text = " ".join(part for part in (piece.text.strip(f"{_MARK} ") for piece in run) if part)
            closed[opened:] = [run[0]._replace(end=run[-1].end, text=text)] if text else []
            opened = len(closed)
    return [*closed, *lines[last:]]


def _join_about(lines: Sequence[Line]) -> list[Line]:
    """Return the lines below the type, `VỀ` alone on its line joined with the one below, and so a body's first word."""
    lines = _join_first_words(lines)
    first = next((i for i, line in enumerate(lines[:_FIRST_LINES]) if line.text.strip()), 0)
    if len(lines) > first + 1 and lines[first].text in _ABOUT and not lines[first + 1].gap:
        text = f"{lines[first].text} {lines[first + 1].text}"
        return [*lines[:first], lines[first]._replace(end=lines[first + 1].end, text=text), *lines[first + 2 :]]
    return list(lines)


def _join_first_words(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines near the type, the first word of a body alone on its line (ỦY) joined with the one below."""
    joined: list[Line] = []
    for line in lines[:_NEAR_TYPE]:
        if joined and joined[-1].text in _FIRST_WORDS and not line.gap and is_capital(line.text):
            joined[-1] = joined[-1]._replace(end=line.end, text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return [*joined, *lines[_NEAR_TYPE:]]


def _parts_of_line(line: Line) -> list[Line]:
    """Return the cells of a letterhead that was run into one line, as lines; any other line as it is.

    "UBND TỈNH A SỞ Y TẾ Số: 6/BC-SYT CỘNG HÒA ... Hạnh phúc A, ngày 16 tháng 5 năm 2024 BÁO CÁO Kết quả ..."
    """
    numbered = "Số" in line.text or "SỐ" in line.text
    if not numbered or len(line.text) > _LONGEST_HEAD or not _NUMBER_WORD.search(line.text):
        return [line]
    marks = find_marks(line.text)
    parts = _cut([(0, line.text)], lambda _: marks)
    if not marks:
        return [line]
    for find in (_find_number, _find_dateline):
        cut = _cut(parts, find)
        if len(cut) == len(parts) and find is _find_number:
            return [line]
        parts = cut
    parts = _cut(parts, _find_type)
    return [
        line._replace(start=line.start + at, end=line.start + at + len(text), text=text, gap=line.gap and at == 0)
        for at, text in parts
    ]


def _cut(parts: Sequence[tuple[int, str]], find: Callable[[str], list[tuple[int, int]]]) -> list[tuple[int, str]]:
    """Cut parts of a line, each with its offset, before and behind what is found in them; blank parts are left out."""
    cut: list[tuple[int, str]] = []
    for offset, text in parts:
        edges = sorted({0, len(text), *(edge for span in find(text) for edge in span)})
        for start, end in pairwise(edges):
            piece = text[start:end].strip()
            if piece:
                cut.append((offset + text.index(piece, start), piece))
    return cut


def _find_number(text: str) -> list[tuple[int, int]]:
    """Return where "Số: 640/BC-SYT" stands in a text, once at the most."""
    for word in _NUMBER_WORD.finditer(text):
        number = number_in(text[word.start() :])
        if number:
            return [(word.start(), word.start() + number.end())]
    return []


def _find_dateline(text: str) -> list[tuple[int, int]]:
    found = pattern("dateline").search(text)
    return [found.span()] if found and found["month"] else []


def _find_type(text: str) -> list[tuple[int, int]]:
    """Return the type that opens a text in capitals above a title that is not in capitals."""
    found = match_type(text)
    rest = text[found.end() :].strip() if found else ""
    return [(0, found.end())] if found and found.group().isupper() and rest and not is_capital(rest) else []


def _without_bars(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    parted = False
    for line in lines:
        if line.text == _BAR:
            parted = True
            continue
        cell = line._replace(gap=True) if parted else line
        parted = line.text[-1] == _BAR and line.text.count(_BAR) == 1 and len(line.text) <= _LONGEST
        kept.append(_without_last_bar(cell) if parted else cell)
    return kept


def _without_last_bar(line: Line) -> Line:
    text = line.text[:-1].rstrip()
    return line._replace(end=line.start + len(text), text=text)


def _parts_of_cell(lines: Sequence[Line], first: int) -> int:
    """Return how many lines from `first` are one cell of a letterhead, 1 for a line that is whole."""
    if len(lines[first].text) > _LONGEST or not _pattern("broken_cell").search(lines[first].text):
        return 1
    parts = [lines[first].text]
    whole = 1
    for line in lines[first + 1 : first + _MOST_PARTS]:
        if (line.gap and not _pattern("open_day").search(parts[-1])) or len(line.text) > _LONGEST:
            break
        parts.append(line.text)
        if _is_cell(parts):
            whole = len(parts)
            if not _pattern("open_day").search(parts[-1]) and not _goes_on_as_day(lines, first + whole):
                break
    return whole


def _goes_on_as_day(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is the year that a broken dateline still lacks."""
    return index < len(lines) and bool(_pattern("year_alone").fullmatch(lines[index].text))


def _is_cell(parts: Sequence[str]) -> bool:
    """Tell whether lines make up one cell: a motto, a number, a dateline or a type that none of them is alone."""
    whole = " ".join(parts)
    if is_column_head(whole):
        return True
    if _pattern("open_number").match(parts[0]):
        number = number_in(whole)
        return number is not None and number.end() == len(whole)
    dateline = pattern("dateline").fullmatch(whole)
    if dateline and dateline["month"]:
        town = (dateline["town"] or "").strip()
        return not pattern("dateline").fullmatch(parts[-1]) or canonical(town) is not None
    return whole.isupper() and " " not in parts[0] and bool(type_pattern().fullmatch(whole))
