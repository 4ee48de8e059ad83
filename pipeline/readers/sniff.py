"""What is this file? First bytes and, for containers, the whole content -> Kind, whatever the name says.

The formats that are read have plain signatures, checked here; libmagic only names what is left over
(for the message), and without libmagic the first bytes of the usual suspects are known.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from typing import Final

from pipeline.errors import EncryptedFile, UnsupportedFormat, complaint
from pipeline.readers.encodings import is_binary
from pipeline.readers.ole import Ole
from pipeline.readers.zips import open_zip

HEAD_BYTES: Final = 1 << 13
_LONGEST_TYPE: Final = 256
"""Bytes of the part in which an OpenDocument file names its type."""


class Kind(StrEnum):
    """The formats that a reader exists for; ZIP and OLE are containers that `look_inside` opens."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    PPTX = "pptx"
    MHT = "mht"
    EML = "eml"
    MSG = "msg"
    ZIP = "zip"
    OLE = "ole"


_KIND_OF_SUFFIX: Final = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".docx": Kind.DOCX, ".docm": Kind.DOCX, ".dotx": Kind.DOCX, ".pdf": Kind.PDF,
    ".xlsx": Kind.XLSX, ".xlsm": Kind.XLSX, ".xltx": Kind.XLSX,
    ".doc": Kind.DOC, ".dot": Kind.DOC, ".xls": Kind.XLS, ".xlt": Kind.XLS, ".ppt": Kind.PPT, ".pps": Kind.PPT,
    ".rtf": Kind.RTF, ".odt": Kind.ODT, ".ods": Kind.ODS, ".odp": Kind.ODP, ".pptx": Kind.PPTX, ".ppsx": Kind.PPTX,
    ".mht": Kind.MHT, ".mhtml": Kind.MHT, ".eml": Kind.EML, ".msg": Kind.MSG,
}  # fmt: skip
_OTHER_LIST: Final = """
.xlsb .jpg .jpeg .png .gif .tif .tiff .bmp .zip .rar .7z .exe .dll .mp3 .mp4
"""
_OTHER_SUFFIXES: Final = frozenset(_OTHER_LIST.split())
_DATA_LIST: Final = ".json .jsonl .csv .tsv .xml .yaml .yml .toml .sql .css .js"
_DATA_SUFFIXES: Final = frozenset(_DATA_LIST.split())
OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06")
_CONTAINERS: Final = (
    *((signature, Kind.ZIP) for signature in ZIP_SIGNATURES),
    (OLE_SIGNATURE, Kind.OLE),
    (b"\x09\x08\x08\x00", Kind.XLS),
    (b"\x09\x04\x06\x00", Kind.XLS),
    (b"\x09\x02\x06\x00", Kind.XLS),
)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_XHTML_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<(?:div|p|span|table|br|h[1-6]|a|ul|font|b|i)\b[^<>]{0,500}>", re.IGNORECASE)
_BLANK: Final = b" \t\r\n\x0c\xef\xbb\xbf\xff\xfe"

_OFFICE: Final = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX))
_OPEN_DOCUMENTS: Final = (
    (b"opendocument.text", Kind.ODT),
    (b"opendocument.spreadsheet", Kind.ODS),
    (b"opendocument.presentation", Kind.ODP),
)
"""What the first part of an OpenDocument file says it is; templates say the same with `-template` behind."""
_OUTLOOK: Final = "__properties_version1.0"
_OLE_STREAMS: Final = (
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
    (_OUTLOOK, Kind.MSG),
)
_MIME_START: Final = re.compile(
    rb"(?:MIME-Version|From|Subject|Snapshot-Content-Location|Content-Type):", re.IGNORECASE
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
_READABLE: Final = "Chương trình đọc được Word, Excel, PowerPoint, OpenDocument, .rtf, .pdf, .html, .mht, .txt, .md"


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
    if plain.startswith(b"{\\rtf"):
        return Kind.RTF
    if promised in (Kind.MHT, Kind.EML) and _MIME_START.search(plain):
        return promised
    if plain.startswith(b"<?xml"):
        raise UnsupportedFormat(complaint(name, "tệp XML chưa đọc được", _READABLE))
    if is_binary(head):
        raise UnsupportedFormat(complaint(name, f"{_name_binary(head)}, không phải văn bản", _READABLE))
    if suffix.lower() in _DATA_SUFFIXES:
        raise UnsupportedFormat(complaint(name, f"tệp dữ liệu ({suffix}), không phải văn bản", _READABLE))
    return Kind.MARKDOWN if promised is Kind.MARKDOWN else Kind.TEXT


def look_inside(raw: bytes, kind: Kind, name: str) -> Kind:
    """Return the format of what a zip or OLE container holds; a ReadError that names any other content."""
    if kind is Kind.OLE:
        return _inside_ole(raw, name)
    if kind is not Kind.ZIP:
        return kind
    found = inside_zip(raw, name)
    if found is Kind.ZIP:
        raise UnsupportedFormat(complaint(name, "tệp nén (.zip)", "Hãy giải nén rồi đưa từng văn bản vào kho"))
    return found


def inside_zip(raw: bytes, name: str) -> Kind:
    """Return the format of an Office or OpenDocument file, ZIP for any other container; a ReadError for .xlsb."""
    with open_zip(raw, name) as archive:
        names = archive.namelist()
        declared = archive.read("mimetype")[:_LONGEST_TYPE] if "mimetype" in names and _is_small(archive) else b""
    if "xl/workbook.bin" in names:
        reason = "bảng tính Excel nhị phân (.xlsb) chưa đọc được"
        raise UnsupportedFormat(complaint(name, reason, "Hãy mở bằng Excel rồi lưu thành .xlsx"))
    for prefix, found in _OFFICE:
        if any(part.startswith(prefix) for part in names):
            return found
    return next((found for words, found in _OPEN_DOCUMENTS if words in declared), Kind.ZIP)


def is_message(raw: bytes, suffix: str) -> bool:
    """Tell whether bytes are a message: of Outlook by what is inside, of any other program by how it begins."""
    if raw.startswith(OLE_SIGNATURE):
        return _OUTLOOK.encode("utf-16-le") in raw
    return suffix.lower() == ".eml" and _MIME_START.search(raw[:HEAD_BYTES]) is not None


def _looks_like_html(plain: bytes, promised: Kind | None) -> bool:
    if plain.startswith(b"<?xml"):
        return _XHTML_START.search(plain) is not None
    if plain.startswith(b"<") and _HTML_START.search(plain):
        return True
    return promised is Kind.HTML and _HTML_TAG.search(plain) is not None


def _is_small(archive: zipfile.ZipFile) -> bool:
    info = archive.getinfo("mimetype")
    return info.file_size <= _LONGEST_TYPE and info.compress_type == zipfile.ZIP_STORED


def _inside_ole(raw: bytes, name: str) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại"))
    names = Ole(raw, name).names
    for stream, kind in _OLE_STREAMS:
        if stream in names:
            return kind
    raise UnsupportedFormat(complaint(name, "tệp Office cũ, không phải Word, Excel hay PowerPoint", _READABLE))


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
