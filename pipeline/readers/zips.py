"""Opens a zip container in memory; whatever zipfile says of a broken one becomes DamagedFile."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from pipeline.errors import DamagedFile, complaint

ZIP_FAILURES: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises on broken containers; RuntimeError for versions and methods that it does not know."""


def open_zip(raw: bytes, name: str) -> zipfile.ZipFile:
    """Return the container with its directory read; DamagedFile when it has none."""
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except ZIP_FAILURES as error:
        reason = "tệp bị cắt cụt hoặc hỏng, không mở được"
        raise DamagedFile(complaint(name, reason, "Hãy chép lại tệp gốc")) from error


def zip_names(raw: bytes, name: str) -> list[str]:
    """Return the names of the parts of a container; DamagedFile when it has no directory."""
    with open_zip(raw, name) as archive:
        return archive.namelist()
