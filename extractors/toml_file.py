"""A TOML file of the program -> its values; what was parsed once is kept as Python keeps the modules that it compiled.

Parsing all tables costs more than the rest of a start. What is kept stands in `__pycache__` beside the file, for the
size and the time of the file that it was made from; where that folder cannot be written, every start parses again.
It is kept by marshal, as those are; days, which marshal does not know, are kept beside the values with their places.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_Place = tuple[str | int, ...]
"""Where a value stands: the keys and indexes that lead to it."""

_BROKEN: Final = (OSError, EOFError, ValueError, LookupError, TypeError)
"""What reading a file raises that was cut off or that another program wrote."""


def read_toml(file: Path) -> dict[str, Any]:
    """Return the values of a TOML file; FileNotFoundError or TOMLDecodeError when it is not there or no TOML."""
    status = file.stat()
    state = (status.st_mtime_ns, status.st_size)
    kept = file.parent / "__pycache__" / f"{file.name}.{sys.implementation.cache_tag}.kept"
    with suppress(*_BROKEN):
        known, table, days = marshal.loads(kept.read_bytes())  # noqa: S302 - as trusted as the modules beside it
        if known == state and isinstance(table, dict):
            _put_days(table, days)
            return table
    import tomllib

    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):  # of a value that marshal does not know
            _write(kept, _dumped(state, table))
    return table


def _dumped(state: tuple[int, int], table: dict[str, Any]) -> bytes:
    """Return what is kept of a table, its days beside it."""
    days: list[tuple[_Place, str]] = []
    return marshal.dumps((state, _without_days(table, (), days), days))


def _without_days(value: Any, place: _Place, days: list[tuple[_Place, str]]) -> Any:
    """Return a copy of a value with None for each day, which is added to `days` with its place."""
    from datetime import date

    if isinstance(value, dict):
        return {key: _without_days(part, (*place, key), days) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_days(part, (*place, number), days) for number, part in enumerate(value)]
    if type(value) is not date:
        return value
    days.append((place, value.isoformat()))
    return None


def _put_days(table: Any, days: list[tuple[_Place, str]]) -> None:
    """Put days back in their places."""
    if not days:
        return
    from datetime import date  # the help of the program loads tables, and no days

    for (*way, last), day in days:
        at = table
        for key in way:
            at = at[key]
        at[last] = date.fromisoformat(day)


def _write(file: Path, content: bytes) -> None:
    """Write a file as a whole: whoever reads it meanwhile gets the old one or the new one."""
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
