"""Who writes a database: one run at a time, named by a file beside it, so that the next can say who holds it.

The lock is the system's own, on a hidden file beside the database, and goes with the process that has it, killed or
not. A database on a disk without such locks is written without one: SQLite's own still keep it whole.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Final

from pipeline.errors import StoreError
from pipeline.systems import lock

SECONDS_BETWEEN_TRIES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes a database: a person, on a computer, in a process, since when (local time, ISO), to do what."""

    who: str
    host: str
    process: int
    since: str
    what: str


def lock_file(database: Path) -> Path:
    """Return the file by which a run holds a database; hidden, so that no run reads it."""
    there = database.resolve()
    return there.with_name(f".{there.name}.lock")


def holder_of(database: Path) -> Holder | None:
    """Return who holds a database as the file beside it tells, None where it tells nothing."""
    try:
        return Holder(**json.loads(lock_file(database).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def held_by(database: Path) -> StoreError:
    """Return the error that says who holds a database."""
    holder = holder_of(database)
    return StoreError("store.locked", path=database) if holder is None else held_error(database, holder)


def held_error(database: object, holder: Holder) -> StoreError:
    """Return the error that says that somebody holds a database, in a file or on a server."""
    since = datetime.fromisoformat(holder.since).strftime("%H:%M %d/%m/%Y")
    return StoreError("store.held", path=database, **asdict(holder) | {"since": since})


@contextmanager
def held(database: Path, what: str, wait: Callable[[StoreError], None] | None = None) -> Iterator[None]:
    """Hold a database as long as the block runs; `what` is told to whoever else wants it.

    While another process holds it StoreError says who; with `wait` that is handed to it once, and the block waits.
    """
    file = lock_file(database)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _taken(file)
    if descriptor is None and wait is not None:
        wait(held_by(database))
    while descriptor is None and wait is not None:
        sleep(SECONDS_BETWEEN_TRIES)
        descriptor = _taken(file)
    if descriptor is None:
        raise held_by(database)
    try:
        holder = this_process(what)
        os.truncate(descriptor, 0)
        os.write(descriptor, json.dumps(asdict(holder)).encode())
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open; the next run takes it as it is
            file.unlink()
        os.close(descriptor)


def this_process(what: str) -> Holder:
    """Return this process as one that holds a database from now on."""
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return Holder(_person(), platform.node(), os.getpid(), since, what)


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


def _taken(file: Path) -> int | None:
    """Return the open file, locked, None while another process has it; one that was removed meanwhile is made anew."""
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), file.stat()):
                return descriptor
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock an open file; False while another process has it. A disk that knows no locks gives every lock."""
    try:
        return lock(descriptor)
    except OSError:
        return True
