"""Merged reports -> a Word file: the outline as headings, each unit's words and tables below, the rest at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.merging.merged import LEFT_OVER, Merged, Passage
from pipeline.merging.place import Placed
from pipeline.merging.remarks import absences, remarks
from pipeline.speech import Speech
from pipeline.terminal import legible

_FONT: Final = "Times New Roman"
_TEXT, _TABLE, _NOTE = Pt(14), Pt(12), Pt(12)
_MARGINS: Final = (Mm(20), Mm(20), Mm(30), Mm(15))
"""Top, bottom, left and right, as decree 30/2020 has them (20-25, 20-25, 30-35, 15-20 mm)."""
_INDENT: Final = Mm(10)
_LEVELS: Final = 4
_GREY: Final = RGBColor(0x59, 0x59, 0x59)


def word_file(merged: Merged, subtitle: str, own_outline: bool, speech: Speech) -> bytes:
    """Return the merged text as a .docx; `subtitle` tells where and when, `own_outline` that nobody gave an outline."""
    page = _Page(speech)
    page.centred(speech("merge.title"), Pt(15))
    if subtitle:
        page.centred(subtitle, _TEXT)
    chosen = merged.chosen
    page.body(speech("merge.intro", reports=len(chosen.reports), units=len(chosen.units)))
    for remark in remarks(chosen, own_outline, speech):
        page.note(remark)
    for node in merged.root.walk():
        page.heading(node.name, node.level)
        page.passages(merged.passages.get(node, ()))
        for remark in absences(merged.absent(node), speech):
            page.note(remark)
    if any(merged.left.values()):
        page.heading(speech("merge.left"), 1)
    for kind in LEFT_OVER:
        if merged.left[kind]:
            page.heading(speech(f"merge.{kind}"), 2)
            page.passages(merged.left[kind])
    page.matrix(merged)
    return page.save()


class _Page:
    """A document that grows, in the fonts and margins of official documents."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = _MARGINS
        section.different_first_page_header_footer = True
        _number_pages(section.header.paragraphs[0])
        for name, size in (("Normal", _TEXT), *((f"Heading {level}", _TEXT) for level in range(1, _LEVELS + 1))):
            _set_font(self._document.styles[name], size)

    def centred(self, text: str, size: Pt) -> Any:
        """Add a bold line in the middle; return its paragraph."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_plain(text))
        run.bold, run.font.size = True, size
        return paragraph

    def heading(self, text: str, level: int) -> None:
        """Add a heading of the outline: level 1 and 2 bold, deeper ones bold and slanted."""
        paragraph = self._document.add_paragraph(style=f"Heading {min(level, _LEVELS)}")
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = (
            Pt(12 if level == 1 else 8),
            Pt(4),
        )
        paragraph.paragraph_format.first_line_indent = _INDENT
        run = paragraph.add_run(_plain(text))
        run.bold, run.italic = True, level > 2

    def body(self, text: str, bold: bool = False) -> None:
        """Add a paragraph of a report, its first line indented."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = _INDENT
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.add_run(_plain(text)).bold = bold

    def note(self, text: str) -> None:
        """Add a line of ours, smaller and slanted, so that nobody takes it for a report's."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = _INDENT
        paragraph.paragraph_format.space_after = Pt(4)
        run = paragraph.add_run(_plain(text))
        run.italic, run.font.size, run.font.color.rgb = True, _NOTE, _GREY

    def passages(self, passages: Iterable[Passage]) -> None:
        """Add what units say, each under its name."""
        for passage in passages:
            if not passage.pieces:
                continue
            self._source(passage)
            for piece in passage.pieces:
                self._piece(piece)

    def _source(self, passage: Passage) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(6), Pt(2)
        report = passage.report
        name = self._speech("merge.source", unit=report.unit, report=report.name)
        paragraph.add_run(_plain(f"■ {name}")).bold = True
        if passage.titles:
            titles = "; ".join(f"“{title.rstrip(' :.')}”" for title in passage.titles)
            run = paragraph.add_run(_plain(f" — {self._speech('merge.own_heading', titles=titles)}"))
            run.italic, run.font.size, run.font.color.rgb = True, _NOTE, _GREY

    def _piece(self, piece: Placed) -> None:
        if piece.part.rows:
            self._table(piece.part.rows)
        else:
            self.body(piece.text, bold=piece.inner)

    def _table(self, rows: Sequence[Sequence[str]], widths: Sequence[Mm] = ()) -> None:
        """Add a table with its first row as the head; cells that are numbers stand to the right."""
        columns = max(map(len, rows))
        table = self._document.add_table(len(rows), columns, style="Table Grid")
        table.autofit = not widths
        for column, width in zip(table.columns, widths, strict=False):
            column.width = width
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            for at, cell in enumerate(row.cells):
                text = cells[at] if at < len(cells) else ""
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(_plain(text))
                run.font.size, run.bold = _TABLE, number == 0
                if number == 0 or _is_number(text):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if number == 0 else WD_ALIGN_PARAGRAPH.RIGHT
                if widths:
                    cell.width = widths[at]
        _repeat(table.rows[0])
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def matrix(self, merged: Merged) -> None:
        """Add which units have something under each heading, and which have not."""
        self.centred(self._speech("merge.matrix"), _TEXT).paragraph_format.page_break_before = True
        heads = [self._speech(f"column.{name}") for name in ("heading", "units_with", "units_without")]
        rows = [heads]
        for node in merged.root.walk():
            without = [unit for unit in merged.chosen.units if not merged.said(node, unit)]
            count = f"{len(merged.chosen.units) - len(without)}/{len(merged.chosen.units)}"
            rows.append([node.name, count, ", ".join(without) or self._speech("merge.all")])
        self._table(rows, (Mm(72), Mm(23), Mm(70)))

    def save(self) -> bytes:
        """Return the file."""
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()


def _plain(text: str) -> str:
    """Return a text as a document may hold it: no control characters, nothing that turns the direction of words."""
    return legible(text)


def _is_number(text: str) -> bool:
    return bool(text) and all(sign.isdigit() or sign in ".,%/-– " for sign in text)


def _set_font(style: Any, size: Pt) -> None:
    style.font.name, style.font.size = _FONT, size
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), _FONT)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)


def _number_pages(paragraph: Any) -> None:
    """Put the number of the page in the middle of its head, as decree 30/2020 has it."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _repeat(row: Any) -> None:
    """Print a row again at the head of each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
