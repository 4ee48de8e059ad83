"""Pages read by OCR, kept by the SHA-256 of their file, for other runs of the same archive.

What a run reads waits in memory until the document is known to be open (`keep`) or classified (`erase`): the text of
a classified document never reaches the folder, and leaves it when it is there. Without a folder nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import Any, Final

Kept = dict[str, Any]
"""A page as JSON takes it."""

_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What an entry raises that was cut off or written by another program."""


class PageCache:
    """The cache of one process; `folder` is None until a run names one."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._waiting: dict[str, dict[int, Kept]] = {}
        self._engine = ""

    def begin(self, sha256: str, engine: str) -> None:
        """Take up a file, and no other with it: the pages that the same engine read of it before are at hand."""
        self._engine = engine
        if sha256 not in self._waiting:
            self._waiting = {sha256: self._kept(sha256)}

    def get(self, sha256: str, number: int) -> Kept | None:
        """Return a page as it was read before; None where it was not."""
        return self._waiting.get(sha256, {}).get(number)

    def put(self, sha256: str, number: int, page: Kept) -> None:
        """Let a page wait for `keep` or `erase`."""
        self._waiting.setdefault(sha256, {})[number] = page

    def keep(self) -> None:
        """Write what waits; a folder that cannot be written costs time at the next run, not this one."""
        waiting, self._waiting = self._waiting, {}
        for sha256, pages in waiting.items():
            if self.folder is not None and pages:
                entry = {"engine": _signature(self._engine), "pages": dict(sorted(pages.items()))}
                _write(_file(self.folder, sha256), json.dumps(entry, ensure_ascii=False))

    def drop(self) -> None:
        """Put away what waits, unwritten."""
        self._waiting = {}

    def erase(self) -> None:
        """Put away what waits, and remove what the folder holds of the same files."""
        waiting, self._waiting = self._waiting, {}
        if self.folder is not None:
            for sha256 in waiting:
                forget(self.folder, sha256)

    def _kept(self, sha256: str) -> dict[int, Kept]:
        if self.folder is None:
            return {}
        try:
            entry = json.loads(_file(self.folder, sha256).read_text(encoding="utf-8"))
            if entry["engine"] != _signature(self._engine):
                return {}
            return {int(number): page for number, page in entry["pages"].items()}
        except _DAMAGED:
            return {}


CACHE: Final = PageCache()
"""The cache of this process."""


def forget(folder: Path, sha256: str) -> bool:
    """Remove what a cache folder holds of one file; tell whether there was anything."""
    entry = _file(folder, sha256)
    found = entry.is_file()
    entry.unlink(missing_ok=True)
    return found


def keep_only(folder: Path, kept: Set[str]) -> None:
    """Remove what a cache folder holds of other files than those of the hashes `kept`."""
    for entry in folder.glob("*/*"):
        if entry.stem not in kept:
            entry.unlink(missing_ok=True)


@cache
def _signature(engine: str) -> str:
    """Return the engine's version with a hash of the code that reads scans: another one reads again."""
    digest = hashlib.sha256(engine.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _file(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.json"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
    except OSError:
        return
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
