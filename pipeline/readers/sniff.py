"""What is this file? First bytes and, for containers, the whole content -> Kind, whatever the name says.

The formats that are read have plain signatures, checked here; libmagic only names what is left over
(for the message), and without libmagic the first bytes of the usual suspects are known.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NoReturn

from pipeline.errors import EncryptedFile, UnsupportedFormat, complaint
from pipeline.readers.encodings import is_binary
from pipeline.readers.zips import open_zip

HEAD_BYTES: Final = 1 << 13


class Kind(StrEnum):
    """The formats that a reader exists for; ZIP and OLE are containers that `look_inside` opens."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"


_KIND_OF_SUFFIX: Final = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".docx": Kind.DOCX, ".docm": Kind.DOCX, ".dotx": Kind.DOCX, ".pdf": Kind.PDF,
    ".xlsx": Kind.XLSX, ".xlsm": Kind.XLSX, ".xltx": Kind.XLSX,
}  # fmt: skip
_OTHER_LIST: Final = """
.doc .rtf .odt .xls .xlsb .ods .ppt .pptx .jpg .jpeg .png .gif .tif .tiff .bmp .zip .rar .7z .exe .dll .mp3 .mp4
"""
_OTHER_SUFFIXES: Final = frozenset(_OTHER_LIST.split())
_DATA_LIST: Final = ".json .jsonl .csv .tsv .xml .yaml .yml .toml .sql .css .js"
_DATA_SUFFIXES: Final = frozenset(_DATA_LIST.split())
_CONTAINERS: Final = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_XHTML_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<(?:div|p|span|table|br|h[1-6]|a|ul|font|b|i)\b[^<>]{0,500}>", re.IGNORECASE)
_BLANK: Final = b" \t\r\n\x0c\xef\xbb\xbf\xff\xfe"

_OFFICE: Final = (
    ("xl/workbook.bin", "bảng tính Excel nhị phân (.xlsb)"),
    ("ppt/", "trình chiếu PowerPoint (.pptx)"),
    ("content.xml", "tài liệu OpenDocument (.odt, .ods)"),
)
_OLE_STREAMS: Final = (
    ("WordDocument", "văn bản Word 97-2003 (.doc)"),
    ("Workbook", "bảng tính Excel 97-2003 (.xls)"),
    ("Book", "bảng tính Excel 97-2003 (.xls)"),
    ("PowerPoint Document", "trình chiếu PowerPoint 97-2003 (.ppt)"),
)
_MARKUP: Final = (
    (b"{\\rtf", "văn bản RTF (.rtf)"),
    (b"MIME-Version:", "trang web lưu một tệp (.mht)"),
    (b"<?xml", "tệp XML"),
)
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
_TO_DOCX: Final = "Hãy mở bằng Word hoặc LibreOffice rồi lưu thành .docx"
_READABLE: Final = "Chương trình đọc được .docx, .xlsx, .pdf, .html, .txt, .md"


def kind_of_suffix(suffix: str) -> Kind | None:
    """Return the format that a file's extension promises; None for an extension that promises none of ours."""
    return _KIND_OF_SUFFIX.get(suffix.lower())


def contradicts(suffix: str, kind: Kind) -> bool:
    """Tell whether the extension promises another format than the content has."""
    promised = kind_of_suffix(suffix)
    if promised is None:
        return suffix.lower() in _OTHER_SUFFIXES
    return {promised, kind} != {Kind.TEXT, Kind.MARKDOWN} and promised is not kind


def sniff(head: bytes, suffix: str, name: str) -> Kind:
    """Return the format that the first bytes show; UnsupportedFormat, naming it, for one that is not read.

    The extension decides only between plain text, Markdown, a fragment of HTML and files for programs (.json, .csv).
    """
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    for signature, kind in _CONTAINERS:
        if head.startswith(signature):
            return kind
    promised = kind_of_suffix(suffix)
    plain = head.replace(b"\x00", b"").lstrip(_BLANK)
    if _looks_like_html(plain, promised):
        return Kind.HTML
    for signature, label in _MARKUP:
        if plain.startswith(signature):
            raise UnsupportedFormat(complaint(name, f"{label} chưa đọc được", _TO_DOCX))
    if is_binary(head):
        raise UnsupportedFormat(complaint(name, f"{_name_binary(head)}, không phải văn bản", _READABLE))
    if suffix.lower() in _DATA_SUFFIXES:
        raise UnsupportedFormat(complaint(name, f"tệp dữ liệu ({suffix}), không phải văn bản", _READABLE))
    return Kind.MARKDOWN if promised is Kind.MARKDOWN else Kind.TEXT


def look_inside(raw: bytes, kind: Kind, name: str) -> Kind:
    """Return DOCX or XLSX for a zip container that holds one; a ReadError that names any other content."""
    if kind is Kind.OLE:
        _refuse_ole(raw, name)
    if kind is not Kind.ZIP:
        return kind
    with open_zip(raw, name) as archive:
        names = archive.namelist()
    if any(part.startswith("word/") for part in names):
        return Kind.DOCX
    if "xl/workbook.bin" not in names and any(part.startswith("xl/") for part in names):
        return Kind.XLSX
    for prefix, label in _OFFICE:
        if any(part.startswith(prefix) for part in names):
            raise UnsupportedFormat(complaint(name, f"{label} chưa đọc được", _READABLE))
    raise UnsupportedFormat(complaint(name, "tệp nén (.zip)", "Hãy giải nén rồi đưa từng văn bản vào kho"))


def _looks_like_html(plain: bytes, promised: Kind | None) -> bool:
    if plain.startswith(b"<?xml"):
        return _XHTML_START.search(plain) is not None
    if plain.startswith(b"<") and _HTML_START.search(plain):
        return True
    return promised is Kind.HTML and _HTML_TAG.search(plain) is not None


def _refuse_ole(raw: bytes, name: str) -> NoReturn:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại"))
    for stream, label in _OLE_STREAMS:
        if stream.encode("utf-16-le") in raw:
            raise UnsupportedFormat(complaint(name, f"{label} chưa đọc được", _TO_DOCX))
    raise UnsupportedFormat(complaint(name, "tài liệu Office cũ chưa đọc được", _TO_DOCX))


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
