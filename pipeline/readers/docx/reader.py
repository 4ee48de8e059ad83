"""The format of Word since 2007: a zip container with a `word/` folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.readers.reader import ZIP, Read, Reader


def _load() -> Read:
    from pipeline.readers.docx.read import read_docx

    return read_docx


def _holds(parts: Sequence[str]) -> bool:
    return any(part.startswith("word/") for part in parts)


DOCX: Final = Reader("docx", (".docx", ".docm", ".dotx"), _load, container=ZIP, holds=_holds)
