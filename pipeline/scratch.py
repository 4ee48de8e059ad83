"""Folders for what must be unpacked while a command runs; what a killed one left is removed by the next.

The process that made a folder holds a lock in it, its workers do not: so a lock that can be had tells of a dead one.
Attachments may be classified: none of their bytes may wait for somebody to tidy up.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from pipeline.systems import lock

_PREFIX: Final = "trichyeu-"
_LOCK: Final = ".lock"
_TRIES, _PAUSE = 25, 0.2
"""How often a folder is emptied that is still written to, and the seconds between."""
_OWN: Final[set[Path]] = set()
"""Folders of this process: to open their lock again and close it would give it up."""


@contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """Give an empty folder as long as the block runs, and remove those that killed processes left.

    It lies in the system's folder for such, or hidden beside the file or folder whose place its content is to take.
    """
    where = Path(tempfile.gettempdir()) if beside is None else beside.parent
    prefix = _PREFIX if beside is None else f".{beside.name}.{_PREFIX}"
    clear_left(where, prefix)
    with ExitStack() as stack:
        folder = _held(stack, where, prefix)
        _OWN.add(folder)
        stack.callback(_OWN.discard, folder)
        yield folder


def _held(stack: ExitStack, where: Path, prefix: str) -> Path:
    """Make a folder and lock it; another one where it was taken for a dead process's before the lock stood."""
    while True:
        made = tempfile.TemporaryDirectory(prefix=prefix, dir=where, ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(made))
        file = stack.enter_context((folder / _LOCK).open("wb"))
        if _lock(file, unknown=True) and (folder / _LOCK).exists():
            return folder


def clear_left(where: Path | None = None, prefix: str = _PREFIX) -> int:
    """Remove the folders whose processes are gone, and return how many there were; others' folders stay."""
    cleared = 0
    for folder in (where or Path(tempfile.gettempdir())).iterdir():
        if folder in _OWN or not folder.name.startswith(prefix):
            continue
        with suppress(OSError), (folder / _LOCK).open("r+b") as file:
            if _lock(file, unknown=False):
                cleared += _removed(folder)
    return cleared


def _removed(folder: Path) -> bool:
    """Remove a folder, its lock last: workers that outlive their killed process may still be writing for a moment."""
    for _ in range(_TRIES):
        for entry in folder.iterdir():
            if entry.name != _LOCK:
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
        if [entry.name for entry in folder.iterdir()] == [_LOCK]:
            shutil.rmtree(folder, ignore_errors=True)
            return not folder.exists()
        time.sleep(_PAUSE)
    return False


def _lock(file: IO[bytes], unknown: bool) -> bool:
    """Lock a file for this process until it ends or closes the file; `unknown` on a disk that knows no locks."""
    try:
        return lock(file.fileno())
    except OSError:
        return unknown
