"""Paragraphs of an older word processor's file -> the parts of a Word file as trees, for the reader of .docx.

.doc and .rtf say the same things as .docx in other bytes. Their readers write what they find as WordprocessingML, in
memory, so that one walker reads letterheads, tables, notes, lists and changes of all three in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from pipeline.readers.docx.wordml import W
from pipeline.readers.package import RELATIONSHIPS

MAIN_PART: Final = "word/document.xml"
_DEEPEST_TABLE: Final = 16
"""Tables inside each other that are kept apart; deeper ones were made to fill the memory."""
_SAME_EDGE: Final = 30
"""Twips that two cell edges of one column may lie apart: hand-drawn tables have them off by a hair."""
_PARTS: Final = {"footnotes": "footnote", "endnotes": "endnote"}
_TEXT_SIGNS: Final = {"\t": "tab", "\n": "br"}


class Look(NamedTuple):
    """How the characters of a run are set."""

    font: str | None = None
    raised: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph's properties say: its style by id, its list and level, its level in the outline."""

    style: str | None = None
    list_id: str | None = None
    level: int | None = None
    outline: int | None = None


class CellShape(NamedTuple):
    """One cell of a row: its right edge in twips, whether it goes on the one before or above, whether it has lines."""

    right: int
    joined: bool = False
    above: str | None = None
    ruled: bool = False


@dataclass(slots=True)
class MadePackage:
    """The parts of a file as `Package` gives them, but made in memory."""

    parts: dict[str, etree._Element] = field(default_factory=dict)
    pictures: bool = False

    def main_part(self) -> str:
        """Return the path of the document part."""
        return MAIN_PART

    def has_folder(self, prefix: str) -> bool:
        """Tell whether the file holds pictures."""
        return self.pictures

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relationship id -> (type, path): every part is related by its own path."""
        return {path: (f"{RELATIONSHIPS}/{_kind(path)}", path) for path in self.parts} if part == MAIN_PART else {}

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of a part; None when there is none."""
        return self.parts.get(part)

    def add_furniture(self, kind: str, story: etree._Element) -> None:
        """Add a header or footer (`kind`) to which the document then refers."""
        path = f"word/{kind}{len(self.parts)}.xml"
        self.parts[path] = story
        reference = element(f"{kind}Reference")
        reference.set(f"{{{RELATIONSHIPS}}}id", path)
        self.parts[MAIN_PART][0].append(reference)


def _kind(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".xml")


def element(name: str, /, **attributes: str) -> etree._Element:
    """Return a new element of WordprocessingML."""
    node = etree.Element(W + name)
    for key, value in attributes.items():
        node.set(W + key, value if value.isprintable() else value.translate(_UNWRITABLE))
    return node


