"""A text or Markdown file -> Reading: the file's own content, each line a block."""

from __future__ import annotations

import re
from typing import Final

from extractors.model import Block, BlockKind
from pipeline.errors import EmptyFile, complaint
from pipeline.readers.encodings import decode, placed
from pipeline.readers.old_fonts.decode import Decoder, Piece, encoding_hints, suspects
from pipeline.readers.reader import MEGABYTES, Reader
from pipeline.readers.reading import Reading, clean, cleaning_problems

_LINE = re.compile(r"\S[^\n]*")
_MARKDOWN_HEADING = re.compile(r"#{1,6} ")


def read_plain(raw: bytes, name: str) -> Reading:
    """Read a plain text file; EmptyFile when it holds white space alone, UnsupportedFormat when it is no text."""
    decoded = decode(raw, name)
    text, decoder = _from_old_fonts(decoded.text)
    cleaned = clean(text)
    if not cleaned.text.strip():
        raise EmptyFile(complaint(name, "tệp không có chữ nào", "Hãy kiểm tra lại tệp gốc"))
    # windows-1258 writes every tone as a combining mark: composing it is the way of reading it, not a finding.
    composed = cleaned.composed and decoded.encoding != "cp1258"
    own = () if decoder is not None and decoder.used else placed(decoded.problems, cleaned.text)
    problems = (*own, *cleaning_problems(cleaned.text, composed, cleaned.replaced))
    hints = encoding_hints(decoder) or (("text.encoding", decoded.encoding),)
    return Reading(cleaned.text, line_blocks(cleaned.text), hints=hints, problems=problems)


def _from_old_fonts(text: str) -> tuple[str, Decoder | None]:
    """Return text with its lines in old encodings as Unicode, told by their letters, and what decoded it."""
    if not suspects(text):
        return text, None
    lines = text.splitlines(keepends=True)
    decoder = Decoder(map(Piece, lines))
    return "".join(map(decoder.text, lines)), decoder


def read_markdown(raw: bytes, name: str) -> Reading:
    """Read a Markdown file as `read_plain` does, with its headings and table rows told apart; nothing is cut."""
    reading = read_plain(raw, name)
    blocks = tuple(
        Block(block.start, block.end, _markdown_kind(reading.text[block.start : block.end])) for block in reading.blocks
    )
    return Reading(reading.text, blocks, hints=reading.hints, problems=reading.problems)


def line_blocks(text: str) -> tuple[Block, ...]:
    """Return a paragraph block for each line that is not blank."""
    return tuple(
        Block(match.start(), match.start() + len(match.group().rstrip()), BlockKind.PARAGRAPH)
        for match in _LINE.finditer(text)
    )


def _markdown_kind(line: str) -> BlockKind:
    if _MARKDOWN_HEADING.match(line):
        return BlockKind.HEADING
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return BlockKind.TABLE_ROW
    return BlockKind.PARAGRAPH


_LIMIT: Final = 50 * MEGABYTES
"""Twenty thousand pages of text, more than any one document."""

PLAIN: Final = Reader("txt", (".txt", ".text"), lambda: read_plain, _LIMIT, by_name=True)
MARKDOWN: Final = Reader("md", (".md", ".markdown"), lambda: read_markdown, _LIMIT, by_name=True)
