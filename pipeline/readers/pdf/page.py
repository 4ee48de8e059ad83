"""One page of a PDF -> its lines of text with boxes, and what else is drawn on it (pypdfium2)."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.model import BlockKind
from pipeline.readers.old_fonts.decode import Decoder, Piece
from pipeline.readers.pdf.beside import read_notes, read_watermarks
from pipeline.readers.pdf.sides import Extent, Span, find_sides
from pipeline.readers.pdf.turned import ACROSS, Turns, main_way
from pipeline.readers.reading import Box, superscript

_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_LOST_HYPHENS: Final = ("\ufffe", "\x02")
"""What pdfium puts in place of a hyphen and the line end after it."""
_HYPHEN_OR_HORN: Final = "\u2010"
"""In TCVN3 a lost hyphen may be the letter ư, which has the place of the soft hyphen: the decoder tells."""
_LONGEST_NAME: Final = 512
_LEADING_MARK = re.compile(r"(\d{1,3})\s?([^\W\d])")
_LAST_DIGIT = re.compile(r"(?<=\S)\d(?!\d)")
RAISED_SIZE: Final = 0.8
RAISED_BY: Final = 0.1
"""A footnote mark is smaller than the letter beside it, and stands higher by some of that letter's size."""
_LONGEST_MARK: Final = 3
_SPACE: Final = 0.15
_HUGE: Final = 2.2
"""Times the height of the text from which letters over it are a watermark; titles are half as large again."""
MOST_OBJECTS: Final = 20_000
_THIN: Final = 3.0
_LONG: Final = 20.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number in a line that OCR may have read wrong: its place in the text, and what else it may be."""

    start: int
    end: int
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line as printed; `box` is left, top, right, bottom in points from the page's top left corner.

    `size` is the height of the font's box, which scales with the font whatever way the file sets its size. `doubts`
    are numbers that OCR may have read wrong.
    """

    text: str
    box: Box
    size: float
    kind: BlockKind = BlockKind.PARAGRAPH
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class PdfPage:
    """What was found on one page; `number` counts from 1, `ruled` tells of lines drawn as a table's are.

    `quality` is how sure OCR is of the page, from 0 to 1; None for a page that has its text.
    `beside` are hints: the words of annotations and watermarks, which are no lines of the text. `is_level` tells that
    the page and all text on it stand upright.
    """

    number: int
    width: float
    height: float
    lines: list[PdfLine] = field(default_factory=list)
    pictures: int = 0
    ruled: bool = False
    quality: float | None = None
    beside: list[tuple[str, str]] = field(default_factory=list)
    is_level: bool = False

    @property
    def text(self) -> str:
        """The lines of the page, one below the other."""
        return "\n".join(line.text for line in self.lines)


def read_page(document: pypdfium2.PdfDocument, index: int, decoder: Decoder | None = None) -> PdfPage:
    """Read one page; pypdfium2.PdfiumError when it cannot be loaded.

    `decoder` is given for a document with letters of old fonts.
    """
    with closing(document[index]) as page:
        media = page.get_mediabox()
        with closing(page.get_textpage()) as text_page:
            glyphs = _Glyphs(text_page, media, page.get_rotation(), decoder)
            width, height = media[2] - media[0], media[3] - media[1]
            if glyphs.rotation in (90, 270):
                width, height = height, width
            found = PdfPage(index + 1, width, height, is_level=glyphs.is_level)
            found.lines = glyphs.lines()
            found.beside = [*read_notes(page), *read_watermarks(page, text_page, found.text)]
        found.pictures, found.ruled = _drawings(page)
        return found


def page_pieces(document: pypdfium2.PdfDocument, index: int) -> list[Piece]:
    """Return the characters of a page in pieces of one font; none of a page that cannot be loaded."""
    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as text_page:
            glyphs = _Glyphs(text_page, page.get_mediabox(), 0)
            return glyphs.pieces(0, glyphs.length)
    except pypdfium2.PdfiumError:
        return []


