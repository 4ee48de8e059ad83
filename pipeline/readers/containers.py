"""A container (.zip, .7z, .rar, .tar.gz, .eml, .msg) -> the files in it and in containers inside it, within limits.

Each file is known by its path: that of the container, a `/`, its path inside. What cannot be taken out (a password, a
damaged part) is refused by itself; a container that is made to fill a disk is refused whole. Nothing is ever written
where a name inside says: files go into a folder by their number.
"""

from __future__ import annotations

import ctypes
import locale
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge, complaint
from pipeline.files import printable_path
from pipeline.readers.mail.msg import OutlookMessage
from pipeline.readers.mail.parts import attachments, parse_message
from pipeline.readers.mail.reader import EML, MSG
from pipeline.readers.ole import Ole
from pipeline.readers.reader import OLE, ZIP, Head
from pipeline.readers.sniff import BINARY_WORKBOOK, HEAD_BYTES, reader_of
from pipeline.readers.zips import ZIP_FAILURES, open_zip, zip_names

MAX_DEPTH: Final = 3
"""Containers inside each other: an archive of messages that carry an archive has three."""
MAX_FILES: Final = 20_000
"""Files in one container, those of inner ones too; an office's whole year has some thousands."""
MAX_BYTES: Final = 2 << 30
"""Bytes that all files of one container have together."""
MAX_FILE: Final = 200 << 20
"""Bytes of one file in it, as of a file beside it."""
PACKAGE: Final = "libarchive13"
"""The Debian package that .7z, .rar and .tar.gz need."""
_BY_LIBRARY: Final = {
    b"7z\xbc\xaf\x27\x1c": "7zip", b"Rar!\x1a\x07\x00": "rar", b"Rar!\x1a\x07\x01": "rar5",
    b"\x1f\x8b\x08": "tar", b"BZh": "tar", b"\xfd7zXZ\x00": "tar",
}  # fmt: skip
"""How a container begins that libarchive opens, and the only form that it may have: asked for any, the library takes a
.rar that ends in a stored .docx for a .zip.
"""
_MASKED: Final = 0x800
_NAMELESS: Final = "không-tên"
"""What a file in a zip is called that has no name there."""
_PASSED_OVER: Final = re.compile(r"(?:^|/)(?:\.|~\$|__MACOSX/|Thumbs\.db$|desktop\.ini$)")
"""What a run passes over in folders too, and what Windows and macOS leave in archives."""
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file taken out: its path as known, and where it is now."""

    path: str
    file: Path


@dataclass(slots=True)
class Opened:
    """What a container holds; `refused` is what could not be taken out of it: path, reason, message."""

    is_document: bool = False
    """The file is a document itself: it is no container, or a message beside the files that it carries."""
    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    name: str
    raw: bytes | ReadError


def may_hold_files(head: bytes, suffix: str) -> bool:
    """Tell by its first bytes and its extension whether a file may be a container; Office files are told inside."""
    return suffix.lower() in (*EML.suffixes, *MSG.suffixes) or head.startswith((*_BY_LIBRARY, *ZIP.signatures))


def open_container(raw: bytes, path: str, folder: Path) -> Opened:
    """Take the files out of a container into a folder; none of a file that only looks like one, as Office files do.

    Raises a ReadError for a container that is damaged as a whole, wants a library that is not here, or holds more
    than the limits.
    """
    opener = _Opener(path, folder)
    is_container = opener.open(raw, path, 1)
    found = opener.opened
    found.is_document = not is_container or is_message(raw, path)
    if not (found.is_document or found.members or found.refused):
        raise EmptyFile(complaint(path, "tệp nén không có tệp nào", "Hãy kiểm tra lại tệp gốc"))
    return found


class _Opener:
    """Opens one container and those inside it, and counts what comes out."""

    def __init__(self, name: str, folder: Path) -> None:
        self.opened = Opened()
        self._name = name
        self._folder = folder
        self._bytes = 0
        self._paths: dict[str, int] = {}

    def open(self, raw: bytes, path: str, depth: int) -> bool:
        """Take out what `raw` holds; False where it is no container."""
        entries = _entries(raw, path)
        if entries is None:
            return False
        for entry in entries:
            self._take(entry, path, depth)
        return True

    def _take(self, entry: _Entry, path: str, depth: int) -> None:
        inside = _inside(entry.name)
        if inside is None:
            return
        known = self._unused(f"{path}/{inside}")
        if isinstance(entry.raw, ReadError):
            self.opened.refused.append((known, entry.raw.reason, str(entry.raw)))
            return
        self._count(len(entry.raw))
        if depth < MAX_DEPTH and may_hold_files(entry.raw[:16], PurePosixPath(inside).suffix):
            try:
                is_container = self.open(entry.raw, known, depth + 1)
            except TooLarge:
                raise
            except ReadError as error:
                self.opened.refused.append((known, error.reason, str(error)))
                return
            if is_container and not is_message(entry.raw, inside):
                return
        self._write(entry.raw, known)

    def _write(self, raw: bytes, known: str) -> None:
        suffix = PurePosixPath(known).suffix
        file = self._folder / f"{len(self.opened.members):06d}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        file.write_bytes(raw)
        self.opened.members.append(Member(known, file))

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAX_BYTES or len(self._paths) > MAX_FILES:
            raise _too_full(self._name)

    def _unused(self, path: str) -> str:
        """Return a path that no other file of the container has: a second one of a name gets a number."""
        number = self._paths[path] = self._paths.get(path, 0) + 1
        if number == 1:
            return path
        place = PurePosixPath(path)
        return self._unused(f"{place.with_suffix('')} ({number}){place.suffix}")


def _inside(name: str) -> str | None:
    """Return a path inside a container as people may see it; None for what a run passes over."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    path = printable_path(unicodedata.normalize("NFC", "/".join(parts)))
    return None if not path or _PASSED_OVER.search(path) else path


