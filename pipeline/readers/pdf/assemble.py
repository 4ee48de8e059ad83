"""Pages with their lines -> the text of a document, its blocks, and what is doubtful in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.model import Block, Problem
from pipeline.readers.pdf.layout import Paragraph, mark_footnotes, mark_running_heads, paragraphs
from pipeline.readers.pdf.page import PdfPage
from pipeline.readers.reading import Box, TextBuilder


def assemble(pages: Sequence[PdfPage]) -> tuple[str, tuple[Block, ...], tuple[Problem, ...]]:
    """Return the text of all pages, paragraphs kept together over page ends, running heads last."""
    mark_running_heads(pages)
    mark_footnotes(pages)
    builder = TextBuilder()
    doubts: list[Problem] = []
    for paragraph in paragraphs(pages):
        doubts += _write(builder, paragraph)
    text, blocks, cleaned = builder.finish()
    return text, blocks, (*doubts, *cleaned)


def _write(builder: TextBuilder, paragraph: Paragraph) -> Iterator[Problem]:
    wrapped = len(paragraph.lines) > 1
    if wrapped:
        builder.blank()
    text = "\n".join(line.text for line in paragraph.lines)
    start, _ = builder.add(text, paragraph.kind, paragraph.page, _around(paragraph))
    start -= len(text) - len(text.lstrip())
    if wrapped:
        builder.blank()
    for line in paragraph.lines:
        for doubt in line.doubts:
            message = _doubtful(line.text[doubt.start : doubt.end], doubt.readings, paragraph.page)
            yield Problem("doubtful_digits", message, start + doubt.start, start + doubt.end, doubt.readings)
        start += len(line.text) + 1


def _doubtful(number: str, readings: Sequence[str], page: int | None) -> str:
    others = ", ".join(f"“{reading}”" for reading in readings)
    may_be = f"cũng có thể là {others}; " if others else ""
    return f"Trang {page}: số “{number}” đọc từ ảnh chưa chắc, {may_be}cần đối chiếu bản gốc."


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
