"""A Word file -> Reading: the body in document order, notes after the paragraph that refers to them.

Footnotes and endnotes follow their paragraph (after a table: the table), because they say what changed
or counts there, and the end of a Vietnamese document is its signature block. Headers and footers come
once each at the very end, so that the letterhead is the first thing in the text; a letterhead that stands in the
header of the first page goes before the body. Inserted text is read,
deleted text is not; fields show their last result; numbers that Word makes are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from extractors.model import BlockKind, Problem
from pipeline.errors import DamagedFile, EmptyFile, MissingTool, ReadError, complaint
from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.docx.opening import WordPackage
from pipeline.readers.docx.revisions import join_paragraphs
from pipeline.readers.docx.styles import Styles
from pipeline.readers.docx.tree import MadePackage
from pipeline.readers.docx.walk import Walker, run_font
from pipeline.readers.docx.wordml import W, local_name, value_of
from pipeline.readers.numbers import parse_number
from pipeline.readers.old_fonts.decode import Decoder, Piece, encoding_hints, font_says, suspects
from pipeline.readers.package import PROPERTY_PARTS, RELATIONSHIPS, properties
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.tables import Line, has_motto

_FURNITURE: Final = {"headerReference": BlockKind.HEADER, "footerReference": BlockKind.FOOTER}
_LETTERHEAD_BLOCKS: Final = 12
"""Paragraphs and tables at the head of the body in which a letterhead stands."""
Furniture = list[tuple[BlockKind, list[Line]]]
_NOTES: Final = {"footnotes": "footnote", "endnotes": "endnote"}


def read_docx(raw: bytes, name: str) -> Reading:
    """Read a Word file (.docx, .docm); a ReadError for one that is damaged, encrypted, too large or without text."""
    return read_parts(WordPackage(raw, name), name)


def read_parts(
    package: WordPackage | MadePackage, name: str, hints: tuple[tuple[str, str], ...] = (), pages: int | None = None
) -> Reading:
    """Read the parts of a document: of a .docx, or made of another word processor's file, with its own properties."""
    main = package.main_part()
    root = package.xml(main)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise DamagedFile(complaint(name, "tệp Word thiếu phần nội dung chính", "Hãy chép lại tệp gốc"))
    document = _Document(package, main, root)
    document.walker.note_deleted(join_paragraphs(body))
    builder = TextBuilder()
    above, furniture = _parted(document.furniture(root), body)
    _write(builder, above)
    for node in body:
        _write(builder, document.walker.block(node))
        for note in document.walker.take_notes():
            _write(builder, note)
    for kind, lines in furniture:
        builder.blank()
        _write(builder, [Line(line.text, kind) for line in lines if line.text.strip()])
    text, blocks, cleaned = builder.finish()
    if not text:
        raise _no_text(package, name)
    own_hints, own_pages = document.properties()
    problems = (*document.problems, *document.walker.problems(), *cleaned)
    hints = _decoded((*hints, *own_hints), document.decoder)
    hints = (*hints, *document.walker.beside(), *encoding_hints(document.decoder))
    return Reading(text, blocks, pages or own_pages, hints, problems)


