"""A place in the text -> where its sentence begins, and the line that leads in its list."""

from __future__ import annotations

import re
from typing import Final

from extractors.rulebook import load_table
from extractors.text.sentences import abbreviates
from extractors.text.wrapped import is_wrapped

_LINES: Final[dict[str, list[str]]] = load_table(__package__, "sentences")["lines"]
_STOPS: Final = (". ", "? ", "! ", "… ")
_ITEM: Final = re.compile(r"\s{0,12}(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}[.)]|[a-zđ][.)]|[-+•*–|]|[IVX]{1,5}[.-])\s")
_NEW_LINE: Final = re.compile(
    rf"\s{{0,12}}(?:{'|'.join(_LINES['first_words'])}"
    r"|[0-9]{1,3}[.)]\s|[a-zđ]\)\s|[-+•*|]\s|[IVX]{1,5}[.-]\s)"
)
_SENTENCE: Final = 900
_GAP: Final = 5
_SHORT_LINE: Final = 45
_WRAPPED: Final = 120
_OPEN_ENDS: Final = [[word] for word in _LINES["open_ends"]]
_MOST_LINES: Final = 40
_LEAD: Final = 400
_PARAGRAPH: Final = 3000


def sentence_start(view: str, at: int) -> int:
    """Return where the sentence of `at` begins: behind a full stop or a line end that is no mere wrapping."""
    floor = max(0, at - _SENTENCE)
    start = floor
    for mark in _STOPS:
        stop = view.rfind(mark, start, at)
        while stop >= start and not _ends(view, stop, at):
            stop = view.rfind(mark, start, stop)
        start = stop + 1 if stop >= start else start
    line = view.rfind("\n", start, at)
    while line >= start:
        if _is_hard(view, line):
            return line + 1
        line = view.rfind("\n", start, line)
    return start


def _ends(view: str, stop: int, at: int) -> bool:
    """Tell whether a stop ends a sentence: a word follows it, and it is no abbreviation's."""
    following = view[stop + 1 : min(at + 1, stop + _GAP)].lstrip()[:1]
    return following.isalpha() and not abbreviates(view, stop)


def _is_hard(view: str, line: int) -> bool:
    """Tell whether a line end ends the sentence; a wrapped line goes on in small letters or figures."""
    before = view[line - 1 : line]
    following = view[line + 1 : line + 40].lstrip(" \t")
    if before in (".", ":", ";", "!", "?", "\n", "") or following[:1] in ("\n", "") or _NEW_LINE.match(view, line + 1):
        return True
    if following[:1].islower() or view[max(0, line - 8) : line].split()[-1:] in _OPEN_ENDS:
        return False
    start = view.rfind("\n", max(0, line - _WRAPPED), line)
    return line - start < _SHORT_LINE if start >= 0 else line > _WRAPPED


def item_lines(view: str, at: int) -> tuple[int, int] | None:
    """Return the span of the line that leads in the list (`... sau đây:`) of which the line of `at` is an item."""
    line = _line(view, at)
    for _ in range(_MOST_LINES):
        if not _ITEM.match(view, line):
            line = _paragraph(view, line)
        if line == 0 or not _ITEM.match(view, line):
            return None
        end = line - 1
        line = _line(view, end)
        while line and not view[line:end].strip():
            end = line - 1
            line = _line(view, end)
        if view[max(line, end - 4) : end].rstrip().endswith(":"):
            return max(_paragraph(view, line), end - _LEAD), end
    return None


def _paragraph(view: str, line: int) -> int:
    """Return where the paragraph of a line begins, over the lines that were wrapped."""
    for _ in range(_MOST_LINES):
        if line == 0 or not is_wrapped(view, line - 1):
            break
        line = _line(view, line - 1)
    return line


def _line(view: str, at: int) -> int:
    """Return where the line of `at` begins, looking back over a paragraph at most."""
    return view.rfind("\n", max(0, at - _PARAGRAPH), at) + 1
