"""An OpenDocument text, sheet or presentation (.odt, .ods, .odp) -> Reading.

Texts are read by way of the same trees as a .docx; slides one after the other, as paragraphs. Source: ODF 1.2 part 1.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extractors.model import Problem
from pipeline.errors import DamagedFile, EncryptedFile, complaint
from pipeline.readers.docx.read import read_parts
from pipeline.readers.docx.tree import (
    CellShape,
    Look,
    Paragraph,
    Shape,
    Story,
    add_note,
    element,
    new_package,
)
from pipeline.readers.numbers import parse_number
from pipeline.readers.odf.sheets import read_sheets
from pipeline.readers.odf.styles import Styles, odf, part
from pipeline.readers.package import Package
from pipeline.readers.reading import Reading

_MOST_SPACES: Final = 1_000
_MOST_COLUMNS: Final = 63
_COLUMN: Final = 1_000
"""Width in twips that every column of a table is given: only their number matters."""
_SKIPPED: Final = frozenset(
    ("tracked-changes", "annotation", "annotation-end", "table-of-content-source", "sequence-decls", "forms", "title",
     "desc", "variable-decls", "user-field-decls", "ruby-text", "soft-page-break", "notes")
)  # fmt: skip
_TEXTS: Final = {"p": None, "h": None}
_FURNITURE: Final = {"header": "header", "header-left": "header", "footer": "footer", "footer-left": "footer"}


def read_odf(raw: bytes, name: str) -> Reading:
    """Read an OpenDocument file; a ReadError for one that is damaged, encrypted, too large or without text."""
    package = Package(raw, name, "LibreOffice")
    manifest = part(package, "META-INF/manifest.xml")
    if manifest is not None and any(node.tag.endswith("}encryption-data") for node in manifest.iter()):
        raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở bằng LibreOffice, bỏ mật khẩu rồi lưu lại"))
    content = package.xml("content.xml")
    body = None if content is None else content.find(odf("office", "body"))
    if content is None or body is None or not len(body):
        raise DamagedFile(complaint(name, "tệp thiếu phần nội dung chính", "Hãy chép lại tệp gốc"))
    others = part(package, "styles.xml")
    styles = Styles(content, others)
    hints = _hints(part(package, "meta.xml"))
    if body[0].tag == odf("office", "spreadsheet"):
        return read_sheets(body[0], styles, name, hints)
    maker = _Maker(styles)
    maker.write_body(body[0])
    if others is not None:
        maker.write_furniture(others)
    maker.package.pictures = package.has_folder("Pictures/")
    reading = read_parts(maker.package, name, hints)
    if body[0].find(odf("text", "tracked-changes")) is None:
        return reading
    problem = Problem("tracked_changes", "Văn bản còn sửa đổi chưa chấp nhận; đọc theo bản đã chấp nhận.")
    return Reading(reading.text, reading.blocks, reading.pages, reading.hints, (*reading.problems, problem))


def _hints(meta: etree._Element | None) -> tuple[tuple[str, str], ...]:
    nodes = () if meta is None else meta.iterfind(f"{odf('office', 'meta')}/*")
    found = ((etree.QName(node).localname.replace("-", ""), (node.text or "").strip()) for node in nodes)
    return tuple((f"odf.{key}", value) for key, value in found if value)


class _Maker:
    """Writes the stories of one text as trees."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes = 0
        self.package, self._body = new_package(("footnotes", "endnotes"))
        self.package.parts["word/styles.xml"] = styles.as_word()
        self.package.parts["word/numbering.xml"] = styles.numbering

    def write_body(self, body: etree._Element) -> None:
        """Write the body of a text or the slides of a presentation."""
        self._write(body, self._body)

    def write_furniture(self, others: etree._Element) -> None:
        """Write the headers and footers of the pages."""
        for master in others.iter(odf("style", "master-page")):
            for node in master:
                kind = _FURNITURE.get(_name(node))
                if kind is not None:
                    story = element("story")
                    self._write(node, story)
                    self.package.add_furniture(kind, story)

    def _write(self, node: etree._Element, container: etree._Element) -> None:
        story = Story(container)
        self._blocks(node, story, 0, None, 0)
        story.finish()

    def _blocks(self, node: etree._Element, story: Story, depth: int, list_id: str | None, level: int) -> None:
        """Write what a container holds; `list_id` and `level` are those of the list that it is an item of."""
        for child in node:
            name = _name(child)
            if name in _TEXTS:
                self._paragraph(child, story, depth, Shape(self._style(child), list_id, level))
                list_id = None
            elif name == "list":
                self._list(child, story, depth, list_id, level)
            elif name == "table":
                self._table(child, story, depth + 1)
            elif name == "page" and child.get(odf("draw", "name")) is not None:
                self._blocks(child, story, depth, None, 0)
            elif name not in _SKIPPED:
                self._blocks(child, story, depth, list_id, level)

    def _list(self, node: etree._Element, story: Story, depth: int, outer: str | None, level: int) -> None:
        style = node.get(odf("text", "style-name"))
        goes_on = node.get(odf("text", "continue-numbering")) == "true" or node.get(odf("text", "continue-list"))
        inside = _name(node.getparent()) in ("list-item", "list-header") if node.getparent() is not None else False
        list_id = self._styles.use_list(style, bool(goes_on), inside)
        inner = level + 1 if inside else 0
        for item in node:
            is_item = _name(item) == "list-item"
            self._blocks(item, story, depth, list_id if is_item else None, inner)

    @staticmethod
    def _style(node: etree._Element) -> str | None:
        style: str | None = node.get(odf("text", "style-name"))
        return style

    def _paragraph(self, node: etree._Element, story: Story, depth: int, shape: Shape) -> None:
        outline = parse_number(node.get(odf("text", "outline-level"))) if _name(node) == "h" else None
        paragraph = Paragraph(Shape(shape.style, shape.list_id, shape.level, outline - 1 if outline else None))
        self._inline(node, paragraph, Look())
        story.add(paragraph.node, depth)

    def _inline(self, node: etree._Element, paragraph: Paragraph, look: Look) -> None:
        _write_text(paragraph, node.text, look)
        for child in node:
            name = _name(child)
            if name == "span":
                style = self._style(child)
                self._inline(child, paragraph, self._styles.look(style, look))
            elif name == "s":
                count = min(parse_number(child.get(odf("text", "c"))) or 1, _MOST_SPACES)
                paragraph.text(" " * count, look)
            elif name in ("tab", "line-break"):
                paragraph.text("\t" if name == "tab" else "\n", look)
            elif name == "note":
                self._note(child, paragraph, look)
            elif name in ("frame", "custom-shape", "g", "text-box"):
                self._write(child, paragraph.box())
            elif name not in _SKIPPED:
                self._inline(child, paragraph, look)
            _write_text(paragraph, child.tail, look)

    def _note(self, node: etree._Element, paragraph: Paragraph, look: Look) -> None:
        kind = "endnote" if node.get(odf("text", "note-class")) == "endnote" else "footnote"
        self._notes += 1
        paragraph.note(kind, self._notes, False, look)
        body = node.find(odf("text", "note-body"))
        if body is not None:
            self._write(body, add_note(self.package, f"{kind}s", self._notes))

    def _table(self, table: etree._Element, story: Story, depth: int) -> None:
        reaching: dict[int, int] = {}
        for row in table.iter(odf("table", "table-row")):
            if _table_of(row) is not table:
                continue
            shapes: list[CellShape] = []
            column = 0
            for cell in row:
                if _name(cell) not in ("table-cell", "covered-table-cell") or column >= _MOST_COLUMNS:
                    continue
                covered = _name(cell) == "covered-table-cell"
                if covered and not reaching.get(column):
                    continue
                columns = min(parse_number(cell.get(odf("table", "number-columns-spanned"))) or 1, _MOST_COLUMNS)
                rows = parse_number(cell.get(odf("table", "number-rows-spanned"))) or 1
                above = "continue" if covered else "restart" if rows > 1 else None
                self._blocks(cell, story, depth, None, 0)
                story.end_cell(depth)
                if not covered and rows > 1:
                    reaching[column] = rows
                column += columns
                shapes.append(CellShape(column * _COLUMN, False, above, self._styles.is_ruled(cell)))
            reaching = {place: left - 1 for place, left in reaching.items() if left > 1}
            story.end_row(depth, shapes, 0)


def _table_of(row: etree._Element) -> etree._Element | None:
    node = row.getparent()
    while node is not None and node.tag != odf("table", "table"):
        node = node.getparent()
    return node


def _write_text(paragraph: Paragraph, text: str | None, look: Look) -> None:
    """Add text with its white space as ODF has it: any stretch is one space."""
    if text:
        collapsed = " ".join(text.split(" "))
        for sign in "\t\n\r":
            collapsed = collapsed.replace(sign, " ")
        while "  " in collapsed:
            collapsed = collapsed.replace("  ", " ")
        paragraph.text(collapsed, look)


def _name(node: etree._Element) -> str:
    tag = str(node.tag)
    return tag[tag.rfind("}") + 1 :]
