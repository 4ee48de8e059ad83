"""The formats of Excel: since 2007 a zip container with an `xl/` folder, before an OLE container or records alone.

The parts of an .xlsb are not XML, and no reader takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.readers.reader import OLE, ZIP, Head, Read, Reader


def _load() -> Read:
    from pipeline.readers.xlsx.read import read_xlsx

    return read_xlsx


def _holds(parts: Sequence[str]) -> bool:
    return "xl/workbook.bin" not in parts and any(part.startswith("xl/") for part in parts)


XLSX: Final = Reader("xlsx", (".xlsx", ".xlsm", ".xltx"), _load, container=ZIP, holds=_holds)


def _load_xls() -> Read:
    from pipeline.readers.xlsx.xls import read_xls

    return read_xls


_RECORDS: Final = (b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
"""How files of Excel 2 to 4 begin, which are no container."""


def _starts(head: Head) -> bool:
    return head.raw.startswith(_RECORDS)


XLS: Final = Reader(
    "xls", (".xls", ".xlt"), _load_xls, starts=_starts, container=OLE,
    holds=lambda parts: "Workbook" in parts or "Book" in parts,
)  # fmt: skip
