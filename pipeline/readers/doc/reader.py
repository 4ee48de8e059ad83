"""The format of Word 97-2003, and what LibreOffice makes of its elders: an OLE container with a WordDocument."""

from __future__ import annotations

from typing import Final

from pipeline.readers.reader import OLE, Read, Reader


def _load() -> Read:
    from pipeline.readers.doc.read import read_doc

    return read_doc


DOC: Final = Reader("doc", (".doc", ".dot"), _load, container=OLE, holds=lambda parts: "WordDocument" in parts)
