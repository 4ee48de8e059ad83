"""A cleaned page -> the lines ruled on it, the page without them, and the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from pipeline.readers.scan.pixels import WHITE, Mask, ink_of

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_SHORTEST: Final = 0.45
"""Inches of the shortest rule: a row of a table is 0.2 inch high or more, so two rows; dashes are shorter."""
_FILLED: Final = 0.92
_THICKEST: Final = 0.04
"""Inches; a bar that is thicker is a picture."""
_TOUCH: Final = 0.06
"""Inches by which the ends of rules may miss each other at a corner."""
_BARS: Final = 2
_COVERED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: where it stands across its direction, from where to where it runs, how thick it is."""

    at: int
    start: int
    end: int
    thick: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its row and column in the grid, counted from 0, and the box inside its rules."""

    row: int
    column: int
    box: PixelBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box, how many rows and columns, and its cells; a merged cell counts where it begins."""

    box: PixelBox
    rows: int
    columns: int
    cells: tuple[Cell, ...]


def find_rules(ink: Mask, dpi: int) -> tuple[list[Rule], list[Rule]]:
    """Return the level and the upright rules of a page, from where it is not white."""
    return _rules(ink, dpi), _rules(ink.T, dpi)


def without_rules(page: Image.Image, level: Sequence[Rule], upright: Sequence[Rule]) -> Image.Image:
    """Return the page with its rules made white, but where a letter crosses them."""
    pixels = np.array(page)
    ink = ink_of(page)
    for rule in level:
        _erase(pixels, ink, rule)
    for rule in upright:
        _erase(pixels.T, ink.T, rule)
    return Image.fromarray(pixels)


def find_grids(level: Sequence[Rule], upright: Sequence[Rule], dpi: int) -> list[Grid]:
    """Return the tables that rules make, from top to bottom: two lines and two bars at least, two cells or more."""
    touch = round(_TOUCH * dpi)
    grids = []
    for lines, bars in _groups(level, upright, touch):
        if len(lines) >= _BARS and len(bars) >= _BARS:
            grid = _grid(lines, bars, touch)
            if grid is not None:
                grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _rules(ink: Mask, dpi: int) -> list[Rule]:
    """Return the rules along the second axis: runs of ink that are long, nearly unbroken and thin."""
    length, thickest = round(_SHORTEST * dpi), max(3, round(_THICKEST * dpi))
    padded = np.pad(ink, ((1, 1), (0, 0)))
    near = padded[:-2] | padded[1:-1] | padded[2:]
    sums = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    if sums.shape[1] <= length:
        return []
    full = sums[:, length:] - sums[:, :-length] >= _FILLED * length
    runs: list[Rule] = []
    for row in np.nonzero(full.any(axis=1))[0]:
        for start, end in _stretches(full[row]):
            runs.append(Rule(int(row), start, end + length, 1))
    return [rule for rule in _stacked(runs) if rule.thick <= thickest + 2]


def _stretches(row: Mask) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.pad(row, 1).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(start), int(end)


def _stacked(runs: Sequence[Rule]) -> list[Rule]:
    """Join runs that lie on each other, row below row, to one rule with its thickness."""
    open_rules: list[list[Rule]] = []
    done: list[list[Rule]] = []
    for run in runs:
        still: list[list[Rule]] = []
        for group in open_rules:
            (still if run.at - group[-1].at <= _BARS else done).append(group)
        open_rules = still
        for group in open_rules:
            if run.start < max(one.end for one in group) and min(one.start for one in group) < run.end:
                group.append(run)
                break
        else:
            open_rules.append([run])
    return [_joined(group) for group in (*done, *open_rules)]


def _joined(group: Sequence[Rule]) -> Rule:
    top, bottom = min(run.at for run in group), max(run.at for run in group)
    start, end = min(run.start for run in group), max(run.end for run in group)
    return Rule((top + bottom) // 2, start, end, bottom - top + 1)


def _erase(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ink: Mask, rule: Rule) -> None:
    """Make a rule white, in place, in the columns where nothing crosses it."""
    half = rule.thick // 2 + 2
    top, bottom = max(0, rule.at - half), min(ink.shape[0], rule.at + half + 1)
    above, below = max(0, top - 1), min(ink.shape[0] - 1, bottom)
    span = slice(rule.start, rule.end)
    crossed = ink[above, span] | ink[below, span]
    part = pixels[top:bottom, span]
    part[:, ~crossed] = WHITE


def _groups(level: Sequence[Rule], upright: Sequence[Rule], touch: int) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the lines and bars that hang together."""
    left_lines, left_bars = list(level), list(upright)
    while left_bars:
        lines: list[Rule] = []
        bars = [left_bars.pop(0)]
        grown = True
        while grown:
            new_lines = [line for line in left_lines if any(_cross(line, bar, touch) for bar in bars)]
            left_lines = [line for line in left_lines if line not in new_lines]
            lines += new_lines
            new_bars = [bar for bar in left_bars if any(_cross(line, bar, touch) for line in lines)]
            left_bars = [bar for bar in left_bars if bar not in new_bars]
            bars += new_bars
            grown = bool(new_lines or new_bars)
        yield lines, bars


def _cross(line: Rule, bar: Rule, touch: int) -> bool:
    across = line.start - touch <= bar.at <= line.end + touch
    return across and bar.start - touch <= line.at <= bar.end + touch


def _grid(lines: Sequence[Rule], bars: Sequence[Rule], touch: int) -> Grid | None:
    ys = _places([line.at for line in lines], touch)
    xs = _places([bar.at for bar in bars], touch)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < _BARS:
        return None
    cells = []
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            last_row, last_column = _extent(row, column, (ys, xs), (lines, bars), touch)
            taken |= {(r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)}
            cells.append(Cell(row, column, (xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), rows, columns, tuple(cells))


def _places(found: Sequence[int], touch: int) -> list[int]:
    """Return where rules stand, those that nearly coincide once."""
    places: list[list[int]] = []
    for place in sorted(found):
        if places and place - places[-1][-1] <= touch:
            places[-1].append(place)
        else:
            places.append([place])
    return [sum(near) // len(near) for near in places]


def _extent(
    row: int,
    column: int,
    places: tuple[list[int], list[int]],
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    touch: int,
) -> tuple[int, int]:
    """Return the last row and column of the cell that begins here: it ends at the first rule on its right and below."""
    (ys, xs), (lines, bars) = places, rules
    last_column = column
    while last_column + 2 < len(xs) and not _ruled(bars, xs[last_column + 1], ys[row], ys[row + 1], touch):
        last_column += 1
    last_row = row
    while last_row + 2 < len(ys) and not _ruled(lines, ys[last_row + 1], xs[column], xs[column + 1], touch):
        last_row += 1
    return last_row, last_column


def _ruled(rules: Sequence[Rule], at: int, start: int, end: int, touch: int) -> bool:
    """Tell whether rules at a place cover most of the way from start to end."""
    near = [rule for rule in rules if abs(rule.at - at) <= touch]
    covered = sum(max(0, min(rule.end, end) - max(rule.start, start)) for rule in near)
    return covered >= _COVERED * (end - start)
