"""A text -> the exact spans of its sentences: what a figure or a citation is shown in.

A line is a sentence's limit unless it is wrapped (the next one goes on in lower case); a table row is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.lines import UPPER, Line, is_row, split_lines
from extractors.text.wrapped import goes_on, wrap_width

_STOP: Final = re.compile(r"[.!?…]{1,4}[”\"’)\]»]{0,2}(?=[ \u00a0\t]+\S|[" + UPPER + "“])")
_NEXT: Final = re.compile(r"[ \u00a0\t]*(?P<next>\S)")
_TOKEN: Final = re.compile(r"[^\s(“\"]{1,12}\Z")
_LONGEST_TOKEN: Final = 12
_ENUMERATOR: Final = re.compile(
    r"[ \t\u00a0]*(?:[-+•*–][ ]*)?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,6}|[A-ZĐ]|[a-zđ]|Điều \d{1,3}[a-zđ]?)\.\Z"
)


def abbreviates(text: str, dot: int) -> bool:
    """Tell whether the dot at an offset ends an abbreviation that stands before a name (TP., Th.S, đ/c, N.).

    >>> [abbreviates(text, text.index(". ")) for text in ("Đến TP. Vinh", "ông N. V. A", "hết năm. Sau")]
    [True, True, False]
    """
    return _is_abbreviation(_word_before(text, 0, dot))


def _word_before(text: str, first: int, dot: int) -> str:
    token = _TOKEN.search(text, max(first, dot - _LONGEST_TOKEN), dot)
    return token[0] if token else ""


def _is_abbreviation(word: str) -> bool:
    return word in _words()[0] or (len(word) == 1 and word.isupper())


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the abbreviations that stand before a name, and those that may end a sentence."""
    before: set[str] = set()
    mid: set[str] = set()
    for block in load_table(__package__, "sentences")["words"]:
        before |= set(block.get("before_name", ()))
        mid |= set(block.get("mid", ()))
    return frozenset(before), frozenset(mid)


def split_sentences(text: str, lines: Sequence[Line] | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of the sentences of a text, in order; white space around them belongs to none.

    `lines` is what `split_lines` gives for the same text, made here when it is not given.

    >>> [t[a:b] for t in ["Đến TP. Vinh. Có 6.558 người."] for a, b in split_sentences(t)]
    ['Đến TP. Vinh.', 'Có 6.558 người.']
    """
    spans: list[tuple[int, int]] = []
    for start, end in _paragraphs(text, split_lines(text) if lines is None else lines):
        first = start
        if is_row(text[start:end]):
            spans.append((start, end))
            continue
        for stop in _STOP.finditer(text, start, end):
            if _ends_sentence(text, first, stop, end):
                spans.append((first, stop.end()))
                following = _NEXT.match(text, stop.end(), end)
                first = following.start("next") if following else end
        if first < end:
            spans.append((first, end))
    return tuple(spans)


def _paragraphs(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the lines without their white space, wrapped ones joined to the line that they go on from."""
    joined: list[tuple[int, int]] = []
    previous_row = True
    width = wrap_width(lines)
    above = ""
    end = -1
    for raw in text.split("\n"):
        begin = end + 1
        end = begin + len(raw)
        if not raw:
            continue
        content = raw.strip()
        if not content:
            previous_row = True
            continue
        start = begin + raw.index(content[0])
        row = is_row(content)
        near = bool(joined) and text.count("\n", joined[-1][1], start) <= 1
        if near and not (row or previous_row) and goes_on(above, content, width):
            joined[-1] = (joined[-1][0], start + len(content))
        else:
            joined.append((start, start + len(content)))
        previous_row, above = row, content
    return joined


def _ends_sentence(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a full stop ends the sentence that began at `first`."""
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return False
    upper = following["next"].isupper()
    if stop[0] == "." and _ENUMERATOR.match(text, first, stop.end()):
        return False
    if stop[0][0] in "!?":
        return True
    word = _word_before(text, first, stop.start())
    if word in _words()[1] or stop[0][0] == "…" or stop[0].startswith(".."):
        return upper
    if _is_abbreviation(word):
        return False
    if following.start("next") == stop.end():
        return (
            upper
            and (word[-1:].islower() or word[-1:].isdigit())
            and text[following.end() : following.end() + 1].islower()
        )
    return not following["next"].islower()