def child(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """Return a new element inside another."""
    node = element(name, **attributes)
    parent.append(node)
    return node


def new_package(notes: Iterable[str] = ()) -> tuple[MadePackage, etree._Element]:
    """Return an empty package and the body of its document; `notes` names its parts of notes."""
    document = element("document")
    body = child(document, "body")
    package = MadePackage({MAIN_PART: document})
    for name in notes:
        package.parts[f"word/{name}.xml"] = element(name)
    return package, body


def add_note(package: MadePackage, part: str, number: int) -> etree._Element:
    """Return the element of a new note, in the part `footnotes` or `endnotes`, in which its story is to be written."""
    return child(package.parts[f"word/{part}.xml"], _PARTS[part], id=str(number))


def font_properties(font: str | None) -> etree._Element:
    """Return an rPr that names a font."""
    properties = element("rPr")
    if font:
        child(properties, "rFonts", ascii=font, hAnsi=font)
    return properties


class Paragraph:
    """One paragraph being written; `node` is its element."""

    def __init__(self, shape: Shape) -> None:
        self.node = element("p")
        self.empty = True
        properties = child(self.node, "pPr")
        if shape.style is not None:
            child(properties, "pStyle", val=shape.style)
        if shape.list_id is not None:
            numbered = child(properties, "numPr")
            child(numbered, "ilvl", val=str(shape.level or 0))
            child(numbered, "numId", val=shape.list_id)
        if shape.outline is not None:
            child(properties, "outlineLvl", val=str(shape.outline))

    def text(self, text: str, look: Look) -> None:
        """Add characters; a tab and a line end are elements of their own."""
        run = self._run(look)
        start = 0
        for index, character in enumerate(text):
            name = _TEXT_SIGNS.get(character)
            if name is not None:
                self._write(run, text[start:index])
                child(run, name)
                start = index + 1
        self._write(run, text[start:])

    def field(self, kind: str, look: Look) -> None:
        """Add the begin, the separator or the end of a field; between the first two stands its instruction."""
        child(self._run(look), "fldChar", fldCharType=kind)

    def note(self, name: str, number: int, custom: bool, look: Look) -> None:
        """Add a reference to a note: `footnote` or `endnote`."""
        node = child(self._run(look), f"{name}Reference", id=str(number))
        if custom:
            node.set(f"{W}customMarkFollows", "1")

    def symbol(self, character: str, font: str | None, look: Look) -> None:
        """Add a character of a font of pictures."""
        node = child(self._run(look), "sym", char=f"{ord(character):X}")
        if font:
            node.set(f"{W}font", font.translate(_UNWRITABLE))

    def box(self) -> etree._Element:
        """Return the story of a new text box, anchored here."""
        return child(child(self._run(Look()), "pict"), "txbxContent")

    def _run(self, look: Look) -> etree._Element:
        self.empty = False
        parent = self.node
        if look.deleted:
            parent = child(parent, "del")
        elif look.inserted:
            parent = child(parent, "ins")
        run = child(parent, "r")
        properties = font_properties(look.font)
        if look.style is not None:
            child(properties, "rStyle", val=look.style)
        if look.raised:
            child(properties, "vertAlign", val="superscript")
        if look.hidden:
            child(properties, "vanish")
        run.append(properties)
        return run

    @staticmethod
    def _write(run: etree._Element, text: str) -> None:
        if text:
            child(run, "t").text = text.translate(_UNWRITABLE)


_UNWRITABLE: Final = dict.fromkeys((0, *range(55296, 57344), 65534, 65535), "�") | {
    code: chr(0xF000 + code) for code in range(1, 0x20) if code not in (9, 10, 13)
}
"""XML has no control characters: letters of VISCII and VPS in their places go where a symbol font has them."""


class _Table:
    """One table being written: its rows, and the cell at hand."""

    def __init__(self, container: etree._Element) -> None:
        self.node = child(container, "tbl")
        self.cells: list[etree._Element] = []
        self.rows: list[tuple[etree._Element, Sequence[CellShape], int]] = []
        self.ended = True

    def cell(self) -> etree._Element:
        if self.ended:
            self.cells.append(element("tc"))
            self.ended = False
        return self.cells[-1]

    def end_row(self, shapes: Sequence[CellShape], left: int) -> None:
        row = child(self.node, "tr")
        for cell in self.cells:
            row.append(cell)
        self.rows.append((row, shapes, left))
        self.cells, self.ended = [], True

    def close(self) -> None:
        """Give each cell the columns of the grid that it covers, by the edges of all rows."""
        if self.cells:
            self.end_row((), 0)
        edges = _merged({edge for _, shapes, left in self.rows for edge in (left, *(one.right for one in shapes))})
        ruled = False
        for row, shapes, left in self.rows:
            ruled |= any(shape.ruled for shape in shapes)
            if len(shapes) >= len(row):
                _span(row, shapes, left, edges)
        if ruled:
            child(child(self.node, "tblPr"), "tblBorders").append(element("top", val="single"))


def _merged(edges: set[int]) -> list[int]:
    """Return edges in order, of those that lie together only the first."""
    found: list[int] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _place(edges: Sequence[int], edge: int) -> int:
    return bisect_left(edges, edge - _SAME_EDGE)


def _span(row: etree._Element, shapes: Sequence[CellShape], left: int, edges: Sequence[int]) -> None:
    start = _place(edges, left)
    if start:
        row.insert(0, element("trPr"))
        child(row[0], "gridBefore", val=str(start))
    kept: etree._Element | None = None
    for cell, shape in zip(list(row)[1 if start else 0 :], shapes, strict=False):
        end = max(_place(edges, shape.right), start + 1)
        if shape.joined and kept is not None:
            _widen(kept, end - start)
            for node in list(cell):
                kept.append(node)
            row.remove(cell)
        else:
            kept = cell
            properties = element("tcPr")
            child(properties, "gridSpan", val=str(end - start))
            if shape.above is not None:
                child(properties, "vMerge", val=shape.above)
            cell.insert(0, properties)
        start = end


def _widen(cell: etree._Element, columns: int) -> None:
    span = cell[0][0]
    span.set(f"{W}val", str(int(span.get(f"{W}val", "1")) + columns))


class Story:
    """Writes paragraphs into a container in the order of the file, those of tables into their cells."""

    def __init__(self, container: etree._Element) -> None:
        self._container = container
        self._open: list[_Table] = []

    def add(self, paragraph: etree._Element, depth: int) -> None:
        """Add a paragraph that lies in `depth` tables, 0 for none."""
        self._reach(depth).append(paragraph)

    def end_cell(self, depth: int) -> None:
        """End the cell at hand of the table at a depth; a cell without a paragraph is an empty one."""
        self._reach(depth)
        self._open[-1].ended = True

    def end_row(self, depth: int, shapes: Sequence[CellShape], left: int) -> None:
        """End the row at hand of the table at a depth, whose cells have these shapes from its left edge on."""
        depth = self._bounded(depth)
        while len(self._open) > depth:
            self._open.pop().close()
        if len(self._open) == depth and depth:
            self._open[-1].end_row(shapes, left)

    def finish(self) -> None:
        """Close the tables that are still open."""
        while self._open:
            self._open.pop().close()

    def _reach(self, depth: int) -> etree._Element:
        depth = self._bounded(depth)
        while len(self._open) > depth:
            self._open.pop().close()
        while len(self._open) < depth:
            inside = self._open[-1].cell() if self._open else self._container
            self._open.append(_Table(inside))
        return self._open[-1].cell() if self._open else self._container

    @staticmethod
    def _bounded(depth: int) -> int:
        return min(max(depth, 0), _DEEPEST_TABLE)
