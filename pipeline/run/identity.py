"""Names that stay (a document's path, an instrument's key) -> the ids of rows, the same in whatever order they come.

An id is the hash of its name: 48 bits, so that a cell of Excel (15 digits) and a number of JSON hold it exactly. Two
names seldom have one hash (a chance of 1 in 50,000 for an archive of 100,000 documents): then the first in the order of
names has it, and the others have the next hashes of theirs that are free.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final

_BYTES: Final = 6


def hashed(name: str, turn: int = 0) -> int:
    """Return the hash of a name that is tried at this turn, never 0.

    >>> hashed("2022/bc-31.docx"), hashed("2022/bc-31.docx", 1)
    (206703735865475, 96745326180573)
    """
    data = f"{name}\\0{turn}" if turn else name
    return int.from_bytes(hashlib.blake2b(data.encode(), digest_size=_BYTES).digest()) or 1


def free_id(name: str, is_free: Callable[[int], bool]) -> int:
    """Return the first hash of a name that is free."""
    return next(found for turn in count() if is_free(found := hashed(name, turn)))


def stable_ids(names: Iterable[str]) -> dict[str, int]:
    """Return an id for each name; they depend on which names there are, not on their order."""
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(set(names)):
        ids[name] = free_id(name, lambda found: found not in taken)
        taken.add(ids[name])
    return ids
