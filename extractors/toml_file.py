"""A TOML file of the program -> its values; what was parsed once is kept as Python keeps the modules that it compiled.

Parsing all tables costs more than the rest of a start. What is kept stands in `__pycache__` beside the file, for the
size and the time of the file that it was made from; where that folder cannot be written, every start parses again.
It is kept by marshal, as those are, and by pickle, a larger module, where there are days in it.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_PICKLED: Final = b"\x80"
"""How what pickle kept begins."""

_BROKEN: Final = (OSError, EOFError, ValueError, AttributeError, ImportError, IndexError, TypeError)
"""What reading a file raises that was cut off or that another program wrote."""


def read_toml(file: Path) -> dict[str, Any]:
    """Return the values of a TOML file; FileNotFoundError or TOMLDecodeError when it is not there or no TOML."""
    status = file.stat()
    state = (status.st_mtime_ns, status.st_size)
    kept = file.parent / "__pycache__" / f"{file.name}.{sys.implementation.cache_tag}.kept"
    with suppress(*_BROKEN):
        known, table = _loaded(kept.read_bytes())
        if known == state and isinstance(table, dict):
            return table
    import tomllib

    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(kept, _dumped((state, table)))
    return table


def _dumped(content: Any) -> bytes:
    try:
        return marshal.dumps(content)
    except ValueError:
        import pickle

        return pickle.dumps(content)


def _loaded(content: bytes) -> Any:
    """Return what was kept, which is as trusted as the modules that are compiled beside it."""
    if not content.startswith(_PICKLED):
        return marshal.loads(content)  # noqa: S302
    import pickle

    try:
        return pickle.loads(content)  # noqa: S301
    except pickle.UnpicklingError as error:
        raise ValueError from error


def _write(file: Path, content: bytes) -> None:
    """Write a file as a whole: whoever reads it meanwhile gets the old one or the new one."""
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
