"""Pages of a file that are pictures -> PdfPage with lines, by OCR or from the cache; what people must know of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Final

from PIL import Image

from extractors.model import BlockKind, Problem
from pipeline.readers import patience
from pipeline.readers.pdf.page import Doubt, PdfLine, PdfPage
from pipeline.readers.reading import Box
from pipeline.readers.scan.cache import CACHE, Kept
from pipeline.readers.scan.engine import TextLine, Word, missing_tool, version
from pipeline.readers.scan.page import Read, read_picture
from pipeline.readers.scan.rules import PixelBox
from pipeline.readers.scan.second import others
from pipeline.readers.tables import CELL_GAP

POOR: Final = 0.75
"""Quality under which a page is to be compared word by word: four of five words are right there."""
_STAMP: Final = "scan.watermark"
"""The hint under which stamps in red ink are looked for: they stand beside the text."""
_POINTS: Final = 72

Draw = Callable[[], tuple[Image.Image, int]]
"""Returns a page's picture and its dots an inch; called only where the cache does not know the page."""


class PictureReader:
    """Reads pages of one file; remembers that a tool is missing, or that the file has too many pages."""

    def __init__(self, raw: bytes) -> None:
        self._sha256 = hashlib.sha256(raw).hexdigest()
        self.missing: str | None = missing_tool()
        if not self.missing:
            CACHE.begin(self._sha256, version())
        self.left = patience.MAX_SCANNED_PAGES

    def read(self, number: int, draw: Draw) -> PdfPage | None:
        """Return a page as OCR reads it; None where the tool is missing or the file has had its pages."""
        if self.missing or not self.left:
            return None
        self.left -= 1
        kept = CACHE.get(self._sha256, number)
        if kept is not None:
            return _from_kept(kept)
        patience.lengthen(patience.SECONDS_A_SCANNED_PAGE)
        page = page_of(*draw(), number)
        CACHE.put(self._sha256, number, asdict(page))
        return page


def page_of(picture: Image.Image, dpi: int, number: int) -> PdfPage:
    """Read one picture; boxes are in points of the level page."""
    read = read_picture(picture, dpi)
    scale = _POINTS / read.dpi
    lines = [_line(part, scale) for part in read.parts]
    beside = [(_STAMP, text) for text in read.stamps]
    return PdfPage(
        number, read.size[0] * scale, read.size[1] * scale, lines, 1, quality=quality_of(read.parts), beside=beside
    )


def quality_of(parts: Sequence[Read]) -> float:
    """Return the mean confidence of all words, by letters; 1.0 for an empty page."""
    words = [word for part in parts for word in (part.words if isinstance(part, TextLine) else part.all_words)]
    letters = sum(len(word.text) for word in words)
    return round(sum(word.sure * len(word.text) for word in words) / letters, 3) if letters else 1.0


def quality_hints(pages: Sequence[PdfPage]) -> tuple[tuple[str, str], ...]:
    """Return the quality of each page that OCR read, as hints: ("ocr.page.3", "0.93")."""
    return tuple((f"ocr.page.{page.number}", f"{page.quality:.2f}") for page in pages if page.quality is not None)


def stamp_hints(pages: Sequence[PdfPage]) -> tuple[tuple[str, str], ...]:
    """Return what stands beside the text of pages, each once."""
    return tuple(dict.fromkeys(hint for page in pages for hint in page.beside))


def quality_problems(pages: Sequence[PdfPage]) -> tuple[Problem, ...]:
    """Return that pages were read by OCR, with the mean quality, and each page that was read badly."""
    read = [(page.number, page.quality) for page in pages if page.quality is not None]
    if not read:
        return ()
    mean = sum(quality for _, quality in read) / len(read)
    numbers = page_list([number for number, _ in read])
    message = f"Trang {numbers} là ảnh chụp, đọc bằng nhận dạng chữ (OCR), độ tin cậy {mean:.0%}."
    poor = [
        Problem("poor_scan", f"Trang {number}: ảnh khó đọc (độ tin cậy {quality:.0%}), cần đối chiếu bản gốc.")
        for number, quality in read
        if quality < POOR
    ]
    return (Problem("read_by_ocr", message), *poor)


def page_list(numbers: Sequence[int]) -> str:
    """Return page numbers as people write them.

    >>> page_list([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _line(part: Read, scale: float) -> PdfLine:
    if isinstance(part, TextLine):
        text, doubtful = _joined(part.words)
        return PdfLine(text, _points(part.box, scale), part.height * scale, doubts=doubtful)
    texts: list[str] = []
    doubts: tuple[Doubt, ...] = ()
    length = 0
    for cell in part.cells:
        text, found = _joined(cell)
        doubts += tuple(replace(one, start=one.start + length, end=one.end + length) for one in found)
        texts.append(text)
        length += len(text) + len(CELL_GAP)
    return PdfLine(CELL_GAP.join(texts), _points(part.box, scale), 0.0, BlockKind.TABLE_ROW, doubts)


def _joined(words: Sequence[Word]) -> tuple[str, tuple[Doubt, ...]]:
    """Return words as one text, and the doubtful numbers in it."""
    text = ""
    doubts: list[Doubt] = []
    for word in words:
        text += " " if text else ""
        doubts += [Doubt(len(text) + span[0], len(text) + span[1], others(word, span)) for span in word.doubts]
        text += word.text
    return text, tuple(doubts)


def _points(box: PixelBox, scale: float) -> Box:
    left, top, right, bottom = (round(edge * scale, 1) for edge in box)
    return left, top, right, bottom


def _from_kept(kept: Kept) -> PdfPage:
    lines = [
        PdfLine(
            line["text"], tuple(line["box"]), line["size"], BlockKind(line["kind"]),
            tuple(Doubt(one["start"], one["end"], tuple(one["readings"])) for one in line["doubts"]),
        )
        for line in kept["lines"]
    ]  # fmt: skip
    return PdfPage(**{**kept, "lines": lines, "beside": [(key, value) for key, value in kept["beside"]]})
