"""A picture of one page -> its lines and table rows as read by Tesseract, in pixels of the level page.

Tables are read cell by cell, since Tesseract takes rules for letters and loses lone digits between them; the rest in
one piece. Each line is read again, enlarged and as it was scanned; lines with numbers once more in black and white;
those with a doubtful one twice more, by the looks that read doubtful numbers best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from extractors.text.stamp_view import CANDIDATE
from pipeline.readers.scan.engine import TextLine, Word, engine
from pipeline.readers.scan.lines import in_reading_order
from pipeline.readers.scan.marks import lone_marks
from pipeline.readers.scan.pixels import (
    FAINT,
    WHITE,
    binarised,
    cleaned,
    ink_of,
    red_ink,
    skew_of,
    softened,
    turned,
    without_red,
)  # fmt: skip
from pipeline.readers.scan.rules import Cell, Grid, PixelBox, find_grids, find_rules, without_rules
from pipeline.readers.scan.second import compared, has_digits, has_doubts, parted, voted
from pipeline.readers.scan.upright import quarter_turn, turned_upright

_LEAST_DPI: Final = 200
_STAMP_HEIGHT: Final = 2_400
"""Pixels of a page on which stamps are read: 200 dots an inch of A4."""
_EDGE: Final = 0.012
"""Inches that are left out inside the rules of a cell."""
_LEAST_CELL: Final = 0.06
_MARGIN: Final = 0.02
"""Inches around a line that are shown to the second reading."""
_LONE: Final = 0.5
_FINE_DPI: Final = 300
_SPECK: Final = 0.3
"""Confidence under which a word without letters or digits is dirt of the glass, ink of a signature or a stamp."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the words of each cell, cells that a merged one covers empty, and the row's box."""

    cells: tuple[tuple[Word, ...], ...]
    box: PixelBox

    @property
    def all_words(self) -> tuple[Word, ...]:
        """The words of all cells."""
        return tuple(word for cell in self.cells for word in cell)


