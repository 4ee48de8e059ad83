"""A PDF -> Reading: paragraphs with page and box, tables row by row, running heads last.

Boxes are left, top, right, bottom in points from the top left corner of the page. Line ends inside a paragraph
stay as printed; an empty line sets off a paragraph of several lines. Pages without text are read by OCR.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.model import Problem
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge, complaint
from pipeline.readers.old_fonts.decode import Decoder, encoding_hints, suspects
from pipeline.readers.pdf.assemble import assemble
from pipeline.readers.pdf.bombs import MAX_STREAM, holds_bomb
from pipeline.readers.pdf.columns import promises_columns
from pipeline.readers.pdf.page import PdfPage, page_pieces, read_page
from pipeline.readers.pdf.scans import LEAST_VIETNAMESE, ScannedPages, letters_of
from pipeline.readers.reading import Reading
from pipeline.readers.scan.engine import missing_tool
from pipeline.readers.scan.pages import quality_hints, quality_problems
from pipeline.readers.vietnamese import syllable_share, wrong_encoding

if TYPE_CHECKING:
    from pipeline.readers.pdf.plumber import SecondReader

MAX_PAGES: Final = 2_000
"""The longest bound reports have some hundreds of pages; more is a book, or made to keep the program busy."""
MAX_CHARACTERS: Final = 20_000_000
"""Letters of all pages, ten thousand a page for MAX_PAGES pages."""

_CLEARLY_BETTER: Final = 0.1
_JUDGED_LETTERS: Final = 50
"""Letters from which the words of a page tell anything; a last page may hold three names."""
_TAIL: Final = 2048
_ASK_FOR_TEXT: Final = "Hãy tìm bản có chữ (Word, PDF xuất từ Word)"


def read_pdf(raw: bytes, name: str) -> Reading:
    """Read a PDF; a ReadError for one that is damaged, encrypted, too large, or a scan without any text."""
    if holds_bomb(raw):
        reason = f"PDF có phần nén bung ra quá {MAX_STREAM >> 20} MB (có thể là “bom nén”)"
        raise TooLarge(complaint(name, reason, "Hãy in lại thành PDF rồi đọc lại"))
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
        decoder = None
        pages, problems = _read_pages(document, raw, name)
        if any(suspects(page.text) for page in pages):
            decoder = Decoder(piece for index in range(count) for piece in page_pieces(document, index))
            pages, problems = _read_pages(document, raw, name, decoder)
        problems += ScannedPages(document, raw).improve(pages)
    text, blocks, doubts = assemble(pages)
    if not text:
        raise _no_text(pages, problems, name)
    if b"%%EOF" not in raw[-_TAIL:]:
        problems.insert(0, Problem("truncated", "Tệp PDF thiếu phần cuối, có thể bị cắt cụt; nội dung có thể thiếu."))
    beside = dict.fromkeys(hint for page in pages for hint in page.beside)
    hints = (*hints, *beside, *encoding_hints(decoder), *quality_hints(pages))
    return Reading(text, blocks, count, hints, (*quality_problems(pages), *problems, *doubts))


def _read_pages(
    document: pypdfium2.PdfDocument, raw: bytes, name: str, decoder: Decoder | None = None
) -> tuple[list[PdfPage], list[Problem]]:
    pages: list[PdfPage] = []
    problems = []
    characters = 0
    reserve = _Reserve(document, raw, decoder)
    for index in range(len(document)):
        try:
            page = read_page(document, index, decoder)
        except pypdfium2.PdfiumError:
            problems.append(Problem("page_unreadable", f"Trang {index + 1} bị hỏng, không đọc được."))
            continue
        reserve.improve(page)
        pages.append(page)
        characters += len(page.text)
        if characters > MAX_CHARACTERS:
            raise TooLarge(complaint(name, "PDF có quá nhiều chữ", "Hãy tách thành nhiều tệp"))
    if not pages:
        raise DamagedFile(complaint(name, "PDF không có trang nào đọc được", "Hãy chép lại tệp gốc"))
    return pages, problems


class _Reserve:
    """Calls the second reader for the pages that want it, and only then loads it."""

    def __init__(self, document: pypdfium2.PdfDocument, raw: bytes, decoder: Decoder | None) -> None:
        self._document = document
        self._raw = raw
        self._decoder = decoder
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
        if share < LEAST_VIETNAMESE and letters_of(page) >= _JUDGED_LETTERS and wrong_encoding(page.text) is None:
            lines = self._reader().lines(page)
            if syllable_share("\n".join(line.text for line in lines)) >= share + _CLEARLY_BETTER:
                page.lines = lines

    def _reader(self) -> SecondReader:
        if self._second is None:
            from pipeline.readers.pdf.plumber import SecondReader

            self._second = SecondReader(self._document, self._raw, self._decoder)
        return self._second


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


def _no_text(pages: list[PdfPage], problems: list[Problem], name: str) -> ReadError:
    if any(problem.kind == "no_text_layer" for problem in problems):
        missing = missing_tool()
        advice = f"Hãy cài {missing} rồi đọc lại" if missing else _ASK_FOR_TEXT
        return MissingTool(complaint(name, "bản quét, không có lớp chữ, cần nhận dạng chữ (OCR)", advice))
    what = "bản quét, không có chữ nào đọc được" if any(page.pictures for page in pages) else "PDF không có chữ nào"
    return EmptyFile(complaint(name, what, _ASK_FOR_TEXT))
