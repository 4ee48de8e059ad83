"""Picture formats: known by their first bytes; a bitmap's two letters count only with the zeros of its head."""

from __future__ import annotations

from typing import Final

from pipeline.readers.reader import Head, Read, Reader

_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def _load() -> Read:
    from pipeline.readers.scan.pictures import read_pictures

    return read_pictures


def _starts(head: Head) -> bool:
    return head.raw.startswith(_SIGNATURES) or (head.raw[:2] == b"BM" and head.raw[6:10] == bytes(4))


PICTURE: Final = Reader("image", (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"), _load, starts=_starts)
