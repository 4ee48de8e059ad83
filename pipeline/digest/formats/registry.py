"""All formats of a digest: the one list to which a new one is added; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pipeline.digest.formats.format import Format
from pipeline.errors import UsageError


def _md() -> Format:
    from pipeline.digest.formats.markdown import FORMAT

    return FORMAT


def _html() -> Format:
    from pipeline.digest.formats.html import FORMAT

    return FORMAT


def _csv() -> Format:
    from pipeline.digest.formats.csv import FORMAT

    return FORMAT


def _json() -> Format:
    from pipeline.digest.formats.json import FORMAT

    return FORMAT


def _docx() -> Format:
    from pipeline.digest.formats.word import FORMAT

    return FORMAT


def _xlsx() -> Format:
    from pipeline.digest.formats.excel import FORMAT

    return FORMAT


FORMATS: Final[Mapping[str, Callable[[], Format]]] = {
    "md": _md, "html": _html, "json": _json, "csv": _csv, "docx": _docx, "xlsx": _xlsx,
}  # fmt: skip
"""By the name of --format, which is the ending of the file without its dot."""


def format_of(name: str | None, file: Path | None) -> Format:
    """Return the format that was asked for, else that of the file's ending, else Markdown.

    Raises UsageError for a file whose ending is that of no format.
    """
    if name:
        return FORMATS[name]()
    if file is None:
        return FORMATS["md"]()
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        endings = " ".join(f".{known}" for known in FORMATS)
        raise UsageError("usage.no_form", name=file.name, endings=endings)
    return FORMATS[ending]()
