"""Elements of WordprocessingML in document order -> lines: what a reader of the printed page would see.

Source of the element names: ECMA-376 part 1, 17 (WordprocessingML) and part 3 (mc:AlternateContent).
The XML parser allows 256 levels of nesting, which bounds every recursion here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree

from extractors.model import BlockKind, Problem
from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.docx.styles import Styles, font_of, in_outline, is_ruled, numbering_of
from pipeline.readers.docx.wordml import W, is_on, is_set, local_name, number_of, toggle, value_of
from pipeline.readers.old_fonts.decode import PRINTED, Decoder, Piece
from pipeline.readers.reading import superscript
from pipeline.readers.tables import Cell, Line, Row, table_lines

_CONTAINERS: Final = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "Choice", "Fallback"))
_UNSEEN: Final = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "delInstrText", "rt", "rubyPr")
)
_PRINTED: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip
_MOST_COLUMNS: Final = 63
"""Word's own limit, against spans made to fill the memory."""

_LONGEST_BESIDE: Final = 300
"""Characters of a text box that may be a stamp; a longer one is text."""
_DESCRIPTIONS: Final = {"docPr": ("descr", "title"), "shape": ("alt", "title")}
"""Where Word keeps the words that describe a picture."""

Inline = Callable[[etree._Element, list[Piece]], None]


