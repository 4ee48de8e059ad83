"""The second reader of a PDF, for what pdfium cannot do: tables on ruled pages, and pages drawn out of order.

pdfplumber finds tables among the letters and lines that pdfium reads (`rules`). To read a page itself takes it twenty
times as long, so it is opened only when wanted, each page closed.
Whatever it fails on is left as pdfium read it.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any, Final, cast

import pdfplumber
import pypdfium2
from pdfplumber.table import TableFinder
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_words

from extractors.model import BlockKind
from pipeline.readers.old_fonts.decode import Decoder, font_says
from pipeline.readers.old_fonts.tables import convert
from pipeline.readers.pdf.columns import Columns, Part, find_columns
from pipeline.readers.pdf.page import RAISED_BY, RAISED_SIZE, PdfLine, PdfPage
from pipeline.readers.pdf.rules import DrawnPage
from pipeline.readers.reading import Box, superscript
from pipeline.readers.tables import CELL_GAP

_FAILURES: Final = (
    PdfminerException, MalformedPDFException, AssertionError, AttributeError, ArithmeticError, LookupError,
    RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What pdfminer is known to raise on files that break the format."""
_LEAST_KEPT: Final = 0.97
"""Share of the letters of the lines under a table that its cells must hold, or the table is not believed."""
_WORD_GAP: Final = 0.15
_TOUCH: Final = 0.2
_EDGE: Final = 5.0
"""Width in points of the columns in which neighbours are looked for."""


@dataclass(frozen=True, slots=True)
class _Table:
    box: Box
    rows: tuple[PdfLine, ...]


class SecondReader:
    """pdfplumber on what pdfium says of a page, or, where that does not do, on the same bytes, opened when asked.

    It does not do for old fonts, whose names pdfplumber keeps by letter, for turned pages, and for forms with lines.
    """

    def __init__(self, document: pypdfium2.PdfDocument, raw: bytes, decoder: Decoder | None = None) -> None:
        self._document = document
        self._raw = raw
        self._decoder = decoder
        self._opened: Any = None
        self._columns: dict[int, Columns] = {}
        logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def lines(self, page: PdfPage) -> list[PdfLine]:
        """Return the lines of a page put together from the places of its characters, whatever order they come in."""
        try:
            with closing(self._page(page)) as source:
                found = source.extract_text_lines(return_chars=False, x_tolerance_ratio=_WORD_GAP)
        except _FAILURES:
            return []
        return [PdfLine(line["text"], _box(line), line["bottom"] - line["top"]) for line in found]

    def set_tables(self, page: PdfPage) -> None:
        """Replace, in place, the lines that lie in ruled tables by one line a row."""
        try:
            drawn = self._drawn(page)
            if drawn is not None:
                tables = [_read_table(table) for table in TableFinder(cast(Any, drawn)).tables]
            else:
                with closing(self._page(page)) as source:
                    tables = [_read_table(table) for table in source.find_tables()]
        except _FAILURES:
            return
        for table in tables:
            page.lines = list(_with_table(page.lines, table))

    def set_columns(self, page: PdfPage) -> None:
        """Replace, in place, the lines of tables drawn without rules by one line a row, where columns are evident.

        A table may go on over a page whose reader was asked for its columns just before.
        """
        try:
            drawn = self._drawn(page)
            if drawn is not None:
                words = extract_words(drawn.chars, x_tolerance_ratio=_WORD_GAP)
            else:
                with closing(self._page(page)) as source:
                    words = source.extract_words(x_tolerance_ratio=_WORD_GAP)
        except _FAILURES:
            return
        before = self._columns.get(page.number - 1)
        for table in find_columns([Part(word["text"], _box(word)) for word in words], before):
            self._columns[page.number] = table
            rows = tuple(
                PdfLine(CELL_GAP.join(cells), _rounded(box), 0.0, BlockKind.TABLE_ROW) for box, cells in table.rows
            )
            page.lines = list(_with_table(page.lines, _Table(_rounded(table.box), rows)))

    def _drawn(self, page: PdfPage) -> DrawnPage | None:
        """Return the letters and lines of a page as pdfium has them; None where they do not do."""
        if self._decoder is not None or not page.is_level:
            return None
        with closing(self._document[page.number - 1]) as source:
            drawn = DrawnPage(source)
        _raise_marks(drawn.chars)
        return drawn if drawn.is_whole else None

    def _page(self, page: PdfPage) -> Any:
        if self._opened is None:
            self._opened = pdfplumber.open(io.BytesIO(self._raw))
        source = self._opened.pages[page.number - 1]
        if self._decoder is not None:
            _decode(source.chars, self._decoder)
        _raise_marks(source.chars)
        return source


