"""Writes a Document as a PDF with a text layer: letterhead, running heads, ruled tables, an embedded subset font.

The font is Liberation Serif 2 (Debian package fonts-liberation2; fonts-liberation lacks half the Vietnamese letters).
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from pathlib import Path

from corpus_markup import Block, Document, Table, parse_runs
from font_files import LIBERATION
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

FONT_DIR = LIBERATION
FONT_SHA256 = "29d12439831b7f59194efec85872f24f54eff05738933f9a860220d2abff88ba"
"""Of LiberationSerif-Regular.ttf 2.1.5, with which the committed files were made: another version gives other bytes."""

_FACES = {"Serif": "Regular", "Serif-Bold": "Bold", "Serif-Italic": "Italic", "Serif-BoldItalic": "BoldItalic"}
LIBERATION_SERIF = {name: FONT_DIR / f"LiberationSerif-{face}.ttf" for name, face in _FACES.items()}
_WIDTH = A4[0] - 45 * mm

_BASE = ParagraphStyle("base", fontName="Serif", fontSize=13, leading=17)
_STYLES = {
    "title": ParagraphStyle("title", _BASE, fontName="Serif-Bold", alignment=TA_CENTER),
    "caption": ParagraphStyle("caption", _BASE, fontName="Serif-Bold", alignment=TA_CENTER, spaceBefore=6,
                              keepWithNext=1),
    "letterhead": ParagraphStyle("letterhead", _BASE, fontSize=12, leading=15, alignment=TA_CENTER),
    "centre": ParagraphStyle("centre", _BASE, alignment=TA_CENTER),
    "address": ParagraphStyle("address", _BASE, alignment=TA_CENTER, spaceBefore=6, spaceAfter=6),
    "right": ParagraphStyle("right", _BASE, fontSize=12, alignment=TA_RIGHT, keepWithNext=1, spaceAfter=3),
    "heading": ParagraphStyle("heading", _BASE, fontName="Serif-Bold", firstLineIndent=36, spaceBefore=4,
                              spaceAfter=3, keepWithNext=1),
    "body": ParagraphStyle("body", _BASE, firstLineIndent=36, alignment=TA_JUSTIFY, spaceAfter=5),
    "last": ParagraphStyle("last", _BASE, firstLineIndent=36, alignment=TA_JUSTIFY, keepWithNext=1),
    "small": ParagraphStyle("small", _BASE, fontSize=11, leading=14),
    "cell": ParagraphStyle("cell", _BASE, fontSize=11, leading=13, alignment=TA_CENTER),
    "name": ParagraphStyle("name", _BASE, fontSize=11, leading=13),
    "head": ParagraphStyle("head", _BASE, fontName="Serif-Bold", fontSize=11, leading=13, alignment=TA_CENTER),
}  # fmt: skip


def has_font() -> bool:
    """Tell whether the font is here in the version with which the committed files were made."""
    regular = FONT_DIR / "LiberationSerif-Regular.ttf"
    return regular.is_file() and hashlib.sha256(regular.read_bytes()).hexdigest() == FONT_SHA256


def _paragraph(text: str, style: str) -> Paragraph:
    parts = []
    for run in parse_runs(text):
        part = html.escape(run.text, quote=False).replace("⏎", "<br/>")
        for tag, on in (("b", run.bold), ("i", run.italic), ("u", run.underline)):
            part = f"<{tag}>{part}</{tag}>" if on else part
        parts.append(part)
    return Paragraph("".join(parts) or "&nbsp;", _STYLES[style])


def _columns(left: list[Flowable], right: list[Flowable], share: float) -> Grid:
    grid = Grid([[left, right]], colWidths=[_WIDTH * share, _WIDTH * (1 - share)])
    grid.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return grid


def _table(table: Table) -> LongTable:
    content: list[list[Paragraph | str]] = [["" for _ in row] for row in table.grid]
    spans = []
    for row in range(len(table.grid)):
        for cell in table.cells(row):
            style = "head" if row < table.heads else "name" if cell.column == 1 else "cell"
            content[row][cell.column] = _paragraph(cell.text, style)
            corner = (cell.column + cell.columns - 1, row + cell.rows - 1)
            spans.append(("SPAN", (cell.column, row), corner))
    scale = _WIDTH / sum(table.widths)
    grid = LongTable(content, colWidths=[width * scale for width in table.widths], repeatRows=table.heads, spaceAfter=8)
    rules = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    grid.setStyle(TableStyle([*rules, *spans]))
    return grid


def _block(block: Block | Table) -> Flowable:
    if isinstance(block, Table):
        return _table(block)
    return Spacer(1, 8) if block.style == "space" else _paragraph(block.text, block.style)


def _story(document: Document) -> list[Flowable]:
    left = [_paragraph(line, "letterhead") for line in document.lines["left"]]
    right = [_paragraph(line, "letterhead") for line in document.lines["right"]]
    body = [_block(block) for block in document.blocks]
    first, *others = document.lines["recip"]
    recipients = [_paragraph(line, "small") for line in (f"**//{first}//**", *others)]
    signature = [_paragraph(line, "centre") for line in document.lines["sign"]]
    close = _columns(recipients, signature, 0.52)
    close.spaceBefore = 14
    annex = [PageBreak(), *map(_block, document.annex)] if document.annex else []
    return [_columns(left, right, 0.43), Spacer(1, 12), *body, close, *annex]


def write_pdf(document: Document, path: Path, faces: Mapping[str, Path] = LIBERATION_SERIF) -> None:
    """Write the document at `path` as .pdf; FileNotFoundError (or TTFError) when the font is not installed.

    `faces` gives another font's files for Serif, Serif-Bold, Serif-Italic and Serif-BoldItalic.
    """
    rl_config.invariant = 1
    for name, file in faces.items():
        pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily("Serif", *_FACES)

    def later_page(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont("Serif", 12)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(canvas.getPageNumber()))
        canvas.setFont("Serif-Italic", 10)
        canvas.drawRightString(A4[0] - 15 * mm, 10 * mm, document.fields["running"])

    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=30 * mm - 6, rightMargin=15 * mm - 6, topMargin=18 * mm,
        bottomMargin=18 * mm, title=document.fields["title"], author="Văn thư", invariant=1,
    )  # fmt: skip
    template.build(_story(document), onLaterPages=later_page)