class Walker:
    """Walks the stories of one document (body, notes, headers), keeping what runs through them: counters and fields.

    `decoder` is given for a document with text in old fonts; without one, fonts are not looked at.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: Mapping[tuple[str, str], etree._Element],
        decoder: Decoder | None = None,
    ) -> None:
        self._decoder = decoder
        self._font: str | None = None
        self._paragraph_font: str | None = None
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._marks: dict[tuple[str, str], str] = {}
        self._notes_met: list[tuple[str, etree._Element]] = []
        self._fields: list[bool] = []
        self._boxes: list[etree._Element] = []
        self._beside: list[tuple[str, str]] = []
        self._caps = False
        self._inserted = self._deleted = self._hidden = self._embedded = self._prompts = 0
        self._inline_of: Mapping[str, Inline] = {
            "t": self._text,
            "sdt": self._control,
            "instrText": self._instruction,
            "fldSimple": self._simple_field,
            "r": self._run,
            "sym": self._symbol,
            "fldChar": self._field,
            "ins": self._insertion,
            "moveTo": self._insertion,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "AlternateContent": self._alternative,
            "drawing": self._collect_boxes,
            "pict": self._collect_boxes,
            "object": self._collect_boxes,
        }

    def lines(self, container: etree._Element) -> list[Line]:
        """Return the lines of everything in a container: a cell, a text box, a note, a header."""
        return [line for node in container for line in self.block(node)]

    def block(self, node: etree._Element) -> list[Line]:
        """Return the lines of one block: a paragraph with its text boxes, a table, or what a wrapper holds."""
        name = local_name(node)
        if name == "p":
            return self._paragraph(node)
        if name == "tbl":
            return table_lines(list(self._rows(node)), self._is_bordered(node))
        if name == "AlternateContent":
            return self.lines(_chosen(node))
        if name == "sdt" and self._is_prompt(node):
            return []
        if name in _CONTAINERS:
            return self.lines(node)
        self._embedded += name in ("altChunk", "subDoc")
        return []

    def take_notes(self) -> Iterator[list[Line]]:
        """Yield the notes referred to since the last call, each beginning with its mark; notes in notes come too."""
        while self._notes_met:
            mark, node = self._notes_met.pop(0)
            text = "\n".join(line.text.strip() for line in self.lines(node) if line.text.strip())
            yield [Line(f"{mark} {text}", BlockKind.FOOTNOTE)]

    def beside(self) -> tuple[tuple[str, str], ...]:
        """Return what text boxes and WordArt show, and how pictures are described, as hints, each once."""
        return tuple(dict.fromkeys(self._beside))

    def problems(self) -> tuple[Problem, ...]:
        """Return what a person should know of the parts that were left out or not yet agreed on."""
        found = []
        if self._inserted or self._deleted:
            message = (
                f"Văn bản còn sửa đổi chưa chấp nhận ({self._inserted} chỗ thêm, {self._deleted} chỗ xóa); "
                "đọc theo bản đã chấp nhận."
            )
            found.append(Problem("tracked_changes", message))
        if self._hidden:
            found.append(Problem("hidden_text", f"Có {self._hidden} đoạn chữ ẩn, không đọc."))
        if self._numbering.missing:
            message = (
                f"Có {self._numbering.missing} đoạn đánh số tự động mà tệp không còn định nghĩa số; số thứ tự bị thiếu."
            )
            found.append(Problem("part_unreadable", message))
        if self._prompts:
            found.append(Problem("hidden_text", f"Có {self._prompts} ô nhập chưa điền, chữ nhắc trong ô không đọc."))
        if self._embedded:
            found.append(Problem("embedded_part", f"Có {self._embedded} tài liệu nhúng trong tệp, chưa đọc."))
        return tuple(found)

    def _paragraph(self, node: etree._Element) -> list[Line]:
        properties = node.find(f"{W}pPr")
        style = self._styles.of(value_of(properties, "pStyle"))
        parts: list[Piece] = []
        self._caps = style.caps
        self._font = self._paragraph_font = style.font or self._styles.font
        self._inline(node, parts)
        self._fields = [True] * len(self._fields)
        boxes, self._boxes = self._boxes, []
        text = self._joined(parts)
        own_id, own_level = numbering_of(properties)
        level = style.level if own_level is None else own_level
        label = self._numbering.label(own_id or style.list_id or "", level or 0)
        if self._decoder is not None and not label.isascii():
            label = self._decoder.text(label, self._paragraph_font)
        heading = style.heading or in_outline(properties)
        line = Line(label + text if text.strip() else "", BlockKind.HEADING if heading else BlockKind.PARAGRAPH)
        return [line, *(inner for box in boxes for inner in self._box(box))]

    def note_deleted(self, count: int) -> None:
        """Count deletions that were carried out before the walk."""
        self._deleted += count

    def _is_prompt(self, control: etree._Element) -> bool:
        """Tell whether a content control still shows what should be typed there, and count it."""
        prompt = is_on(control.find(f"{W}sdtPr"), "showingPlcHdr")
        self._prompts += prompt
        return prompt

    def _control(self, node: etree._Element, parts: list[Piece]) -> None:
        if not self._is_prompt(node):
            self._inline(node, parts)

    def _box(self, node: etree._Element) -> list[Line]:
        lines = self.lines(node)
        self._note_beside("textbox", "\n".join(inner.text for inner in lines))
        return lines

    def _note_beside(self, kind: str, text: str | None) -> None:
        if text and len(text) <= _LONGEST_BESIDE:
            self._beside.append((f"docx.{kind}", text))

    def _inline(self, node: etree._Element, parts: list[Piece]) -> None:
        """Add the visible text of a paragraph, run or wrapper; unknown elements are wrappers, so nothing is lost."""
        for child in node:
            name = local_name(child)
            handler = self._inline_of.get(name)
            if handler is not None:
                handler(child, parts)
            elif name in _PRINTED:
                self._put(_PRINTED[name], parts)
            elif name not in _UNSEEN:
                self._inline(child, parts)
            elif name in ("del", "moveFrom"):
                self._deleted += 1

    def _put(self, text: str, parts: list[Piece], font: str | None = None) -> None:
        if all(self._fields):
            parts.append(Piece(text, font or self._font))

    def _joined(self, parts: list[Piece]) -> str:
        return "".join(piece.text for piece in parts) if self._decoder is None else self._decoder.decode(parts)

    def _text(self, node: etree._Element, parts: list[Piece]) -> None:
        """Put a text, in capitals where they are shown; the letters of old fonts have capitals of their own."""
        text = node.text or ""
        self._put(text.upper() if self._caps and self._decoder is None else text, parts)

    def _run(self, node: etree._Element, parts: list[Piece]) -> None:
        properties = node.find(f"{W}rPr")
        caps, own = self._caps, toggle(properties, "caps")
        self._caps = caps if own is None else own
        if self._decoder is not None:
            self._font = run_font(properties, self._styles) or self._paragraph_font
        if is_on(properties, "vanish"):
            self._hidden += 1
        elif value_of(properties, "vertAlign") == "superscript":
            raised: list[Piece] = []
            self._inline(node, raised)
            parts.append(Piece(superscript(self._joined(raised)), PRINTED))
        else:
            self._inline(node, parts)
        self._caps = caps
        self._font = self._paragraph_font

    def _symbol(self, node: etree._Element, parts: list[Piece]) -> None:
        font = node.get(f"{W}font")
        try:
            self._put(chr(int(node.get(f"{W}char", ""), 16)), parts, font)
        except (ValueError, OverflowError):
            self._put("\ufffd", parts)

    def _field(self, node: etree._Element, parts: list[Piece]) -> None:
        """Follow a complex field: its instruction is unseen (False), its result is text (True)."""
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, node: etree._Element, parts: list[Piece]) -> None:
        """Print the number of a field that has no result of its own; other instructions are unseen."""
        if all(self._fields[:-1]):
            parts.append(Piece(self._numbering.field_label(node.text or ""), PRINTED))

    def _simple_field(self, node: etree._Element, parts: list[Piece]) -> None:
        self._put(self._numbering.field_label(node.get(f"{W}instr", "")), parts, PRINTED)
        self._inline(node, parts)

    def _insertion(self, node: etree._Element, parts: list[Piece]) -> None:
        self._inserted += 1
        self._inline(node, parts)

    def _note(self, node: etree._Element, parts: list[Piece]) -> None:
        """Put the mark of a note, and keep the note for after the paragraph the first time that it is referred to."""
        key = local_name(node).removesuffix("Reference"), node.get(f"{W}id", "")
        if key not in self._notes:
            return
        if key not in self._marks:
            self._marks[key] = superscript(str(len(self._marks) + 1))
            self._notes_met.append((self._marks[key], self._notes[key]))
        if not is_set(node, "customMarkFollows"):
            self._put(self._marks[key], parts, PRINTED)

    def _alternative(self, node: etree._Element, parts: list[Piece]) -> None:
        self._inline(_chosen(node), parts)

    def _collect_boxes(self, node: etree._Element, parts: list[Piece]) -> None:
        """Keep the text boxes of a drawing for after the paragraph; the text of WordArt stands where it is."""
        stack = [node]
        while stack:
            inner = stack.pop()
            name = local_name(inner)
            if name == "txbxContent":
                self._boxes.append(inner)
            elif name == "AlternateContent":
                stack.append(_chosen(inner))
            else:
                if name == "textpath":
                    self._put(inner.get("string", ""), parts)
                    self._note_beside("watermark", inner.get("string"))
                for described in _DESCRIPTIONS.get(name, ()):
                    self._note_beside("alt", inner.get(described))
                stack.extend(reversed(inner))

    def _rows(self, table: etree._Element) -> Iterator[Row]:
        for row in _inside(table, "tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self._deleted += 1
                continue
            self._inserted += properties is not None and properties.find(f"{W}ins") is not None
            cells: list[Cell] = [[] for _ in range(_columns(properties, "gridBefore"))]
            for cell in _inside(row, "tc"):
                if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                    self._deleted += 1
                    continue
                cells.extend(self._cell(cell))
            yield cells

    def _cell(self, node: etree._Element) -> list[Cell]:
        """Return a cell and the empty ones that it covers; a cell that continues the one above is empty."""
        properties = node.find(f"{W}tcPr")
        merged = None if properties is None else properties.find(f"{W}vMerge")
        continued = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        lines: Cell = [] if continued else self.lines(node)
        covered = max(_columns(properties, "gridSpan"), 1) - 1
        return [lines, *([] for _ in range(covered))]

    def _is_bordered(self, table: etree._Element) -> bool:
        style = value_of(table.find(f"{W}tblPr"), "tblStyle")
        return is_ruled(table) or (style is not None and self._styles.of(style).ruled)


def run_font(properties: etree._Element | None, styles: Styles) -> str | None:
    """Return the font that a run's rPr, or its character style, gives to letters; None for that of its paragraph."""
    if properties is None:
        return None
    style = value_of(properties, "rStyle")
    return font_of(properties) or (styles.of(style).font if style else None)


def _chosen(node: etree._Element) -> etree._Element:
    """Return the branch of mc:AlternateContent to read: the first Choice, whose text its Fallback repeats.

    A Choice without text is a drawing whose words only the Fallback holds.
    """
    branches = {local_name(branch): branch for branch in reversed(node)}
    choice, fallback = branches.get("Choice"), branches.get("Fallback")
    if choice is None or fallback is None:
        return next((one for one in (choice, fallback) if one is not None), node)
    return choice if _has_text(choice) or not _has_text(fallback) else fallback


def _has_text(branch: etree._Element) -> bool:
    return next(branch.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}sym"), None) is not None


def _inside(node: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, or the cells of a row, through the wrappers that may stand between."""
    for child in node:
        name = local_name(child)
        if name == wanted:
            yield child
        elif name in _CONTAINERS:
            yield from _inside(child, wanted)


def _columns(properties: etree._Element | None, name: str) -> int:
    return min(number_of(properties, name) or 0, _MOST_COLUMNS)
