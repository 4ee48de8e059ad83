"""The formats of PowerPoint: since 2007 a zip container with a `ppt/` folder, before an OLE container."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.readers.reader import OLE, ZIP, Read, Reader


def _load_pptx() -> Read:
    from pipeline.readers.slides.pptx import read_pptx

    return read_pptx


def _load_ppt() -> Read:
    from pipeline.readers.slides.ppt import read_ppt

    return read_ppt


def _holds(parts: Sequence[str]) -> bool:
    return any(part.startswith("ppt/") for part in parts)


PPTX: Final = Reader("pptx", (".pptx", ".ppsx", ".pptm"), _load_pptx, container=ZIP, holds=_holds)
PPT: Final = Reader(
    "ppt", (".ppt", ".pps"), _load_ppt, container=OLE, holds=lambda parts: "PowerPoint Document" in parts
)
