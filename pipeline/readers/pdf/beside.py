"""What a page of a PDF shows beside its lines -> hints: annotations, and text that runs across the page (pypdfium2).

Stamps of secrecy stand there. Text across the page is furniture of the page as well.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.text.stamp_view import CANDIDATE

_MOST: Final = 20_000
"""Annotations and drawn objects of one page that are looked at."""
_LONGEST: Final = 300
"""Characters of an annotation or a watermark that may be a stamp; a longer one is text."""
_LEVEL: Final = 0.01
"""Sine under which a line of text is level."""


def read_notes(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str]]:
    """Yield the words of the annotations of a page, those of a form's fields included, as `pdf.annotation`."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            try:
                words = [_words(pdfium.FPDFAnnot_GetStringValue, note, key) for key in (b"Contents", b"V")]
            finally:
                pdfium.FPDFPage_CloseAnnot(note)
            yield from (("pdf.annotation", said) for said in words if said)


def read_watermarks(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str) -> Iterator[tuple[str, str]]:
    """Yield what runs across the page, and what each form on it shows, as `pdf.watermark`, where it may be a stamp."""
    if "Ậ" not in text and not CANDIDATE.search(text):
        return
    across: list[str] = []
    for index in islice(range(pdfium.FPDFPage_CountObjects(page)), _MOST):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and _is_turned(drawn):
            across.append(_words(pdfium.FPDFTextObj_GetText, drawn, text_page))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = range(min(pdfium.FPDFFormObj_CountObjects(drawn), _LONGEST))
            objects = (pdfium.FPDFFormObj_GetObject(drawn, i) for i in inner)
            texts = [one for one in objects if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_TEXT]
            yield from _stamps(["".join(_words(pdfium.FPDFTextObj_GetText, one, text_page) for one in texts)])
    yield from _stamps([*across, "".join(across)])


def _stamps(texts: list[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        if len(text) <= _LONGEST and CANDIDATE.search(text):
            yield "pdf.watermark", text


def _is_turned(drawn: Any) -> bool:
    matrix = pdfium.FS_MATRIX()
    return bool(pdfium.FPDFPageObj_GetMatrix(drawn, matrix)) and abs(matrix.b) > _LEVEL * max(abs(matrix.a), _LEVEL)


def _words(read: Any, drawn: Any, key: Any) -> str:
    """Return the UTF-16 text that a function of pdfium writes of an object; "" for a long one."""
    size = int(read(drawn, key, None, 0))
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(drawn, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace").strip()
