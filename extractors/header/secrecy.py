"""A document as read -> the stamp of secrecy that keeps it out, certain or doubtful; None for an open document.

Stamps stand in the letterhead, in running heads, in text boxes and watermarks, on the first and last line of a page and
in the properties of the file. A line of the body that is a stamp and nothing else is doubtful: a person has to look.
What is left alone: sentences, titles, bodies' names, lists and tables of the levels.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from typing import Final

from extractors.header.stamps import (
    LEVELS,
    Reading,
    aside_level,
    is_declassified,
    is_label,
    is_stamp,
    is_unlevelled,
    level_behind_number,
    read_stamp,
    run_in_level,
)
from extractors.layout.head_fields import read_head
from extractors.layout.head_types import match_type
from extractors.layout.headcells import join_head
from extractors.layout.letterhead import Letterhead, find_letterhead
from extractors.model import Block, BlockKind
from extractors.rulebook import load_table
from extractors.text.lines import Line, is_capital, outside, split_lines
from extractors.text.stamp_view import CANDIDATE, is_bullet, stamp_cells, stamp_view

_TOP: Final = 12
"""Lines in which a text without a letterhead may be stamped."""
_BELOW_HEAD: Final = 3
"""Lines below the letterhead in which a stamp in capitals still belongs to it."""
_NEIGHBOURS: Final = 3
"""Lines on each side in which another level tells of a list of levels."""
_LAYOUT_CELLS: Final = 2
"""Cells of a row that sets two columns beside each other; a table has more."""
_LONGEST_STAMP: Final = 120
_LONGEST_ROW: Final = 400
"""Characters of a line of the body, and of a row of a head, that may be a stamp."""
_BROKEN: Final[dict[str, str]] = load_table(__package__, "stamps")["broken"]
"""First words of a stamp that is set in two lines."""
_ENDS: Final = ".;:!?)…”"
_WORD: Final = re.compile(r"[^\W\d_]+")
_LISTED: Final = re.compile(r"[;,\n]")
_DRAWN: Final = frozenset(("textbox", "watermark", "print", "annotation"))
"""Hints that hold what a page shows beside its text; the others are properties of the file."""
_FURNITURE: Final = (BlockKind.HEADER, BlockKind.FOOTER)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp of secrecy: its level, "" for one of declassification; `place` is where it stands (`_Layout.place_of`,
    beside, property)."""

    level: str
    certain: bool
    place: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lines of a document and what their places are; `running`, `page_parts` and `edges` hold indexes of lines."""

    lines: Sequence[Line]
    own: Sequence[Line]
    head: Letterhead | None
    title: int
    head_end: int
    below_end: int
    running: frozenset[int]
    page_parts: frozenset[int]
    edges: frozenset[int]

    def place_of(self, i: int) -> str:
        """Return the kind of place in which the line `i` stands."""
        start = self.lines[i].start
        if i in self.running:
            return "running_head"
        if i in self.page_parts:
            return "page_part"
        if start < self.head_end:
            return "letterhead"
        if i in self.edges:
            return "page_edge"
        return "below_head" if start < self.below_end else "body"


def find_stamp(
    text: str,
    blocks: Sequence[Block] = (),
    boilerplate: Sequence[tuple[int, int]] = (),
    hints: Sequence[tuple[str, str]] = (),
) -> Stamp | None:
    """Return the highest certain stamp of a document, else the highest doubtful one, None for an open document.

    `hints` hold what the container says beside the text: properties, text boxes, watermarks, heads for print. A stamp
    of declassification (GIẢI MẬT) ends secrecy. One search over the text is all that most documents cost.
    """
    found = [stamp for key, value in hints if CANDIDATE.search(value) for stamp in _beside(key, value)]
    starts = [match.start() for match in CANDIDATE.finditer(text)]
    if starts:
        found += _in_text(text, blocks, boilerplate, starts)
    if not found or any(not stamp.level for stamp in found):
        return None
    return max(found, key=lambda stamp: (stamp.certain, LEVELS.index(stamp.level)))


def _in_text(
    text: str, blocks: Sequence[Block], boilerplate: Sequence[tuple[int, int]], starts: Sequence[int]
) -> Iterator[Stamp]:
    layout = _lay_out(text, blocks, boilerplate)
    firsts = [line.start for line in layout.lines]
    for i in sorted({max(0, bisect_right(firsts, start) - 1) for start in starts}):
        stamp = _stamp_of_line(layout, i)
        if stamp:
            yield stamp
    if layout.head and starts[0] < layout.head_end:
        yield from _in_cells(layout, layout.head)


def _in_cells(layout: _Layout, head: Letterhead) -> Iterator[Stamp]:
    """Yield the stamps that ran into a cell of the letterhead, or into the line of the type."""
    cells = list(read_head(layout.own, head).cells)
    if head.type_line is not None:
        kind = layout.own[head.type_line].text
        opened = match_type(kind)
        cells.append(kind[opened.end() :] if opened else "")
    for cell in cells:
        level = run_in_level(cell) if CANDIDATE.search(cell) else None
        if level:
            yield Stamp(level, True, "letterhead")


def _stamp_of_line(layout: _Layout, i: int) -> Stamp | None:
    """Return the stamp that a line is, by the rules of the place where it stands."""
    line, place = layout.lines[i], layout.place_of(i)
    if len(line.text) > _LONGEST_ROW or (len(line.text) > _LONGEST_STAMP and place == "body"):
        return None
    cells = list(stamp_cells(line.text))
    if any(map(is_declassified, cells)):
        return Stamp("", True, place) if place in ("letterhead", "running_head") else None
    reading = _read_line(layout, i, cells, place)
    if reading is None:
        return _beside_words(layout, i, cells, place)
    stands_out = _in_capitals(line.text) or reading.labelled
    if place == "running_head" or (place == "page_part" and stands_out):
        return Stamp(reading.level, True, place)
    if place == "page_part" or _is_listed(layout, i, reading.level) or _runs_on(layout, i, reading):
        return None
    if place == "letterhead":
        return _in_letterhead(layout, i, reading, stands_out)
    if reading.level == LEVELS[0] and not (stands_out and (reading.labelled or "Ậ" in stamp_view(line.text))):
        apart = place == "below_head" and i and (line.gap or not _WORD.search(layout.lines[i - 1].text))
        return Stamp(reading.level, False, place) if apart else None
    if place != "body":
        return Stamp(reading.level, stands_out, place)
    return Stamp(reading.level, False, place) if stands_out and not (reading.named or is_bullet(line.text)) else None


def _beside_words(layout: _Layout, i: int, cells: Sequence[str], place: str) -> Stamp | None:
    """Return the stamp that stands in one cell with other words: behind a number, a page, a title, in brackets."""
    line = layout.lines[i]
    if place in ("body", "page_part"):
        return None
    for cell in cells:
        level = level_behind_number(cell) if place == "letterhead" else None
        level = level or (run_in_level(cell) if place == "running_head" else None)
        if level:
            return Stamp(level, True, place)
        stands_apart = place == "running_head" or line.gap or i == 0
        stands_apart = stands_apart or any(map(str.isdigit, layout.lines[i - 1].text))
        if is_unlevelled(cell) and stands_apart and line.start < layout.title:
            return Stamp(LEVELS[0], False, place)
    level = aside_level(line.text)
    return Stamp(level, False, place) if level else None


def _in_letterhead(layout: _Layout, i: int, reading: Reading, stands_out: bool) -> Stamp | None:
    """Return the stamp of a line of the letterhead; under a line of the title that is no stamp it must stand out."""
    line = layout.lines[i]
    above = layout.lines[i - 1] if i else None
    if above is None or above.start < layout.title or line.gap or reading.labelled:
        return Stamp(reading.level, not is_bullet(line.text), "letterhead")
    if line.text[:1].islower():
        return None
    framed = line.text[:1] in "([«|"
    apart = not is_capital(above.text) or is_stamp(above.text)
    return Stamp(reading.level, framed or (stands_out and apart), "letterhead")


def _read_line(layout: _Layout, i: int, cells: Sequence[str], place: str) -> Reading | None:
    """Return what a line stamps as a whole, or a cell of it where a row may be the layout of a head."""
    readings = [reading for cell in cells if (reading := read_stamp(cell))]
    if len({reading.level for reading in readings}) > 1:
        return None
    if not readings:
        return _behind_type(layout.lines[i].text) or _set_in_lines(layout, i)
    for cell, value in pairwise(cells):
        reading = read_stamp(value)
        if reading and is_label(cell):
            return replace(reading, labelled=True) if len(cells) == _LAYOUT_CELLS or place != "body" else None
    reading = readings[0]
    if len(cells) > 1 and not reading.labelled and not _is_layout(layout, cells, place):
        return None
    before = _BROKEN.get(stamp_view(layout.lines[i - 1].text).strip(" |[(").lower()) if i else None
    return replace(reading, level=before) if before and reading.level == LEVELS[0] else reading


def _is_layout(layout: _Layout, cells: Sequence[str], place: str) -> bool:
    """Tell whether a row sets columns of a head beside each other: a table has more cells, and numbers."""
    if place in ("running_head", "page_part") or (place == "letterhead" and layout.head):
        return True
    numbers = any(cell[0].isdigit() for cell in cells)
    return len(cells) <= _LAYOUT_CELLS and not numbers and any(read_stamp(cell) and cell.isupper() for cell in cells)


def _in_capitals(text: str) -> bool:
    """Tell whether the level that a line stamps is written in capitals, whatever else the line says."""
    found = CANDIDATE.search(stamp_view(text))
    return found is not None and found[0].isupper()


def _behind_type(text: str) -> Reading | None:
    """Return the level in brackets behind the type of the document in capitals: "BÁO CÁO (Mật)"."""
    opened = match_type(text)
    if opened is None or not opened["type"].isupper() or text[opened.end() :].strip()[:1] not in ("(", "["):
        return None
    readings = map(read_stamp, stamp_cells(text[opened.end() :]))
    return next((replace(reading, labelled=True) for reading in readings if reading), None)


def _set_in_lines(layout: _Layout, i: int) -> Reading | None:
    """Return the level of a stamp whose letters stand one below the other, from its first letter."""
    letters = "\n".join(line.text for line in layout.lines[i : i + 3])
    return read_stamp(stamp_view(letters)) if len(letters) <= len("M\nẬ\nT") + 3 else None


def _is_listed(layout: _Layout, i: int, level: str) -> bool:
    """Tell whether a line near by shows another level: a list of the levels is not a stamp."""
    near = (*layout.lines[max(0, i - _NEIGHBOURS) : i], *layout.lines[i + 1 : i + _NEIGHBOURS + 1])
    for line in near:
        if CANDIDATE.search(line.text):
            readings = (read_stamp(cell.lstrip("abc123.) ")) for cell in stamp_cells(line.text))
            if any(reading and reading.level != level for reading in readings):
                return line.start >= layout.title or layout.head is None
    return False


def _runs_on(layout: _Layout, i: int, reading: Reading) -> bool:
    """Tell whether a line goes on the one above or is gone on with: `bảo vệ bí` over `MẬT`, `MẬT` over `ĐỘ`."""
    if reading.labelled or reading.level != LEVELS[0]:
        return False
    line, words = layout.lines[i], load_table(__package__, "stamps")["words"]
    above = layout.lines[i - 1].text if i and not line.gap else ""
    below = layout.lines[i + 1] if i + 1 < len(layout.lines) else None
    last = _WORD.findall(stamp_view(above).lower())[-1:] if above and above[-1] not in _ENDS else []
    if last and last[0] in words["before"]:
        return True
    if below is None or below.gap or is_capital(line.text) != is_capital(below.text):
        return False
    first = _WORD.findall(stamp_view(below.text).lower())[:2]
    return bool(first) and first[0] in words["behind"] and not {*first[1:2]} & {*words["over_behind"]}


def _lay_out(text: str, blocks: Sequence[Block], boilerplate: Sequence[tuple[int, int]]) -> _Layout:
    lines = split_lines(text)
    starts = [line.start for line in lines]
    outside_page = outside(lines, boilerplate)
    kept = {line.start for line in outside_page}
    own = join_head(outside_page)
    head = find_letterhead(own)
    stop = head.stop if head and head.type_line is not None else max(_TOP, head.stop if head else 0)
    last = min(stop, len(own)) - 1
    end = own[last].end if last >= 0 else 0
    running = {
        i
        for block in blocks
        if block.kind in _FURNITURE
        for i in range(bisect_right(starts, block.start - 1), bisect_right(starts, block.end - 1))
    }
    parts = {i for i, line in enumerate(lines) if line.start not in kept}
    return _Layout(
        lines=lines,
        own=own,
        head=head,
        title=own[head.title[0]].start if head and head.title else end,
        head_end=end,
        below_end=own[min(last + _BELOW_HEAD, len(own) - 1)].end if head else end,
        running=frozenset(running),
        page_parts=frozenset(parts),
        edges=frozenset(_edges(starts, blocks, running | parts)),
    )


def _edges(starts: Sequence[int], blocks: Sequence[Block], others: set[int]) -> Iterator[int]:
    """Yield the first and the last line of each page, those of running heads left out; a text without pages is one."""
    main = [i for i in range(len(starts)) if i not in others]
    if main:
        yield from (main[0], main[-1])
    paged = [block for block in blocks if block.page is not None and block.kind not in _FURNITURE]
    for above, below in pairwise(paged):
        if above.page != below.page:
            yield max(0, bisect_right(starts, above.end - 1) - 1)
            yield max(0, bisect_right(starts, below.start) - 1)


@cache
def _persons() -> frozenset[str]:
    return frozenset(load_table(__package__, "stamps")["properties"]["persons"])


def _beside(key: str, value: str) -> Iterator[Stamp]:
    """Yield the stamps that one hint holds; a property in which several levels stand names the levels."""
    container, _, name = key.partition(".")
    if name in _persons():
        return
    parts = _LISTED.split(value) if name == "keywords" else [value]
    cells = list(chain.from_iterable(map(stamp_cells, parts)))
    place = "beside" if name in _DRAWN else "property"
    if any(map(is_declassified, cells)):
        yield Stamp("", True, place)
        return
    joined = [*cells, " ".join(cells)] if name in _DRAWN else cells
    readings = [reading for cell in joined if (reading := read_stamp(cell))]
    levels = {reading.level for reading in readings}
    if name in _DRAWN and len(cells) == _LAYOUT_CELLS:
        levels = {read.level for read in [read_stamp(" ".join(cells))] if read} or levels
    if len(levels) == 1:
        certain = container not in ("html", "meta") or _in_capitals(value) or readings[0].labelled
        yield Stamp(levels.pop(), certain, place)
    elif not levels and name in _DRAWN:
        found = [level for cell in cells if (level := run_in_level(cell))]
        yield from (Stamp(level, True, place) for level in found)
        yield from (Stamp(LEVELS[0], False, place) for cell in cells if is_unlevelled(cell))
    elif not levels and (level := aside_level(value)):
        yield Stamp(level, False, place)
