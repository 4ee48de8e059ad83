"""A quoted sentence and the place of its number in the text -> the sentence in pieces, the number marked."""

from __future__ import annotations

from typing import Final

from pipeline.forms.model import Candidate
from pipeline.viewer.marks import Mark, Piece, Span, pieces

_ROOM: Final = 400
"""Letters of the text beyond a sentence's own that may be spaces between its words."""


def quoted(sentence: str, written: str, text: str, start: int) -> list[Piece]:
    """Return a sentence of `text` on one line in pieces; the number that begins at `start` in the text is marked."""
    line = _one_line(sentence)
    span = _span(line, written, text, start)
    return pieces(line, [Mark(*span, "told", 0, "")] if span else [])


def quoted_candidate(candidate: Candidate) -> list[Piece]:
    """Return the sentence of a candidate, or the heads of its cell, in pieces with its number marked.

    The whole of a ratio stands behind the number that the ratio begins with.
    """
    text, written = candidate.report.text, candidate.written
    start = text.find(written, candidate.start) if candidate.role == "whole" else candidate.start
    found = quoted(candidate.sentence, written, text, start)
    line = _one_line(candidate.sentence)
    if len(found) == 1 and candidate.row and line.endswith(f": {written}"):
        return pieces(line, [Mark(len(line) - len(written), len(line), "told", 0, "")])
    return found


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _span(line: str, written: str, text: str, start: int) -> Span | None:
    """Return where in a sentence a number of the text stands: where the words on both its sides are those of the text.

    >>> _span("Mở 5 lớp, 5 hội nghị", "5", "Số 5. Mở 5\\n lớp,  5 hội nghị", 18)
    (10, 11)
    """
    number = _one_line(written)
    room = 2 * len(line) + _ROOM
    end = start + len(written)
    before, behind = _squashed(text[max(0, start - room) : start]), _squashed(text[end : end + room])
    if written[:1].isspace():
        before = before.rstrip() + " "
    at = line.find(number)
    while number and at >= 0:
        left, right = line[:at], line[at + len(number) :]
        if before.endswith(left) and behind.startswith(right):
            return at, at + len(number)
        at = line.find(number, at + 1)
    return None


def _squashed(words: str) -> str:
    """Return words with one space for each stretch of spaces, at both ends too."""
    line = _one_line(words)
    return (" " if words[:1].isspace() else "") + line + (" " if line and words[-1:].isspace() else "")
