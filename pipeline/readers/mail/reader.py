"""Messages and saved pages: MIME under their extensions, and what Outlook saves as an OLE container."""

from __future__ import annotations

import re
from typing import Final

from pipeline.readers.reader import MEGABYTES, OLE, Head, Read, Reader

_MIME_START: Final = re.compile(rb"(?:MIME-Version|From|Subject|Content-Type):", re.IGNORECASE)
_LIMIT: Final = 100 * MEGABYTES
OUTLOOK: Final = "__properties_version1.0"


def _load_eml() -> Read:
    from pipeline.readers.mail.read import read_eml

    return read_eml


def _load_mht() -> Read:
    from pipeline.readers.mail.read import read_mht

    return read_mht


def _load_msg() -> Read:
    from pipeline.readers.mail.read import read_msg

    return read_msg


def _starts_eml(head: Head) -> bool:
    return head.suffix in EML.suffixes and _MIME_START.search(head.plain) is not None


def _starts_mht(head: Head) -> bool:
    return head.suffix in MHT.suffixes and _MIME_START.search(head.plain) is not None


EML: Final = Reader("eml", (".eml",), _load_eml, _LIMIT, starts=_starts_eml)
MHT: Final = Reader("mht", (".mht", ".mhtml"), _load_mht, _LIMIT, starts=_starts_mht)
MSG: Final = Reader("msg", (".msg",), _load_msg, container=OLE, holds=lambda parts: OUTLOOK in parts)
