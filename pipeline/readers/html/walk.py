"""The tree of a web page -> its visible lines in order, with what each one is made of.

One pass with its own stack: pages nest fifty thousand deep without harm. White space collapses as a
browser does it; elements that are not displayed are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from resiliparse.parse.html import ELEMENT, TEXT

from extractors.model import BlockKind
from pipeline.readers.html.furniture import is_furniture
from pipeline.readers.numbers import parse_number, print_number
from pipeline.readers.old_fonts.decode import PRINTED, Decoder, Piece
from pipeline.readers.reading import superscript
from pipeline.readers.tables import Cell, Line, Row, table_lines

_UNSEEN_LIST: Final = """
script style template noscript head iframe object embed svg canvas audio video map datalist option title
"""
_BLOCK_LIST: Final = """
address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup p pre section select summary
table tbody td textarea tfoot th thead tr ul
"""
_UNSEEN: Final = frozenset(_UNSEEN_LIST.split())
_BLOCKS: Final = frozenset(_BLOCK_LIST.split())
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOTED: Final = ("role", "class", "id", "style")
_LIST_STYLES: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_WIDEST: Final = 63
_TALLEST: Final = 1000
_NEAR_REGIONS: Final = 8
_WIDEST_ROW: Final = 256
"""Columns that are kept aligned: a table that spans more was made to fill the memory."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_NOT_SHOWN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden")
_PREFORMATTED = re.compile(r"white-space\s?:\s?(?:pre|break-spaces)")
_CAPITALS = re.compile(r"text-transform\s?:\s?uppercase")
_FAMILY = re.compile(r"font-family\s{0,5}:\s{0,5}([^;}]{1,200})", re.IGNORECASE)
_RULE = re.compile(r"([\w.,:\s-]{1,400}?)\{[^{}]{0,2000}?font-family\s{0,5}:\s{0,5}([^;{}]{1,200})", re.IGNORECASE)
_NO_MARKER = re.compile(r"list-style(?:-type)?\s?:\s?none")

Element = Any
"""A node of resiliparse's tree; its stub leaves element and text nodes untold apart."""


class _Table:
    """A table being read: its finished rows, the row at hand, and the cells that reach down from above."""

    def __init__(self, bordered: bool) -> None:
        self.bordered = bordered
        self.rows: list[Row] = []
        self._row: Row = []
        self._reaching: dict[int, int] = {}
        self._span = (1, 1)

    def open_cell(self, columns: int, rows: int) -> None:
        self._fill()
        self._span = (columns, rows)

    def close_cell(self, lines: Cell) -> None:
        columns, rows = self._span
        for offset in range(columns):
            if len(self._row) >= _WIDEST_ROW and offset:
                break
            if rows > 1:
                self._reaching[len(self._row)] = rows - 1
            self._row.append([] if offset else lines)

    def close_row(self) -> None:
        self._fill()
        self.rows.append(self._row)
        self._row = []

    def _fill(self) -> None:
        """Put empty cells where a cell of an earlier row reaches down."""
        while len(self._row) < _WIDEST_ROW and self._reaching.get(len(self._row), 0) > 0:
            self._reaching[len(self._row)] -= 1
            self._row.append([])


