"""Pages read by OCR, kept by the SHA-256 of their file, for other runs of the same archive.

What a run reads waits in memory until the document is known to be open (`keep`) or classified (`drop`): the text of a
classified document never reaches the folder. Without a folder nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from extractors.model import BlockKind
from pipeline.readers.pdf.page import PdfLine, PdfPage

_SUFFIX: Final = ".json"


class PageCache:
    """The cache of one process; `folder` is None until a run names one."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._waiting: dict[str, dict[int, PdfPage]] = {}

    def get(self, sha256: str, page: int, engine: str) -> PdfPage | None:
        """Return a page as it was read by the same engine; None where it was not, or the entry is damaged."""
        if page in self._waiting.get(sha256, {}):
            return self._waiting[sha256][page]
        if self.folder is None:
            return None
        try:
            entry = json.loads(_file(self.folder, sha256).read_text(encoding="utf-8"))
            if entry["engine"] != _signature(engine):
                return None
            return _page(entry["pages"][str(page)])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, sha256: str, page: PdfPage) -> None:
        """Let a page wait for `keep` or `drop`."""
        if self.folder is not None:
            self._waiting.setdefault(sha256, {})[page.number] = page

    def keep(self, engine: str) -> None:
        """Write what waits; a folder that cannot be written costs time at the next run, not this one."""
        waiting, self._waiting = self._waiting, {}
        for sha256, pages in waiting.items():
            if self.folder is not None:
                entry = {
                    "engine": _signature(engine),
                    "pages": {str(number): asdict(page) for number, page in sorted(pages.items())},
                }
                _write(_file(self.folder, sha256), json.dumps(entry, ensure_ascii=False, sort_keys=True))

    def drop(self) -> None:
        """Forget what waits."""
        self._waiting = {}

    def forget(self, sha256: str) -> bool:
        """Remove a file's pages from memory and from the folder; tell whether there were any."""
        found = self._waiting.pop(sha256, None) is not None
        if self.folder is None:
            return found
        entry = _file(self.folder, sha256)
        found |= entry.is_file()
        entry.unlink(missing_ok=True)
        return found


CACHE: Final = PageCache()
"""The cache of this process."""


def forget(folder: Path, sha256: str) -> bool:
    """Remove what a cache folder holds of one file; tell whether there was anything."""
    other = PageCache()
    other.folder = folder
    return other.forget(sha256)


@cache
def _signature(engine: str) -> str:
    """Return the engine's version with a hash of the code that reads scans: another one reads again."""
    digest = hashlib.sha256(engine.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _file(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}{_SUFFIX}"


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


def _page(kept: dict[str, Any]) -> PdfPage:
    lines = [
        PdfLine(
            line["text"], tuple(line["box"]), line["size"], BlockKind(line["kind"]),
            tuple((start, end) for start, end in line["doubts"]),
        )
        for line in kept.pop("lines")
    ]  # fmt: skip
    return PdfPage(**{**kept, "lines": lines})
