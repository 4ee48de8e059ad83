"""Bytes of a Word 97-2003 file -> its characters, and the properties of each stretch of them.

A .doc is a text in pieces, in one or two bytes a character, and pages of 512 bytes that say from which byte to which
byte of the file which properties hold. Positions here are character positions (CP) from the start of all text: body,
footnotes, headers, comments, endnotes, text boxes. Source: [MS-DOC] 2.4 (fundamental concepts), 2.5 (the FIB).
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

from pipeline.errors import EncryptedFile, TooLarge, complaint
from pipeline.readers.ole import Ole

MAX_CHARACTERS: Final = 20_000_000
_MAGIC: Final = 0xA5EC
_OLDER_MAGIC: Final = 0xA5DC
_WORD97: Final = 0xC1
_PAGE: Final = 512
_STORIES: Final = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
_COUNTS: Final = 0x4C
_TABLES: Final = 0x9A
PLACES: Final = {
    "styles": 1, "footnote_refs": 2, "footnote_texts": 3, "header_texts": 11, "runs": 12, "paragraphs": 13,
    "fonts": 15, "pieces": 33, "anchors": 40, "endnote_refs": 46, "endnote_texts": 47, "box_texts": 56,
    "lists": 73, "list_uses": 74,
}  # fmt: skip
"""The tables of the FIB that are read, by their place in its array of offsets and lengths."""
_COMPRESSED: Final = 1 << 30


class Stretch(NamedTuple):
    """Characters from `start` to `end` (exclusive) with their property modifications."""

    start: int
    end: int
    grpprl: bytes


class ParagraphSpan(NamedTuple):
    """The characters of one paragraph, its style by number, its property modifications."""

    start: int
    end: int
    style: int
    grpprl: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    offset: int
    width: int
    grpprl: bytes

    def cp(self, offset: int) -> int:
        return self.start + (offset - self.offset) // self.width


def is_older(ole: Ole) -> bool:
    """Tell whether a file was written by a Word before 97, in another format of the same name."""
    head = (ole.stream("WordDocument") or b"")[:4]
    magic, version = struct.unpack("<HH", head.ljust(4, b"\x00"))
    return bool(magic == _OLDER_MAGIC or (magic == _MAGIC and version < _WORD97))


class DocFile:
    """The text of a .doc with its stretches; a ReadError for one that is encrypted, of an older Word, or damaged."""

    def __init__(self, ole: Ole, name: str) -> None:
        self._main = ole.stream("WordDocument") or b""
        try:
            self._open(ole, name)
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise ole.damaged("tệp Word bị cắt cụt hoặc hỏng") from error

    def _open(self, ole: Ole, name: str) -> None:
        (magic,) = struct.unpack_from("<H", self._main)
        (flags,) = struct.unpack_from("<H", self._main, 10)
        if magic != _MAGIC:
            raise ValueError("no Word file")
        if flags & 0x0100:
            raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại"))
        self._table = ole.stream("1Table" if flags & 0x0200 else "0Table") or b""
        counts = struct.unpack_from(f"<{len(_STORIES)}i", self._main, _COUNTS)
        if any(count < 0 for count in counts) or sum(counts) > MAX_CHARACTERS:
            raise TooLarge(complaint(name, "tệp Word khai báo quá nhiều chữ", "Hãy tách thành nhiều tệp"))
        self.stories: dict[str, tuple[int, int]] = {}
        start = 0
        for story, count in zip(_STORIES, counts, strict=True):
            self.stories[story] = (start, start + count)
            start += count
        pieces = list(self._read_pieces())
        self.text = "".join(self._piece_text(piece) for piece in pieces)
        self._placed = sorted(pieces, key=attrgetter("offset"))
        self._offsets = [piece.offset for piece in self._placed]
        self.runs = list(self._read_runs())
        self._run_starts = [run.start for run in self.runs]
        self.paragraphs = sorted(self._read_paragraphs())
        self.data = ole.stream("Data") or b""

    def table(self, name: str) -> bytes:
        """Return one table of the FIB; empty when the file has none."""
        offset, length = struct.unpack_from("<II", self._main, _TABLES + 8 * PLACES[name])
        return self._table[offset : offset + length]

    def after_table(self, name: str) -> bytes:
        """Return what follows a table in its stream: the levels of lists stand there."""
        offset, length = struct.unpack_from("<II", self._main, _TABLES + 8 * PLACES[name])
        return self._table[offset + length :] if length else b""

    def plc(self, name: str, size: int) -> tuple[list[int], list[bytes]]:
        """Return a table of positions and the data of each, `size` bytes; there is one position more than data."""
        raw = self.table(name)
        count = max(0, (len(raw) - 4) // (4 + size))
        positions = list(struct.unpack_from(f"<{count + 1}I", raw)) if len(raw) >= 4 else []
        base = 4 * (count + 1)
        return positions, [raw[base + size * index : base + size * (index + 1)] for index in range(count)]

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """Yield the stretches of one look between two positions, those without properties too."""
        at = start
        index = max(0, bisect_right(self._run_starts, start) - 1)
        while at < end and index < len(self.runs):
            run = self.runs[index]
            if run.end <= at:
                index += 1
                continue
            if run.start > at:
                yield Stretch(at, min(run.start, end), b"")
                at = min(run.start, end)
                continue
            stop = min(run.end, end)
            yield Stretch(at, stop, run.grpprl)
            at = stop
            index += 1
        if at < end:
            yield Stretch(at, end, b"")

    def _read_pieces(self) -> Iterator[_Piece]:
        raw = self.table("pieces")
        at = 0
        changes: list[bytes] = []
        while at < len(raw) and raw[at] == 1:
            (length,) = struct.unpack_from("<H", raw, at + 1)
            changes.append(raw[at + 3 : at + 3 + length])
            at += 3 + length
        if at >= len(raw) or raw[at] != 2:
            raise ValueError("no piece table")
        (length,) = struct.unpack_from("<I", raw, at + 1)
        count = (min(length, len(raw) - at - 5) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", raw, at + 5)
        for index in range(count):
            _, where, prm = struct.unpack_from("<HIH", raw, at + 5 + 4 * (count + 1) + 8 * index)
            start, end = positions[index], positions[index + 1]
            if end <= start:
                continue
            compressed = bool(where & _COMPRESSED)
            offset = (where & (_COMPRESSED - 1)) // (2 if compressed else 1)
            change = changes[prm >> 1] if prm & 1 and prm >> 1 < len(changes) else b""
            yield _Piece(start, end, offset, 1 if compressed else 2, change)

    def _piece_text(self, piece: _Piece) -> str:
        count = piece.end - piece.start
        raw = self._main[piece.offset : piece.offset + count * piece.width]
        if piece.width == 1:
            return _one_byte(raw).ljust(count, "\x00")
        units = array("H", raw[: len(raw) // 2 * 2])
        return "".join(map(chr, units)).ljust(count, "\x00")

    def _pages(self, name: str) -> Iterator[bytes]:
        _, pages = self.plc(name, 4)
        for page in pages:
            at = (struct.unpack("<I", page)[0] & 0x3FFFFF) * _PAGE
            raw = self._main[at : at + _PAGE]
            if len(raw) == _PAGE:
                yield raw

    def _spans(self, first: int, last: int) -> Iterator[tuple[int, int, _Piece]]:
        """Yield the character positions that lie between two bytes of the file."""
        index = max(0, bisect_right(self._offsets, first) - 1)
        while index < len(self._placed) and self._offsets[index] < last:
            piece = self._placed[index]
            index += 1
            size = (piece.end - piece.start) * piece.width
            low, high = max(first, piece.offset), min(last, piece.offset + size)
            if low < high:
                yield piece.cp(low), piece.cp(high + piece.width - 1), piece

    def _read_runs(self) -> Iterator[Stretch]:
        found = []
        for page in self._pages("runs"):
            count = page[-1]
            offsets = struct.unpack_from(f"<{count + 1}I", page)
            for index in range(count):
                at = page[4 * (count + 1) + index] * 2
                grpprl = page[at + 1 : at + 1 + page[at]] if at else b""
                found += [
                    Stretch(start, end, grpprl + piece.grpprl)
                    for start, end, piece in self._spans(offsets[index], offsets[index + 1])
                ]
        yield from sorted(found)

    def _read_paragraphs(self) -> Iterator[ParagraphSpan]:
        for page in self._pages("paragraphs"):
            count = page[-1]
            offsets = struct.unpack_from(f"<{count + 1}I", page)
            for index in range(count):
                at = page[4 * (count + 1) + 13 * index] * 2
                style, grpprl = _papx(page, at) if at else (0, b"")
                for start, end, piece in self._spans(offsets[index], offsets[index + 1]):
                    yield ParagraphSpan(start, end, style, grpprl + piece.grpprl)


def _papx(page: bytes, at: int) -> tuple[int, bytes]:
    size = page[at] * 2 - 1
    if page[at] == 0:
        size, at = page[at + 1] * 2, at + 1
    raw = page[at + 1 : at + 1 + size]
    return (struct.unpack_from("<H", raw)[0], raw[2:]) if len(raw) >= 2 else (0, b"")


def _one_byte(raw: bytes) -> str:
    """Return characters of one byte; places that Windows-1252 leaves empty keep their number."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte) for byte in raw)


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the single property modifications of a list: code and operand; a broken list ends early."""
    at = 0
    while at + 2 <= len(grpprl):
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = _OPERAND[code >> 13]
        if size is None:
            if at >= len(grpprl):
                return
            size = grpprl[at]
            at += 1
            if code == _TABLE_SHAPE and at < len(grpprl):
                size = size + (grpprl[at] << 8) - 1
                at += 1
        yield code, grpprl[at : at + size]
        at += size


_TABLE_SHAPE: Final = 0xD608
_OPERAND: Final = (1, 1, 2, 4, 2, 2, None, 3)
