"""A digest with all its rows -> what of it is printed on at most three pages, and what each cut leaves out.

How high a thing stands is measured as the Word file sets it, which is wider than the web page: what fits there fits
in both. What matters least goes first: rows beyond what a block prints at most, then of all blocks alike down to a half
of what is left, then charts that repeat a table, then rows down to the fewest that a block needs, then all but the
first of several tables of ratings, then rows down to three. What is cut says how many rows there are and that the Excel
file has them. Footnotes are those of what is left, numbered anew; a sentence that stands in the summary, and a row of a
document's table, is told by its place alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.charts.model import Chart
from pipeline.digest.block import Block, Cell, Cut, Digest, Items, Paragraph, RatingRow, RatingTable, Source, Table
from pipeline.speech import Speech
from pipeline.word import heights

PAGES: Final = 3
_LAST: Final = 3
"""Rows that stay of a block where nothing else helps: of an archive of decades on three pages."""
_LOST: Final = 20.0
"""Millimetres that a page loses at its end, where a row or a heading does not fit any more."""
_HALF: Final = 0.5
_BAR, _CHART_FRAME, _MAP = 7.0, 26.0, 100.0
"""Millimetres of a bar, of what stands around the bars of a chart, and of a map."""
_MOVED: Final = 1.5
"""How many times its height a picture takes: one that does not fit leaves the end of a page empty."""
_ROW_OF_TABLE: Final = 2
"""Bars between cells from which on a sentence is a row of a table."""
_NUMBER: Final = re.compile(r"[\d.,/]+")


def printed(digest: Digest, speech: Speech, pages: int = PAGES) -> Digest:
    """Return the digest as it is printed, on as few pages as asked where its shortest form allows it."""
    return _Printing(digest, speech).fitted(pages)


def told(source: Source, speech: Speech) -> str:
    """Return the words of a footnote: the sentence, its document, its page."""
    sentence = " ".join("".join(piece.text for piece in source.pieces).split())
    where = source.document
    if source.page:
        where = ", ".join(filter(None, (where, speech("show.page", page=source.page))))
    return f"“{sentence}” ({where})" if sentence and where else f"“{sentence}”" if sentence else where


@dataclass(slots=True)
class _Part:
    """A block, how many of its rows are shown, and how high each of them is; `room`: whatever else it takes."""

    block: Block
    cut: Cut | None = None
    shown: int = 0
    heights: tuple[float, ...] = ()
    room: float = 0.0
    chart: float = 0.0
    charted: bool = True
    dropped: bool = False
    fewest: int = 0

    @property
    def kept(self) -> list[int]:
        """The rows that are shown, in their order."""
        return _kept(self.cut, len(self.heights), self.shown)

    @property
    def height(self) -> float:
        """Millimetres of the block as it is shown, without its footnotes."""
        if self.dropped:
            return 0.0
        return self.room + sum(self.heights[at] for at in self.kept) + (self.chart if self.charted else 0.0)

    @property
    def fullness(self) -> float:
        """How much of what may be cut is still shown, 0 where nothing may be."""
        if self.cut is None or self.shown <= self.fewest:
            return 0.0
        most = min(self.cut.most, len(self.heights))
        return (self.shown - self.fewest) / (most - self.fewest)


class _Printing:
    """The parts of a digest while it is cut."""

    def __init__(self, digest: Digest, speech: Speech) -> None:
        self._digest, self._speech = digest, speech
        self._sources = _shortened(digest, speech)
        self._notes = {number: heights.note(told(source, speech)) for number, source in self._sources.items()}
        self._parts = [[_part(block) for block in section.blocks] for section in digest.sections]

    def fitted(self, pages: int) -> Digest:
        """Return the digest on so many pages; a single row stays, since a line would have to say that it is missing."""
        room = pages * heights.PAGE - (pages - 1) * _LOST
        self._cut(room, _HALF)
        for part in self._every():
            if part.chart and self._height() > room:
                part.charted = False
        self._cut(room, 0.0)
        self._drop(room)
        for part in self._every():
            part.fewest = min(part.fewest, _LAST)
        self._cut(room, 0.0)
        for part in self._every():
            part.shown += part.cut is not None and not part.cut.beyond and len(part.heights) - part.shown == 1
        return self._made()

    def _every(self) -> Iterator[_Part]:
        for parts in self._parts:
            yield from parts

    def _cut(self, room: float, fullness: float) -> None:
        """Take rows, one at a time, from the fullest block until all fits or none is fuller than asked."""
        while self._height() > room:
            fullest = max(self._every(), key=lambda part: part.fullness, default=None)
            if fullest is None or fullest.fullness <= fullness:
                return
            fullest.shown -= 1

    def _drop(self, room: float) -> None:
        """Leave out the tables of ratings behind the first of their section, the last of them first."""
        further = [part for parts in self._parts for part in parts[1:] if isinstance(part.block, RatingTable)]
        for part in reversed(further):
            if self._height() > room:
                part.dropped = True

    def _height(self) -> float:
        used = {number for part in self._every() if not part.dropped for number in _numbers(_shown_block(part))}
        sections = sum(heights.HEADING for parts in self._parts if parts)
        text = sum(part.height for part in self._every())
        head = heights.FORM + sum(heights.paragraph(f"{fact.name}: {fact.text}") for fact in self._digest.head)
        return head + sections + text + sum(self._notes[number] for number in used)

    def _made(self) -> Digest:
        sections = []
        for section, parts in zip(self._digest.sections, self._parts, strict=True):
            blocks = [self._told(part) for part in parts if not (part.dropped or _is_repeated(part))]
            dropped = sum(part.dropped for part in parts)
            if dropped and isinstance(blocks[-1], RatingTable):
                note = self._speech("digest.cut_tables", hidden=dropped)
                blocks[-1] = replace(blocks[-1], note=" ".join(filter(None, (blocks[-1].note, note))))
            if blocks:
                sections.append(replace(section, blocks=tuple(blocks)))
        numbers: dict[int, int] = {}
        alike: dict[tuple[str, int], int] = {}
        sources: list[Source] = []
        for number in (number for section in sections for block in section.blocks for number in _numbers(block)):
            source = self._sources[number]
            key = (told(source, self._speech), source.document_id)
            if number not in numbers:
                if key not in alike:
                    alike[key] = len(sources) + 1
                    sources.append(replace(source, number=alike[key]))
                numbers[number] = alike[key]
        renumbered = tuple(
            replace(section, blocks=tuple(_renumbered(block, numbers) for block in section.blocks))
            for section in sections
        )
        return replace(self._digest, sections=renumbered, sources=tuple(sources))

    def _told(self, part: _Part) -> Block:
        """Return a block as it is shown, with a note on what it leaves out."""
        block = _shown_block(part)
        cut, every = part.cut, len(part.heights)
        if cut is None or not isinstance(block, Items | Table | RatingTable):
            return block
        hidden = every + cut.beyond - part.shown
        if not hidden:
            return block
        kind = "lines" if isinstance(block, Items) else "rows"
        number = self._speech.number
        key = f"digest.cut_{kind}" if not cut.beyond else f"digest.cut_{kind}_beyond"
        note = self._speech(key, hidden=number(hidden), every=number(every + cut.beyond), held=number(every))
        return replace(block, note=" ".join(filter(None, (block.note, note))))


def _is_repeated(part: _Part) -> bool:
    return isinstance(part.block, Chart) and not part.charted


def _part(block: Block) -> _Part:
    if isinstance(block, Items):
        rows = tuple(heights.paragraph(f"- {line.text}") for line in block.lines)
        return _with_rows(block, block.cut, rows, 0.0)
    if isinstance(block, RatingTable):
        part = _of_table(block, block.as_table())
        part.chart = _height_of_chart(block.chart) if block.chart else 0.0
        return part
    if isinstance(block, Table):
        return _of_table(block, block)
    if isinstance(block, Paragraph):
        return _Part(block, room=heights.paragraph(block.text))
    if isinstance(block, Chart):
        return _Part(block, chart=_height_of_chart(block))
    return _Part(block, room=_MOVED * _MAP)


def _height_of_chart(chart: Chart) -> float:
    return _MOVED * (_CHART_FRAME + _BAR * len(chart.labels))


def _of_table(block: Table | RatingTable, table: Table) -> _Part:
    shown = _kept(table.cut, len(table.rows), table.cut.most if table.cut else len(table.rows))
    every = (*table.rows, *((table.total,) if table.total else ()))
    texts = [[cell.text + "0" * len(cell.sources) for cell in row] for row in every]
    head, *rows = heights.rows([column.head for column in table.columns], texts, shown)
    total = rows.pop() if table.total else 0.0
    titles = (table.title, table.note)
    room = head + total + heights.TABLE_ROOM + sum(heights.paragraph(text) for text in titles if text)
    return _with_rows(block, table.cut, tuple(rows), room)


def _with_rows(block: Block, cut: Cut | None, rows: tuple[float, ...], room: float) -> _Part:
    shown = min(cut.most, len(rows)) if cut else len(rows)
    remark = heights.paragraph("") if cut and shown < len(rows) else 0.0
    return _Part(block, cut, shown, rows, room + remark, fewest=cut.fewest if cut else 0)


def _kept(cut: Cut | None, rows: int, shown: int) -> list[int]:
    """Return the places of the rows that matter most, in their order."""
    if cut is None or not cut.ranks:
        return list(range(min(rows, shown)))
    return [at for at in range(rows) if cut.ranks[at] < shown]


def _shown_block(part: _Part) -> Block:
    block = part.block
    if isinstance(block, RatingTable):
        whole = len(part.kept) == len(block.rows)
        rows = tuple(block.rows[at] for at in part.kept)
        chart = (block.chart if whole else _of_rows(block.chart, part.kept)) if part.charted and block.chart else None
        return replace(block, rows=rows, chart=chart)
    if isinstance(block, Table):
        return _without_empty_columns(replace(block, rows=tuple(_noted(block.rows[at]) for at in part.kept)))
    if isinstance(block, Items):
        return replace(block, lines=tuple(block.lines[at] for at in part.kept))
    return block


def _noted(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row with the footnotes of plain numbers behind its first words: 10 with a small 5 reads as a power."""
    if not row or not row[0].text:
        return row
    bare = [cell for cell in row[1:] if cell.sources and _NUMBER.fullmatch(cell.text)]
    if not bare:
        return row
    moved = tuple(dict.fromkeys((*row[0].sources, *(number for cell in bare for number in cell.sources))))
    return (replace(row[0], sources=moved), *(replace(each, sources=()) if each in bare else each for each in row[1:]))


