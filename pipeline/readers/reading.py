"""What every reader hands over (Reading), and the builder that keeps its offsets exact."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from extractors.model import Block, BlockKind, Problem

_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
"""NUL ends a string in SQLite's functions, lone surrogates have no UTF-8, the last two are no characters."""
_BREAKS: Final = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\f": "\n"}
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's content before it has a name: the fields of Source that a reader can know."""

    text: str
    blocks: tuple[Block, ...] = ()
    pages: int | None = None
    hints: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text in NFC with LF line ends; whether NFC changed it, how many characters were replaced by U+FFFD."""

    text: str
    composed: bool
    replaced: int


def clean(text: str) -> Cleaned:
    """Make text fit for every store: LF, NFC, and U+FFFD for NUL and for what has no UTF-8; one for one."""
    for written, plain in _BREAKS.items():
        if written in text:
            text = text.replace(written, plain)
    text, replaced = _IMPOSSIBLE.subn("\ufffd", text)
    composed = not unicodedata.is_normalized("NFC", text)
    return Cleaned(unicodedata.normalize("NFC", text) if composed else text, composed, replaced)


def superscript(text: str) -> str:
    """Return raised digits as superscript characters, so that a footnote mark never joins the number before it.

    >>> "12.345" + superscript("1"), "km" + superscript("2"), superscript("th")
    ('12.345¹', 'km²', 'th')
    """
    return text.translate(_SUPERSCRIPT) if text.strip().isdecimal() else text


def cleaning_problems(text: str, composed: bool, replaced: int) -> tuple[Problem, ...]:
    """Return what `clean` changed and which control characters it left in, as problems of the file."""
    problems = []
    if composed:
        message = "Văn bản dùng dấu tổ hợp (Unicode không dựng sẵn); đã ghép thành ký tự dựng sẵn (NFC)."
        problems.append(Problem("not_nfc", message))
    if replaced:
        first = text.find("\ufffd")
        message = f"Có {replaced} ký tự không hợp lệ (NUL ...); mỗi ký tự được thay bằng dấu \ufffd."
        problems.append(Problem("invalid_characters", message, first, first + 1))
    control = _CONTROL.search(text)
    if control:
        count = sum(1 for _ in _CONTROL.finditer(text))
        message = f"Có {count} ký tự điều khiển không in được; giữ nguyên trong văn bản."
        problems.append(Problem("control_characters", message, *control.span()))
    return tuple(problems)


class TextBuilder:
    """Collects the text block by block, each on its own line or lines, so that offsets are right by construction."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._composed = False
        self._replaced = 0
        self._blank_wanted = False

    def add(self, text: str, kind: BlockKind, page: int | None = None, box: Box | None = None) -> tuple[int, int]:
        """Append a block and return its span; white space alone asks for an empty line and gives an empty span."""
        cleaned = clean(text)
        body = cleaned.text.rstrip()
        if not body:
            self.blank()
            return self._length, self._length
        self._composed |= cleaned.composed
        self._replaced += cleaned.replaced
        if self._parts:
            self._write("\n\n" if self._blank_wanted else "\n")
        self._blank_wanted = False
        indent = len(body) - len(body.lstrip())
        start = self._length + indent
        self._write(body)
        self._blocks.append(Block(start, self._length, kind, page, box))
        return start, self._length

    def blank(self) -> None:
        """Ask for one empty line before the next block."""
        self._blank_wanted = bool(self._parts)

    def finish(self) -> tuple[str, tuple[Block, ...], tuple[Problem, ...]]:
        """Return the text, its blocks, and what cleaning changed."""
        text = "".join(self._parts)
        return text, tuple(self._blocks), cleaning_problems(text, self._composed, self._replaced)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
