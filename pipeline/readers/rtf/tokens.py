"""Bytes of an RTF file -> tokens, and the characters that they stand for.

Source: Rich Text Format Specification 1.9.1. Letters of old fonts are kept as the bytes that they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.readers.old_fonts.decode import font_says

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\x00]+)"
)
_CODE_PAGES: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOLS: Final = 2
_USUAL: Final = "cp1252"

SIGNS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005",
}  # fmt: skip
"""Control words that stand for characters."""
ESCAPES: Final = {"~": "\u00a0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
"""Control signs that stand for characters; the optional hyphen is not printed, since no line ends here."""


class Token(NamedTuple):
    """One token: a control word with its number, a control sign, a brace, or bytes of text."""

    kind: str
    value: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(raw: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; binary data behind \\bin is passed over."""
    at = 0
    while True:
        match = _TOKEN.search(raw, at)
        if match is None:
            return
        at = match.end()
        kind = str(match.lastgroup)
        if kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            word = match["word"].decode("ascii")
            if word == "bin" and number is not None and number > 0:
                at += number
                continue
            yield Token("word", word, number)
        elif kind == "hex":
            yield Token("text", raw=bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "sign":
            yield Token("sign", match["sign"].decode("latin-1"))
        elif kind == "brace":
            yield Token(match["brace"].decode("ascii"))
        else:
            yield Token("text", raw=match["text"])


@dataclass(slots=True)
class RtfFonts:
    """The fonts of one file: names and character sets by number; `page` is the code page of the file."""

    names: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, int] = field(default_factory=dict)
    page: str = _USUAL

    def set_page(self, number: int | None) -> None:
        """Take the code page that the file names, if it is one that is known."""
        try:
            codecs.lookup(f"cp{number}")
        except LookupError:
            return
        self.page = f"cp{number}"

    def decode(self, raw: bytes, font: int | None) -> str:
        """Return the characters of bytes in a font; those of old and symbol fonts keep their place as number."""
        name = self.names.get(font or 0)
        if font_says(name).encoding is not None:
            return raw.decode("latin-1")
        charset = self.charsets.get(font or 0, 0)
        if charset == _SYMBOLS:
            return "".join(chr(0xF000 + byte) if byte > 0x20 else chr(byte) for byte in raw)
        page = _CODE_PAGES.get(charset, self.page)
        try:
            return raw.decode(page)
        except UnicodeDecodeError:
            return raw.decode("latin-1")