def _of_rows(chart: Chart, kept: Sequence[int]) -> Chart | None:
    """Return a chart whose bars are those of the rows that are shown; None where that cannot be told."""
    return chart if len(chart.labels) <= len(kept) and max(kept, default=0) < len(chart.labels) else None


def _without_empty_columns(table: Table) -> Table:
    every = (*table.rows, *((table.total,) if table.total else ()))
    kept = [at for at in range(len(table.columns)) if any(row[at].text for row in every)]
    if len(kept) == len(table.columns):
        return table
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    total = tuple(table.total[at] for at in kept) if table.total else None
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows, total=total)


def _shortened(digest: Digest, speech: Speech) -> dict[int, Source]:
    """Return the footnotes by number, without the sentences that a page shows elsewhere or cannot show well."""
    of_one = len(digest.documents) == 1
    stated = {
        number
        for section in digest.sections
        for block in section.blocks
        if isinstance(block, Items) and block.name == "summary"
        for line in block.lines
        for number in line.sources
    }
    kept = {}
    for source in digest.sources:
        if _is_row(source):
            where = source.document or speech("digest.own_table")
            source = replace(source, pieces=(), document=where)
        elif source.number in stated and not of_one:
            source = replace(source, pieces=())
        kept[source.number] = source
    return kept


