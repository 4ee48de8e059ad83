"""The types of what a reader hands over: a Source with its blocks, and what is doubtful in it.

Offsets are code points of `Source.text`, `start` inclusive, `end` exclusive. The text is in
Unicode NFC with LF line ends and is never altered afterwards: what is doubtful is a Problem
beside it, what is furniture of a page is a span in `boilerplate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a reader knows of a stretch of text from the file's own structure."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE_ROW = "table_row"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something doubtful that a person should look at; nothing is corrected because of it.

    `kind` is a stable snake_case code; `message` is Vietnamese, for people; a problem of the
    whole file has no span. `readings` are what else OCR took a doubtful number for.
    """

    kind: str
    message: str
    start: int | None = None
    end: int | None = None
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with the role the file's own structure gives it; `page` counts from 1."""

    start: int
    end: int
    kind: BlockKind
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read. `text` is NFC; `blocks` are ordered, and may leave gaps of white space.

    `hints` holds what the container says of itself (HTML title and meta tags, PDF and Word
    properties) and shows beside its text (text boxes, watermarks, heads for print), lower-case keys:
    evidence for the metadata and of stamps, never shown as text.
    """

    path: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...] = ()
    pages: int | None = None
    hints: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
