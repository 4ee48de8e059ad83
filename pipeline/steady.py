"""An Office file -> the same file without the time it was made at: what is the same has the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell."""
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def steady(content: bytes, changed: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})) -> bytes:
    """Return an Office file that does not tell when it was written, its parts in the order they had.

    The day of its making stays: it is that of the template or of the workbook that a person made.
    What is to be changed in a part is told by its name.
    """
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", part)
            part = changed[name](part) if name in changed else part
            new.writestr(ZipInfo(name, _FIRST_DAY), part, ZIP_DEFLATED)
    return made.getvalue()
