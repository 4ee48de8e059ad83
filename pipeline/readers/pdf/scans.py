"""Pages of a PDF that want OCR: pictures without text, text layers that are not what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from extractors.model import Problem
from pipeline.readers.patience import MAX_SCANNED_PAGES
from pipeline.readers.pdf.page import PdfPage
from pipeline.readers.pdf.signing import set_signing_aside
from pipeline.readers.scan.pages import PictureReader
from pipeline.readers.vietnamese import lacks_letters, syllable_share, wrong_encoding

SCAN_LETTERS: Final = 200
"""Letters under which a page with a picture is a scan: a digital signature's stamp over it has a hundred."""
LEAST_VIETNAMESE: Final = 0.7
"""Share of Vietnamese syllables under which the words of a page are doubtful."""
_CLEARLY_BETTER: Final = 0.1
_LEAST_READ: Final = 0.5
"""Share of a text layer's letters, right or wrong, that OCR must see, or it did not see the page."""
_CLEARLY_MORE: Final = 1.3
"""Letters that OCR must see for one of the text layer: a page of few words and a seal keeps its own text."""
_READ_DPI: Final = (200, 300)
"""What Tesseract reads best: under it letters are too small, above it nothing is gained and time is lost."""
_FINER: Final = 1.15
_MOST_PIXELS: Final = 40_000_000
_POINTS: Final = 72
_LARGEST: Final = 16_000 * _POINTS**2
"""Square points of the largest page that is drawn: ten of A0; a file of some bytes can claim square kilometres."""


class ScannedPages:
    """OCR for the pages of one PDF, begun at the first page that wants it."""

    def __init__(self, document: pypdfium2.PdfDocument, raw: bytes) -> None:
        self._document = document
        self._raw = raw
        self._reader: PictureReader | None = None

    def improve(self, pages: Sequence[PdfPage]) -> list[Problem]:
        """Read pages anew, in place, that are pictures or have text that is garbage; return what remains doubtful."""
        return [problem for page in pages if (problem := self._improve(page)) is not None]

    def _improve(self, page: PdfPage) -> Problem | None:
        """Read a page anew, in place, where it is a picture or its text is garbage; return what remains doubtful."""
        letters = letters_of(page)
        if page.pictures and letters < SCAN_LETTERS:
            read = self._read(page)
            if read is None:
                return _unread(page.number, letters, self._why_not(page))
            if letters_of(read) > _CLEARLY_MORE * letters:
                _take(page, read)
                return None
            return None if letters else _unread(page.number, letters, "nhận dạng chữ (OCR) không thấy chữ nào")
        wrong = _wrong_text(page, letters)
        if wrong is None:
            return None
        read = self._read(page)
        if read is None or not _is_better(read, page, wrong):
            return wrong
        _take(page, read)
        message = f"Trang {page.number}: lớp chữ trong tệp không đúng với chữ in, đã đọc lại bằng nhận dạng chữ (OCR)."
        return Problem("text_layer_replaced", message)

    def _read(self, page: PdfPage) -> PdfPage | None:
        if page.width * page.height > _LARGEST:
            return None
        if self._reader is None:
            self._reader = PictureReader(self._raw)
        read = self._reader.read(page.number, lambda: self._draw(page.number - 1))
        if read is not None:
            _note_stamps(page, read)
        return read

    def _draw(self, index: int) -> tuple[Image.Image, int]:
        with closing(self._document[index]) as page:
            dpi = _dpi(page)
            return page.render(scale=dpi / _POINTS).to_pil(), dpi

    def _why_not(self, page: PdfPage) -> str:
        if page.width * page.height > _LARGEST:
            return "trang quá lớn để nhận dạng chữ (OCR)"
        if self._reader and self._reader.missing:
            return f"cần cài {self._reader.missing} để nhận dạng chữ (OCR)"
        return f"chỉ nhận dạng {MAX_SCANNED_PAGES} trang đầu"


def letters_of(page: PdfPage) -> int:
    """Return how many letters a page has."""
    return sum(1 for character in page.text if character.isalpha())


def _unread(number: int, letters: int, why: str) -> Problem:
    message = f"Trang {number} là ảnh chụp, không có lớp chữ (đọc được {letters} chữ cái); {why}."
    return Problem("no_text_layer", message)


def _wrong_text(page: PdfPage, letters: int) -> Problem | None:
    """Return what is wrong with a page's text layer: letters that make no Vietnamese words, or letters left out."""
    if letters <= SCAN_LETTERS or wrong_encoding(page.text):
        return None
    if syllable_share(page.text) < LEAST_VIETNAMESE:
        message = f"Trang {page.number}: nhiều từ đọc ra không phải tiếng Việt, cần đối chiếu bản gốc."
        return Problem("poor_text", message)
    if lacks_letters(page.text):
        message = f"Trang {page.number}: lớp chữ thiếu chữ cái có dấu (phông không có chữ Việt), cần đối chiếu bản gốc."
        return Problem("missing_letters", message)
    return None


def _is_better(read: PdfPage, page: PdfPage, wrong: Problem) -> bool:
    if letters_of(read) < _LEAST_READ * letters_of(page):
        return False
    if wrong.kind == "missing_letters":
        return not lacks_letters(read.text) and syllable_share(read.text) >= LEAST_VIETNAMESE
    return syllable_share(read.text) >= syllable_share(page.text) + _CLEARLY_BETTER


def _take(page: PdfPage, read: PdfPage) -> None:
    page.width, page.height = read.width, read.height
    page.lines, page.quality, page.ruled = read.lines, read.quality, False
    set_signing_aside(page)


def _note_stamps(page: PdfPage, read: PdfPage) -> None:
    """Keep the stamps that OCR saw, whether its text is taken or not."""
    page.beside += [hint for hint in read.beside if hint not in page.beside]


def _dpi(page: pypdfium2.PdfPage) -> int:
    """Return the dots an inch at which to draw a page: those of its largest picture, within what reads well."""
    least, most = _READ_DPI
    finest = max((_dots(drawn) for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])), default=0.0)
    dpi = least if finest < least * _FINER else most
    inches = page.get_width() * page.get_height() / _POINTS**2
    return int(min(dpi, (_MOST_PIXELS / max(inches, 1)) ** 0.5))


def _dots(picture: pypdfium2.PdfImage) -> float:
    left, _, right, _ = picture.get_bounds()
    return float(picture.get_px_size()[0] * _POINTS / max(right - left, 1))
