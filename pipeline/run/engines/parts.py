"""What was read of a shard -> a part: a file in a folder that all machines see, for one process to load.

A part is gzipped JSON, one line a document in the order of its shard: its path, the SHA-256 of the file as it was
read, and its rows, or why it was refused: what a run on one machine hands to its writer, and nothing else. It is
written under another name and renamed into place, so a part is whole or not there. Its name is a hash of what was read
(paths, bytes, corrections) and by what (the build that reads, classified documents let in or not): whoever reads the
same again, after a loss or in the next run, finds it or replaces it with the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.run.discover import Job
from pipeline.run.write import Refusal, Rows

_ENDING: Final = ".part.jsonl.gz"
_BYTES: Final = "base64"
"""The key of a value that JSON has no form for."""
_LEVEL: Final = 1
"""Of gzip: a part lives for minutes, so time counts more than room."""
_UNREADABLE: Final = "-"
_DAMAGED: Final = (OSError, EOFError, ValueError, KeyError, TypeError, IndexError)
"""What a part raises that another program wrote or a disk damaged."""


class DamagedPart(Exception):
    """A part is not what was to be read."""


def parts_folder(database: Path, shared: Path | None = None) -> Path:
    """Return the hidden folder of a database's parts, in a folder that all machines see or beside the database."""
    there = database.absolute()
    if shared is None:
        return there.with_name(f".{there.name}.parts")
    return shared.absolute() / f".{there.name}-{hashlib.sha256(os.fsencode(there)).hexdigest()[:8]}.parts"


def settings_name(extractor: str, work: bytes) -> str:
    """Return the short name of what reads: its build and what it was asked."""
    return hashlib.sha256(extractor.encode() + b"\0" + work).hexdigest()[:12]


def part_name(settings: str, jobs: Sequence[Job], hashes: Sequence[str | None]) -> str:
    """Return the name of a part: of what is read, by its bytes, and of what reads."""
    told = [
        (job.path, found or _UNREADABLE, job.declared_open, repr(job.corrections))
        for job, found in zip(jobs, hashes, strict=True)
    ]
    return f"{settings}-{hashlib.sha256(repr(told).encode()).hexdigest()}{_ENDING}"


def write_part(folder: Path, name: str, outcomes: Sequence[Rows | Refusal]) -> None:
    """Write a part under a name of its own and rename it into place."""
    unfinished = folder / f".{uuid.uuid4().hex}"
    try:
        with unfinished.open("xb") as file:
            with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
                for outcome in outcomes:
                    packed.write(json.dumps(_told(outcome), default=_as_text).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)


def read_part(folder: Path, name: str, jobs: Sequence[Job]) -> list[Rows | Refusal]:
    """Return what a part holds of its jobs, in their order; DamagedPart for one that is not theirs or not whole."""
    try:
        with gzip.open(folder / name, "rb") as lines:
            found = [_outcome(json.loads(line, object_hook=_from_text)) for line in lines]
    except _DAMAGED as error:
        raise DamagedPart(name) from error
    if [outcome.path for outcome in found] != [job.path for job in jobs]:
        raise DamagedPart(name)
    return found


def remove_part(folder: Path, name: str) -> None:
    """Remove a part that was loaded or is damaged."""
    (folder / name).unlink(missing_ok=True)


def remove_other_parts(folder: Path, settings: str, token: str) -> None:
    """Remove all that killed runs left in a folder but parts of the same settings; the token is this run's."""
    for file in folder.iterdir():
        if not file.name.startswith(f"{settings}-") and file.name != token and not file.is_dir():
            file.unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove a folder with all its parts."""
    shutil.rmtree(folder, ignore_errors=True)


def sha256_of(rows: Rows) -> str:
    """Return the hash of the file that rows were read from."""
    _, columns, ((*values,),) = rows.tables[0]
    return str(dict(zip(columns, values, strict=True))["sha256"])


def _told(outcome: Rows | Refusal) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        return {"path": outcome.path, "refused": [outcome.reason, outcome.message]}
    rest = [outcome.text, outcome.pages, outcome.tables, outcome.full_text, list(outcome.problems.items())]
    return {"path": outcome.path, "sha256": sha256_of(outcome), "rows": rest}


def _outcome(told: dict[str, Any]) -> Rows | Refusal:
    if "refused" in told:
        reason, message = told["refused"]
        return Refusal(told["path"], reason, message)
    text, pages, tables, (folded, bare), problems = told["rows"]
    rows = tuple((name, tuple(columns), [tuple(row) for row in values]) for name, columns, values in tables)
    return Rows(told["path"], text, pages, rows, (folded, bare), Counter(dict(problems)))


def _as_text(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(type(value).__name__)
    return {_BYTES: base64.b64encode(value).decode()}


def _from_text(found: dict[str, Any]) -> Any:
    return base64.b64decode(found[_BYTES]) if found.keys() == {_BYTES} else found
