"""What a sheet shows beside its cells -> hints: heads and feet for print, text boxes, descriptions of pictures.

They are no part of the text; stamps of secrecy stand there. Source: ECMA-376 part 1, 18.3.1.46 (codes of print heads),
20.5 (drawings), part 4 (VML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.errors import DamagedFile
from pipeline.readers.docx.wordml import local_name
from pipeline.readers.package import Package
from pipeline.readers.xlsx.sheet import M

_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{4}|[+-]\d{3})|\d{1,3}|[A-Z])')
_PART: Final = re.compile(r"&[LCR]")
_DRAWINGS: Final = ("/drawing", "/vmlDrawing")
_DESCRIPTIONS: Final = {"cNvPr": ("descr", "title"), "shape": ("alt", "title"), "textpath": ("string",)}
_LONGEST: Final = 300
"""Characters of a text box that may be a stamp; a longer one is text."""


def read_beside(package: Package, path: str, sheet: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield hints `xlsx.print`, `xlsx.textbox` and `xlsx.alt` of the sheet at `path`; a damaged drawing has none."""
    for node in sheet.iterfind(f"{M}headerFooter/*"):
        for part in _PART.split(node.text or ""):
            if shown := show_print_head(part):
                yield "xlsx.print", shown
    if any(sheet.find(f"{M}{name}") is not None for name in ("drawing", "legacyDrawing", "legacyDrawingHF")):
        for kind, target in package.relations(path).values():
            if kind.endswith(_DRAWINGS):
                yield from _drawn(package, target)


def show_print_head(code: str) -> str:
    """Return the words of one part of a head for print, without the codes of fonts, colours, pages and dates.

    >>> show_print_head('&"Times New Roman,Bold"&14MẬT'), show_print_head("Trang &P/&N")
    ('MẬT', 'Trang /')
    """
    return _CODE.sub("", code.replace("&&", "\0")).replace("\0", "&").strip()


def _drawn(package: Package, path: str) -> Iterator[tuple[str, str]]:
    try:
        root = package.xml(path)
    except DamagedFile:
        return
    for node in () if root is None else root.iter():
        name = local_name(node)
        if name in ("txBody", "textbox"):
            text = "".join(map(str, node.itertext())) if name == "textbox" else _paragraphs(node)
            if text.strip() and len(text) <= _LONGEST:
                yield "xlsx.textbox", text.strip()
        for described in _DESCRIPTIONS.get(name, ()):
            if (words := node.get(described)) and len(words) <= _LONGEST:
                yield "xlsx.textbox" if name == "textpath" else "xlsx.alt", words


def _paragraphs(body: etree._Element) -> str:
    return "\n".join("".join(map(str, node.itertext())) for node in body if local_name(node) == "p")
