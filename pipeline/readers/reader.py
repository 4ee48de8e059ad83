"""What a reader is: a format's name, extensions and limit, how its files are known, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.readers.reading import Reading

MEGABYTES: Final = 1 << 20

_BLANK: Final = b" \t\r\n\x0c\xef\xbb\xbf\xff\xfe"

Read = Callable[[bytes, str], Reading]
"""The bytes of a file and its name, for messages -> what is in it; raises a ReadError."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file, and the extension of its name in small letters: `.docx`."""

    raw: bytes
    suffix: str

    @property
    def plain(self) -> bytes:
        """The bytes without those that only tell an encoding, and without white space before the first letter."""
        return self.raw.replace(b"\x00", b"").lstrip(_BLANK)


@dataclass(frozen=True, slots=True)
class Container:
    """A file that holds parts: how it begins, and how large it may be (Office files are mostly pictures)."""

    signatures: tuple[bytes, ...]
    max_bytes: int = 200 * MEGABYTES


ZIP: Final = Container((b"PK\x03\x04", b"PK\x05\x06"))
OLE: Final = Container((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",))


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    `kind` is what the database calls it; the first extension is the one that messages name. A file is known by its
    first bytes (`starts`), or by the names of the parts in its container (`holds`), whatever its own name says;
    formats that are mere text are told apart by their names (`by_name`). `load` imports what reads it, when a file of
    the format is there: the libraries are slow to start.
    """

    kind: str
    suffixes: tuple[str, ...]
    load: Callable[[], Read]
    max_bytes: int = 200 * MEGABYTES
    starts: Callable[[Head], bool] = lambda head: False
    container: Container | None = None
    holds: Callable[[Sequence[str]], bool] = lambda parts: False
    by_name: bool = False
