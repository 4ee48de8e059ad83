"""A Word 97-2003 file (.doc) -> Reading, by way of the same trees as a .docx.

Source of the special characters: [MS-DOC] 2.4.1 and 2.9.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from pipeline.readers.doc.file import DocFile, ParagraphSpan, is_older, sprms
from pipeline.readers.doc.styles import (
    CharacterLook,
    character_look,
    paragraph_shape,
    read_fonts,
    read_lists,
    read_styles,
)
from pipeline.readers.docx.read import read_docx, read_parts
from pipeline.readers.docx.tree import CellShape, Paragraph, Story, add_note, new_package
from pipeline.readers.office import to_docx
from pipeline.readers.ole import Ole
from pipeline.readers.reading import Reading

_PARAGRAPH, _CELL, _SECTION, _LINE, _COLUMN = "\r", "\x07", "\x0c", "\x0b", "\x0e"
_ENDS: Final = re.compile("[\r\x07\x0c]")
_FIELDS: Final = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_PICTURE, _NOTE, _DRAWN = "\x01", "\x02", "\x08"
_OWN_SIGNS: Final = frozenset("\x00\x01\x02\x03\x04\x05\x08")
_PRINTED: Final = {_LINE: "\n", _SECTION: "\n", _COLUMN: "\n", "\x1e": "\u2011", "\x1f": ""}
"""Word's own hyphens: the one that does not break is printed, the optional one is not, since no line ends here."""
_HEADER_KINDS: Final = ("header", "header", "footer", "footer", "header", "footer")
_FIRST_HEADER: Final = 6
"""Stories of headers that come before those of sections: lines between text and notes."""
_ANCHOR, _BOX = 26, 22
_BOX_SHAPE: Final = 14
_MOST_CELLS: Final = 63


class _Row:
    """The property modifications of paragraphs that make tables."""

    IN_TABLE: Final = 0x2416
    ENDS_ROW: Final = 0x2417
    DEPTH: Final = 0x6649
    ENDS_INNER_CELL: Final = 0x244B
    ENDS_INNER_ROW: Final = 0x244C
    SHAPE: Final = 0xD608
    HUGE: Final = (0x6646, 0x6645)


def read_doc(raw: bytes, name: str, accepted: bool = True) -> Reading:
    """Read a .doc; a ReadError for one that is damaged, encrypted, too large, without text or of an older Word.

    Word before 97 wrote another format, which LibreOffice turns into a .docx. Tracked changes are read as accepted,
    or, to compare with a transcript of all letters, with what they delete.
    """
    ole = Ole(raw, name)
    if is_older(ole):
        return read_docx(to_docx(raw, ".doc", name), name)
    document = DocFile(ole, name)
    try:
        package = _Maker(document, accepted).package
    except (struct.error, IndexError) as error:
        raise ole.damaged("tệp Word bị hỏng") from error
    hints, pages = ole.properties("doc")
    return read_parts(package, name, hints, pages)