def is_message(raw: bytes, path: str) -> bool:
    """Tell whether a file is a message: of Outlook by what is inside, of any other program by how it begins."""
    if raw.startswith(OLE.signatures):
        return reader_of(Ole(raw, path).names, OLE) is MSG
    return EML.starts(Head(raw[:HEAD_BYTES], PurePosixPath(path).suffix.lower()))


def _entries(raw: bytes, path: str) -> Iterator[_Entry] | None:
    if raw.startswith(ZIP.signatures):
        names = zip_names(raw, path)
        is_document = reader_of(names, ZIP) is not None or BINARY_WORKBOOK in names
        return None if is_document else _from_zip(raw, path)
    if raw.startswith(tuple(_BY_LIBRARY)):
        return _from_library(raw, path)
    if not is_message(raw, path):
        return None
    carried = (
        OutlookMessage(raw, path).attachments()
        if raw.startswith(OLE.signatures)
        else attachments(parse_message(raw, path))
    )
    return (_Entry(one.name, one.raw) for one in carried)


def _from_zip(raw: bytes, path: str) -> Iterator[_Entry]:
    with open_zip(raw, path) as archive:
        declared = [min(info.file_size, MAX_FILE) for info in archive.infolist()]
        if sum(declared) > MAX_BYTES or len(declared) > MAX_FILES:
            raise _too_full(path)
        for info in archive.infolist():
            if not info.filename.endswith("/") and not stat.S_ISLNK(info.external_attr >> 16):
                name = _zip_name(info)
                yield _Entry(name, _unzipped(archive, info, f"{path}/{name}"))


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | ReadError:
    if info.flag_bits & 1:
        return EncryptedFile(complaint(name, "tệp trong tệp nén có mật khẩu", "Hãy giải nén bằng mật khẩu"))
    if info.file_size > MAX_FILE:
        return _too_large(name)
    try:
        with archive.open(info) as stream:
            data = stream.read(MAX_FILE + 1)
    except (*ZIP_FAILURES, NotImplementedError):
        return DamagedFile(complaint(name, "không giải nén được", "Hãy nén lại tệp gốc"))
    return data if len(data) <= MAX_FILE else _too_large(name)


def _too_full(name: str) -> TooLarge:
    reason = f"tệp nén chứa hơn {MAX_FILES} tệp hoặc {MAX_BYTES >> 30} GB"
    return TooLarge(complaint(name, reason, "Hãy giải nén thành nhiều phần nhỏ hơn"))


def _too_large(name: str) -> TooLarge:
    return TooLarge(complaint(name, f"tệp lớn hơn {MAX_FILE >> 20} MB", "Hãy tách thành nhiều tệp nhỏ hơn"))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a file's name in a zip: one that is not marked as UTF-8 may be UTF-8 all the same, or Windows-1258."""
    if info.flag_bits & _MASKED or not info.filename:
        return info.filename or _NAMELESS
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _from_library(raw: bytes, path: str) -> Iterator[_Entry]:
    """Yield the files of what libarchive reads; a broken part ends the list.

    A locked file of a .rar is known by its mark: libarchive gives its bytes as they are, without a word.
    """
    library = _library(path)
    locked = library.ffi.ffi("entry_is_data_encrypted", [library.ffi.c_archive_entry_p], ctypes.c_int)
    form = next(form for signature, form in _BY_LIBRARY.items() if raw.startswith(signature))
    try:
        with library.memory_reader(raw, form) as archive:
            for entry in archive:
                if not entry.isfile:
                    continue
                name = str(entry.pathname)
                if locked(entry._entry_p):
                    yield _Entry(name, _locked(f"{path}/{name}"))
                    continue
                try:
                    yield _Entry(name, _read_blocks(entry, f"{path}/{name}"))
                except library.exception.ArchiveError as error:
                    yield _Entry(name, _explained(error, f"{path}/{name}"))
    except library.exception.ArchiveError as error:
        raise _explained(error, path) from error


def _read_blocks(entry: Any, name: str) -> bytes | ReadError:
    data = bytearray()
    for block in entry.get_blocks(_CHUNK):
        data += block
        if len(data) > MAX_FILE:
            return _too_large(name)
    return bytes(data)


def _explained(error: Exception, name: str) -> ReadError:
    if "ncrypt" in str(error) or "passphrase" in str(error).lower():
        return _locked(name)
    return DamagedFile(complaint(name, "tệp nén bị cắt cụt hoặc hỏng", "Hãy chép lại tệp gốc"))


def _locked(name: str) -> ReadError:
    return EncryptedFile(complaint(name, "tệp nén có mật khẩu", "Hãy giải nén bằng mật khẩu"))


def _library(path: str) -> Any:
    """Return libarchive; MissingTool where it, or the library that it calls, is not installed."""
    try:
        import libarchive
        import libarchive.exception
    except (ImportError, OSError, AttributeError) as error:
        advice = f"Hãy cài libarchive (gói {PACKAGE}), hoặc giải nén rồi đưa từng văn bản vào kho"
        raise MissingTool(complaint(path, "cần libarchive để mở tệp nén này", advice)) from error
    with suppress(locale.Error):  # it gives names in the letters of the locale, and none for what those lack
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    return libarchive
