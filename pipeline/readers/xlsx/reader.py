"""The format of Excel since 2007: a zip container with an `xl/` folder, whose parts are XML (not so in .xlsb)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.readers.reader import ZIP, Read, Reader


def _load() -> Read:
    from pipeline.readers.xlsx.read import read_xlsx

    return read_xlsx


def _holds(parts: Sequence[str]) -> bool:
    return "xl/workbook.bin" not in parts and any(part.startswith("xl/") for part in parts)


XLSX: Final = Reader("xlsx", (".xlsx", ".xlsm", ".xltx"), _load, container=ZIP, holds=_holds)