class _Maker:
    """Writes the stories of one file as trees."""

    def __init__(self, document: DocFile, accepted: bool) -> None:
        self._document = document
        fonts = read_fonts(document.table("fonts"))

        def look_of(grpprl: bytes) -> CharacterLook:
            found = character_look(grpprl, fonts)
            return found if accepted else found._replace(look=found.look._replace(deleted=False))

        self._look = lru_cache(maxsize=4096)(look_of)
        self._notes: dict[int, tuple[str, int]] = {}
        self._boxes = _boxes(document)
        self.package, body = new_package(("footnotes", "endnotes"))
        self.package.parts["word/styles.xml"] = read_styles(document, fonts)
        self.package.parts["word/numbering.xml"] = read_lists(document)
        self._add_notes("footnotes", "footnote")
        self._add_notes("endnotes", "endnote")
        self._write(body, *document.stories["body"])
        self._add_left_boxes(body)
        self._add_headers()

    def _add_notes(self, part: str, kind: str) -> None:
        references, _ = self._document.plc(f"{kind}_refs", 2)
        texts, _ = self._document.plc(f"{kind}_texts", 0)
        first, last = self._document.stories[part]
        for number, reference in enumerate(references[:-1]):
            if number + 1 >= len(texts):
                break
            self._notes[reference] = kind, number
            story = add_note(self.package, part, number)
            self._write(story, first + texts[number], min(first + texts[number + 1], last))

    def _add_headers(self) -> None:
        positions, _ = self._document.plc("header_texts", 0)
        first, last = self._document.stories["headers"]
        for index in range(_FIRST_HEADER, len(positions) - 1):
            start, end = first + positions[index], min(first + positions[index + 1], last)
            if start < end:
                kind = _HEADER_KINDS[(index - _FIRST_HEADER) % len(_HEADER_KINDS)]
                story = etree.Element("story")
                self._write(story, start, end)
                self.package.add_furniture(kind, story)

    def _add_left_boxes(self, body: etree._Element) -> None:
        """Write the text boxes that no anchor names, those of grouped shapes, behind the body."""
        for boxes in list(self._boxes.values()):
            paragraph = Paragraph(paragraph_shape(0, b""))
            self._write_boxes(paragraph, boxes)
            body.append(paragraph.node)
        self._boxes.clear()

    def _write(self, container: etree._Element, start: int, end: int) -> None:
        story = Story(container)
        for span in self._paragraph_spans(start, end):
            self._write_paragraph(story, span)
        story.finish()

    def _paragraph_spans(self, start: int, end: int) -> Iterator[ParagraphSpan]:
        """Yield the paragraphs between two positions; a stretch that no table covers is one of its own."""
        at = start
        document = self._document
        index = _first_behind(document.paragraphs, start)
        while at < end:
            while index < len(document.paragraphs) and document.paragraphs[index].end <= at:
                index += 1
            known = document.paragraphs[index] if index < len(document.paragraphs) else None
            stop = _paragraph_end(document.text, at, end)
            if known is not None and known.start < stop:
                yield ParagraphSpan(at, stop, *self._properties_at(index, stop - 1))
            else:
                yield ParagraphSpan(at, stop, 0, b"")
            at = stop

    def _properties_at(self, index: int, position: int) -> tuple[int, bytes]:
        """Return style and modifications of the paragraph whose mark stands at a position: a piece may cut it."""
        paragraphs = self._document.paragraphs
        while index + 1 < len(paragraphs) and paragraphs[index].end <= position:
            index += 1
        return paragraphs[index].style, paragraphs[index].grpprl

    def _write_paragraph(self, story: Story, span: ParagraphSpan) -> None:
        grpprl = self._whole(span.grpprl)
        table = dict(sprms(grpprl))
        depth = _depth(table)
        mark = self._document.text[span.end - 1]
        if _is_on(table, _Row.ENDS_ROW) or _is_on(table, _Row.ENDS_INNER_ROW):
            shapes, left = _row_shape(table.get(_Row.SHAPE, b""))
            story.end_row(depth, shapes, left)
            return
        paragraph = Paragraph(paragraph_shape(span.style, grpprl))
        self._write_runs(paragraph, span.start, span.end - (mark in (_PARAGRAPH, _CELL)))
        story.add(paragraph.node, depth)
        if depth and (mark == _CELL or _is_on(table, _Row.ENDS_INNER_CELL)):
            story.end_cell(depth)

    def _whole(self, grpprl: bytes) -> bytes:
        """Return property modifications with those that are so long that they lie in a stream of their own."""
        for code, operand in sprms(grpprl):
            if code in _Row.HUGE and len(operand) == 4:
                (at,) = struct.unpack("<I", operand)
                data = self._document.data
                size = int.from_bytes(data[at : at + 2], "little")
                return grpprl + data[at + 2 : at + 2 + size]
        return grpprl

    def _write_runs(self, paragraph: Paragraph, start: int, end: int) -> None:
        for stretch in self._document.stretches(start, end):
            found = self._look(stretch.grpprl)
            text: list[str] = []
            for position in range(stretch.start, stretch.end):
                character = self._document.text[position]
                if character >= " " and not found.special and position not in self._notes:
                    text.append(character)
                    continue
                printed = self._sign(paragraph, position, character, found, text)
                text.append(printed)
            _flush(paragraph, text, found)

    def _sign(self, paragraph: Paragraph, position: int, character: str, found: CharacterLook, text: list[str]) -> str:
        """Write a sign of Word's own; returns what is printed for it, or a letter that stands in its place."""
        if position in self._notes:
            kind, number = self._notes[position]
            _flush(paragraph, text, found)
            paragraph.note(kind, number, character != _NOTE, found.look)
            return "" if character == _NOTE else character
        if character in _PRINTED and not found.special:
            return _PRINTED[character]
        if not found.special:
            return character
        _flush(paragraph, text, found)
        if character in _FIELDS:
            paragraph.field(_FIELDS[character], found.look)
        elif found.symbol is not None:
            paragraph.symbol(found.symbol[1], found.symbol[0], found.look)
        elif character == _PICTURE:
            self.package.pictures = True
        elif character == _DRAWN:
            self._write_boxes(paragraph, self._boxes.pop(position, []))
        elif character not in _OWN_SIGNS:
            return _PRINTED.get(character, character)
        return ""

    def _write_boxes(self, paragraph: Paragraph, boxes: list[tuple[int, int]]) -> None:
        for start, end in boxes:
            self._write(paragraph.box(), start, end)


