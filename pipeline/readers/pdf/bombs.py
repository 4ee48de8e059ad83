"""Bytes of a PDF -> whether a stream in it unpacks to more than any page needs, told before pdfium unpacks it.

pdfium has no limit of its own: a megabyte that becomes a gigabyte ends its process. Deflate packs a thousandfold at
the most, so only streams of some size, and those packed more than once, are looked into; nothing is kept of them.
Source: ISO 32000-1, 7.3.8 (streams) and 7.4 (filters).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

MAX_STREAM: Final = 1 << 27
"""Bytes of one stream unpacked, 128 MB: a page in colour at 600 dpi has 104."""
_RATIO: Final = 1032
"""Deflate's largest, of zlib's own account."""
_STREAM: Final = re.compile(rb"stream(?:\r\n|\n|\r)")
_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY: Final = 2048
"""Bytes in front of a stream in which its dictionary stands."""
_CHUNK: Final = 1 << 20


def holds_bomb(raw: bytes) -> bool:
    """Tell whether a stream unpacks to more than MAX_STREAM bytes."""
    return any(_unpacks_to_more(packed, depth) for packed, depth in _streams(raw))


def _streams(raw: bytes) -> Iterator[tuple[memoryview, int]]:
    """Yield the deflated streams that may be too large, and how often each is packed."""
    view, end = memoryview(raw), 0
    for begin in _STREAM.finditer(raw):
        if begin.start() < end:
            continue
        start = begin.end()
        end = raw.find(b"endstream", start)
        end = len(raw) if end < 0 else end + len(b"endstream")
        dictionary = raw[max(0, start - _DICTIONARY) : begin.start()].rpartition(b"obj")[2]
        depth = len(_FLATE.findall(dictionary))
        if depth and (end - start) * _RATIO**depth > MAX_STREAM:
            yield view[start:end], depth


def _unpacks_to_more(packed: memoryview, depth: int) -> bool:
    parts: Iterator[bytes] = (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
    for _ in range(depth):
        parts = _unpacked(parts)
    size = 0
    for part in parts:
        size += len(part)
        if size > MAX_STREAM:
            return True
    return False


def _unpacked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what packed parts unpack to, a piece at a time, as far as they are sound."""
    packer = zlib.decompressobj()
    for part in parts:
        left = part
        while left:
            try:
                yield packer.decompress(left, _CHUNK)
            except zlib.error:
                return
            left = packer.unconsumed_tail
