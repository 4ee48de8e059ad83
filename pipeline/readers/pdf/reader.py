"""The format PDF: its mark stands in the first kilobyte, which scanners and mail programs write something before."""

from __future__ import annotations

from typing import Final

from pipeline.readers.reader import Head, Read, Reader

_MARK_WITHIN: Final = 1024


def _load() -> Read:
    from pipeline.readers.pdf.read import read_pdf

    return read_pdf


def _starts(head: Head) -> bool:
    return b"%PDF-" in head.raw[:_MARK_WITHIN]


PDF: Final = Reader("pdf", (".pdf",), _load, starts=_starts)
