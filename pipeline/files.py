"""Files on disk: a name as the database may hold it, a file opened without ever waiting, why one cannot be opened."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from io import BufferedReader
from pathlib import Path
from typing import Final

_LOOKS_ESCAPED: Final = re.compile(r"\\(?=x[0-9a-f]{2})")
_NEVER_WAITING: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
)


_REASONS: Final = {
    errno.ENOENT: ("không có tệp này", "Hãy kiểm tra đường dẫn"),
    errno.ELOOP: ("liên kết vòng, không dẫn tới tệp nào", "Hãy xóa liên kết này"),
    errno.EACCES: ("không có quyền đọc", "Hãy cấp quyền đọc"),
    errno.EPERM: ("không có quyền đọc", "Hãy cấp quyền đọc"),
    errno.ENAMETOOLONG: ("tên hoặc đường dẫn quá dài", "Hãy đổi tên ngắn hơn"),
}


class IrregularFile(OSError):
    """A pipe, a socket or a device stands where a file should."""


def printable_path(path: str) -> str:
    r"""Return a path of the system as printable text, from which the path can be told again.

    What cannot be printed is written byte by byte as `\xNN`: bytes that are not UTF-8, control characters, line
    ends, direction marks. A backslash before `xNN` is written `\x5c`. Every other name stays as it is.

    >>> print(printable_path("2022/báo cáo.txt"), printable_path("a\nb"), printable_path("c\udcff"))
    2022/báo cáo.txt a\x0ab c\xff
    """
    if path.isprintable() and "\\x" not in path:
        return path
    return "".join(char if _is_printable(char) else _escaped(char) for char in _LOOKS_ESCAPED.sub(r"\\x5c", path))


def _is_printable(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escaped(char: str) -> str:
    undecoded = "\udc80" <= char <= "\udcff"
    return "".join(
        f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape" if undecoded else "surrogatepass")
    )


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading, links followed.

    Raises IsADirectoryError, IrregularFile, or the OSError of the system. The mode is checked before opening,
    since opening alone can wait (a pipe) or act (a device), and again behind it, since the file may have changed.
    """
    _check_regular(path.stat().st_mode, path)
    stream = os.fdopen(os.open(path, _NEVER_WAITING), "rb")
    try:
        _check_regular(os.fstat(stream.fileno()).st_mode, path)
    except OSError:
        stream.close()
        raise
    return stream


def _check_regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(path)
    if not stat.S_ISREG(mode):
        raise IrregularFile(path)


def system_reason(error: OSError) -> tuple[str, str]:
    """Return why the system opens no file or folder, and what to do, as people read it."""
    unknown = (f"không đọc được ({error.strerror})", "Hãy kiểm tra ổ đĩa")
    return _REASONS.get(error.errno or 0, unknown)
