"""The bytes of a Word file -> its package: opened by python-docx behind our size checks, by ourselves where it refuses.

python-docx unpacks every part and gives up on a relationship that leads nowhere or a part without a content type; Word
opens such files, so they are opened without it. Both give trees that read alike (`tests/test_docx_opening.py`).
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from lxml import etree

from pipeline.readers.package import Package

MAX_OPENED: Final = 1 << 26
"""Bytes that all parts together may unpack to for python-docx, 64 MB: it holds every picture in memory."""

_REFUSALS: Final = (
    KeyError, ValueError, AttributeError, TypeError, RuntimeError, OSError, etree.XMLSyntaxError, zipfile.BadZipFile,
)  # fmt: skip
"""What python-docx raises for packages that it cannot follow: missing parts, unknown types, passwords, broken XML."""
_STRICT: Final = "purl.oclc.org"


class WordPackage(Package):
    """A package whose parts come from python-docx where it has opened the file, else from our own opener."""

    def __init__(self, raw: bytes, name: str) -> None:
        super().__init__(raw, name)
        self._roots = _open(raw) if self.declared_size() <= MAX_OPENED else {}

    @property
    def is_opened_by_library(self) -> bool:
        """Tell whether python-docx has opened the file."""
        return bool(self._roots)

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of an XML part, None when there is no such part."""
        root = self._roots.get(f"/{part}")
        return super().xml(part) if root is None else root


def _open(raw: bytes) -> dict[str, etree._Element]:
    """Return the roots of the parts that python-docx makes of a file, by their names; none where it refuses the file.

    A part with a DOCTYPE or in the strict namespaces is left to our own opener.
    """
    from docx.opc.package import OpcPackage

    try:
        parts = list(OpcPackage.open(BytesIO(raw)).iter_parts())
    except _REFUSALS:
        return {}
    roots = {str(part.partname): part.element for part in parts if hasattr(part, "element")}
    for root in roots.values():
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return {name: root for name, root in roots.items() if _is_plain(root)}


def _is_plain(root: etree._Element) -> bool:
    strict = any(_STRICT in (namespace or "") for namespace in root.nsmap.values())
    return not strict and not root.getroottree().docinfo.doctype
