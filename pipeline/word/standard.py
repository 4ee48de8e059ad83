"""The standard template of Party or State: head, names to be filled in, foot; a person may write its own instead.

A name in double braces ({{co_quan}}) stands for one line or several; `form.values` lists them. {{noi_dung}} is where
the content goes. `trichyeu template` writes this template for a person to change in Word.
"""

from __future__ import annotations

from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from pipeline.word.form import Sphere
from pipeline.word.parts import add_field, rule_above, set_margins, set_widths
from pipeline.word.styles import FONT, Look, set_language, set_look, set_page, set_styles

_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
_LEFT_WIDTH, _RIGHT_WIDTH = 67.0, 98.0
_FOOT_WIDTHS: Final = (82.0, 83.0)
_SIGNED: Final = 4
"""Empty lines for the signature and the seal."""

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
PARTY: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"


def standard(sphere: Sphere) -> Any:
    """Return the standard template as a document of python-docx."""
    document = Document()
    section = document.sections[0]
    set_page(section)
    set_styles(document)
    set_language(document, "vi")
    _number_pages(section)
    party = sphere is Sphere.PARTY
    head = _grid(document, (_LEFT_WIDTH, _RIGHT_WIDTH))
    (_party_head if party else _state_head)(head)
    _title(document, party)
    document.add_paragraph("{{noi_dung}}", style="Body Text")
    _foot(document, party)
    return document


def _number_pages(section: Any) -> None:
    """Number the pages in the middle above the text, all but the first."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.tab_stops.clear_all()
    run = paragraph.add_run()
    run.font.size, run.font.name = Pt(13), FONT
    add_field(run, "PAGE", "2")
    section.first_page_header.is_linked_to_previous = False


def _grid(document: Any, widths: tuple[float, float]) -> Any:
    """Add a table of one row without lines."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    set_widths(table, widths)
    set_margins(table, 1.0)
    return table.rows[0].cells


def _line(
    cell: Any, text: str, size: float = 13, bold: bool = False, italic: bool = False, align: Any = _CENTRE
) -> Any:
    """Write a line into a cell, into its first paragraph while that is empty."""
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return paragraph


def _rule(cell: Any, indent: float) -> None:
    paragraph = cell.add_paragraph()
    rule_above(paragraph, indent)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.line_spacing = Pt(2), Pt(6)


def _state_head(cells: Any) -> None:
    left, right = cells
    _line(left, "{{co_quan_cap_tren}}", 12)
    _line(left, "{{co_quan}}", 12, bold=True)
    _rule(left, 22)
    _line(left, "{{so_ky_hieu}}")
    _line(right, NATION, 12, bold=True)
    _line(right, MOTTO, 13, bold=True)
    _rule(right, 19)
    _line(right, "{{dia_danh_ngay}}", 13, italic=True)


def _party_head(cells: Any) -> None:
    left, right = cells
    _line(left, "{{co_quan_cap_tren}}", 13)
    _line(left, "{{co_quan}}", 13, bold=True)
    _line(left, "*", 13)
    _line(left, "{{so_ky_hieu}}", 13)
    _line(right, PARTY, 14, bold=True)
    _rule(right, 16)
    _line(right, "{{dia_danh_ngay}}", 13, italic=True)


def _title(document: Any, party: bool) -> None:
    size = 15 if party else 14
    look = Look(size=size, bold=True, align=_CENTRE, before=14, with_next=True)
    lines = [("{{ten_loai}}", look), ("{{trich_yeu}}", Look(size=14, bold=True, align=_CENTRE, with_next=True))]
    for text, looks in lines:
        paragraph = document.add_paragraph(text)
        run = paragraph.runs[0]
        run.font.size, run.font.bold = Pt(looks.size), True
        paragraph.alignment = _CENTRE
        paragraph.paragraph_format.space_before = Pt(looks.before)
        paragraph.paragraph_format.keep_with_next = True
    last = document.add_paragraph("-----" if party else "")
    last.alignment = _CENTRE
    if not party:
        rule_above(last, 62)
        last.paragraph_format.line_spacing = Pt(8)


def _foot(document: Any, party: bool) -> None:
    gap = document.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    left, right = _grid(document, _FOOT_WIDTHS)
    head = _line(left, "Nơi nhận:", 12, bold=not party, italic=not party, align=WD_ALIGN_PARAGRAPH.LEFT)
    head.runs[0].font.underline = party
    _line(left, "{{noi_nhan}}", 11, align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(right, "{{quyen_han}}", 13, bold=True)
    _line(right, "{{chuc_vu}}", 13, bold=not party)
    for _ in range(_SIGNED):
        _line(right, "", 13)
    _line(right, "{{nguoi_ky}}", 13, bold=True)
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    last = document.paragraphs[-1]
    set_look(document.styles["Normal"], Look())
    last.paragraph_format.space_after = Pt(0)