Read = TextLine | Row


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What was read on a page in reading order, the size of the level page and its dots an inch.

    `stamps` are lines in red ink that may be a stamp of secrecy; red ink is no part of the text.
    """

    parts: tuple[Read, ...]
    size: tuple[int, int]
    dpi: int
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The two looks of one page: cleaned greys, and the greys from which lines are made black and white."""

    page: Image.Image
    greys: Image.Image
    dpi: int

    def again(self, words: tuple[Word, ...], box: PixelBox) -> tuple[Word, ...]:
        """Read a line by the other looks, and return the better words."""
        margin = round(_MARGIN * self.dpi)
        place = (
            max(0, box[0] - 2 * margin), max(0, box[1] - margin),
            min(self.page.width, box[2] + 2 * margin), min(self.page.height, box[3] + margin),
        )  # fmt: skip
        greys = self.greys.crop(place)
        words = compared(words, self._enlarged(greys))
        if has_digits(words):
            words = compared(words, _line(binarised(greys, self.dpi), self.dpi))
        if has_doubts(words):
            words = voted(words, self._enlarged(self.page.crop(place)))
            words = voted(words, self._enlarged(softened(greys)))
        return parted(words)

    def _enlarged(self, line: Image.Image) -> tuple[Word, ...]:
        if self.dpi >= _FINE_DPI:
            return _line(line, self.dpi)
        size = (line.width * _FINE_DPI // self.dpi, line.height * _FINE_DPI // self.dpi)
        return _line(line.resize(size, Image.Resampling.BICUBIC), _FINE_DPI)


def read_picture(picture: Image.Image, dpi: int, upright: bool = False) -> ReadPage:
    """Read a page; one of fewer than 200 dots an inch is enlarged first, one that does not lie upright is turned."""
    greys, stated = without_red(picture), dpi
    if dpi < _LEAST_DPI:
        size = (greys.width * _LEAST_DPI // dpi, greys.height * _LEAST_DPI // dpi)
        greys, dpi = greys.resize(size, Image.Resampling.BICUBIC), _LEAST_DPI
    page = cleaned(greys)
    skew = skew_of(page)
    looks = _Looks(turned(page, skew), turned(greys, skew), dpi)
    lines, bars = find_rules(ink_of(looks.page, FAINT), dpi)
    grids = find_grids(lines, bars, dpi)
    bare = _without_tables(looks.page, grids)
    plain = without_rules(looks.page, lines, bars)
    read = [line for line in map(_without_specks, engine().page(bare, dpi)) if line.words]
    if not upright and (turn := quarter_turn(looks.page, dpi, read)):
        return read_picture(turned_upright(picture, turn), stated, upright=True)
    read += _missed(bare, read, dpi)
    ordered = [replace(line, words=looks.again(line.words, line.box)) for line in in_reading_order(read)]
    rows = [_rows(looks, plain, grid) for grid in grids]
    return ReadPage(tuple(_merged(ordered, rows)), looks.page.size, dpi, _stamps(picture))


def _stamps(picture: Image.Image) -> tuple[str, ...]:
    """Return what red ink says that may be a stamp of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT): one is set in capitals.

    Small letters are print that shines through the ink of another stamp.
    """
    ink = red_ink(picture)
    if ink is None:
        return ()
    height = min(ink.height, _STAMP_HEIGHT)
    size = (ink.width * height // ink.height, height)
    lines = engine().scattered(ink.resize(size, Image.Resampling.BOX), _LEAST_DPI)
    texts = [" ".join(word.text for word in line.words) for line in lines]
    return tuple(text for text in texts if any(not found.group().islower() for found in CANDIDATE.finditer(text)))


def _line(picture: Image.Image, dpi: int) -> tuple[Word, ...]:
    return tuple(word for line in engine().line(picture, dpi) for word in line.words)


def _missed(page: Image.Image, read: Sequence[TextLine], dpi: int) -> list[TextLine]:
    """Read what stands alone at the top and the foot of a page and was taken for dirt: page numbers."""
    rest = page.copy()
    for line in read:
        rest.paste(WHITE, line.box)
    found = []
    for box in lone_marks(ink_of(rest), dpi):
        margin = round(3 * _MARGIN * dpi)
        place = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
        words = tuple(_moved(word, place) for word in _line(rest.crop(place), dpi))
        if words and all(word.sure > _LONE and word.text.isalnum() for word in words):
            found.append(TextLine(words, float(box[3] - box[1])))
    return found


def _without_tables(page: Image.Image, grids: Sequence[Grid]) -> Image.Image:
    bare = page.copy()
    for grid in grids:
        bare.paste(WHITE, grid.box)
    return bare


def _without_specks(line: TextLine) -> TextLine:
    """Return a line without the words that are no letters or digits and of which Tesseract is not sure at all."""
    words = tuple(word for word in line.words if word.sure >= _SPECK or any(map(str.isalnum, word.text)))
    return replace(line, words=words)


def _rows(looks: _Looks, plain: Image.Image, grid: Grid) -> list[Row]:
    rows = []
    for number in range(grid.rows):
        cells: list[tuple[Word, ...]] = [()] * grid.columns
        found = [cell for cell in grid.cells if cell.row == number]
        for cell in found:
            cells[cell.column] = _cell(looks, plain, cell)
        if any(cells):
            top, bottom = min(cell.box[1] for cell in found), max(cell.box[3] for cell in found)
            rows.append(Row(tuple(cells), (grid.box[0], top, grid.box[2], bottom)))
    return rows


def _cell(looks: _Looks, plain: Image.Image, cell: Cell) -> tuple[Word, ...]:
    edge = max(2, round(_EDGE * looks.dpi))
    left, top, right, bottom = cell.box
    place = (left + edge, top + edge, right - edge, bottom - edge)
    least = _LEAST_CELL * looks.dpi
    if place[2] - place[0] < least or place[3] - place[1] < least:
        return ()
    crop = plain.crop(place)
    if not ink_of(crop).any():
        return ()
    words: list[Word] = []
    for line in map(_without_specks, engine().paragraph(crop, looks.dpi)):
        moved = tuple(_moved(word, place) for word in line.words)
        if moved:
            words += looks.again(moved, TextLine(moved).box)
    return tuple(words)


def _moved(word: Word, place: PixelBox) -> Word:
    """Return a word of a crop where it stands on the page."""
    left, top, right, bottom = word.box
    return replace(word, box=(left + place[0], top + place[1], right + place[0], bottom + place[1]))


def _merged(lines: Sequence[TextLine], tables: Sequence[Sequence[Row]]) -> Iterator[Read]:
    """Yield lines and tables from top to bottom: a table before the first line that begins below its head."""
    waiting = [table for table in tables if table]
    for line in lines:
        while waiting and waiting[0][0].box[1] < line.box[1]:
            yield from waiting.pop(0)
        yield line
    for table in waiting:
        yield from table
