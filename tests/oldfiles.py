"""Small files of older programs made byte by byte: OLE containers, .doc, .ppt, .msg, .rar; text in old fonts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.readers.old_fonts.tables import Encoding, convert

_SECTOR, _LEAST_STREAM = 512, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT = 0x800


def encoded(text: str, encoding: Encoding) -> str:
    """Return text with the characters that a font of an old encoding stores, as Latin-1 shows them.

    TCVN3 has no capitals with marks: as people typed them for fonts that draw capitals, they become small letters.
    """
    places = [chr(byte) for byte in (*range(1, 32), *range(0x80, 0x100))]
    if encoding is Encoding.VNI:
        places += [vowel + chr(mark) for vowel in "aeouyôöAEOUYÔÖ" for mark in range(0xC0, 0x100)]
    stored = {convert(place, encoding): place for place in reversed(places) if convert(place, encoding) != place}
    small = encoding is Encoding.TCVN3
    return "".join(
        stored.get(one, stored.get(one.lower(), one) if small else one) if one > "\x7f" else one for one in text
    )


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE container; a name with `/` stands in a folder. Streams are filled up with NULs to 4,096 bytes."""
    folders = list(dict.fromkeys(path.rpartition("/")[0] for path in streams if "/" in path))
    names = ["", *folders, *streams]
    links: list[int] = []
    starts, body = {}, b""
    places = {name: index for index, name in enumerate(names)}

    def chain(raw: bytes) -> int:
        count = -(-len(raw) // _SECTOR)
        start = len(links)
        links.extend([*range(start + 1, start + count), _END])
        return start

    directory_size = -(-len(names) // 4) * _SECTOR
    chain(bytes(directory_size))
    for path, raw in streams.items():
        filled = raw.ljust(max(_LEAST_STREAM, -(-len(raw) // _SECTOR) * _SECTOR), b"\x00")
        starts[path] = chain(filled), max(_LEAST_STREAM, len(raw))
        body += filled
    directory = b""
    for name in names:
        inside = [one for one in names[1:] if one.rpartition("/")[0] == name and "/" not in one[len(name) + 1 :]]
        beside = [one for one in names[1:] if one.rpartition("/")[0] == name.rpartition("/")[0]] if name else []
        later = beside[beside.index(name) + 1 :] if name else []
        start, size = starts.get(name, (_END, 0))
        kind = 2 if name in streams else 1 if name else 5
        child = places[inside[0]] if inside and name not in streams else _FREE
        right = places[later[0]] if later else _FREE
        directory += _entry(name.rpartition("/")[2] or "Root Entry", kind, right, child, start, size)
    fat_sectors = -(-(len(links) + 8) // (_SECTOR // 4))
    first_fat = len(links)
    links += [_FAT] * fat_sectors
    links += [_FREE] * (fat_sectors * _SECTOR // 4 - len(links))
    difat = [*range(first_fat, first_fat + fat_sectors), *[_FREE] * (109 - fat_sectors)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_sectors, 0, 0, _LEAST_STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", *difat)
    return header + directory.ljust(directory_size, b"\x00") + body + struct.pack(f"<{len(links)}I", *links)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\x00").encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


@dataclass(frozen=True)
class Run:
    """Characters of a .doc and the bytes of their property modifications."""

    text: str
    looks: bytes = b""


@dataclass(frozen=True)
class Par:
    """A paragraph of a .doc: its runs, property modifications, and the character that ends it."""

    runs: Sequence[Run]
    shape: bytes = b""
    mark: str = "\r"


def in_font(number: int) -> bytes:
    """Return the property modifications that set a font."""
    return struct.pack("<HHHH", 0x4A4F, number, 0x4A51, number)


def doc_file(
    paragraphs: Sequence[Par], fonts: Sequence[str] = ("Times New Roman",), notes: Sequence[Par] = (),
    wide: bool = False, flags: int = 0, version: int = 0xC1,
) -> bytes:  # fmt: skip
    """Return a .doc; `notes` are the footnotes of the characters \\x02 in its text, `wide` stores them in two bytes."""
    width = 2 if wide else 1
    pars = [*paragraphs, *notes, *([Par([Run("")])] if notes else [])]
    text = "".join("".join(run.text for run in par.runs) + par.mark for par in pars)
    raw = text.encode("utf-16-le") if wide else b"".join(_byte(one) for one in text)
    runs: list[tuple[int, bytes]] = []
    shapes: list[tuple[int, bytes]] = []
    at = 0
    for par in pars:
        for index, run in enumerate(par.runs):
            end = at + len(run.text) + (len(par.mark) if index == len(par.runs) - 1 else 0)
            runs.append((end, run.looks))
            at = end
        shapes.append((at, par.shape))
    body = sum(sum(len(run.text) for run in par.runs) + len(par.mark) for par in paragraphs)
    pages = [_run_page(runs, width), _paragraph_page(shapes, width)]
    first_page = -(-(_TEXT_AT + len(raw)) // _SECTOR)
    main = bytearray(first_page * _SECTOR)
    main[_TEXT_AT : _TEXT_AT + len(raw)] = raw
    main += b"".join(pages)
    where = _TEXT_AT if wide else (_TEXT_AT * 2) | 0x40000000
    end = _TEXT_AT + len(raw)
    table = {
        33: b"\x02" + struct.pack("<IIIHIH", 16, 0, len(text), 0, where, 0),
        12: struct.pack("<III", _TEXT_AT, end, first_page),
        13: struct.pack("<III", _TEXT_AT, end, first_page + 1),
        15: _fonts(fonts),
    }
    if notes:
        marks = [index for index, one in enumerate(text[:body]) if one == "\x02"]
        lengths = [sum(len(run.text) for run in par.runs) + 1 for par in notes]
        ends = [sum(lengths[:count]) for count in range(len(lengths) + 1)]
        table[2] = struct.pack(f"<{len(marks) + 1}I", *marks, body) + bytes(2 * len(marks))
        table[3] = struct.pack(f"<{len(ends) + 1}I", *ends, ends[-1] + 1)
    stream = b""
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<II", main, 0x4C, body, len(text) - body)
    for place, content in table.items():
        struct.pack_into("<II", main, 0x9A + 8 * place, len(stream), len(content))
        stream += content
    return ole_file({"WordDocument": bytes(main), "0Table": stream})


def _byte(one: str) -> bytes:
    return one.encode("latin-1") if one < "\u0100" else one.encode("cp1252")


def _run_page(runs: Sequence[tuple[int, bytes]], width: int) -> bytes:
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, _TEXT_AT, *(_TEXT_AT + width * end for end, _ in runs))
    free = _SECTOR - 2
    for index, (_, looks) in enumerate(runs):
        if looks:
            free = (free - len(looks) - 1) // 2 * 2
            page[free : free + 1 + len(looks)] = bytes((len(looks),)) + looks
            page[4 * (len(runs) + 1) + index] = free // 2
    page[-1] = len(runs)
    return bytes(page)


def _paragraph_page(shapes: Sequence[tuple[int, bytes]], width: int) -> bytes:
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(shapes) + 1}I", page, 0, _TEXT_AT, *(_TEXT_AT + width * end for end, _ in shapes))
    free = _SECTOR - 2
    for index, (_, shape) in enumerate(shapes):
        papx = struct.pack("<H", 0) + shape
        papx = papx.ljust(len(papx) + len(papx) % 2, b"\x00")
        free = (free - len(papx) - 2) // 2 * 2
        page[free : free + 2 + len(papx)] = bytes((0, len(papx) // 2)) + papx
        page[4 * (len(shapes) + 1) + 13 * index] = free // 2
    page[-1] = len(shapes)
    return bytes(page)


def _fonts(names: Sequence[str]) -> bytes:
    entries = b""
    for name in names:
        entry = bytes(39) + (name + "\x00").encode("utf-16-le")
        entries += bytes((len(entry),)) + entry
    return struct.pack("<HH", len(names), 0) + entries


IN_TABLE = struct.pack("<HB", 0x2416, 1)


def row_end(edges: Sequence[int], flags: Sequence[int] = ()) -> bytes:
    """Return the property modifications of the paragraph that ends a row: the edges of its cells and their flags."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H", flags[index] if flags else 0) + bytes(18) for index in range(count))
    shape = bytes((count,)) + struct.pack(f"<{count + 1}h", *edges) + cells
    return IN_TABLE + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, len(shape) + 1) + shape


def record(kind: int, content: bytes, instance: int = 0, container: bool = False) -> bytes:
    """Return one record of a .ppt."""
    return struct.pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(content)) + content


def ppt_file(slides: Sequence[Sequence[str]]) -> bytes:
    """Return a .ppt whose slides hold texts, the first of each its title."""
    listed = b""
    for number, texts in enumerate(slides):
        listed += record(0x03F3, struct.pack("<I", 100 + number) + bytes(16))
        for index, text in enumerate(texts):
            listed += record(0x0F9F, struct.pack("<I", 0 if index == 0 else 1))
            listed += record(0x0FA0, text.encode("utf-16-le"))
    document = record(0x03E8, record(0x0FF0, listed, container=True), container=True)
    places = record(0x1772, struct.pack("<II", 1 | 1 << 20, 0))
    edit = record(0x0FF5, bytes(8) + struct.pack("<III", 0, len(document), 1) + bytes(8))
    user = bytes(16) + struct.pack("<I", len(document) + len(places))
    return ole_file({"PowerPoint Document": document + places + edit, "Current User": user})


def msg_file(subject: str, body: str, attached: Mapping[str, bytes] | None = None) -> bytes:
    """Return a message as Outlook saves it."""
    streams = {
        "__properties_version1.0": b"\x01",
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
    }
    for number, (name, raw) in enumerate((attached or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = raw
    return ole_file(streams)


def rar_file(files: Mapping[str, bytes], locked: bool = False) -> bytes:
    """Return a .rar of version 4 that stores files as they are; `locked` marks them as encrypted."""
    made = b"Rar!\x1a\x07\x00" + _rar_block(0x73, 0, bytes(6))
    for name, data in files.items():
        raw = name.encode()
        fields = (len(data), len(data), 3, zlib.crc32(data), 0x5A000000, 29, 0x30, len(raw), 0o100644)
        flags = 0x8200 | (4 if locked else 0)
        made += _rar_block(0x74, flags, struct.pack("<IIBIIBBHI", *fields) + raw) + data
    return made + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, rest: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def rar5_file(files: Mapping[str, bytes]) -> bytes:
    """Return a .rar of version 5 that stores files as they are."""
    made = b"Rar!\x1a\x07\x01\x00" + _rar5_block([1, 0, 0])
    for name, data in files.items():
        raw, size = name.encode(), len(data)
        check = struct.pack("<I", zlib.crc32(data))
        made += _rar5_block(
            [2, 2, size, 4, size, 0o100644], check + _variable(0) + _variable(1) + _variable(len(raw)) + raw
        )
        made += data
    return made + _rar5_block([5, 0, 0])


def _rar5_block(numbers: Sequence[int], rest: bytes = b"") -> bytes:
    body = b"".join(map(_variable, numbers)) + rest
    sized = _variable(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _variable(number: int) -> bytes:
    """Return a number in sevens of bits, the lowest first."""
    made = b""
    while number > 0x7F:
        made += bytes([number & 0x7F | 0x80])
        number >>= 7
    return made + bytes([number])