def _flush(paragraph: Paragraph, text: list[str], found: CharacterLook) -> None:
    if text:
        written = "".join(text)
        if any("\ud800" <= character <= "\udfff" for character in written):
            written = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", errors="replace")
        paragraph.text(written, found.look)
        text.clear()


def _first_behind(paragraphs: list[ParagraphSpan], position: int) -> int:
    low, high = 0, len(paragraphs)
    while low < high:
        middle = (low + high) // 2
        if paragraphs[middle].end <= position:
            low = middle + 1
        else:
            high = middle
    return low


def _paragraph_end(text: str, start: int, end: int) -> int:
    """Return where the paragraph that starts here ends, its mark included."""
    mark = _ENDS.search(text, start, end)
    return mark.end() if mark else end


def _is_on(table: dict[int, bytes], code: int) -> bool:
    return table.get(code, b"\x00")[:1] not in (b"", b"\x00")


def _depth(table: dict[int, bytes]) -> int:
    depth = int.from_bytes(table.get(_Row.DEPTH, b""), "little")
    return max(depth, 1) if _is_on(table, _Row.IN_TABLE) else 0


def _row_shape(raw: bytes) -> tuple[list[CellShape], int]:
    """Return the cells of a row by its definition: edges, merges and lines; and its left edge."""
    count = min(raw[0], _MOST_CELLS) if raw else 0
    if len(raw) < 1 + 2 * (count + 1):
        return [], 0
    edges = struct.unpack_from(f"<{count + 1}h", raw, 1)
    at = 1 + 2 * (count + 1)
    shapes = []
    for index in range(count):
        cell = raw[at + 20 * index : at + 20 * (index + 1)].ljust(20, b"\x00")
        (flags,) = struct.unpack_from("<H", cell)
        above = "restart" if flags & 0x40 else "continue" if flags & 0x20 else None
        ruled = any(cell[4 + 4 * side + 1] not in (0, 0xFF) for side in range(4))
        shapes.append(CellShape(edges[index + 1], bool(flags & 0x02), above, ruled))
    return shapes, edges[0]


def _boxes(document: DocFile) -> dict[int, list[tuple[int, int]]]:
    """Return the stories of the text boxes by the position of their anchors in the body; without one, below nought."""
    anchors, shapes = document.plc("anchors", _ANCHOR)
    where = {int.from_bytes(shape[:4], "little"): anchor for anchor, shape in zip(anchors, shapes, strict=False)}
    texts, boxes = document.plc("box_texts", _BOX)
    first, last = document.stories["boxes"]
    found: dict[int, list[tuple[int, int]]] = {}
    for index, box in enumerate(boxes[:-1] if boxes else []):
        anchor = where.get(int.from_bytes(box[_BOX_SHAPE : _BOX_SHAPE + 4], "little"), -1 - index)
        start, end = first + texts[index], min(first + texts[index + 1], last)
        if start < end:
            found.setdefault(anchor, []).append((start, end))
    return found
