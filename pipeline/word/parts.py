"""Pieces of Word's own language that python-docx has no words for: fields, borders, shading, heads that repeat."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

TWENTIETHS: Final = 56.7
"""Twentieths of a point in a millimetre: Word's measure."""
_SIDES: Final = ("top", "left", "bottom", "right")


def element(tag: str, **attributes: str) -> Any:
    """Return an element such as w:shd with its attributes in the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(run: Any, instruction: str, shown: str) -> None:
    """Put a field behind a run, in its look: Word works it out, other programs show what is given."""
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    result = OxmlElement("w:t")
    result.text = shown
    last = run._r
    for part in (
        element("w:fldChar", fldCharType="begin"), text, element("w:fldChar", fldCharType="separate"), result,
        element("w:fldChar", fldCharType="end"),
    ):  # fmt: skip
        piece = deepcopy(run._r)
        piece.append(part)
        last.addnext(piece)
        last = piece
    run._r.getparent().remove(run._r)


def rule_above(paragraph: Any, indent: float) -> None:
    """Draw a line above a paragraph of no height, `indent` millimetres in from both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.space_before = form.space_after = 0
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
        "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
        "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
        "w:pPrChange",
    )  # fmt: skip


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Set the widths of the columns in millimetres, in the table's grid and in each cell: programs read either."""
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(round(width * TWENTIETHS)))
    sizes = [Mm(width) for width in widths]
    for row in table._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, sizes, strict=True):
            cell.width = size


def set_borders(table: Any) -> None:
    """Give every cell of a table a thin line."""
    borders = OxmlElement("w:tblBorders")
    for side in (*_SIDES, "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    _insert(table._tbl.tblPr, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def set_margins(table: Any, across: float) -> None:
    """Set the room left and right of the text of each cell, in millimetres."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(round(across * TWENTIETHS)), type="dxa"))
    _insert(table._tbl.tblPr, margins, "w:tblLook")


def _insert(parent: Any, child: Any, *following: str) -> None:
    """Put a child before the first of those that the schema has behind it: Word refuses another order."""
    for name in following:
        found = parent.find(qn(name))
        if found is not None:
            found.addprevious(child)
            return
    parent.append(child)


def repeat_head(row: Any) -> None:
    """Show a row (w:tr) at the top of each page that its table reaches."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Keep a row (w:tr) on one page."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: Any, colour: str) -> None:
    """Fill a cell (w:tc) with a colour, #rrggbb."""
    cell.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour.lstrip("#").upper()))


def describe(picture: Any, alt: str) -> None:
    """Give an inline picture the words that stand for it."""
    properties = picture._inline.docPr
    properties.set("descr", alt)
    properties.set("title", "")
