"""What a hostile file is: its bytes, and what is made of it, written by hand."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

READ: Final = "read"
"""The file is a document; problems that must be told of it stand behind a colon."""
REPORT: Final = "Toàn tỉnh đã tổ chức 149 hội nghị với 6.558 người dự."
MEGABYTE: Final = 1 << 20


@dataclass(frozen=True)
class Hostile:
    """One file, and what is made of it: READ, or the reason why not; `inside` says the same of files in a container.

    None: the file is a container, and no row of its own.
    """

    raw: bytes | Callable[[], bytes]
    outcome: str | None
    inside: Mapping[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return self.raw if isinstance(self.raw, bytes) else self.raw()


def deflated(megabytes: int, byte: bytes = b"\x00", head: bool = False) -> bytes:
    """Return some megabytes of one byte deflated, with the head of zlib or raw.

    One flushed megabyte is written again and again, which is quick; the sum at the end is left out.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(byte * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return (b"\x78\xda" if head else b"") + block * megabytes + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
