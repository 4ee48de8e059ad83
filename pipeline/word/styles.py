"""Fonts, sizes and page of an official document, as styles: a template that has a style of its own keeps it.

Nghị định 30/2020/NĐ-CP, annex I: Times New Roman, body 13 to 14 points, first line in by 1 cm, 6 points between
paragraphs, lines of 1 to 1.5; A4, margins 20 to 25 mm above and below, 30 to 35 left, 15 to 20 right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT: Final = "Times New Roman"
BODY, TABLE, NOTE = 13.0, 10.5, 8.0
"""Sizes in points."""
TEXT_WIDTH: Final = 165.0
"""Millimetres between the margins."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks: size in points, weight, slope, place on the line, indent in millimetres, room around."""

    size: float = BODY
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    first: float = 0.0
    left: float = 0.0
    before: float = 0.0
    after: float = 0.0
    with_next: bool = False


_LEFT, _BOTH, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.CENTER
LOOKS: Final = {
    "Body Text": Look(align=_BOTH, first=10, before=3, after=3),
    "Heading 1": Look(bold=True, first=10, before=8, after=3, with_next=True),
    "Heading 2": Look(bold=True, italic=True, first=10, before=6, after=3, with_next=True),
    "Heading 3": Look(italic=True, first=10, before=4, after=3, with_next=True),
    "List Dash": Look(align=_BOTH, first=10, before=2, after=2),
    "Caption": Look(size=12, italic=True, align=_CENTRE, before=4, after=4, with_next=True),
    "Table Text": Look(size=TABLE, before=0.5, after=0.5),
    "Table Head": Look(size=TABLE, bold=True, align=_CENTRE, before=1, after=1, with_next=True),
    "Remark": Look(size=TABLE, italic=True, before=2, after=6),
    "footnote text": Look(size=NOTE, align=_BOTH),
    "endnote text": Look(size=NOTE, align=_BOTH),
}
"""The styles that the writer uses, by Word's names of them."""


def set_page(section: Any) -> None:
    """Make a section A4 with the margins of the decree."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def ensure_styles(document: Any) -> None:
    """Add the styles that a document lacks; what it has stays as it is."""
    names = {style.name for style in document.styles}
    for name, look in LOOKS.items():
        if name not in names:
            set_look(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look)
    for name in ("footnote reference", "endnote reference"):
        if name not in names:
            document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER).font.superscript = True


def set_styles(document: Any) -> None:
    """Give a new document our styles."""
    normal = document.styles["Normal"]
    set_look(normal, Look())
    ensure_styles(document)
    for name, look in LOOKS.items():
        set_look(document.styles[name], look)


def set_look(style: Any, look: Look) -> None:
    """Set how a paragraph style looks, its font by all four of Word's names for one."""
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    form.alignment, form.first_line_indent, form.left_indent = look.align, Mm(look.first), Mm(look.left)
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.0
    form.keep_with_next = look.with_next
    form.widow_control = True


def set_language(document: Any, language: str) -> None:
    """Tell Word the language of the text, so that it does not underline every word."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    known = defaults.find(qn("w:lang"))
    if known is None:
        known = OxmlElement("w:lang")
        defaults.append(known)
    for name in ("val", "eastAsia"):
        known.set(qn(f"w:{name}"), {"vi": "vi-VN"}.get(language, "en-GB"))
