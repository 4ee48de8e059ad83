"""Bytes of a text -> its characters, with the encoding found and what was doubtful about it.

Order of trust: a byte order mark; the NUL pattern of UTF-16; UTF-8 that decodes without error, UTF-7 in it that
gives Vietnamese; the charset that the file declares; windows-1258 when it gives Vietnamese; else windows-1252 with a
problem.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from extractors.model import Problem
from pipeline.errors import UnsupportedFormat, complaint
from pipeline.readers.vietnamese import accented_share, wrong_encoding

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD: Final = 1 << 16
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_MOST_CONTROLS: Final = 0.05
"""VPS spends 14 control codes on rare letters, under one in a hundred; machine code has one in ten."""
_LEAST_PRINTED: Final = 0.95
_LEAST_SOUND: Final = 4
"""Sound letters of several bytes to one broken: text of a one-byte encoding hardly ever forms one by chance."""
_LEAST_VIETNAMESE: Final = 0.6
_UTF7: Final = re.compile(r"\+[A-Za-z0-9/]{3,}(?![A-Za-z0-9/+])")
_LEAST_UTF7: Final = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the Python name of the encoding they were read in, and the problems of reading them."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def is_binary(raw: bytes) -> bool:
    """Tell whether bytes cannot be text of any encoding: too many control codes, and no UTF-16 or UTF-32 pattern."""
    head = raw[:_HEAD]
    if _marked(head) or _utf16_pattern(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(head)


def decode(raw: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return the characters of a text file; UnsupportedFormat when the bytes are no text."""
    if is_binary(raw):
        raise UnsupportedFormat(complaint(name, "nội dung không phải là văn bản", "Hãy kiểm tra lại tệp gốc"))
    marked = _marked(raw)
    if marked:
        mark, encoding = marked
        return _decode_with_gaps(raw[len(mark) :], encoding)
    wide = _utf16_pattern(raw[:_HEAD])
    if wide:
        return _decode_with_gaps(raw, wide)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_bytes(raw, declared)
    return _from_utf7(text) or Decoded(text, "utf-8")


def _marked(raw: bytes) -> tuple[bytes, str] | None:
    return next((pair for pair in _MARKS if raw.startswith(pair[0])), None)


def _utf16_pattern(head: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: NUL is the high byte of most letters, never the low one."""
    low, high = head[0::2].count(0), head[1::2].count(0)
    least = max(2, len(head) // 8)
    for encoding, nuls, others in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if nuls >= least and nuls > 20 * others:
            text = head[: len(head) // 2 * 2].decode(encoding, errors="replace")
            printed = sum(1 for c in text if c.isprintable() or c.isspace())
            return encoding if printed >= _LEAST_PRINTED * len(text) else None
    return None


def _decode_with_gaps(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace")
    return Decoded(text, encoding, _gap_problems(text, encoding))


def _from_utf7(text: str) -> Decoded | None:
    """Return text that is UTF-7 decoded: ASCII with stretches in which Vietnamese letters are written as `+HsM-`."""
    if len(_UTF7.findall(text[:_HEAD])) < _LEAST_UTF7 or not text.isascii():
        return None
    decoded = _try(text.encode("ascii"), "utf-7")
    share = accented_share(decoded) if decoded else None
    return Decoded(decoded, "utf-7") if decoded and share is not None and share >= _LEAST_VIETNAMESE else None


def placed(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """Return problems of decoding with their place in what was made of the characters; none where it is not told."""
    at = text.find("\ufffd")
    span = (None, None) if at < 0 else (at, at + 1)
    return tuple(
        problem if problem.start is None else replace(problem, start=span[0], end=span[1]) for problem in problems
    )


def _gap_problems(text: str, encoding: str) -> tuple[Problem, ...]:
    gaps = text.count("\ufffd")
    if not gaps:
        return ()
    first = text.find("\ufffd")
    message = f"Có {gaps} chỗ không đúng bảng mã {encoding.upper()}; mỗi chỗ được thay bằng dấu \ufffd."
    return (Problem("doubtful_bytes", message, first, first + 1),)


def _decode_bytes(raw: bytes, declared: str | None) -> Decoded:
    """Read bytes that are not sound UTF-8: damaged UTF-8, the declared charset, windows-1258, or an old font."""
    broken = raw.decode("utf-8", errors="replace")
    gaps = broken.count("\ufffd")
    if sum(1 for c in broken if c > "\x7f") - gaps >= _LEAST_SOUND * gaps:
        return Decoded(broken, "utf-8", _gap_problems(broken, "utf-8"))
    for encoding in (_known(declared), "cp1258"):
        text = _try(raw, encoding)
        share = accented_share(text) if text else None
        if text and encoding and share is not None and share >= _LEAST_VIETNAMESE:
            return Decoded(text, encoding)
    text = _try(raw, "cp1252") or raw.decode("latin-1")
    found = wrong_encoding(text)
    message = "Không rõ bảng mã; đọc tạm theo Windows-1252, chữ có dấu có thể sai."
    return Decoded(text, "cp1252", () if found else (Problem("doubtful_bytes", message),))


def _known(declared: str | None) -> str | None:
    try:
        return codecs.lookup(declared).name if declared else None
    except LookupError:
        return None


def _try(raw: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return unicodedata.normalize("NFC", raw.decode(encoding))
    except (UnicodeError, LookupError):
        return None
