"""A digest -> Markdown, the sources as footnotes; whatever the documents hold is escaped."""

from __future__ import annotations

from typing import Final

from pipeline.digest.block import Digest
from pipeline.digest.formats.format import Format
from pipeline.digest.formats.templates import template
from pipeline.digest.printed import printed
from pipeline.speech import Speech


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as Markdown."""
    digest = printed(digest, speech)
    return template("digest.md", md=escape).render(digest=digest, say=speech).encode("utf-8")


def escape(text: str) -> str:
    """Keep a document's own characters from being read as Markdown or HTML.

    >>> escape("a|b <i> [x](y) *z*")
    'a\\\\|b \\\\<i\\\\> \\\\[x\\\\](y) \\\\*z\\\\*'
    """
    for sign in "\\`*_[]<>#|~":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


FORMAT: Final = Format("md", ".md", write)
