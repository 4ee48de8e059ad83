"""A folder that is written whole or not at all, and never over what is not an export of ours."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.exporting.package import NAME, PACKAGE
from pipeline.scratch import scratch_folder


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder, which takes the place of `target` when the block ends well; an older export gives way.

    UsageError where `target` holds anything but an export.
    """
    target = target.resolve()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(target) as scratch:
        made, old = scratch / "made", scratch / "old"
        made.mkdir()
        yield made
        _refuse_foreign(target)
        if target.exists():
            target.rename(old)
        made.rename(target)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to; what is there takes the place of `target` when the block ends well.

    IsADirectoryError where `target` is a folder.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(target) as scratch:
        made = scratch / target.name
        yield made
        made.replace(target)


def _refuse_foreign(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError("usage.export_folder", path=target, name=target.name)
    there = {entry.name for entry in target.iterdir()}
    foreign = sorted(there - _ours(target / PACKAGE))
    if foreign:
        raise UsageError("usage.export_folder", path=target, name=foreign[0])


def _ours(package: Path) -> set[str]:
    """Return the names of the files that an export wrote, none when the description is not of an export."""
    try:
        told: dict[str, Any] = json.loads(package.read_text(encoding="utf-8"))
        ours = {PACKAGE, *(resource["path"] for resource in told["resources"])}
        return ours if told["name"] == NAME else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()