class PageWalker:
    """Reads one page: `lines` in order, the `parents` of the elements they lie in, `hidden` characters left out.

    `named[r]` tells whether element r names itself furniture; element 0 is the page. `fonts` is given for a page that
    may have text in old fonts: what its style sheet says of classes and elements; `pieces` is then all its text by
    font, and `decoder`, made of the pieces of a first walk, decodes it in the second.
    """

    def __init__(self, fonts: Mapping[str, str] | None = None, decoder: Decoder | None = None) -> None:
        self.pieces: list[Piece] = []
        self._fonts = fonts
        self._decoder = decoder
        self._font: list[str | None] = [None]
        self.lines: list[Line] = []
        self.parents: list[int] = [0]
        self.named: list[bool] = [False]
        self.hidden = 0
        self._out = self.lines
        self._outer: list[list[Line]] = []
        self._tables: list[_Table] = []
        self._lists: list[list[Any]] = []
        self._regions: list[int] = [0]
        self._parts: list[Piece] = []
        self._linked = 0
        self._label = ""
        self._links = self._headings = self._raised = self._verbatim = self._capitals = 0
        self._left = ""

    def walk(self, root: Element) -> None:
        """Read everything under an element, in document order."""
        stack: list[tuple[Element, bool, bool]] = [(root, False, False)]
        while stack:
            node, leaving, opened = stack.pop()
            if leaving:
                self._leave(node, opened)
                continue
            tag = (node.node_name or "").lower()
            if node.node_type == TEXT:
                self._text(node.node_value or "")
            elif node.node_type == ELEMENT and tag not in _UNSEEN:
                attributes = _attributes(node)
                if tag == "del" or _is_hidden(attributes):
                    self.hidden += len((node.text or "").strip())
                    continue
                stack.append((node, True, self._enter(node, tag, attributes)))
                stack.extend((child, False, False) for child in reversed(list(_children(node))))
        self._flush()

    def _enter(self, node: Element, tag: str, attributes: dict[str, str]) -> bool:
        """Open an element; tells whether lines inside it are told to lie in it."""
        if tag == "br" or tag in _BLOCKS:
            self._flush()
        self._set_apart(tag)
        named = is_furniture(tag, attributes)
        opened = named or tag in _BLOCKS
        if opened:
            self.named.append(named)
            self.parents.append(self._regions[-1])
            self._regions.append(len(self.parents) - 1)
        self._count(tag, attributes, 1)
        if self._fonts is not None:
            self._font.append(font_of(node, tag, attributes, self._fonts) or self._font[-1])
        self._enter_list(node, tag, attributes)
        self._enter_table(node, tag)
        return opened

    def _leave(self, node: Element, opened: bool) -> None:
        tag = node.node_name.lower()
        if tag in _BLOCKS:
            self._flush()
        self._count(tag, _attributes(node), -1)
        self._left = tag
        if self._fonts is not None:
            self._font.pop()
        if tag in ("ol", "ul", "menu"):
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        self._leave_table(tag)
        if opened:
            self._regions.pop()

    def _count(self, tag: str, attributes: dict[str, str], step: int) -> None:
        """Keep the depth of the elements that change how text inside them reads."""
        self._links += step * (tag == "a")
        self._headings += step * (tag in _HEADINGS)
        self._raised += step * (tag == "sup")
        self._capitals += step * bool(_CAPITALS.search(attributes.get("style", "")))
        self._verbatim += step * (tag == "pre" or bool(_PREFORMATTED.search(attributes.get("style", ""))))

    def _set_apart(self, tag: str) -> None:
        """Put a blank between two links, or a time and what follows it, which style sheets set apart."""
        apart = self._left == "time" or (self._left == "a" and tag in ("a", "time"))
        if apart and self._parts and self._parts[-1].text[-1:].isalnum():
            self._parts.append(Piece(" ", PRINTED))
        self._left = ""

    def _enter_list(self, node: Element, tag: str, attributes: dict[str, str]) -> None:
        """Number the items of an ordered list as the browser prints them."""
        if tag in ("ol", "ul", "menu"):
            shown = tag == "ol" and not _NO_MARKER.search(attributes.get("style", ""))
            style = _LIST_STYLES.get(node.getattr("type", "") or "", "decimal")
            self._lists.append([_number(node, "start", 1), style if shown else None])
        elif tag == "li" and self._lists:
            number, style = self._lists[-1]
            number = _number(node, "value", number)
            self._lists[-1][0] = number + 1
            inside_menu = any(self.named[region] for region in self._regions[-_NEAR_REGIONS:])
            self._label = f"{print_number(number, style)}. " if style and not inside_menu else ""

    def _enter_table(self, node: Element, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Table(_number(node, "border", 0) > 0))
        elif tag in ("td", "th") and self._tables:
            columns = min(max(_number(node, "colspan", 1), 1), _WIDEST)
            rows = min(max(_number(node, "rowspan", 1), 1), _TALLEST)
            self._tables[-1].open_cell(columns, rows)
            self._outer.append(self._out)
            self._out = []

    def _leave_table(self, tag: str) -> None:
        if not self._tables:
            return
        if tag in ("td", "th"):
            cell, self._out = self._out, self._outer.pop()
            self._tables[-1].close_cell(cell)
        elif tag == "tr":
            self._tables[-1].close_row()
        elif tag == "table":
            table = self._tables.pop()
            self._out.extend(table_lines(table.rows, table.bordered))

    def _text(self, text: str) -> None:
        if self._raised:
            text = superscript(text)
        if self._capitals and self._fonts is None:
            text = text.upper()
        if not self._verbatim:
            text = _SPACE.sub(" ", text)
        if text:
            self._left = ""
        self._parts.append(Piece(text, PRINTED if self._raised else self._font[-1]))
        if self._links:
            self._linked += sum(1 for c in text if not c.isspace())

    def _joined(self) -> str:
        if self._fonts is not None and self._decoder is None:
            self.pieces += self._parts
        if self._decoder is not None:
            return self._decoder.decode(self._parts)
        return "".join(piece.text for piece in self._parts)

    def _flush(self) -> None:
        """End the line at hand."""
        text, linked = self._joined(), self._linked
        self._parts.clear()
        self._linked = 0
        if not self._verbatim:
            text = _SPACES.sub(" ", text).strip(" ")
        text = text.strip("\n")
        if not text.strip():
            return
        kind = BlockKind.HEADING if self._headings else BlockKind.PARAGRAPH
        self._out.append(Line(self._label + text, kind, linked, self._regions[-1]))
        self._label = ""


def _children(node: Element) -> Iterator[Element]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next_sibling


def _attributes(node: Element) -> dict[str, str]:
    found = {name: node.getattr(name) or "" for name in _NOTED if node.hasattr(name)}
    if node.hasattr("hidden"):
        found["hidden"] = ""
    return found


def font_of(node: Element, tag: str, attributes: dict[str, str], fonts: Mapping[str, str]) -> str | None:
    """Return the font that an element sets: by its own style, its class, its kind; None where it sets none."""
    own = _FAMILY.search(attributes.get("style", ""))
    written = own[1] if own else node.getattr("face") if tag == "font" else None
    if not written:
        classes = attributes.get("class", "").split()
        written = next((fonts[f".{one}"] for one in classes if f".{one}" in fonts), fonts.get(tag))
    return written.partition(",")[0].strip("\"' ") if written else None


def style_fonts(page: str) -> dict[str, str]:
    """Return the fonts that the style sheets in a page give to classes (`.name`) and elements (`p`)."""
    found = {}
    for match in _RULE.finditer(page):
        for selector in match[1].split(","):
            last = selector.split()[-1:] or [""]
            element, _, name = last[0].partition(".")
            found[f".{name}" if name else element.lower()] = match[2]
    return found


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or _NOT_SHOWN.search(attributes.get("style", "")) is not None


def _number(node: Element, attribute: str, default: int) -> int:
    value = parse_number(node.getattr(attribute))
    return default if value is None else value
