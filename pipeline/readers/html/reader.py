"""The format HTML: a page that begins as one, or, under its extension, a fragment with tags in it."""

from __future__ import annotations

import re
from typing import Final

from pipeline.readers.reader import MEGABYTES, Head, Read, Reader

_START: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_XHTML_START: Final = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TAG: Final = re.compile(rb"<(?:div|p|span|table|br|h[1-6]|a|ul|font|b|i)\b[^<>]{0,500}>", re.IGNORECASE)
_SUFFIXES: Final = (".html", ".htm", ".xhtml")
_LIMIT: Final = 30 * MEGABYTES
"""A page needs thirty times its size as a tree."""


def _load() -> Read:
    from pipeline.readers.html.read import read_html

    return read_html


def _starts(head: Head) -> bool:
    plain = head.plain
    if plain.startswith(b"<?xml"):
        return _XHTML_START.search(plain) is not None
    if plain.startswith(b"<") and _START.search(plain):
        return True
    return head.suffix in _SUFFIXES and _TAG.search(plain) is not None


HTML: Final = Reader("html", _SUFFIXES, _load, _LIMIT, starts=_starts)