class _Document:
    """The parts beside the body that the reading needs; a damaged one becomes a problem of the document."""

    def __init__(self, package: WordPackage | MadePackage, main: str, root: etree._Element) -> None:
        self.problems: list[Problem] = []
        self._package = package
        self._relations = self._try_relations(main)
        parts = {kind.rsplit("/", 1)[-1]: path for kind, path in self._relations.values()}
        notes = {}
        for part, kind in _NOTES.items():
            story = self._optional(parts.get(part))
            for node in () if story is None else story.iterfind(f"{W}{kind}"):
                notes[kind, node.get(f"{W}id", "")] = node
        style_root = self._optional(parts.get("styles"))
        styles = Styles(style_root)
        self.decoder = _decoder(root, style_root, styles)
        self.walker = Walker(styles, Numbering(self._optional(parts.get("numbering"))), notes, self.decoder)

    def furniture(self, root: etree._Element) -> Furniture:
        """Return each header and footer that a section refers to, those with the same text once."""
        found: dict[tuple[BlockKind, str], list[Line]] = {}
        for reference in root.iter(f"{W}headerReference", f"{W}footerReference"):
            _, path = self._relations.get(reference.get(f"{{{RELATIONSHIPS}}}id", ""), ("", None))
            part = self._optional(path)
            lines = [] if part is None else self.walker.lines(part)
            key = _joined(lines).strip()
            if key:
                found.setdefault((_FURNITURE[local_name(reference)], key), lines)
        return [(kind, lines) for (kind, _), lines in found.items()]

    def properties(self) -> tuple[tuple[tuple[str, str], ...], int | None]:
        """Return what Word's properties say of the file, and the pages counted when it was last saved."""
        roots = [self._optional(path) for path in PROPERTY_PARTS]
        counted = (node for root in roots if root is not None for node in root if local_name(node) == "Pages")
        pages = next((parse_number((node.text or "").strip()) for node in counted), None)
        return properties(roots, "docx"), pages or None

    def _try_relations(self, main: str) -> dict[str, tuple[str, str]]:
        try:
            return self._package.relations(main)
        except DamagedFile:
            self._unreadable("quan hệ giữa các phần")
            return {}

    def _optional(self, path: str | None) -> etree._Element | None:
        if path is None:
            return None
        try:
            return self._package.xml(path)
        except DamagedFile:
            self._unreadable(path)
            return None

    def _unreadable(self, part: str) -> None:
        message = f"Phần {part} của tệp Word bị hỏng, không đọc được; chữ, chú thích hoặc số thứ tự có thể thiếu."
        self.problems.append(Problem("part_unreadable", message))


def _parted(furniture: Furniture, body: etree._Element) -> tuple[list[Line], Furniture]:
    """Return the lines of a header that is the letterhead, if the body does not begin with one, and the rest."""
    heads = [one for one in furniture if one[0] is BlockKind.HEADER and has_motto(_joined(one[1]))]
    if not heads or has_motto("\n".join("".join(node.itertext(f"{W}t")) for node in body[:_LETTERHEAD_BLOCKS])):
        return [], furniture
    return heads[0][1], [one for one in furniture if one is not heads[0]]


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _decoded(hints: tuple[tuple[str, str], ...], decoder: Decoder | None) -> tuple[tuple[str, str], ...]:
    """Return properties as the document's old font has them: Word takes a title from the first line."""
    if decoder is None:
        return hints
    return tuple((key, value if value.isascii() else decoder.text(value)) for key, value in hints)


def _decoder(root: etree._Element, style_root: etree._Element | None, styles: Styles) -> Decoder | None:
    """Return what decodes a document with text in old fonts; None for one without, whose fonts need no look."""
    fonts = {font for part in (root, style_root) if part is not None for font in _fonts(part)}
    text = "".join(root.itertext(f"{W}t", with_tail=False))
    if not suspects(text) and not any(font_says(font).encoding for font in fonts):
        return None
    return Decoder(_samples(root, styles))


def _fonts(part: etree._Element) -> set[str | None]:
    sides = (f"{W}hAnsi", f"{W}ascii")
    return {node.get(side) for node in part.iter(f"{W}rFonts") for side in sides}


def _samples(root: etree._Element, styles: Styles) -> Iterator[Piece]:
    for paragraph in root.iter(f"{W}p"):
        usual = styles.of(value_of(paragraph.find(f"{W}pPr"), "pStyle")).font or styles.font
        for run in paragraph.iter(f"{W}r"):
            text = "".join(node.text or "" for node in run.iterfind(f"{W}t"))
            yield Piece(text, run_font(run.find(f"{W}rPr"), styles) or usual)


def _write(builder: TextBuilder, lines: list[Line]) -> None:
    for line in lines:
        builder.add(line.text, line.kind)


def _no_text(package: WordPackage | MadePackage, name: str) -> ReadError:
    if package.has_folder("word/media/"):
        return MissingTool(
            complaint(name, "tệp Word chỉ có ảnh chụp, chưa có nhận dạng chữ (OCR)", "Hãy tìm bản có chữ")
        )
    return EmptyFile(complaint(name, "tệp Word không có chữ nào", "Hãy kiểm tra lại tệp gốc"))
