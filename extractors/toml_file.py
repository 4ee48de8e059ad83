"""A TOML file of the program -> its values; what was parsed once is kept as Python keeps the modules that it compiled.

Parsing all tables costs more than the rest of a start. What is kept stands in `__pycache__` beside the file, for the
size and the time of the file that it was made from; where that folder cannot be written, every start parses again.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_BROKEN: Final = (OSError, EOFError, ValueError, AttributeError, ImportError, IndexError, pickle.UnpicklingError)
"""What reading a file raises that was cut off or that another program wrote."""


def read_toml(file: Path) -> dict[str, Any]:
    """Return the values of a TOML file; FileNotFoundError or TOMLDecodeError when it is not there or no TOML."""
    status = file.stat()
    state = (status.st_mtime_ns, status.st_size)
    kept = file.parent / "__pycache__" / f"{file.name}.{sys.implementation.cache_tag}.pickle"
    with suppress(*_BROKEN):
        known, table = pickle.loads(kept.read_bytes())  # noqa: S301 - as trusted as the modules compiled beside it
        if known == state and isinstance(table, dict):
            return table
    import tomllib

    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(kept, pickle.dumps((state, table)))
    return table


def _write(file: Path, content: bytes) -> None:
    """Write a file as a whole: whoever reads it meanwhile gets the old one or the new one."""
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
