"""A database as a person names it -> the file that a command writes: itself, or the copy of a server's at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError

if TYPE_CHECKING:
    from pipeline.postgres.address import Server


@contextmanager
def at_hand(database: Path | Server, what: str, wait: Callable[[StoreError], None] | None = None) -> Iterator[Path]:
    """Give the file that stands for a database while the block runs; what changes in a server's copy is then sent.

    StoreError as of `copy_of`; `wait` is for a server alone, for a file is held by who writes it.
    """
    if isinstance(database, Path):
        yield database
        return
    from pipeline.postgres.working import copy_of

    with copy_of(database, what, wait) as copy:
        yield copy
