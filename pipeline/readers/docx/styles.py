"""styles.xml -> what a paragraph or table style says of its role: heading or not, numbered or not, ruled or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.readers.docx.wordml import W, number_of, toggle, value_of

_DEEPEST_CHAIN: Final = 20
_LAST_OUTLINE_LEVEL: Final = 8
_NO_LINE: Final = (None, "nil", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits; `list_id` and `level` are its automatic numbering.

    `caps` tells that its letters are shown as capitals.
    """

    heading: bool = False
    list_id: str | None = None
    level: int | None = None
    ruled: bool = False
    caps: bool = False
    font: str | None = None


class Styles:
    """The styles of one document by id; an unknown id has a style that says nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default: str | None = None
        found = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.font = font_of(found)
        for node in () if root is None else root.iterfind(f"{W}style"):
            style_id = node.get(f"{W}styleId", "")
            self._nodes[style_id] = node
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true"):
                self._default = style_id

    def of(self, style_id: str | None) -> Style:
        """Return a style by id, of the default paragraph style for None."""
        wanted = style_id if style_id is not None else self._default
        if wanted is None:
            return Style()
        if wanted not in self._known:
            self._known[wanted] = self._resolve(wanted)
        return self._known[wanted]

    def _resolve(self, style_id: str) -> Style:
        """Follow the basedOn chain, nearest value first; a chain that runs in a circle ends."""
        heading = ruled = False
        caps: bool | None = None
        list_id: str | None = None
        level: int | None = None
        font: str | None = None
        wanted: str | None = style_id
        for _ in range(_DEEPEST_CHAIN):
            node = self._nodes.get(wanted or "")
            if node is None:
                break
            heading = heading or _is_heading(node)
            ruled = ruled or is_ruled(node)
            own_id, own_level = numbering_of(node.find(f"{W}pPr"))
            list_id = own_id if list_id is None else list_id
            level = own_level if level is None else level
            caps = toggle(node.find(f"{W}rPr"), "caps") if caps is None else caps
            font = font or font_of(node.find(f"{W}rPr"))
            wanted = value_of(node, "basedOn")
        return Style(heading, list_id, level, ruled, bool(caps), font)


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list id and level that a paragraph's or style's pPr names, None for each that it leaves out."""
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None:
        return None, None
    return value_of(numbered, "numId"), number_of(numbered, "ilvl")


def font_of(properties: etree._Element | None) -> str | None:
    """Return the font that an rPr gives to letters outside ASCII, of its theme `+theme`; None where it names none."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return None
    theme = fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme")
    return "+theme" if theme else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


def is_ruled(node: etree._Element) -> bool:
    """Tell whether a table, or a table style, draws any line."""
    return any(
        line.get(f"{W}val") not in _NO_LINE
        for name in ("tblBorders", "tcBorders")
        for borders in node.iter(f"{W}{name}")
        for line in borders
    )


def in_outline(properties: etree._Element | None) -> bool:
    """Tell whether a pPr places its paragraph in the outline, which makes it a heading."""
    level = number_of(properties, "outlineLvl")
    return level is not None and level <= _LAST_OUTLINE_LEVEL


def _is_heading(node: etree._Element) -> bool:
    name = (value_of(node, "name") or "").lower()
    return name == "title" or name.startswith("heading ") or in_outline(node.find(f"{W}pPr"))
