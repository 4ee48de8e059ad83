"""A PDF with a text layer -> Reading: paragraphs with page and box, tables row by row, running heads last.

Boxes are left, top, right, bottom in points from the top left corner of the page. Line ends inside a paragraph
stay as printed; an empty line sets off a paragraph of several lines. Pages without text want OCR, which is not here.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.model import Problem
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge, complaint
from pipeline.readers.pdf.columns import promises_columns
from pipeline.readers.pdf.layout import Paragraph, mark_footnotes, mark_running_heads, paragraphs
from pipeline.readers.pdf.page import PdfPage, read_page
from pipeline.readers.reading import Box, Reading, TextBuilder
from pipeline.readers.vietnamese import syllable_share, wrong_encoding

if TYPE_CHECKING:
    from pipeline.readers.pdf.plumber import SecondReader

MAX_PAGES: Final = 2_000
"""The longest bound reports have some hundreds of pages; more is a book, or made to keep the program busy."""
MAX_CHARACTERS: Final = 20_000_000
"""Letters of all pages, ten thousand a page for MAX_PAGES pages."""

_LEAST_VIETNAMESE: Final = 0.7
_CLEARLY_BETTER: Final = 0.1
_SCAN_LETTERS: Final = 200
"""Letters under which a page with a picture is a scan: a digital signature's stamp over it has a hundred."""
_JUDGED_LETTERS: Final = 50
"""Letters from which the words of a page tell anything; a last page may hold three names."""
_TAIL: Final = 2048
_ASK_FOR_TEXT: Final = "Hãy tìm bản có chữ (Word, PDF xuất từ Word)"


def read_pdf(raw: bytes, name: str) -> Reading:
    """Read a PDF; a ReadError for one that is damaged, encrypted, too large, or a scan without any text."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _explained(error, name) from error
    with closing(document):
        count = len(document)
        if count > MAX_PAGES:
            raise TooLarge(
                complaint(name, f"PDF có {count} trang, quá giới hạn {MAX_PAGES}", "Hãy tách thành nhiều tệp")
            )
        hints = _hints(document)
        pages, problems = _read_pages(document, raw, name)
    mark_running_heads(pages)
    mark_footnotes(pages)
    builder = TextBuilder()
    _write(builder, list(paragraphs(pages)))
    text, blocks, cleaned = builder.finish()
    if not text:
        raise _no_text(pages, name)
    if b"%%EOF" not in raw[-_TAIL:]:
        problems.insert(0, Problem("truncated", "Tệp PDF thiếu phần cuối, có thể bị cắt cụt; nội dung có thể thiếu."))
    return Reading(text, blocks, count, hints, (*problems, *cleaned))


def _read_pages(document: pypdfium2.PdfDocument, raw: bytes, name: str) -> tuple[list[PdfPage], list[Problem]]:
    pages: list[PdfPage] = []
    problems = []
    characters = 0
    reserve = _Reserve(raw)
    for index in range(len(document)):
        try:
            page = read_page(document, index)
        except pypdfium2.PdfiumError:
            problems.append(Problem("page_unreadable", f"Trang {index + 1} bị hỏng, không đọc được."))
            continue
        reserve.improve(page)
        pages.append(page)
        characters += len(page.text)
        if characters > MAX_CHARACTERS:
            raise TooLarge(complaint(name, "PDF có quá nhiều chữ", "Hãy tách thành nhiều tệp"))
        problem = _page_problem(page)
        if problem is not None:
            problems.append(problem)
    if not pages:
        raise DamagedFile(complaint(name, "PDF không có trang nào đọc được", "Hãy chép lại tệp gốc"))
    return pages, problems


class _Reserve:
    """Calls the second reader for the pages that want it, and only then loads it."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._second: SecondReader | None = None

    def improve(self, page: PdfPage) -> None:
        """Set tables where rules or columns show them; read a page anew whose words are not Vietnamese.

        An old font is no reason to.
        """
        if page.ruled and page.lines:
            self._reader().set_tables(page)
        elif promises_columns(line.text for line in page.lines):
            self._reader().set_columns(page)
        share = syllable_share(page.text)
        if share < _LEAST_VIETNAMESE and _letters(page) >= _JUDGED_LETTERS and wrong_encoding(page.text) is None:
            lines = self._reader().lines(page)
            if syllable_share("\n".join(line.text for line in lines)) >= share + _CLEARLY_BETTER:
                page.lines = lines

    def _reader(self) -> SecondReader:
        if self._second is None:
            from pipeline.readers.pdf.plumber import SecondReader

            self._second = SecondReader(self._raw)
        return self._second


def _page_problem(page: PdfPage) -> Problem | None:
    """Return what is doubtful of one page: a scan without a text layer, or letters that make no Vietnamese words."""
    letters = _letters(page)
    if page.pictures and letters < _SCAN_LETTERS:
        message = f"Trang {page.number} là ảnh chụp, không có lớp chữ (đọc được {letters} chữ cái); chưa có OCR."
        return Problem("no_text_layer", message)
    if letters > _SCAN_LETTERS and syllable_share(page.text) < _LEAST_VIETNAMESE and not wrong_encoding(page.text):
        return Problem(
            "poor_text", f"Trang {page.number}: nhiều từ đọc ra không phải tiếng Việt, cần đối chiếu bản gốc."
        )
    return None


def _letters(page: PdfPage) -> int:
    return sum(1 for character in page.text if character.isalpha())


def _write(builder: TextBuilder, found: list[Paragraph]) -> None:
    for paragraph in found:
        wrapped = len(paragraph.lines) > 1
        if wrapped:
            builder.blank()
        text = "\n".join(line.text for line in paragraph.lines)
        builder.add(text, paragraph.kind, paragraph.page, _around(paragraph))
        if wrapped:
            builder.blank()


def _around(paragraph: Paragraph) -> Box:
    """Return the box of a paragraph on the page where it begins."""
    boxes = [line.box for line in paragraph.lines]
    on_page = [boxes[0]]
    for box in boxes[1:]:
        if box[1] < on_page[-1][1]:
            break
        on_page.append(box)
    return (
        min(box[0] for box in on_page),
        min(box[1] for box in on_page),
        max(box[2] for box in on_page),
        max(box[3] for box in on_page),
    )


def _hints(document: pypdfium2.PdfDocument) -> tuple[tuple[str, str], ...]:
    hints = []
    for key in document.METADATA_KEYS:
        try:
            value = document.get_metadata_value(key)
        except UnicodeDecodeError:
            continue
        if value:
            hints.append((f"pdf.{key.lower()}", value))
    return tuple(hints)


def _explained(error: pypdfium2.PdfiumError, name: str) -> ReadError:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedFile(complaint(name, "PDF có mật khẩu", "Hãy bỏ mật khẩu rồi lưu lại"))
    return DamagedFile(complaint(name, "PDF bị cắt cụt hoặc hỏng, không mở được", "Hãy chép lại tệp gốc"))


def _no_text(pages: list[PdfPage], name: str) -> ReadError:
    if any(page.pictures for page in pages):
        return MissingTool(complaint(name, "bản quét, không có lớp chữ; chưa có nhận dạng chữ (OCR)", _ASK_FOR_TEXT))
    return EmptyFile(complaint(name, "PDF không có chữ nào", _ASK_FOR_TEXT))
