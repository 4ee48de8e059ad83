"""What one operating system has and another lacks: modules of Python, how an open file is locked, how one is named."""

from __future__ import annotations

import errno
import os
from importlib import import_module
from pathlib import Path
from typing import Any, Final


def if_there(name: str) -> Any:
    """Return a module of the standard library, None on a system that lacks it (`fcntl` on Windows)."""
    try:
        return import_module(name)
    except ImportError:
        return None


_POSIX: Final = if_there("fcntl")
_WINDOWS: Final = if_there("msvcrt")
_TAKEN: Final = (errno.EACCES, errno.EAGAIN)
_FAR: Final = 1 << 30
"""The byte that Windows locks, behind all that a file holds: others may still read it."""


_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/:-._~")


def address_of(path: Path) -> str:
    """Return the address by which SQLite opens a file, whatever bytes its name holds.

    `Path.as_uri` gives the same, but loads a web client from Python 3.14 on, which costs as much as a question.

    >>> address_of(Path("/kho/năm 2022?.db"))
    'file:///kho/n%C4%83m%202022%3F.db'
    """
    named = path.absolute().as_posix()
    rooted = named if named.startswith("/") else f"/{named}"
    return "file://" + "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(rooted))


def is_there(path: Path) -> bool:
    """Tell whether something is at a path; PermissionError where a folder over it is closed.

    `Path.exists`, `is_file` and `is_dir` tell of nothing there from Python 3.14 on.
    """
    try:
        path.stat()
    except PermissionError:
        raise
    except (OSError, ValueError):
        return False
    return True


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed or the process ends; False while another process has it.

    OSError on a disk that knows no locks.
    """
    try:
        if _POSIX:
            _POSIX.lockf(descriptor, _POSIX.LOCK_EX | _POSIX.LOCK_NB)
        elif _WINDOWS:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            _WINDOWS.locking(descriptor, _WINDOWS.LK_NBLCK, 1)
        else:
            raise OSError(errno.ENOLCK, "this system has no locks")
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return True
