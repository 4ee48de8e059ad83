"""The formats of OpenDocument: zip containers with a content.xml; what it holds is told when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.readers.reader import ZIP, Read, Reader


def _load() -> Read:
    from pipeline.readers.odf.read import read_odf

    return read_odf


def _holds(parts: Sequence[str]) -> bool:
    return {"content.xml", "META-INF/manifest.xml"} <= set(parts)


_SUFFIXES: Final = (".odt", ".ods", ".odp", ".ott", ".ots", ".otp")
ODF: Final = Reader("odf", _SUFFIXES, _load, container=ZIP, holds=_holds)
