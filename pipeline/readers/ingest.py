"""Files -> Source: the first stage. What a file is, its content tells; its name is only believed where both agree.

Kinds of Problem that readers set: not_nfc, invalid_characters, control_characters, doubtful_bytes, mojibake,
legacy_encoding, wrong_extension, hidden_text, tracked_changes, embedded_part, part_unreadable, no_text_layer,
poor_text, page_unreadable, truncated, formula_without_value.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from extractors.model import Problem, Source
from pipeline.errors import DamagedFile, EmptyFile, ReadError, TooLarge, UnsupportedFormat, complaint
from pipeline.files import IrregularFile, open_regular, printable_path, system_reason
from pipeline.readers.reading import Reading
from pipeline.readers.sniff import HEAD_BYTES, Kind, contradicts, look_inside, sniff
from pipeline.readers.text import read_plain
from pipeline.readers.vietnamese import wrong_encoding

MAX_BYTES: Final = {
    Kind.TEXT: 50 << 20,
    Kind.MARKDOWN: 50 << 20,
    Kind.HTML: 30 << 20,
    Kind.ZIP: 200 << 20,
    Kind.OLE: 200 << 20,
    Kind.PDF: 200 << 20,
}
"""Bytes that are read of one file. 50 MB of text is twenty thousand pages, more than any one document; a web
page needs thirty times its size as a tree; Word, Excel and PDF files are mostly pictures."""


def read_source(path: Path, name: str | None = None) -> Source:
    """Read one file; `name` is its path as recorded, relative to the archive.

    Raises a ReadError, whose message names the file, the reason and what to do, for a file that is missing,
    unreadable, empty, encrypted, damaged, too large, or of a format that is not read.
    """
    name = printable_path(path.as_posix()) if name is None else name
    raw, kind = _load(path, name)
    kind = look_inside(raw, kind, name)
    reading = _reader(kind)(raw, name)
    source = _source(reading, name, hashlib.sha256(raw).hexdigest(), kind)
    if not contradicts(path.suffix, kind):
        return source
    message = f"Đuôi tệp là {path.suffix} nhưng nội dung là {kind.value}; đã đọc theo nội dung."
    return replace(source, problems=(Problem("wrong_extension", message), *source.problems))


def read_text(text: str, name: str) -> Source:
    """Make a Source of text that is not in a file (standard input); EmptyFile when it holds white space alone."""
    raw = text.encode("utf-8", errors="surrogateescape")
    return _source(read_plain(raw, name), name, hashlib.sha256(raw).hexdigest(), Kind.TEXT)


def _source(reading: Reading, name: str, digest: str, kind: Kind) -> Source:
    found = wrong_encoding(reading.text)
    problems = (*reading.problems, found) if found else reading.problems
    return Source(name, digest, kind.value, reading.text, reading.blocks, reading.pages, reading.hints, problems)


def _load(path: Path, name: str) -> tuple[bytes, Kind]:
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


def _read_whole(stream: BinaryIO, path: Path, name: str) -> tuple[bytes, Kind]:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        raise EmptyFile(complaint(name, "tệp trống (0 byte)", "Hãy chép lại tệp gốc"))
    head = stream.read(HEAD_BYTES)
    kind = sniff(head, path.suffix, name)
    if size > MAX_BYTES[kind]:
        limit = f"tệp lớn {size / (1 << 20):.0f} MB, quá giới hạn {MAX_BYTES[kind] >> 20} MB"
        raise TooLarge(complaint(name, limit, "Hãy tách thành nhiều tệp nhỏ hơn"))
    raw = head + stream.read(MAX_BYTES[kind])
    if len(raw) < size:
        raise DamagedFile(complaint(name, "tệp thay đổi trong khi đọc", "Hãy đọc lại"))
    return raw, kind


def _explained(error: OSError, path: Path, name: str) -> ReadError:
    if error.errno == errno.ENOENT and path.is_symlink():
        return ReadError(complaint(name, "liên kết dẫn tới tệp không còn", "Hãy xóa liên kết hoặc chép lại tệp"))
    return ReadError(complaint(name, *system_reason(error)))


def _reader(kind: Kind) -> Callable[[bytes, str], Reading]:
    """Return the reader of a format; each is loaded when first needed, since their libraries are slow to start."""
    if kind is Kind.DOCX:
        from pipeline.readers.docx.read import read_docx

        return read_docx
    if kind is Kind.XLSX:
        from pipeline.readers.xlsx.read import read_xlsx

        return read_xlsx
    if kind is Kind.PDF:
        from pipeline.readers.pdf.read import read_pdf

        return read_pdf
    if kind is Kind.HTML:
        from pipeline.readers.html.read import read_html

        return read_html
    if kind is Kind.MARKDOWN:
        from pipeline.readers.text import read_markdown

        return read_markdown
    return read_plain