def _is_row(source: Source) -> bool:
    return sum(piece.text.count(" | ") for piece in source.pieces) >= _ROW_OF_TABLE


def _numbers(block: Block) -> Iterator[int]:
    """Yield the numbers of the footnotes of a block, in the order in which they stand there."""
    if isinstance(block, Paragraph):
        yield from block.sources
    elif isinstance(block, Items):
        for line in block.lines:
            yield from line.sources
    elif isinstance(block, Table | RatingTable):
        table = block.as_table() if isinstance(block, RatingTable) else block
        for row in (*table.rows, *((table.total,) if table.total else ())):
            for cell in row:
                yield from cell.sources


def _renumbered(block: Block, numbers: dict[int, int]) -> Block:
    def anew(sources: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(numbers[number] for number in sources))

    def cell(one: Cell) -> Cell:
        return replace(one, sources=anew(one.sources))

    if isinstance(block, Paragraph):
        return replace(block, sources=anew(block.sources))
    if isinstance(block, Items):
        return replace(block, lines=tuple(replace(line, sources=anew(line.sources)) for line in block.lines))
    if isinstance(block, RatingTable):
        return replace(block, rows=tuple(_rated(row, cell) for row in block.rows))
    if isinstance(block, Table):
        total = tuple(map(cell, block.total)) if block.total else None
        return replace(block, rows=tuple(tuple(map(cell, row)) for row in block.rows), total=total)
    return block


def _rated(row: RatingRow, cell: Callable[[Cell], Cell]) -> RatingRow:
    counts = tuple(count and cell(count) for count in row.counts)
    return RatingRow(cell(row.subject), cell(row.place), cell(row.period), counts, row.total and cell(row.total))