class _Glyphs:
    """The characters of one page: pdfium's text and, by its own index, the place of each character.

    `rotation` is the one with which the text stands upright: that of the page, unless its text runs another way.
    """

    def __init__(
        self, text_page: pypdfium2.PdfTextPage, media: Box, rotation: int, decoder: Decoder | None = None
    ) -> None:
        self._page = text_page
        self._decoder = decoder
        self._media = media
        self._text: str = text_page.get_text_range()
        self._exact = len(self._text) == text_page.count_chars()
        self._turns = Turns(text_page)
        self._spans = list(self._ranges())
        self._ways = [(self._turns.at(self._index(a)), self._turns.at(self._index(b - 1))) for a, b in self._spans]
        ways: Counter[int] = Counter()
        for (start, end), (way, _) in zip(self._spans, self._ways, strict=True):
            ways[way] += end - start
        self.rotation = main_way(ways) if ways else rotation
        self._turned = bool(rotation or self.rotation)

    @property
    def is_level(self) -> bool:
        """Whether the page and all text on it stand upright."""
        return not self._turned and all(ways == (0, 0) for ways in self._ways)

    @property
    def length(self) -> int:
        """The number of characters in the text of the page."""
        return len(self._text)

    def pieces(self, start: int, end: int, text: str | None = None) -> list[Piece]:
        """Return the characters between two positions, or `text` in their place, in pieces of one font."""
        text = self._text[start:end] if text is None else text
        fonts = [self._font(position) for position in range(start, end)]
        return [
            Piece("".join(letter for _, letter in group), font)
            for font, group in groupby(zip(fonts, text, strict=True), key=itemgetter(0))
        ]

    def lines(self) -> list[PdfLine]:
        """Return the lines in the order of the page's content, hyphens put back, raised digits as superscripts.

        Watermarks come last, as furniture of the page.
        """
        spans, across = self._level()
        if self._turned and _runs_upwards([self._char_box(start)[1] for start, _ in spans]):
            spans.reverse()
        if spans:
            spans = find_sides(self._text, spans, self._extent, self._height(spans[0][0]))
        found: list[PdfLine] = []
        for start, end in spans:
            line = self._line(start, end)
            joined = _continued(found[-1], line) if found else None
            if joined is None:
                found.append(line)
            else:
                found[-1] = joined
        marks = [replace(self._line(start, end), kind=BlockKind.HEADER) for start, end in across]
        return [*_without_huge(found), *marks]

    def _level(self) -> tuple[list[Span], list[Span]]:
        """Return the lines of the text, and what runs across the page, cut off the lines that pdfium put it in."""
        level: list[Span] = []
        across: list[Span] = []
        for span, ways in zip(self._spans, self._ways, strict=True):
            start, end = span
            if ways == (self.rotation, self.rotation):
                level += self._by_size(start, end)
                continue
            indices = [self._index(position) for position in range(start, end)]
            for first, last, way in self._turns.pieces(self._text[start:end], indices):
                (across if way == ACROSS else level).append((start + first, start + last))
        return level, across

    def _by_size(self, start: int, end: int) -> list[Span]:
        """Return a line, cut where huge letters of a watermark are put before or behind it."""
        if self._font_size(start) == self._font_size(end - 1):
            return [(start, end)]
        first, last = self._height(start), self._height(end - 1)
        if min(first, last) <= 0 or max(first, last) <= _HUGE * min(first, last):
            return [(start, end)]
        most = _HUGE * min(first, last)
        large = [self._height(position) > most for position in range(start, end)]
        cut = start + large.index(not large[0])
        head, tail = self._text[start:cut].rstrip(), self._text[cut:end].lstrip()
        return [(start, start + len(head)), (end - len(tail), end)]

    def _font_size(self, position: int) -> float:
        """Return the size that the file sets for a character: quick to ask, and equal where two letters are alike."""
        return float(pdfium.FPDFText_GetFontSize(self._page, self._index(position)))

    def _extent(self, position: int) -> Extent:
        box = self._char_box(position)
        return Extent(box[0], box[2])

    def _ranges(self) -> Iterator[Span]:
        """Yield where each printed line starts and ends, white space at its ends left out."""
        for match in _LINE.finditer(self._text):
            written = match.group()
            start = match.start() + len(written) - len(written.lstrip())
            end = match.start() + len(written.rstrip())
            if start < end:
                yield start, end

    def _line(self, start: int, end: int) -> PdfLine:
        text = list(self._text[start:end])
        for match in _LAST_DIGIT.finditer(self._text, start, end):
            for position in self._raised(match.start(), start):
                text[position - start] = superscript(text[position - start])
        if text[-1] in _LOST_HYPHENS:
            text[-1] = "-" if self._decoder is None else _HYPHEN_OR_HORN
        mark = _LEADING_MARK.match(self._text, start, end)
        height = self._height(mark.start(2) if mark else start)
        if mark and self._height(start) < RAISED_SIZE * height:
            text[: len(mark[1])] = superscript(mark[1])
        written = "".join(text)
        if self._decoder is not None:
            written = self._decoder.decode(self.pieces(start, end, written)).replace(_HYPHEN_OR_HORN, "-")
        return PdfLine(written, self._box(start, end), height)

    def _font(self, position: int) -> str | None:
        """Return the name of a character's font; None where pdfium made the character itself, a space or a line end."""
        index = self._index(position)
        size = pdfium.FPDFText_GetFontInfo(self._page, index, None, 0, None)
        if not 1 < size <= _LONGEST_NAME:
            return None
        name = ctypes.create_string_buffer(size)
        pdfium.FPDFText_GetFontInfo(self._page, index, name, size, None)
        return name.value.decode("utf-8", errors="replace")

    def _height(self, position: int) -> float:
        box = self._char_box(position)
        return box[3] - box[1]

    def _raised(self, last: int, start: int) -> list[int]:
        """Return the positions of the small raised digits that end at `last`, the last digit of a word.

        They are compared with the first letter or digit before them: a bracket has a box of its own in some fonts.
        """
        word = max(self._text.rfind(gap, start, last) for gap in " \u00a0\t") + 1 or start
        place = next((place for place, one in enumerate(self._text[word:last]) if one.isalnum()), None)
        if place is None:
            return []
        word += place
        first = self._char_box(word)
        raised: list[int] = []
        for position in range(last, max(word, last - _LONGEST_MARK), -1):
            if not (self._text[position].isdecimal() and _stands_raised(self._char_box(position), first)):
                break
            raised.append(position)
        return raised

    def _char_box(self, position: int) -> Box:
        """Return a character's place in its line, left, top, right, bottom, whatever the height of its letter."""
        return _on_page(self._page.get_charbox(self._index(position), loose=True), self._media, self.rotation)

    def _index(self, position: int) -> int:
        """Return pdfium's character index of a position in the text; they differ where a character is left out."""
        if self._exact:
            return position
        return max(0, int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, position)))

    def _box(self, start: int, end: int) -> Box:
        first, last = self._char_box(start), self._char_box(end - 1)
        return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])


