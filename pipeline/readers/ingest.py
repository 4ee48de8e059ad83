"""Files -> Source: the first stage. What a file is, its content tells; its name is only believed where both agree.

Kinds of Problem that readers set: not_nfc, invalid_characters, control_characters, doubtful_bytes, mojibake,
legacy_encoding, wrong_extension, hidden_text, tracked_changes, embedded_part, part_unreadable, no_text_layer,
poor_text, missing_letters, text_layer_replaced, read_by_ocr, poor_scan, doubtful_digits, too_many_pages,
page_unreadable, truncated, formula_without_value.
"""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from extractors.model import Problem, Source
from pipeline.errors import DamagedFile, EmptyFile, ReadError, TooLarge, UnsupportedFormat, complaint
from pipeline.files import IrregularFile, open_regular, printable_path, system_reason
from pipeline.readers.reader import MEGABYTES, Container, Reader
from pipeline.readers.reading import Reading
from pipeline.readers.sniff import HEAD_BYTES, contradicts, look_inside, sniff
from pipeline.readers.text import PLAIN, read_plain
from pipeline.readers.vietnamese import wrong_encoding


def read_source(path: Path, name: str | None = None) -> Source:
    """Read one file; `name` is its path as recorded, relative to the archive.

    Raises a ReadError, whose message names the file, the reason and what to do, for a file that is missing,
    unreadable, empty, encrypted, damaged, too large, or of a format that is not read.
    """
    name = printable_path(path.as_posix()) if name is None else name
    raw, found = _load(path, name)
    reader = look_inside(raw, found, name) if isinstance(found, Container) else found
    reading = reader.load()(raw, name)
    source = _source(reading, name, hashlib.sha256(raw).hexdigest(), reader)
    if not contradicts(path.suffix, reader):
        return source
    message = f"Đuôi tệp là {path.suffix} nhưng nội dung là {reader.kind}; đã đọc theo nội dung."
    return replace(source, problems=(Problem("wrong_extension", message), *source.problems))


def read_text(text: str, name: str) -> Source:
    """Make a Source of text that is not in a file (standard input); EmptyFile when it holds white space alone."""
    raw = text.encode("utf-8", errors="surrogateescape")
    return _source(read_plain(raw, name), name, hashlib.sha256(raw).hexdigest(), PLAIN)


def _source(reading: Reading, name: str, digest: str, reader: Reader) -> Source:
    found = wrong_encoding(reading.text)
    problems = (*reading.problems, found) if found else reading.problems
    return Source(name, digest, reader.kind, reading.text, reading.blocks, reading.pages, reading.hints, problems)


def _load(path: Path, name: str) -> tuple[bytes, Reader | Container]:
    """Return the bytes of a regular file and what its first bytes show; nothing is read before its size is known."""
    try:
        with open_regular(path) as stream:
            return _read_whole(stream, path, name)
    except IsADirectoryError as error:
        advice = "Hãy chỉ ra từng tệp hoặc dùng lệnh run"
        raise ReadError(complaint(name, "là thư mục, không phải tệp", advice)) from error
    except IrregularFile as error:
        raise UnsupportedFormat(complaint(name, "không phải tệp thường", "Hãy bỏ mục này khỏi kho")) from error
    except OSError as error:
        raise _explained(error, path, name) from error


def _read_whole(stream: BinaryIO, path: Path, name: str) -> tuple[bytes, Reader | Container]:
    before = os.fstat(stream.fileno())
    size = before.st_size
    if size == 0:
        raise EmptyFile(complaint(name, "tệp trống (0 byte)", "Hãy chép lại tệp gốc"))
    head = stream.read(HEAD_BYTES)
    found = sniff(head, path.suffix, name)
    if size > found.max_bytes:
        limit = f"tệp lớn {size / MEGABYTES:.0f} MB, quá giới hạn {found.max_bytes // MEGABYTES} MB"
        raise TooLarge(complaint(name, limit, "Hãy tách thành nhiều tệp nhỏ hơn"))
    raw = head + stream.read(size - len(head) + 1)
    after = os.fstat(stream.fileno())
    if len(raw) != size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DamagedFile(complaint(name, "tệp thay đổi trong khi đọc", "Hãy đọc lại"))
    return raw, found


def _explained(error: OSError, path: Path, name: str) -> ReadError:
    if error.errno == errno.ENOENT and path.is_symlink():
        return ReadError(complaint(name, "liên kết dẫn tới tệp không còn", "Hãy xóa liên kết hoặc chép lại tệp"))
    return ReadError(complaint(name, *system_reason(error)))
