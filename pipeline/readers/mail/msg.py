"""A message that Outlook saved (.msg) -> its subject, text and the files that it carries. Source: [MS-OXMSG] 2.2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.readers.mail.parts import Attached
from pipeline.readers.ole import Ole

_SUBJECT, _BODY, _HTML = "0037", "1000", "1013"
_HINTS: Final = (("from", "0C1A"), ("to", "0E04"), ("cc", "0E03"))
_NAMES: Final = ("3707", "3704", "3001")
_DATA: Final = "37010102"
_WIDE, _NARROW, _RAW = "001F", "001E", "0102"
_STREAM: Final = "__substg1.0_"


class OutlookMessage:
    """The properties of one message, each a stream named by its number."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._ole = Ole(raw, name)

    def subject(self) -> str:
        """Return the subject on one line."""
        return " ".join(self._text(_SUBJECT).split())

    def hints(self) -> Iterator[tuple[str, str]]:
        """Yield sender and receivers."""
        yield from ((key, self._text(number)) for key, number in _HINTS)

    def body(self) -> tuple[bytes, bool]:
        """Return the text as UTF-8, or the page that the message is instead, and whether it is a page."""
        text = self._text(_BODY)
        if text.strip():
            return text.encode("utf-8", errors="replace"), False
        page = self._ole.stream(f"{_STREAM}{_HTML}{_RAW}") or self._text(_HTML).encode("utf-8", errors="replace")
        return page, True

    def attachments(self) -> Iterator[Attached]:
        """Yield the files that the message carries; messages inside the message are not among them."""
        folders = dict.fromkeys(path.partition("/")[0] for path in self._ole.names if path.startswith("__attach"))
        for number, folder in enumerate(folders, 1):
            raw = self._ole.stream(f"{folder}/{_STREAM}{_DATA}")
            if raw is not None:
                names = (self._text(key, f"{folder}/") for key in _NAMES)
                yield Attached(next(filter(None, names), str(number)), raw)

    def _text(self, number: str, folder: str = "") -> str:
        wide = self._ole.stream(f"{folder}{_STREAM}{number}{_WIDE}")
        if wide is not None:
            return wide.decode("utf-16-le", errors="replace").strip("\x00")
        narrow = self._ole.stream(f"{folder}{_STREAM}{number}{_NARROW}")
        return (narrow or b"").decode("cp1252", errors="replace").strip("\x00")
