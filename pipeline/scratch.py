"""Folders for what must be unpacked while a command runs; what a killed one left is removed by the next.

The process that made a folder holds a lock in it, its workers do not: so a lock that can be had tells of a dead one.
Attachments may be classified: none of their bytes may wait for somebody to tidy up.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "trichyeu-"
_LOCK: Final = ".lock"
_OWN: Final[set[Path]] = set()
"""Folders of this process: to open their lock again and close it would give it up."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder as long as the block runs, and remove those that killed processes left."""
    clear_left()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _OWN.add(folder)
        with (folder / "lock").open("wb") as lock:
            _lock(lock)
            (folder / "lock").rename(folder / _LOCK)  # under this name alone others try it
            yield folder
    _OWN.discard(folder)


def clear_left() -> int:
    """Remove the folders whose processes are gone, and return how many there were; others' folders stay."""
    cleared = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder in _OWN:
            continue
        with suppress(OSError), (folder / _LOCK).open("r+b") as lock:
            if _lock(lock):
                shutil.rmtree(folder, ignore_errors=True)
                cleared += not folder.exists()
    return cleared


def _lock(file: IO[bytes]) -> bool:
    """Lock a file for this process until it ends or closes the file; False when another one has it."""
    try:
        import fcntl
    except ImportError:
        return False  # a system without it does not remove a folder whose file is open, nor do we
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
