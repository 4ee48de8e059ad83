"""Letterheads and closes that a PDF holds row by row -> their two columns, one after the other.

`TỈNH ỦY LÀO CAI   ĐẢNG CỘNG SẢN VIỆT NAM` is one printed line and two texts. A column is believed only where a cue
shows it, and only as far up and down as no line runs through the gap between the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

Span = tuple[int, int]
"""Where a line starts and ends in the text of its page."""

_MOTTO: Final = re.compile(
    r"\S.*\s(CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM$|Độc lập ?[-–—] ?Tự do ?[-–—] ?Hạnh phúc)"
)
_CLOSE: Final = re.compile(r"Nơi nhận ?:?\s+(\S)")
_GAP: Final = 0.8
"""Width of the gap in heights of a letter; a blank is a fourth, in justified lines up to a half."""
_CLEAR: Final = 2.0
"""Width from which a gap parts a line wherever it stands: columns set apart by blanks do not stand in line."""
_MOST_ROWS: Final = 14
"""Rows of a letterhead or a list of recipients on one side of its cue."""
_TOUCH: Final = 1.0
"""Points by which boxes of letters may reach into the gap."""


class Extent(NamedTuple):
    """The left and right edge of something printed, in points."""

    left: float
    right: float


def find_sides(text: str, spans: Sequence[Span], extent: Callable[[int], Extent], height: float) -> list[Span]:
    """Return the lines of a page with letterhead and close in columns: all of the left one, then all of the right one.

    `extent` gives the edges of the character at a position in the text; `height` is that of the page's letters.
    """
    found = list(spans)
    for cue in (_MOTTO, _CLOSE):
        for row, span in enumerate(found):
            split = cue.match(text[span[0] : span[1]])
            gap = _gap_before(text, span, span[0] + split.start(1), extent) if split else None
            if gap is not None and gap.right - gap.left >= _GAP * height:
                found = _in_columns(_Rows(text, found, extent, _CLEAR * height), row, gap)
                break
    return found


def _gap_before(text: str, span: Span, position: int, extent: Callable[[int], Extent]) -> Extent | None:
    last = len(text[span[0] : position].rstrip()) - 1
    return Extent(extent(span[0] + last).right, extent(position).left) if last >= 0 else None


class _Rows(NamedTuple):
    """The lines of a page, how to see where their letters stand, and how wide a gap is that needs no other proof."""

    text: str
    spans: list[Span]
    extent: Callable[[int], Extent]
    clear: float

    def sides(self, row: int, gap: Extent) -> tuple[Span | None, Span | None] | None:
        """Return what of a line stands left and right of a gap; None for a line that runs through it."""
        start, end = self.spans[row]
        if self.extent(end - 1).right <= gap.right + _TOUCH and self.extent(start).left < gap.left:
            return (start, end), None
        if self.extent(start).left >= gap.left - _TOUCH:
            return None, (start, end)
        for before, after in pairwise(_words(self.text, start, end)):
            blank = Extent(self.extent(before[1] - 1).right, self.extent(after[0]).left)
            shared = min(blank.right, gap.right) - max(blank.left, gap.left)
            if shared >= (gap.right - gap.left) / 3 or blank.right - blank.left >= self.clear:
                return (start, before[1]), (after[0], end)
        return None


def _words(text: str, start: int, end: int) -> list[Span]:
    return [(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])]


def _in_columns(rows: _Rows, cue: int, gap: Extent) -> list[Span]:
    """Return the lines with those around the cue put in columns, as far as each keeps to a side of the gap."""
    sides = {cue: rows.sides(cue, gap)}
    for step in (-1, 1):
        row = cue + step
        while 0 <= row < len(rows.spans) and abs(row - cue) <= _MOST_ROWS:
            found = rows.sides(row, gap)
            if found is None:
                break
            sides[row] = found
            row += step
    kept = [sides[row] for row in sorted(sides)]
    left = [one[0] for one in kept if one and one[0]]
    right = [one[1] for one in kept if one and one[1]]
    return [*rows.spans[: min(sides)], *left, *right, *rows.spans[max(sides) + 1 :]]
