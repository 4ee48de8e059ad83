"""The archive that tests of facts count in: the sample archive, small documents of our own, the shared texts.

`pairs.tsv` names statements by place: `PATH:start:numeral` of the sample archive, `own/NAME#mark` of `own.txt`, where a
number stands as `⟦mark|number⟧`, and `gold/FILE:start:end` of the shared texts, which are pointed at and not copied.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.readers.ingest import read_source, read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record

ROOT: Final = Path(__file__).resolve().parent
CORPUS: Final = ROOT.parent / "corpus"
PAIRS: Final = ROOT / "facts" / "pairs.tsv"
CELLS: Final = ROOT / "facts" / "cells.tsv"
COMMUNE_CELLS: Final = ROOT / "facts" / "commune_cells.tsv"
_OWN: Final = ROOT / "facts" / "own.txt"
_MARK: Final = re.compile(r"⟦(?P<mark>\w+)\|(?P<number>[^⟧]+)⟧")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, and whether a person says that they are one fact."""

    same: bool
    one: tuple[str, int]
    other: tuple[str, int]
    shown: str

    @property
    def is_shared(self) -> bool:
        """Tell whether it points into the shared texts."""
        return self.one[0].startswith("gold/") or self.other[0].startswith("gold/")


def own_documents() -> dict[str, tuple[str, dict[str, int]]]:
    """Return our small documents by name: the text without marks, and where each marked number stands."""
    found = {}
    for block in _OWN.read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, marked = block.partition("\n")
        text, places, at = "", {}, 0
        for match in _MARK.finditer(marked):
            text += marked[at : match.start()]
            places[match["mark"]] = len(text)
            text += match["number"]
            at = match.end()
        found[name] = (text + marked[at:], places)
    return found


def shared_root() -> Path | None:
    """Return the folder of the shared texts, None where it is not there."""
    named = os.environ.get("TRICHYEU_SHARED")
    return Path(named) if named and Path(named, "gold").is_dir() else None


def pairs() -> list[Pair]:
    """Return the pairs, each side as a document's path and a place in its text."""
    own = own_documents()
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) == 3 and parts[0] in ("0", "1"):
            one, other = (_side(part, own) for part in parts[1:])
            found.append(Pair(parts[0] == "1", one, other, " ~ ".join(parts[1:])))
    return found


def _side(written: str, own: dict[str, tuple[str, dict[str, int]]]) -> tuple[str, int]:
    if written.startswith("own/"):
        name, _, mark = written.removeprefix("own/").partition("#")
        return f"own/{name}.txt", own[name][1][mark]
    path, start, _ = written.rsplit(":", 2)
    return path, int(start)


def shared_files() -> Iterator[tuple[str, str]]:
    """Yield the shared texts that pairs point at, with the hash that they were marked by."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("sha256\t"):
            _, path, sha256 = line.split("\t")
            yield path, sha256


def make_archive(sample: Path, database: Path) -> sqlite3.Connection:
    """Write our documents and, where they are there, the shared texts to a copy of the sample archive; resolve it."""
    shutil.copy(sample, database)
    connection = connect(database, create=True)
    for name, (text, _) in own_documents().items():
        write_record(connection, annotate(read_text(text, f"own/{name}.txt")), "test")
    root = shared_root()
    for path, sha256 in shared_files():
        file = (root or ROOT) / path
        if root and hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
            write_record(connection, annotate(read_source(file, path)), "test")
    resolve_archive(connection)
    return connection


def fact_at(connection: sqlite3.Connection, side: tuple[str, int]) -> str | None:
    """Return the fact of the figure at a place of a document, None where no figure was read."""
    row = connection.execute(
        "SELECT f.fact_id FROM figures f JOIN documents d ON d.id = f.document_id WHERE d.path = ? AND f.start = ?",
        side,
    ).fetchone()
    return row["fact_id"] if row else None