def _decode(characters: list[dict[str, Any]], decoder: Decoder) -> None:
    """Write, in place, letters of old fonts as Unicode; a mark that VNI sets behind its vowel becomes empty."""
    for font, group in groupby(characters, key=itemgetter("fontname")):
        run = list(group)
        encoding = decoder.encoding_of(font)
        capitals = font_says(font).capitals
        at = 0
        while encoding is not None and at < len(run):
            pair = "".join(one["text"] for one in run[at : at + 2])
            joined = convert(pair, encoding) if len(pair) == 2 else ""
            if len(joined) == 1:
                run[at]["text"], run[at + 1]["text"] = joined, ""
                at += 1
            else:
                run[at]["text"] = convert(run[at]["text"], encoding)
            at += 1
        for one in run if capitals else ():
            one["text"] = one["text"].upper()


def _raise_marks(characters: list[dict[str, Any]]) -> None:
    """Write, in place, small digits that stand raised beside a letter or figure as superscripts, from left to right."""
    if not characters:
        return
    usual = median(character["size"] for character in characters)
    beside: dict[int, list[dict[str, Any]]] = {}
    for character in characters:
        for edge in {int(character["x0"] // _EDGE), int(character["x1"] // _EDGE)}:
            beside.setdefault(edge, []).append(character)
    small = [one for one in characters if one["text"].isdecimal() and one["size"] < RAISED_SIZE * usual]
    for digit in sorted(small, key=lambda one: float(one["x0"])):
        edges = range(int(digit["x0"] // _EDGE) - 1, int(digit["x1"] // _EDGE) + 2)
        if any(_is_raised(digit, other) for edge in edges for other in beside.get(edge, ())):
            digit["text"] = superscript(digit["text"])


def _is_raised(digit: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether a digit touches another character and stands higher: a larger one, or a digit raised before it."""
    gap = min(abs(digit["x0"] - other["x1"]), abs(other["x0"] - digit["x1"]))
    middle = (digit["top"] + digit["bottom"]) / 2
    if gap > _TOUCH * other["size"] or not other["top"] < middle < other["bottom"]:
        return False
    if other["text"].isdigit() and not other["text"].isdecimal():
        return True
    smaller = digit["size"] < RAISED_SIZE * other["size"]
    return bool(smaller and digit["bottom"] < other["bottom"] - RAISED_BY * other["size"])


def _read_table(table: Any) -> _Table:
    """Return a table's rows, one line each; a merged cell stands once and leaves the cells that it covers empty."""
    texts = table.extract(x_tolerance_ratio=_WORD_GAP)
    rows = []
    for row, cells in zip(table.rows, texts, strict=True):
        line = CELL_GAP.join(" ".join((cell or "").split()) for cell in cells)
        if line.strip(" |"):
            rows.append(PdfLine(line, _rounded(row.bbox), 0.0, BlockKind.TABLE_ROW))
    columns = max((len(cells) for cells in texts), default=0)
    return _Table(_rounded(table.bbox), tuple(rows) if columns > 1 and len(rows) > 1 else ())


def _with_table(lines: list[PdfLine], table: _Table) -> Iterator[PdfLine]:
    """Yield a page's lines with the rows of a table in place of the lines inside it, if no letters are lost."""
    inside = [_is_inside(line, table.box) for line in lines]
    covered = _letters(line for line, within in zip(lines, inside, strict=True) if within)
    if not table.rows or not covered or _letters(table.rows) < _LEAST_KEPT * covered:
        yield from lines
        return
    placed = False
    for line, within in zip(lines, inside, strict=True):
        if not within:
            yield line
        elif not placed:
            placed = True
            yield from table.rows


def _is_inside(line: PdfLine, box: Box) -> bool:
    middle = (line.box[1] + line.box[3]) / 2, (line.box[0] + line.box[2]) / 2
    return box[1] <= middle[0] <= box[3] and box[0] <= middle[1] <= box[2]


def _letters(lines: Iterable[PdfLine]) -> int:
    return sum(1 for line in lines for character in line.text if character.isalnum())


def _box(line: Any) -> Box:
    return _rounded((line["x0"], line["top"], line["x1"], line["bottom"]))


def _rounded(box: Any) -> Box:
    left, top, right, bottom = (round(float(value), 1) for value in box)
    return left, top, right, bottom
