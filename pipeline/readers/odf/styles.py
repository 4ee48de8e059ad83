"""The styles of an OpenDocument file -> fonts, looks and lists, and the same as styles.xml and numbering.xml of Word.

Source: ODF 1.2 part 1, 16 (styles) and 19 (attributes).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.errors import DamagedFile
from pipeline.readers.docx.tree import Look, child, element, font_properties
from pipeline.readers.numbers import parse_number
from pipeline.readers.package import Package

_NAMES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}
_DEEPEST_CHAIN: Final = 20
_FORMATS: Final = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
}  # fmt: skip
_LEVELS: Final = 9
_BORDERS: Final = ("border", "border-top", "border-bottom", "border-left", "border-right")


def odf(prefix: str, name: str) -> str:
    """Return the full name of an element or attribute."""
    return f"{{{_NAMES[prefix]}}}{name}"


def part(package: Package, path: str) -> etree._Element | None:
    """Return the root of a part that may be missing or damaged without loss of text."""
    try:
        return package.xml(path)
    except DamagedFile:
        return None


class Styles:
    """The styles of one file: those of content.xml before those of styles.xml."""

    def __init__(self, content: etree._Element, others: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._fonts: dict[str, str] = {}
        self._lists: dict[str, etree._Element] = {}
        self._defaults: dict[str, etree._Element] = {}
        self._uses = 0
        self._last: dict[str, str] = {}
        self.numbering = element("numbering")
        for root in (content, others):
            if root is not None:
                self._collect(root)
        for name, node in self._lists.items():
            _add_list(self.numbering, name, node)

    def font(self, style: str | None) -> str | None:
        """Return the font of a style by its chain of parents."""
        for node in self._chain(style):
            found = self._own_font(node)
            if found:
                return found
        return None

    def look(self, style: str | None, look: Look) -> Look:
        """Return the look of a span inside one of another look."""
        font, raised, hidden = look.font, look.raised, look.hidden
        for node in reversed(list(self._chain(style))):
            properties = node.find(odf("style", "text-properties"))
            if properties is not None:
                font = self._own_font(node) or font
                position = properties.get(odf("style", "text-position"))
                raised = position.startswith("super") if position else raised
                hidden = properties.get(odf("text", "display")) == "none" or hidden
        return look._replace(font=font, raised=raised, hidden=hidden)

    def is_ruled(self, cell: etree._Element) -> bool:
        """Tell whether a table's cell has a line at any side."""
        style = self._nodes.get(cell.get(odf("table", "style-name"), ""))
        properties = None if style is None else style.find(odf("style", "table-cell-properties"))
        return properties is not None and any(
            properties.get(odf("fo", border), "none") not in ("none", "") for border in _BORDERS
        )

    def is_hidden_table(self, style: str | None) -> bool:
        """Tell whether a sheet's style says that it is not shown."""
        node = self._nodes.get(style or "")
        properties = None if node is None else node.find(odf("style", "table-properties"))
        return properties is not None and properties.get(odf("table", "display")) == "false"

    def as_word(self) -> etree._Element:
        """Return the fonts and parents of the styles as styles.xml."""
        root = element("styles")
        usual = self._defaults.get("paragraph")
        if usual is not None:
            properties = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
            for node in font_properties(self._own_font(usual)):
                properties.append(node)
        for name, node in self._nodes.items():
            style = child(root, "style", styleId=name, type="paragraph")
            child(style, "name", val=node.get(odf("style", "display-name"), ""))
            parent = node.get(odf("style", "parent-style-name"))
            if parent is not None:
                child(style, "basedOn", val=parent)
            style.append(font_properties(self._own_font(node)))
        return root

    def use_list(self, style: str | None, goes_on: bool, inside: bool) -> str | None:
        """Return the id of a list for Word: a new one where numbers start anew, the last one of its style else."""
        if inside and style is None:
            return self._last.get("")
        known = style if style in self._lists else None
        if known is None:
            return None
        if goes_on and known in self._last:
            return self._last[known]
        self._uses += 1
        use = child(self.numbering, "num", numId=str(self._uses))
        child(use, "abstractNumId", val=known)
        for level, node in enumerate(self._lists[known]):
            start = parse_number(node.get(odf("text", "start-value"))) or 1
            child(child(use, "lvlOverride", ilvl=str(level)), "startOverride", val=str(start))
        self._last[known] = self._last[""] = str(self._uses)
        return self._last[known]

    def _collect(self, root: etree._Element) -> None:
        for node in root.iter(odf("style", "font-face")):
            family = (node.get(odf("svg", "font-family")) or "").strip("'\" ")
            self._fonts.setdefault(node.get(odf("style", "name"), ""), family)
        for node in root.iter(odf("style", "style")):
            self._nodes.setdefault(node.get(odf("style", "name"), ""), node)
        for node in root.iter(odf("style", "default-style")):
            self._defaults.setdefault(node.get(odf("style", "family"), ""), node)
        for node in root.iter(odf("text", "list-style")):
            self._lists.setdefault(node.get(odf("style", "name"), ""), node)

    def _chain(self, style: str | None) -> list[etree._Element]:
        found: list[etree._Element] = []
        while style is not None and len(found) < _DEEPEST_CHAIN:
            node = self._nodes.get(style)
            if node is None:
                break
            found.append(node)
            style = node.get(odf("style", "parent-style-name"))
        return found

    def _own_font(self, node: etree._Element) -> str | None:
        properties = node.find(odf("style", "text-properties"))
        if properties is None:
            return None
        name = properties.get(odf("style", "font-name"))
        family = properties.get(odf("fo", "font-family"))
        return self._fonts.get(name, name) if name else (family or "").strip("'\" ") or None


def _add_list(root: etree._Element, name: str, node: etree._Element) -> None:
    """Add a list style as an abstract list of Word."""
    abstract = child(root, "abstractNum", abstractNumId=name)
    for level, written in enumerate(list(node)[:_LEVELS]):
        own: Mapping[str, str] = {str(key): str(value) for key, value in written.attrib.items()}
        bullet = own.get(odf("text", "bullet-char"))
        made = child(abstract, "lvl", ilvl=str(level))
        child(made, "start", val=own.get(odf("text", "start-value"), "1"))
        style = "bullet" if bullet else _FORMATS.get(own.get(odf("style", "num-format"), ""), "decimal")
        child(made, "numFmt", val=style)
        shown = parse_number(own.get(odf("text", "display-levels"))) or 1
        places = ".".join(f"%{place + 1}" for place in range(max(0, level - shown + 1), level + 1))
        before, behind = own.get(odf("style", "num-prefix"), ""), own.get(odf("style", "num-suffix"), "")
        template = bullet or ("" if style == "none" else f"{before}{places}{behind}")
        made.append(element("lvlText", val=template))
