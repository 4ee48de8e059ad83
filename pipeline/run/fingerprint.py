"""The code and rules that make a record -> one short name; a new name makes a run read every file again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.annotate import EXTRACTOR

_COVERED: Final = (
    "extractors", "pipeline/readers", "pipeline/annotate.py", "pipeline/run/write.py", "pipeline/run/store.py",
    "pipeline/run/schema.sql", "pipeline/errors.py", "pipeline/files.py", "pipeline/speech.py",
    "pipeline/serialise.py", "pipeline/run/erasure.py", "pipeline/run/exports.py", "pipeline/run/full_text.py",
    "pipeline/run/identity.py", "pipeline/run/sketch.py", "pipeline/scratch.py", "pipeline/systems.py",
    "pipeline/version.py", "pipeline/corrections/apply.py", "pipeline/corrections/model.py",
    "pipeline/corrections/place.py", "pipeline/corrections/store.py",
)  # fmt: skip
"""Folders and files between a file's bytes and its rows; a test follows the imports and fails when one is left out."""

_SUFFIXES: Final = (".py", ".toml", ".sql")


@cache
def fingerprint() -> str:
    """Return the extractor's name with a hash of all code and rules that make a record or its rows."""
    digest = hashlib.sha256()
    for path, entry in _files():
        digest.update(path.encode() + b"\0" + entry.read_bytes() + b"\0")
    return f"{EXTRACTOR}+{digest.hexdigest()[:8]}"


def covered_files() -> frozenset[str]:
    """Return the paths of the files that the fingerprint covers, with `/`: `extractors/model.py`."""
    return frozenset(path for path, _ in _files())


def _files() -> Iterator[tuple[str, Traversable]]:
    for path in _COVERED:
        package, *rest = path.split("/")
        yield from _walk(path, resources.files(package).joinpath(*rest))


def _walk(path: str, entry: Traversable) -> Iterator[tuple[str, Traversable]]:
    if entry.is_dir():
        for below in sorted(entry.iterdir(), key=lambda e: e.name):
            yield from _walk(f"{path}/{below.name}", below)
    elif path.endswith(_SUFFIXES):
        yield path, entry