def _stands_raised(digit: Box, letter: Box) -> bool:
    """Tell whether a digit is smaller than a letter left of it, and stands higher; text that runs upwards does not."""
    height = letter[3] - letter[1]
    smaller = digit[3] - digit[1] < RAISED_SIZE * height
    return smaller and digit[3] < letter[3] - RAISED_BY * height and digit[0] >= letter[2] - 1


def _on_page(rect: Box, media: Box, rotation: int) -> Box:
    """Turn left, bottom, right, top of the file into left, top, right, bottom as the page is shown."""
    x0, y0, x1, y1 = rect[0] - media[0], rect[1] - media[1], rect[2] - media[0], rect[3] - media[1]
    width, height = media[2] - media[0], media[3] - media[1]
    shown = {
        90: (y0, x0, y1, x1),
        180: (width - x1, y0, width - x0, y1),
        270: (height - y1, width - x1, height - y0, width - x0),
    }
    left, top, right, bottom = shown.get(rotation, (x0, height - y1, x1, height - y0))
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _continued(before: PdfLine, line: PdfLine) -> PdfLine | None:
    """Join a line to the one before when it goes on at the same height: pdfium breaks lines at raised digits."""
    gap = line.box[0] - before.box[2]
    small, large = sorted((before, line), key=lambda one: one.size)
    if large.size > _HUGE * small.size and len(small.text) > _LONGEST_MARK:
        return None
    middle = (small.box[1] + small.box[3]) / 2
    if not (large.box[1] < middle < large.box[3] and -1 <= gap < large.size):
        return None
    is_mark = small.size < RAISED_SIZE * large.size and len(small.text) <= _LONGEST_MARK
    texts = [superscript(one.text) if is_mark and one is small else one.text for one in (before, line)]
    space = " " if gap > _SPACE * large.size and not (is_mark and small is line) else ""
    box = (before.box[0], min(before.box[1], line.box[1]), line.box[2], max(before.box[3], line.box[3]))
    return PdfLine(space.join(texts), box, large.size)


def _runs_upwards(tops: list[float]) -> bool:
    """Tell whether most lines stand above the one before, in the order that pdfium gives turned pages."""
    return 2 * sum(1 for above, below in pairwise(tops) if below < above) > len(tops)


def _without_huge(lines: list[PdfLine]) -> list[PdfLine]:
    """Mark level watermarks: huge letters that lie over other lines."""
    usual = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0.0
    return [
        replace(line, kind=BlockKind.HEADER)
        if line.size > _HUGE * usual and any(_overlap(line.box, other.box) for other in lines if other is not line)
        else line
        for line in lines
    ]


def _overlap(box: Box, other: Box) -> bool:
    wide = min(box[2], other[2]) - max(box[0], other[0])
    middle = (other[1] + other[3]) / 2
    return wide > 0 and box[1] < middle < box[3]


def _drawings(page: pypdfium2.PdfPage) -> tuple[int, bool]:
    """Return the number of pictures, and whether enough lines or boxes are drawn to make a table."""
    pictures = across = down = boxes = 0
    for drawn in islice(_objects(page), MOST_OBJECTS):
        kind = pdfium.FPDFPageObj_GetType(drawn)
        pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            wide, high = _size(drawn)
            across += high <= _THIN and wide >= _LONG
            down += wide <= _THIN and high >= _THIN
            boxes += wide >= _LONG and high > 2 * _THIN
    return pictures, boxes > 0 or (across >= 3 and down >= 2)


def _objects(page: pypdfium2.PdfPage) -> Iterator[Any]:
    """Yield what is drawn on a page, and inside the forms on it; pdfium's own handles, since there may be thousands."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM:
            for inner in range(pdfium.FPDFFormObj_CountObjects(drawn)):
                yield pdfium.FPDFFormObj_GetObject(drawn, inner)
        else:
            yield drawn


def _size(drawn: Any) -> tuple[float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return 0.0, 0.0
    return right.value - left.value, top.value - bottom.value
