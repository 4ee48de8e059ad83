"""Slides as text boxes and tables -> Reading: one page a slide, its title as a heading. Shared by .pptx and .ppt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.model import BlockKind, Problem
from pipeline.errors import EmptyFile, complaint
from pipeline.readers.old_fonts.decode import Piece, encoding_hints, make_decoder
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.tables import Line, table_lines

Words = list[Piece]
"""One paragraph."""


@dataclass(slots=True)
class Box:
    """One text box in paragraphs, or a table in rows of cells of paragraphs."""

    paragraphs: list[Words] = field(default_factory=list)
    rows: list[list[list[Words]]] = field(default_factory=list)
    is_title: bool = False


def read_slides(
    slides: Sequence[Sequence[Box]], name: str, hints: tuple[tuple[str, str], ...], hidden: int = 0
) -> Reading:
    """Return the text of slides in order; EmptyFile when none shows any."""
    decoder = make_decoder(piece for slide in slides for box in slide for words in _words(box) for piece in words)

    def shown(words: Words) -> str:
        return decoder.decode(words) if decoder is not None else "".join(piece.text for piece in words)

    builder = TextBuilder()
    for page, slide in enumerate(slides, 1):
        builder.blank()
        for box in slide:
            kind = BlockKind.HEADING if box.is_title else BlockKind.PARAGRAPH
            lines = [Line(shown(words), kind) for words in box.paragraphs]
            lines += table_lines([[[Line(shown(one)) for one in cell] for cell in row] for row in box.rows], True)
            for line in lines:
                builder.add(line.text, line.kind, page)
    text, blocks, problems = builder.finish()
    if not text:
        raise EmptyFile(complaint(name, "bản trình chiếu không có chữ nào", "Hãy kiểm tra lại tệp gốc"))
    if hidden:
        problems = (Problem("hidden_text", f"Có {hidden} trang trình chiếu ẩn, không đọc."), *problems)
    return Reading(text, blocks, len(slides), (*hints, *encoding_hints(decoder)), problems)


def _words(box: Box) -> list[Words]:
    return [*box.paragraphs, *(one for row in box.rows for cell in row for one in cell)]
