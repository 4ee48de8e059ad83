"""What a format of a digest is: its name, the ending of its files, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.digest.block import Digest
from pipeline.speech import Speech


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `write` returns the file's bytes. `text` tells that a terminal can show it."""

    name: str
    ending: str
    write: Callable[[Digest, Speech], bytes]
    text: bool = True
