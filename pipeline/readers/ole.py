"""An OLE container (.doc, .xls, .ppt, .msg) -> its streams by name, within limits.

Source: [MS-CFB]. The chains of sectors are followed by olefile, which reads a circle again and again up to the size
claimed; sizes and circles are checked before the bytes are believed.
"""

from __future__ import annotations

import io
import struct
from typing import Final

import olefile

from pipeline.errors import DamagedFile, TooLarge, complaint

MAX_STREAM: Final = 1 << 28
"""Bytes of one stream, 256 MB: pictures make the streams of old files large."""
MAX_ENTRIES: Final = 20_000
_FAILURES: Final = (
    OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
"""What olefile is known to raise on containers that break the format; a storage may be said to hold itself."""


class Ole:
    """The streams of one container, named by their path (`ObjectPool/_1/Contents`)."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._name = name
        try:
            self._file = olefile.OleFileIO(io.BytesIO(raw))
            self._paths = {"/".join(parts): parts for parts in self._file.listdir()}
        except _FAILURES as error:
            raise self.damaged("tệp bị cắt cụt hoặc hỏng, không mở được") from error
        if len(self._paths) > MAX_ENTRIES:
            raise TooLarge(complaint(name, "tệp có quá nhiều phần", "Hãy tách thành nhiều tệp nhỏ hơn"))

    @property
    def names(self) -> list[str]:
        """The paths of all streams, in the order of the container."""
        return list(self._paths)

    def stream(self, path: str) -> bytes | None:
        """Return the bytes of a stream; None when the container has none of this name."""
        parts = self._paths.get(path)
        if parts is None:
            return None
        try:
            if self._file.get_size(parts) > MAX_STREAM:
                raise TooLarge(complaint(self._name, "nội dung quá lớn", "Hãy tách thành nhiều tệp nhỏ hơn"))
            with self._file.openstream(parts) as stream:
                if self._is_circular(parts):
                    raise ValueError("a chain of sectors that comes back to itself")
                return bytes(stream.read())
        except _FAILURES as error:
            raise self.damaged(f"phần {path} bị hỏng") from error

    def _is_circular(self, parts: list[str]) -> bool:
        """Tell whether the sectors of an opened stream, as many as its size needs, come back to one of them."""
        entry = self._file.direntries[self._file._find(parts)]
        small = entry.is_minifat
        table = self._file.minifat if small else self._file.fat
        width = self._file.mini_sector_size if small else self._file.sector_size
        seen: set[int] = set()
        sector = entry.isectStart
        while len(seen) * width < entry.size and sector < len(table):
            if sector in seen:
                return True
            seen.add(sector)
            sector = table[sector]
        return False

    def properties(self, prefix: str) -> tuple[tuple[tuple[str, str], ...], int | None]:
        """Return what the summary says of the file, as hints, and the pages counted when it was last saved."""
        try:
            found = self._file.get_metadata()
        except _FAILURES:
            return (), None
        hints = []
        for key in _PROPERTIES:
            value = getattr(found, key, None)
            if isinstance(value, bytes):
                value = value.decode("utf-8" if found.codepage == _UTF8 else "cp1252", errors="replace")
            if value:
                hints.append((f"{prefix}.{key.replace('_', '')}", str(value).strip("\x00 ")))
        pages = found.num_pages if isinstance(found.num_pages, int) and 0 < found.num_pages < _MOST_PAGES else None
        return tuple(hints), pages

    def damaged(self, reason: str) -> DamagedFile:
        """Return the error of a container that cannot be read."""
        return DamagedFile(complaint(self._name, reason, "Hãy chép lại tệp gốc"))


_UTF8: Final = 65001
_MOST_PAGES: Final = 100_000
_PROPERTIES: Final = (
    "title",
    "subject",
    "author",
    "keywords",
    "last_saved_by",
    "create_time",
    "last_saved_time",
    "company",
)
