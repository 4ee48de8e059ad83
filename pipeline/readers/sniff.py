"""What is this file? First bytes and, for containers, the whole content -> its Reader, whatever the name says.

The readers know their own formats (`registry`); libmagic only names what is left over
(for the message), and without libmagic the first bytes of the usual suspects are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.errors import EncryptedFile, UnsupportedFormat, complaint
from pipeline.readers.encodings import is_binary
from pipeline.readers.ole import Ole
from pipeline.readers.reader import OLE, ZIP, Container, Head, Reader
from pipeline.readers.registry import READERS
from pipeline.readers.text import PLAIN
from pipeline.readers.zips import zip_names

HEAD_BYTES: Final = 1 << 13

_READER_OF: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_OTHER_LIST: Final = """
.xlsb .jpg .jpeg .png .gif .tif .tiff .bmp .zip .rar .7z .exe .dll .mp3 .mp4
"""
_OTHER_SUFFIXES: Final = frozenset(_OTHER_LIST.split())
_DATA_LIST: Final = ".json .jsonl .csv .tsv .xml .yaml .yml .toml .sql .css .js"
_DATA_SUFFIXES: Final = frozenset(_DATA_LIST.split())
BINARY_WORKBOOK: Final = "xl/workbook.bin"
"""The part of an .xlsb, which no reader takes; its other parts are those of an .xlsx."""
_BINARY: Final = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"Rar!\x1a", "application/x-rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
)
_NAMED: Final = (
    ("image/", "tệp ảnh"),
    ("audio/", "tệp âm thanh"),
    ("video/", "tệp video"),
    ("application/x-dosexec", "chương trình máy tính"),
    ("application/x-executable", "chương trình máy tính"),
    ("application/x-rar", "tệp nén"),
    ("application/x-7z-compressed", "tệp nén"),
    ("application/gzip", "tệp nén"),
)
_READABLE: Final = f"Chương trình đọc được {', '.join(reader.suffixes[0] for reader in READERS)}"


def contradicts(suffix: str, reader: Reader) -> bool:
    """Tell whether the extension promises another format than the content has."""
    promised = _READER_OF.get(suffix.lower())
    if promised is None:
        return suffix.lower() in _OTHER_SUFFIXES
    return promised is not reader and not (promised.by_name and reader.by_name)


def sniff(raw: bytes, suffix: str, name: str) -> Reader | Container:
    """Return the reader for what the first bytes show, or the container that is to be looked into.

    Raises UnsupportedFormat, which names the format, for one that is not read. The extension decides only between
    plain text, Markdown, a fragment of HTML and files for programs (.json, .csv).
    """
    for container in (ZIP, OLE):
        if raw.startswith(container.signatures):
            return container
    head = Head(raw, suffix.lower())
    for reader in READERS:
        if reader.starts(head):
            return reader
    if head.plain.startswith(b"<?xml"):
        raise UnsupportedFormat(complaint(name, "tệp XML chưa đọc được", _READABLE))
    if is_binary(raw):
        raise UnsupportedFormat(complaint(name, f"{_name_binary(raw)}, không phải văn bản", _READABLE))
    if head.suffix in _DATA_SUFFIXES:
        raise UnsupportedFormat(complaint(name, f"tệp dữ liệu ({suffix}), không phải văn bản", _READABLE))
    promised = _READER_OF.get(head.suffix)
    return promised if promised and promised.by_name else PLAIN


def look_inside(raw: bytes, container: Container, name: str) -> Reader:
    """Return the reader for what a container holds; a ReadError that names any other content."""
    names = Ole(raw, name).names if container is OLE else zip_names(raw, name)
    reader = reader_of(names, container)
    if reader is not None:
        return reader
    if "EncryptedPackage" in names:
        raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở tệp, bỏ mật khẩu rồi lưu lại"))
    if BINARY_WORKBOOK in names:
        reason = "bảng tính Excel nhị phân (.xlsb) chưa đọc được"
        raise UnsupportedFormat(complaint(name, reason, "Hãy mở bằng Excel rồi lưu thành .xlsx"))
    if container is ZIP:
        raise UnsupportedFormat(complaint(name, "tệp nén (.zip)", "Hãy giải nén rồi đưa từng văn bản vào kho"))
    raise UnsupportedFormat(complaint(name, "tệp Office cũ, không phải Word, Excel hay PowerPoint", _READABLE))


def reader_of(names: Sequence[str], container: Container) -> Reader | None:
    """Return the reader for a container with parts of these names; None for one that is not a document."""
    return next((one for one in READERS if one.container is container and one.holds(names)), None)


def _name_binary(head: bytes) -> str:
    mime = _magic_type(head) or next((mime for start, mime in _BINARY if head.startswith(start)), "")
    return next((label for prefix, label in _NAMED if mime.startswith(prefix)), "tệp nhị phân")


def _magic_type(head: bytes) -> str | None:
    """Ask libmagic for the media type; None where the library is not on this machine."""
    try:
        import magic
    except ImportError:
        return None
    try:
        return str(magic.from_buffer(head, mime=True))
    except magic.MagicException:
        return None
