"""The Rich Text Format, known by how it begins."""

from __future__ import annotations

from typing import Final

from pipeline.readers.reader import Head, Read, Reader


def _load() -> Read:
    from pipeline.readers.rtf.read import read_rtf

    return read_rtf


def _starts(head: Head) -> bool:
    return head.plain.startswith(b"{\\rtf")


RTF: Final = Reader("rtf", (".rtf",), _load, starts=_starts)
