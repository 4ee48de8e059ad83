"""A digest -> one HTML file that needs nothing beside it; whatever the documents hold is escaped."""

from __future__ import annotations

from typing import Final

from pipeline.charts.model import COLOURS
from pipeline.digest.block import Digest
from pipeline.digest.formats.format import Format
from pipeline.digest.formats.templates import template
from pipeline.speech import Speech

_COLOURS: Final = "".join(f".{tone} {{ background: {colour}; }}" for tone, colour in COLOURS.items())


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as HTML."""
    page = template("digest.html").render(digest=digest, say=speech, language=speech.language, colours=_COLOURS)
    return page.encode("utf-8")


FORMAT: Final = Format("html", ".html", write)
