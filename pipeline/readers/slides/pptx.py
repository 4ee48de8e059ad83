"""A PowerPoint file (.pptx) -> Reading: the visible slides in order, each shape where the slide has it.

Speaker's notes, comments, charts and pictures are left alone. Source: ECMA-376 part 1, 19 (PresentationML) and 21.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.errors import DamagedFile, complaint
from pipeline.readers.old_fonts.decode import Piece
from pipeline.readers.package import PROPERTY_PARTS, RELATIONSHIPS, Package, properties
from pipeline.readers.reading import Reading
from pipeline.readers.slides.boxes import Box, Words, read_slides

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES: Final = ("title", "ctrTitle")
_UNSHOWN: Final = ("sldNum", "dt")
_MOST_SLIDES: Final = 2_000
_SIGNS: Final = {"br": "\n", "tab": "\t"}


def read_pptx(raw: bytes, name: str) -> Reading:
    """Read a PowerPoint file; a ReadError for one that is damaged, encrypted, too large or without text."""
    package = Package(raw, name, "PowerPoint")
    main = package.main_part("ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        raise DamagedFile(complaint(name, "tệp thiếu phần nội dung chính", "Hãy chép lại tệp gốc"))
    relations = package.relations(main)
    slides, hidden = [], 0
    for node in list(root.iterfind(f"{P}sldIdLst/{P}sldId"))[:_MOST_SLIDES]:
        _, path = relations.get(node.get(f"{{{RELATIONSHIPS}}}id", ""), ("", ""))
        slide = package.xml(path)
        if slide is None:
            continue
        if slide.get("show") in ("0", "false"):
            hidden += 1
        else:
            slides.append(list(_boxes(slide.find(f"{P}cSld/{P}spTree"))))
    hints = properties((package.xml(path) for path in PROPERTY_PARTS), "pptx")
    return read_slides(slides, name, hints, hidden)


def _boxes(tree: etree._Element | None) -> Iterator[Box]:
    """Yield the shapes of a slide or a group in their order."""
    for node in () if tree is None else tree:
        if node.tag == f"{P}grpSp":
            yield from _boxes(node)
        elif node.tag == f"{P}graphicFrame":
            yield from (Box(rows=_rows(table)) for table in node.iter(f"{A}tbl"))
        elif node.tag == f"{P}sp":
            place = node.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            kind = "" if place is None else place.get("type", "")
            body = node.find(f"{P}txBody")
            if body is not None and kind not in _UNSHOWN:
                yield Box(_paragraphs(body), is_title=kind in _TITLES)


def _rows(table: etree._Element) -> list[list[list[Words]]]:
    rows = []
    for row in table.iterfind(f"{A}tr"):
        bodies = [cell.find(f"{A}txBody") for cell in row.iterfind(f"{A}tc")]
        rows.append([[] if body is None else _paragraphs(body) for body in bodies])
    return rows


def _paragraphs(body: etree._Element) -> list[Words]:
    return [list(_pieces(node)) for node in body.iterfind(f"{A}p")]


def _pieces(paragraph: etree._Element) -> Iterator[Piece]:
    for node in paragraph:
        name = str(node.tag).rpartition("}")[2]
        if name in _SIGNS:
            yield Piece(_SIGNS[name])
        elif name in ("r", "fld"):
            font = node.find(f"{A}rPr/{A}latin")
            face = None if font is None else font.get("typeface")
            yield Piece(node.findtext(f"{A}t") or "", None if face is None or face.startswith("+") else face)
