"""A report's text with its sections -> the parts of its body in order: paragraphs, and tables row by row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.layout.find import match_heading
from extractors.model import Section, SectionKind
from extractors.rulebook import find_pattern
from extractors.text.lines import Line, outside, split_lines
from extractors.text.wrapped import goes_on, wrap_width
from pipeline.merging.headings import Heading, read_heading

_BAR: Final = re.compile(r"\s\|\s?|^\|\s?|\s?\|$")
_TABS: Final = 2
_ENDS: Final = ".:;!?…”"
_OUTSIDE: Final = (SectionKind.HEADER, SectionKind.FOOTER)
_MOST_IN_SIGNATURE: Final = 12
"""Cells with words in a table for signatures."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph on one line, or a table as rows of cells; `start` and `end` are those of its words in the text.

    `named` tells that the file or its capitals make a heading of it; `number` is how long its first line is where that
    holds the number of a heading alone.
    """

    start: int
    end: int
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    named: bool = False
    number: int = 0

    @property
    def heading(self) -> Heading | None:
        """The heading that a paragraph is or begins with."""
        return None if self.rows else read_heading(self.text, self.named, self.number)


def body_parts(text: str, sections: Iterable[Section], boilerplate: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """Return the parts of a body: no letterhead, no signatures, nothing that belongs to the page alone.

    Every word of the body stands in one part, once, as it is written; lines that a page broke are one paragraph.
    """
    sections = list(sections)
    cut = [*boilerplate, *((one.start, one.end) for one in sections if one.kind in _OUTSIDE)]
    tables = [(one.start, one.end) for one in sections if one.kind is SectionKind.TABLE]
    parts = paragraphs(text, cut, {one.start for one in sections if one.title}, tables)
    while parts and parts[-1].rows and _is_signature(parts[-1]):
        parts.pop()
    return tuple(parts)


def paragraphs(
    text: str, cut: Iterable[tuple[int, int]], named: set[int], tables: Sequence[tuple[int, int]] = ()
) -> list[Part]:
    """Return the paragraphs and tables outside the spans `cut`; `named` holds where headings begin."""
    return list(_parts(outside(split_lines(text), _joined_spans(sorted(cut))), tables, named))


def _joined_spans(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ordered spans with those that touch or cover one another as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _parts(lines: Sequence[Line], tables: Sequence[tuple[int, int]], named: set[int]) -> Iterator[Part]:
    starts = [start for start, _ in tables]
    width = wrap_width([line for line in lines if not (_cells(line, starts, tables) or match_heading(line))])
    gathered: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if _cells(line, starts, tables):
            yield from _paragraph(gathered, named)
            gathered = []
            rows.append(line)
            continue
        yield from _table(rows)
        rows = []
        if gathered and not _goes_on(gathered, line, width, named):
            yield from _paragraph(gathered, named)
            gathered = []
        gathered.append(line)
    yield from _paragraph(gathered, named)
    yield from _table(rows)


def _cells(line: Line, starts: Sequence[int], tables: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the cells of a line that is a row of a table, nothing for another."""
    if "|" in line.text and _BAR.search(line.text):
        bare = line.text.removeprefix("|").removesuffix("|") if line.text.count("|") > 1 else line.text
        return tuple(cell.strip() for cell in bare.split("|"))
    at = bisect_right(starts, line.start) - 1
    inside = at >= 0 and line.end <= tables[at][1]
    numbered = read_heading(line.text)
    tabs = line.text.count("\t")
    if inside and tabs and (tabs >= _TABS or numbered is None or not numbered.value):
        return tuple(cell.strip() for cell in line.text.split("\t"))
    return ()


def _goes_on(gathered: Sequence[Line], line: Line, width: int, named: set[int]) -> bool:
    """Tell whether a line is the rest of the paragraph above it; a number alone goes on in its title."""
    above = gathered[-1]
    if line.marked or match_heading(line):
        return False
    if line.gap:  # a page may end in the middle of a sentence
        return line.text[0].islower() and above.text[-1] not in _ENDS
    if len(gathered) == 1 and _is_number_alone(above):
        return line.start not in named or line.text.isupper()
    if above.start in named and line.start not in named and not line.text[0].islower():
        return False
    if line.start in named:
        return False
    return above.text[-1] == "," or goes_on(above.text, line.text, width)


def _is_number_alone(line: Line) -> bool:
    found = read_heading(line.text)
    return found is not None and bool(found.rank) and not found.title


def _paragraph(lines: Sequence[Line], named: set[int]) -> Iterator[Part]:
    if lines:
        text = " ".join(line.text for line in lines)
        number = len(lines[0].text) if len(lines) > 1 and _is_number_alone(lines[0]) else 0
        named_ = lines[0].start in named or lines[0].marked
        yield Part(lines[0].start, lines[-1].end, text, named=named_, number=number)


def _table(lines: Sequence[Line]) -> Iterator[Part]:
    if lines:
        everywhere = [(lines[0].start, lines[-1].end)]
        rows = tuple(_cells(line, [lines[0].start], everywhere) for line in lines)
        yield Part(lines[0].start, lines[-1].end, "\n".join(line.text for line in lines), rows)


def _is_signature(part: Part) -> bool:
    """Tell whether a table at the end of a body holds who signs, and whom it is sent to."""
    cells = [cell for row in part.rows for cell in row if cell]
    signs = find_pattern(__package__, "headings", "signature")
    return 0 < len(cells) <= _MOST_IN_SIGNATURE and any(signs.match(cell) for cell in cells)
